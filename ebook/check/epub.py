"""The finished EPUB, as the check sees it: zip, package, pages.  ``opening.py`` reads one."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree
from lxml.etree import _Element

from ebook.check.contents import Point, nav_points, ncx_points
from ebook.check.text import XHTML
from ebook.check.xml import CSS_TYPE, EPUB_TYPE, NCX_TYPE, NS, XHTML_TYPE, line_of, placed, resolve, select, strings
from ebook.resources import GENERATOR

__all__ = [
    "AROUND",
    "CSS_TYPE",
    "DAMAGE",
    "EPUB_TYPE",
    "NCX_TYPE",
    "NS",
    "XHTML_TYPE",
    "Epub",
    "Item",
    "Link",
    "Page",
    "line_of",
    "placed",
    "resolve",
    "select",
    "strings",
]

_MARKERS = "//*[contains(concat(' ', @epub:type, ' '), ' pagebreak ') or @role='doc-pagebreak']"
# What zipfile raises for a damaged, encrypted or oddly packed archive, a seek before its beginning among it.
DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)

# The pages around the text: these only repeat, every other document of the spine carries the text.
AROUND = frozenset(("cover", "titlepage", "toc", "landmarks", "colophon", "copyright-page"))


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the manifest; ``name`` is its path in the zip."""

    id: str
    name: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """An XHTML document of the book; ``around`` is the kind of page around the text it is, None for a body document."""

    name: str
    data: bytes
    root: _Element
    around: str | None

    @property
    def body(self) -> _Element:
        """The body; an empty one where the document has none."""
        found = self.root.find(XHTML + "body")
        return etree.Element(XHTML + "body") if found is None else found


@dataclass(frozen=True, slots=True)
class Link:
    """A reference from a file; ``target`` is (file, fragment), None for one that leaves the book."""

    file: str
    value: str
    line: int
    target: tuple[str, str] | None


@dataclass(frozen=True)
class Epub:
    """A book that could be read; nothing is said yet about whether it is right."""

    data: bytes
    comment: bytes
    entries: tuple[ZipInfo, ...]
    files: Mapping[str, bytes]  # the texts of the manifest and META-INF
    opf_name: str
    opf: _Element
    items: tuple[Item, ...]
    spine: tuple[Page, ...]
    pages: Mapping[str, Page]  # every XHTML document by name, the spine's in its order first
    nav: Page | None
    ncx: _Element | None

    @cached_property
    def elements_by_id(self) -> Mapping[tuple[str, str], _Element]:
        """(document, id) → element, for every id of every page."""
        return {
            (page.name, element.get("id", "")): element
            for page in self.pages.values()
            for element in select(page.root, "//*[@id]")
        }

    @cached_property
    def markers(self) -> list[tuple[Page, _Element]]:
        """Where pages of print begin, in the order of the spine: (document, element)."""
        return [
            (page, element)
            for page in self.spine
            if b"pagebreak" in page.data  # spares most books a look at every element
            for element in select(page.root, _MARKERS)
        ]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What the pages link to and show."""
        return tuple(
            Link(page.name, value, line, resolve(page.name, value))
            for page in self.pages.values()
            for value, line in placed(page.root, "//@href|//@src|//@xlink:href")
        )

    @cached_property
    def nav_points(self) -> tuple[Point, ...]:
        """The entries of the nav."""
        return () if self.nav is None else nav_points(self.nav.name, self.nav.root)

    @cached_property
    def ncx_points(self) -> tuple[Point, ...]:
        """The entries of the NCX."""
        return () if self.ncx is None else ncx_points(self.ncx_name, self.ncx)

    @cached_property
    def ncx_name(self) -> str:
        """The file of the NCX; that of the package where there is none."""
        return next((item.name for item in self.items if item.media_type == NCX_TYPE), self.opf_name)

    @cached_property
    def order(self) -> Mapping[tuple[str, str], int]:
        """(document, id) → where it stands among all ids: later in a document is higher."""
        return {key: number for number, key in enumerate(self.elements_by_id, 1)}

    @cached_property
    def names(self) -> frozenset[str]:
        """The files of the archive."""
        return frozenset(entry.filename for entry in self.entries)

    @cached_property
    def _archive(self) -> ZipFile:
        return ZipFile(BytesIO(self.data))

    def head(self, name: str, most: int) -> bytes:
        """The first bytes of a file; empty where it is not there or cannot be unpacked."""
        if name not in self.names:
            return b""
        try:
            with self._archive.open(name) as file:
                return file.read(most)
        except DAMAGE:
            return b""

    @property
    def ours(self) -> bool:
        """Whether build-epub made the book, as its package says: to claim it falsely earns stricter rules only."""
        generators = self.metadata("opf:meta[@name='generator']")
        return any(element.get("content") == GENERATOR for element in generators)

    def metadata(self, path: str) -> list[_Element]:
        """The elements of the package's metadata, such as ``dc:title``."""
        return self.opf.findall(f"opf:metadata/{path}", NS)
