"""The bytes of a finished book, for those who judge it: bounded, never waiting on a pipe or device."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.read.files import display, load

MOST_BYTES = 500_000_000
_MISSING = (errno.ENOENT, errno.ENOTDIR)


def read_finished(path: Path) -> bytes:
    """The bytes of an EPUB, whatever they are.  Raises EPB-001 to EPB-004."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # before anything waits on it
            raise _problem("EPB-002", path)
        data = load(path, MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        missing = isinstance(error, OSError) and error.errno in _MISSING
        reason = getattr(error, "strerror", None) or str(error)
        raise _problem("EPB-001" if missing else "EPB-003", path, reason=reason) from error
    if len(data) > MOST_BYTES:
        raise _problem("EPB-004", path, most=MOST_BYTES // 1_000_000)
    return data


def _problem(ident: str, path: Path, **values: object) -> Problem:
    return Problem(Diagnostic(ident, {"name": display(path), **values}, file=display(path)))
