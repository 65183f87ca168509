"""The straight line: read → recognise → typeset → package → check → place.

The library's entry and the only place where stages meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ebook.check import check, start_checker
from ebook.diagnostics import Diagnostic
from ebook.model import Book, Reading, Source, Verdict
from ebook.package import package
from ebook.place import place, target
from ebook.read import read, read_picture
from ebook.recognise import recognise
from ebook.settings import Settings, settle
from ebook.typeset import typeset


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    path: Path | None  # where the book stands; None where it was not placed
    sources: tuple[Source, ...]
    readings: tuple[Reading, ...]
    book: Book
    verdict: Verdict
    diagnostics: tuple[Diagnostic, ...]


def build(paths: Sequence[Path], settings: Settings) -> Report:
    """Build one book from its sources.  Raises :class:`~ebook.diagnostics.Problem`."""
    with start_checker(settings.check) as checker:
        sources, d1 = read(paths, settings.read)
        cover = read_picture(settings.typeset.cover)
        recognition = recognise(sources, settings.recognise)
        book = settle(recognition.book, settings.declared)
        publication = typeset(book, sources, cover, settings.typeset)
        data = package(publication)
        verdict = check(data, sources, book.cuts, checker)
    return place(...)
