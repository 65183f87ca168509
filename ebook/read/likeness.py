"""How much a decoded text looks like Chinese: the log likelihood of its characters.

A wrong encoding turns Chinese into rare characters, so the commonest
thousand (``common.txt``) tell the right one.  Compared over the same bytes,
the sums of two decodings differ by their log odds.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

BAD = -20.0  # what no text holds: a replacement, a control, private use, an unassigned character
_COMMON = -7.4  # about 85 % of the characters, shared by some 1,400
_POINT = -5.5
_ASCII = -5.5
_SELDOM = -12.5
_RARE = -16.0

_POINTS = frozenset("\u3000，。、；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·～％")
_USUAL_CONTROLS = frozenset("\t\n\r")


@cache
def common() -> frozenset[str]:
    """The commonest characters, simplified and traditional."""
    text = files("ebook.read").joinpath("common.txt").read_text(encoding="utf-8")
    return frozenset("".join(line for line in text.splitlines() if not line.startswith("#")))


@cache
def weight(character: str) -> float:
    """The log likelihood of one character (or of a base with its mark) in Chinese text."""
    first = character[0]
    if first in common():
        return _COMMON
    if first in _POINTS:
        return _POINT
    if first < "\x7f" and (first >= " " or first in _USUAL_CONTROLS):
        return _ASCII
    if unicodedata.category(first) in ("Cc", "Cn", "Co", "Cs") or first == "\ufffd":
        return BAD
    return _SELDOM if _is_of_the_trade(first) else _RARE


def _is_of_the_trade(character: str) -> bool:
    """Whether a Chinese page may well hold it: Han of the first block, kana, forms, Latin, Greek, Cyrillic, symbols."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3000" <= character <= "\u30ff"
        or "\uff01" <= character <= "\uff5e"
        or "\u00a0" <= character <= "\u00ff"
        or "\u0391" <= character <= "\u044f"
        or "\u2010" <= character <= "\u203b"
    )


def likelihood(text: str) -> float:
    """The log likelihood of a text."""
    return sum(number * weight(character) for character, number in Counter(text).items())


def share(text: str) -> float:
    """The share of the common characters among Han and what no text holds; 1 where there are neither."""
    counted = {c: n for c, n in Counter(text).items() if c in common() or c >= "\u3400" or weight(c) == BAD}
    total = sum(counted.values())
    return sum(n for c, n in counted.items() if c in common()) / total if total else 1.0


def strange(text: str) -> float:
    """The share of characters that no Chinese page holds, whatever their script; 0 for an empty text."""
    return sum(number for character, number in Counter(text).items() if weight(character) <= _RARE) / max(1, len(text))
