"""What goes into the container, and what the checks found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ebook.diagnostics import Diagnostic
from ebook.model.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Document:
    """One finished XHTML file: ``body`` documents carry the text, the others only repeat it."""

    name: str  # "text/chapter-001.xhtml"
    data: bytes
    kind: Literal["cover", "titlepage", "toc", "body", "colophon"]


@dataclass(frozen=True, slots=True)
class NavPoint:
    """An entry of the table of contents; ``href`` is a document's name, with a fragment or without."""

    label: str
    href: str
    children: tuple[NavPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A picture, a style sheet, a font or its licence."""

    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that goes into the container, in spine order, nothing written yet."""

    metadata: Metadata
    documents: tuple[Document, ...]
    contents: tuple[NavPoint, ...]
    resources: tuple[Resource, ...]
    modified: str  # YYYY-MM-DDThh:mm:ssZ
    cover: str | None = None  # the name of the cover image's resource
    accessibility: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # schema: property → values
    pages: tuple[NavPoint, ...] = ()  # where pages of print begin, each at a marker in a body document
    pages_of: str | None = None  # the issues in print that these pages are of
    vertical: bool = False  # lines from top to bottom, pages from right to left
    metas: Mapping[str, str] = field(default_factory=dict)  # of EPUB 2, by name: what a device asks for
    guide: Mapping[str, NavPoint] = field(default_factory=dict)  # of EPUB 2, by type: likewise


@dataclass(frozen=True, slots=True)
class Font:
    """A font as it was read: the file's bytes, and which of its faces is meant where it is a collection."""

    name: str  # what messages call it
    data: bytes
    face: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks found in a finished book; valid where no diagnostic is an error."""

    diagnostics: tuple[Diagnostic, ...]
    epubcheck: str | None  # the version that passed judgement; None where it was not asked
    ours: bool | None = True  # whether build-epub made the book; None where it cannot be read

    @property
    def valid(self) -> bool:
        """Whether the book may be placed."""
        return not any(diagnostic.severity == "error" for diagnostic in self.diagnostics)
