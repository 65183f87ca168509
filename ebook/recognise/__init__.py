"""Recognise: from sources to a book.

Which kind of text it is, the clues of each line, the best whole reading, and
the book that follows from it (``docs/recognition.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ebook.diagnostics import Diagnostic
from ebook.model import Book, Reading, Source
from ebook.recognise.book import read_book
from ebook.recognise.collection import common, read_articles
from ebook.recognise.explain import explain
from ebook.recognise.kind import kind_of
from ebook.recognise.overrides import Told, place, said
from ebook.recognise.structures import structured
from ebook.recognise.tables import put_back, set_aside
from ebook.settings import RecogniseSettings

__all__ = ["Recognition", "explain", "recognise"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """A book, and for each source how it was read."""

    book: Book
    readings: tuple[Reading, ...]
    diagnostics: tuple[Diagnostic, ...]


def recognise(sources: Sequence[Source], settings: RecogniseSettings) -> Recognition:
    """Read the sources: one source is the book itself, several are the articles of a book."""
    told, notes = place(settings.overrides, sources)
    read = [_read(source, index, settings, told[index]) for index, source in enumerate(sources)]
    books = [book for book, _, _ in read]
    book = books[0] if len(books) == 1 else _together(books)
    readings = tuple(
        replace(reading, said=said(words, reading.choices)) if words else reading
        for words, (_, reading, _) in zip(told, read, strict=True)
    )
    return Recognition(structured(book, sources), readings, (*notes, *(note for *_, found in read for note in found)))


def _read(
    source: Source, index: int, settings: RecogniseSettings, told: Told
) -> tuple[Book, Reading, tuple[Diagnostic, ...]]:
    aside = set_aside(source, told)
    book, reading, notes = _read_text(aside.source, index, settings, aside.told)
    if not aside.tables:
        return book, reading, (*aside.notes, *notes)
    whole = put_back(book, reading, aside.tables, index)
    if whole is None:
        return _read_text(source, index, settings, aside.told)
    return *whole, (*aside.notes, *notes)


def _read_text(
    source: Source, index: int, settings: RecogniseSettings, told: Told
) -> tuple[Book, Reading, tuple[Diagnostic, ...]]:
    kind, reason = (settings.kind, "told so") if settings.kind else kind_of(source)
    if kind == "book":
        return read_book(source, index, reason, told)
    return read_articles(source, index, reason, told, one=settings.kind == "clipping")


def _together(books: Sequence[Book]) -> Book:
    """Several sources as one book."""
    return Book(
        "book",
        common([book.metadata for book in books]),
        tuple(division for book in books for division in book.divisions),
        tuple(cut for book in books for cut in book.cuts),
    )
