"""What a person should look at in a text as it was read: lengths that are odd, numbers that jump, lines in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median
from typing import TYPE_CHECKING

from ebook.diagnostics import Diagnostic
from ebook.model import Choice, Division, bare_text_of, walk

if TYPE_CHECKING:
    from ebook.draft import Draft

TIMES = 5  # a chapter is odd that is so many times shorter or longer than the one in the middle
_FEWEST = 4  # chapters: the middle of fewer says nothing


def length(division: Division) -> int:
    """Characters that stand under a heading, with its sections; readings do not count."""
    return sum(len(bare_text_of(piece.content)) for piece in walk([division]) if hasattr(piece, "content"))


def odd_lengths(divisions: Iterable[Division]) -> tuple[int, list[tuple[Division, int]]]:
    """The length in the middle of all chapters (or sections), and those that are five times shorter or longer."""
    sizes = [(division, length(division)) for division in _innermost(divisions)]
    if len(sizes) < _FEWEST:
        return 0, []
    middle = int(median(size for _, size in sizes))
    return middle, [(division, size) for division, size in sizes if size * TIMES < middle or size > TIMES * middle]


def _innermost(divisions: Iterable[Division]) -> Iterator[Division]:
    for division in divisions:
        if division.divisions:
            yield from _innermost(division.divisions)
        elif division.heading:
            yield division


def gaps(draft: Draft) -> list[Diagnostic]:
    """Where the numbers of headings skip or go back."""
    return [item for item in draft.diagnostics if item.id == "RDG-004"]


def doubts(draft: Draft) -> list[Choice]:
    """The lines in doubt, the narrowest margin first."""
    return sorted((choice for reading in draft.readings for choice in reading.doubts), key=lambda one: one.margin)
