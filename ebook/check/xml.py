"""Reading XML with the check's own eyes: names, XPath with lines, references resolved."""

from __future__ import annotations

from functools import cache
from posixpath import dirname, join, normpath
from typing import Protocol, cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.etree import _Element

NS = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "h": "http://www.w3.org/1999/xhtml",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "opf": "http://www.idpf.org/2007/opf",
    "svg": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
}
EPUB_TYPE = f"{{{NS['epub']}}}type"
XHTML_TYPE = "application/xhtml+xml"
NCX_TYPE = "application/x-dtbncx+xml"
CSS_TYPE = "text/css"


def select(element: _Element, path: str) -> list[_Element]:
    """Elements by XPath, with our prefixes; quicker over a whole book than ``iterfind``, which is Python."""
    return cast("list[_Element]", _compiled(path)(element))


def strings(element: _Element, path: str) -> list[str]:
    """The values of attributes by XPath."""
    return list(map(str, cast("list[str]", _compiled(path)(element))))


def placed(element: _Element, path: str) -> list[tuple[str, int]]:
    """The values of attributes by XPath, each with the line of its element."""
    found = cast("list[_Placed]", _compiled(path)(element))
    return [(str(value), line_of(value.getparent())) for value in found]


def line_of(element: _Element) -> int:
    """The line of the file that an element's start tag ends on."""
    return cast("int | None", element.sourceline) or 0  # the stubs know no type


class _Placed(Protocol):
    """What lxml's XPath gives for an attribute: a string that knows its element."""

    def getparent(self) -> _Element: ...


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=NS)


def resolve(base: str, href: str) -> tuple[str, str] | None:
    """(name in the zip, fragment) of a relative reference; None for one that leaves the book."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    return (normpath(join(dirname(base), path)) if path else base), unquote(parts.fragment)
