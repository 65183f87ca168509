"""The pages around the text: cover, title page, contents page, colophon.

They only repeat.  Every element that carries text is, as a whole, a fixed
word or one value of the metadata, so that a reader (and the gate) can verify
each; what is unknown prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ebook.model import Book, Document, Metadata, NavPoint, Person, Resource, Value
from ebook.numerals import printed_date
from ebook.typeset.semantics import HEADING, SUBTITLE
from ebook.typeset.xhtml import document, element, escape, quoted

Words = Mapping[str, str]
Kind = Literal["cover", "titlepage", "toc", "colophon"]

_DATE = re.compile(r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?")
_LONGEST_ALT = 139  # KDP G75V4YX5X8GRGXWV: less than 140 characters
_OWN_WORDS = ("aut", "pht", "trl", "edt", "ill")  # the roles that the fixed words name, in the order of print


def cover_page(cover: Resource, title: str, language: str, words: Words) -> Document:
    """The page that shows the cover and nothing else: Kobo fits such a page to the screen (epub-spec, Cover Images).

    Who cannot see it hears the title; one too long for such a text is heard on the next page.
    """
    alternative = title if len(title) <= _LONGEST_ALT else words["cover"]
    picture = f'<img src="../{cover.name}" alt="{quoted(alternative)}" role="doc-cover"/>'
    return _page("cover", "cover", language, words["cover"], [picture])


def title_page(book: Book, language: str, words: Words) -> Document:
    """Who wrote what, and where it was printed."""
    meta = book.metadata
    day = _day(meta.date, language)
    issue = meta.source if meta.source and not _says(meta.source, meta.publisher, meta.date, day) else None
    imprint = [_line(meta.publisher, "publisher"), _line(issue, "source"), _line(day, "date")]
    subtitle = _line(meta.subtitle, "subtitle", **SUBTITLE)
    names = [_line(meta.kicker, "kicker"), _line(meta.title, "title", "h1"), subtitle]
    people = [_entry(words[role], names, "person") for role, names in _by_role(meta.people).items()]
    series = [element("p", "\u3000".join(map(_span, _series(meta))), class_="series")] if meta.series else []
    lines = imprint + names + people if book.kind == "clipping" else series + names + people + imprint[:1]
    return _page("titlepage", "titlepage", language, words["titlepage"], filter(None, lines))


def contents_page(points: Sequence[NavPoint], language: str, words: Words) -> Document:
    """The contents as a page of the book, with links and without page numbers (KDP GY3AD8C6C6GAG42N)."""
    lines = [element("h1", words["contents"], id=HEADING), *_list(points)]
    return _page("toc", "contents", language, words["contents"], lines)


def colophon(book: Book, language: str, words: Words) -> Document:
    """Source and rights, word for word, and the names of all who took part."""
    meta = book.metadata
    values = {
        "headline" if book.kind == "clipping" else "title": _values(meta.title),
        "subtitle": _values(meta.subtitle),
        "series": _series(meta),
        **_by_role(meta.people),
        "publisher": _values(meta.publisher),
        "source": [value for value in _values(meta.source) if value not in _values(meta.publisher)],
        "date": _values(_day(meta.date, language)),
        "identifier": _values(meta.identifier),
        "rights": _values(meta.rights),
    }
    entries = [_entry(words[key], of_key, key) for key, of_key in values.items() if of_key]
    heading = element("h1", words["colophon"], id=HEADING)
    return _page("colophon", "colophon", language, words["colophon"], [heading, *entries])


def _page(kind: Kind, name: str, language: str, title: str, lines: Iterable[str]) -> Document:
    # DPUB-ARIA has no role for the other two; that of a cover is its picture's.
    role = {"role": f"doc-{kind}", "aria-labelledby": HEADING} if kind in ("toc", "colophon") else {}
    data = document(title, language, {"epub:type": kind, "class": kind} | role, lines)
    return Document(f"text/{name}.xhtml", data, kind)


def _line(value: Value[str] | None, name: str, tag: str = "p", **attributes: str) -> str:
    return element(tag, escape(value.value), class_=name, **attributes) if value else ""


def _entry(label: str, values: Iterable[str], name: str) -> str:
    """A label and its values, each in an element of its own, an ideographic space apart."""
    spans = [element("span", escape(label), class_="label")]
    spans += map(_span, values)
    return element("p", "\u3000".join(spans), class_=name)


def _list(points: Sequence[NavPoint]) -> list[str]:
    lines = ['<ol class="contents">']
    for point in points:
        link = element("a", escape(point.label), href=point.href.removeprefix("text/"))
        lines += [f"<li>{link}", *_list(point.children), "</li>"] if point.children else [f"<li>{link}</li>"]
    return [*lines, "</ol>"]


def _by_role(people: Iterable[Person]) -> dict[str, list[str]]:
    """The names of each role, in the order of print; a role without a word of its own counts as ``other``."""
    names: dict[str, list[str]] = {role: [] for role in (*_OWN_WORDS, "other")}
    for person in people:
        for role in dict.fromkeys(role if role in _OWN_WORDS else "other" for role in person.roles):
            names[role].append(person.name)
    return {role: of_role for role, of_role in names.items() if of_role}


def _day(date: Value[str] | None, language: str) -> Value[str] | None:
    return Value(printed_date(date.value, language), date.evidence) if date else None


def _says(source: Value[str], *others: Value[str] | None) -> bool:
    """Whether a source says no more than the publisher and the date that stand beside it: no page, no column."""
    rest = _DATE.sub("", source.value)
    for other in others:
        rest = rest.replace(other.value, "") if other else rest
    return not any(map(str.isalnum, rest))


def _series(meta: Metadata) -> list[str]:
    """The name of the series and the book's place in it."""
    series = meta.series.value if meta.series else None
    return [part for part in (series.name, series.position) if part] if series else []


def _span(value: str) -> str:
    return element("span", escape(value), class_="value")


def _values(value: Value[str] | None) -> list[str]:
    return [value.value] if value else []
