"""The best lines for a text in a box: as large as it goes, broken where it hurts least, of like lengths.

For each number of lines the best breaks are found by dynamic programming; the lengths follow, and with them the size
that the box allows.  A larger size is worth some worse break, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, inf, log, sqrt

from ebook.cover.breaks import Breaker, Piece
from ebook.cover.faces import Faces
from ebook.cover.lines import Line, Setter, row

MOST_CHARACTERS = 300  # of a text that is set at all: more is no title
_HURTS = 0.8  # what a break's cost weighs against the logarithm of the size
_RAGGED = 0.5  # what lines of unlike lengths weigh
_SEVERAL = 3  # breaks; of more, which a long title cannot do without, each hurts less
_ALONE = 1.6  # ems: a shorter last line is one character
_ALONE_COSTS = 5.0
_FEW = 4  # characters of a short title
_NEAR = 3  # numbers of lines that are tried above and below the likely one


@dataclass(frozen=True, slots=True)
class Measure:
    """The room for a text in pixels, and the sizes it may have; ``leading`` in ems from line to line."""

    width: float
    height: float
    biggest: int
    smallest: int
    leading: float = 1.3
    tracking: float = 0
    most_lines: int = MOST_CHARACTERS


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size in pixels."""

    lines: tuple[Line, ...]
    size: int
    leading: float

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max(line.length for line in self.lines) * self.size

    @property
    def height(self) -> float:
        """From the top of the first line's squares to the bottom of the last line's."""
        return ((len(self.lines) - 1) * self.leading + 1) * self.size


def headline(text: str, usual: int) -> int:
    """The largest size of a title: one of a few characters may be half as large again."""
    return usual if len(text) > _FEW else usual * 3 // 2


def compose(text: str, breaker: Breaker, faces: Faces, measure: Measure, setter: Setter = row) -> Block | None:
    """The text in lines; None where it has none, or does not fit in the smallest size."""
    pieces = breaker(text) if len(text) <= MOST_CHARACTERS else ()
    if not pieces:
        return None
    ends = list(accumulate((_length(piece, faces, measure, setter) for piece in pieces), initial=0.0))
    best, worth = None, -inf
    for count in _counts(len(pieces), ends[-1], measure):
        cost, breaks = _breaks(pieces, ends, count)
        block = _block(_texts(pieces, breaks), faces, measure, setter) if breaks else None
        worse = _HURTS * cost / sqrt(max(1, (count - 1) / _SEVERAL))
        if block and log(block.size) - worse > worth:
            best, worth = block, log(block.size) - worse
    return best


def _length(piece: Piece, faces: Faces, measure: Measure, setter: Setter) -> float:
    return setter(piece.text, faces, measure.tracking).length + measure.tracking + (0.4 if piece.space else 0)


def _counts(pieces: int, length: float, measure: Measure) -> Iterator[int]:
    """The numbers of lines worth trying: around the one with which the text fills the box."""
    likely = sqrt(max(length, 1) * measure.height / (measure.width * measure.leading))
    most = min(pieces, measure.most_lines, ceil(likely) + _NEAR)
    return iter(range(max(1, min(most, int(likely) - 2 * _NEAR)), most + 1))


def _breaks(pieces: Sequence[Piece], ends: Sequence[float], count: int) -> tuple[float, list[int]]:
    """The cheapest ends of ``count`` lines, as indices behind their last pieces; none where there are none."""
    ideal = ends[-1] / count
    reach = max(0.75 * ideal, 2.5)
    layer: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for number in range(1, count + 1):
        near = range(1, len(pieces)) if number < count else [len(pieces)]
        layer = {
            end: min(
                (cost + _line_cost(pieces, ends, start, end, ideal), [*path, end]) for start, (cost, path) in before
            )
            for end in near
            if number == count or abs(ends[end] - number * ideal) <= reach
            if (before := [item for item in layer.items() if item[0] < end])
        }
    return layer.get(len(pieces), (inf, []))


def _line_cost(pieces: Sequence[Piece], ends: Sequence[float], start: int, end: int, ideal: float) -> float:
    length = ends[end] - ends[start]
    last = end == len(pieces)
    alone = _ALONE_COSTS if last and start and length < _ALONE else 0.0
    return _RAGGED * (1 - length / ideal) ** 2 + (0.0 if last else pieces[end - 1].cost) + alone


def _texts(pieces: Sequence[Piece], breaks: Sequence[int]) -> list[str]:
    starts = [0, *breaks[:-1]]
    return [
        "".join(piece.text + piece.space for piece in pieces[start:end]).strip()
        for start, end in zip(starts, breaks, strict=True)
    ]


def _block(texts: Sequence[str], faces: Faces, measure: Measure, setter: Setter) -> Block | None:
    lines = tuple(setter(text, faces, measure.tracking) for text in texts)
    by_width = measure.width / max(*(line.length for line in lines), 0.01)
    by_height = measure.height / ((len(lines) - 1) * measure.leading + 1)
    size = int(min(measure.biggest, by_width, by_height))
    return Block(lines, size, measure.leading) if size >= measure.smallest else None
