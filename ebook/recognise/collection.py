"""A source that is no book: one article, or several one below another, each read as a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ebook.diagnostics import Diagnostic
from ebook.model import Beginning, Book, Choice, Clue, Cut, Metadata, Reading, Source
from ebook.recognise.clipping import Article, Sheet, article_of, rows_within, sheet_of
from ebook.recognise.heads import is_rule
from ebook.recognise.overrides import NOTHING, Told
from ebook.recognise.reading import Limit
from ebook.recognise.row import Row
from ebook.recognise.several import Start, starts_of
from ebook.settings import LIKE

#: What must agree in all articles to be said of a book of several; a title is never one of them.
_SHARED = ("people", "date", "publisher", "source", "rights")
_BETWEEN = Clue("a rule between two articles", 9.0)


@dataclass(frozen=True, slots=True)
class Page:
    """One article as it was weighed, where it begins, and the rules above and below it."""

    sheet: Sheet
    start: Start
    rules: tuple[Row, ...] = ()

    @property
    def is_article(self) -> bool:
        """Has it a headline, and text below?"""
        return self.start.told or {"title", "body"} <= self._roles

    @property
    def has_text(self) -> bool:
        """Has it more than the name of the whole?"""
        return "body" in self._roles

    def beginning(self, source: int) -> Beginning:
        """Where it begins, and why."""
        rows = self.sheet.weighed.page.rows
        titles = (row for row, read in zip(rows, self.sheet.decisions, strict=True) if read.role == "title")
        headline = next(titles, rows[0])
        return Beginning(source, rows[0].number, headline.number, self.start.clues, self.start.margin)

    @property
    def _roles(self) -> frozenset[str]:
        return frozenset(decision.role for decision in self.sheet.decisions)


def pages_of(source: Source, index: int, told: Told, *, one: bool) -> list[Page]:
    """Weigh a source.  ``one``: a person told that it is one article.  Raises RDG-005."""
    rows = rows_within(source, told)
    whole = sheet_of(source, index, rows, told)
    starts = [Start(0)] if one else _starts(rows, whole, told)
    if len(starts) > 1:
        pages = list(_parted(source, index, rows, starts, told))
        kept = [page.start for page in pages[1:] if page.is_article]
        if kept and not (pages[0].has_text or kept[0].told):
            kept = kept[1:]
        if len(kept) + 1 < len(pages):
            pages = list(_parted(source, index, rows, [Start(0), *kept], told))
        if kept:
            return pages
    return [Page(whole, Start(0))]


def _starts(rows: Sequence[Row], whole: Sheet, told: Told) -> list[Start]:
    at = {piece.line: i for i, row in enumerate(rows) for piece in row.pieces}
    titles = sorted({at[line] for line, override in told.lines.items() if override.role == "title"})
    others = {at[line] for line, override in told.lines.items() if override.role != "title"}
    examples = {at[line] for line, override in told.forms if override.role == LIKE}
    return starts_of(rows, whole.free, titles, others | examples)


def _parted(source: Source, index: int, rows: Sequence[Row], starts: Sequence[Start], told: Told) -> Iterator[Page]:
    ends = [*(start.index for start in starts[1:]), len(rows)]
    for start, end in zip(starts, ends, strict=True):
        first, last = _within_rules(rows, start.index, end)
        part = rows[first:last]
        said = told.within(part[0].number, part[-1].last)
        limits = {} if start.title is None else {start.title - first: Limit(frozenset({"title"}))}
        sheet = sheet_of(source, index, part, said, limits)
        yield Page(sheet, start, (*rows[start.index : first], *rows[last:end]))


def _within_rules(rows: Sequence[Row], first: int, end: int) -> tuple[int, int]:
    """The rows of an article without the rules above and below it."""
    last = end
    while last - 1 > first and is_rule(rows[last - 1]):
        last -= 1
    while first < last - 1 and is_rule(rows[first]):
        first += 1
    return first, last


def read_articles(
    source: Source, index: int, reason: str, told: Told = NOTHING, *, one: bool = False
) -> tuple[Book, Reading, tuple[Diagnostic, ...]]:
    """Read one source that is no book.  Raises RDG-005."""
    pages = pages_of(source, index, told, one=one)
    articles = [article_of(source, index, page.sheet) for page in pages]
    rules = [row for page in pages for row in page.rules]
    choices = [choice for article in articles for choice in article.choices]
    choices += [Choice(index, row.number, "furniture", (_BETWEEN,)) for row in rules]
    doubts = sorted((choice for article in articles for choice in article.doubts), key=lambda choice: choice.margin)
    starts = tuple(page.beginning(index) for page in pages[1:])
    kind: Literal["clipping", "collection"] = "collection" if starts else "clipping"
    reason = f"{len(pages)} articles" if starts else reason
    ordered = tuple(sorted(choices, key=lambda choice: choice.line))
    reading = Reading(kind, reason, ordered, tuple(doubts), articles=starts)
    notes = tuple(note for article in articles for note in article.notes)
    return _book(articles, [cut for row in rules for cut in _cuts(row, index)]), reading, notes


def _cuts(row: Row, source: int) -> Iterator[Cut]:
    for piece in row.pieces:
        yield Cut(source, piece.line, piece.start, piece.start + len(piece.text), "furniture", _BETWEEN.name)


def _book(articles: Sequence[Article], rules: Sequence[Cut]) -> Book:
    cuts = [*(cut for article in articles for cut in article.cuts), *rules]
    cuts.sort(key=lambda cut: (cut.line, cut.start))
    divisions = tuple(article.division for article in articles)
    if len(articles) == 1:
        return Book("clipping", articles[0].metadata, divisions, tuple(cuts))
    return Book("book", common([article.metadata for article in articles]), divisions, tuple(cuts))


def common(metadata: Sequence[Metadata]) -> Metadata:
    """What a book of several articles says of itself: what each of them says alike, and never a title."""
    first = metadata[0]
    alike = (name for name in _SHARED if all(_words(one, name) == _words(first, name) for one in metadata))
    shared = {name: getattr(first, name) for name in alike}
    return Metadata(language=first.language, **shared)


def _words(metadata: Metadata, name: str) -> object:
    if name == "people":
        return [(person.name, person.roles) for person in metadata.people]
    value = getattr(metadata, name)
    return value.value if value else None
