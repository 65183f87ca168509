"""Headings told by layout, where a book numbers none: what a mark, another indent or wider blank space sets apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ebook.recognise.forms import Mark
from ebook.recognise.row import STOP, Row

_FEWEST = 2


def laid_out(rows: Sequence[Row], marks: Sequence[Mark], contents: range) -> tuple[str, list[int]]:
    """Bare titles, numerals and marked lines: the best set that the layout gives, with its name; none may be good.

    ``contents``: the rows of the printed table of contents, which are no headings.
    """
    short = [i for i, row in enumerate(rows) if i not in contents and len(row.text) <= 36 and not _sentence(row)]
    numerals = [mark.index for mark in marks if mark.form == "numeral"]
    titled = [mark.index for mark in marks if mark.form == "numbered-title"]
    indent, gap = _indent(rows), _usual_gap(rows)
    sets = {
        "numeral": numerals if _runs(marks, "numeral") else [],
        "numbered-title": titled if _runs(marks, "numbered-title") else [],
        "indent": [i for i in short if len(rows[i].indent) < len(indent)],
        "space": [i for i in short if rows[i].gap > gap],
        "bracket": [i for i in short if re.fullmatch(r"【[^【】]{1,30}】", rows[i].text)],
    }
    sets = {
        name: found for name, found in sets.items() if _even(rows, found, 0.5 if name.startswith("number") else 0.2)
    }
    if not sets:
        return "", []
    name = min(sets, key=_ORDER.index)
    named = [mark.index for mark in marks if mark.form in ("named", "extra") and stands_alone(rows, mark.index)]
    return name, sorted({*sets[name], *(named if name != "space" else [])})


#: Which layout is believed first where several give a good set.
_ORDER = ("indent", "bracket", "space", "numeral", "numbered-title")


def _sentence(row: Row) -> bool:
    return bool(re.search(r"[。；;，,：:、]$", row.text)) or (
        bool(STOP.search(row.text)) and not re.search(r"[？！?!”』」]$", row.text)
    )


def _runs(marks: Sequence[Mark], form: str) -> bool:
    found = [mark for mark in marks if mark.form == form]
    numbers = [mark.number for mark in found if mark.number is not None]
    rising = sum(b == a + 1 for a, b in pairwise(numbers))
    return len(numbers) > _FEWEST and rising >= 0.9 * (len(numbers) - 1)


def _indent(rows: Sequence[Row]) -> str:
    """The indent that most paragraphs have; empty where they have none."""
    indent, count = Counter(row.indent for row in rows).most_common(1)[0]
    return indent if count * 3 > len(rows) * 2 else ""


def _usual_gap(rows: Sequence[Row]) -> int:
    return Counter(row.gap for row in rows).most_common(1)[0][0]


def _even(rows: Sequence[Row], found: Sequence[int], share: float) -> bool:
    """A good set: several, no more than their share of all rows, text below nearly each."""
    inside = [i for i in found if i > 0]
    if len(inside) < _FEWEST or len(found) > len(rows) * share:
        return False
    adjacent = sum(b - a == 1 for a, b in pairwise(found))
    return adjacent <= len(found) * 0.5


def stands_alone(rows: Sequence[Row], index: int) -> bool:
    """A short line with something longer below it."""
    return index + 1 < len(rows) and len(rows[index].text) <= 30 and rows[index + 1].size > 0
