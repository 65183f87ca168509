"""Names of persons in a run of text that holds nothing else: spaced names closed up, units and marks left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ebook.recognise.fold import fold
from ebook.recognise.lexicon import words_for

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_FOREIGN = re.compile(rf"[{HAN}A-Z][{HAN}A-Za-z.]*(?:·[{HAN}A-Z][{HAN}A-Za-z.]*)+")
_PLAIN = re.compile(rf"[{HAN}]{{2,4}}")
_PEN = re.compile(rf"[{HAN}A-Za-z0-9_]{{2,12}}")
_FULL = 3  # characters
_CODE = re.compile(r"[A-Z]{0,3}\d+")
_UNIT = re.compile(rf"(?:{words_for('unit').pattern})$|记者|编辑|公司|集团|大学|学院|中心|客户端")
_MARKS = " ()[]【】<>:.。,·*—-□■◎○●☉※▪◇◆△▲★☆"
_NOBODY = frozenset(words_for("nobody").pattern.split("|"))


@cache
def surnames() -> frozenset[str]:
    """Family names of one and two characters, simplified and traditional."""
    folder = files("ebook.recognise").joinpath("words")
    single = folder.joinpath("surnames.txt").read_text(encoding="utf-8").split()
    compound = folder.joinpath("compound_surnames.txt").read_text(encoding="utf-8").split()
    return frozenset("".join(single)) | frozenset(compound)


def has_surname(name: str) -> bool:
    """Does the name begin with a family name and have the length that goes with it?"""
    plain = fold(name)
    if name[:2] in surnames() or plain[:2] in surnames():
        return len(name) > 2
    return len(name) <= 3 and (name[:1] in surnames() or plain[:1] in surnames())


def is_name(text: str) -> bool:
    """Could this be a person's name: two to four characters that are no unit, or a foreign name with ·?"""
    plain = fold(text)
    if _FOREIGN.fullmatch(text):
        return True
    return bool(_PLAIN.fullmatch(text)) and plain not in _NOBODY and not _UNIT.search(plain)


def is_full_name(text: str) -> bool:
    """A family name with two characters: what has one, before a date, may as well be an account's."""
    return len(text) == _FULL and is_name(text) and has_surname(text)


def is_unit(text: str) -> bool:
    """Is this a place of work by its ending?"""
    return bool(_UNIT.search(fold(text)))


def staff_in(words: str) -> list[str]:
    """The names of a run that holds nothing but names and the departments they belong to."""
    parts = words.strip(" ·|,").split()
    names = [part for part in parts if is_name(part) and has_surname(part)]
    units = sum(not is_name(part) and is_unit(part) for part in parts)
    return names if units and len(names) + units == len(parts) else []


def is_known_name(name: str) -> bool:
    """A name that is one by its look: with a family name, or foreign."""
    return has_surname(name) or bool(_FOREIGN.fullmatch(name))


def is_pen_name(text: str) -> bool:
    """Could this be a name of any kind, where the place leaves no other choice (作者：X)?"""
    plain = fold(text)
    office = len(plain) > 4 and _UNIT.search(plain)
    return bool(_PEN.fullmatch(text)) and plain not in _NOBODY and not _CODE.fullmatch(text) and not office


def names_in(text: str) -> list[str]:
    """The names of a run (half-width marks), in order.

    >>> names_in("卫 然 龙在山"), names_in("江 涛   伍 福 海"), names_in("容与、水湄"), names_in("地质学院 宗白石")
    (['卫然', '龙在山'], ['江涛', '伍福海'], ['容与', '水湄'], ['宗白石'])
    """
    return [name for name in _candidates(text) if is_name(name)]


def _candidates(text: str) -> Iterator[str]:
    for part in re.split(r"[、,/;|&]", text):
        for group in _groups(_open(part.strip(" :.。,*—-□■◎○●☉※▪◇◆△▲★☆"))):
            yield from _closed([_clean(word) for word in group])


def _open(part: str) -> str:
    """Without a bracket that has no partner."""
    if part[-1:] in ")]】>" and not re.search(r"[(\[【<]", part):
        part = part[:-1].rstrip()
    return part[1:].lstrip() if part[:1] in ("(", "[", "【", "<") and not re.search(r"[)\]】>]", part) else part


def _clean(word: str) -> str:
    """Without the nationality or unit in brackets and without an editor's code (杨倩_NF4425)."""
    word = re.sub(r"^[\[(【<][^\])】>]{1,8}[\])】>]|[(\[<][^)\]>]*[)\]>]?$", "", word)
    return re.sub(r"_?[A-Z]{0,3}\d{2,}$|[¹²³⁴⁵⁶⁷⁸⁹⁰①②③④⑤]+$", "", word).strip(_MARKS)


def _groups(run: str) -> list[list[str]]:
    """Words of the run; single characters that belong together in one group."""
    parts = re.split(r"( +)", run.strip())
    words, gaps = parts[::2], [len(gap) for gap in parts[1::2]]
    groups: list[list[str]] = []
    i = 0
    while i < len(words):
        stop = i + 1
        while len(words[i]) == 1 and stop < len(words) and len(words[stop]) == 1:
            stop += 1
        groups += _parted(words[i:stop], gaps[i : stop - 1])
        i = stop
    return groups


def _parted(singles: list[str], gaps: list[int]) -> list[list[str]]:
    """A run of single characters, parted at its wider gaps where that leaves no character alone."""
    parts = [[singles[0]]]
    for word, gap in zip(singles[1:], gaps, strict=True):
        if gap > min(gaps):
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts if all(len(part) > 1 for part in parts) else [singles]


def _closed(words: list[str]) -> Iterator[str]:
    """Single characters pair up into names, three of them make one; a longer word stands as it is."""
    if len(words) == 1:
        yield from words
        return
    while words:
        size = 3 if len(words) == 3 else 2
        yield "".join(words[:size])
        words = words[size:]
