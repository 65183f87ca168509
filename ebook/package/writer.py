"""ebooklib's writer with our own metadata, our own container and no clock."""

from __future__ import annotations

from collections.abc import Iterable

from ebooklib import epub
from lxml import etree

from ebook.package.container import Container
from ebook.package.opf import IDENTIFIER_ID, Element

_OPF = "http://www.idpf.org/2007/opf"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


class Writer(epub.EpubWriter):  # type: ignore[misc]  # ebooklib has no types
    """Writes a book of finished items: manifest, spine and container by ebooklib, the rest by us.

    Overridden is what ebooklib cannot do: ``xml:lang`` on the package, the
    order of the metadata, entries without the clock.
    """

    def __init__(
        self, book: epub.EpubBook, metadata: Iterable[Element], language: str, prefix: str | None = None
    ) -> None:
        """``language`` is that of the package document, ``prefix`` names vocabularies that EPUB does not reserve."""
        super().__init__("", book)
        self._metadata = metadata
        self._language = language
        self._prefix = prefix

    def finished(self) -> bytes:
        """The bytes of the book."""
        self.out = Container()
        self._write_container()
        self._write_opf()
        self._write_items()
        return self.out.finished()

    def _write_opf(self) -> None:
        attributes = {"version": "3.0", "unique-identifier": IDENTIFIER_ID, _expanded("xml:lang"): self._language}
        if self._prefix:
            attributes["prefix"] = self._prefix
        root = etree.Element("package", attributes, nsmap={None: _OPF})  # type: ignore[dict-item]  # lxml-stubs knows no default
        self._write_opf_metadata(root)
        ncx_id = self._write_opf_manifest(root)
        self._write_opf_spine(root, ncx_id)
        self._write_opf_guide(root)
        self._write_opf_file(root)

    def _write_opf_metadata(self, root: etree._Element) -> None:
        parent = etree.SubElement(root, "metadata", nsmap={"dc": _SPACES["dc"]})
        for item in self._metadata:
            attributes = {_expanded(name): value for name, value in item.attributes.items()}
            etree.SubElement(parent, _expanded(item.name), attributes).text = item.text or None


def _expanded(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{_SPACES[prefix]}}}{local}" if prefix else name
