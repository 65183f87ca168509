"""The document model: what every stage takes and gives.

Frozen, slotted dataclasses in the trade's own names.  ``read`` makes a
:class:`Source`, ``recognise`` a :class:`Reading` and a :class:`Book`,
``typeset`` a :class:`Publication`; ``check`` answers with a :class:`Verdict`.

Positions: ``source`` is an index into the list of sources, ``line`` counts
from 1, character offsets within a line count from 0 and end before ``stop``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from ebook.diagnostics import Diagnostic

T = TypeVar("T")

# --- the source -----------------------------------------------------------------


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


CutKind = Literal["furniture", "contents", "label", "moved"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters of a source line that do not stand in the running text, and why.

    ``furniture``: of the page, not of the article.  ``contents``: a printed
    table of contents.  ``label``: the mark around a value that is printed
    elsewhere (书名：).  ``moved``: printed on the title page instead.  Offsets
    are those of :attr:`Line.text`.
    """

    source: int
    line: int
    start: int
    stop: int
    kind: CutKind
    reason: str


# --- evidence -------------------------------------------------------------------

Origin = Literal["option", "book.toml", "text", "file name", "computed"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value comes from: the origin, the place, how sure, and the words that gave it."""

    origin: Origin
    where: str = ""  # "article.txt:3", "--author", "book.toml:7"
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A value with its evidence."""

    value: T
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the title pages: the name, its MARC relator roles, the key it sorts by."""

    name: str
    roles: tuple[str, ...]  # "aut", "pht", "trl", "edt", "ill"
    evidence: Evidence
    file_as: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The series a book belongs to, with its place in it where it has one."""

    name: str
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the book says of itself.  What is unknown is absent, never invented."""

    title: Value[str] | None = None
    subtitle: Value[str] | None = None
    kicker: Value[str] | None = None
    people: tuple[Person, ...] = ()
    date: Value[str] | None = None  # ISO 8601, also reduced: 2023, 2023-06, 2023-06-30
    publisher: Value[str] | None = None
    source: Value[str] | None = None
    rights: Value[str] | None = None
    language: Value[str] | None = None  # BCP 47
    identifier: Value[str] | None = None
    series: Value[Series] | None = None


# --- the text -------------------------------------------------------------------


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
class Division:
    """A part of the text under one heading; recursive.

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


# --- how a text was read --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence for or against a role, with its weight (log odds)."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Why a line got its role: the clues, the runner-up and the margin between them."""

    source: int
    line: int
    role: str
    clues: tuple[Clue, ...]
    runner_up: str | None = None
    margin: float = float("inf")
    told: str = ""  # "--set", "article.read.toml:3", "like line 12 (--headings-like)": a person's word decided


@dataclass(frozen=True, slots=True)
class Candidate:
    """A role that a line was weighed for.

    ``score`` is the sum of its clues (log odds), for the line alone; ``behind``
    is how much worse the whole text reads with it: 0 for the winner, infinite
    where no such text is laid out so.
    """

    role: str
    score: float
    behind: float
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a further article begins in a text of several, and the evidence for it.

    ``margin``: what the evidence is worth beyond what it takes (log odds).
    """

    source: int
    line: int
    headline: int
    clues: tuple[Clue, ...]
    margin: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a line was read as it was.

    ``candidates`` come in the order of their worth; where a person told the
    role, they are those of the reading without that word.
    """

    source: int
    line: int
    last: int  # of several lines that a hard wrap has parted
    text: str
    choice: Choice
    candidates: tuple[Candidate, ...]
    begins: Beginning | None = None  # the article whose first line or headline it is, where a text holds several


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a line and where, and how many lines were read by it."""

    role: str  # of a line, or "headings-like", "not-headings-like"
    where: str
    line: int
    lines: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The best whole reading of a source: its kind, the reason, each line's choice, and a person's word on it."""

    kind: Literal["clipping", "collection", "book"]
    reason: str
    choices: tuple[Choice, ...]
    doubts: tuple[Choice, ...] = ()  # the choices whose margin is too small to trust
    said: tuple[Said, ...] = ()
    articles: tuple[Beginning, ...] = ()  # of a collection, all but the first


# --- the publication ------------------------------------------------------------


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
    vertical: bool = False  # lines from top to bottom, pages from right to left
    metas: Mapping[str, str] = field(default_factory=dict)  # of EPUB 2, by name: what a device asks for


@dataclass(frozen=True, slots=True)
class Font:
    """A font as it was read: the file's bytes, and which of its faces is meant where it is a collection."""

    name: str  # what messages call it
    data: bytes
    face: int = 0


# --- the verdict ----------------------------------------------------------------


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
