"""The pages around the text only repeat: each text of theirs is a fixed word, a value of the metadata, or a heading.

Title page, contents page, colophon, nav, NCX, the ``title`` of every document
on the one side; the OPF and the headings of the body documents on the other.
A character changed on either side leaves the two unequal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from lxml.etree import _Element

from ebook.check.epub import EPUB_TYPE, NS, Epub, Page, resolve, select
from ebook.check.ledger import moved
from ebook.check.text import HEADINGS, WHITE, XHTML, own_texts, words
from ebook.diagnostics import Diagnostic
from ebook.model import Cut, Source
from ebook.resources import words as fixed_words

_PRINTED = ("title", "creator", "contributor", "publisher", "source", "rights")  # the dc: values that a page must show
_PEOPLE = ("creator", "contributor")
_NUMBER = re.compile(r" \(\d{1,6}\)$")
_WITH_VALUES = ("titlepage", "colophon", "copyright-page")


class Repeats:
    """The texts of a book that others may repeat."""

    def __init__(self, epub: Epub) -> None:
        """Nothing is looked at before it is asked for."""
        self.epub = epub

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The fixed words of the book's language."""
        language = next((element.text or "" for element in self.epub.metadata("dc:language")), "")
        return frozenset(fixed_words(language).values())

    @cached_property
    def values(self) -> frozenset[str]:
        """The values of the metadata that a page may print."""
        series = (f"opf:meta[@property='{name}']" for name in ("belongs-to-collection", "group-position"))
        elements = [element for path in ("dc:*", *series) for element in self.epub.metadata(path)]
        return frozenset((*(_bare(element.text) for element in elements), *self.days, *self.subtitles))

    @cached_property
    def subtitles(self) -> list[str]:
        """The titles after the first; a Kindle's book has its subtitle in a meta of EPUB 2."""
        metas = self.epub.metadata("opf:meta[@name='subtitle']")
        return [*self._dc("title")[1:], *(_bare(element.get("content")) for element in metas)]

    @cached_property
    def days(self) -> list[str]:
        """The date as a Chinese page prints it, 2023年6月30日."""
        numbers = [[int(part) for part in text.split("-") if part.isdecimal()] for text in self._dc("date")]
        return ["".join(f"{n}{unit}" for n, unit in zip(date, "年月日", strict=False)) for date in numbers]

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Class of an element → what alone may stand in it: one value can be a slip of another."""
        kinds = {name: self._dc(name) for name in ("publisher", "source", "date", "identifier", "rights")}
        kinds["date"] = [*kinds["date"], *self.days]
        titles = self._dc("title")
        kinds |= {"title": titles[:1], "headline": titles[:1], "subtitle": self.subtitles}
        names = {e.get("id"): _bare(e.text) for name in _PEOPLE for e in self.epub.metadata(f"dc:{name}")}
        for role in self.epub.metadata("opf:meta[@property='role']"):
            name = names.get((role.get("refines") or "")[1:], "")
            kinds[role.text or ""] = [*kinds.get(role.text or "", []), name]
        kinds["person"] = kinds["other"] = list(names.values())
        return {kind: self.fixed.union(values) for kind, values in kinds.items()}

    def _dc(self, name: str) -> list[str]:
        return [_bare(element.text) for element in self.epub.metadata(f"dc:{name}")]

    @cached_property
    def title(self) -> str:
        """The book's title."""
        return next(iter(self._dc("title")), "")

    @cached_property
    def lines(self) -> frozenset[str]:
        """The headings and kickers of the body documents."""
        bodies = [page.body for page in self.epub.spine if page.around is None]
        found = (element for body in bodies for element in body.iter(*HEADINGS))
        kickers = (element for body in bodies for element in select(body, ".//*[@class='kicker']"))
        return frozenset(words(element) for element in (*found, *kickers))

    @cached_property
    def printed(self) -> frozenset[str]:
        """What title page and colophon print, each element as a whole."""
        pages = [page for page in self.epub.spine if page.around in _WITH_VALUES]
        return frozenset(words(element) for page in pages for element in page.body.iter())

    def heading(self, name: str, fragment: str) -> str | None:
        """The heading that a link points to: the element itself, or the first one in it or in the document."""
        if name not in self.epub.pages:
            return None
        target = self.epub.elements_by_id.get((name, fragment)) if fragment else self.epub.pages[name].body
        found = None if target is None else next(target.iter(*HEADINGS), None)
        return None if found is None else words(found)

    def printed_page(self, name: str, fragment: str) -> str | None:
        """The name of the printed page whose marker a link points to."""
        target = self.epub.elements_by_id.get((name, fragment))
        is_marker = target is not None and "pagebreak" in target.get(EPUB_TYPE, "").split()
        return target.get("aria-label") if target is not None and is_marker else None


