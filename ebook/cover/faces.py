"""The faces that a cover is set in: which one has a character, and the measures of its glyphs.

Noto Serif and Noto Sans, for simplified and for traditional Chinese (OFL, the packages ``pylopdf-fonts-zh-cn`` and
``pylopdf-fonts-zh-tw``): the same on every machine, which the fonts of the system are not.  Pillow's basic layout
places the glyphs; raqm needs a library that not every machine has.  What they lack, the fonts may have that a person
gives the book (``--embed-rare``, ``--embed-font``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import Any, Literal

import pylopdf_fonts_zh_cn as simplified
import pylopdf_fonts_zh_tw as traditional
from PIL import ImageFont

from ebook.cover.given import has
from ebook.model import Font

Style = Literal["serif", "sans"]

_UNIT = 160  # pixels to the em at which glyphs are measured
_NO_CHARACTER = "\uffff"  # Unicode has none here, so that no font has a glyph
#: Marks that would have to be placed on their letters, and what is no character.
_NOT_DRAWN = ("Mn", "Mc", "Me", "Co", "Cn", "Cs", "Cc")
_IN_A_GIVEN_FONT = ("Co", "Cn")  # characters of private use, and those that Unicode had not when Python was made
_PATHS = {
    ("serif", "Hans"): simplified.serif_path(),
    ("sans", "Hans"): simplified.sans_path(),
    ("serif", "Hant"): traditional.serif_path(),
    ("sans", "Hant"): traditional.sans_path(),
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the face that has it; measures in ems, ``left`` and ``right`` those of its ink."""

    char: str
    face: str | Font  # a file of ours, or what a person gave
    advance: float
    left: float
    right: float
    top: float  # above the baseline
    bottom: float  # below it

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """The face in a size, pixels to the em."""
        return _opened(self.face, size)


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of a style in the order in which they are asked for a character; last those that a person gave."""

    paths: tuple[str, ...]
    given: tuple[Font, ...] = ()

    def glyph(self, char: str) -> Glyph | None:
        """The character's glyph in the first face that has one; None where none has."""
        own = next(filter(None, (_glyph(path, char) for path in self.paths)), None)
        return own or next(filter(None, (_given_glyph(font, char) for font in self.given)), None)

    def lacking(self, text: str) -> list[str]:
        """The characters of a text that no face has, each once."""
        return [char for char in dict.fromkeys(text) if not self.glyph(char)]


def faces(style: Style, *, is_traditional: bool, given: Sequence[Font] = ()) -> Faces:
    """The faces of a style for a script: first its own, then those that may have what it lacks."""
    scripts = ("Hant", "Hans") if is_traditional else ("Hans", "Hant")
    styles = ("serif", "sans") if style == "serif" else ("sans", "serif")
    return Faces(tuple(str(_PATHS[name, script]) for name in styles for script in scripts), tuple(given))


def drawn_text(text: str) -> str:
    """A text as it is drawn: accents in one character with their letters, nothing that only steers layout."""
    if any(unicodedata.category(char) == "Mn" for char in text):
        text = unicodedata.normalize("NFC", text)
    return "".join(char for char in text if unicodedata.category(char) != "Cf" and not _selects(char))


def _selects(char: str) -> bool:
    """A variation selector: the fonts hold one form of each character."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _opened(face: str | Font, size: int) -> ImageFont.FreeTypeFont:
    return _font(face, size) if isinstance(face, str) else _given_font(face, size)


@lru_cache(maxsize=16)  # each keeps its tables in memory, and a run of many books asks for hundreds of sizes
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2)  # each keeps a copy of the whole font
def _given_font(font: Font, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(font.data), size, index=font.face, layout_engine=ImageFont.Layout.BASIC)


@cache
def _glyph(path: str, char: str) -> Glyph | None:
    """A character's glyph in a font of ours; None where it has none.

    Pillow does not tell which characters a font has, but draws one glyph for all that it lacks.
    """
    if unicodedata.category(char) in _NOT_DRAWN:
        return None
    glyph, mask = _measured(path, char)
    no_box, no_bytes = _no_glyph(path)
    if not char.isspace() and mask.getbbox() == no_box and bytes(mask) == no_bytes:  # the bytes last: they take longest
        return None
    return glyph


@cache
def _no_glyph(path: str) -> tuple[tuple[int, int, int, int] | None, bytes]:
    _, mask = _measured(path, _NO_CHARACTER)
    return mask.getbbox(), bytes(mask)


@lru_cache(maxsize=1024)
def _given_glyph(font: Font, char: str) -> Glyph | None:
    """A character's glyph in a font that a person gives; None where it has none that can be printed."""
    category = unicodedata.category(char)
    if (category in _NOT_DRAWN and category not in _IN_A_GIVEN_FONT) or not has(font, char):
        return None
    try:
        return _measured(font, char)[0]
    except OSError:  # what HarfBuzz reads and FreeType does not
        return None


def _measured(face: str | Font, char: str) -> tuple[Glyph, Any]:  # Pillow has no public name for a mask
    """A character's glyph, and its picture."""
    font = _opened(face, _UNIT)
    mask, (x, y) = font.getmask2(char, "L", anchor="ls")
    left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
    ink = (x + left, x + right, -(y + top), y + bottom)
    return Glyph(char, face, *(measure / _UNIT for measure in (font.getlength(char), *ink))), mask
