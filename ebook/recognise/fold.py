"""Folding: one form for matching, character for character.

Words of the trade are written once, in simplified characters and half-width
marks.  Every replacement is one character for one, so that a place in the
folded text is the same place in the source.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

#: White space and zero-width marks: what stands at the edge of a line without being a word.
EDGE = "\t \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u202f\u205f\u2060\u3000\ufeff"
_EDGES = re.compile(f"[{EDGE}]+")
_MARKS = {
    "｜": "|",
    "丨": "|",
    "│": "|",
    "∣": "|",
    "〔": "(",
    "〕": ")",
    "﹝": "(",
    "﹞": ")",
    "‧": "·",
    "•": "·",
    "・": "·",
    "﹕": ":",
    "﹔": ";",
    "﹐": ",",
    "﹑": "、",
    "﹒": ".",
    "﹙": "(",
    "﹚": ")",
    "︰": ":",
    "∶": ":",
    "╱": "/",
    "∕": "/",
    "⁄": "/",
}


_HALF = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    | {ord(mark): ord(plain) for mark, plain in _MARKS.items()}
    | dict.fromkeys(map(ord, EDGE), ord(" "))
)


@cache
def _full() -> dict[int, int]:
    pairs = files("ebook.recognise").joinpath("words/variants.txt").read_text(encoding="utf-8").split()
    return _HALF | {ord(pair[0]): ord(pair[1]) for pair in pairs}


def halve(text: str) -> str:
    """Half-width marks and plain spaces; as long as ``text``."""
    return text.translate(_HALF)


def fold(text: str) -> str:
    """Half-width marks, plain spaces, simplified trade words; as long as ``text``."""
    return text.translate(_full())


def squeeze(text: str) -> str:
    """Without any white space."""
    return _EDGES.sub("", text)
