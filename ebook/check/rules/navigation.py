"""Rules for nav and NCX: EPUB 3.3 sec-nav, sec-opf2-ncx; Kobo and Kindle guides."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from ebook.check.epub import EPUB_TYPE, Epub, resolve, select
from ebook.check.rules import Fault
from ebook.check.text import XHTML

_LANDMARKS = frozenset(("cover", "toc", "bodymatter"))
_MOST_LANDMARKS = 3
_KINDLE_DEPTH = 2


def _nav(epub: Epub, kind: str) -> list[_Element]:
    return [] if epub.nav is None else select(epub.nav.root, f"//h:nav[@epub:type='{kind}']")


def _name(epub: Epub) -> str | None:
    return None if epub.nav is None else epub.nav.name


def toc(epub: Epub) -> Iterator[Fault]:
    """One toc nav; it has entries, and every entry has a label (sec-nav-toc)."""
    name, points = _name(epub), epub.nav_points
    if len(_nav(epub, "toc")) != 1 or not points:
        yield name, f"{len(_nav(epub, 'toc'))} × toc, {len(points)} × a"
    yield from ((name, str(point.target)) for point in points if not point.label)


def order(epub: Epub) -> Iterator[Fault]:
    """Entries point into the spine and follow it, and inside a document its elements (sec-nav-toc; Kindle E999)."""
    spine = {page.name: number for number, page in enumerate(epub.spine)}
    last = (-1, -1)
    for point in epub.nav_points:
        name, fragment = point.target or ("", "")
        if name not in spine or (fragment and (name, fragment) not in epub.elements_by_id):
            yield _name(epub), f"{point.label} → {name}#{fragment}"
            continue
        place = spine[name], epub.order[name, fragment] if fragment else 0
        if place < last:
            yield _name(epub), point.label
        last = place


def landmarks(epub: Epub) -> Iterator[Fault]:
    """Flat, each with its type, no type twice, only cover, toc and bodymatter: Kobo lists them (sec-nav-landmarks)."""
    name = _name(epub)
    links = [link for nav in _nav(epub, "landmarks") for link in nav.iter(XHTML + "a")]
    types = [link.get(EPUB_TYPE, "") for link in links]
    if not links or len(links) > _MOST_LANDMARKS or len(set(types)) < len(types):
        yield name, f"landmarks: {' '.join(types)}"
    yield from ((name, f"landmark {kind}") for kind in types if kind not in _LANDMARKS)
    yield from ((name, "nested") for nav in _nav(epub, "landmarks") if select(nav, ".//h:ol//h:ol"))


def ncx(epub: Epub) -> Iterator[Fault]:
    """An NCX that is the nav again: labels, targets, nesting, and the book's identifier (sec-opf2-ncx; KPG 2019.2)."""
    if epub.ncx is None:
        yield None, "no NCX"
        return
    if epub.nav_points != epub.ncx_points:
        yield "NCX", "≠ nav"
    uid = next((e.get("content") for e in select(epub.ncx, "//ncx:meta[@name='dtb:uid']")), None)
    wanted = epub.opf.get("unique-identifier")
    if uid not in [e.text for e in epub.metadata("dc:identifier") if e.get("id") == wanted]:
        yield "NCX", f"dtb:uid {uid}"


def play_order(epub: Epub) -> Iterator[Fault]:
    """``playOrder`` counts 1, 2, 3 … (EPUB 3.3 sec-opf2-ncx)."""
    found = [] if epub.ncx is None else [p.get("playOrder") for p in select(epub.ncx, "//ncx:navPoint")]
    if found != [str(number) for number in range(1, len(found) + 1)]:
        yield "NCX", "playOrder"


def depth(epub: Epub) -> Iterator[Fault]:
    """Kindle shows two levels (KDP GY3AD8C6C6GAG42N)."""
    deepest = max((point.depth for point in epub.nav_points), default=0)
    if deepest > _KINDLE_DEPTH:
        yield _name(epub), str(deepest)


def page_list(epub: Epub) -> Iterator[Fault]:
    """Page markers and page list are one to one, in the order of the spine (EPUB Accessibility 1.1 sec-page-list)."""
    nav = epub.nav
    listed = [] if nav is None else [
        resolve(nav.name, link.get("href", "")) for part in _nav(epub, "page-list") for link in part.iter(XHTML + "a")
    ]  # fmt: skip
    marked = [(page.name, element.get("id", "")) for page, element in epub.markers]
    if listed != marked:
        yield _name(epub), f"page-list {len(listed)} ≠ pagebreak {len(marked)}"
