"""A folder that is this user's alone, for the resident checker's socket and for books while they are judged."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ebook.diagnostics import Diagnostic

_NAME = "build-epub"


class Unfit(Exception):  # noqa: N818 - no error of ours: we do without, and say so
    """What keeps us from residency, as a diagnostic of severity info."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """We do without."""
        super().__init__(diagnostic.id)
        self.diagnostic = diagnostic


def private_folder() -> Path:
    """``$XDG_RUNTIME_DIR/build-epub``, else one in the temp folder with the user's number; made where it is missing.

    Raises :class:`Unfit` where it is a link, another's, or open to others: whoever could put a socket there could
    pass any book.
    """
    folder = private_path()
    try:
        _trust(folder.parent, shared=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        pass  # no folder: told below
    except OSError as error:
        raise Unfit(Diagnostic("CHK-008", {"reason": f"{folder}: {error.strerror}"})) from error
    _trust(folder)
    return folder


def private_path() -> Path:
    """Where the folder is, or would be.  Raises :class:`Unfit` where the system has no such thing (Windows)."""
    if os.name != "posix":
        raise Unfit(Diagnostic("CHK-009"))
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and runtime.is_dir():
        return runtime / _NAME
    import tempfile

    try:
        return Path(tempfile.gettempdir(), f"{_NAME}-{os.geteuid()}")
    except FileNotFoundError as error:
        raise Unfit(Diagnostic("CHK-008", {"reason": error.strerror})) from error


def _trust(folder: Path, *, shared: bool = False) -> None:
    """Raise :class:`Unfit` unless the folder is ours alone, or (``shared``) one in which nobody can touch ours."""
    told = folder.stat() if shared else folder.lstat()
    mode, owner = told.st_mode, told.st_uid
    if shared:
        fit = owner in (0, os.geteuid()) and (not mode & 0o022 or bool(mode & stat.S_ISVTX))
    else:
        fit = stat.S_ISDIR(mode) and owner == os.geteuid() and not mode & 0o077
    if not fit:
        raise Unfit(Diagnostic("CHK-007", {"folder": folder, "mode": stat.filemode(mode), "owner": owner}))
