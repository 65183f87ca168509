"""Lines that are laid out in rows and columns: by tabs, as a copy from a web page or Excel has them, or by drawn lines.

Only the shape is looked at here; whether a grid is a table says ``tabular.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ebook.model import Line
from ebook.recognise.fold import EDGE
from ebook.recognise.row import Piece

MOST_COLUMNS = 40
_LONGEST = 2000  # characters of a row
_FEWEST = 2  # rows, and columns

_BAR = "|\uff5c\u2502\u2503\u2551"  # between two cells
_RULE = re.compile(r"[\s|+:=\-\u2014\u2500-\u257f]{3,}")
_JOINT = re.compile(r"[|+\u2502\u2503\u250c-\u254b\u2550-\u257f]")  # a bar, a corner or a crossing
_STROKE = re.compile(r"[-=\u2014\u2500\u2501\u2504\u2505\u2550]")
_MAY_HOLD = re.compile(f"[\t{_BAR}]")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, as many in each; an empty cell has no text.

    ``rules``: what draws the lines; ``ruled``: they part the first row alone from the others.
    """

    rows: tuple[tuple[Piece, ...], ...]
    rules: tuple[Piece, ...] = ()
    drawn: bool = False
    ruled: bool = False

    @property
    def first(self) -> int:
        """Its first line."""
        return min(piece.line for piece in (*self.rules[:1], self.rows[0][0]))

    @property
    def last(self) -> int:
        """Its last line."""
        return max(piece.line for piece in (*self.rules[-1:], self.rows[-1][0]))

    def columns(self) -> Iterator[tuple[str, ...]]:
        """The texts of each column."""
        return (tuple(cell.text for cell in column) for column in zip(*self.rows, strict=True))


def may_hold_grids(text: str) -> bool:
    """Whether a text has what parts cells: cheap, for the many that have not."""
    return bool(_MAY_HOLD.search(text))


def grids_in(lines: Sequence[Line]) -> Iterator[Grid]:
    """The grids of a text in order: lines in succession of one shape."""
    for run in _runs(lines):
        grid = _drawn(run) if _is_drawn(run[0].text) else _tabbed(run)
        if grid:
            yield grid


def grid_around(lines: Sequence[Line], number: int) -> Grid | None:
    """The grid that a person says a line belongs to: its neighbours that have columns, whatever parts them."""
    for pattern, drawn in (("\t+", False), (f"[{_BAR}]", True), (r"[ \t\u00a0]{2,}|\u3000+", False)):
        parted = re.compile(rf"\S\s*(?:{pattern})\s*\S")
        if not _is_parted(lines[number - 1], parted):
            continue
        first = last = number
        while first > 1 and _is_parted(lines[first - 2], parted):
            first -= 1
        while last < len(lines) and _is_parted(lines[last], parted):
            last += 1
        run = lines[first - 1 : last]
        if grid := _drawn(run) if drawn else _padded(run, pattern):
            return grid
    return None


