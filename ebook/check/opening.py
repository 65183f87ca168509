"""The finished EPUB, opened with the check's own eyes.

Hostile until proved otherwise: sizes are counted while reading, XML is parsed
without network, external or internal entities.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element

from ebook.check.epub import AROUND, DAMAGE, Epub, Item, Page
from ebook.check.text import XHTML
from ebook.check.xml import CSS_TYPE, EPUB_TYPE, NCX_TYPE, NS, XHTML_TYPE, resolve
from ebook.diagnostics import Diagnostic, Problem

MAX_FILES = 65_535
MAX_TEXT_FILE = 64 << 20  # bytes; a body document has a quarter of a megabyte
MAX_TEXT = 1 << 30

_TEXT_TYPES = frozenset((XHTML_TYPE, NCX_TYPE, CSS_TYPE))

# What holds the text of a KEPUB.
_WRAPPERS = ("book-columns", "book-inner")


def read_epub(book: bytes) -> Epub:
    """Open a book.  Raises GAT-001 where it is damaged, GAT-002 where we look into it no further."""
    try:
        with ZipFile(BytesIO(book)) as archive:
            return _read(book, archive)
    except DAMAGE as error:
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
