"""A clipping: from the decisions on a page to a book of one article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import (
    Block,
    Book,
    Choice,
    Clue,
    Cut,
    Division,
    Heading,
    Inline,
    LineBreak,
    Metadata,
    Paragraph,
    ParagraphRole,
    Reading,
    Source,
    Span,
    Text,
)
from ebook.recognise.dates import first_date
from ebook.recognise.decided import Read
from ebook.recognise.fields import metadata_of
from ebook.recognise.fold import squeeze
from ebook.recognise.kind import MOST_ROWS
from ebook.recognise.levels import is_bare_number, levels
from ebook.recognise.line import formulas_of
from ebook.recognise.page import Page, Row, rows_of
from ebook.recognise.people import people_of
from ebook.recognise.reading import FURNITURE, best_reading
from ebook.recognise.wraps import unwrapped

_TEXT = frozenset(("body", "note", "data", "caption", "credit", "label"))

#: A reading whose best rival is nearer than this is told as a doubt, and what is in doubt is not cut.
DOUBT = 0.5


def read_clipping(source: Source, index: int, reason: str) -> tuple[Book, Reading, tuple[Diagnostic, ...]]:
    """Read one source as one article.  Raises RDG-005."""
    page = Page(unwrapped(rows_of(source.lines)))
    if len(page.rows) > MOST_ROWS:
        raise Problem(Diagnostic("RDG-005", {"count": len(page.rows), "most": MOST_ROWS}, source.name))
    reads = _vetted([Read(row, decision) for row, decision in zip(page.rows, best_reading(page, index), strict=True)])
    cuts = tuple(cut for read in reads if read.role in FURNITURE for cut in _cuts(read, index))
    article = _Builder(index).article([read for read in reads if read.role not in FURNITURE])
    choices = tuple(read.decision.choice for read in reads)
    doubts = tuple(sorted((choice for choice in choices if choice.margin < DOUBT), key=lambda choice: choice.margin))
    metadata = metadata_of(reads, source.name)
    reading = Reading("clipping", reason, choices, doubts)
    return Book("clipping", metadata, (article,), cuts), reading, tuple(_told(source, metadata, doubts))


def _told(source: Source, metadata: Metadata, doubts: Sequence[Choice]) -> Iterator[Diagnostic]:
    """What a person should look at: no title, lines whose reading is in doubt."""
    if metadata.title is None:
        yield Diagnostic("RDG-001", {}, source.name)
    for choice in doubts:
        yield Diagnostic(
            "RDG-002",
            {"role": choice.role, "other": choice.runner_up, "margin": round(choice.margin, 2)},
            source.name,
            choice.line,
        )


def _vetted(reads: Sequence[Read]) -> list[Read]:
    """Second thoughts that need the whole reading: the headline said again, a © line below a fuller statement."""
    title = squeeze("".join(read.row.folded for read in reads if read.role in ("title", "title2")))
    fuller = any(read.role == "rights" and _is_statement(read.row) for read in reads)
    first = next((i for i, read in enumerate(reads) if read.role == "body"), len(reads))
    return [_second_thought(read, title if i < first else "", fuller=fuller) for i, read in enumerate(reads)]


def _second_thought(read: Read, title: str, *, fuller: bool) -> Read:
    """Another role for a row where the whole reading gives a reason."""
    choice = read.decision.choice
    if read.role in FURNITURE and choice.margin < DOUBT and choice.runner_up in _TEXT:
        return _as(read, "note" if read.zone == "tail" else "body", "too near to text to be cut")
    folded = squeeze(read.row.folded)
    if title and folded == title and read.role not in ("title", "title2"):
        return _as(read, "furniture", "the headline once more")
    if read.role == "rights" and not _is_statement(read.row) and (fuller or _is_footer(read.row)):
        return _as(read, "furniture", "copyright line of the site")
    return read


def _as(read: Read, role: str, reason: str) -> Read:
    choice = replace(read.decision.choice, role=role, clues=(Clue(reason, 9.0), *read.decision.choice.clues))
    return Read(read.row, replace(read.decision, role=role, choice=choice))


def _is_statement(row: Row) -> bool:
    return "rights" in formulas_of(row)


def _is_footer(row: Row) -> bool:
    """A © line mixed with an address, a number of registration or a menu."""
    return bool(re.search(r"ICP|备案|备\d|地址|邮编|电话|技术支持|\|", row.folded))


def _cuts(read: Read, source: int) -> Iterator[Cut]:
    reason = next((clue.name for clue in read.decision.choice.clues if clue.weight > 0), read.role)
    for piece in read.row.pieces:
        yield Cut(source, piece.line, piece.start, piece.start + len(piece.text), "furniture", reason)


#: What a role of the reading is called in print.
_PRINT: dict[str, ParagraphRole] = {
    "kicker": "kicker", "deck": "deck", "caption": "caption", "credit": "credit", "label": "label", "rights": "rights",
    "note": "note", "body": "body", "title": "body", "title2": "body",
}  # fmt: skip


class _Builder:
    """Puts the rows of an article together in the order of print."""

    def __init__(self, source: int) -> None:
        self.source = source

    def article(self, reads: Sequence[Read]) -> Division:
        """The article with its sections; what stands behind the last one goes below them all."""
        at = next((i for i, read in enumerate(reads) if read.role == "title"), None)
        end = next((i for i, read in enumerate(reads) if read.zone == "tail"), len(reads))
        above = reads[:at] if at is not None else ()
        stop = 0 if at is None else at + 1 + (at + 1 < len(reads) and reads[at + 1].role == "title2")
        heading = self.heading([*reads[at:stop]]) if at is not None else None
        body = reads[stop:end]
        first = next((i for i, read in enumerate(body) if _is_heading(read)), len(body))
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


def content(row: Row) -> tuple[Inline, ...]:
    """The words of a row as inline content."""
    return (Text(row.text),)


def _data_role(row: Row) -> ParagraphRole:
    """What a line of data is on the page."""
    if re.search(r"责任?编辑|责编|编辑\s*[:/]|校对|审核", row.folded) and not first_date(row.folded):
        return "editor"
    if first_date(row.folded):
        return "dateline"
    return "byline" if people_of(row.text) or row.size <= 16 else "data"


def _is_heading(read: Read) -> bool:
    return read.role in ("number", "heading", "subheading")


def _headings(body: Sequence[Read]) -> list[tuple[list[int], bool]]:
    """The rows of each heading, and whether it was read as one of the second level.

    A bare number above a worded heading is one heading over two lines.
    """
    marks: list[tuple[list[int], bool]] = []
    for i, read in enumerate(body):
        if not _is_heading(read):
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
