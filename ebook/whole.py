"""A file that appears whole or not at all: written beside, brought to the disk, renamed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ebook.filename import cut

#: What a disk says that is full, and one that may not be written to.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)

_CANNOT = (errno.EINVAL, errno.ENOTSUP)  # some file systems of devices cannot sync a folder


def write_whole(data: bytes, path: Path, before: Callable[[Path], None]) -> None:
    """Write a file into a folder that is there; ``before`` sees it under its passing name, ahead of the rename.

    What ``before`` raises leaves all as it was.  Raises OSError.
    """
    _sweep(path)
    temporary = path.with_name(f"{_prefix(path)}{os.getpid()}.tmp")
    try:
        _write(data, temporary)
        before(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _settle(path.parent)


def _prefix(path: Path) -> str:
    """What the names of the file's temporary twins begin with; short enough to leave room for the rest."""
    return f".{cut(path.name, 200)}."


def _sweep(path: Path) -> None:
    """Remove the temporary files that killed runs for the same file left behind."""
    prefix = _prefix(path)
    for entry in os.scandir(path.parent):
        pid = entry.name.removeprefix(prefix).removesuffix(".tmp")
        if entry.name == f"{prefix}{pid}.tmp" and pid.isdecimal() and not _alive(int(pid)):
            with suppress(OSError):
                Path(entry.path).unlink()


def _alive(pid: int) -> bool:
    """Whether another process has this number; Windows cannot ask, but never removes a file that is open."""
    if pid == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _write(data: bytes, path: Path) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Bring the folder's entry to the disk, so that the rename survives a power cut; Windows has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(descriptor)
