"""What a font's licence allows, and what it asks for: the bits of OS/2, the records of the name table."""

from __future__ import annotations

import re
from importlib.resources import files

from ebook.diagnostics import Diagnostic, Problem
from ebook.embed.face import Face

# OpenType, OS/2, fsType.  Of the four lowest bits the most liberal counts where an old font sets several.
_RESTRICTED, _LIBERAL, _NO_SUBSETTING, _BITMAPS_ONLY = 0x0002, 0x000C, 0x0100, 0x0200
_FS_TYPE = 8  # bytes into the table
_OFL = re.compile(r"Open Font Licen[sc]e|scripts\.sil\.org/OFL|openfontlicense\.org", re.IGNORECASE)
_RESERVED = re.compile(r"reserved\s+font\s+names?\b[\s:]*([^\n]*)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"'“‘]([^\"'”’]+)[\"'”’]")
_COPYRIGHT, _LICENCE, _ADDRESS = 0, 13, 14
_NAMES = (1, 4, 6, 16)


def refuse(face: Face) -> None:
    """Raises FNT-005 where the font may not be embedded, or not cut down."""
    bits = int.from_bytes(face.table("OS/2")[_FS_TYPE : _FS_TYPE + 2], "big")
    barred = {
        "restricted": bits & _RESTRICTED and not bits & _LIBERAL,
        "no subsetting": bits & _NO_SUBSETTING,
        "bitmaps only": bits & _BITMAPS_ONLY,
    }
    if why := ", ".join(name for name, is_so in barred.items() if is_so):
        raise Problem(Diagnostic("FNT-005", {"name": face.name, "bits": f"0x{bits:04X}", "why": why}))


def licence(face: Face) -> str:
    """The licence that goes with the font: the OFL whole, as it asks (condition 2), else what the font says."""
    records = [words for number in (_COPYRIGHT, _LICENCE, _ADDRESS) if (words := face.record(number).strip())]
    if _OFL.search("\n".join(records)):
        whole = files("ebook.embed").joinpath("ofl.txt").read_text(encoding="utf-8")
        return f"{face.record(_COPYRIGHT).strip()}\n\n{whole}".lstrip()
    return "\n\n".join(records) + "\n" if face.record(_LICENCE) else ""


def reserved(face: Face) -> bool:
    """Whether the font has a name that its licence reserves for the whole font (OFL, condition 3)."""
    found = _RESERVED.search(face.record(_COPYRIGHT)) or _RESERVED.search(face.record(_LICENCE))
    if not found:
        return False
    quoted = _QUOTED.findall(found[1])
    held = quoted or [word for word in re.split(r"[,;.&]|\band\b", found[1]) if word.strip()]
    called = _plain(" ".join(map(face.record, _NAMES)))
    return not held or any(_plain(word) in called for word in held)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
