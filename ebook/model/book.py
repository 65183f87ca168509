"""The text as recognised: divisions and the blocks inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ebook.model.inline import Inline, NoteKind
from ebook.model.metadata import Metadata
from ebook.model.source import Cut


@dataclass(frozen=True, slots=True)
class Span:
    """The lines of a source that a piece of text comes from, both ends included."""

    source: int
    first: int
    last: int


ParagraphRole = Literal[
    "body", "kicker", "deck", "dateline", "byline", "caption", "credit", "editor",
    "rights", "note", "label", "verse", "signature", "data",
    "question", "answer", "salutation", "closing", "cell",
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


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, as many in each; an empty cell is a paragraph without content.

    ``header``: the first row names the columns.  ``caption`` is printed above
    the rows, ``notes`` below them.
    """

    rows: tuple[tuple[Paragraph, ...], ...]
    header: bool = False
    caption: tuple[Paragraph, ...] = ()
    notes: tuple[Paragraph, ...] = ()

    @property
    def blocks(self) -> tuple[Paragraph, ...]:
        """All its paragraphs in the order of print."""
        return (*self.caption, *(cell for row in self.rows for cell in row), *self.notes)


Leaf = Paragraph | Break
Block = Leaf | Stanza | Note | Aside | Table

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


def mapped(block: Block, change: Callable[[Paragraph], Paragraph]) -> Block:
    """A block with each paragraph in it changed, also those inside others."""
    if isinstance(block, Paragraph):
        return change(block)
    if isinstance(block, Break):
        return block
    if isinstance(block, Table):
        rows = tuple(tuple(map(change, row)) for row in block.rows)
        return Table(rows, block.header, tuple(map(change, block.caption)), tuple(map(change, block.notes)))
    if isinstance(block, Aside):
        return replace(block, blocks=tuple(_inside(one, change) for one in block.blocks))
    return replace(block, blocks=tuple(map(change, block.blocks)))


def _inside(block: Paragraph | Note, change: Callable[[Paragraph], Paragraph]) -> Paragraph | Note:
    if isinstance(block, Paragraph):
        return change(block)
    return replace(block, blocks=tuple(map(change, block.blocks)))
