"""The table of contents twice: as the nav document (EPUB 3) and as the NCX (older readers), one tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import count

from ebook.model import NavPoint, Publication
from ebook.resources import XHTML, words

_NAV = """\
<nav epub:type="toc" role="doc-toc" aria-labelledby="heading" id="toc">
<h1 id="heading">{heading}</h1>
{contents}
</nav>
<nav epub:type="landmarks" id="landmarks" hidden="hidden">
<ol>
{landmarks}
</ol>
</nav>{pages}"""

_PAGES = """
<nav epub:type="page-list" role="doc-pagelist" aria-label="{label}" id="page-list" hidden="hidden">
{pages}
</nav>"""

_NCX = """\
<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{language}">
<head>
<meta name="dtb:uid" content="{identifier}"/>
<meta name="dtb:depth" content="{depth}"/>
<meta name="dtb:totalPageCount" content="0"/>
<meta name="dtb:maxPageNumber" content="0"/>
</head>
<docTitle><text>{title}</text></docTitle>
<navMap>
{contents}
</navMap>
</ncx>
"""

_LANDMARKS = (("cover", "cover", "cover"), ("toc", "toc", "contents"), ("body", "bodymatter", "text"))


def nav(publication: Publication, language: str) -> bytes:
    """The nav document.  It is not in the spine: the book has a contents page of its own."""
    contents = "\n".join(_list(publication.contents))
    landmarks = "\n".join(_landmarks(publication, language))
    heading = words(language)["contents"]
    pages = _page_list(publication, language)
    body = _NAV.format(heading=heading, contents=contents, landmarks=landmarks, pages=pages)
    return XHTML.format(language=escape(language), title=heading, sheet="styles/book.css", body=body).encode()


def ncx(publication: Publication, language: str, identifier: str, title: str) -> bytes:
    """The NCX: the nav's tree again, numbered in the order of reading."""
    return _NCX.format(
        language=escape(language),
        identifier=escape(identifier),
        depth=_depth(publication.contents),
        title=escape(title),
        contents="\n".join(_points(publication.contents, count(1))),
    ).encode()


def _list(points: Sequence[NavPoint]) -> Iterator[str]:
    yield "<ol>"
    for point in points:
        yield f'<li><a href="{point.href}">{escape(point.label)}</a>'
        if point.children:
            yield from _list(point.children)
        yield "</li>"
    yield "</ol>"


def _landmarks(publication: Publication, language: str) -> Iterator[str]:
    """At most three, since Kobo shows them as entries of the contents (kobolabs/epub-spec, TOC)."""
    fixed = words(language)
    for kind, semantics, label in _LANDMARKS:
        name = next((item.name for item in publication.documents if item.kind == kind), None)
        if name:
            yield f'<li><a epub:type="{semantics}" href="{name}">{fixed[label]}</a></li>'


def _page_list(publication: Publication, language: str) -> str:
    """The list of printed pages, for a reading system's own "go to page" (EPUB 3.3 sec-nav-pagelist)."""
    pages = "\n".join(_list(publication.pages))
    return _PAGES.format(label=words(language)["pages"], pages=pages) if pages and publication.pages else ""


def _points(points: Iterable[NavPoint], numbers: Iterator[int]) -> Iterator[str]:
    for point in points:
        number = next(numbers)
        yield f'<navPoint id="point-{number}" playOrder="{number}">'
        yield f'<navLabel><text>{escape(point.label)}</text></navLabel><content src="{point.href}"/>'
        yield from _points(point.children, numbers)
        yield "</navPoint>"


def _depth(points: Iterable[NavPoint]) -> int:
    return max((1 + _depth(point.children) for point in points), default=0)
