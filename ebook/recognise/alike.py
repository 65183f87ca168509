"""The form of a heading, taught by one example: which lines look like it.

A form of words (``words/chapters.toml``) with the script of its number; else
the way a number stands at the front; else a mark at the front or brackets
around the line; else the layout alone: the indent, the blank line above, the
length.  In each case no line is much longer than the example, and none is a
sentence, or holds the end of one, where the example does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ebook.numerals import NUMERAL
from ebook.recognise.forms import LONGEST, marks_of
from ebook.recognise.row import Row, indent_width

_NUMBER = re.compile(rf"([^\w\s]*)\s*(第?)\s*([{NUMERAL}]+)(.?)")
_FRONT = re.compile(r"[^\w\s“”‘’「」『』（）()《》\"'…—\-.,。，]")
_CLOSED = re.compile(r"【.+】|\[.+\]|〔.+〕|《.+》|<.+>|\(.+\)|「.+」|『.+』")
_SENTENCE = re.compile(r"[。；;，,：:、]$|[。；;].*\S")
_WORDED = frozenset({"numbered-title", "numeral"})  # forms whose number says more than their name


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line has in common with others of its form; ``longest`` is what it allows."""

    kind: str  # "form", "number", "mark", "brackets", "layout"
    key: str
    sentence: bool  # ends as one does, or holds the end of one
    longest: int

    @property
    def told(self) -> str:
        """The form in words."""
        return f"{self.kind} {self.key}".strip()

    def holds(self, other: Shape, size: int) -> bool:
        """Is a row of the other shape and of that size one of this form?"""
        same = (self.kind, self.key) == (other.kind, other.key)
        return same and size <= self.longest and (self.sentence or not other.sentence)


def shape_of(row: Row, book: str = "") -> Shape:
    """The form of a line; ``book`` is the book's name, which may stand before a unit."""
    kind, key = _kind(row, book)
    longest = LONGEST if kind == "form" else max(2 * row.size, row.size + 12)
    return Shape(kind, key, bool(_SENTENCE.search(row.folded)), longest)


def _kind(row: Row, book: str) -> tuple[str, str]:
    mark = next(iter(marks_of([row], book)), None)
    number = _NUMBER.match(row.folded)
    if mark and mark.form not in _WORDED:
        return "form", f"{mark.form} {_script(number[3]) if number else ''}".strip()
    if number and (number[2] or not re.match(r"\w", number[4])):
        return "number", f"{number[1]}{number[2]}{_script(number[3])}{number[4].strip()}"
    if _CLOSED.fullmatch(row.folded):
        return "brackets", row.folded[0] + row.folded[-1]
    if _FRONT.match(row.folded):
        return "mark", row.folded[0]
    above = "blank above" if row.gap else "no blank above"
    return "layout", f"indent {indent_width(row)}, {above}"


def _script(digits: str) -> str:
    return "1" if digits.isascii() else "一"
