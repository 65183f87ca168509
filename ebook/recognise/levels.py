"""Levels of headings, from the forms of their numbers: 一、 above （一） above 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ebook.numerals import NUMERAL, number
from ebook.recognise.fold import fold

_FORMS = (
    ("part", re.compile(r"第[一二三四五六七八九十百\d]+[章部编篇]")),
    ("chinese", re.compile(r"[一二三四五六七八九十]{1,3}[、.]\s*\S")),
    ("bracket", re.compile(r"\([一二三四五六七八九十]{1,3}\)\s*\S")),
    ("figure", re.compile(r"\d{1,2}[.、]\s*\S")),
    ("figure-bracket", re.compile(r"\(\d{1,2}\)\s*\S")),
)
_BARE = re.compile(
    r"[/—·\-\s(【\[]*(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|PART[\s.]*\d+)[/—·\-\s)】\].]*", re.IGNORECASE
)


def is_bare_number(text: str) -> bool:
    """A number without words: 3, / 3 /, 三."""
    return bool(_BARE.fullmatch(fold(text)))


def form_of(text: str) -> str | None:
    """The form of the heading's number; None for a heading without one."""
    folded = fold(text)
    return next((name for name, pattern in _FORMS if pattern.match(folded)), None)


def levels(headings: Sequence[Sequence[str]], subordinate: Sequence[bool]) -> list[int]:
    """1 or 2 for each heading (its lines): by the order in which forms of numbers nest, else as it was read."""
    forms = [form_of(lines[0]) for lines in headings]
    ranks = [name for name, _ in _FORMS if name in forms]
    if len(ranks) < 2:
        return [2 if sub and not form else 1 for sub, form in zip(subordinate, forms, strict=True)]
    return [2 if form in ranks[1:] else 1 for form in forms]


_VALUE = re.compile(rf"[^\w]*(?:第|PART[\s.]*)?([{NUMERAL}]{{1,3}})(?!\.?\d)", re.IGNORECASE)


def jumps(headings: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """(heading, number expected, number found) where the numbers of a form skip or go back; one may begin anew."""
    last: dict[str, int] = {}
    for i, text in enumerate(headings):
        form = "bare" if is_bare_number(text) else form_of(text)
        match = _VALUE.match(fold(text)) if form else None
        value = number(match[1]) if match else None
        if not form or value is None:
            continue
        before = last.get(form)
        if before is not None and value not in (before + 1, 1):
            yield i, before + 1, value
        last[form] = value
