"""The sheet a cover is drawn on: first what stands where, then the picture.

A design gives a list of marks, which can be looked at before anything is painted; ``paint`` makes the JPEG.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw

from ebook.cover.compose import Block
from ebook.cover.faces import Faces, Glyph

WIDTH, HEIGHT = 1600, 2560  # pixels; what a Kindle cover ideally has (KDP G6GTK3T3NUHKLEFX)
MOST_BYTES = 300_000
#: Quality, and whether the codes are fitted to the picture, which takes memory: the first that is light enough.
_WAYS = ((88, False), (88, True), (80, True), (70, True), (55, True), (40, True))
_BASELINE = 0.88  # ems from the top of a Chinese character's square to the baseline


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of one colour: a ground, a label, a rule."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A glyph at a place: ``x`` its origin, ``y`` its baseline; ``weight`` thickens it, in ems."""

    glyph: Glyph
    x: float
    y: float
    size: int
    fill: str
    weight: float = 0

    @property
    def ink(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what is printed."""
        more, glyph = self.weight * self.size, self.glyph
        left, right = self.x + glyph.left * self.size - more, self.x + glyph.right * self.size + more
        return left, self.y - glyph.top * self.size - more, right, self.y + glyph.bottom * self.size + more


@dataclass(frozen=True, slots=True)
class Ink:
    """How lines are printed: their colour, ems by which they are thickened, whether they are centred."""

    fill: str
    weight: float = 0
    centred: bool = False


#: What a design gives.
Mark = Area | Letter


def frame(area: Area, thickness: float) -> Iterator[Area]:
    """Four rules around an area, inside it and in its colour."""
    yield replace(area, bottom=area.top + thickness)
    yield replace(area, top=area.bottom - thickness)
    yield replace(area, right=area.left + thickness)
    yield replace(area, left=area.right - thickness)


def rows(block: Block, x: float, y: float, ink: Ink) -> Iterator[Letter]:
    """Horizontal lines from ``y`` down; ``x`` is their left end, or their middle."""
    for number, line in enumerate(block.lines):
        start = x - (line.length * block.size / 2 if ink.centred else 0)
        baseline = y + (number * block.leading + _BASELINE) * block.size
        for glyph, place in line.glyphs:
            yield Letter(glyph, start + place * block.size, baseline, block.size, ink.fill, ink.weight)


def columns(block: Block, right: float, y: float, ink: Ink) -> Iterator[Letter]:
    """Vertical lines from ``right`` to the left; each glyph in the middle of its square."""
    for number, line in enumerate(block.lines):
        left = right - (number * block.leading + 1) * block.size
        for glyph, place in line.glyphs:
            inset = (1 - glyph.advance) / 2
            baseline = y + (place + _BASELINE) * block.size
            yield Letter(glyph, left + inset * block.size, baseline, block.size, ink.fill, ink.weight)


def disc(faces: Faces, x: float, y: float, radius: float, fill: str) -> Iterator[Letter]:
    """A disc, which may reach beyond the sheet: set from type, since Pillow's own circles have jagged edges."""
    if glyph := faces.glyph("●"):
        size = int(2 * radius / (glyph.right - glyph.left))
        middle = (glyph.left + glyph.right) / 2 * size, (glyph.top - glyph.bottom) / 2 * size
        yield Letter(glyph, x - middle[0], y + middle[1], size, fill)


def paint(marks: Iterable[Mark]) -> bytes:
    """The marks as a JPEG: the same bytes for the same marks and Pillow."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    for mark in marks:
        if isinstance(mark, Area):
            draw.rectangle((mark.left, mark.top, mark.right - 1, mark.bottom - 1), mark.fill)
        else:
            font = mark.glyph.font(mark.size)
            stroke = mark.weight * mark.size
            draw.text((mark.x, mark.y), mark.glyph.char, mark.fill, font, "ls", stroke_width=stroke)
    return next(data for way in _WAYS if len(data := _jpeg(image, *way)) <= MOST_BYTES)


def _jpeg(image: Image.Image, quality: int, fitted: bool) -> bytes:  # noqa: FBT001 - a row of the table
    out = BytesIO()
    out.name = "cover.jpg"  # by a suffix Pillow loads the one format; by the format's name it loads five
    image.save(out, quality=quality, subsampling="4:2:0", optimize=fitted)
    return out.getvalue()
