"""The key a Chinese name sorts by: its pinyin, only where the reading is sure.

A wrong key is worse than none (EPUB 3.3 sec-file-as), so the surname must stand in
our own table, each character of the given name must have one reading alone,
and the whole must be as long as Chinese names are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_LONGEST_GIVEN = 2


def sort_name(name: str) -> str | None:
    """``Cui, Canran`` for 崔璨然 (also when set as 崔 璨 然); None where the reading is not sure."""
    name = "".join(name.split())
    surname = next((name[:size] for size in (4, 3, 2, 1) if name[:size] in _surnames()), None)
    given = name[len(surname) :] if surname else ""
    if not surname or not 1 <= len(given) <= _LONGEST_GIVEN or not all(item in _readings() for item in given):
        return None
    return f"{_surnames()[surname].capitalize()}, {_joined([_readings()[item] for item in given]).capitalize()}"


def _joined(syllables: list[str]) -> str:
    """Syllables as one word, with the apostrophe where the next begins with a vowel: Jian'an (GB/T 16159)."""
    first, *others = syllables
    return first + "".join(f"'{item}" if item[0] in "aeo" else item for item in others)


@cache
def _surnames() -> Mapping[str, str]:
    return {name: reading for reading, names in _lines("surnames.txt") for name in names.split()}


@cache
def _readings() -> Mapping[str, str]:
    return {character: reading for reading, characters in _lines("readings.txt") for character in characters}


def _lines(name: str) -> list[tuple[str, str]]:
    text = (files("ebook.package") / name).read_text(encoding="utf-8")
    pairs = (line.partition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return [(reading, rest) for reading, _, rest in pairs]
