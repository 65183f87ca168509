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
        _trust_parent(folder.parent)
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


def _trust_parent(folder: Path) -> None:
    """Raise :class:`Unfit` where others can rename our folder and put theirs in its place."""
    told = folder.stat()
    if told.st_uid not in (0, os.geteuid()) or (told.st_mode & 0o022 and not told.st_mode & stat.S_ISVTX):
        raise Unfit(_told_of("CHK-012", folder, told))


def _trust(folder: Path) -> None:
    """Raise :class:`Unfit` unless the folder is one, and ours alone."""
    told = folder.lstat()
    if not stat.S_ISDIR(told.st_mode) or told.st_uid != os.geteuid() or told.st_mode & 0o077:
        raise Unfit(_told_of("CHK-007", folder, told))


def _told_of(ident: str, folder: Path, told: os.stat_result) -> Diagnostic:
    return Diagnostic(ident, {"folder": folder, "mode": stat.filemode(told.st_mode), "owner": told.st_uid})
