"""The modern cover: sans serif on a plain ground, a field of colour with a disc below."""

from __future__ import annotations

from collections.abc import Iterator

from ebook.cover.breaks import name_pieces
from ebook.cover.compose import Block, Measure, compose, headline
from ebook.cover.content import Content
from ebook.cover.faces import Faces
from ebook.cover.palette import Palette
from ebook.cover.sheet import HEIGHT, WIDTH, Area, Ink, Mark, disc, rows

#: The field, the ground, the title, the disc.
PALETTES = (
    Palette("#b03820", "#f5f1ea", "#1e1c1b", "#c53e20"),
    Palette("#1d4e89", "#f3f2ee", "#14233a", "#2f659f"),
    Palette("#1f6f5c", "#f3f2ea", "#152923", "#2f7a66"),
    Palette("#8b5710", "#f6f2e8", "#26211a", "#926528"),
    Palette("#5b3a70", "#f4f1f0", "#231a2b", "#724f88"),
    Palette("#33373d", "#f2f1ee", "#1d1f22", "#4a4f57"),
)
_LEFT, _RIGHT = 150, WIDTH - 150
_WIDE = _RIGHT - _LEFT
_WEIGHT = 0.014


def modern(text: Content, faces: Faces, palette: Palette) -> Iterator[Mark] | None:
    """The marks of the cover; None where the title does not fit."""
    title = compose(text.title, text.pieces, faces, Measure(_WIDE, 1050, headline(text.title, 270), 24, 1.22))
    return _marks(text, faces, palette, title) if title else None


def _marks(text: Content, faces: Faces, palette: Palette, title: Block) -> Iterator[Mark]:
    yield Area(0, 0, WIDTH, HEIGHT, palette.paper)
    y = 210.0
    if kicker := compose(text.kicker, text.pieces, faces, Measure(_WIDE, 130, 50, 24, leading=1.4, tracking=0.06)):
        yield from rows(kicker, _LEFT, y, Ink(palette.ground))
        y += kicker.height + 60
    yield from rows(title, _LEFT, y, Ink(palette.ink, _WEIGHT))
    y += title.height + 60
    if deck := compose(text.subtitle, text.pieces, faces, Measure(_WIDE, 340, 68, 24, leading=1.5)):
        yield from rows(deck, _LEFT, y, Ink(palette.ink))
        y += deck.height + 60
    field = max(1240, y + 60)
    yield Area(0, field, WIDTH, HEIGHT, palette.ground)
    yield from disc(faces, WIDTH - 330, (field + HEIGHT) / 2 + 120, 560, palette.accent)
    yield from _foot(text, faces, palette)


def _foot(text: Content, faces: Faces, palette: Palette) -> Iterator[Mark]:
    foot = HEIGHT - 170.0
    imprint = "\u3000".join(filter(None, (text.imprint, text.date)))
    if block := compose(imprint, text.pieces, faces, Measure(_WIDE, 130, 46, 24, leading=1.4, tracking=0.06)):
        foot -= block.height
        yield from rows(block, _LEFT, foot, Ink(palette.paper))
        foot -= 40
    for line in reversed(text.people):
        if people := compose(line, name_pieces, faces, Measure(_WIDE, 240, 72, 24, leading=1.4, tracking=0.04)):
            foot -= people.height + 26
            yield from rows(people, _LEFT, foot, Ink(palette.paper, 0.008))
