"""Rows in succession that are one thing: a bar of buttons, a list of headlines with dates, a date over several lines.

Each function takes the rows of a page and the clues that each gives alone, and gives the indexes of the rows it finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ebook.recognise.row import Row

Lines = Sequence[frozenset[str]]

_NICK = 14  # characters
_TAG = 6  # characters
_BUTTON = 10  # characters: no button has more
_BUTTONS = frozenset(
    {"navigation", "share", "view", "counter", "buttons", "comment-opener", "legal", "advert", "channel", "bar"}
)
_FACTS = frozenset(
    {"date", "people", "source-word", "byline-word", "editor-word", "credit-line", "label", "number-alone"}
)
_STATEMENTS = frozenset(
    {"rights", "copyright", "disclaimer", "caption-credit", "caption-mark", "caption-word", "list-opener"}
)
_PAIR = re.compile(r"\S{2,8}\s*[:/]\s*\S{1,10}$")  # 成立/1977年: a fact
_YEAR = re.compile(r"(?:19|20)\d\d\s*[年/.-]?")
_DAY = re.compile(r"\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")


def bars(rows: Sequence[Row], lines: Lines) -> frozenset[int]:
    """Bars of buttons: at least four short lines of which a formula knows a third, from the first such to the last."""
    found: set[int] = set()
    for run in _runs(len(rows), lambda i: rows[i].size <= _BUTTON and not rows[i].stopped and not lines[i] & _FACTS):
        known = [i for i in run if lines[i] & _BUTTONS]
        if len(run) >= 4 and len(known) >= max(3, len(run) // 3):
            found.update(range(known[0], known[-1] + 1))
    return frozenset(found)


def dated_list(rows: Sequence[Row], lines: Lines) -> frozenset[int]:
    """Headlines with their dates below them, at least two in succession but for a word or a mark between."""
    pairs = [i for i in range(len(rows) - 1) if _is_headline(rows[i], lines[i]) and "date-alone" in lines[i + 1]]
    pairs = [i for i in pairs if i + 2 == len(rows) or not rows[i + 2].text.endswith("。")]
    all_of_them = frozenset(pairs)
    near = [i for i in pairs if any(i + step in all_of_them for step in (-4, -3, -2, 2, 3, 4))]
    return frozenset(index for i in near for index in (i, i + 1))


def teasers(rows: Sequence[Row], lines: Lines, start: int) -> frozenset[int]:
    """Headlines, each with a sentence and a date below it, at least two from a row on."""
    found = [i for i in range(start, len(rows) - 2) if _is_headline(rows[i], lines[i]) and "date-alone" in lines[i + 2]]
    all_of_them = frozenset(found)
    near = [i for i in found if i - 3 in all_of_them or i + 3 in all_of_them]
    return frozenset(index for i in near for index in range(i, i + 3))


def _is_headline(row: Row, clues: frozenset[str]) -> bool:
    return 6 <= row.size <= 45 and not row.text.endswith("。") and not clues & _FACTS and not _PAIR.match(row.folded)


def loose_list(rows: Sequence[Row], lines: Lines, start: int) -> frozenset[int]:
    """Headlines in succession from a row on, at least four: a list that nothing opens."""
    held = _runs(len(rows), lambda i: i >= start and _is_headline(rows[i], lines[i]) and not lines[i] & _STATEMENTS)
    return frozenset(index for run in held if len(run) >= 4 for index in run)


def strays(rows: Sequence[Row], lines: Lines) -> frozenset[int]:
    """Words in succession, at least four: tags that no mark tells; but no list that a sentence announces."""
    held = _runs(
        len(rows), lambda i: rows[i].size <= _TAG and not rows[i].stopped and not lines[i] & (_FACTS - {"people"})
    )
    return frozenset(index for run in held if len(run) >= 4 and not _announced(rows, run[0]) for index in run)


def _announced(rows: Sequence[Row], first: int) -> bool:
    return first > 0 and rows[first - 1].size > _TAG and rows[first - 1].folded.endswith(":")


def replies(rows: Sequence[Row], lines: Lines, start: int) -> frozenset[int]:
    """Names above days with their hours, at least two from a row on, each with a line below: readers' comments."""
    hours = [
        i
        for i in range(max(start, 1), len(rows) - 1)
        if {"date-alone", "clock"} <= lines[i] and rows[i - 1].size <= _NICK
    ]
    return frozenset(index for i in hours for index in (i - 1, i, i + 1)) if len(hours) > 1 else frozenset()


def date_pieces(rows: Sequence[Row]) -> frozenset[int]:
    """A year, a day and a time of day on lines of their own."""
    found: set[int] = set()
    for i in range(len(rows) - 1):
        if _YEAR.fullmatch(rows[i].folded) and _DAY.fullmatch(rows[i + 1].folded):
            clock = i + 2 < len(rows) and _CLOCK.fullmatch(rows[i + 2].folded)
            found.update(range(i, i + (3 if clock else 2)))
    return frozenset(found)


def _runs(count: int, holds: Callable[[int], bool]) -> Iterator[list[int]]:
    """The indexes in succession for which something holds."""
    return (list(run) for held, run in groupby(range(count), holds) if held)
