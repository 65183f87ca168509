"""Rules for accessibility: EPUB Accessibility 1.1, DPUB-ARIA 1.1; some of them Ace by DAISY has, others nobody."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from lxml.etree import _Element

from ebook.check.epub import EPUB_TYPE, Epub, line_of, select
from ebook.check.rules import Fault
from ebook.check.text import XHTML

#: What a claim of conformance says, word for word (sec-conf-reporting-pub).
_CLAIM = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[0-2] Level A{1,3}")
#: Types of a section that are roles as well, with ``doc-`` before them (EPUB Type to ARIA Role Authoring Guide 1.1).
_NAMES = """acknowledgments afterword appendix backlink bibliography biblioref chapter colophon conclusion credits
dedication endnotes epigraph epilogue errata footnote foreword glossary index introduction noteref notice pagebreak part
preface prologue pullquote qna subtitle tip toc"""
_ROLES = frozenset(_NAMES.split())


def vocabulary(epub: Epub) -> Iterator[Fault]:
    """Access modes, features, hazards and a summary are told, in words of the vocabulary (sec-disc-package).

    ``none`` and ``unknown`` stand alone.  The sufficient modes of one set stand in one element, parted by commas.
    """
    for name, allowed in _words().items():
        values = [word.strip() for text in _schema(epub, name) for word in text.split(",")]
        if not values:
            yield epub.opf_name, f"schema:{name}"
        yield from ((epub.opf_name, f"schema:{name} {value}") for value in values if value not in allowed)
        if len(values) > 1 and {"none", "unknown"} & set(values):
            yield epub.opf_name, f"schema:{name} {' '.join(values)}"
    if not any(map(str.strip, _schema(epub, "accessibilitySummary"))):
        yield epub.opf_name, "schema:accessibilitySummary"


@cache
def _words() -> Mapping[str, list[str]]:
    return tomllib.loads((files("ebook.check.rules") / "accessibility.toml").read_text(encoding="utf-8"))


def claims(epub: Epub) -> Iterator[Fault]:
    """What the accessibility metadata claim is so (sec-disc-package, sec-conf-reporting-pub)."""
    features, modes = set(_schema(epub, "accessibilityFeature")), set(_schema(epub, "accessMode"))
    pictures = [e for page in epub.pages.values() if page.around != "cover" for e in select(page.root, "//h:img")]
    told = all(element.get("alt") is not None for element in pictures)  # an empty one says: ornament (WCAG 2.2, H67)
    truth = _truth(epub) | {"alternativeText": bool(pictures) and told}
    yield from ((epub.opf_name, feature) for feature in sorted(features) if not truth.get(feature, True))
    if "visual" in modes and not pictures:
        yield epub.opf_name, "accessMode visual"
    if "textual" in _schema(epub, "accessModeSufficient") and not told:
        yield epub.opf_name, "accessModeSufficient textual"
    for element in epub.metadata("opf:*[@property='dcterms:conformsTo']"):
        certified = epub.metadata("opf:meta[@property='a11y:certifiedBy']")
        if not certified or not _CLAIM.fullmatch((element.text or "").strip()):
            yield epub.opf_name, f"dcterms:conformsTo {element.text}"


def _truth(epub: Epub) -> dict[str, bool]:
    """What a book has, by the feature that says so."""
    vertical = epub.opf.find("{*}spine[@page-progression-direction='rtl']") is not None
    return {
        "ARIA": _any(epub, "//*[@role]", b"role"),
        "rubyAnnotations": _any(epub, "//h:ruby", b"ruby"),
        "structuralNavigation": _any(epub, "//h:h1|//h:h2"),
        "verticalWriting": vertical,
        "horizontalWriting": not vertical,
        "pageBreakMarkers": bool(epub.markers),
        "printPageNumbers": bool(epub.markers),
        "pageNavigation": epub.nav is not None and bool(select(epub.nav.root, "//h:nav[@epub:type='page-list']//h:a")),
        "tableOfContents": epub.nav is not None,
    }


def pagination(epub: Epub) -> Iterator[Fault]:
    """Markers of pages say which book or issue the pages are of, and never that they are the book's own (sec-page-src).

    Either ``pageBreakSource``, once, or a ``dc:source`` that ``source-of`` names.
    """
    if not epub.markers:
        return
    said = [(element.text or "").strip() for element in epub.metadata("opf:meta[@property='pageBreakSource']")]
    refined = [e.get("refines") for e in epub.metadata("opf:meta[@property='source-of']")]
    named = [e.text for e in epub.metadata("dc:source") if f"#{e.get('id')}" in refined]
    if len(said) > 1 or not any((*said, *named)):
        yield epub.opf_name, f"pageBreakSource {', '.join(said)}"
    own = {element.text for element in epub.metadata("dc:identifier")}
    yield from ((epub.opf_name, f"pageBreakSource {name}") for name in (*said, *named) if name in own)


def markers(epub: Epub) -> Iterator[Fault]:
    """A marker of a page has its role, an id, a name and no element inside (daisy/ace, pagebreak-label)."""
    for page, element in epub.markers:
        named = element.get("aria-label") or element.get("title")
        if element.get("role") != "doc-pagebreak" or not element.get("id") or not named or len(element):
            yield page.name, f"pagebreak {element.get('id')}", line_of(element)


def roles(epub: Epub) -> Iterator[Fault]:
    """What has an ``epub:type`` has the role that means the same: screen readers know roles alone (DPUB-ARIA 1.1)."""
    for page in epub.pages.values():
        for element in select(page.body, ".//*[@epub:type]"):
            types = set(element.get(EPUB_TYPE, "").split()) & _ROLES
            wanted = {f"doc-{name}" for name in types}
            if wanted and element.get("role") not in wanted and not _is_landmark(element):
                yield page.name, f"{' '.join(sorted(types))}: role {element.get('role')}", line_of(element)


def _is_landmark(element: _Element) -> bool:
    """A link of the landmarks says what its target is."""
    return element.tag == XHTML + "a" and any(
        nav.get(EPUB_TYPE) == "landmarks" for nav in element.iterancestors(XHTML + "nav")
    )


def titles(epub: Epub) -> Iterator[Fault]:
    """Every page has a title, and no two pages of the text have the same (WCAG 2.4.2)."""
    pages = list(epub.pages.values())
    found = [" ".join((page.root.findtext(f"{XHTML}head/{XHTML}title") or "").split()) for page in pages]
    yield from ((page.name, "<title>") for page, title in zip(pages, found, strict=True) if not title)
    times = Counter(title for page, title in zip(pages, found, strict=True) if page.around is None)
    for page, title in zip(pages, found, strict=True):
        if page.around is None and title and times[title] > 1:
            yield page.name, f"{times[title]} × {title}"


def _schema(epub: Epub, name: str) -> list[str]:
    return [element.text or "" for element in epub.metadata(f"opf:meta[@property='schema:{name}']")]


def _any(epub: Epub, path: str, word: bytes = b"") -> bool:
    """Whether a page has such an element; where its bytes lack a word of it, no element is looked at."""
    return any(word in page.data and select(page.root, path) for page in epub.pages.values())
