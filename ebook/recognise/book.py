"""A whole book: title and author lines, its outline, its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ebook.diagnostics import Diagnostic
from ebook.model import (
    Block,
    Book,
    Choice,
    Clue,
    Cut,
    CutKind,
    Division,
    DivisionKind,
    Heading,
    Paragraph,
    ParagraphRole,
    Reading,
    Source,
    Span,
    Text,
)
from ebook.recognise.adverts import adverts_in
from ebook.recognise.corrected import Words, corrected, words_of
from ebook.recognise.fold import squeeze
from ebook.recognise.front import Front, front_of, metadata_of, moved, value_of
from ebook.recognise.outline import Entry, Outline, odd_numbers, outline_of
from ebook.recognise.overrides import NOTHING, Told
from ebook.recognise.row import Row, rows_of
from ebook.recognise.seams import mended
from ebook.recognise.wraps import unwrapped

_RULE = re.compile(r"[\s\-=_*※~～+#·•.。…◆◇○●☆★—─━]+")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A book as it was read: its rows, the lines of title and author, its outline, a person's word on its rows."""

    rows: tuple[Row, ...]
    front: tuple[Front, ...]
    name: str  # the title that the text gives; empty where it gives none
    outline: Outline
    adverts: Mapping[int, str]  # with the reason
    words: Words
    notes: tuple[Diagnostic, ...]


def drafted(source: Source, told: Told) -> Drafted:
    """Read title lines and outline."""
    rows = mended(unwrapped(rows_of(source.lines), told.alone), told.lines.keys())
    words, notes = words_of(source, rows, told)
    front = tuple(front_of(rows, words))
    name = next((value_of(rows, line) for line in front if line.field == "title"), "")
    outline = corrected(outline_of(rows, name), rows, told, words, name)
    settled = {*words, *(line.index for line in front), *(entry.index for entry in outline.entries)}
    adverts = {i: reason for i, reason in adverts_in(rows).items() if i not in settled}
    return Drafted(rows, front, name, outline, adverts, words, notes)


def read_book(
    source: Source, index: int, reason: str, told: Told = NOTHING
) -> tuple[Book, Reading, tuple[Diagnostic, ...]]:
    """Read one source as a whole book."""
    draft = drafted(source, told)
    rows, front, outline, words = draft.rows, draft.front, draft.outline, draft.words
    cut = {i for i, word in words.items() if word.role == "furniture"}
    taken = {line.index for line in front} | cut | outline.twice | draft.adverts.keys()
    cuts = (*moved(rows, front, index), *_taken_out(draft, index))
    body = [row for i, row in enumerate(rows) if i not in taken and i not in outline.contents]
    headings = {rows[entry.index].place: entry for entry in outline.entries if entry.index not in taken}
    roles = {rows[i].place: word.role for i, word in words.items()}
    divisions = tuple(_Builder(index, headings, roles).divisions(body))
    reading = Reading("book", reason, tuple(choices_of(draft, index).values()))
    book = Book("book", metadata_of(source, rows, front, words), divisions, cuts)
    return book, reading, (*draft.notes, *_told(source, draft))


# --- what is taken out -----------------------------------------------------------------------


def _taken_out(draft: Drafted, source: int) -> Iterator[Cut]:
    """The printed table of contents, headings said again, advertisements, what a person told to be furniture."""
    rows = draft.rows
    for i in sorted(draft.outline.contents):
        yield from _whole(rows[i], source, "contents", "printed table of contents")
    for i in sorted(draft.outline.twice):
        yield from _whole(rows[i], source, "furniture", "the heading once more")
    for i, reason in draft.adverts.items():
        if i not in draft.outline.contents:
            yield from _whole(rows[i], source, "furniture", reason)
    for i, word in draft.words.items():
        if word.role == "furniture":
            yield from _whole(rows[i], source, "furniture", f"told by {word.where}")


def _whole(row: Row, source: int, kind: CutKind, reason: str) -> Iterator[Cut]:
    for piece in row.pieces:
        yield Cut(source, piece.line, piece.start, piece.start + len(piece.text), kind, reason)


# --- divisions --------------------------------------------------------------------------------


