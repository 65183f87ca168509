"""A clipping: from the decisions on a page to its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import (
    Choice,
    Clue,
    Cut,
    Division,
    Metadata,
    Source,
)
from ebook.recognise.article import Builder, is_heading
from ebook.recognise.decided import Read
from ebook.recognise.fields import metadata_of
from ebook.recognise.fold import squeeze
from ebook.recognise.kind import MOST_ROWS
from ebook.recognise.levels import jumps
from ebook.recognise.limits import HEADINGS, ruled
from ebook.recognise.line import formulas_of
from ebook.recognise.overrides import Told
from ebook.recognise.page import Page
from ebook.recognise.reading import FURNITURE, Decision, Limits, Weighed
from ebook.recognise.row import Row, rows_of
from ebook.recognise.wraps import unwrapped

_TEXT = frozenset(("body", "note", "data", "caption", "credit", "label"))

_OWNER = re.compile(r"Copyright|©|版权所有")
_BESIDE, _ANYWHERE = 12, 24  # characters: see _room
_NAMES = frozenset({"organisation", "site-name", "paper-name", "masthead"})
_TELLS = 2.0
_NEAR = 2  # rows: beside the headline, such a line may be part of it
#: A reading whose best rival is nearer than this is told as a doubt, and what is in doubt is not cut.
DOUBT = 0.5


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
    rows = unwrapped(rows_of(source.lines), told.alone)
    if len(rows) > MOST_ROWS:
        raise Problem(Diagnostic("RDG-005", {"count": len(rows), "most": MOST_ROWS}, source.name))
    return rows


def sheet_of(source: Source, index: int, rows: Sequence[Row], told: Told) -> Sheet:
    """Weigh the rows of one article; ``told`` is what was said of their lines."""
    weighed = Weighed(Page(rows))
    free = weighed.decisions(index)
    if not told:
        return Sheet(weighed, free, {}, free, ())
    rules = ruled(source, rows, told, free)
    return Sheet(weighed, free, rules.limits, weighed.decisions(index, rules.limits), rules.notes)


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
    notes = (*sheet.notes, *_out_of_place(source, reads), *_told(source, metadata, doubts, reads))
    return Article(division, metadata, cuts, choices, doubts, notes)


def reads_of(sheet: Sheet) -> list[Read]:
    """The rows with the final decisions on them."""
    reads = _decided(sheet, sheet.decisions)
    if sheet.limits:
        reads = [_kept(read, free) for read, free in zip(reads, _decided(sheet, sheet.free), strict=True)]
    return reads


def _decided(sheet: Sheet, decisions: Sequence[Decision]) -> list[Read]:
    return _vetted([Read(row, decision) for row, decision in zip(sheet.weighed.page.rows, decisions, strict=True)])


def _kept(read: Read, free: Read) -> Read:
    """What a person said of one line never cuts another that would have stayed."""
    if read.role in FURNITURE and not read.decision.choice.told and free.role not in FURNITURE:
        return _as(read, "note" if read.zone == "tail" else "body", "only cut because of what was told of other lines")
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


def _vetted(reads: Sequence[Read]) -> list[Read]:
    """Second thoughts that need the whole reading: the headline said again, a © line below a fuller statement."""
    title = squeeze("".join(read.row.folded for read in reads if read.role in ("title", "title2")))
    fuller = any(read.role == "rights" and _is_statement(read.row) for read in reads)
    first = next((i for i, read in enumerate(reads) if read.role == "body"), len(reads))
    at = next((i for i, read in enumerate(reads) if read.role == "title"), -_NEAR - 1)
    return [
        _second_thought(read, title if i < first else "", fuller=fuller, room=_room(i - at))
        for i, read in enumerate(reads)
    ]


def _room(rows: int) -> int:
    """From how many characters on a line may be part of a head, by its distance from the headline."""
    return _BESIDE if abs(rows) <= _NEAR else _ANYWHERE


def _second_thought(read: Read, title: str, *, fuller: bool, room: int) -> Read:
    """Another role for a row where the whole reading gives a reason."""
    choice = read.decision.choice
    if choice.told:
        return read
    if read.role in FURNITURE and choice.margin < DOUBT and choice.runner_up in _TEXT:
        return _as(read, "note" if read.zone == "tail" else "body", "too near to text to be cut")
    if _is_untold(read, room):
        return _as(read, "body", "nothing tells that it is furniture")
    folded = squeeze(read.row.folded)
    if title and folded == title and read.role not in ("title", "title2"):
        return _as(read, "furniture", "the headline once more")
    mixed = _is_footer(read.row) and (not _is_statement(read.row) or _OWNER.match(read.row.folded))
    if read.role == "rights" and (mixed or (fuller and not _is_statement(read.row))):
        return _as(read, "furniture", "copyright line of the site")
    return read


def _is_untold(read: Read, room: int) -> bool:
    """A line at the head, long enough for one of the article, that no clue alone tells to be none."""
    if read.role != "furniture" or read.zone not in ("top", "head") or read.row.size < room:
        return False
    return not formulas_of(read.row) & _NAMES and not any(c.weight >= _TELLS for c in read.decision.choice.clues)


def _as(read: Read, role: str, reason: str) -> Read:
    was = read.decision.choice
    other = was.role if was.runner_up == role else was.runner_up
    choice = replace(was, role=role, runner_up=other, clues=(Clue(reason, 9.0), *was.clues))
    return Read(read.row, replace(read.decision, role=role, choice=choice))


def _is_statement(row: Row) -> bool:
    return "rights" in formulas_of(row)


def _is_footer(row: Row) -> bool:
    """A © line mixed with an address, a number of registration or a menu."""
    return bool(
        re.search(
            r"ICP|举报|政策|联[络系]我们|广告查询|备案|网审|\]第?\d+号|备\d|地址|邮编|电话|技术支持|\|", row.folded
        )
    )


def _cuts(read: Read, source: int) -> Iterator[Cut]:
    reason = next((clue.name for clue in read.decision.choice.clues if clue.weight > 0), read.role)
    for piece in read.row.pieces:
        yield Cut(source, piece.line, piece.start, piece.start + len(piece.text), "furniture", reason)
