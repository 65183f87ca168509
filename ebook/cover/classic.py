"""The classic cover: a cloth ground with the title on a paper label, as thread-bound books have it (题签).

A short Chinese title stands in vertical lines, as it does there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebook.cover.breaks import name_pieces
from ebook.cover.compose import Block, Measure, compose, headline
from ebook.cover.content import Content
from ebook.cover.faces import Faces
from ebook.cover.lines import column
from ebook.cover.marks import stands_upright
from ebook.cover.palette import Palette
from ebook.cover.sheet import HEIGHT, WIDTH, Area, Ink, Mark, columns, frame, rows

#: Indigo, oxblood, pine, tea, ink, aubergine: cloth with its paper, the ink on the label, the rules.
PALETTES = (
    Palette("#24384f", "#f3ecdd", "#1c2b3d", "#c8ab70"),
    Palette("#66231f", "#f4ebdc", "#4a1714", "#d0ae78"),
    Palette("#26443a", "#f2ecdc", "#1a3029", "#c6ac74"),
    Palette("#5a4433", "#f4ecde", "#3d2d20", "#d3b482"),
    Palette("#2b2b2e", "#f1ece2", "#232325", "#bda571"),
    Palette("#46304a", "#f3ebe1", "#332236", "#c9ae7e"),
)
_UPRIGHT = 14  # characters that a vertical title has at most
_MIDDLE = WIDTH / 2
_TOP, _LABEL = 360, 1180  # where the label begins, and how wide a horizontal one is
_FOOT = HEIGHT - 300  # where the last line of the foot ends
_PAD = 90  # between the label's edge and the title
_WEIGHT = 0.006


def classic(text: Content, faces: Faces, palette: Palette) -> Iterator[Mark] | None:
    """The marks of the cover; None where the title does not fit."""
    upright = _upright(text, faces)
    title = upright or compose(text.title, text.pieces, faces, Measure(_LABEL - 2 * _PAD - 40, 1000, 230, 24))
    if not title:
        return None
    return _marks(text, faces, palette, title, upright=bool(upright))


def _upright(text: Content, faces: Faces) -> Block | None:
    if len(text.title) > _UPRIGHT or not stands_upright(text.title):
        return None
    measure = Measure(1150, 640, headline(text.title, 230), 130, leading=1.22, tracking=0.06, most_lines=2)
    return compose(text.title, text.pieces, faces, measure, column)


def _marks(text: Content, faces: Faces, palette: Palette, title: Block, *, upright: bool) -> Iterator[Mark]:
    yield Area(0, 0, WIDTH, HEIGHT, palette.ground)
    yield from frame(Area(84, 84, WIDTH - 84, HEIGHT - 84, palette.accent), 3)
    yield from frame(Area(100, 100, WIDTH - 100, HEIGHT - 100, palette.accent), 1)
    if kicker := compose(text.kicker, text.pieces, faces, Measure(1100, 120, 54, 24, tracking=0.1)):
        yield from rows(kicker, _MIDDLE, 225, Ink(palette.accent, centred=True))
    wide, high = (title.height + 170, title.width + 220) if upright else (_LABEL, title.height + 2 * _PAD + 60)
    top = _TOP if upright else max(_TOP, 760 - high / 2)
    left, right = _MIDDLE - wide / 2, _MIDDLE + wide / 2
    yield Area(left, top, right, top + high, palette.paper)
    yield from frame(Area(left + 18, top + 18, right - 18, top + high - 18, palette.ink), 4)
    yield from frame(Area(left + 28, top + 28, right - 28, top + high - 28, palette.ink), 1)
    if upright:
        yield from columns(title, _MIDDLE + title.height / 2, top + 110, Ink(palette.ink, _WEIGHT))
    else:
        yield from rows(title, _MIDDLE, top + (high - title.height) / 2, Ink(palette.ink, _WEIGHT, centred=True))
    yield from _below(text, faces, palette, top + high)


def _below(text: Content, faces: Faces, palette: Palette, label_ends: float) -> Iterator[Mark]:
    """The subtitle under the label, and the foot: who made the book, who published it."""
    foot: float = _FOOT
    if imprint := compose(text.imprint, text.pieces, faces, Measure(1100, 130, 52, 24, tracking=0.12)):
        foot -= imprint.height
        yield from rows(imprint, _MIDDLE, foot + 90, Ink(palette.accent, centred=True))
    for line in reversed(text.people):
        if people := compose(line, name_pieces, faces, Measure(1100, 240, 80, 24, leading=1.4, tracking=0.06)):
            foot -= people.height + 30
            yield from rows(people, _MIDDLE, foot, Ink(palette.paper, centred=True))
    room = foot - label_ends - 140
    if subtitle := compose(text.subtitle, text.pieces, faces, Measure(1060, room, 66, 24, 1.5, 0.04)):
        yield from rows(subtitle, _MIDDLE, label_ends + 80, Ink(palette.paper, centred=True))
