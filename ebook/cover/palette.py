"""The colours of a cover: a few sets for each design, one of them chosen by the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Palette:
    """The ground; what is lightest; what the title is printed in; one accent."""

    ground: str
    paper: str
    ink: str
    accent: str


def chosen(palettes: Sequence[Palette], title: str) -> Palette:
    """The same for the same title on every machine, in every run."""
    return palettes[sha256(title.encode()).digest()[0] % len(palettes)]
