"""The source: a text as it was read, and what was cut from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes were decoded, how sure that is (0 to 1) and why."""

    name: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source: without its line end and without the characters that reading removed."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A character that no book can carry (a control, U+FFFE, a bidi override), at its place in the decoded line."""

    line: int
    column: int  # from 0
    character: str


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it was read.  ``name`` is what messages call the file."""

    name: str
    text: str  # decoded, whole, as it came (without a byte order mark)
    lines: tuple[Line, ...]
    removed: tuple[Removed, ...]
    encoding: Encoding
    stem: str = ""  # the file's name without folder and suffix: the last resort for a book's title


CutKind = Literal["furniture", "contents", "label", "moved", "overruled", "rule"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters of a source line that do not stand in the running text, and why.

    ``furniture``: of the page, not of the article.  ``contents``: a printed
    table of contents.  ``label``: the mark around a value that is printed
    elsewhere (书名：).  ``moved``: printed on the title page instead.
    ``overruled``: a person's word is printed there in its place.  ``rule``: what
    draws the lines of a table (| and ─).  Offsets are those of :attr:`Line.text`.
    """

    source: int
    line: int
    start: int
    stop: int
    kind: CutKind
    reason: str
