"""The marks of Chinese type: which may not begin a line, which may not end one (CLREQ 3.1.3, GB/T 15834)."""

from __future__ import annotations

import unicodedata

OPENING = frozenset("“‘「『（《〈【〔〖〘〚［｛([{")
CLOSING = frozenset("”’」』）》〉】〕〗〙〛］｝)]}")
STOPS = frozenset("，。、：；！？,.:;!?．")
#: May not begin a line, beside closing marks and stops.
CLINGING = frozenset("—…⋯·•‧・～~–％%‰℃°ー々〻゛゜／/ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")
#: Two of them are one mark, and are not parted.
PAIRED = frozenset("—…⋯")

#: Upright forms of marks for vertical lines (Unicode, Vertical Forms and CJK Compatibility Forms).  They are for the
#: picture alone: in text they are never written.
VERTICAL = dict(
    zip("，、。：；！？（）《》〈〉「」『』【】—…", "︐︑︒︓︔︕︖︵︶︽︾︿﹀﹁﹂﹃﹄︻︼︱︙", strict=True)
)

_WIDE = ("W", "F")


def may_not_begin(char: str) -> bool:
    """Whether no line begins with the character."""
    return char in CLOSING or char in STOPS or char in CLINGING


def is_mark(char: str) -> bool:
    """Whether the character is punctuation that is set in a square of its own."""
    return char in OPENING or char in CLOSING or char in STOPS


def is_wide(char: str) -> bool:
    """Whether the character is set in a square, as Chinese characters are."""
    return unicodedata.east_asian_width(char) in _WIDE


def is_han(char: str) -> bool:
    """Whether the character is a Chinese character."""
    return (unicodedata.name(char, "").startswith("CJK ") and unicodedata.category(char) == "Lo") or char in "〇々"


def stands_upright(text: str) -> bool:
    """Whether the text can be set in a vertical line: Chinese characters, and marks that have upright forms."""
    return any(map(is_han, text)) and all(is_han(char) or char in VERTICAL or char in " \u3000·" for char in text)
