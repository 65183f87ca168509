"""A font that is cut down: opened, found sound, asked for its characters, subset by HarfBuzz."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from typing import Any

from ebook.diagnostics import Diagnostic, Problem
from ebook.extras import load
from ebook.model import Font

_SFNT = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
_OUTLINES = {"glyf", "CFF ", "CFF2"}
_LICENCE_NAMES = (7, 13, 14)  # trademark, licence, its address: kept beside the names that HarfBuzz keeps
_CHINESE = (0x0404, 0x0804, 0x0C04)  # languages of names that are kept beside English: Taiwan, PRC, Hong Kong
_SANS = re.compile(r"sans|gothic|hei|黑", re.IGNORECASE)


class Face:
    """A sound font."""

    def __init__(self, name: str, harfbuzz: Any, face: Any, tables: Collection[str]) -> None:  # noqa: ANN401 - no types
        """``name`` is what messages call it."""
        self.name = name
        self._harfbuzz, self._face, self._tables = harfbuzz, face, tables

    def table(self, tag: str) -> bytes:
        """A table as it stands in the file; empty where there is none."""
        return bytes(self._face.reference_table(tag).data or b"") if tag in self._tables else b""

    def record(self, number: int) -> str:
        """An entry of the name table, in English where it has that; empty where there is none."""
        if english := self._face.get_name(number):
            return str(english)
        others = [entry.language for entry in self._face.list_names() if entry.name_id == number]
        return str(self._face.get_name(number, others[0]) or "") if others else ""

    @property
    def generic(self) -> str:
        """The generic family that stands in for it."""
        return "sans-serif" if _SANS.search(self.record(1)) else "serif"

    @cached_property
    def _unicodes(self) -> Collection[int]:
        return frozenset(self._face.unicodes)

    def has(self, piece: str) -> bool:
        """Whether it has a character, or a form of it that a variation selector asks for."""
        if len(piece) == 1:
            return ord(piece) in self._unicodes
        base, selector = map(ord, piece)
        return selector in self._face.variation_selectors and base in self._face.variation_unicodes(selector)

    def subset(self, wanted: Collection[str]) -> bytes:
        """The font with these characters alone, their vertical and local forms, at the default of its axes.

        HarfBuzz keeps vert and vrt2 by itself.  Raises FNT-002.
        """
        plan = self._harfbuzz.SubsetInput()
        plan.unicode_set.update({ord(char) for piece in wanted for char in piece})
        plan.name_id_set.update(_LICENCE_NAMES)
        plan.name_lang_id_set.update(_CHINESE)
        plan.flags |= self._harfbuzz.SubsetFlags.DOWNGRADE_CFF2 | self._harfbuzz.SubsetFlags.NOTDEF_OUTLINE
        if "fvar" in self._tables:  # what an e-reader of 2013 knows is one weight
            plan.pin_all_axes_to_default(self._face)
        try:
            data = bytes(plan.subset(self._face).blob.data)
        except RuntimeError as error:
            raise broken(self.name, str(error)) from error
        if not self._harfbuzz.Face(data).unicodes:
            raise broken(self.name, "cmap")
        return data


def opened(font: Font) -> Face:
    """The font as a face.  Raises FNT-002 for what is none, and SYS-006."""
    harfbuzz = load("uharfbuzz", "fonts")
    if not font.data.startswith(_SFNT):
        raise broken(font.name, repr(font.data[:4])[2:-1] or "∅")
    face = harfbuzz.Face(font.data, font.face)
    try:
        tables = set(face.table_tags)
    except UnicodeDecodeError as error:  # a tag is four ASCII characters
        raise broken(font.name, "table directory") from error
    if not tables & _OUTLINES:
        raise broken(font.name, "glyf, CFF")
    if not face.unicodes:
        raise broken(font.name, "cmap")
    return Face(font.name, harfbuzz, face, tables)


def broken(name: str, what: str) -> Problem:
    """The fault of a file that is no sound font."""
    return Problem(Diagnostic("FNT-002", {"name": name, "what": what}, name))
