"""The text as recognised: divisions, blocks and the words inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ebook.model.metadata import Metadata
from ebook.model.source import Cut


@dataclass(frozen=True, slots=True)
class Span:
    """The lines of a source that a piece of text comes from, both ends included."""

    source: int
    first: int
    last: int


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


Inline = Text | LineBreak | RunIn | NoteRef | Backlink

ParagraphRole = Literal[
    "body", "kicker", "deck", "dateline", "byline", "caption", "credit", "editor",
    "rights", "note", "label", "verse", "signature", "data",
    "question", "answer", "salutation", "closing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text; ``role`` says what kind of line it is on the page."""

    content: tuple[Inline, ...]
    span: Span
    role: ParagraphRole = "body"


@dataclass(frozen=True, slots=True)
class Break:
    """A break without words between two paragraphs."""

    span: Span


@dataclass(frozen=True, slots=True)
class Stanza:
    """The lines of verse between two blank lines."""

    blocks: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note, or an entry of a list of references, that a mark in the text points to.

    Its first paragraph begins with a :class:`Backlink`; ``number`` counts from
    1 through the book.
    """

    number: int
    kind: NoteKind
    blocks: tuple[Paragraph, ...]


AsideKind = Literal["note", "box", "tip", "notes", "references"]


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the running text, with its label where one is printed on a line of its own.

    ``note``: words of the editors.  ``box``: matter of its own (相关链接).
    ``tip``: advice.  ``notes``, ``references``: the lists that marks point to.
    """

    kind: AsideKind
    blocks: tuple[Paragraph | Note, ...]


Leaf = Paragraph | Break
Block = Leaf | Stanza | Note | Aside

DivisionKind = Literal["part", "chapter", "article", "section", "front"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of a heading, as printed."""

    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The page of a newspaper that a text was printed on: its name there, and the issue that the page belongs to."""

    name: str  # "第07版", "A3"
    issue: str  # "澄江日报 2021-09-15"


@dataclass(frozen=True, slots=True)
class Division:
    """A part of the text under one heading; recursive.

    ``page`` is where it begins in print, as far as the source says so.
    Printed in this order: ``above`` the heading (a kicker, a date line), the
    ``heading``, the ``blocks``, the ``divisions``, and what stands ``below``
    them all (editor, rights).  A novel's 卷 and 章 and an article's sections
    are the same thing at another level.
    """

    kind: DivisionKind
    level: int
    heading: Heading | None = None
    above: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    divisions: tuple[Division, ...] = ()
    below: tuple[Block, ...] = ()
    page: PrintedPage | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """A text as recognised: metadata, divisions in order, and all that was cut."""

    kind: Literal["clipping", "book"]
    metadata: Metadata
    divisions: tuple[Division, ...]
    cuts: tuple[Cut, ...] = ()


def walk(divisions: Iterable[Division]) -> Iterator[Heading | Leaf]:
    """Every heading, paragraph and break of the divisions in the order of print."""
    for division in divisions:
        yield from leaves(division.above)
        if division.heading:
            yield division.heading
        yield from leaves(division.blocks)
        yield from walk(division.divisions)
        yield from leaves(division.below)


def leaves(blocks: Iterable[Block]) -> Iterator[Leaf]:
    """The paragraphs and breaks of blocks, also those inside others."""
    for block in blocks:
        if isinstance(block, Leaf):
            yield block
        else:
            yield from leaves(block.blocks)


def text_of(content: Iterable[Inline]) -> str:
    """The words of inline content; a line break joins without a space."""
    if isinstance(content, tuple) and len(content) == 1 and isinstance(content[0], Text):  # nearly every paragraph
        return content[0].text
    return "".join(piece.text for piece in content if not isinstance(piece, LineBreak))
