"""Which part of a book becomes a file: divisions → files and the tree of their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ebook.model import Block, Book, Division, Heading, NavPoint, Paragraph, PrintedPage, bare_text_of, text_of, walk
from ebook.typeset import printed, xhtml
from ebook.typeset.semantics import HEADING, semantics
from ebook.typeset.structures import settled, size
from ebook.typeset.vertical import BYTES, upright

LIMIT = 256 * 1024  # bytes of XHTML a file; e-readers are slow on more (kobolabs/epub-spec, Limitations)
TINY = 600  # characters; chapters that are shorter on the average share the file of their part

_ROOM = LIMIT - 2048  # what a file's head and foot leave


@dataclass(frozen=True, slots=True)
class BodyFile:
    """One file of the text, finished but for its frame; ``semantics`` is the epub:type of its section."""

    name: str
    title: str
    semantics: str
    pieces: Sequence[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of the text in order; the table of contents and the list of printed pages, which point into them."""

    files: Sequence[BodyFile]
    contents: tuple[NavPoint, ...]
    pages: tuple[NavPoint, ...]


@dataclass(slots=True)
class _Page:
    """A file in the making: its pieces of markup, in order."""

    semantics: str
    title: str
    pieces: list[str] = field(default_factory=list)
    fragments: int = 0  # headings inside the file, each with an id
    fixed: int = 0  # pieces up to the last of them: the file is never split before

    def parts(self) -> list[list[str]]:
        """The pieces, split between paragraphs where they are too many for one file."""
        if 5 * sum(map(len, self.pieces)) < _ROOM:  # most files; 5 is more than a character, its line end, a link take
            return [self.pieces]
        parts = [self.pieces[: self.fixed]]
        room = _ROOM - sum(map(size, parts[0]))
        for piece in self.pieces[self.fixed :]:
            takes = size(piece)
            if takes > room and parts[-1]:
                parts.append([])
                room = _ROOM
            parts[-1].append(piece)
            room -= takes
        return parts


@dataclass(slots=True)
class _Entry:
    """A line of the table of contents; ``fragment`` is empty where its heading opens the file."""

    label: str
    page: int
    fragment: str = ""
    children: list[_Entry] = field(default_factory=list)


def lay_out(book: Book, title: str, *, vertical: bool = False) -> Layout:
    """Lay out the text of a book.

    ``title`` is what a file is called where no heading opens it.
    """
    layout = _Layout(book, title, vertical=vertical)
    for division in book.divisions:
        layout.lay(division, 1, layout.entries)
    parts = [page.parts() for page in layout.pages]
    names = _names(parts)
    files = [
        BodyFile(name, page.title, page.semantics if pieces is of_page[0] else "bodymatter", pieces)
        for page, of_page, its_names in zip(layout.pages, parts, names, strict=True)
        for name, pieces in zip(its_names, of_page, strict=True)
    ]
    linked = settled((file.name, file.pieces) for file in files)
    files = [replace(file, pieces=pieces) for file, pieces in zip(files, linked, strict=True)]
    first = [first for first, *_ in names]
    return Layout(_told_apart(files), _points(layout.table(), first), _points(layout.printed, first))


def _told_apart(files: Iterable[BodyFile]) -> list[BodyFile]:
    """With a number in a title that others had before: each page of a book is called something else (WCAG 2.4.2)."""
    given: set[str] = set()
    next_number: Counter[str] = Counter()
    told = []
    for file in files:
        plain = title = " ".join(file.title.split())
        while title in given:
            next_number[plain] += 1
            title = f"{plain} ({next_number[plain] + 1})"
        given.add(title)
        told.append(replace(file, title=title))
    return told


