"""The table of contents as its readers see it: what nav and NCX say, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element

from ebook.check.text import WHITE, XHTML, words
from ebook.check.xml import NS, line_of, resolve, select


@dataclass(frozen=True, slots=True)
class Point:
    """An entry of the table of contents: label, (document, fragment), depth from 1; the line where it stands."""

    label: str
    target: tuple[str, str] | None
    depth: int
    line: int = field(default=0, compare=False)


def nav_points(name: str, root: _Element) -> tuple[Point, ...]:
    """The entries of the toc nav, in order."""
    return tuple(
        Point(words(link), resolve(name, link.get("href", "")), len(select(link, "ancestor::h:ol")), line_of(link))
        for nav in select(root, "//h:nav[@epub:type='toc']")
        for link in nav.iter(XHTML + "a")
    )


def ncx_points(name: str, root: _Element) -> tuple[Point, ...]:
    """The entries of the NCX, in order."""
    return tuple(
        Point(
            (point.findtext("ncx:navLabel/ncx:text", "", NS)).strip(WHITE),
            resolve(name, content.get("src", "")) if (content := point.find("ncx:content", NS)) is not None else None,
            len(select(point, "ancestor-or-self::ncx:navPoint")),
            line_of(point),
        )
        for point in root.iterfind(".//ncx:navPoint", NS)
    )