class _Builder:
    """Puts the rows under their headings."""

    def __init__(
        self, source: int, headings: Mapping[tuple[int, int], Entry], roles: Mapping[tuple[int, int], str]
    ) -> None:
        self.source = source
        self.headings = headings
        self.roles = roles  # that a person told, by place

    def divisions(self, rows: Sequence[Row]) -> Iterator[Division]:
        """The divisions of the first level with those of deeper ones inside."""
        starts = [i for i, row in enumerate(rows) if row.place in self.headings]
        front = rows[: starts[0]] if starts else rows
        if front or not starts:  # a book of a title line alone has an empty chapter
            yield Division("front" if starts else "chapter", 1, blocks=self.blocks(front))
        flat = [self.division(rows[start:stop]) for start, stop in pairwise([*starts, len(rows)])]
        yield from nested(flat)

    def division(self, rows: Sequence[Row]) -> Division:
        """One heading with what stands below it."""
        entry = self.headings[rows[0].place]
        heading = Heading((Text(rows[0].words),), self.span(rows[0]))
        kind: DivisionKind = "part" if entry.form in ("part", "volume") else "chapter"
        return Division(kind, entry.level, heading, blocks=self.blocks(rows[1:]))

    def blocks(self, rows: Sequence[Row]) -> tuple[Block, ...]:
        """Paragraphs; lines of verse where all are short."""
        verse = len(rows) > 3 and all(len(row.text) <= 24 for row in rows)
        return tuple(Paragraph((Text(row.words),), self.span(row), self.role(row, verse=verse)) for row in rows)

    def role(self, row: Row, *, verse: bool) -> ParagraphRole:
        """What a paragraph is on the page."""
        return _PRINT.get(self.roles.get(row.place, "")) or _role(row, verse=verse)

    def span(self, row: Row) -> Span:
        """The lines of a row."""
        return Span(self.source, row.number, row.last)


#: What a role that a person told is called in print.
_PRINT: Mapping[str | None, ParagraphRole] = {
    "kicker": "kicker", "deck": "deck", "data": "data", "caption": "caption", "credit": "credit", "label": "label",
    "rights": "rights", "note": "note", "body": "body",
}  # fmt: skip


def _role(row: Row, *, verse: bool) -> ParagraphRole:
    if len(row.text) <= 40 and _RULE.fullmatch(row.text):
        return "label"
    return "verse" if verse else "body"


def nested(flat: Sequence[Division]) -> Iterator[Division]:
    """Divisions of a deeper level inside the one before them; what has nothing above it stands at the first level."""
    held: list[Division] = []
    for division in flat:
        if held and division.level <= held[0].level:
            yield _settled(held)
            held = []
        held.append(division)
    if held:
        yield _settled(held)


def _settled(held: Sequence[Division]) -> Division:
    """The first division with the others inside it, nested in turn; a part without chapters is a chapter."""
    division, *deeper = held
    inner = tuple(nested(deeper))
    kind: DivisionKind = "chapter" if division.kind == "part" and not inner else division.kind
    return replace(division, kind=kind, divisions=inner)


# --- explanation ----------------------------------------------------------------------------------


def choices_of(draft: Drafted, source: int) -> Mapping[int, Choice]:
    """Why each row that is no plain paragraph was read so, by its index; a person's word comes first."""
    rows, outline = draft.rows, draft.outline
    choices = {i: _by_word(rows[i], source, word.role, word.where) for i, word in draft.words.items()}
    for line in draft.front:
        clues = (Clue(f"{line.field} line", 3.0),)
        choices.setdefault(line.index, Choice(source, rows[line.index].number, line.field, clues, "body", 3.0))
    for entry in outline.entries:
        choices.setdefault(entry.index, _by_form(rows[entry.index], source, entry))
    for i in outline.contents:
        clues = (Clue("run of headings that come again", 3.0),)
        choices.setdefault(i, Choice(source, rows[i].number, "contents", clues, "heading", 3.0))
    for i, reason in {**dict.fromkeys(outline.twice, "the heading once more"), **draft.adverts}.items():
        choices.setdefault(i, Choice(source, rows[i].number, "furniture", (Clue(reason, 3.0),), "body", 3.0))
    return dict(sorted(choices.items()))


def _by_form(row: Row, source: int, entry: Entry) -> Choice:
    if entry.told:
        return _by_word(row, source, "heading", entry.told)
    clues = clues_of(entry)
    return Choice(source, row.number, "heading", clues, "body", sum(clue.weight for clue in clues))


def _by_word(row: Row, source: int, role: str, where: str) -> Choice:
    return Choice(source, row.number, role, (Clue(f"told by {where}", float("inf")),), told=where)


def clues_of(entry: Entry) -> tuple[Clue, ...]:
    """What speaks for a heading: its form, and how well the set that the form finds holds together."""
    return Clue(f"form: {entry.form}", 3.0), Clue("the set that the form finds holds", round(3 * entry.worth, 2))


def _told(source: Source, draft: Drafted) -> Iterator[Diagnostic]:
    """Numbers that skip or go back."""
    for index, wanted, found in odd_numbers(draft.rows, draft.outline.entries, draft.name):
        yield Diagnostic(
            "RDG-004",
            {"wanted": wanted, "found": found, "heading": squeeze(draft.rows[index].text)[:20]},
            source.name,
            draft.rows[index].number,
        )