class _Layout:
    """Files and table of contents as they grow, in the order of print."""

    def __init__(self, book: Book, title: str, *, vertical: bool) -> None:
        self.pages: list[_Page] = []
        self.entries: list[_Entry] = []
        self.printed: list[_Entry] = []  # the markers of printed pages
        self._one_issue = len(printed.issues(book.divisions)) == 1
        self._page: PrintedPage | None = None  # the one that the text stands on
        self._title = title
        self._vertical = vertical
        # One article: each of its sections is a chapter of the book, and a neighbour of the lead.
        self._lead = book.divisions[0] if book.kind == "clipping" and len(book.divisions) == 1 else None

    def lay(self, division: Division, rank: int, entries: list[_Entry]) -> None:
        """Set a division.  Rank 1 opens a file, any other is the rank of its heading in the open one."""
        heading = division.heading if division.heading and not xhtml.is_blank(division.heading) else None
        if rank == 1:
            self._open(division, heading)
        if division.page and division.page != self._page:
            self._turn(division.page)
        self._set(division.above)
        if heading:
            entry = self._head(heading, rank)
            entries.append(entry)
            entries = entries if division is self._lead else entry.children
        self._set(division.blocks)
        inside = heading is not None and division is not self._lead and _shares(division, vertical=self._vertical)
        for child in division.divisions:
            self.lay(child, rank + 1 if inside else 1, entries)
        self._set(division.below)

    def table(self) -> list[_Entry]:
        """The entries; the first file has one even where no heading opens it."""
        first = next((entry.page for entry in self.entries), None)
        return self.entries if first == 0 else [_Entry(self._title, 0), *self.entries]

    def _set(self, blocks: Iterable[Block]) -> None:
        self.pages[-1].pieces += map(self._lined, xhtml.blocks(blocks))

    def _lined(self, markup: str) -> str:
        return upright(markup) if self._vertical else markup

    def _open(self, division: Division, heading: Heading | None) -> None:
        label = _label(heading) if heading else ""
        page = _Page(semantics(division.kind, label), label or self._title)
        if self.pages and not self.pages[-1].pieces:  # a division that only holds others
            self.pages[-1] = page
        else:
            self.pages.append(page)

    def _turn(self, printed_page: PrintedPage) -> None:
        """Mark where a page of print begins."""
        page, self._page = self.pages[-1], printed_page
        ident, label = f"page-{len(self.printed) + 1}", printed.page_label(printed_page, alone=self._one_issue)
        page.pieces.append(printed.marker(ident, label))
        page.fixed = len(page.pieces)
        self.printed.append(_Entry(label, len(self.pages) - 1, ident))

    def _head(self, heading: Heading, rank: int) -> _Entry:
        page, words = self.pages[-1], self._lined(xhtml.inline(heading.content))
        if rank == 1:
            page.pieces.append(xhtml.element("h1", words, id=HEADING))
            return _Entry(_label(heading), len(self.pages) - 1)
        page.fragments += 1
        fragment = f"section-{page.fragments}"
        page.pieces.append(xhtml.element(f"h{min(rank, 6)}", words, id=fragment))
        page.fixed = len(page.pieces)
        return _Entry(_label(heading), len(self.pages) - 1, fragment)


def _shares(division: Division, *, vertical: bool) -> bool:
    """Whether the divisions of a division stand in its own file."""
    if not division.divisions:
        return True
    items = list(walk([division]))
    texts = [len(text_of(item.content)) for item in items if isinstance(item, Heading | Paragraph)]
    pieces = sum(len(item.content) for item in items if isinstance(item, Heading | Paragraph))
    # No character takes more than 5 bytes, no tag more than 80, no link more than 240.
    if (BYTES if vertical else 5) * sum(texts) + 80 * len(items) + 240 * (pieces - len(texts)) > _ROOM:
        return False
    sections = all(child.kind == "section" for child in division.divisions)
    return sections or sum(texts) < TINY * len(division.divisions)


def _label(heading: Heading) -> str:
    """A heading as the table of contents shows it: word for word, without the readings of its characters."""
    return bare_text_of(xhtml.trimmed(heading.content))


def _names(parts: Sequence[Sequence[object]]) -> list[list[str]]:
    """The names of each page's files: chapter-007.xhtml, and chapter-007-2.xhtml for what did not fit."""
    width = max(3, len(str(len(parts))))
    return [
        [f"text/chapter-{number:0{width}}{f'-{part}' if part > 1 else ''}.xhtml" for part in range(1, len(of_page) + 1)]
        for number, of_page in enumerate(parts, 1)
    ]


def _points(entries: Iterable[_Entry], names: Sequence[str]) -> tuple[NavPoint, ...]:
    return tuple(
        NavPoint(
            entry.label,
            names[entry.page] + (f"#{entry.fragment}" if entry.fragment else ""),
            _points(entry.children, names),
        )
        for entry in entries
    )
