"""Which line of the source a place in the finished book was made from.

The ledger has proved that the text of the body documents is the text of the
sources, character for character: so a place is found by counting the
characters before it.  Nothing is written into the book for that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from lxml.etree import _Element

from ebook.check.epub import Epub, line_of
from ebook.check.ledger import keep
from ebook.check.text import blocks, squeeze
from ebook.diagnostics import Diagnostic
from ebook.model import Cut, Source


def trace(
    found: Sequence[Diagnostic], epub: Epub | None, sources: Sequence[Source], cuts: Sequence[Cut]
) -> tuple[Diagnostic, ...]:
    """The diagnostics, those with a line in a body document with the line of the source too.

    Where the ledger does not balance, nothing can be counted and nothing is added.
    """
    balanced = any(item.id == "LED-001" for item in found)
    if epub is None or not balanced or not any(item.file and item.line for item in found):
        return tuple(found)
    origins = Origins(epub, sources, cuts)
    return tuple(replace(item, source=origins.of(item.file, item.line)) for item in found)


class Origins:
    """The lines of the sources, by place in a book whose ledger balances."""

    def __init__(self, epub: Epub, sources: Sequence[Source], cuts: Sequence[Cut]) -> None:
        """Count the characters of each line of the sources and of each body document."""
        self._pages = [page for page in epub.spine if page.around is None]
        lengths = (len(squeeze("".join(blocks(page.body)))) for page in self._pages)
        self._pages_start = list(accumulate(lengths, initial=0))
        kept = keep(sources, cuts)
        self._lines_start = list(accumulate((len(squeeze(text)) for text in kept.texts), initial=0))
        self._lines = [(sources[source].name, line) for source, line in kept.places]

    def of(self, file: str | None, line: int | None) -> tuple[str, int] | None:
        """The source's name and line; None for a place outside the text."""
        number = next((number for number, page in enumerate(self._pages) if page.name == file), None)
        if number is None or line is None or not self._lines:
            return None
        body = self._pages[number].body
        if line < line_of(body):
            return None
        offset = self._pages_start[number] + _characters_before(body, line)
        return self._lines[min(bisect_right(self._lines_start, offset), len(self._lines)) - 1]


def _characters_before(body: _Element, line: int) -> int:
    """The characters of a body that stand above a line of its file."""
    return sum(len(squeeze(text)) for number, text in _texts(body) if number < line)


def _texts(element: _Element) -> Iterator[tuple[int, str]]:
    """The texts of an element in order, each with the line that the tag before it ends on."""
    if element.text:
        yield line_of(element), element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield line_of(child), child.tail
