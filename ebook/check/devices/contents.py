"""What devices ask of the table of contents and the landmarks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from ebook.check.devices.facts import Facts
from ebook.check.epub import EPUB_TYPE, line_of, select
from ebook.check.rules import Fault

_ON_KINDLE, _ON_KOBO = 2, 3  # levels
_MOST_LANDMARKS = 3


def none(facts: Facts) -> Iterator[Fault]:
    """There is a table of contents with entries, as nav or as NCX."""
    if not facts.contents[1]:
        yield facts.contents[0], "nav, NCX"


def deep_for_kindle(facts: Facts) -> Iterator[Fault]:
    """Two levels."""
    return _deeper(facts, _ON_KINDLE)


def deep_for_kobo(facts: Facts) -> Iterator[Fault]:
    """Three levels."""
    return _deeper(facts, _ON_KOBO)


def _deeper(facts: Facts, most: int) -> Iterator[Fault]:
    name, points = facts.contents
    deeper = [point for point in points if point.depth > most]
    if deeper:
        yield name, f"{max(point.depth for point in deeper)} > {most}: {deeper[0].label}", deeper[0].line


def many_landmarks(facts: Facts) -> Iterator[Fault]:
    """Few landmarks: the contents, the beginning of the text, the cover."""
    nav = facts.epub.nav
    links = [] if nav is None else select(nav.root, "//h:nav[@epub:type='landmarks']//h:a")
    if nav is not None and len(links) > _MOST_LANDMARKS:
        yield nav.name, f"{len(links)}: {' '.join(link.get(EPUB_TYPE, '') for link in links)}", line_of(links[0])


def out_of_order(facts: Facts) -> Iterator[Fault]:
    """Entries follow the order of the pages, and inside a page that of its elements."""
    name, points = facts.contents
    spine: dict[str, int] = {}
    for number, page in enumerate(facts.epub.spine):
        spine.setdefault(page.name, number)
    last = (-1, -1)
    for point in points:
        file, fragment = point.target or ("", "")
        if file in spine:
            place = spine[file], facts.epub.order.get((file, fragment), 0)
            if place < last:
                yield name, point.label, point.line
            last = place


def lead_nowhere(facts: Facts) -> Iterator[Fault]:
    """Every entry finds a page of the reading order, and in it the element that it names."""
    name, points = facts.contents
    spine = {page.name for page in facts.epub.spine}
    for point in points:
        file, fragment = point.target or ("", "")
        if file not in spine or (fragment and (file, fragment) not in facts.epub.elements_by_id):
            why = " (not in the spine)" if file in facts.epub.pages and file not in spine else ""
            yield name, f"{point.label} → {file}{'#' if fragment else ''}{fragment}{why}", point.line


def lead_to_the_hidden(facts: Facts) -> Iterator[Fault]:
    """No entry leads to what is not shown."""
    name, points = facts.contents
    for point in points:
        file, fragment = point.target or ("", "")
        element = facts.epub.elements_by_id.get((file, fragment)) if fragment else None
        if element is not None and (_hidden(element) or any(map(_hidden, element.iterancestors()))):
            yield name, f"{point.label} → {file}#{fragment}", point.line


def _hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or "display:none" in element.get("style", "").replace(" ", "").lower()


def unlabelled(facts: Facts) -> Iterator[Fault]:
    """Every entry has words."""
    name, points = facts.contents
    for point in points:
        if not point.label:
            yield name, f"→ {'#'.join(filter(None, point.target or ()))}", point.line
