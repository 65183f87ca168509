"""The Kindle edition: an EPUB for Send to Kindle and for Kindle Previewer.

Sources: Kindle Publishing Guidelines 2019.2 (KPG), the pages of KDP's help by their
ids (seen 2026-11-23), and what Send to Kindle refused others for (E999).  Every
book already obeys what asks nothing of the others: declarations in each file,
links that lead somewhere, body text in the reader's own size and face, notes
after their marks with a link back (KPG, Footnote Guidelines).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO

from ebook.model import Document, NavPoint, Publication, Resource
from ebook.resources import words

_JPEG = "image/jpeg"
_QUALITY = 90

# The Kindle's own tags name the place and not the script, by which it offers Chinese fonts (KDP G200673300; the locales
# of the MOBI header).  Both tables: the first that a tag begins with.
_REGIONS = {
    "zh-hant-hk": "zh-HK",
    "zh-hant-mo": "zh-HK",
    "zh-hant": "zh-TW",
    "zh-hans-sg": "zh-SG",
    "zh-hans": "zh-CN",
}


def edition(publication: Publication) -> Publication:
    """The publication for a Kindle."""
    contents = tuple(_two(publication.contents))
    # What turns the lines and the pages of a whole book (KDP GU72M65VRFPH43L6), beside the spine's direction.
    metas = {"primary-writing-mode": "vertical-rl"} if publication.vertical else {}
    publication = replace(publication, contents=contents, metas={**publication.metas, **metas})
    publication = replace(publication, guide=dict(_guide(publication)))
    return _with_jpeg_cover(_in_kindles_language(_with_one_title(publication)))


def _with_one_title(publication: Publication) -> Publication:
    """Without a second ``dc:title``, for which Send to Kindle answers E999 (grimmory-tools/grimmory#2323, 2026-08-11).

    The subtitle is printed on the title page as ever; the package says it in a meta of EPUB 2, which nobody minds.
    """
    metadata = publication.metadata
    if not metadata.subtitle:
        return publication
    metas = {**publication.metas, "subtitle": metadata.subtitle.value}
    return replace(publication, metadata=replace(metadata, subtitle=None), metas=metas)


def _guide(publication: Publication) -> Iterator[tuple[str, NavPoint]]:
    """Where the contents are and where the text begins, once more as EPUB 2 said it.

    Without a guide some Kindles show the same chapter's name all through a book (Standard Ebooks,
    ``se_epub_build.py``, 2024-08); EPUB 3.3 lets it be (sec-opf2-guide).
    """
    assert publication.metadata.language
    labels = words(publication.metadata.language.value)
    for kind, name, label in (("toc", "toc", "contents"), ("body", "text", "text")):
        found = next((document for document in publication.documents if document.kind == kind), None)
        if found:
            yield name, NavPoint(labels[label], found.name)


def _two(points: Iterable[NavPoint]) -> Iterator[NavPoint]:
    """The contents in two levels, all that a Kindle shows (KDP GY3AD8C6C6GAG42N): what is deeper moves up, in order."""
    for point in points:
        yield replace(point, children=tuple(_one(point.children)))


def _one(points: Iterable[NavPoint]) -> Iterator[NavPoint]:
    for point in points:
        yield replace(point, children=())
        yield from _one(point.children)


def _in_kindles_language(publication: Publication) -> Publication:
    """The tag that the Kindle has for the language, in the package and on every page."""
    language = publication.metadata.language
    assert language, "every publication has a language"
    tag = kindle_tag(language.value)
    metadata = replace(publication.metadata, language=replace(language, value=tag))
    documents = tuple(_tagged(document, language.value, tag) for document in publication.documents)
    return replace(publication, metadata=metadata, documents=documents)


def kindle_tag(tag: str) -> str:
    """A language tag as Kindle has it; one that is not Chinese stays."""
    low = tag.lower()
    return next((region for known, region in _REGIONS.items() if f"{low}-".startswith(f"{known}-")), tag)


def _tagged(document: Document, old: str, new: str) -> Document:
    """A page whose root has the new tag: ``lang`` and ``xml:lang``."""
    head, mark, rest = document.data.partition(b"<head>")
    return replace(document, data=head.replace(f'lang="{old}"'.encode(), f'lang="{new}"'.encode()) + mark + rest)


def _with_jpeg_cover(publication: Publication) -> Publication:
    """The cover as a JPEG (KDP G6GTK3T3NUHKLEFX); reading has seen to its size, its colours and its transparency."""
    cover = next((item for item in publication.resources if item.name == publication.cover), None)
    if cover is None or cover.media_type == _JPEG:
        return publication
    new = Resource(cover.name.rpartition(".")[0] + ".jpg", _jpeg(cover.data), _JPEG)
    resources = tuple(new if item is cover else item for item in publication.resources)
    documents = tuple(
        replace(document, data=document.data.replace(cover.name.encode(), new.name.encode()))
        if document.kind == "cover"
        else document
        for document in publication.documents
    )
    return replace(publication, cover=new.name, resources=resources, documents=documents)


def _jpeg(data: bytes) -> bytes:
    """A picture as JPEG: RGB or grey, since a Kindle shows no CMYK (KDP G75V4YX5X8GRGXWV)."""
    from PIL import Image  # noqa: PLC0415 - only a book with a picture of that kind pays for it

    with Image.open(BytesIO(data)) as picture:
        plain = picture if picture.mode == "L" else picture.convert("RGB")
        out = BytesIO()
        plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
