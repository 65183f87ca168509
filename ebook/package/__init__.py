"""Package: a publication becomes the bytes of an EPUB 3.3 file."""

from __future__ import annotations

import re

from ebooklib import epub

from ebook.model import Publication
from ebook.package import nav, opf
from ebook.package.writer import Writer

__all__ = ["package"]

_XHTML = "application/xhtml+xml"
_NCX = "application/x-dtbncx+xml"
_NCX_ID = "ncx"  # the id that ebooklib's spine names


def package(publication: Publication) -> bytes:
    """Pack a publication, whose metadata has a title, a language and an identifier.

    The finished files go to ebooklib as plain items, which it neither parses
    nor changes; the same publication gives the same bytes.
    """
    meta = publication.metadata
    assert meta.title
    assert meta.language
    assert meta.identifier
    language = meta.language.value
    book = epub.EpubBook()
    book.set_direction("rtl" if publication.vertical else "ltr")  # of pages (EPUB 3.3 sec-spine-elem)
    book.add_item(_item("nav.xhtml", _XHTML, nav.nav(publication, language), "nav"))
    ncx = nav.ncx(publication, language, meta.identifier.value, meta.title.value)
    book.add_item(epub.EpubItem(_NCX_ID, "toc.ncx", _NCX, ncx))
    for resource in publication.resources:
        properties = ("cover-image",) if resource.name == publication.cover else ()
        book.add_item(_item(resource.name, resource.media_type, resource.data, *properties))
    for document in publication.documents:
        book.spine.append(book.add_item(_item(document.name, _XHTML, document.data)))
    book.guide = [{"type": kind, "title": point.label, "href": point.href} for kind, point in publication.guide.items()]
    cover_id = _id(publication.cover) if publication.cover else None
    prefix = opf.APPLE if opf.has_fonts(publication) else None
    return Writer(book, opf.metadata(publication, cover_id), language, prefix).finished()


def _item(name: str, media_type: str, data: bytes, *properties: str) -> epub.EpubItem:
    item = epub.EpubItem(_id(name), name, media_type, data)
    item.properties = list(properties)
    return item


def _id(name: str) -> str:
    """An id from a file's name; never ``cover``, which kepubify takes for the picture of the cover."""
    return "item-" + re.sub(r"[^a-z0-9]+", "-", name)
