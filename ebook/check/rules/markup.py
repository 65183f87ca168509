"""Rules for the pages: EPUB 3.3 sec-xhtml, sec-xml-constraints; Kobo and Kindle guides; Ace by DAISY."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ebook.check.epub import Epub, Page, line_of, placed, resolve, select, strings
from ebook.check.rules import Fault
from ebook.check.rules.kobo import without_spans
from ebook.check.text import HEADINGS

_DECLARATION = re.compile(rb'<\?xml version="1\.0" encoding="utf-8"\?>\s', re.IGNORECASE)
_ACTIVE = (
    "//h:script|//h:form|//h:iframe|//h:object|//h:embed|//h:applet|//h:frame|//h:frameset|//h:audio|//h:video|"
    "//h:canvas|//h:input|//h:button|//h:select|//h:textarea"
)
_STYLES = "//h:style[not(@id='kobostylehacks' or @class='kobostylehacks')]"
_LINKS = "//@href|//@src|//@poster|//@srcset|//@data|//@cite|//@action|//@background|//*[local-name()='image']/@*"
_OUTWARD = ("http://", "https://", "mailto:")  # where a reader may follow a link; nothing is loaded from there
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_BODY_LIMIT = 256 * 1024  # bytes
_LONGEST_ALT = 140
_EMPTY = (
    "//*[not(@class='koboSpan') and not(normalize-space(.))]"
    "[self::h:p or self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4 or self::h:h5 or self::h:h6 or self::h:a or "
    "self::h:li or self::h:span or self::h:dt or self::h:dd]"
    "[not(*) and not(@epub:type)]"
)


def encoding(epub: Epub) -> Iterator[Fault]:
    """Declaration and ``meta charset`` say UTF-8: Send to Kindle reads others as Latin-1 (asciidoctor-epub3#437)."""
    for page in epub.pages.values():
        if not _DECLARATION.match(page.data):
            yield page.name, "<?xml?>"
        if [e.get("charset", "").lower() for e in select(page.root, "/h:html/h:head/h:meta[@charset]")] != ["utf-8"]:
            yield page.name, "meta charset"


def scripts(epub: Epub) -> Iterator[Fault]:
    """Nothing that runs or asks: no script, form, frame, medium, no ``on…`` attribute (KDP/GP2Z9DD4F2N4QKCY)."""
    for page in epub.pages.values():
        yield from ((page.name, _name(str(e.tag)), line_of(e)) for e in select(page.root, _ACTIVE))
        for attribute, line in placed(page.root, "//@*[starts-with(local-name(), 'on')]"):
            yield page.name, attribute, line


def links(epub: Epub) -> Iterator[Fault]:
    """No ``javascript:``, ``data:`` or ``file:``; nothing loaded from elsewhere (sec-resource-locations)."""
    for page in epub.pages.values():
        outside = [item for item in placed(page.root, _LINKS) if resolve(page.name, item[0]) is None]
        allowed = {item for item in _anchors(page) if item[0].startswith(_OUTWARD)} if outside else frozenset()
        yield from ((page.name, *item) for item in outside if item not in allowed)


def targets(epub: Epub) -> Iterator[Fault]:
    """Every link inside the book finds its file and its fragment (Kindle E999)."""
    for link in epub.links:
        name, fragment = link.target or ("", "")
        if name and (name not in epub.names or (fragment and (name, fragment) not in epub.elements_by_id)):
            yield link.file, link.value, link.line


def body_targets(epub: Epub) -> Iterator[Fault]:
    """No link points at the id of a body (Kindle E999; abuseofnotation/category-theory-illustrated#62)."""
    ids = {(page.name, page.body.get("id")) for page in epub.pages.values() if page.body.get("id")}
    if ids:
        for page in epub.pages.values():
            yield from ((page.name, *item) for item in _anchors(page) if resolve(page.name, item[0]) in ids)


def ids(epub: Epub) -> Iterator[Fault]:
    """Ids are unique in their document (XML 1.0, validity constraint ID)."""
    for page in epub.pages.values():
        count = Counter(strings(page.root, "//@id"))
        yield from ((page.name, value) for value, times in count.items() if times > 1)


def headings(epub: Epub) -> Iterator[Fault]:
    """One h1 a page, the first heading; no level left out on the way down (daisy/ace; it misses a lone h3)."""
    for page in epub.pages.values():
        levels = [int(str(element.tag)[-1]) for element in page.body.iter(*HEADINGS)]
        jumps = any(below > above + 1 for above, below in zip([0, *levels], levels, strict=False))
        if jumps or levels.count(1) > 1:
            yield page.name, " ".join(f"h{level}" for level in levels[:20])


def inline_styles(epub: Epub) -> Iterator[Fault]:
    """No ``style``, neither attribute nor element (KOBO "CSS"), but the one that Kobo's own files have (KFY, CAL)."""
    for page in epub.pages.values():
        yield from ((page.name, *item) for item in placed(page.root, "//@style"))
        yield from ((page.name, "<style>", line_of(e)) for e in select(page.root, _STYLES))


def comments(epub: Epub) -> Iterator[Fault]:
    """No comments: ``--`` in one is a Kindle E999."""
    yield from ((page.name, "<!--") for page in epub.pages.values() if b"<!--" in page.data)


def characters(epub: Epub) -> Iterator[Fault]:
    """No controls, no bidi controls, no U+FFFE and U+FFFF, also not as references (UTR 36; EPUBCheck is silent)."""
    roots = [(page.name, page.root) for page in epub.pages.values()]
    roots += [(epub.opf_name, epub.opf)] + ([("NCX", epub.ncx)] if epub.ncx is not None else [])
    for name, root in roots:
        text = "".join((str(root.xpath("string()")), *strings(root, "//@*")))
        found = sorted(set(_CONTROLS.findall(text)))
        yield from ((name, f"U+{ord(character):04X}") for character in found)


def pictures(epub: Epub) -> Iterator[Fault]:
    """``img`` has a source and a text shorter than 140 characters (KDP/G75V4YX5X8GRGXWV; Kindle E21018)."""
    for page in epub.pages.values():
        for element in select(page.root, "//h:img"):
            if not element.get("src") or not 0 < len(element.get("alt", "")) < _LONGEST_ALT:
                yield page.name, f"img {element.get('src')}", line_of(element)


def empty(epub: Epub) -> Iterator[Fault]:
    """No element of text is empty: a text that lost its last character would leave one."""
    for page in epub.pages.values():
        yield from ((page.name, f"<{_name(str(e.tag))}>", line_of(e)) for e in select(page.body, _EMPTY))


def size(epub: Epub) -> Iterator[Fault]:
    """A page of text has at most 256 KB: e-readers turn pages slowly through more (KOBO; TW 檔案規格).

    Kobo's spans do not count: its limit for what its own engine shows is 10 MB (KOBO "Limitations").
    """
    for page in epub.spine:
        if page.around is None and (size := without_spans(page.data)) > _BODY_LIMIT:
            yield page.name, f"{size // 1024} KB"


def private_use(epub: Epub) -> Iterator[Fault]:
    """Private-use characters show only in the font of their maker; told once, at the first."""
    texts = {page: _PRIVATE.findall(str(page.root.xpath("string()"))) for page in epub.spine}
    found = Counter(mark for marks in texts.values() for mark in marks)
    first = next((page for page, marks in texts.items() if marks and page.around is None), None)
    first = first or next((page for page, marks in texts.items() if marks), None)
    if first:
        told = ", ".join(f"U+{ord(mark):04X} ({times} ×)" for mark, times in sorted(found.items()))
        yield first.name, told, _line(first, texts[first][0])


def _line(page: Page, mark: str) -> int:
    """The line of the first element of a page that has a mark among its own texts."""
    return line_of(select(page.root, f"//*[text()[contains(., '{mark}')]]")[0])


def _anchors(page: Page) -> list[tuple[str, int]]:
    return placed(page.root, "//h:a/@href")


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]
