"""Tables: set aside before a text is read, put back where they stood.

A page is read as if the table were a blank line: its rows would look like
headings and furniture.  A table never changes what else the text is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ebook.diagnostics import Diagnostic
from ebook.model import (
    Block,
    Book,
    Candidate,
    Choice,
    Clue,
    Cut,
    Division,
    Explanation,
    Line,
    Paragraph,
    ParagraphRole,
    Reading,
    Source,
    Span,
    Table,
    Text,
    walk,
)
from ebook.recognise.fold import EDGE
from ebook.recognise.grids import Grid, grid_around, grids_in, may_hold_grids
from ebook.recognise.openers import says
from ebook.recognise.overrides import Told
from ebook.recognise.row import Piece, is_prose, rows_of
from ebook.recognise.tabular import ENOUGH, Place, evidence, has_header

_LONGEST_LINE = 120  # characters of a caption, or of a note below
_ABOVE, _BELOW = ("table-caption", "table-unit"), ("table-caption", "table-note", "table-unit")
_MOST_AROUND = 3  # lines
_RULES = "drawn between its cells"


@dataclass(frozen=True, slots=True)
class Found:
    """A table as it stands in a source: its grid, the lines around that belong to it, why it is one."""

    grid: Grid
    caption: tuple[Piece, ...]
    notes: tuple[Piece, ...]
    clues: tuple[Clue, ...]
    told: str = ""

    @property
    def first(self) -> int:
        """Its first line, the caption with it."""
        return self.caption[0].line if self.caption else self.grid.first

    @property
    def last(self) -> int:
        """Its last line, the notes with it."""
        return self.notes[-1].line if self.notes else self.grid.last

    @property
    def margin(self) -> float:
        """What the evidence is worth beyond what it takes (log odds)."""
        return sum(clue.weight for clue in self.clues) - ENOUGH

    def choice(self, source: int) -> Choice:
        """Why its lines were read so."""
        rival, margin = (None, float("inf")) if self.told else ("body", self.margin)
        return Choice(source, self.first, "table", self.clues, rival, margin, self.told)


@dataclass(frozen=True, slots=True)
class Aside:
    """A source with its tables set aside: what is left of it, the tables, what a person said of the other lines."""

    source: Source
    tables: tuple[Found, ...]
    told: Told
    notes: tuple[Diagnostic, ...] = ()


def set_aside(source: Source, told: Told) -> Aside:
    """The source with a blank line for each table; with RDG-011 where a line is told to be of a table and cannot be."""
    wanted = {number: override for number, override in told.lines.items() if override.role == "table"}
    others = Told({n: one for n, one in told.lines.items() if n not in wanted}, told.forms)
    if not wanted and not may_hold_grids(source.text):
        return Aside(source, (), told)
    denied = {*others.lines, *(number for number, _ in told.forms)}
    tables = [found for found in _told_tables(source, told) if denied.isdisjoint(range(found.first, found.last + 1))]
    known = {line for found in tables for line in range(found.first, found.last + 1)}
    spoken_for = known | denied
    more = (found for found in _tables(source) if spoken_for.isdisjoint(range(found.first, found.last + 1)))
    tables = sorted([*tables, *more], key=lambda found: found.first)
    notes = tuple(
        Diagnostic("RDG-011", {"where": override.where, "line": number}, source.name, number)
        for number, override in sorted(wanted.items())
        if number not in known
    )
    rest = replace(source, lines=tuple(_without(source.lines, tables)))
    if not any(line.text.strip(EDGE) for line in rest.lines):  # nothing else to read
        return Aside(source, (), others, notes)
    return Aside(rest, tuple(tables), others, notes)


def _without(lines: Sequence[Line], tables: Sequence[Found]) -> Iterator[Line]:
    """The lines without those of the tables, but for the first of each, which is blank."""
    inside = {number for found in tables for number in range(found.first + 1, found.last + 1)}
    starts = {found.first for found in tables}
    for line in lines:
        if line.number not in inside:
            yield Line(line.number, "") if line.number in starts else line


def _told_tables(source: Source, told: Told) -> Iterator[Found]:
    last = 0
    for number, override in sorted(told.lines.items()):
        if override.role == "table" and number > last and (grid := grid_around(source.lines, number)):
            caption, notes = _around(source.lines, grid)
            found = Found(grid, caption, notes, (Clue(f"told by {override.where}", float("inf")),), override.where)
            last = found.last
            yield found


def _tables(source: Source) -> Iterator[Found]:
    """The grids that are tables."""
    grids = list(grids_in(source.lines))
    inside = {number for grid in grids for number in range(grid.first, grid.last + 1)}
    rows = [row for row in rows_of(source.lines) if row.number not in inside] if grids else []
    prose = [row.number for row in rows if row.stopped or is_prose(row)]
    last = 0
    for grid in grids:
        caption, notes = _around(source.lines, grid, above=last)
        above, below = bool(prose) and prose[0] < grid.first, bool(prose) and grid.last < prose[-1]
        place = Place(above, below, any(map(_is_caption, (*caption, *notes))))
        found = Found(grid, caption, notes, evidence(grid, place))
        if found.margin >= 0:
            last = found.last
            yield found


def _is_caption(line: Piece) -> bool:
    return says("table-caption", line.text, _LONGEST_LINE)


def _around(lines: Sequence[Line], grid: Grid, *, above: int = 0) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The lines above a grid that name it, and those below that name it or tell where it is from."""
    captions = list(_named(lines, range(grid.first - 1, max(above, grid.first - 2 * _MOST_AROUND), -1), _ABOVE))[::-1]
    below = list(_named(lines, range(grid.last + 1, min(len(lines), grid.last + 2 * _MOST_AROUND) + 1), _BELOW))
    if any(map(_is_caption, captions)):  # another is that of the next table
        below = list(takewhile(lambda line: not _is_caption(line), below))
    return tuple(captions), tuple(below)


