"""A finished book as a reading system opens it: the tests' own eyes, sharing nothing with the product."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

NS = {
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
}
AROUND = {"cover", "titlepage", "toc", "colophon"}  # the pages that only repeat


def find(tree: Any, path: str) -> list[Any]:
    """What an XPath finds."""
    return list(tree.xpath(path, namespaces=NS))


def text(tree: Any) -> str:
    """All the text of an element."""
    return str(tree.xpath("string()"))


def squeeze(words: str) -> str:
    """Text without its white space."""
    return "".join(words.split())


class Epub:
    """An opened book: its files, its package document, its spine's documents in order."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as container:
            self.files = {name: container.read(name) for name in container.namelist()}
        (self.package_name,) = find(etree.fromstring(self.files["META-INF/container.xml"]), "//c:rootfile/@full-path")
        self.package: Any = etree.fromstring(self.files[self.package_name])
        self.items = {item.get("id"): item for item in find(self.package, "//o:manifest/o:item")}
        names = [
            self._beside(self.package_name, self.items[ref].get("href"))
            for ref in find(self.package, "//o:itemref/@idref")
        ]
        self.documents: dict[str, Any] = {name: etree.fromstring(self.files[name]) for name in names}

    @staticmethod
    def _beside(name: str, href: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), href.partition("#")[0]))

    def values(self, name: str) -> list[str]:
        """The texts of a Dublin Core element."""
        return [text(element) for element in find(self.package, f"//dc:{name}")]

    def people(self) -> dict[str, set[str]]:
        """Everybody by name, with the roles that refine them."""
        return {
            text(person): self._roles(person.get("id"))
            for person in find(self.package, "//dc:creator | //dc:contributor")
        }

    def _roles(self, person: str) -> set[str]:
        return {text(role) for role in find(self.package, f"//o:meta[@property='role'][@refines='#{person}']")}

    def is_text(self, name: str) -> bool:
        """Whether a document carries the text, rather than standing around it."""
        return not AROUND & set(" ".join(find(self.documents[name], "//@e:type")).split())

    def words(self) -> str:
        """The text of the book in the order of its spine, without white space."""
        bodies = [find(tree, "/h:html/h:body")[0] for name, tree in self.documents.items() if self.is_text(name)]
        return squeeze("".join(map(text, bodies)))

    def contents(self) -> list[tuple[int, str]]:
        """The entries of the table of contents that lead into the text, each with its depth."""
        (href,) = find(self.package, "//o:item[contains(concat(' ', @properties, ' '), ' nav ')]/@href")
        name = self._beside(self.package_name, href)
        links = find(etree.fromstring(self.files[name]), "//h:nav[@e:type='toc']//h:a")
        inside = [link for link in links if self.is_text(self._beside(name, link.get("href")))]
        return [(len(find(link, "ancestor::h:ol")), text(link)) for link in inside]
