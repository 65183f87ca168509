"""Bad input: fonts, and conversions that there are not."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pylopdf_fonts_zh_cn as packaged
from fonts import font
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from hostile import ARTICLE, Kind, Lay, both, file, pipe, text

_ARTICLE = text(ARTICLE)
_SOUND = font(ARTICLE)
_REAL = packaged.serif_path()


def _given(name: str, told: str, *options: str, lay: Lay = _ARTICLE, megabytes: float = 130) -> Kind:
    return Kind(name, told, ("a.txt", "--cover", "", *options), lay, megabytes=megabytes)


def _font(name: str, told: str, data: bytes, megabytes: float = 130) -> Kind:
    lay = both(_ARTICLE, file("f.ttf", data))
    where = "f.ttf" if told == "FNT-002" else ""
    return Kind(name, told, ("a.txt", "--cover", "", "--embed-font", "f.ttf"), lay, where, megabytes=megabytes)


def _large(folder: Path) -> None:
    """A file of 65 MB that takes no room on the disk."""
    with (folder / "f.ttf").open("wb") as opened:
        opened.truncate(65 << 20)


def _spoilt() -> bytes:
    """A sound directory, and every other table a run of the same byte."""
    data = bytearray(_SOUND)
    count = struct.unpack(">H", data[4:6])[0]
    for number in range(0, count, 2):
        offset, length = struct.unpack(">II", data[12 + 16 * number + 8 : 12 + 16 * number + 16])
        data[offset : offset + length] = b"\xa5" * length
    return bytes(data)


def _endless() -> bytes:
    """Glyphs of glyphs: each made of the one before twice over, thirty deep, and the first one of the last."""
    made = TTFont(BytesIO(_SOUND), recalcBBoxes=False)
    order = made.getGlyphOrder()[1:31]
    for name, part in zip(order, [order[-1], *order], strict=False):
        glyph = Glyph()
        glyph.numberOfContours = -1
        glyph.xMin = glyph.yMin = glyph.xMax = glyph.yMax = 0
        glyph.components = [_component(part), _component(part)]
        made["glyf"][name] = glyph
    return _saved(made)


def nested(character: str, depth: int) -> bytes:
    """A glyph made of glyphs twice over, so many deep, and the last of them empty: no count of points ends it."""
    made = TTFont(BytesIO(font("".join(map(chr, range(0x4E00, 0x4E00 + depth))) + character)), recalcBBoxes=False)
    order = made.getGlyphOrder()[1:]
    made["glyf"][order[0]] = Glyph()
    made["glyf"][order[0]].numberOfContours = 0
    for name, part in zip(order[1:], order, strict=False):
        glyph = Glyph()
        glyph.numberOfContours = -1
        glyph.xMin = glyph.yMin = glyph.xMax = glyph.yMax = 0
        glyph.components = [_component(part), _component(part)]
        made["glyf"][name] = glyph
    made["maxp"].maxComponentDepth = depth
    return _saved(made)


def enormous(character: str) -> bytes:
    """A glyph of eight hundred squares' width, a picture of ten gigabytes in a size for titles."""
    made = TTFont(BytesIO(font(character)))
    made["head"].unitsPerEm = 16
    made["glyf"][made.getGlyphOrder()[1]].coordinates.scale((14, 14))
    return _saved(made)


def _component(name: str) -> GlyphComponent:
    component = GlyphComponent()
    component.glyphName, component.x, component.y, component.flags = name, 0, 0, 0x2
    return component


def _everything() -> bytes:
    """A table of characters that gives a glyph to all 1,114,112 of Unicode."""
    made = TTFont(BytesIO(_SOUND))
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = dict.fromkeys(range(0x110000), made.getGlyphOrder()[1])
    made["cmap"] = newTable("cmap")
    made["cmap"].tableVersion, made["cmap"].tables = 0, [table]
    return _saved(made)


def _saved(made: TTFont) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


FONTS = (
    _given("a font that is not there", "FNT-001", "--embed-font", "f.ttf"),
    _given("a font that is a folder", "FNT-001", "--embed-font", "./"),
    _given("a font that is /dev/zero", "FNT-001", "--embed-font", "/dev/zero"),
    _given("a font that is a pipe", "FNT-001", "--embed-font", "./p", lay=both(_ARTICLE, pipe("p"))),
    _given("a font of 65 MB", "FNT-003", "--embed-font", "f.ttf", lay=both(_ARTICLE, _large), megabytes=250),
    _given("a font's name that nobody has", "FNT-004", "--embed-font", "Noto Serif XX"),
    _given("a font's name that is a pattern", "FNT-004", "--embed-rare", "a:file=b,c-12"),
    _given("a font’s name of 30,000 characters", "FNT-004", "--embed-font", "灯" * 30_000),
    _font("an empty font", "FNT-002", b""),
    _font("a font that is text", "FNT-002", ARTICLE.encode()),
    _font("a font in WOFF2", "FNT-002", b"wOF2" + bytes(100)),
    _font("a font of its directory alone", "FNT-002", _SOUND[:200]),
    _font("a font that breaks off", "FNT-002", _SOUND[:-900]),
    _font("a Chinese font that breaks off", "FNT-002", _REAL.read_bytes()[:3_000_000]),
    _font("a font whose tables are overwritten", "FNT-005", _spoilt()),
    _font("a font of glyphs without an end", "FNT-006 FNT-007", _endless()),
    _font("a font of all characters of Unicode", "FNT-002", _everything(), 300),
    _font("a font that may not be embedded", "FNT-005", font(ARTICLE, bits=2)),
    _font("a font that may not be cut down", "FNT-005", font(ARTICLE, bits=0x100)),
    _font("a font without the characters of the text", "FNT-006 FNT-007", font("A")),
    _given("a conversion that there is not", "USE-003", "--convert", "s2x"),
    Kind(
        "book.toml: a conversion that there is not",
        "CFG-005",
        ("in",),
        both(file("in/a.txt"), file("in/book.toml", 'convert = "s2x"')),
        "in/book.toml:1",
    ),
    Kind(
        "book.toml: a font out of the folder",
        "CFG-007",
        ("in",),
        both(file("in/a.txt"), file("in/book.toml", 'embed-font = "../f.ttf"')),
        "in/book.toml:1",
    ),
)
