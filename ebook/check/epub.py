"""The finished EPUB, read with the check's own eyes: zip, package, pages.

Hostile until proved otherwise: sizes are counted while reading, XML is parsed
without network, external or internal entities.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree
from lxml.etree import _Element

from ebook.check.contents import Point, nav_points, ncx_points
from ebook.check.text import XHTML
from ebook.check.xml import CSS_TYPE, EPUB_TYPE, NCX_TYPE, NS, XHTML_TYPE, line_of, placed, resolve, select, strings
from ebook.diagnostics import Diagnostic, Problem
from ebook.resources import GENERATOR

__all__ = [
    "AROUND",
    "CSS_TYPE",
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
    "read_epub",
    "resolve",
    "select",
    "strings",
]

MAX_FILES = 65_535
MAX_TEXT_FILE = 64 << 20  # bytes; a body document has a quarter of a megabyte
MAX_TEXT = 1 << 30

_TEXT_TYPES = frozenset((XHTML_TYPE, NCX_TYPE, CSS_TYPE))

_MARKERS = "//*[contains(concat(' ', @epub:type, ' '), ' pagebreak ') or @role='doc-pagebreak']"
# What zipfile raises for a damaged, encrypted or oddly packed archive, a seek before its beginning among it.
_DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)

# What holds the text of a KEPUB.
_WRAPPERS = ("book-columns", "book-inner")

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
        except _DAMAGE:
            return b""

    @property
    def ours(self) -> bool:
        """Whether build-epub made the book, as its package says: to claim it falsely earns stricter rules only."""
        generators = self.metadata("opf:meta[@name='generator']")
        return any(element.get("content") == GENERATOR for element in generators)

    def metadata(self, path: str) -> list[_Element]:
        """The elements of the package's metadata, such as ``dc:title``."""
        return self.opf.findall(f"opf:metadata/{path}", NS)


def read_epub(book: bytes) -> Epub:
    """Open a book.  Raises GAT-001 where it is damaged, GAT-002 where we look into it no further."""
    try:
        with ZipFile(BytesIO(book)) as archive:
            return _read(book, archive)
    except _DAMAGE as error:
        raise _unreadable("", str(error)) from error


def _read(book: bytes, archive: ZipFile) -> Epub:
    if len(archive.filelist) > MAX_FILES:
        raise Problem(Diagnostic("GAT-002", {"reason": f"{len(archive.filelist)} > {MAX_FILES} files"}))
    texts = _Texts(archive)
    container = texts.xml("META-INF/container.xml")
    rootfile = container.find("c:rootfiles/c:rootfile", NS)
    opf_name = "" if rootfile is None else rootfile.get("full-path", "")
    opf = texts.xml(opf_name)
    items = tuple(_items(opf, opf_name))
    for item in items:
        if item.media_type in _TEXT_TYPES:
            texts.read(item.name)
    pages = {item.name: _page(item, texts) for item in _spine_first(opf, items) if item.media_type == XHTML_TYPE}
    in_spine = [item.name for item in _spine(opf, items)]
    ncx = next((item.name for item in items if item.media_type == NCX_TYPE), None)
    return Epub(
        data=book,
        comment=archive.comment,
        entries=tuple(archive.filelist),
        files=texts.files,
        opf_name=opf_name,
        opf=opf,
        items=items,
        spine=tuple(pages[name] for name in in_spine if name in pages),
        pages=pages,
        nav=next((pages[item.name] for item in items if "nav" in item.properties and item.name in pages), None),
        ncx=None if ncx is None else texts.xml(ncx),
    )


class _Texts:
    """The files of the archive that hold text, each read once, all of them within bounds."""

    def __init__(self, archive: ZipFile) -> None:
        self.files: dict[str, bytes] = {}
        self._archive = archive
        self._room = MAX_TEXT

    def read(self, name: str) -> bytes:
        if name not in self.files:
            limit = min(MAX_TEXT_FILE, self._room)
            try:
                with self._archive.open(name) as file:
                    data = file.read(limit + 1)  # the size that the header tells may lie
            except KeyError as error:
                raise _unreadable(name or "OPF", "not in the archive") from error
            if len(data) > limit:
                raise Problem(Diagnostic("GAT-002", {"reason": f"> {limit} bytes"}, file=name))
            self._room -= len(data)
            self.files[name] = data
        return self.files[name]

    def xml(self, name: str) -> _Element:
        """The root of an XML file, without comments and processing instructions."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            if not error.lineno:  # libxml2 has no memory left, not even to say so
                raise MemoryError from error
            raise _unreadable(name, str(error)) from error
        except ValueError as error:
            raise _unreadable(name, str(error)) from error
        # An unresolved entity is text that silently is not there.
        subset = root.getroottree().docinfo.internalDTD
        if subset is not None and any(True for _ in subset.iterentities()):  # type: ignore[union-attr] # not in the stubs
            raise Problem(Diagnostic("GAT-002", {"reason": "<!ENTITY"}, file=name))
        return root


def _page(item: Item, texts: _Texts) -> Page:
    root = texts.xml(item.name)
    around = "nav" if "nav" in item.properties else _around(root)
    return Page(item.name, texts.read(item.name), root, around)


def _around(root: _Element) -> str | None:
    """The ``epub:type`` that makes a page one around the text: on the body, or on the one section it consists of.

    The wrappers of a KEPUB (kepubify, calibre) hold that section as the body does elsewhere.
    """
    body = root.find(XHTML + "body")
    if body is None:
        return None
    types = body.get(EPUB_TYPE, "").split()
    held = body
    while len(held) == 1 and held[0].get("id") in _WRAPPERS:
        held = held[0]
    if len(held) == 1:
        types += held[0].get(EPUB_TYPE, "").split()
    return next((name for name in types if name in AROUND), None)


def _items(opf: _Element, opf_name: str) -> Iterator[Item]:
    for element in opf.iterfind("opf:manifest/opf:item", NS):
        target = resolve(opf_name, element.get("href", ""))
        if target is not None:
            yield Item(
                id=element.get("id", ""),
                name=target[0],
                media_type=element.get("media-type", ""),
                properties=frozenset(element.get("properties", "").split()),
            )


def _spine(opf: _Element, items: tuple[Item, ...]) -> list[Item]:
    by_id = {item.id: item for item in items}
    references = [element.get("idref", "") for element in opf.iterfind("opf:spine/opf:itemref", NS)]
    return [by_id[reference] for reference in references if reference in by_id]


def _spine_first(opf: _Element, items: tuple[Item, ...]) -> list[Item]:
    return list(dict.fromkeys((*_spine(opf, items), *items)))


def _unreadable(name: str, reason: str) -> Problem:
    return Problem(Diagnostic("GAT-001", {"reason": reason}, file=name or None))
