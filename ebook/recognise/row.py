"""A row: a line that is not blank, and what can be said of it alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ebook.model import Line
from ebook.recognise.fold import EDGE, fold, squeeze
from ebook.recognise.ruby import bare

_LATIN_END = re.compile(r"[0-9A-Za-z\u00c0-\u024f.,;:!?)\"']$")
_LATIN_START = re.compile(r"[0-9A-Za-z\u00c0-\u024f(\"']")
#: Marks that end a sentence, also before a closing quote or bracket.
STOP = re.compile(r"[。！？!?…；;][”’」』\"'）)】》]*$|[。.][”」』\"]?$")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a row that stands on one line, with the offset where it begins there."""

    line: int
    start: int
    text: str


@dataclass(frozen=True)
class Row:
    """A line that is not blank, or several that a hard wrap has parted.

    ``text`` joins the pieces, without the readings of glossed characters: a
    line is judged as if it had none.  ``gap`` counts the blank lines above.
    """

    pieces: tuple[Piece, ...]
    text: str
    gap: int
    indent: str

    @property
    def words(self) -> str:
        """The pieces joined, readings and all: what stands in the book."""
        return _joined(self.pieces)

    @property
    def glossed(self) -> bool:
        """Has it readings, so that a place in ``text`` is not the same place on the line?"""
        return self.text is not self.pieces[0].text and self.text != self.words

    @cached_property
    def folded(self) -> str:
        """``text`` in the form for matching, of the same length."""
        return fold(self.text)

    @cached_property
    def size(self) -> int:
        """Characters without white space."""
        return len(squeeze(self.text))

    @property
    def number(self) -> int:
        """The line where the row begins."""
        return self.pieces[0].line

    @property
    def place(self) -> tuple[int, int]:
        """The line and the offset in it where the row begins."""
        return self.pieces[0].line, self.pieces[0].start

    @property
    def last(self) -> int:
        """The line where the row ends."""
        return self.pieces[-1].line

    @property
    def stopped(self) -> bool:
        """Ends as a sentence does."""
        return bool(STOP.search(self.text))


def rows_of(lines: Sequence[Line]) -> tuple[Row, ...]:
    """The lines that are not blank, one row each."""
    rows, gap = [], 0
    for line in lines:
        text = line.text.strip(EDGE)
        if not text:
            gap += 1
            continue
        start = line.text.index(text)
        rows.append(row_of((Piece(line.number, start, text),), gap, line.text[:start]))
        gap = 0
    return tuple(rows)


def row_of(pieces: tuple[Piece, ...], gap: int, indent: str) -> Row:
    """A row of its pieces; Latin words that a wrap has parted are joined by a space."""
    return Row(pieces, bare(_joined(pieces)), gap, indent)


def _joined(pieces: Sequence[Piece]) -> str:
    text = pieces[0].text
    for piece in pieces[1:]:
        text += join(text, piece.text) + piece.text
    return text


def join(left: str, right: str) -> str:
    """What stands between two pieces of a paragraph: a space between Latin words, nothing in Chinese."""
    latin = _LATIN_END.search(left) and _LATIN_START.match(right)
    return " " if latin else ""


def indent_width(row: Row) -> int:
    """The indent of a row in columns; an ideographic space takes two."""
    return sum(2 if char == "\u3000" else 1 for char in row.indent)


def is_prose(row: Row) -> bool:
    """A paragraph by length and marks alone: at least 40 characters with a sentence in them."""
    return row.size >= 40 and bool(re.search(r"[。！？；…]|[,，].*[,，]", row.text)) and han_share(row.text) > 0.3


def han_share(text: str) -> float:
    """The share of Chinese characters, 0 to 1."""
    return len(_HAN.findall(text)) / max(1, len(text))
