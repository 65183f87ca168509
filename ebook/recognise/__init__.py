"""Recognise: from sources to a book.

Which kind of text it is, the clues of each line, the best whole reading, and
the book that follows from it (``docs/recognition.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ebook.diagnostics import Diagnostic
from ebook.model import Book, Metadata, Reading, Source
from ebook.recognise.clipping import read_clipping
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
    read = [read_clipping(source, index, "told") for index, source in enumerate(sources)]
    books, readings = [book for book, _ in read], tuple(reading for _, reading in read)
    book = books[0] if len(books) == 1 else _together(books)
    return Recognition(book, readings, ())


def _together(books: Sequence[Book]) -> Book:
    """Several articles as one book, which says nothing of itself but its language."""
    return Book(
        "book",
        Metadata(language=books[0].metadata.language),
        tuple(division for book in books for division in book.divisions),
        tuple(cut for book in books for cut in book.cuts),
    )
