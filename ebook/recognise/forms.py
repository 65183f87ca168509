"""Forms of headings in books: which lines could be headings, by form, and how good the set is that a form finds.

A form is never believed for one line: what counts is the set of lines that it
finds in the whole book, their numbers in sequence, each on a line of its own
with text below it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ebook.numerals import NUMERAL, number
from ebook.recognise.row import Row

#: A heading is no longer than this (old novels print couplets of four clauses).
LONGEST = 60
_LEAD = r"[\s○◎●◆■★☆※▲#=*\-—【\[<]*(?:《[^》]{{1,20}}》|{book})?\s*(?:正文|VIP章节|VIP|番外篇?|外传)?[\s.·:_\-]*"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of heading; ``rank`` orders the units from the widest (1) to the narrowest."""

    name: str
    rank: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A row that has the form of a heading."""

    index: int
    form: str
    rank: int
    number: int | None


@cache
def forms(book: str) -> tuple[Form, ...]:
    """Every form, for a book whose name may stand before the unit."""
    data = tomllib.loads(files("ebook.recognise").joinpath("words/chapters.toml").read_text(encoding="utf-8"))
    lead = _LEAD.format(book=re.escape(book) if book else "(?!)")
    digits = f"[{NUMERAL}]{{1,9}}"
    return tuple(
        Form(
            entry["name"],
            entry["rank"],
            re.compile(
                entry["pattern"].replace("{LEAD}", lead).replace("[{N}]", f"[{NUMERAL}]").replace("{N}", digits)
            ),
        )
        for entry in data["form"]
    )


def marks_of(rows: Sequence[Row], book: str) -> list[Mark]:
    """Every row that has one of the forms: the first form that fits counts."""
    known = forms(book)
    found = []
    for index, row in enumerate(rows):
        if len(row.text) > LONGEST:
            continue
        mark = _mark(index, row, known)
        if mark:
            found.append(mark)
    return [*_of_two(found)]


def _of_two(marks: Sequence[Mark]) -> Iterator[Mark]:
    """下 is the second of two where no 中 stands between."""
    three = any(mark.number == _MIDDLE for mark in marks if mark.form == "volume")
    for mark in marks:
        last = mark.form == "volume" and mark.number == _WORDS["下"]
        yield replace(mark, number=_MIDDLE) if last and not three else mark


_SENTENCE = re.compile(r"[。；;]$|[，,]$|[：:]$")


def fitting(index: int, row: Row, book: str) -> Iterator[Mark]:
    """A mark for every form that the row has; the first is the one that counts."""
    return _fitting(index, row, forms(book)) if len(row.text) <= LONGEST else iter(())


def _mark(index: int, row: Row, known: Sequence[Form]) -> Mark | None:
    return next(_fitting(index, row, known), None)


def _fitting(index: int, row: Row, known: Sequence[Form]) -> Iterator[Mark]:
    folded = row.folded
    if _SENTENCE.search(folded):
        return
    for form in known:
        match = form.pattern.match(folded)
        if match:
            digits = match["num"] or (match.groupdict().get("word") or "")
            value = number(re.sub(r"\s", "", digits)) if digits else None
            yield Mark(index, form.name, form.rank, value if value is not None else _word(digits))


def _word(digits: str) -> int | None:
    return next((_WORDS[char] for char in digits if char in _WORDS), None)


_WORDS = {"上": 1, "中": 2, "下": 3}
_MIDDLE = 2


def continuity(marks: Sequence[Mark]) -> float:
    """The share of numbers that follow the one before, or begin again at one: 0 to 1."""
    numbers = [mark.number for mark in marks if mark.number is not None]
    if len(numbers) < 2:
        return 0.0
    good = sum(b in (a + 1, a, 0, 1) for a, b in pairwise(numbers))
    return good / (len(numbers) - 1)


def by_form(marks: Sequence[Mark]) -> Mapping[str, list[Mark]]:
    """The marks of each form."""
    grouped: dict[str, list[Mark]] = {}
    for mark in marks:
        grouped.setdefault(mark.form, []).append(mark)
    return grouped
