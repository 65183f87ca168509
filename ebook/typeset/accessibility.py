"""The accessibility metadata, computed from the finished pages (EPUB Accessibility 1.1 sec-disc-package).

Terms of the schema.org accessibility vocabulary, which ``ebook/check/rules/accessibility.toml`` holds.  Conformance
is never claimed: that takes a person who has looked (sec-conf-reporting-pub).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ebook.model import Document, Publication
from ebook.resources import word_table, words

_TAG = re.compile(r"<[a-z][^>]*>")
_PICTURE = re.compile(r"<img [^>]*>")
_TOLD = re.compile(r'\balt="[^"]')


def accessibility(publication: Publication, language: str) -> Mapping[str, tuple[str, ...]]:
    """schema: property → values.

    A cover alone does not make a book visual, since the text stands without it
    (Package Metadata Authoring Guide, accessMode); other pictures do, and text
    alone suffices only where each of them is told in words.
    """
    pictures = [picture for page in _inside(publication) for picture in _PICTURE.findall(page)]
    told = all(map(_TOLD.search, pictures))
    sufficient = (["textual"] if told else []) + (["textual,visual"] if pictures else [])
    features = tuple(_features(publication, language, alternative=bool(pictures) and told))
    return {
        "accessMode": ("textual", "visual") if pictures else ("textual",),
        "accessModeSufficient": tuple(sufficient),
        "accessibilityFeature": features,
        "accessibilityHazard": ("none",),  # nothing in a book of ours moves, flashes or sounds (GAT-402, GAT-503)
        "accessibilitySummary": (_summary(language, features, untold=not told),),
    }


def _inside(publication: Publication) -> Iterator[str]:
    """The pages but that of the cover."""
    return (page.data.decode() for page in publication.documents if page.kind != "cover")


def _features(publication: Publication, language: str, *, alternative: bool) -> Iterator[str]:
    """The features in the order of the vocabulary."""
    pages = [document for document in publication.documents if document.kind == "body"]
    yield from ("tableOfContents", "readingOrder", "displayTransformability")
    yield "verticalWriting" if publication.vertical else "horizontalWriting"
    if _any(pages, b"<h1"):
        yield "structuralNavigation"
    if _any(publication.documents, b' role="doc-'):
        yield "ARIA"
    if _any(pages, b'epub:type="pagebreak"') and publication.pages:
        yield from ("pageBreakMarkers", "pageNavigation")
    if alternative:
        yield "alternativeText"
    if _any(pages, b"<ruby"):
        yield "rubyAnnotations"
    if language.lower().split("-", maxsplit=1)[0] == "zh":
        yield "withoutAdditionalWordSegmentation"


def _any(pages: Sequence[Document], markup: bytes) -> bool:
    return any(markup in page.data for page in pages)


def _summary(language: str, features: tuple[str, ...], *, untold: bool) -> str:
    """In the language of the book: what the other metadata leave unsaid, and what is lacking (sec-disc-package)."""
    fixed = words(language)
    sentences = {
        "summary": True,
        "summary-pages": "pageNavigation" in features,
        "summary-ruby": "rubyAnnotations" in features,
        "summary-pictures": "alternativeText" in features,
        "summary-lacking": untold,
    }
    gap = " " if word_table(language) == "en" else ""
    return gap.join(fixed[key] for key, holds in sentences.items() if holds)
