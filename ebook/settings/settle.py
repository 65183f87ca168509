"""Which value wins: an option, then ``book.toml``, then what was read; and what nobody gave.

Every value keeps its evidence, and a person's word that overrides a read value says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from ebook.diagnostics import Diagnostic
from ebook.model import Book, Cut, Evidence, Metadata, Paragraph, Person, Series, Source, Value, text_of, walk
from ebook.settings.given import EDGE, UNPRINTABLE
from ebook.settings.values import ROLES

#: The namespace of identifiers that are computed, so that the same book has the same one everywhere.
_NAMESPACE = UUID("8d0f0c52-5d4e-5b0a-9e0d-6b8a3f7f2c11")

_FIELDS = ("title", "subtitle", "date", "publisher", "source", "rights", "language", "identifier", "series")
_OPENING = 20  # characters of the text that stand for a missing title

# What file names carry beside the title: 《题》作者：某, 题_作者某, [站名], （全本）, 精校版.
_BOOK_MARKS = re.compile(r"《([^》]+)》")
_BRACKETS = re.compile(r"[\[【(（][^\]】)）]*[\]】)）]")
_AUTHOR = re.compile(r"[\s_-]*(?:作者|by)[\s_:：].*$", re.IGNORECASE)
_EDITION = re.compile(r"[\s_-]*(?:全本|全集|全文|完本|完结|精校版?|校对版|修订版|txt)+$", re.IGNORECASE)


def settle(book: Book, sources: Sequence[Source], declared: Metadata, name: str) -> tuple[Book, tuple[Diagnostic, ...]]:
    """The book with the metadata it is published under.

    ``declared`` wins over what was read.  ``name`` is what the file or the
    folder is called: the last resort for a book's title.
    """
    told = tuple(_overridden(book.metadata, declared))
    metadata = _without_empty(override(book.metadata, declared))
    if metadata.title is None:
        title, warning = _fallback_title(book, name)
        metadata = replace(metadata, title=title)
        told = (*told, warning)
    metadata = replace(metadata, language=metadata.language or Value("und", Evidence("computed", confidence=0.0)))
    metadata = replace(metadata, identifier=metadata.identifier or _identifier(metadata))
    cuts = tuple(_overruled(cut, sources, metadata) for cut in book.cuts) if told else book.cuts
    return replace(book, metadata=metadata, cuts=cuts), told


def _overruled(cut: Cut, sources: Sequence[Source], metadata: Metadata) -> Cut:
    """A value that was to move to the title page, where another one stands now."""
    if cut.kind != "moved":
        return cut
    printed = [value.value for value in (metadata.title, metadata.subtitle) if value]
    printed += [person.name for person in metadata.people]
    words = sources[cut.source].lines[cut.line - 1].text[cut.start : cut.stop]
    gone = _without_white(words) not in map(_without_white, printed)
    return replace(cut, kind="overruled") if gone else cut


def _without_white(words: str) -> str:
    return re.sub(r"\s", "", words)


def override(under: Metadata, over: Metadata) -> Metadata:
    """``under`` with every value that ``over`` has: an empty one too, which takes the value away in the end."""
    fields = {name: getattr(over, name) or getattr(under, name) for name in ("kicker", *_FIELDS)}
    return Metadata(people=_people(under.people, over.people), **fields)


def _people(under: tuple[Person, ...], over: tuple[Person, ...]) -> tuple[Person, ...]:
    """Whoever is declared in a role replaces everybody who had it; authors come first."""
    taken = {role for person in over for role in person.roles}
    named = {person.name: person for person in over}
    for person in under:
        roles = tuple(role for role in person.roles if role not in taken)
        if roles and person.name in named:
            both = named[person.name]
            named[person.name] = replace(both, roles=(*roles, *both.roles), file_as=both.file_as or person.file_as)
        elif roles:
            named[person.name] = replace(person, roles=roles)
    return tuple(sorted(named.values(), key=lambda person: "aut" not in person.roles))


def _without_empty(metadata: Metadata) -> Metadata:
    """Only what the book has: an empty value and a person without a name say that there is none."""
    values = {name: getattr(metadata, name) for name in ("kicker", *_FIELDS)}
    fields = {name: value for name, value in values.items() if value and value.value not in ("", Series(""))}
    return Metadata(people=tuple(person for person in metadata.people if person.name), **fields)


def _overridden(read: Metadata, declared: Metadata) -> Iterator[Diagnostic]:
    for name in _FIELDS:
        old, new = getattr(read, name), getattr(declared, name)
        if old and new and _words(old) != _words(new):
            yield _says(name, _words(old), _words(new), old.evidence, new.evidence)
    for role in dict.fromkeys(role for person in declared.people for role in person.roles):
        before = [person for person in read.people if role in person.roles]
        after = [person for person in declared.people if role in person.roles]
        if before and [person.name for person in before] != [person.name for person in after]:
            yield _says(ROLES[role][0], _names(before), _names(after), before[0].evidence, after[0].evidence)


def _says(key: str, old: str, new: str, before: Evidence, after: Evidence) -> Diagnostic:
    fault = "MET-101" if new else "MET-102"
    return Diagnostic(fault, {"key": key, "old": old, "new": new, "read": before.where, "given": after.where})


def _words(value: Value[str] | Value[Series]) -> str:
    if isinstance(value.value, Series):
        return value.value.name + (f"#{value.value.position}" if value.value.position else "")
    return value.value


def _names(people: list[Person]) -> str:
    return "、".join(person.name for person in people)


def _fallback_title(book: Book, name: str) -> tuple[Value[str], Diagnostic]:
    if book.kind == "clipping":
        words = _opening(book)
        if words:
            evidence = Evidence("computed", confidence=0.1, reason="opening words")
            return Value(words, evidence), Diagnostic("MET-103", {"title": words})
    title = clean_name(name)
    return Value(title, Evidence("file name", name, 0.2)), Diagnostic("MET-104", {"title": title, "name": name})


def _opening(book: Book) -> str:
    for piece in walk(book.divisions):
        text = EDGE.sub("", text_of(piece.content)) if isinstance(piece, Paragraph) else ""
        if text:
            first = re.split(r"[。！？；，,.!?;]", text)[0] or text
            return first if len(first) <= _OPENING else first[: _OPENING - 1] + "…"
    return ""


def clean_name(name: str) -> str:
    """A file name as a title: without site names, authors, brackets and editions.

    >>> clean_name("《长夜行》作者：林远"), clean_name("[书香网]长夜行_全本"), clean_name("第3稿")
    ('长夜行', '长夜行', '第3稿')
    """
    name = EDGE.sub("", UNPRINTABLE.sub("", name))
    marked = _BOOK_MARKS.search(name)
    title = marked[1] if marked else _EDITION.sub("", _AUTHOR.sub("", _BRACKETS.sub("", name)))
    return EDGE.sub("", re.sub(r"[\s_]+", " ", title)) or name or "—"


def _identifier(metadata: Metadata) -> Value[str]:
    """From title, first creator, date and source: the same in every rebuild (sec-opf-dcidentifier)."""
    creators = [person.name for person in metadata.people if "aut" in person.roles]
    values = (metadata.title, metadata.date, metadata.source)
    title, date, source = (value.value if value else "" for value in values)
    key = "\n".join((title, creators[0] if creators else "", date, source))
    evidence = Evidence("computed", reason="title, first creator, date, source")
    return Value(f"urn:uuid:{uuid5(_NAMESPACE, key)}", evidence)
