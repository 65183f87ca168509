"""Labelled pages made ready for learning and counting: the roles that a label allows for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from labels import Case, fold

from ebook.read import read
from ebook.recognise.clues import clues_of
from ebook.recognise.levels import is_bare_number
from ebook.recognise.page import Page
from ebook.recognise.people import people_of
from ebook.recognise.reading import FURNITURE
from ebook.recognise.row import Row, rows_of
from ebook.recognise.wraps import unwrapped
from ebook.settings import ReadSettings


@dataclass(frozen=True, slots=True)
class Example:
    """A page ready for learning: the clues of each row and the roles that its label allows."""

    case: Case
    page: Page
    clues: list[frozenset[str]]
    allowed: list[frozenset[str]]


def example(case: Case) -> Example:
    """The page of a case with the roles that its label allows for each row."""
    (source,), _ = read([case.path], ReadSettings())
    page = Page(unwrapped(rows_of(source.lines)))
    return Example(case, page, clues(page), list(_allowed(page.rows, case.label)))


def clues(page: Page) -> list[frozenset[str]]:
    """The clues of each row of a page."""
    return [clues_of(page, i) for i in range(len(page.rows))]


def _allowed(rows: Sequence[Row], label: dict[str, Any]) -> Iterator[frozenset[str]]:
    words = [fold(row.text) for row in rows]
    first, last = _body(words, label)
    for i, row in enumerate(rows):
        yield frozenset(_roles(i, row, words, label)) or _place(i, row, first, last)


def _body(words: Sequence[str], label: dict[str, Any]) -> tuple[int, int]:
    begin, end = (fold(label.get(key)) for key in ("first_body", "last_body"))
    first = next((i for i, word in enumerate(words) if begin and word.startswith(begin)), 0)
    return first, max((i for i, word in enumerate(words) if end and word.startswith(end)), default=len(words) - 1)


def _roles(i: int, row: Row, words: Sequence[str], label: dict[str, Any]) -> Iterator[str]:
    """The roles that the label names for a row; none where it does not speak of it."""
    word = words[i]
    if word in {fold(line) for line in label.get("furniture") or []}:
        yield from FURNITURE
    title = fold(label.get("title"))
    if word == title:
        yield from ("title", *FURNITURE)
    if i + 1 < len(words) and word + words[i + 1] == title:
        yield "title"
    if i and words[i - 1] + word == title:
        yield "title2"
    for role, key in (("kicker", "kicker"), ("deck", "subtitle"), ("rights", "rights")):
        if word in {fold(line) for line in (label.get(key) or "").split("\n") if line}:
            yield role
    if any(fold(caption) == word for caption in label.get("captions") or []):
        yield "caption"
    if any(fold(heading["text"]) == word for heading in label.get("headings") or []):
        yield from ("number",) if is_bare_number(row.text) else ("heading", "subheading")
    if word in {fold(line) for line in label.get("optional") or []}:
        yield from ("label", "number", "heading", "subheading")


def _place(i: int, row: Row, first: int, last: int) -> frozenset[str]:
    """The roles of a row that is text or data by its place."""
    short = row.size <= 80  # noqa: PLR2004 - no data line is longer
    if first <= i <= last:
        data = short and bool(people_of(row.text)) and not row.stopped
        return frozenset(("body", "data", "credit") if data else ("body",))
    if i < first:
        return frozenset(("data", "credit", "label", "body")) if short else frozenset(("body",))
    return frozenset(("note", "data", "credit", "label", "body"))