def _named(lines: Sequence[Line], numbers: range, kinds: Sequence[str]) -> Iterator[Piece]:
    """The lines of some kinds from the table on, one blank line between two at the most."""
    blank = 0
    for number in numbers:
        text = lines[number - 1].text
        words = text.strip(EDGE)
        blank = 0 if words else blank + 1
        if blank > 1 or (words and not any(says(kind, words, _LONGEST_LINE) for kind in kinds)):
            return
        if words:
            yield Piece(number, text.index(words), words)


# --- back ---------------------------------------------------------------------------------


def put_back(book: Book, reading: Reading, tables: Sequence[Found], source: int) -> tuple[Book, Reading] | None:
    """The book with its tables; None where one stands inside what was read as one paragraph or heading."""
    items = [item for item in walk(book.divisions) if item.span.source == source]
    ends = [item.span.last for item in items]
    after: dict[int, list[Block]] = {}
    for found in tables:
        at = bisect_left(ends, found.first)
        if at < len(items) and items[at].span.first <= found.last:
            return None
        after.setdefault(id(items[at - 1]) if at else 0, []).append(_table(found, source))
    first = tuple(after.get(0, ()))
    divisions = tuple(_with(division, after) for division in book.divisions)
    if first:
        divisions = (_opened(divisions[0], first), *divisions[1:])
    cuts = (*book.cuts, *(cut for found in tables for cut in _cuts(found.grid, source)))
    choices = (*reading.choices, *(found.choice(source) for found in tables))
    book = replace(book, divisions=divisions, cuts=tuple(sorted(cuts, key=lambda cut: (cut.line, cut.start))))
    return book, replace(reading, choices=tuple(sorted(choices, key=lambda choice: choice.line)))


def _opened(division: Division, blocks: tuple[Block, ...]) -> Division:
    """The first division with blocks before all others."""
    if division.heading or division.above:
        return replace(division, above=(*blocks, *division.above))
    return replace(division, blocks=(*blocks, *division.blocks))


def _with(division: Division, after: Mapping[int, list[Block]]) -> Division:
    """The division with blocks behind those that they follow; what follows a heading opens its text."""
    opening = after.get(id(division.heading), []) if division.heading else []
    return replace(
        division,
        above=tuple(_behind(division.above, after)),
        blocks=(*opening, *_behind(division.blocks, after)),
        divisions=tuple(_with(child, after) for child in division.divisions),
        below=tuple(_behind(division.below, after)),
    )


def _behind(blocks: Sequence[Block], after: Mapping[int, list[Block]]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from after.get(id(block), ())


def _table(found: Found, source: int) -> Table:
    rows = tuple(tuple(_paragraph(cell, source, "cell") for cell in row) for row in found.grid.rows)
    caption = tuple(_paragraph(line, source, "caption") for line in found.caption)
    notes = tuple(_paragraph(line, source, "caption") for line in found.notes)
    return Table(rows, has_header(found.grid), caption, notes)


def _paragraph(piece: Piece, source: int, role: ParagraphRole) -> Paragraph:
    return Paragraph((Text(piece.text),) if piece.text else (), Span(source, piece.line, piece.line), role)


def _cuts(grid: Grid, source: int) -> Iterator[Cut]:
    for piece in grid.rules:
        yield Cut(source, piece.line, piece.start, piece.start + len(piece.text), "rule", _RULES)


# --- explanation --------------------------------------------------------------------------


def explained(source: Source, tables: Sequence[Found], index: int) -> Iterator[Explanation]:
    """Why the lines of the tables were read so."""
    for found in tables:
        choice = found.choice(index)
        worth = round(sum(clue.weight for clue in found.clues), 2)
        candidates = (
            Candidate("table", worth, 0.0, found.clues),
            Candidate("body", ENOUGH, max(found.margin, 0.0), ()),
        )
        shown = () if found.told else candidates
        yield Explanation(index, found.first, found.last, source.lines[found.first - 1].text, choice, shown)
