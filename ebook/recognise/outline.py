"""The outline of a book: which rows are its headings, at which level, and which are a printed table of contents.

Numbered units come first (卷 and 部 above 章 and 回 above 节).  Where a book
has none, its headings are told by layout (``layout.py``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ebook.recognise.fold import squeeze
from ebook.recognise.forms import LONGEST, Mark, by_form, continuity, marks_of
from ebook.recognise.layout import laid_out, stands_alone
from ebook.recognise.row import Row

#: Numbers of a form that follow one another less often than this are no chapters.
CONTINUOUS = 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading: the row, its level from 1, the form that told it and how well the form's numbers run on.

    ``told``: a person's word that made it one.
    """

    index: int
    level: int
    form: str
    worth: float
    told: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a book in order, the rows of its printed contents, and headings said twice."""

    entries: tuple[Entry, ...]
    contents: Collection[int]
    twice: frozenset[int]


def outline_of(rows: Sequence[Row], book: str) -> Outline:
    """The outline of the rows; ``book`` is the book's name where it is known."""
    marks = marks_of(rows, book)
    contents = _printed_contents(rows, marks)
    marks = [mark for mark in marks if mark.index not in contents]
    chosen = _numbered(rows, marks) or _laid_out(rows, marks, contents)
    entries, twice = _once(rows, chosen)
    return Outline(tuple(entries), contents, frozenset(twice))


# --- the printed table of contents ---------------------------------------------------


def _printed_contents(rows: Sequence[Row], marks: Sequence[Mark]) -> range:
    """A run of chapter lines without text between them whose numbers come again below."""
    strong = [mark for mark in marks if mark.form not in ("numeral", "numbered-title")]
    run: list[Mark] = []
    for mark in [*strong, Mark(len(rows) + 9, "", 0, None)]:
        if run and (mark.index - run[-1].index > 1 or (mark.form, mark.number) == (run[0].form, run[0].number)):
            if len(run) >= 4 and _comes_again(run, strong):
                return range(_title_of_contents(rows, run[0].index), run[-1].index + 1)
            run = []
        run.append(mark)
    return range(0)


def _comes_again(run: Sequence[Mark], strong: Sequence[Mark]) -> bool:
    later = Counter((mark.form, mark.number) for mark in strong if mark.index > run[-1].index)
    return sum((mark.form, mark.number) in later for mark in run) * 2 > len(run)


def _title_of_contents(rows: Sequence[Row], first: int) -> int:
    above = first and squeeze(rows[first - 1].folded).strip("【】[]") in ("目录", "目次", "总目", "目")
    return first - 1 if above else first


# --- numbered units ---------------------------------------------------------------------


def _numbered(rows: Sequence[Row], marks: Sequence[Mark]) -> list[Entry]:
    """The headings that numbered units give, with the named ones (序, 楔子, 后记) between them."""
    kept = {form: found for form, found in by_form(marks).items() if form in _UNITS and _holds(rows, form, found)}
    if not kept:
        return []
    worth = {form: continuity(found) for form, found in kept.items()}
    units = [mark for found in kept.values() for mark in found]
    units += _marked_episodes(rows, units) or _bare_numbers(marks, units)
    extra = [mark for mark in marks if mark.form in ("named", "extra") and stands_alone(rows, mark.index)]
    level = {rank: i for i, rank in enumerate(sorted({mark.rank for mark in units}), 1)}
    entries = [Entry(mark.index, level[mark.rank], mark.form, worth.get(mark.form, 1.0)) for mark in units]
    first, tops = min(mark.index for mark in units), [mark for mark in units if level[mark.rank] == 1]
    for mark in extra:
        inside = len(level) > 1 and tops[0].index < mark.index < units_end(units) and mark.index > first
        entries.append(Entry(mark.index, 2 if inside and not _closes(rows, mark) else 1, mark.form, 0.9))
    return sorted(entries, key=lambda entry: entry.index)


_UNITS = ("part", "volume", "act", "chapter", "english", "section")


