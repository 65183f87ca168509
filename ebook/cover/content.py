"""What a cover may print: values of the metadata, and nothing that they do not say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ebook.cover.breaks import Piece, title_pieces
from ebook.cover.faces import drawn_text
from ebook.model import Book, Metadata, Person, Value
from ebook.numerals import printed_date
from ebook.resources import word_table

_NAMED = ("aut", "trl", "pht", "ill")  # on the cover; an editor only where nobody wrote


@dataclass(frozen=True, slots=True)
class Content:
    """The texts of a cover as they are drawn; "" where there is none."""

    title: str
    subtitle: str
    kicker: str  # of an article the line above its headline; of a book its series
    people: tuple[str, ...]  # a line for each role
    imprint: str  # the publisher, or of an article the paper
    date: str
    names: tuple[str, ...]  # of people: where a title has one, it is not parted
    is_traditional: bool

    def pieces(self, text: str) -> Sequence[Piece]:
        """A title, kicker or subtitle in pieces, by the words of the book's script."""
        return title_pieces(text, is_traditional=self.is_traditional, names=self.names)


def content(book: Book) -> Content:
    """The texts of the book's cover."""
    meta = book.metadata
    language = meta.language.value if meta.language else "und"
    series = meta.series.value if meta.series else None
    named = "\u3000".join(filter(None, (series.name, series.position))) if series else ""
    clipping = book.kind == "clipping"
    return Content(
        title=_text(meta.title),
        subtitle=_text(meta.subtitle),
        kicker=_text(meta.kicker) if clipping else drawn_text(named),
        people=tuple(drawn_text(line) for line in _people(meta.people, word_table(language), clipping=clipping)),
        imprint=_text(meta.publisher),
        date=_date(meta, language) if clipping else "",
        names=tuple(drawn_text(person.name) for person in meta.people),
        is_traditional=word_table(language) == "Hant",
    )


def _text(value: Value[str] | None) -> str:
    return drawn_text(value.value) if value else ""


def _date(meta: Metadata, language: str) -> str:
    return printed_date(meta.date.value, language) if meta.date else ""


def _people(people: tuple[Person, ...], table: str, *, clipping: bool) -> Iterator[str]:
    """Lines such as 林远 著.  An article's writers stand without a word, as under its headline."""
    present = {role for person in people for role in person.roles}
    seen: set[str] = set()
    for role in _NAMED if "aut" in present else ("edt", *_NAMED):
        names = [person.name for person in people if role in person.roles and person.name not in seen]
        seen.update(names)
        if names:
            apart = ", " if table == "en" else "\u3000"
            form = "{names}" if clipping and role == "aut" else _bylines()[table][role]
            yield form.format(names=apart.join(names))


@cache
def _bylines() -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads((files("ebook.cover") / "bylines.toml").read_text("utf-8"))
    return table
