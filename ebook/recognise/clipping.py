"""A clipping: from the decisions on a page to its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import (
    Choice,
    Cut,
    Division,
    Metadata,
    Source,
)
from ebook.recognise.article import Builder, is_heading
from ebook.recognise.decided import Read
from ebook.recognise.fields import metadata_of
from ebook.recognise.fold import squeeze
from ebook.recognise.heads import between_rules
from ebook.recognise.kind import MOST_ROWS
from ebook.recognise.levels import jumps
from ebook.recognise.limits import HEADINGS, ruled
from ebook.recognise.overrides import Told
from ebook.recognise.page import Page
from ebook.recognise.printed import printed_page
from ebook.recognise.reading import FURNITURE, Decision, Limits, Weighed
from ebook.recognise.row import Row, rows_of
from ebook.recognise.vetted import vetted, with_role
from ebook.recognise.wraps import unwrapped

#: A reading whose best rival is nearer than this is told as a doubt: of such, half are wrong on pages nobody has seen.
DOUBT = 1.5

NO_LIMITS: Limits = {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it was weighed: without a person's word (``free``), and within the limits of that word."""

    weighed: Weighed
    free: Sequence[Decision]
    limits: Limits
    decisions: Sequence[Decision]
    notes: tuple[Diagnostic, ...]


def rows_within(source: Source, told: Told) -> tuple[Row, ...]:
    """The rows of a source that is no book.  Raises RDG-005."""
    printed = rows_of(source.lines)
    rows = unwrapped(printed, told.alone)
    if len(rows) == len(printed):  # maybe some of several articles
        rows = tuple(row for block in between_rules(rows) for row in unwrapped(block, told.alone))
    if len(rows) > MOST_ROWS:
        raise Problem(Diagnostic("RDG-005", {"count": len(rows), "most": MOST_ROWS}, source.name))
    return rows


def sheet_of(source: Source, index: int, rows: Sequence[Row], told: Told, limits: Limits = NO_LIMITS) -> Sheet:
    """Weigh the rows of one article; ``told`` is what was said of their lines, ``limits`` what is known besides."""
    weighed = Weighed(Page(rows))
    free = weighed.decisions(index, limits)
    if not told:
        return Sheet(weighed, free, limits, free, ())
    rules = ruled(source, rows, told, free)
    limits = {**limits, **rules.limits}
    return Sheet(weighed, free, limits, weighed.decisions(index, limits), rules.notes)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read."""

    division: Division
    metadata: Metadata
    cuts: tuple[Cut, ...]
    choices: tuple[Choice, ...]
    doubts: tuple[Choice, ...]  # the nearest first
    notes: tuple[Diagnostic, ...]


def article_of(source: Source, index: int, sheet: Sheet) -> Article:
    """The article of a page that was weighed."""
    reads = reads_of(sheet)
    cuts = tuple(cut for read in reads if read.role in FURNITURE for cut in _cuts(read, index))
    division = Builder(index).article([read for read in reads if read.role not in FURNITURE])
    choices = tuple(read.decision.choice for read in reads)
    doubts = tuple(sorted((choice for choice in choices if choice.margin < DOUBT), key=lambda choice: choice.margin))
    metadata = metadata_of(reads, source.name)
    division = replace(division, page=printed_page(metadata.publisher, reads, metadata.date))
    notes = (*sheet.notes, *_out_of_place(source, reads), *_told(source, metadata, doubts, reads))
    return Article(division, metadata, cuts, choices, doubts, notes)


def reads_of(sheet: Sheet) -> list[Read]:
    """The rows with the final decisions on them."""
    reads = _decided(sheet, sheet.decisions)
    if sheet.limits:
        reads = [_kept(read, free) for read, free in zip(reads, _decided(sheet, sheet.free), strict=True)]
    return reads


def _decided(sheet: Sheet, decisions: Sequence[Decision]) -> list[Read]:
    return vetted([Read(row, decision) for row, decision in zip(sheet.weighed.page.rows, decisions, strict=True)])


def _kept(read: Read, free: Read) -> Read:
    """What a person said of one line never cuts another that would have stayed."""
    if read.role in FURNITURE and not read.decision.choice.told and free.role not in FURNITURE:
        return with_role(
            read, "note" if read.zone == "tail" else "body", "only cut because of what was told of other lines"
        )
    return read


def _out_of_place(source: Source, reads: Sequence[Read]) -> Iterator[Diagnostic]:
    """Roles that a person told and that no page has there; a heading may stand anywhere below the title."""
    title = next((i for i, read in enumerate(reads) if read.role == "title"), -1)
    for i, read in enumerate(reads):
        choice, anywhere = read.decision.choice, read.role in FURNITURE or read.role == "body"
        if read.decision.aside and not (anywhere or (read.role in HEADINGS and i > title)):
            values = {"where": choice.told, "line": choice.line, "role": choice.role}
            yield Diagnostic("RDG-009", values, source.name, choice.line)


def _told(source: Source, metadata: Metadata, doubts: Sequence[Choice], reads: Sequence[Read]) -> Iterator[Diagnostic]:
    """What a person should look at: no title, numbers of headings that jump, lines whose reading is in doubt."""
    if metadata.title is None:
        yield Diagnostic("RDG-001", {}, source.name)
    headings = [read.row for read in reads if is_heading(read)]
    for i, wanted, found in jumps([row.text for row in headings]):
        values = {"wanted": wanted, "found": found, "heading": squeeze(headings[i].text)[:20]}
        yield Diagnostic("RDG-004", values, source.name, headings[i].number)
    for choice in doubts:
        yield Diagnostic(
            "RDG-002",
            {
                "role": choice.role,
                "other": choice.runner_up,
                "margin": round(choice.margin, 2),
                "line": choice.line,
            },
            source.name,
            choice.line,
        )


def _cuts(read: Read, source: int) -> Iterator[Cut]:
    reason = next((clue.name for clue in read.decision.choice.clues if clue.weight > 0), read.role)
    for piece in read.row.pieces:
        yield Cut(source, piece.line, piece.start, piece.start + len(piece.text), "furniture", reason)
