"""Another name for a font whose licence reserves its own (OFL, condition 3)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from ebook.embed.face import broken
from ebook.extras import load

_FAMILIES, _POSTSCRIPT = (1, 4, 16), (3, 6, 25)  # numbers of the name table's records


def renamed(data: bytes, family: str, name: str) -> bytes:
    """A subset under the name of a family; ``name`` is what messages call the font.  Raises FNT-002, SYS-006."""
    library = load("fontTools.ttLib", "fonts")
    out = BytesIO()
    try:
        font = library.TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
        _rename(font, family, family.replace(" ", ""))
        font.save(out)
    except Exception as error:  # on a broken table fontTools raises whatever it comes to
        raise broken(name, f"{type(error).__name__}: {error}") from error
    return out.getvalue()


def _rename(font: Any, family: str, postscript: str) -> None:  # noqa: ANN401 - a TTFont, without types here
    for record in font["name"].names:
        if record.nameID in _FAMILIES:
            record.string = family
        elif record.nameID in _POSTSCRIPT:
            record.string = postscript
    if "CFF " in font:
        outlines = font["CFF "].cff
        outlines.fontNames = [postscript]
        for part in (outlines[0], *getattr(outlines[0], "FDArray", ())):
            for key, value in (("FullName", family), ("FamilyName", family), ("FontName", postscript)):
                if hasattr(part, key):
                    setattr(part, key, value)
