"""The structures inside the text: asides, questions and answers, letters, verse, notes, readings, foreign phrases.

They come last.  Which line is a heading, a caption or furniture is decided
before and stays so; here paragraphs are only told apart and held together.
No character moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ebook.model import Book, Division, Source
from ebook.recognise.asides import with_asides
from ebook.recognise.exchanges import with_exchanges
from ebook.recognise.letters import with_letter
from ebook.recognise.noterefs import with_notes
from ebook.recognise.notes import with_whole_lists
from ebook.recognise.onpage import Lines
from ebook.recognise.spans import with_spans
from ebook.recognise.stanzas import with_stanzas


def structured(book: Book, sources: Sequence[Source]) -> Book:
    """The book with the structures of its text told."""
    lines = Lines(sources)
    divisions = with_notes([_division(division, lines) for division in book.divisions])
    language = book.metadata.language
    chinese = language is not None and language.value.startswith("zh")
    return replace(book, divisions=with_spans(divisions, foreign=chinese))


def _division(division: Division, lines: Lines) -> Division:
    if division.kind == "article":
        return _article(division, lines)
    return with_stanzas(with_exchanges(division, names=False), lines)  # names and colons make a play as well


def _article(article: Division, lines: Lines) -> Division:
    article = with_asides(with_whole_lists(article), lines)
    return with_stanzas(with_letter(with_exchanges(article, names=True), lines), lines)