def _is_parted(line: Line, parted: re.Pattern[str]) -> bool:
    """White space at the end would be parted in every way there is: thousands of blanks take hours."""
    return bool(parted.search(line.text.strip(EDGE)))


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines in succession that are of one kind: drawn, or with a tab inside."""
    run: list[Line] = []
    kind = ""
    for line in lines:
        now = (
            ""
            if len(line.text) > _LONGEST
            else "drawn"
            if _is_drawn(line.text)
            else "tab"
            if "\t" in line.text.strip(EDGE)
            else ""
        )
        if now != kind and run:
            yield run
            run = []
        if now:
            run.append(line)
        kind = now
    if run:
        yield run


def _is_drawn(line: str) -> bool:
    """A line of cells between two bars, or the line between two rows."""
    text = line.strip(EDGE)
    return _is_rule(text) or (len(text) > _FEWEST and text[0] in _BAR and text[-1] in _BAR)


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text) and _JOINT.search(text) and _STROKE.search(text))


# --- drawn lines --------------------------------------------------------------------------


def _drawn(run: Sequence[Line]) -> Grid | None:
    """The grid of lines with bars; None where the rows have not the same number of cells."""
    rules: list[Piece] = []
    rows: list[tuple[Piece, ...]] = []
    after: list[int] = []  # rows above each rule
    for line in run:
        text = line.text.strip(EDGE)
        if _is_rule(text):
            rules.append(Piece(line.number, line.text.index(text), text))
            after.append(len(rows))
        else:
            cells, bars = _between_bars(line)
            rows.append(cells)
            rules += bars
    if (
        len(rows) < _FEWEST
        or {len(row) for row in rows} - {len(rows[0])}
        or not _FEWEST <= len(rows[0]) <= MOST_COLUMNS
    ):
        return None
    inner = [place for place in after if 0 < place < len(rows)]
    return Grid(tuple(rows), tuple(rules), drawn=True, ruled=1 in inner and (len(inner) == 1 or len(rows) == _FEWEST))


def _between_bars(line: Line) -> tuple[tuple[Piece, ...], list[Piece]]:
    """The cells of a row, and its bars; a bar behind a backslash is none (Markdown)."""
    text = line.text.strip(EDGE)
    start = line.text.index(text)
    bars = [i for i, character in enumerate(text) if character in _BAR and (i == 0 or text[i - 1] != "\\")]
    last = len(text) - 1
    edges = [*([-1] if 0 not in bars else []), *bars, *([len(text)] if last not in bars else [])]
    cells = tuple(_piece(line.number, start + a + 1, text[a + 1 : b]) for a, b in pairwise(edges))
    return cells, [Piece(line.number, start + i, text[i]) for i in bars]


def _piece(line: int, start: int, text: str) -> Piece:
    """A cell without the white space around it."""
    bare = text.strip(EDGE)
    return Piece(line, start + (text.index(bare) if bare else 0), bare)


# --- tabs ---------------------------------------------------------------------------------


def _tabbed(run: Sequence[Line]) -> Grid | None:
    """The grid of lines with tabs: one to a column; several where rows agree only so; else a few rows are short."""
    single, several = _padded(run, "\t"), _padded(run, "\t+")
    if several and _agree(run, "\t+") and not (_agree(run, "\t") and single and all(map(any, single.columns()))):
        return several
    return single if _agree(run, "\t", most=True) else None


def _agree(run: Sequence[Line], pattern: str, *, most: bool = False) -> bool:
    """Have the rows the same number of cells; ``most``: two thirds of them, and the others fewer?"""
    sizes = Counter(len(re.findall(pattern, line.text.rstrip(EDGE))) for line in run)
    size, count = max(sizes.items(), key=lambda item: (item[1], item[0]))
    return count == len(run) or (most and max(sizes) == size and 3 * count >= 2 * len(run))


def _padded(run: Sequence[Line], pattern: str) -> Grid | None:
    """The rows that a pattern parts, the shorter ones with empty cells at their ends."""
    rows = [tuple(_parted(line, pattern)) for line in run if line.text.strip(EDGE)]
    width = max(map(len, rows), default=0)
    if len(rows) < _FEWEST or not _FEWEST <= width <= MOST_COLUMNS:
        return None
    padded = (row + (Piece(row[0].line, 0, ""),) * (width - len(row)) for row in rows)
    return Grid(tuple(padded))


def _parted(line: Line, pattern: str) -> Iterator[Piece]:
    text = line.text.rstrip(EDGE)
    if len(pattern) > 2:  # white space of any kind: an indent is none
        text = " " * (len(text) - len(text.lstrip(EDGE))) + text.lstrip(EDGE)
    at = len(text) - len(text.lstrip(EDGE)) if not text.startswith("\t") else 0
    for match in re.finditer(pattern, text):
        if match.start() >= at:
            yield _piece(line.number, at, text[at : match.start()])
            at = match.end()
    yield _piece(line.number, at, text[at:])
