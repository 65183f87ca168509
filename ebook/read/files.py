"""Bytes from a path or standard input: bounded, never waiting on a pipe or device, and only text."""

from __future__ import annotations

import errno
import os
import stat
import sys
import unicodedata
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.read.text import LINE_END, UNCARRIED

STDIN = Path("-")
MOST_BYTES = 200_000_000

_MAGICS = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP (.docx .epub .zip)"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE (.doc)"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
)


def display(path: Path) -> str:
    """The path as the user gave it, printable also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def stem(path: Path) -> str:
    """The file's name without folder and suffix, NFC, of characters that a book can carry; empty for standard input."""
    if path == STDIN:
        return ""
    return UNCARRIED.sub("", LINE_END.sub(" ", unicodedata.normalize("NFC", display(Path(path.stem)))))


def inspect(path: Path) -> None:
    """Refuse what is not a regular file, before anything waits on it.  Raises TXT-005 to TXT-008."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(mode):
        raise Problem(Diagnostic("TXT-006", {"name": display(path)}, file=display(path)))
    if not stat.S_ISREG(mode):
        raise Problem(Diagnostic("TXT-007", {"name": display(path)}, file=display(path)))


def fetch(path: Path) -> bytes:
    """The bytes of a file or of standard input (``-``).  Raises TXT-005 to TXT-011."""
    data = _stdin() if path == STDIN else _file(path)
    if len(data) > MOST_BYTES:
        values = {"name": display(path), "most": MOST_BYTES // 1_000_000}
        raise Problem(Diagnostic("TXT-009", values, file=display(path)))
    if not data:
        raise Problem(Diagnostic("TXT-010", {"name": display(path)}, file=display(path)))
    for magic, kind in _MAGICS:
        if data.startswith(magic):
            raise Problem(Diagnostic("TXT-011", {"name": display(path), "kind": kind}, file=display(path)))
    return data


def _stdin() -> bytes:
    if sys.stdin is None:  # closed by whoever started us
        raise _unreadable(STDIN, OSError(errno.EBADF, os.strerror(errno.EBADF)))
    try:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(STDIN, error) from error


def _file(path: Path) -> bytes:
    inspect(path)
    try:
        return load(path, MOST_BYTES + 1)
    except BlockingIOError as error:
        raise Problem(Diagnostic("TXT-015", {"name": display(path)}, file=display(path))) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def load(path: Path, most: int) -> bytes:
    """The first ``most`` bytes of a regular file.

    Raises OSError or ValueError for what is none, and BlockingIOError for one that is being written.
    """
    # Between a look and the opening a pipe may take the file's place: O_NONBLOCK keeps us from waiting on it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        data = file.read(min(most, before.st_size + 1))  # the room is taken at once
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise BlockingIOError(errno.EAGAIN, "it is being written to")
    return data


def _unreadable(path: Path, error: OSError | ValueError) -> Problem:
    missing = isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR)
    values = {"name": display(path), "error": getattr(error, "strerror", None) or str(error)}
    return Problem(Diagnostic("TXT-005" if missing else "TXT-008", values, file=display(path)))
