"""Rules for KEPUBs, Kobo's own kind of EPUB, told by its spans; a book without them is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebook.check.epub import Epub, Page, line_of, placed, select
from ebook.check.rules import Fault

_ID = re.compile(r"kobo\.(\d{1,9})\.(\d{1,9})", re.ASCII)
_BARE = ("audio", "math", "option", "pre", "rp", "script", "style", "svg", "time", "title", "video")
_OUTSIDE = (
    "./descendant::text()[normalize-space()]/parent::*[not(self::h:span[@class='koboSpan'])]"
    f"[not(ancestor-or-self::*[{' or '.join(f'local-name()={name!r}' for name in _BARE)}])]"
)
_MARKUP = re.compile(rb'<span class="koboSpan" id="[^"]*">')


def spans(epub: Epub) -> Iterator[Fault]:
    """Ids ``kobo.P.S`` rise through a page, no span stands in another, no text outside, two wrappers (KFY, CAL).

    Kobo counts a reader's place, notes and statistics by them.
    """
    for page in epub.spine:
        found = placed(page.body, ".//h:span[@class='koboSpan']/@id")
        if found:
            yield from _rising(page, found)
            yield from _places(page)


def _rising(page: Page, found: list[tuple[str, int]]) -> Iterator[Fault]:
    last = (0, 0)
    for ident, line in found:
        match = _ID.fullmatch(ident)
        number = (int(match[1]), int(match[2])) if match else last
        if number <= last:
            yield page.name, ident, line
        last = number


def _places(page: Page) -> Iterator[Fault]:
    if len(select(page.body, "./h:div[@id='book-columns']/h:div[@id='book-inner']")) != 1:
        yield page.name, "div#book-columns > div#book-inner"
    for element in select(page.body, ".//h:span[@class='koboSpan']//h:span[@class='koboSpan']"):
        yield page.name, f"koboSpan {element.get('id')}", line_of(element)
    for element in select(page.body, _OUTSIDE):
        yield page.name, f"<{str(element.tag).rpartition('}')[2]}>", line_of(element)


def without_spans(data: bytes) -> int:
    """The bytes of a page without the spans that Kobo asks for."""
    markup = [len(match) + len(b"</span>") for match in _MARKUP.findall(data)]
    return len(data) - sum(markup)
