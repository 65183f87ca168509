"""A line of display type: its glyphs along the line, in ems, with the blank that marks bring taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ebook.cover.faces import Faces, Glyph
from ebook.cover.marks import CLOSING, OPENING, PAIRED, VERTICAL, is_mark, is_wide

_AT_EDGE = 0.05  # ems of blank left before a mark that begins a line, and behind one that ends it
_BETWEEN_MARKS = 0.45  # ems between the inks of two marks (CLREQ 3.1.6)
_BY_LATIN = 0.1  # ems between a quotation mark in a square of its own and the Latin letter beside it
_SPACES = {" ": 0.28, "\u3000": 0.6}  # an ideographic space parts enough with less than an em at such sizes
_ROOM = 0.06  # ems between Chinese characters and Latin letters


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs with their places along the line, and its length."""

    glyphs: tuple[tuple[Glyph, float], ...]
    length: float


#: A text and the letter-spacing in ems → its line.
Setter = Callable[[str, Faces, float], Line]


def row(text: str, faces: Faces, tracking: float = 0) -> Line:
    """A horizontal line."""
    glyphs: list[tuple[Glyph, float]] = []
    end, last = 0.0, None
    for char in text.strip():
        glyph = faces.glyph(char)
        if char.isspace() or not glyph:
            end, last = end + _SPACES.get(char, _SPACES[" "]), None
            continue
        end -= _taken_in(last, glyph)
        glyphs.append((glyph, end))
        end += glyph.advance + tracking
        last = glyph
    end -= tracking
    if last and is_mark(last.char):
        end -= max(0.0, last.advance - last.right - _AT_EDGE)
    return Line(tuple(glyphs), max(0.0, end))


def column(text: str, faces: Faces, tracking: float = 0) -> Line:
    """A vertical line: a square each character, marks in their upright forms."""
    glyphs: list[tuple[Glyph, float]] = []
    end = 0.0
    for char in text.strip():
        glyph = faces.glyph(VERTICAL.get(char, char))
        if char.isspace() or not glyph:
            end += _SPACES["\u3000"]
            continue
        glyphs.append((glyph, end))
        end += 1 + tracking
    return Line(tuple(glyphs), max(0.0, end - tracking))


def _taken_in(last: Glyph | None, glyph: Glyph) -> float:
    """How far a glyph moves towards the one before it."""
    if last is None:
        return max(0.0, glyph.left - _AT_EDGE) if glyph.char in OPENING else 0.0
    between = last.advance - last.right + glyph.left
    if last.char in PAIRED and last.char == glyph.char:
        return between + 0.02 if glyph.char == "—" else 0.0  # a dash of two ems is one stroke
    if is_mark(last.char) and is_mark(glyph.char):
        return max(0.0, between - _BETWEEN_MARKS)
    if (_quotes(last) and not is_wide(glyph.char)) or (_quotes(glyph) and not is_wide(last.char)):
        return max(0.0, between - _BY_LATIN)
    return -_ROOM if _meet(last.char, glyph.char) else 0.0


def _quotes(glyph: Glyph) -> bool:
    return glyph.char in "‘’“”"


def _meet(last: str, char: str) -> bool:
    """Whether a Chinese character and a Latin letter or figure meet."""
    one, other = (last, char) if is_wide(last) else (char, last)
    return is_wide(one) and other.isalnum() and not is_wide(other) and one not in OPENING | CLOSING and not is_mark(one)
