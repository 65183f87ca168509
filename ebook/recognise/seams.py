"""Headings of a book that have lost their line: text glued to them, or their beginning left on the line above.

Mended only where the book shows it several times, and the numbers run on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ebook.numerals import NUMERAL, number
from ebook.recognise.row import Piece, Row, row_of

_UNIT = "[章回节卷折幕]"
_GLUED = re.compile(rf"(第\s*([{NUMERAL}]{{1,9}})\s*{_UNIT}(?:\s?[^\s。,;!?]{{1,20}})?)\s{{2,}}(?=\S.{{19,}}[。!?…])")
_TORN = re.compile(rf"(?<=[。!?…”』」])\s*(第[{NUMERAL}]{{0,8}})$")
_REST = re.compile(rf"[{NUMERAL}]{{0,8}}{_UNIT}(?:\s|$|\S{{1,20}}$)")
_SEVERAL = 3


def mended(rows: Sequence[Row], kept: Collection[int] = ()) -> tuple[Row, ...]:
    """The rows with each heading on a row of its own; the same rows where none has lost its line.

    The lines ``kept`` stay as they are: a person told what they are, whole.
    """
    return tuple(_whole(tuple(_parted(rows, kept)), kept)) if _glued(rows) else tuple(_whole(rows, kept))


def _glued(rows: Sequence[Row]) -> bool:
    """Do several numbered headings, one after the other, have text behind them?"""
    found = [match for row in rows if (match := _glue(row))]
    numbers = [number(re.sub(r"\s", "", match[2])) or 0 for match in found]
    follows = sum(b in (a + 1, 1) for a, b in pairwise(numbers))
    return len(found) >= _SEVERAL and follows >= 0.6 * (len(found) - 1)


def _glue(row: Row) -> re.Match[str] | None:
    """The heading at the front of the row's text, with the gap behind it."""
    return _GLUED.match(row.folded) if row.text[0] == "第" and not row.glossed else None


def _parted(rows: Sequence[Row], kept: Collection[int]) -> Iterator[Row]:
    for row in rows:
        match = _glue(row)
        piece = row.pieces[0]
        if match and match.end() < len(piece.text) and row.number not in kept:
            yield row_of((Piece(piece.line, piece.start, piece.text[: match.end(1)]),), row.gap, row.indent)
            rest = Piece(piece.line, piece.start + match.end(), piece.text[match.end() :])
            yield row_of((rest, *row.pieces[1:]), 0, row.indent)
        else:
            yield row


def _whole(rows: Sequence[Row], kept: Collection[int]) -> Iterator[Row]:
    """A heading whose 第 stands at the end of the paragraph above gets it back."""
    torn: Piece | None = None
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        here = row_of((torn, *row.pieces), row.gap, row.indent) if torn else row
        match = _TORN.search(here.folded) if below and _REST.match(below.text) and not here.glossed else None
        match = None if below and (here.last in kept or below.number in kept) else match
        torn = None
        if match:
            *first, last = here.pieces
            at = len(last.text) - len(match[1])
            torn = Piece(last.line, last.start + at, last.text[at:])
            here = row_of((*first, Piece(last.line, last.start, last.text[:at].rstrip())), here.gap, here.indent)
        yield here
