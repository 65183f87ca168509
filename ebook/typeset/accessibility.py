"""The accessibility metadata, computed from what the book really is (EPUB Accessibility 1.1 sec-disc-package).

Terms of the schema.org accessibility vocabulary.  Conformance is never
claimed: that takes a person who has looked.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebook.model import Book, Heading, Paragraph, Ruby, walk


def accessibility(book: Book, language: str, summary: str, *, vertical: bool) -> Mapping[str, tuple[str, ...]]:
    """schema: property → values.

    A cover alone does not make a book visual, and the text stands without it;
    so the text is a sufficient mode.
    """
    features = ["tableOfContents", "readingOrder", "displayTransformability"]
    features.append("verticalWriting" if vertical else "horizontalWriting")
    if any(isinstance(item, Heading) for item in walk(book.divisions)):
        features.append("structuralNavigation")
    contents = (item.content for item in walk(book.divisions) if isinstance(item, Heading | Paragraph))
    if any(isinstance(piece, Ruby) for content in contents for piece in content):
        features.append("rubyAnnotations")
    if language.lower().split("-", maxsplit=1)[0] == "zh":
        features.append("withoutAdditionalWordSegmentation")
    return {
        "accessMode": ("textual",),
        "accessModeSufficient": ("textual",),
        "accessibilityFeature": tuple(features),
        "accessibilityHazard": ("none",),
        "accessibilitySummary": (summary,),
    }
