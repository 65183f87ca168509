"""The key a Chinese name sorts by."""

from __future__ import annotations


def sort_name(name: str) -> str | None:
    """``Cui, Canran`` for 崔璨然; None where the reading is not sure."""
    return None
