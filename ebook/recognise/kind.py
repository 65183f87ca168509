"""Which kind of text a source is: a clipping or a whole book."""

from __future__ import annotations

import re
from typing import Literal

from ebook.model import Source
from ebook.recognise.forms import by_form, continuity, marks_of
from ebook.recognise.page import rows_of

Kind = Literal["clipping", "book"]

_LONG = 30_000  # characters: no clipping of a page is longer
MOST_ROWS = 10_000  # of a clipping: every reading of the page is weighed, 8 KB a row
_TITLED = 5_000  # characters: a text whose first line is a book's title in its marks
_LABEL = re.compile(r"(?:书名|作品名?|题名)\s*:")
_MARKED = re.compile(r"[《<][^《》<>]{1,30}[》>]$")
_CHAPTERS = 3
_APART = 30  # characters of text that a chapter has at the least, on average


def kind_of(source: Source) -> tuple[Kind, str]:
    """The kind and the reason for it."""
    size = sum(len(line.text) for line in source.lines)
    if size >= _LONG:
        return "book", f"{size} characters"
    rows = rows_of(source.lines)
    if len(rows) > MOST_ROWS:
        return "book", f"{len(rows)} lines"
    if rows and (_LABEL.match(rows[0].folded) or (size >= _TITLED and _MARKED.match(rows[0].folded))):
        return "book", "the first line is a book's title"
    for form, marks in by_form(marks_of(rows, "")).items():
        if (
            form in ("chapter", "part", "volume", "english")
            and len(marks) >= _CHAPTERS
            and continuity(marks) >= 0.6
            and size / len(marks) >= _APART
        ):
            return "book", f"{len(marks)} headings of the form “{form}”"
    return "clipping", "no chapters"
