"""Where a line of display type may be broken, and how much each place hurts.

Spaces and marks tell where a reader would pause himself; between them BudouX tells the words, and a few little words
tell which of the places between words are good.  CLREQ 3.1.3 says which marks may not begin or end a line; a Latin
word is never parted; Chinese words, numbers with what they count, and names of people only where there is no other way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

import budoux

from ebook.cover.marks import CLOSING, OPENING, PAIRED, STOPS, is_wide, may_not_begin

#: What a break costs: where the text itself pauses; where it is easy; anywhere; where it disturbs; where it is wrong.
PAUSE, EASY, ANYWHERE, HARD, WRONG = 0.0, 0.12, 0.3, 0.6, 2.0
_ALONE = 0.15  # beside a word of one character a break is less sure to be one

_WORDS: Mapping[str, str] = tomllib.loads((files("ebook.cover") / "words.toml").read_text(encoding="utf-8"))
_AFTER, _BEFORE, _ADVERBS, _NOT_BEFORE, _NEVER_BEFORE, _NOT_AFTER, _NUMERALS, _COUNTED = (
    frozenset(_WORDS[name])
    for name in ("after", "before", "adverbs", "not_before", "never_before", "not_after", "numerals", "counted")
)
_LONGEST_WORD = 32  # characters of a Latin word; a longer one is an address or an accident, and is parted
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")
#: What a pair of marks holds together: a few words, not a sentence.
_QUOTED = re.compile(f"[{re.escape(''.join(OPENING))}].{{1,16}}?[{re.escape(''.join(CLOSING))}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """What no line break parts, and the cost of a break behind it; ``space``: a space that a break takes away."""

    text: str
    cost: float
    space: str = ""


Breaker = Callable[[str], Sequence[Piece]]

#: Places in a text, each with the Chinese words that end and begin there.
Words = Mapping[int, tuple[str, str]]


def title_pieces(text: str, *, is_traditional: bool = False, names: Collection[str] = ()) -> list[Piece]:
    """A title in pieces; ``names`` of people are not parted."""
    text = re.sub(r"(\s)\s+", r"\1", text.strip())
    held = {place for quoted in _QUOTED.finditer(text) for place in range(quoted.start(), quoted.end())}
    return list(_costed(list(_glued(text)), _words(text, names, is_traditional=is_traditional), held))


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


def _words(text: str, names: Collection[str], *, is_traditional: bool) -> Words:
    """The places inside the text's runs of Chinese characters; where one parts a word, both are empty."""
    found: dict[int, tuple[str, str]] = {}
    for run in _HAN.finditer(text):
        found.update(dict.fromkeys(range(run.start() + 1, run.end()), ("", "")))
        words = _parser(is_traditional=is_traditional).parse(run[0])
        ends = accumulate(map(len, words), initial=run.start())
        found.update(zip(list(ends)[1:-1], pairwise(words), strict=True))
    for name in filter(None, names):
        for place in re.finditer(re.escape(name), text):
            found.update(dict.fromkeys(range(place.start() + 1, place.end()), ("", "")))
    return found


@cache
def _parser(*, is_traditional: bool) -> budoux.Parser:
    if is_traditional:
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()


def _costed(glued: Sequence[tuple[str, str]], words: Words, held: Collection[int]) -> Iterator[Piece]:
    since = at = 0
    for index, (text, space) in enumerate(glued):
        after, behind = (*glued[index + 1 : index + 2], ("", ""))[0], glued[index + 2 : index + 3]
        since += 1
        at += len(text)
        cost = _cost(text, space, after[0], words.get(at)) if after[0] else PAUSE
        parted = at in held and at - 1 in held and text[-1] not in CLOSING and not space
        at += len(space)
        alone = since == 1 or _pauses(*after, behind[0][0] if behind else "")
        torn = cost > PAUSE and alone and is_wide(text[-1]) and is_wide(after[0][0])
        if cost == PAUSE or after[0][:1] in OPENING or text[-1] in CLOSING:
            since = 0
        yield Piece(text, cost + (HARD if parted else 0) + (HARD if torn else 0), space)


def _pauses(text: str, space: str, after: str) -> bool:
    """Whether a reader pauses behind the piece."""
    if not after:
        return True
    last, first = text[-1], after[0]
    if space and (is_wide(last) or is_wide(first) or last in STOPS | PAIRED):
        return True
    return last in PAIRED or first in PAIRED or (last in STOPS and last not in "、,.")


def _cost(text: str, space: str, after: str, words: tuple[str, str] | None) -> float:
    last, first = text[-1], after[0]
    if _pauses(text, space, after):
        return PAUSE
    if space:
        return EASY
    before, behind = words or (last, first)
    if not before or first == last or _leans(before, behind):
        return WRONG
    marked = last in STOPS or last in CLOSING or first in OPENING
    if marked or before in _AFTER or behind in _BEFORE or (is_wide(last) != is_wide(first) and not first.isdigit()):
        return EASY
    if before in _BEFORE | _ADVERBS:
        return HARD
    return ANYWHERE + _ALONE * [len(word) for word in words or ()].count(1)


def _leans(before: str, behind: str) -> bool:
    """Whether a word belongs to the next: a number to what it counts, a little word to the one it follows."""
    if behind[0] in _NEVER_BEFORE or behind in _NOT_BEFORE or before in _NOT_AFTER:
        return True
    if before[-1].isdigit():
        return is_wide(behind[0])
    return before[-1] in _NUMERALS and (behind[0] in _COUNTED or all(char in _NUMERALS for char in before[-2:]))
