"""The marks that point to notes: ①, [1], 〔注1〕, ¹."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ebook.numerals import NUMERAL, number

#: Of one family are the marks that may stand for each other: 〔1〕 in the text, [1] before the note.
Family = Literal["circle", "bracket", "note", "raised", "plain"]

_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_BLACK = "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WORD = "注註"
_MARK = re.compile(
    rf"(?P<circle>[{_CIRCLES}{_BLACK}])"
    rf"|[\[［〔﹝【（(][{_WORD}][释釋解]? ?(?P<note>[{NUMERAL}{_CIRCLES}]{{1,4}})[\]］〕﹞】）)]"
    rf"|[\[［〔﹝【] ?(?P<bracket>[{NUMERAL}]{{1,4}}) ?[\]］〕﹞】]"
    rf"|(?<![0-9A-Za-z{_RAISED}])(?P<raised>[{_RAISED}]{{1,3}})"
)
_BARE = re.compile(
    rf"[{_WORD}] ?(?P<note>[{NUMERAL}{_CIRCLES}]{{1,4}})[:：.．、]?"
    rf"|(?P<plain>\d{{1,3}})(?:[.．、](?!\d)|(?=\s))|[(（](?P<round>\d{{1,3}})[)）]"
)

#: What stands before a mark that counts the parts of a sentence (有三点：①…；②…) or points to a figure (见图①).
_COUNTS = re.compile(r"(?:^|[：:；;（(]|[如下上左右见見][图圖表]|[参參详詳请請]见|[參详詳請]見)$")
_ANY = re.compile(rf"[{_CIRCLES}{_BLACK}{_RAISED}\[［〔﹝【]|[（(][{_WORD}]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at its place in a text."""

    family: Family
    number: int
    start: int
    stop: int


def may_hold(text: str) -> bool:
    """Whether a mark may stand in the text: cheap, for the many that hold none."""
    return bool(_ANY.search(text))


def may_lead(text: str) -> bool:
    """Whether a mark may stand in front of the text: cheap as well."""
    return bool(_ANY.match(text))


def pointing(text: str) -> Iterator[Mark]:
    """The marks inside a text that may point to a note; one that it begins with does not."""
    for match in _MARK.finditer(text):
        mark = _of(match)
        if mark and not _counts(text[max(0, match.start() - 2) : match.start()], mark):
            yield mark


def _counts(before: str, mark: Mark) -> bool:
    return bool(_COUNTS.search(before)) or (mark.family == "circle" and before[-1:].isspace())


def leading(text: str, *, listed: bool) -> Mark | None:
    """The mark that a note begins with; ``listed``: below a label (注释), where it may be a figure alone (1.)."""
    match = _MARK.match(text) or (_BARE.match(text) if listed else None)
    return _of(match) if match else None


def _of(match: re.Match[str]) -> Mark | None:
    name = match.lastgroup or ""
    value = _value(match[name])
    family = _families()[name]
    return Mark(family, value, match.start(), match.end()) if value is not None else None


@cache
def _families() -> dict[str, Family]:
    return {
        "circle": "circle",
        "bracket": "bracket",
        "note": "note",
        "raised": "raised",
        "plain": "plain",
        "round": "plain",
    }


def _value(text: str) -> int | None:
    for row in (_CIRCLES, _BLACK):
        if len(text) == 1 and text in row:
            return row.index(text) + 1
    return number("".join(str(_RAISED.index(one)) if one in _RAISED else one for one in text))
