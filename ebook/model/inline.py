"""Inline content: the words of a paragraph or a heading, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """Running text, word for word."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end that the page shows (verse, a headline over two lines)."""


@dataclass(frozen=True, slots=True)
class RunIn:
    """The words that open a paragraph and name what follows: a speaker (问：), a label (编者按：); colon and all."""

    text: str
    kind: Literal["speaker", "label"]


NoteKind = Literal["note", "reference"]


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A mark in the text that points to a note; ``nth`` counts the marks that point to the same one, from 1."""

    text: str
    note: int
    kind: NoteKind
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Backlink:
    """The mark that a note begins with; it leads back to the first mark that points to the note."""

    text: str
    note: int


@dataclass(frozen=True, slots=True)
class Ruby:
    """A character with its reading, in the brackets that the text prints around it: 春（chūn）."""

    base: str
    reading: str
    brackets: str = "（）"  # the opening one and the closing one

    @property
    def text(self) -> str:
        """The words as the text has them, brackets and all."""
        return f"{self.base}{self.brackets[:1]}{self.reading}{self.brackets[1:]}"


MarkKind = Literal["emphasis", "strong", "proper-name", "book-title"]


@dataclass(frozen=True, slots=True)
class Marked:
    """Words that a mark beside the line sets off: 着重号, 专名号, 书名号; ``strong`` is set in bold."""

    text: str
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the book's, with its BCP 47 tag."""

    text: str
    language: str


Inline = Text | LineBreak | RunIn | NoteRef | Backlink | Ruby | Marked | Foreign


def text_of(content: Iterable[Inline]) -> str:
    """The words of inline content; a line break joins without a space."""
    if isinstance(content, tuple) and len(content) == 1 and isinstance(content[0], Text):  # nearly every paragraph
        return content[0].text
    return "".join(piece.text for piece in content if not isinstance(piece, LineBreak))


def bare_text_of(content: Iterable[Inline]) -> str:
    """The words of inline content without the readings of its characters, as a list of contents prints them."""
    return "".join(piece.base if isinstance(piece, Ruby) else text_of((piece,)) for piece in content)
