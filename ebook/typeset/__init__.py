"""Typeset: a recognised book becomes a publication, every file of it finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ebook.model import Book, Document, NavPoint, Publication, Resource, Source, Value
from ebook.resources import words
from ebook.settings import TypesetSettings
from ebook.typeset import pages
from ebook.typeset.accessibility import accessibility
from ebook.typeset.chapters import BodyFile, lay_out
from ebook.typeset.printed import issues
from ebook.typeset.semantics import HEADING, attributes
from ebook.typeset.vertical import upright_page
from ebook.typeset.xhtml import document

__all__ = ["typeset"]

_SUFFIX = {"image/jpeg": "jpg", "image/png": "png"}


def typeset(
    book: Book,
    sources: Sequence[Source],
    cover: Resource | None,
    stylesheet: bytes,
    settings: TypesetSettings,
) -> Publication:
    """Set a book.

    The body documents carry every block of the book once and in order; the
    pages around them (cover, title page, contents, colophon) only repeat the
    metadata.  ``sources`` name the book where nothing else does.
    """
    language = book.metadata.language.value if book.metadata.language else "und"
    fixed = words(language)
    title = book.metadata.title.value if book.metadata.title else sources[0].stem
    layout = lay_out(book, title, vertical=settings.vertical)
    contents = (*layout.contents, NavPoint(fixed["colophon"], "text/colophon.xhtml"))
    picture = replace(cover, name=f"images/cover.{_SUFFIX[cover.media_type]}") if cover else None
    around = _around(book, picture, title, contents, language)
    *front, last = map(upright_page, around) if settings.vertical else around
    sheet = Resource("styles/book.css", stylesheet, "text/css")
    publication = Publication(
        metadata=book.metadata,
        documents=(*front, *_bodies(layout.files, language), last),
        contents=contents,
        resources=(sheet, picture) if picture else (sheet,),
        modified=_modified(book.metadata.date, settings.epoch),
        cover=picture.name if picture else None,
        pages=layout.pages,
        pages_of="；".join(issues(book.divisions)) or None,
        vertical=settings.vertical,
    )
    return replace(publication, accessibility=accessibility(publication, language))


def _around(
    book: Book, picture: Resource | None, title: str, contents: Sequence[NavPoint], language: str
) -> Iterator[Document]:
    """The pages around the text: those before it, and the colophon."""
    fixed = words(language)
    if picture:
        yield pages.cover_page(picture, title, language, fixed)
    yield pages.title_page(book, language, fixed)
    yield pages.contents_page(contents, language, fixed)
    yield pages.colophon(book, language, fixed)


def _bodies(files: Sequence[BodyFile], language: str) -> Iterator[Document]:
    for file in files:
        named = any(piece.startswith(f'<h1 id="{HEADING}"') for piece in file.pieces)
        section = attributes(file.semantics, named=named)
        yield Document(file.name, document(file.title, language, section, file.pieces), "body")


def _modified(date: Value[str] | None, epoch: int | None) -> str:
    """When the publication counts as last changed: never the clock, so that the same input gives the same bytes."""
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    day = f"{date.value}-01-01"[:10] if date else "2000-01-01"
    return f"{day}T00:00:00Z"
