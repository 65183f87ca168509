"""A folder for the books of one run, for where the private one will not do; what killed runs left is cleared away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir, mkdtemp

from ebook.diagnostics import Diagnostic, Problem

_PREFIX = "build-epub-run-"


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A new folder of mode 0700 in the temp folder, gone with the context.  Raises OSError.

    A lock on it, which ends with the process, tells the living from the dead.  Windows cannot lock a folder.
    """
    if os.name != "posix":
        with TemporaryDirectory(prefix=_PREFIX) as name:
            yield Path(name)
        return
    for left in Path(gettempdir()).glob(f"{_PREFIX}*"):
        _clear(left)
    folder, handle = _made()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # what cannot be removed now, a later run may
        os.close(handle)


@contextmanager
def workplace(fault: Callable[[str], Diagnostic]) -> Iterator[Path]:
    """Such a folder to work in; a fault of its disk is raised as the diagnostic that is made of the reason."""
    try:
        with passing_folder() as folder:
            yield folder
    except OSError as error:
        raise Problem(fault(error.strerror or str(error))) from error


def _made() -> tuple[Path, int]:
    """A new folder and its lock; another where a run took the first, not locked yet, for one that was left."""
    while True:
        folder = Path(mkdtemp(prefix=_PREFIX))
        try:
            handle = _locked(folder)
        except (BlockingIOError, FileNotFoundError):
            continue
        if folder.exists():
            return folder, handle
        os.close(handle)


def _clear(left: Path) -> None:
    """Remove a folder that is ours and of a run that is no more."""
    with suppress(OSError):  # another user's, or in use, or another run clears it away
        handle = _locked(left)
        try:
            if os.fstat(handle).st_uid == os.geteuid():
                shutil.rmtree(left)
        finally:
            os.close(handle)


def _locked(folder: Path) -> int:
    """A descriptor of the folder that holds its lock.  Raises OSError where it is a link, or another holds it."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
