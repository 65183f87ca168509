"""Whether a grid is a table: what speaks for it and against it, added up.

Tabs part many things that are no tables: a printed list of contents, a list of
headlines with their dates, labels and values, credits, verse in two halves.  No
sign is enough alone.  What lines were drawn around is a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ebook.model import Clue
from ebook.recognise.dates import first_date
from ebook.recognise.fold import fold
from ebook.recognise.grids import Grid
from ebook.recognise.openers import says
from ebook.recognise.people import is_credit, says_role

#: What the evidence for a table has to come to.
ENOUGH = 4.0

_FIGURE = re.compile(r"[^\w\s]?\s?[-+\u2212]?\d[\d,.:/\u2013\u2014~-]*\s?(?:[^\W\d]{1,3}|[%\u2030\u00b0]\S?)?")
_UNIT = re.compile(r"^[^\w\s]|[^\d\s]$")
_NOTHING = re.compile(r"[-\u2013\u2014\u2026/]*")
_AGE = re.compile(r"(?:1\d|20)\d\d年?\S{0,2}|[\d一二三四五六七八九十]{1,3}[年月季届期]\S{0,2}|第\S{1,4}")
_SENTENCE = re.compile(r"[。！？；，][”’」』）)]*$")
_LABEL = re.compile(r"\S{1,8}\s*[:：/／].{0,60}|.{1,10}[:：]")
_SERIAL = re.compile(r"\d{1,2}[.、]?")
_PAGE = re.compile(r"[.…·\s]*\d{1,4}")
_HALF = re.compile("[\u3400-\u9fff]{5}|[\u3400-\u9fff]{7}")
_LONGEST_HEAD, _LONGEST_CELL = 16, 80
_HEADLINE = 6  # characters on the average


@dataclass(frozen=True, slots=True)
class Place:
    """Where a grid stands: whether text stands above it and below, and whether a caption names it a table."""

    above: bool
    below: bool
    captioned: bool


@dataclass(frozen=True)
class _Seen:
    """A grid with what is asked of it more than once."""

    grid: Grid
    place: Place

    @cached_property
    def rows(self) -> Sequence[Sequence[str]]:
        return [[fold(cell.text) for cell in row] for row in self.grid.rows]

    @cached_property
    def columns(self) -> Sequence[Sequence[str]]:
        return list(zip(*self.rows, strict=True))

    @cached_property
    def named(self) -> bool:
        """Are two cells of the first row, or half of them, words that name columns?"""
        known = sum(says("column", cell) for cell in self.rows[0])
        return known > 1 or (known == 1 and len(self.rows[0]) == 2)

    @cached_property
    def typed(self) -> bool:
        """Are there figures in a column, below what is none or counts years?"""
        head = self.rows[0]
        plain = all(head[1:]) and all(len(cell) <= _LONGEST_HEAD and not _SENTENCE.search(cell) for cell in head)
        return plain and len(self.rows) > 2 and any(_heads(column[0], column[1:]) for column in self.columns)

    @property
    def header(self) -> bool:
        """Does the first row name the columns?"""
        return self.grid.ruled or self.named or self.typed

    def most(self, holds: Callable[[Sequence[str]], bool]) -> bool:
        """Does something hold for half of the rows below the header?"""
        rows = self.rows[1:] if self.header else self.rows
        return 2 * sum(map(holds, rows)) >= len(rows)


def _heads(name: str, cells: Sequence[str]) -> bool:
    """Does a cell head a column of figures?"""
    counts = bool(_AGE.fullmatch(name)) and not all(map(_AGE.fullmatch, cells))
    return _figures(cells) and (counts or not _FIGURE.fullmatch(name))


def _figures(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if not _NOTHING.fullmatch(cell)]
    return bool(told) and 2 * len(told) >= len(cells) and all(map(_FIGURE.fullmatch, told))


def _measured(seen: _Seen) -> bool:
    """Words, each with a figure that says its unit: prices, weights, times."""
    words, *rest = seen.columns
    units = all(_UNIT.search(cell) and _FIGURE.fullmatch(cell) for column in rest for cell in column)
    return len(seen.rows) > 2 and units and not any(map(_FIGURE.fullmatch, words))


def _speech(seen: _Seen) -> bool:
    """A few names that come again, each with a long cell behind it."""
    names = seen.columns[0]
    return (
        len(seen.columns) == 2 and not seen.header and 3 * len(set(names)) < 2 * len(names) and _long(seen.columns[1])
    )


def _contents(seen: _Seen) -> bool:
    """Headings with rising page numbers."""
    pages = [_PAGE.fullmatch(cell) for cell in seen.columns[-1]]
    numbers = [int(re.sub(r"\D", "", match[0])) for match in pages if match]
    rising = len(numbers) == len(seen.rows) and numbers == sorted(numbers)
    return len(seen.columns) == 2 and rising and not _figures(seen.columns[0])


def _headlines(seen: _Seen) -> bool:
    """Headlines with their dates, or with their places in a list."""
    told = any(all(first_date(cell) or _FIGURE.fullmatch(cell) for cell in column) for column in seen.columns)
    ranks = len(seen.columns) == 2 and sum(bool(_SERIAL.fullmatch(row[0])) for row in seen.rows) >= len(seen.rows) - 1
    return ((told and not seen.header) or (ranks and not seen.named)) and any(map(_long, seen.columns))


def _long(cells: Sequence[str]) -> bool:
    return sum(map(len, cells)) > _HEADLINE * len(cells)


def _verse(seen: _Seen) -> bool:
    """Two halves of one measure."""
    rows = [[cell.rstrip("，。！？；") for cell in row] for row in seen.rows]
    return len(seen.columns) == 2 and all(len(one) == len(two) and _HALF.fullmatch(one) for one, two in rows)


def _sentences(seen: _Seen) -> bool:
    return not seen.named and seen.most(lambda row: any(map(_SENTENCE.search, row)))


def _paragraphs(seen: _Seen) -> bool:
    return any(len(cell) > _LONGEST_CELL for row in seen.rows for cell in row)


def _empty(seen: _Seen) -> bool:
    cells = [cell for row in seen.rows for cell in row]
    return 5 * cells.count("") > 2 * len(cells)


def _labels(seen: _Seen) -> bool:
    return seen.most(lambda row: any(map(_LABEL.fullmatch, row)))


def _credits(seen: _Seen) -> bool:
    return seen.most(lambda row: sum(map(len, row)) <= _LONGEST_CELL and _names_people(row))


def _names_people(row: Sequence[str]) -> bool:
    return is_credit(" ".join(row)) or any(map(says_role, row))


#: What is seen of a grid, what it is worth (log odds), and what holds then.
_CLUES: Sequence[tuple[str, float, Callable[[_Seen], bool]]] = (
    ("drawn lines", 9.0, lambda seen: seen.grid.drawn),
    ("a caption calls it a table", 4.0, lambda seen: seen.place.captioned),
    ("the first row names columns", 2.0, lambda seen: seen.named),
    ("figures below words", 2.0, lambda seen: seen.typed),
    ("a column of figures", 1.0, lambda seen: any(_figures(column[1:]) for column in seen.columns)),
    ("words with figures of a unit", 2.0, _measured),
    ("three columns or more", 2.0, lambda seen: len(seen.columns) > 2),
    ("three rows or more", 1.0, lambda seen: len(seen.rows) > 2),
    ("text above and below", 1.0, lambda seen: seen.place.above and seen.place.below),
    ("no text above", -4.0, lambda seen: not seen.place.above),
    ("no text below", -2.0, lambda seen: seen.place.above and not seen.place.below),
    ("cells end as sentences do", -5.0, _sentences),
    ("cells as long as paragraphs", -3.0, _paragraphs),
    ("many empty cells", -3.0, _empty),
    ("rows without a first cell", -6.0, lambda seen: not all(row[0] for row in seen.rows[1:])),
    ("labels and values", -6.0, _labels),
    ("names and who they are", -6.0, _credits),
    ("headings with page numbers", -6.0, _contents),
    ("headlines in a list", -6.0, _headlines),
    ("speakers and what they say", -5.0, _speech),
    ("halves of verse", -6.0, _verse),
)  # fmt: skip


def evidence(grid: Grid, place: Place) -> tuple[Clue, ...]:
    """What speaks for a table, and where no lines were drawn what speaks against it."""
    seen = _Seen(grid, place)
    found = [Clue(name, worth) for name, worth, holds in _CLUES if holds(seen)]
    return tuple(clue for clue in found if clue.weight > 0 or not grid.drawn)


def has_header(grid: Grid) -> bool:
    """Does the first row name the columns: parted from the others by a line, by its words, by figures below words?"""
    return _Seen(grid, Place(above=True, below=True, captioned=False)).header
