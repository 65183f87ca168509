"""A title → a file name that every system takes: Linux, macOS, Windows, and the cards of reading devices."""

from __future__ import annotations

import re
import unicodedata

SUFFIX = ".epub"
INVALID_SUFFIX = ".invalid.epub"  # of a book that failed its checks and was kept all the same

_ROOM = len(f".kindle{INVALID_SUFFIX}")  # what the editions add at most

MOST_BYTES = 255  # of a name: NAME_MAX of ext4, APFS and most others
_ZWJ, _ZWNJ = "\u200d", "\u200c"
# Windows forbids these in names; their full-width forms say the same.
_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
# Windows takes these for devices, with any suffix and in any case.
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)


def filename(title: str) -> str:
    """The file name of a book: NFC, at most 255 bytes of UTF-8 with its suffix, ``book.epub`` where nothing is left."""
    name = unicodedata.normalize("NFC", "".join(map(_portable, title)))
    name = _trimmed(" ".join(name.translate(_FORBIDDEN).split()))
    if _DEVICES.match(name):
        name = f"_{name}"
    return (_trimmed(cut(name, MOST_BYTES - _ROOM)) or "book") + SUFFIX


def cut(name: str, most: int) -> str:
    """As much of the name as ``most`` bytes of UTF-8 hold, without parting what is read as one character."""
    size = len(name.encode()[:most].decode(errors="ignore"))
    while 0 < size < len(name) and _joined(name, size):
        size -= 1
    return name[:size]


def _portable(character: str) -> str:
    """The character; a space for white space and line ends; nothing for what cannot be seen."""
    if character.isspace():
        return " "
    if character in (_ZWJ, _ZWNJ):  # they are part of emoji and of some scripts
        return character
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cn", "Cs") else character


def _trimmed(name: str) -> str:
    """Without dots and spaces at the ends: Windows drops the last, and the first hide a file elsewhere."""
    return name.strip(". \u200c\u200d")


def _joined(name: str, at: int) -> bool:
    """Whether the characters before and after ``at`` are read as one (the cases of UAX 29 that titles meet)."""
    before, after = name[at - 1], name[at]
    flags = len(name[:at]) - len(name[:at].rstrip("".join(map(chr, range(0x1F1E6, 0x1F200)))))
    return (
        unicodedata.category(after).startswith("M")  # combining marks, variation selectors
        or after in (_ZWJ, _ZWNJ)
        or before == _ZWJ
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or ("\U0001f1e6" <= after <= "\U0001f1ff" and flags % 2 == 1)  # the second half of a flag
    )
