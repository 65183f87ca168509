"""What devices ask of the pictures."""

from __future__ import annotations

from collections.abc import Iterator

from ebook.check.devices.facts import Facts
from ebook.check.rules import Fault

_LATE = frozenset(("image/webp", "image/avif", "image/heic", "image/jxl", "image/tiff", "image/bmp"))
_COVERS = ("image/jpeg", "image/png")
_MOST_PIXELS = 5_600_000
_LEAST = (625, 1000)  # pixels


def late_kinds(facts: Facts) -> Iterator[Fault]:
    """Pictures are JPEG, PNG, GIF or SVG."""
    for picture in facts.pictures:
        if (picture.kind or picture.declared) in _LATE:
            yield picture.name, picture.kind or picture.declared


def other_kinds(facts: Facts) -> Iterator[Fault]:
    """A picture is what the manifest says."""
    for picture in facts.pictures:
        if picture.kind and picture.kind != picture.declared.replace("image/jpg", "image/jpeg"):
            yield picture.name, f"{picture.declared} ≠ {picture.kind}"


def broken(facts: Facts) -> Iterator[Fault]:
    """A picture is one."""
    for picture in facts.pictures:
        if not picture.kind:
            yield picture.name, picture.declared


def for_print(facts: Facts) -> Iterator[Fault]:
    """Colours are those of a screen, not of four inks."""
    for picture in facts.pictures:
        if picture.mode in ("CMYK", "YCCK"):
            yield picture.name, picture.mode


def transparent(facts: Facts) -> Iterator[Fault]:
    """Nothing shines through."""
    for picture in facts.pictures:
        if picture.transparent:
            yield picture.name, picture.kind


def heavy(facts: Facts) -> Iterator[Fault]:
    """A picture has at most 5 MB."""
    yield from ((picture.name, "> 5 MB") for picture in facts.pictures if picture.heavy)


def many_pixels(facts: Facts) -> Iterator[Fault]:
    """A picture has at most 5.6 million pixels."""
    for picture in facts.pictures:
        if picture.width * picture.height > _MOST_PIXELS:
            yield picture.name, f"{picture.width} × {picture.height}"


def moving(facts: Facts) -> Iterator[Fault]:
    """A picture does not move."""
    yield from ((picture.name, picture.kind) for picture in facts.pictures if picture.moves)


def small_cover(facts: Facts) -> Iterator[Fault]:
    """The cover has at least 625 × 1000 pixels."""
    for picture in facts.pictures:
        small = 0 < picture.width < _LEAST[0] or 0 < picture.height < _LEAST[1]
        if facts.cover and picture.name == facts.cover.name and small:
            yield picture.name, f"{picture.width} × {picture.height}"


def odd_cover(facts: Facts) -> Iterator[Fault]:
    """The cover is a JPEG or a PNG."""
    for picture in facts.pictures:
        if facts.cover and picture.name == facts.cover.name and picture.kind and picture.kind not in _COVERS:
            yield picture.name, picture.kind
