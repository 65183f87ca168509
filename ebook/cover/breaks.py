"""Where a line of display type may be broken, and how much each place hurts.

There is no dictionary: spaces, marks and a few little words tell most of the places where a reader would pause
himself.  CLREQ 3.1.3 says which marks may not begin or end a line; a Latin word or a number is never parted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ebook.cover.marks import CLOSING, OPENING, PAIRED, STOPS, is_wide, may_not_begin

#: What a break costs: where the text itself pauses; where it is easy; anywhere; where it disturbs; where it is wrong.
PAUSE, EASY, ANYWHERE, HARD, WRONG = 0.0, 0.12, 0.3, 0.6, 1.5
_ODD = 0.12  # most words have two characters: an odd number of them since the last pause more likely parts one

_AFTER = frozenset("的之了着过")
_BEFORE = frozenset("与和及或在从把被让对为是而但却不向到於與從讓對為")
_NOT_BEFORE = frozenset("的地得了着过们吗呢吧啊呀们個个之们嗎過們著")
_NOT_AFTER = frozenset("第一二三四五六七八九十百千万两几每各最很老小阿不無无這那这两數")
_LONGEST_WORD = 32  # characters of a Latin word; a longer one is an address or an accident, and is parted


@dataclass(frozen=True, slots=True)
class Piece:
    """What no line break parts, and the cost of a break behind it; ``space``: a space that a break takes away."""

    text: str
    cost: float
    space: str = ""


Breaker = Callable[[str], Sequence[Piece]]


def title_pieces(text: str) -> list[Piece]:
    """A title in pieces."""
    return list(_costed(list(_glued(text))))


def name_pieces(text: str) -> list[Piece]:
    """A list of names in pieces: broken between them, else at spaces within."""
    words = re.findall(r"(\S+)([ \u3000]*)", text)
    return [Piece(word, EASY if "\u3000" in space else HARD, space) for word, space in words]


def _glued(text: str) -> Iterator[tuple[str, str]]:
    """Pieces as (text, the space behind it): words whole, marks with what they belong to."""
    piece = ""
    for char in text.strip():
        if char.isspace():
            if piece:
                yield piece, char
            piece = ""
        elif piece and _parts(piece, char):
            yield piece, ""
            piece = char
        else:
            piece += char
    if piece:
        yield piece, ""


def _parts(piece: str, char: str) -> bool:
    """Whether a line may end after the piece, before the character."""
    last = piece[-1]
    if last in OPENING or last in "$￥¥£#@":
        return False
    if char in PAIRED and last in STOPS | CLOSING:  # what a dash adds after a full stop begins a line
        return True
    if last in PAIRED and piece[:1] == last:
        return char in PAIRED and char != last
    if may_not_begin(char) or (_ends_in_apostrophe(piece) and not is_wide(char)):
        return False
    if is_wide(last) or is_wide(char) or char in OPENING or last in CLOSING | PAIRED:
        return True
    return len(piece) >= _LONGEST_WORD


def _ends_in_apostrophe(piece: str) -> bool:
    return piece[-1] == "’" and piece[-2:-1].isalpha() and not is_wide(piece[-2])


def _costed(glued: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    depth = since = 0
    for index, (text, space) in enumerate(glued):
        depth = max(0, depth + sum((char in OPENING) - (char in CLOSING) for char in text))
        after, behind = (*glued[index + 1 : index + 2], ("", ""))[0], glued[index + 2 : index + 3]
        since += 1
        cost = _cost(text, space, after[0], odd=since % 2 == 1) if after[0] else PAUSE
        alone = since == 1 or _pauses(*after, behind[0][0] if behind else "")
        torn = cost > PAUSE and alone and is_wide(text[-1]) and is_wide(after[0][0])
        if cost == PAUSE or after[0][:1] in OPENING or text[-1] in CLOSING:
            since = 0
        yield Piece(text, cost + (HARD if depth and not space else 0) + (HARD if torn else 0), space)


def _pauses(text: str, space: str, after: str) -> bool:
    """Whether a reader pauses behind the piece."""
    if not after:
        return True
    last, first = text[-1], after[0]
    if space and (is_wide(last) or is_wide(first) or last in STOPS | PAIRED):
        return True
    return last in PAIRED or first in PAIRED or (last in STOPS and last not in "、,.")


def _cost(text: str, space: str, after: str, *, odd: bool) -> float:
    last, first = text[-1], after[0]
    if _pauses(text, space, after):
        return PAUSE
    if not space and (first in _NOT_BEFORE or first == last or _counts(last, first)):
        return WRONG
    marked = space or last in STOPS or last in CLOSING or first in OPENING
    if marked or last in _AFTER or (first in _BEFORE and not odd) or is_wide(last) != is_wide(first):
        return EASY
    return ANYWHERE + (_ODD if odd else 0)


def _counts(last: str, first: str) -> bool:
    """Whether a number stands before what it counts, or a word that leans on the next."""
    return is_wide(first) and (last.isdigit() or last in _NOT_AFTER)