def repeat(epub: Epub, sources: Sequence[Source], cuts: Sequence[Cut]) -> Iterator[Diagnostic]:
    """Whether the pages around the text say what the text and the metadata say; LED diagnostics, exit 4."""
    texts = Repeats(epub)
    away = moved(sources, cuts)
    yield from _values(texts)
    for text, cut in away.items():
        if text not in texts.printed:
            yield Diagnostic("LED-004", {"text": text}, file=sources[cut.source].name, line=cut.line)
    for page in epub.pages.values():
        yield from _links(page, texts) if page.around in ("nav", "toc") else ()
        if page.around is not None:
            own = texts.values | texts.lines | away.keys() if page.around in _WITH_VALUES else frozenset[str]()
            kinds = texts.kinds if page.around in _WITH_VALUES else {}
            yield from _told(page, _unknown(page.body, texts.fixed | own, kinds))
    yield from _titles(texts)
    yield from _ncx(texts)


def _values(texts: Repeats) -> Iterator[Diagnostic]:
    for name in _PRINTED:
        for element in texts.epub.metadata(f"dc:{name}"):
            if (text := _bare(element.text)) not in texts.printed:
                yield Diagnostic("LED-023", {"name": f"dc:{name}", "text": text}, file=texts.epub.opf_name)


def _unknown(element: _Element, known: frozenset[str], kinds: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """The texts that are not known, neither as a whole nor in their parts; links are checked against their targets."""
    known = kinds.get(element.get("class", ""), known)
    if element.tag == XHTML + "a" or words(element) in known:
        return
    yield from (text for text in own_texts(element) if text not in known)
    for child in element:
        yield from _unknown(child, known, kinds)


def _told(page: Page, texts: Iterator[str]) -> Iterator[Diagnostic]:
    for text in texts:
        yield Diagnostic("LED-021", {"text": text}, file=page.name)


def _links(page: Page, texts: Repeats) -> Iterator[Diagnostic]:
    """A link is called what its target is called; a landmark and a page around the text by a fixed word."""
    for link in page.body.iter(XHTML + "a"):
        label = words(link)
        target = resolve(page.name, link.get("href", "")) or ("", "")
        to_body = target[0] in texts.epub.pages and texts.epub.pages[target[0]].around is None
        wanted = texts.printed_page(*target) or texts.heading(*target) or texts.title
        repeated = label == wanted if to_body and not link.get(EPUB_TYPE) else label in texts.fixed
        if not repeated:
            yield Diagnostic("LED-022", {"label": label, "heading": wanted}, file=page.name)


def _titles(texts: Repeats) -> Iterator[Diagnostic]:
    """The ``title`` of a document is its first heading; without one, that of the document it continues.

    Where others are called so before it, a number tells it apart: 第一章 (2).
    """
    last = texts.title
    before: set[str] = set()
    for page in texts.epub.pages.values():
        title = _bare(page.root.findtext(f"{XHTML}head/{XHTML}title"))
        heading = texts.heading(page.name, "")
        wanted = {_one_line(text) for text in (heading or last, texts.title if heading is None else None) if text}
        told = {title, _NUMBER.sub("", title)} if wanted & before else {title}
        if not (title in texts.fixed if page.around else wanted & told):
            yield Diagnostic("LED-024", {"title": title, "heading": heading or last}, file=page.name)
        if page.around is None:
            last = heading or last
            before |= wanted


def _ncx(texts: Repeats) -> Iterator[Diagnostic]:
    """The NCX says what the nav says, and the title."""
    epub = texts.epub
    if epub.ncx is None or epub.nav is None:
        return
    title = _bare(epub.ncx.findtext("ncx:docTitle/ncx:text", None, NS))
    if title != texts.title:
        yield Diagnostic("LED-022", {"label": title, "heading": texts.title}, file="NCX")
    labels = [_bare(element.text) for element in epub.ncx.iterfind(".//ncx:navLabel/ncx:text", NS)]
    toc = next((nav for nav in epub.nav.body.iter(XHTML + "nav") if nav.get(EPUB_TYPE) == "toc"), None)
    wanted = [] if toc is None else [words(link) for link in toc.iter(XHTML + "a")]
    for label, right in zip(labels, wanted, strict=False):
        if label != right:
            yield Diagnostic("LED-022", {"label": label, "heading": right}, file="NCX")


def _bare(text: str | None) -> str:
    return (text or "").strip(WHITE)


def _one_line(text: str) -> str:
    return " ".join(text.split())
