"""Onto a device: the room measured first, the file written beside, read back, and only then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.place import is_book
from ebook.send.device import Device
from ebook.whole import FORBIDDEN, FULL, write_whole

_SPARE = 1_000_000  # bytes beside the book: the device writes its own


def copied(data: bytes, device: Device, name: str, identifier: str | None) -> tuple[Path, str]:
    """Bring a file onto a device; where it stands, and its SHA-256, which the device has read back.

    The same book is replaced; another one is kept, unless ``identifier`` is None.  Whatever fails, what stood there
    stays and no half file is left.  Raises SND-006, SND-008 to SND-013.
    """
    path, digest = device.folder / name, sha256(data).hexdigest()

    def vet(written: Path) -> None:
        if _read_back(written) != digest:
            raise Problem(Diagnostic("SND-012", {"name": name}))
        _refuse(path, device, identifier)

    with _reported(device.folder):
        _refuse(path, device, identifier)
        free = shutil.disk_usage(device.folder).free
        if free < len(data) + _SPARE:
            values = {"name": device.folder, "size": len(data) / 1e6, "free": free / 1e6}
            raise Problem(Diagnostic("SND-009", values))
        write_whole(data, path, vet)
    return path, digest


def _refuse(path: Path, device: Device, identifier: str | None) -> None:
    """A link, which on a device leads nobody knows where; and another book in the way."""
    inside = [part for part in (path, *path.parents) if device.root in part.parents]
    for part in inside:
        if part.is_symlink():
            raise Problem(Diagnostic("SND-006", {"name": part}))
    if path.exists() and not path.is_file():
        raise Problem(Diagnostic("SND-008", {"name": path}))
    if identifier is not None and path.exists() and not is_book(path, identifier):
        raise Problem(Diagnostic("SND-008", {"name": path}))


def _read_back(path: Path) -> str:
    """The SHA-256 of what the device has, not of what the system remembers having written."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return sha256(file.read()).hexdigest()


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Faults of the device become diagnostics."""
    try:
        yield
    except OSError as error:
        values = {"name": folder, "error": error.strerror or str(error)}
        if error.errno in FULL:
            raise Problem(Diagnostic("SND-010", values)) from error
        raise Problem(Diagnostic("SND-011" if error.errno in FORBIDDEN else "SND-013", values)) from error
