"""The cover picture: whatever a person gives → a plain RGB JPEG or PNG that every reading system shows."""

from __future__ import annotations

from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Resource


def read_picture(path: Path | None) -> Resource | None:
    """The cover picture; None where none is asked for."""
    if path is None:
        return None
    raise Problem(Diagnostic("IMG-001", {"name": str(path)}))
