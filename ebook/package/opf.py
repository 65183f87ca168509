"""The metadata of the package document (EPUB 3.3, sec-pkg-metadata)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ebook.model import Metadata, Person, Publication
from ebook.package.sortname import sort_name
from ebook.resources import GENERATOR

IDENTIFIER_ID = "identifier"  # what the package's unique-identifier names
#: The vocabulary of Apple Books, which a package has to name before it uses it (EPUB 3.3 sec-prefix-attr).
APPLE = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
_SOURCE = "source"
_PINYIN = "zh-Latn-pinyin"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the metadata: its name with prefix, its text, its attributes."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def metadata(publication: Publication, cover_id: str | None) -> Iterator[Element]:
    """Every element in order.  What the book does not know is absent."""
    meta = publication.metadata
    assert meta.identifier
    assert meta.language
    yield Element("dc:identifier", meta.identifier.value, {"id": IDENTIFIER_ID})
    yield from _titles(meta)
    yield Element("dc:language", meta.language.value)
    yield from _people(meta.people, chinese=meta.language.value.lower().startswith("zh"))
    for name in ("publisher", "date", "source", "rights"):
        value = getattr(meta, name)
        if value:
            yield Element(f"dc:{name}", value.value, {"id": _SOURCE} if name == "source" else {})
    yield from _pagination(publication)
    yield from _series(meta)
    yield _property("dcterms:modified", publication.modified)
    for term, values in publication.accessibility.items():
        for value in values:
            yield _property(f"schema:{term}", value)
    if has_fonts(publication):  # or Apple Books sets the text in its own (Apple Books Asset Guide, Specified Fonts)
        yield _property("ibooks:specified-fonts", "true")
    yield _named("generator", GENERATOR)
    for name, content in publication.metas.items():
        yield _named(name, content)
    if cover_id:  # how Kobo and kepubify find the cover (kobolabs/epub-spec, Cover Images)
        yield _named("cover", cover_id)


def has_fonts(publication: Publication) -> bool:
    """Whether fonts come with the book."""
    return any(resource.media_type.startswith("font/") for resource in publication.resources)


def _titles(meta: Metadata) -> Iterator[Element]:
    titles = [("main", meta.title), ("subtitle", meta.subtitle)]
    for number, (kind, title) in enumerate(titles, 1):
        if title:
            yield Element("dc:title", title.value, {"id": f"title-{kind}"})
            yield _property("title-type", kind, f"title-{kind}")
            yield _property("display-seq", str(number), f"title-{kind}")


def _people(people: tuple[Person, ...], *, chinese: bool) -> Iterator[Element]:
    """Writers are creators, everybody else contributes; one element a person, one role refinement a role."""
    for number, person in enumerate(people, 1):
        name = f"person-{number}"
        yield Element("dc:creator" if "aut" in person.roles else "dc:contributor", person.name, {"id": name})
        for role in person.roles:
            yield _property("role", role, name, scheme="marc:relators")
        if person.file_as:
            yield _property("file-as", person.file_as, name)
        elif chinese and (key := sort_name(person.name)):
            yield _property("file-as", key, name, **{"xml:lang": _PINYIN})


def _pagination(publication: Publication) -> Iterator[Element]:
    """What the page markers are of (EPUB Accessibility 1.1 sec-page-src), as new readers ask for it and as old ones do.

    ``pageBreakSource`` comes after EPUB 3.3 and stands once; ``source-of`` refines a ``dc:source`` that says the same.
    """
    if not publication.pages_of:
        return
    yield _property("pageBreakSource", publication.pages_of)
    source = publication.metadata.source
    if source and publication.pages_of in source.value:
        yield _property("source-of", "pagination", _SOURCE)


def _series(meta: Metadata) -> Iterator[Element]:
    """Twice: as EPUB 3 says, and as calibre, KOReader and the Kobo plugins read it (sec-group-position)."""
    if not meta.series:
        return
    series = meta.series.value
    yield _property("belongs-to-collection", series.name, id="series")
    yield _property("collection-type", "series", "series")
    if series.position:
        yield _property("group-position", series.position, "series")
    yield _named("calibre:series", series.name)
    if series.position:
        yield _named("calibre:series_index", series.position)


def _property(term: str, value: str, refines: str | None = None, **others: str) -> Element:
    refined = {"refines": f"#{refines}"} if refines else {}
    return Element("meta", value, refined | {"property": term} | others)


def _named(name: str, content: str) -> Element:
    """A meta of EPUB 2, which EPUB 3 allows beside its own."""
    return Element("meta", attributes={"name": name, "content": content})
