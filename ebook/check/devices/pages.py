"""What devices ask of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebook.check.devices.facts import Facts
from ebook.check.epub import NS, Link, line_of, placed, resolve, select
from ebook.check.rules import Fault
from ebook.check.text import WHITE

# What Send to Kindle looks at, from the first character on (innocenat/kindle-epub-fix, fixEncoding).
_TOLD = re.compile(rb"""(?:\xef\xbb\xbf)?\s{0,99}<\?xml\s[^>]{0,99}\bencoding=["'][\w.-]+["']""", re.IGNORECASE)
_LONGEST_ALT = 140
_HEAVIEST = 10_000_000  # bytes
_MOST_COLUMNS = 4
_HREF = f"{{{NS['xlink']}}}href"
_DISK = re.compile(r"file:|[A-Za-z]:[\\/]", re.IGNORECASE)


def encoding_untold(facts: Facts) -> Iterator[Fault]:
    """A page with other characters than ASCII begins with the declaration of its encoding."""
    for page in facts.epub.pages.values():
        if not _TOLD.match(page.data) and not page.data.isascii():
            yield page.name, "<?xml encoding?>", 1


def picture_without_source(facts: Facts) -> Iterator[Fault]:
    """Every ``img`` has a source."""
    for name, element in facts.rare["img"]:
        if not element.get("src", "").strip():
            yield name, "<img>", line_of(element)


def long_description(facts: Facts) -> Iterator[Fault]:
    """The text of a picture has less than 140 characters."""
    for name, element in facts.rare["img"]:
        if (length := len(element.get("alt", ""))) >= _LONGEST_ALT:
            yield name, f"{length}: {element.get('alt')}", line_of(element)


def no_description(facts: Facts) -> Iterator[Fault]:
    """Every picture has a text; an empty one says that it is ornament."""
    for name, element in facts.rare["img"]:
        if element.get("alt") is None:
            yield name, f"<img> {element.get('src')}", line_of(element)


def nested_paragraphs(facts: Facts) -> Iterator[Fault]:
    """No paragraph stands in another."""
    for page in facts.pages:
        yield from ((page.name, "<p><p>", line_of(element)) for element in select(page.root, "//h:p//h:p"))


def scripts(facts: Facts) -> Iterator[Fault]:
    """No script, and no attribute that runs one."""
    yield from _each(facts, "script")
    for page in facts.epub.pages.values():
        for value, line in placed(page.root, "//@*[starts-with(name(), 'on')]"):
            yield page.name, value, line


def forms(facts: Facts) -> Iterator[Fault]:
    """No form, no frame."""
    return _each(facts, "form", "input", "button", "select", "textarea", "iframe", "frame", "frameset")


def sound_and_film(facts: Facts) -> Iterator[Fault]:
    """No sound, no film."""
    return _each(facts, "audio", "video")


def _each(facts: Facts, *names: str) -> Iterator[Fault]:
    for name in names:
        yield from ((page, f"<{name}>", line_of(element)) for page, element in facts.rare[name])


def too_large(facts: Facts) -> Iterator[Fault]:
    """A page has at most 10 MB."""
    for page in facts.epub.pages.values():
        if len(page.data) > _HEAVIEST:
            yield page.name, f"{len(page.data) / 1_000_000:.0f} MB"


def wide_tables(facts: Facts) -> Iterator[Fault]:
    """A table has at most four columns; the first row with more is told.  Ours set the rows of longer ones as lines."""
    tables = set()
    for name, row in facts.rare["tr"]:
        columns = sum(map(_span, select(row, "h:td|h:th")))
        table = next(row.iterancestors("{*}table"), row)
        in_lines = facts.epub.ours and "stacked" in table.get("class", "").split()
        if columns > _MOST_COLUMNS and not in_lines and table not in tables:
            tables.add(table)
            yield name, f"{columns} > {_MOST_COLUMNS}", line_of(row)


def _span(cell: object) -> int:
    text = str(getattr(cell, "get")("colspan", "1"))  # noqa: B009
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1  # noqa: PLR2004


def inline_styles(facts: Facts) -> Iterator[Fault]:
    """No ``style`` attributes."""
    for page in facts.epub.pages.values():
        yield from ((page.name, value, line) for value, line in placed(page.root, "//@style"))


def padded_blanks(facts: Facts) -> Iterator[Fault]:
    """No ``span`` that has padding and nothing but blanks in it."""
    for page in facts.pages:
        for element in select(page.root, "//h:span[contains(@style,'padding') and not(*)]"):
            if element.text and not element.text.strip(WHITE):
                yield page.name, f'<span style="{element.get("style")}">', line_of(element)


def cover_with_text(facts: Facts) -> Iterator[Fault]:
    """The page with the cover, the first that shows it, has nothing else."""
    cover = facts.cover
    names = {link.file for link in facts.links if cover and link.target and link.target[0] == cover.name}
    page = next((page for page in facts.epub.spine if page.name in names), None)
    if page is None:
        return
    text = str(page.body.xpath("normalize-space()"))
    pictures = select(page.body, ".//h:img|.//svg:image")
    if text or len(pictures) > 1:
        yield page.name, text or f"{len(pictures)} × img", line_of(page.body)


def wrapped_pictures(facts: Facts) -> Iterator[Fault]:
    """A picture is an ``img``, not an ``image`` in an SVG."""
    for name, element in facts.rare["image"]:
        if element.get(_HREF):
            yield name, f"<svg:image> {element.get(_HREF)}", line_of(element)


def not_in_order(facts: Facts) -> Iterator[Fault]:
    """A page that another links to stands in the reading order."""
    epub = facts.epub
    spine = {page.name for page in (*epub.spine, *((epub.nav,) if epub.nav else ()))}
    for link in facts.links:
        if link.target and link.target[0] in epub.pages and link.target[0] not in spine:
            yield link.file, link.value, link.line


def nothing_there(facts: Facts) -> Iterator[Fault]:
    """What a page links to or shows is in the book."""
    for link in facts.links:
        if link.target and not _is_there(facts, link) and not _but_for_capitals(facts, link):
            yield link.file, link.value, link.line


def other_capitals(facts: Facts) -> Iterator[Fault]:
    """Names are written with the capitals that the files have."""
    for link in (*facts.links, *facts.addresses):
        if link.target and not _is_there(facts, link) and _but_for_capitals(facts, link):
            yield link.file, link.value, link.line


def _is_there(facts: Facts, link: Link) -> bool:
    name, fragment = link.target or ("", "")
    if fragment and name in facts.epub.pages:
        return (name, fragment) in facts.epub.elements_by_id
    return name in facts.epub.names or not link.value


def _but_for_capitals(facts: Facts, link: Link) -> bool:
    name = link.target[0] if link.target else ""
    return name not in facts.epub.names and name.lower() in facts.small_names


def on_somebodys_disk(facts: Facts) -> Iterator[Fault]:
    """No address is a place on the maker's own machine."""
    for link in facts.links:
        if _DISK.match(link.value) and resolve(link.file, link.value) is None:
            yield link.file, link.value, link.line
