"""The article of a clipping, from rows with their roles: title, sections, what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ebook.model import (
    Block,
    Division,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    ParagraphRole,
    Span,
    Text,
)
from ebook.recognise.dates import first_date
from ebook.recognise.decided import Read
from ebook.recognise.levels import is_bare_number, levels
from ebook.recognise.limits import HEADINGS
from ebook.recognise.people import people_of
from ebook.recognise.row import Row

#: What a role of the reading is called in print.
_PRINT: dict[str, ParagraphRole] = {
    "kicker": "kicker", "deck": "deck", "caption": "caption", "credit": "credit", "label": "label", "rights": "rights",
    "note": "note", "body": "body", "title": "body", "title2": "body",
    "number": "label", "heading": "label", "subheading": "label",  # above the title, where there are no sections
}  # fmt: skip


class Builder:
    """Puts the rows of an article together in the order of print."""

    def __init__(self, source: int) -> None:
        """For the source of that index."""
        self.source = source

    def article(self, reads: Sequence[Read]) -> Division:
        """The article with its sections; what stands behind the last one goes below them all."""
        at = next((i for i, read in enumerate(reads) if read.role == "title"), None)
        above = reads[:at] if at is not None else ()
        stop = 0 if at is None else _end(reads, at + 1, lambda read: read.role != "title2")
        last = max((i + 1 for i, read in enumerate(reads) if is_heading(read)), default=0)
        end = _end(reads, max(stop, last), lambda read: read.zone == "tail")
        heading = self.heading([*reads[at:stop]]) if at is not None else None
        body = reads[stop:end]
        first = next((i for i, read in enumerate(body) if is_heading(read)), len(body))
        return Division(
            "article", 1, heading,
            above=tuple(map(self.block, above)),
            blocks=self.blocks(body[:first], reads),
            divisions=tuple(self.sections(body[first:], reads)),
            below=tuple(map(self.block, reads[end:])),
        )  # fmt: skip

    def sections(self, body: Sequence[Read], reads: Sequence[Read]) -> Iterator[Division]:
        """Sections of the first level, with those of the second inside them."""
        marks = _headings(body)
        if not marks:
            return
        ranks = levels([[body[i].row.text for i in group] for group, _ in marks], [sub for _, sub in marks])
        pieces = [
            Division(
                "section",
                1 + rank,
                self.heading([body[i] for i in group]),
                blocks=self.blocks(body[group[-1] + 1 : stop], reads),
            )
            for (group, _), rank, stop in zip(
                marks, ranks, [*(group[0] for group, _ in marks[1:]), len(body)], strict=True
            )
        ]
        yield from _nested(pieces)

    def blocks(self, reads: Sequence[Read], page: Sequence[Read]) -> tuple[Block, ...]:
        """Paragraphs; lines of verse where the page has no prose at all."""
        verse = not any(read.row.size > 30 for read in page if read.role == "body")
        return tuple(self.block(read, verse=verse) for read in reads)

    def block(self, read: Read, *, verse: bool = False) -> Block:
        """One paragraph."""
        role = _PRINT.get(read.role) or _data_role(read.row)
        if verse and role == "body" and read.zone == "body":
            role = "verse"
        return Paragraph(content(read.row), self.span(read.row), role)

    def heading(self, reads: Sequence[Read]) -> Heading:
        """A heading of one line or of two."""
        pieces: list[Inline] = []
        for read in reads:
            pieces += [LineBreak()] if pieces else []
            pieces += content(read.row)
        return Heading(tuple(pieces), Span(self.source, reads[0].row.number, reads[-1].row.last))

    def span(self, row: Row) -> Span:
        """The lines of a row."""
        return Span(self.source, row.number, row.last)


def _end(reads: Sequence[Read], start: int, ends: Callable[[Read], bool]) -> int:
    """The first index from ``start`` on where something ends; the number of rows where nothing does."""
    return next((i for i in range(start, len(reads)) if ends(reads[i])), len(reads))


def content(row: Row) -> tuple[Inline, ...]:
    """The words of a row as inline content."""
    return (Text(row.words),)


def _data_role(row: Row) -> ParagraphRole:
    """What a line of data is on the page."""
    if re.search(r"责任?编辑|责编|编辑\s*[:/]|校对|审核", row.folded) and not first_date(row.folded):
        return "editor"
    if first_date(row.folded):
        return "dateline"
    return "byline" if people_of(row.text) or row.size <= 16 else "data"


def is_heading(read: Read) -> bool:
    """Is the row a heading of any kind?"""
    return read.role in HEADINGS


def _headings(body: Sequence[Read]) -> list[tuple[list[int], bool]]:
    """The rows of each heading, and whether it was read as one of the second level.

    A bare number above a worded heading is one heading over two lines.
    """
    marks: list[tuple[list[int], bool]] = []
    for i, read in enumerate(body):
        if not is_heading(read):
            continue
        if marks and marks[-1][0] == [i - 1] and is_bare_number(body[i - 1].row.text):
            marks[-1][0].append(i)
        else:
            marks.append(([i], read.role == "subheading"))
    return marks


def _nested(pieces: Sequence[Division]) -> Iterator[Division]:
    """Divisions of a deeper level inside the one before them."""
    held: list[Division] = []
    for piece in pieces:
        if held and piece.level <= held[0].level:
            yield replace(held[0], divisions=tuple(held[1:]))
            held = []
        held.append(piece)
    if held:
        yield replace(held[0], divisions=tuple(held[1:]))
