"""Rules for the package document: EPUB 3.3 sec-package-doc, Kobo and Kindle guides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from ebook.check.epub import CSS_TYPE, NCX_TYPE, XHTML_TYPE, Epub
from ebook.check.rules import Fault

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BCP47 = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # the shape; EPUBCheck looks the subtags up
_PICTURES = ("image/jpeg", "image/png", "image/gif")
_PLAIN_TEXT = "text/plain"  # the licence of a font; no page leads to it, so no device shows it
_FONTS = ("font/ttf", "font/otf", "font/woff", "application/font-sfnt", "application/vnd.ms-opentype")
_DATE_LENGTHS = (4, 7, 10)  # 2023, 2023-06, 2023-06-30
_MEDIA_TYPES = frozenset((XHTML_TYPE, NCX_TYPE, CSS_TYPE, _PLAIN_TEXT, *_PICTURES, *_FONTS))


def identifier(epub: Epub) -> Iterator[Fault]:
    """``unique-identifier`` names a ``dc:identifier`` that is not empty (sec-opf-dcidentifier)."""
    wanted = epub.opf.get("unique-identifier")
    if not any(e.get("id") == wanted and (e.text or "").strip() for e in epub.metadata("dc:identifier")):
        yield epub.opf_name, f"unique-identifier {wanted}"


def modified(epub: Epub) -> Iterator[Fault]:
    """Exactly one ``dcterms:modified``, in UTC, to the second (sec-metadata-last-modified)."""
    found = [e.text or "" for e in epub.metadata("opf:meta[@property='dcterms:modified']") if not e.get("refines")]
    if len(found) != 1 or not _is_time(found[0]):
        yield epub.opf_name, f"dcterms:modified {', '.join(found)}"


def _is_time(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").strftime("%Y-%m-%dT%H:%M:%SZ") == text
    except ValueError:
        return False


def publication_date(epub: Epub) -> Iterator[Fault]:
    """At most one ``dc:date``: a year, a month or a day of ISO 8601 (sec-opf-dcdate)."""
    found = [e.text or "" for e in epub.metadata("dc:date")]
    if len(found) > 1 or not all(map(_is_date, found)):
        yield epub.opf_name, f"dc:date {', '.join(found)}"


def _is_date(text: str) -> bool:
    try:
        whole = date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        return False
    return len(text) in _DATE_LENGTHS and whole.isoformat().startswith(text)


def titles(epub: Epub) -> Iterator[Fault]:
    """Of several titles each has its type, the first is the main one (sec-title-type); none is empty."""
    found = epub.metadata("dc:title")
    if not found or not all((e.text or "").strip() for e in found):
        yield epub.opf_name, "dc:title"
    types = [kind for e in found for kind in _refinements(epub, e.get("id"), "title-type")]
    if len(found) > 1 and (len(types) != len(found) or types[0] != "main"):
        yield epub.opf_name, f"title-type {' '.join(types)}"


def roles(epub: Epub) -> Iterator[Fault]:
    """Roles are codes of the MARC list, of the scheme ``marc:relators`` (sec-role); EPUBCheck takes any word."""
    for element in epub.metadata("opf:meta[@property='role']"):
        if element.get("scheme") != "marc:relators" or element.text not in _relators():
            yield epub.opf_name, f"role {element.text}"


@cache
def _relators() -> frozenset[str]:
    text = (files("ebook.check.rules") / "relators.txt").read_text(encoding="utf-8")
    return frozenset(code for line in text.splitlines() if not line.startswith("#") for code in line.split())


def language(epub: Epub) -> Iterator[Fault]:
    """One language tag for package and pages: ``dc:language``, ``xml:lang`` and ``lang`` (sec-opf-dclanguage).

    Kindle offers Chinese fonts, and crengine Chinese punctuation, by this tag.
    """
    tag = next((e.text or "" for e in epub.metadata("dc:language")), "")
    if not _BCP47.fullmatch(tag) or epub.opf.get(_XML_LANG) != tag:
        yield epub.opf_name, tag
    for page in epub.pages.values():
        if not page.root.get("lang") == page.root.get(_XML_LANG) == tag:
            yield page.name, f"{page.root.get('lang')} / {page.root.get(_XML_LANG)} ≠ {tag}"


def cover(epub: Epub) -> Iterator[Fault]:
    """A cover is one JPEG or PNG marked both ways: ``cover-image``, and ``meta name="cover"`` for Kobo (KOBO, KFY).

    No page has the id ``cover``: kepubify would take it for the picture.
    """
    images = [item for item in epub.items if "cover-image" in item.properties]
    named = [element.get("content") for element in epub.metadata("opf:meta[@name='cover']")]
    if named != [item.id for item in images] or len(images) > 1:
        yield epub.opf_name, "cover-image ≠ meta cover"
    yield from ((item.name, item.media_type) for item in images if item.media_type not in _PICTURES[:2])
    yield from ((item.name, "id cover") for item in epub.items if item.media_type == XHTML_TYPE and item.id == "cover")


def direction(epub: Epub) -> Iterator[Fault]:
    """``page-progression-direction`` is there, and rtl just where the text runs vertically (sec-spine-elem)."""
    spine = epub.opf.find("{*}spine")
    found = None if spine is None else spine.get("page-progression-direction")
    vertical = any(b"vertical-rl" in data for name, data in epub.files.items() if name.endswith(".css"))
    if found != ("rtl" if vertical else "ltr"):
        yield epub.opf_name, f"page-progression-direction {found}"


def spine(epub: Epub) -> Iterator[Fault]:
    """Every page but the nav is in the spine, once (sec-spine-elem)."""
    times = Counter(page.name for page in epub.spine)
    for page in epub.pages.values():
        if times[page.name] != 1 and page.around != "nav":
            yield page.name, f"{times[page.name]} × in the spine"


def media_types(epub: Epub) -> Iterator[Fault]:
    """Pages, style sheets, JPEG, PNG, GIF and plain fonts: what every device shows (KDP/G75V4YX5X8GRGXWV, KOBO)."""
    for item in epub.items:
        if item.media_type not in _MEDIA_TYPES:
            yield item.name, item.media_type
        if item.properties & {"scripted", "remote-resources"}:
            yield item.name, " ".join(sorted(item.properties))


def _refinements(epub: Epub, refined: str | None, name: str) -> list[str]:
    found = epub.metadata(f"opf:meta[@property='{name}']")
    return [element.text or "" for element in found if element.get("refines") == f"#{refined}"]
