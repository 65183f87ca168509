"""What only some books need and is installed apart: which packages an extra brings, and how to get them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from ebook.diagnostics import Diagnostic, Problem

#: The extras of ``pyproject.toml`` with their requirements.
EXTRAS: Mapping[str, Sequence[str]] = {
    "convert": ("opencc>=1.4.2",),
    "fonts": ("uharfbuzz>=0.57", "fonttools>=4.60"),
    "preview": ("playwright>=1.55",),
}


def load(module: str, extra: str) -> Any:  # noqa: ANN401 - a module, which type checkers know nothing of
    """A module of an extra.  Raises SYS-006 where the extra is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        values = {"extra": extra, "name": module.partition(".")[0], "command": command(extra)}
        raise Problem(Diagnostic("SYS-006", values)) from error


def command(extra: str) -> str:
    """What installs an extra into the Python that runs."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return " ".join((python, "-m pip install", *(f'"{name}"' for name in EXTRAS[extra])))
