"""Fonts made by hand: a square for each character, with the names, the licence and the bits that a test asks for."""

from __future__ import annotations

from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

OFL = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
_SQUARE = ((100, 0), (100, 800), (900, 800), (900, 0))


def font(  # noqa: PLR0913 - each is a property that a test asks for
    characters: str,
    family: str = "Rare Kai",
    *,
    notice: str = "Copyright 2020 A Foundry",
    licence: str = OFL,
    bits: int = 0,
    cff: bool = False,
    variants: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A font of these characters; ``bits`` is fsType, ``variants`` are pairs of a character and a selector."""
    names = {ord(char): f"u{ord(char):05X}" for char in dict.fromkeys(characters)}
    order = [".notdef", *names.values(), *(f"v{number}" for number in range(len(variants)))]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(order)
    forms = [(ord(char), ord(selector), f"v{number}") for number, (char, selector) in enumerate(variants)]
    builder.setupCharacterMap(names, uvs=forms or None)
    if cff:
        builder.setupCFF(_postscript(family), {"FullName": family, "FamilyName": family}, _charstrings(order), {})
    else:
        builder.setupGlyf({name: _glyph() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    told = {"familyName": family, "styleName": "Regular", "fullName": family, "psName": _postscript(family)}
    builder.setupNameTable({**told, "copyright": notice, "licenseDescription": licence})
    builder.setupOS2(fsType=bits, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _postscript(family: str) -> str:
    return family.replace(" ", "") + "-Regular"


def _glyph() -> object:
    pen = TTGlyphPen(None)
    _draw(pen)
    return pen.glyph()


def _charstrings(order: list[str]) -> dict[str, object]:
    found = {}
    for name in order:
        pen = T2CharStringPen(1000, None)
        _draw(pen)
        found[name] = pen.getCharString()
    return found


def _draw(pen: TTGlyphPen | T2CharStringPen) -> None:
    pen.moveTo(_SQUARE[0])
    for point in _SQUARE[1:]:
        pen.lineTo(point)
    pen.closePath()
