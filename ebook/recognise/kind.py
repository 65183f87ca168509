"""Which kind of text a source is: a clipping or a whole book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ebook.model import Source
from ebook.recognise.forms import Mark, by_form, continuity, marks_of
from ebook.recognise.front import MARKED
from ebook.recognise.heads import LONGEST_DATA, kinds_of
from ebook.recognise.row import Row, rows_of
from ebook.recognise.seams import mended

Kind = Literal["clipping", "book"]

_LONG = 30_000  # characters: no clipping of a page is longer
MOST_ROWS = 10_000  # of a clipping: every reading of the page is weighed, 8 KB a row
_TITLED = 5_000  # characters: a text whose first line is a book's title in its marks
_LABEL = re.compile(r"(?:书名|作品名?|题名)\s*:")
_CHAPTERS = 3
_UNITS = ("chapter", "part", "volume", "act", "english")
_BARE = ("numeral", "numbered-title")
_OPENS = re.compile(r"[【\[]?\s*(?:楔子|引子|序章|序幕)")
_YEAR = re.compile(r"(?:19|20)\d\d|民[国國]|二[〇○]")
_APART = 30  # characters of text that a chapter has at the least, on average


def kind_of(source: Source) -> tuple[Kind, str]:
    """The kind and the reason for it."""
    size = sum(len(line.text) for line in source.lines)
    if size >= _LONG and not _is_digest(source):
        return "book", f"{size} characters"
    rows = mended(rows_of(source.lines))
    if len(rows) > MOST_ROWS:
        return "book", f"{len(rows)} lines"
    if rows and (_LABEL.match(rows[0].folded) or (size >= _TITLED and MARKED.match(rows[0].folded))):
        return "book", "the first line is a book's title"
    marks = marks_of(rows, "")
    for form, found in by_form(marks).items():
        if form in _UNITS and len(found) >= _CHAPTERS and continuity(found) >= 0.6 and size / len(found) >= _APART:
            return "book", f"{len(found)} headings of the form “{form}”"
    return _by_first_line(rows, marks) or ("clipping", "no chapters")


def _is_digest(source: Source) -> bool:
    """Does a long text hold lines of date and source again and again, as no chapter of a book has them?"""
    lines = [line for line in source.lines if len(line.text) <= LONGEST_DATA and _YEAR.search(line.text)]
    kinds = map(kinds_of, rows_of(lines))
    return sum("date" in found and bool(found & {"source", "clock"}) for found in kinds) >= _CHAPTERS


def _by_first_line(rows: Sequence[Row], marks: Sequence[Mark]) -> tuple[Kind, str] | None:
    """A text that begins with a chapter, where a clipping has its title: bare numbers that run on, 楔子, an act."""
    first = next((mark for mark in marks if mark.index == 0), None)
    if first is None:
        return None
    if (first.form == "act" or _OPENS.match(rows[0].folded)) and len(marks) > _CHAPTERS:
        return "book", "the first line opens a novel or a play"
    same = [mark for mark in marks if mark.form == first.form]
    if first.form in _BARE and len(same) >= _CHAPTERS and continuity(same) == 1 and _have_text(rows, same):
        return "book", f"{len(same)} numbers that run on from the first line"
    return None


def _have_text(rows: Sequence[Row], marks: Sequence[Mark]) -> bool:
    """Does a paragraph stand below each mark?"""
    ends = [*(mark.index for mark in marks[1:]), len(rows)]
    return all(any(row.stopped for row in rows[mark.index + 1 : end]) for mark, end in zip(marks, ends, strict=True))
