"""What several rules ask of a book, found once: its links, its style sheets, its pictures, its contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.etree import _Element

from ebook.check.contents import Point
from ebook.check.css import Block, blocks
from ebook.check.devices.picture import Picture, picture
from ebook.check.epub import Epub, Item, Link, Page, line_of, resolve
from ebook.check.rules import Fault
from ebook.check.rules.style import addresses, sheets

#: A rule of a device takes the facts and yields (file or None, what is wrong there), and the line where it knows it.
DeviceRule = Callable[["Facts"], Iterator[Fault]]

_MOST_SHEETS = 1 << 20  # characters of style sheets that are looked into; a book's have some thousands
_MOST_BLOCKS = 20_000
RARE = (
    *("img", "style", "script", "audio", "video", "tr", "image"),
    *("form", "input", "button", "select", "textarea", "iframe", "frame", "frameset"),
)
_TAGS = tuple(f"{{*}}{name}" for name in RARE)
_MOST_PICTURES = 256 << 20  # bytes of their heads


@dataclass(frozen=True)
class Facts:
    """A book, and what is known of it when somebody has asked."""

    epub: Epub

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What the pages refer to, the table of contents left out."""
        nav = self.epub.nav
        return tuple(link for link in self.epub.links if nav is None or link.file != nav.name)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages without the nav."""
        return tuple(page for page in self.epub.pages.values() if page is not self.epub.nav)

    @cached_property
    def rare(self) -> Mapping[str, list[tuple[str, _Element]]]:
        """Elements that few pages have, by their name, each with its page: all of them found in one walk."""
        found: dict[str, list[tuple[str, _Element]]] = {name: [] for name in RARE}
        for page in self.epub.pages.values():
            for element in page.root.iter(*_TAGS):
                found[str(element.tag).rpartition("}")[2]].append((page.name, element))
        return found

    @cached_property
    def sheets(self) -> tuple[tuple[str, str, int], ...]:
        """Each style sheet, also those inside pages: its file, its text, the line before its first."""
        inside = ((name, element.text or "", line_of(element) - 1) for name, element in self.rare["style"])
        return tuple(_bounded([*((name, text, 0) for name, text in sheets(self.epub)), *inside]))

    @cached_property
    def blocks(self) -> tuple[tuple[str, Block], ...]:
        """The blocks of all style sheets, each with its file, their lines counted in that."""
        found = ((name, _shifted(block, by)) for name, text, by in self.sheets for block in blocks(text))
        return tuple(islice(found, _MOST_BLOCKS))

    @cached_property
    def addresses(self) -> tuple[Link, ...]:
        """What the style sheets refer to."""
        return tuple(
            Link(name, words, line + by, None if not address or address.startswith("#") else resolve(name, address))
            for name, text, by in self.sheets
            for words, address, line in addresses(text)
        )

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the manifest that stand in the archive."""
        return tuple(_pictures(self.epub))

    @cached_property
    def cover(self) -> Item | None:
        """The cover picture, marked in either way."""
        named = {element.get("content") for element in self.epub.metadata("opf:meta[@name='cover']")}
        marked = [item for item in self.epub.items if "cover-image" in item.properties]
        return next((item for item in (*marked, *(item for item in self.epub.items if item.id in named))), None)

    @cached_property
    def contents(self) -> tuple[str, tuple[Point, ...]]:
        """Where the table of contents stands, and its entries: the nav's, where that has none the NCX's."""
        epub = self.epub
        if epub.nav is not None and epub.nav_points:
            return epub.nav.name, epub.nav_points
        return epub.ncx_name, epub.ncx_points

    @cached_property
    def small_names(self) -> frozenset[str]:
        """The files of the archive in small letters."""
        return frozenset(name.lower() for name in self.epub.names)

    @cached_property
    def vertical(self) -> bool:
        """Whether the lines of whole pages run from top to bottom, the first at the right."""
        modes = self.declared("writing-mode", "-webkit-writing-mode", "-epub-writing-mode")
        whole = frozenset(("html", "body"))
        return any(value.startswith("vertical-rl") and whole & set(block.selectors) for _, block, _, value, _ in modes)

    @cached_property
    def fixed(self) -> bool:
        """Whether the pages are fixed as on paper, so that there is no running text to give way."""
        layouts = self.epub.metadata("opf:meta[@property='rendition:layout']")
        return any((element.text or "").strip() == "pre-paginated" for element in layouts)

    def declared(self, *names: str) -> Iterator[tuple[str, Block, str, str, int]]:
        """Each declaration of these properties, of any without names: file, block, property, value, line."""
        for file, block in self.blocks:
            for name, value, line in block.declarations:
                if not names or name in names:
                    yield file, block, name, value, line


def _bounded(found: list[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
    room = _MOST_SHEETS
    for name, text, by in found:
        yield name, text[:room], by
        room -= min(room, len(text))


def _shifted(block: Block, by: int) -> Block:
    block.line += by
    return block


def _pictures(epub: Epub) -> Iterator[Picture]:
    room = _MOST_PICTURES
    sizes = {entry.filename: entry.file_size for entry in epub.entries}
    for item in epub.items:
        if item.media_type.startswith("image/") and item.name in sizes and room > 0:
            found = picture(epub, item, sizes[item.name])
            room -= found.read
            yield found
