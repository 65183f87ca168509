"""The newspaper's cover: the head of a front page, with the paper's nameplate, the date and the headline."""

from __future__ import annotations

from collections.abc import Iterator

from ebook.cover.breaks import name_pieces
from ebook.cover.compose import Block, Measure, compose, headline
from ebook.cover.content import Content
from ebook.cover.faces import Faces
from ebook.cover.palette import Palette
from ebook.cover.sheet import HEIGHT, WIDTH, Area, Ink, Mark, rows

#: Newsprint and black; the accent is a spot colour: vermilion, Prussian blue, bottle green, ochre, wine.
PALETTES = (
    Palette("#f3efe6", "#e2dccf", "#1b1a18", "#b4291f"),
    Palette("#f2efe8", "#e2dccf", "#191a1c", "#1f4a73"),
    Palette("#f2f0e6", "#e2dccf", "#1a1b18", "#2c5a43"),
    Palette("#f4efe4", "#e2dccf", "#1c1a17", "#955f10"),
    Palette("#f4eee8", "#e2dccf", "#1d191a", "#7a2238"),
)
_LEFT, _RIGHT = 140, WIDTH - 140
_WIDE = _RIGHT - _LEFT
_FOOT = HEIGHT - 190
_WEIGHT = 0.012
_COLUMNS, _GUTTER, _PITCH, _LINE, _LEAST_COLUMN = 3, 56, 40, 8, 240


def newspaper(text: Content, faces: Faces, palette: Palette) -> Iterator[Mark] | None:
    """The marks of the cover; None where the title does not fit."""
    title = compose(text.title, text.pieces, faces, Measure(_WIDE, 1080, headline(text.title, 250), 24, 1.24))
    return _marks(text, faces, palette, title) if title else None


def _marks(text: Content, faces: Faces, palette: Palette, title: Block) -> Iterator[Mark]:
    ink = palette.ink
    yield Area(0, 0, WIDTH, HEIGHT, palette.ground)
    yield Area(_LEFT, 130, _RIGHT, 144, ink)
    y = 154.0
    yield Area(_LEFT, y, _RIGHT, y + 3, ink)
    if nameplate := compose(text.imprint, text.pieces, faces, Measure(_WIDE, 300, 170, 24, tracking=0.16)):
        y += 70
        yield from rows(nameplate, WIDTH / 2, y, Ink(ink, _WEIGHT, centred=True))
        y += nameplate.height + 62
        yield Area(_LEFT, y, _RIGHT, y + 3, ink)
    if date := compose(text.date, name_pieces, faces, Measure(_WIDE, 60, 40, 24, tracking=0.08)):
        yield from rows(date, WIDTH / 2, y + 24, Ink(ink, centred=True))
        y += date.height + 48
        yield Area(_LEFT, y, _RIGHT, y + 2, ink)
    y += 150
    if kicker := compose(text.kicker, text.pieces, faces, Measure(_WIDE, 180, 64, 24, leading=1.4)):
        yield from rows(kicker, _LEFT, y, Ink(palette.accent))
        y += kicker.height + 44
    yield from rows(title, _LEFT, y, Ink(ink, _WEIGHT))
    y += title.height + 76
    yield Area(_LEFT, y, _LEFT + 220, y + 12, palette.accent)
    yield from _below(text, faces, palette, y + 76)


def _below(text: Content, faces: Faces, palette: Palette, y: float) -> Iterator[Mark]:
    """The deck under the headline; at the foot the byline between rules."""
    foot: float = _FOOT
    lines = [
        compose(line, name_pieces, faces, Measure(_WIDE, 180, 60, 24, leading=1.4, tracking=0.04))
        for line in text.people
    ]
    set_lines = [line for line in lines if line]
    yield Area(_LEFT, foot + 46, _RIGHT, foot + 60, palette.ink)
    yield Area(_LEFT, foot + 33, _RIGHT, foot + 36, palette.ink)
    for line in reversed(set_lines):
        foot -= line.height + 24
        yield from rows(line, _LEFT, foot, Ink(palette.ink))
    if set_lines:
        yield Area(_LEFT, foot - 46, _RIGHT, foot - 44, palette.ink)
    if deck := compose(text.subtitle, text.pieces, faces, Measure(_WIDE, foot - y - 90, 70, 24, leading=1.5)):
        yield from rows(deck, _LEFT, y, Ink(palette.ink))
        y += deck.height + 80
    yield from _columns(y + 40, foot - 120, palette)


def _columns(top: float, bottom: float, palette: Palette) -> Iterator[Mark]:
    """What is left of the page, in the columns of the paper: no words, since there are none to print."""
    if bottom - top < _LEAST_COLUMN:
        return
    wide = (_WIDE + _GUTTER) / _COLUMNS
    top = top // _LINE * _LINE  # on the squares of a JPEG, which then needs a third less for the page
    lines = int((bottom - top) / _PITCH)
    bottom = top + (lines - 1) * _PITCH + _LINE
    for number in range(_COLUMNS):
        left = _LEFT + number * wide
        if number:
            yield Area(left - _GUTTER / 2 - 1, top, left - _GUTTER / 2 + 1, bottom, palette.paper)
        for line in range(lines):
            y = top + line * _PITCH
            yield Area(left, y, left + wide - _GUTTER, y + _LINE, palette.paper)
