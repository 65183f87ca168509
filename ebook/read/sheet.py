"""The style sheet that a person gives: its text, as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.read.files import display, load

MOST_BYTES = 256 * 1024  # an e-reader reads it again for each chapter
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_sheet(path: Path) -> str:
    """The sheet's text.  Raises STY-001, STY-002."""
    name = display(path)
    try:
        data = load(path, MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        values = {"name": name, "error": getattr(error, "strerror", None) or str(error)}
        raise Problem(Diagnostic("STY-001", values, name)) from error
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if len(data) > MOST_BYTES or "\ufffd" in text or _CONTROLS.search(text):
        raise Problem(Diagnostic("STY-002", {"name": name, "most": MOST_BYTES // 1024}, name))
    return text
