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
EDGE = (
    "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000\ufeff"
)
_EDGES = re.compile(f"[{EDGE}]+")
_MARKS = {"｜": "|", "丨": "|", "│": "|", "∣": "|", "〔": "(", "〕": ")", "﹝": "(", "﹞": ")", "‧": "·", "•": "·", "・": "·"}


_HALF = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    | {ord(mark): ord(plain) for mark, plain in _MARKS.items()}
    | dict.fromkeys(map(ord, EDGE), ord(" "))
)


@cache
def _full() -> dict[int, int]:
    pairs = files("ebook.recognise").joinpath("words/variants.txt").read_text(encoding="utf-8").split()
    return _HALF | {ord(traditional): ord(simplified) for traditional, simplified in pairs}


def halve(text: str) -> str:
    """Half-width marks and plain spaces; as long as ``text``."""
    return text.translate(_HALF)


def fold(text: str) -> str:
    """Half-width marks, plain spaces, simplified trade words; as long as ``text``."""
    return text.translate(_full())


def squeeze(text: str) -> str:
    """Without any white space."""
    return _EDGES.sub("", text)
