"""A font that a person gives the book, asked for a character that the cover's own fonts lack.

HarfBuzz is asked before Pillow draws: it tells which characters a font has, and gives up where a hostile font has
glyphs made of glyphs without end, which FreeType follows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ebook.extras import load
from ebook.model import Font

_LARGEST = 3  # ems of ink across a glyph: one of thousands would be a picture of gigabytes


def has(font: Font, char: str) -> bool:
    """Whether the font has a glyph of the character that can be printed.  Raises SYS-006.

    What is no sound font has none: the book is refused when its fonts are embedded (FNT-002).
    """
    harfbuzz, face, shapes = _opened(font)
    glyph = shapes.get_nominal_glyph(ord(char))
    points: list[tuple[float, float]] = []
    if glyph:
        shapes.draw_glyph(glyph, _noting(harfbuzz, points))
    across = [max(side) - min(side) for side in zip(*points, strict=True)]
    return bool(points) and all(0 < side <= _LARGEST * face.upem for side in across)


@lru_cache(maxsize=2)
def _opened(font: Font) -> tuple[Any, Any, Any]:
    harfbuzz = load("uharfbuzz", "fonts")
    face = harfbuzz.Face(font.data, font.face)
    return harfbuzz, face, harfbuzz.Font(face)


def _noting(harfbuzz: Any, points: list[tuple[float, float]]) -> Any:  # noqa: ANN401 - no types
    """What draws by noting the points of an outline, those that steer its curves too."""
    draws = harfbuzz.DrawFuncs()
    draws.set_move_to_func(lambda x, y, _: points.append((x, y)))
    draws.set_line_to_func(lambda x, y, _: points.append((x, y)))
    draws.set_quadratic_to_func(lambda a, b, x, y, _: points.extend(((a, b), (x, y))))
    draws.set_cubic_to_func(lambda a, b, c, d, x, y, _: points.extend(((a, b), (c, d), (x, y))))
    return draws
