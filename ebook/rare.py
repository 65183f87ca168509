"""Rare characters: those beyond what the fonts of reading devices carry, and where a text has them.

What devices carry is what Unihan began with: the 20,902 characters U+4E00–9FA5, the 12 of the compatibility block
that are none (U+FA0E …), and extension A (U+3400–4DB5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ebook.model import Source

Kind = Literal["extension", "compatibility", "private", "variant"]

_EXTENSION = "\u4db6-\u4dbf\u9fa6-\u9fff\U00020000-\U0002f7ff\U00030000-\U0003ffff"
_COMPATIBILITY = "\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff\U0002f800-\U0002fa1f"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # asks for one form of the Han character before it (UTS 37)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RARE = re.compile(f"[{_HAN}][{_SELECTOR}]|[{_EXTENSION}{_COMPATIBILITY}{_PRIVATE}]")
_ANY = re.compile(f"[{_SELECTOR}{_EXTENSION}{_COMPATIBILITY}{_PRIVATE}]")
_KINDS: Sequence[tuple[Kind, re.Pattern[str]]] = (
    ("variant", re.compile(f".[{_SELECTOR}]")),
    ("private", re.compile(f"[{_PRIVATE}]")),
    ("compatibility", re.compile(f"[{_COMPATIBILITY}]")),
)
_AROUND = 8  # characters of context on each side


@dataclass(frozen=True, slots=True)
class Rare:
    """A rare character of a text: how often it stands there, and the first place."""

    character: str  # with its variation selector, where it has one
    kind: Kind
    count: int
    source: int
    line: int
    context: str

    @property
    def code(self) -> str:
        """``U+20BB7``; two codes for a variation sequence."""
        return code(self.character)


def code(piece: str) -> str:
    """``U+20BB7`` for a character; of several characters each."""
    return " ".join(f"U+{ord(char):04X}" for char in piece)


def rare(sources: Sequence[Source]) -> tuple[Rare, ...]:
    """The rare characters of the sources, in the order of their first places."""
    counts: dict[str, int] = {}
    first: dict[str, tuple[int, int, str]] = {}
    for character, place in _places(sources):
        counts[character] = counts.get(character, 0) + 1
        first.setdefault(character, place)
    return tuple(Rare(char, _kind(char), count, *first[char]) for char, count in counts.items())


def _places(sources: Sequence[Source]) -> Iterator[tuple[str, tuple[int, int, str]]]:
    for index, source in enumerate(sources):
        for line in source.lines:
            if not _ANY.search(line.text):  # a lone class is many times as fast
                continue
            for found in RARE.finditer(line.text):
                yield found[0], (index, line.number, context(line.text, found.start(), found.end()))


def context(text: str, start: int, stop: int) -> str:
    """A place of a line with a few characters around it."""
    return text[max(0, start - _AROUND) : stop + _AROUND].strip()


def _kind(character: str) -> Kind:
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(character)), "extension")
