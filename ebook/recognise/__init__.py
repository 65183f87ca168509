"""Recognise: from sources to a book.

Which kind of text it is, the clues of each line, the best whole reading, and
the book that follows from it (``docs/recognition.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebook.diagnostics import Diagnostic
from ebook.model import Book, Metadata, Reading, Source
from ebook.recognise.book import read_book
from ebook.recognise.clipping import read_clipping
from ebook.recognise.kind import kind_of
from ebook.settings import RecogniseSettings

__all__ = ["Recognition", "recognise"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """A book, and for each source how it was read."""

    book: Book
    readings: tuple[Reading, ...]
    diagnostics: tuple[Diagnostic, ...]


def recognise(sources: Sequence[Source], settings: RecogniseSettings) -> Recognition:
    """Read the sources: one source is the book itself, several are the articles of a book."""
    read = [_read(source, index, settings) for index, source in enumerate(sources)]
    books = [book for book, _, _ in read]
    book = books[0] if len(books) == 1 else _together(books)
    return Recognition(
        book, tuple(reading for _, reading, _ in read), tuple(told for *_, tell in read for told in tell)
    )


def _read(source: Source, index: int, settings: RecogniseSettings) -> tuple[Book, Reading, tuple[Diagnostic, ...]]:
    kind, reason = (settings.kind, "told so") if settings.kind else kind_of(source)
    return (read_book if kind == "book" else read_clipping)(source, index, reason)


def _together(books: Sequence[Book]) -> Book:
    """Several articles as one book, which says nothing of itself but its language."""
    return Book(
        "book",
        Metadata(language=books[0].metadata.language),
        tuple(division for book in books for division in book.divisions),
        tuple(cut for book in books for cut in book.cuts),
    )