def units_end(units: Sequence[Mark]) -> int:
    """The last row that a numbered unit begins at."""
    return max(mark.index for mark in units)


def _closes(rows: Sequence[Row], mark: Mark) -> bool:
    return bool(re.match(r"[【\[]?(?:尾声|终章|后记|跋|附录|大结局|结语|前言|序|总序)", rows[mark.index].folded))


def _holds(rows: Sequence[Row], form: str, found: Sequence[Mark]) -> bool:
    """Is the set that a form finds a set of headings: numbers that run on, text below them?"""
    if len(found) == 1:
        return form in ("part", "volume", "chapter") and found[0].number in (0, 1)
    below = sum(mark.index + 1 < len(rows) for mark in found)
    return continuity(found) >= CONTINUOUS and below >= len(found) - 1


def _marked_episodes(rows: Sequence[Row], units: Sequence[Mark]) -> list[Mark]:
    """Episodes under volumes, set off by one mark at the front of a short line (○秦兴师临周求九鼎)."""
    if {mark.form for mark in units} - {"part", "volume"}:
        return []
    found: dict[str, list[Mark]] = {}
    for index, row in enumerate(rows):
        if (
            row.text[0] in "○◎●◆■□◇★☆▲※"
            and 2 <= len(row.text) <= 30
            and not re.search(r"[。；;：:]$|[，,].*[，,]", row.text)
        ):
            found.setdefault(row.text[0], []).append(Mark(index, f"mark {row.text[0]}", 3, None))
    return max(found.values(), key=len) if any(len(marks) > len(units) for marks in found.values()) else []


def _bare_numbers(marks: Sequence[Mark], units: Sequence[Mark]) -> list[Mark]:
    """Numbers alone under volumes, from one on in each of them."""
    if {mark.form for mark in units} - {"part", "volume"}:
        return []
    found = [replace(mark, rank=3) for mark in marks if mark.form == "numeral"]
    return found if len(found) > len(units) and continuity(found) == 1 else []


def _laid_out(rows: Sequence[Row], marks: Sequence[Mark], contents: range) -> list[Entry]:
    """The headings that the layout gives, where nothing is numbered."""
    form, found = laid_out(rows, marks, contents)
    return [Entry(index, 1, form, 0.8) for index in found]


# --- headings said twice --------------------------------------------------------------------------


def _once(rows: Sequence[Row], entries: Sequence[Entry]) -> tuple[list[Entry], set[int]]:
    """Each heading once: the same words twice in a row make one heading; so do the same words with little between."""
    kept: list[Entry] = []
    twice: set[int] = set()
    for entry in entries:
        words = squeeze(rows[entry.index].folded)
        if kept and words == squeeze(rows[kept[-1].index].folded) and entry.index - kept[-1].index <= 1:
            twice.add(entry.index)
            continue
        if (
            kept
            and words == squeeze(rows[kept[-1].index].folded)
            and _between(rows, kept[-1].index, entry.index) < LONGEST * 10
        ):
            continue
        kept.append(entry)
    said = {
        entry.index + 1
        for entry in kept
        if entry.index + 1 < len(rows) and squeeze(rows[entry.index + 1].folded) == squeeze(rows[entry.index].folded)
    }
    return kept, twice | said


def _between(rows: Sequence[Row], first: int, last: int) -> int:
    return sum(len(row.text) for row in rows[first + 1 : last])


def odd_numbers(rows: Sequence[Row], entries: Sequence[Entry], book: str) -> Iterator[tuple[int, int, int]]:
    """(row, number expected, number found) where the numbers of chapters skip or go back."""
    numbers = {mark.index: mark.number for mark in marks_of([rows[entry.index] for entry in entries], book)}
    last: dict[str, int] = {}
    for i, entry in enumerate(entries):
        value = numbers.get(i)
        if value is None:
            continue
        before = last.get(entry.form)
        if before is not None and value not in (before + 1, 1, 0):
            yield entry.index, before + 1, value
        last[entry.form] = value
