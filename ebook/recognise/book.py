"""A whole book: title and author lines, its outline, its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    Evidence,
    Heading,
    Metadata,
    Paragraph,
    ParagraphRole,
    Person,
    Reading,
    Source,
    Span,
    Text,
    Value,
)
from ebook.recognise.fold import squeeze
from ebook.recognise.outline import Entry, Outline, odd_numbers, outline_of
from ebook.recognise.page import Row, rows_of
from ebook.recognise.script import language_of
from ebook.recognise.wraps import unwrapped

_FRONT = 12  # rows: title and author stand among the first ones
_TITLE = re.compile(r"^\s*(?:(?:书名|作品|题名)\s*[:：]\s*)?[《<【]?(?P<value>[^《》<>【】:：。，,]{1,30})[》>】]?\s*$")
_LABELLED = re.compile(r"^(?P<label>(?:书名|作品名?|题名)\s*:\s*)[《<]?(?P<value>[^《》<>]{1,40}?)[》>]?$")
_MARKED = re.compile(r"^[《<](?P<value>[^《》<>]{1,30})[》>]$")
_AUTHOR = re.compile(
    r"^(?:作者|著者|编者)\s*[::/]\s*(?P<value>[^:]{1,24})$|^(?:\[[^\]]{1,4}\]|\([^)]{1,4}\))?\s*(?P<writer>[^\s:。,]{2,12})\s*[著撰]$"
)
_TRANSLATOR = re.compile(r"^译者\s*[::/]\s*(?P<value>[^:]{1,24})$|^(?P<writer>[^\s:。,]{2,12})\s*译$")
_RULE = re.compile(r"[\s\-=_*※~～+#·•.。…◆◇○●☆★—─━]+")


@dataclass(frozen=True, slots=True)
class _Front:
    """A title or author line: the row, the field, where the value stands in the row's text."""

    index: int
    field: str
    start: int
    stop: int


def read_book(source: Source, index: int, reason: str) -> tuple[Book, Reading, tuple[Diagnostic, ...]]:
    """Read one source as a whole book."""
    rows = unwrapped(rows_of(source.lines))
    front = list(_front(rows))
    name = next((_value(rows, line) for line in front if line.field == "title"), "")
    taken = {line.index for line in front}
    outline = outline_of(rows, name)
    cuts = (*_moved(rows, front, index), *_said_twice(rows, outline, index))
    body = [
        row for i, row in enumerate(rows) if i not in taken and i not in outline.contents and i not in outline.twice
    ]
    headings = {rows[entry.index].number: entry for entry in outline.entries if entry.index not in taken}
    metadata = _metadata(source, rows, front)
    divisions = tuple(_Builder(index, headings).divisions(body))
    reading = Reading("book", reason, tuple(_choices(rows, outline, front, index)))
    return Book("book", metadata, divisions, cuts), reading, tuple(_told(source, rows, outline, name))


# --- title and author -----------------------------------------------------------------


def _front(rows: Sequence[Row]) -> Iterator[_Front]:
    """The title, author and translator lines among the first rows: each field once, never a sentence."""
    found: set[str] = set()
    for i, row in enumerate(rows[:_FRONT]):
        for field, start, stop in _fields(row):
            if field not in found:
                found.add(field)
                yield _Front(i, field, start, stop)


def _fields(row: Row) -> Iterator[tuple[str, int, int]]:
    for field, pattern in (("title", _LABELLED), ("title", _MARKED), ("aut", _AUTHOR), ("trl", _TRANSLATOR)):
        match = pattern.match(row.folded)
        if match:
            group = next(name for name in ("value", "writer") if match.groupdict().get(name))
            yield field, match.start(group), match.end(group)
            return


def _value(rows: Sequence[Row], line: _Front) -> str:
    return rows[line.index].text[line.start : line.stop]


def _metadata(source: Source, rows: Sequence[Row], front: Sequence[_Front]) -> Metadata:
    def evidence(line: _Front, reason: str) -> Evidence:
        return Evidence("text", f"{source.name}:{rows[line.index].number}", 0.95, reason)

    title = next(
        (Value(_value(rows, line), evidence(line, "title line")) for line in front if line.field == "title"), None
    )
    people = tuple(
        Person(rows[line.index].text[start:stop], (line.field,), evidence(line, "author line"))
        for line in front
        if line.field != "title"
        for start, stop in _parts(rows[line.index].text, line)
    )
    language = Value(language_of(row.text for row in rows), Evidence("computed", source.name, 0.9, "script"))
    return Metadata(title=title, people=people, language=language)


def _moved(rows: Sequence[Row], front: Sequence[_Front], source: int) -> Iterator[Cut]:
    """The values go to the title page, the marks around and between them are labels."""
    for line in front:
        piece = rows[line.index].pieces[0]
        edge = 0
        for start, stop in (*_parts(piece.text, line), (len(piece.text), len(piece.text))):
            kinds: tuple[tuple[int, int, CutKind], ...] = ((edge, start, "label"), (start, stop, "moved"))
            for begin, end, kind in kinds:
                if piece.text[begin:end].strip():
                    yield Cut(source, piece.line, piece.start + begin, piece.start + end, kind, f"{line.field} line")
            edge = stop


def _parts(text: str, line: _Front) -> Iterator[tuple[int, int]]:
    """Where each value of the line stands: one title, or the names between 、."""
    if line.field == "title":
        yield line.start, line.stop
        return
    for match in re.finditer(r"[^、，,/]+", text[line.start : line.stop]):
        words = match.group()
        lead = len(words) - len(words.lstrip())
        yield line.start + match.start() + lead, line.start + match.start() + len(words.rstrip())


def _said_twice(rows: Sequence[Row], outline: Outline, source: int) -> Iterator[Cut]:
    """The printed table of contents, and headings said again."""
    for i in outline.contents:
        yield from _whole(rows[i], source, "contents", "printed table of contents")
    for i in sorted(outline.twice):
        yield from _whole(rows[i], source, "furniture", "the heading once more")


def _whole(row: Row, source: int, kind: CutKind, reason: str) -> Iterator[Cut]:
    for piece in row.pieces:
        yield Cut(source, piece.line, piece.start, piece.start + len(piece.text), kind, reason)


# --- divisions --------------------------------------------------------------------------------


class _Builder:
    """Puts the rows under their headings."""

    def __init__(self, source: int, headings: dict[int, Entry]) -> None:
        self.source = source
        self.headings = headings

    def divisions(self, rows: Sequence[Row]) -> Iterator[Division]:
        """The divisions of the first level with those of deeper ones inside."""
        starts = [i for i, row in enumerate(rows) if row.number in self.headings]
        front = rows[: starts[0]] if starts else rows
        if front:
            yield Division("front" if starts else "chapter", 1, blocks=self.blocks(front))
        flat = [self.division(rows[start:stop]) for start, stop in pairwise([*starts, len(rows)])]
        yield from nested(flat)

    def division(self, rows: Sequence[Row]) -> Division:
        """One heading with what stands below it."""
        entry = self.headings[rows[0].number]
        heading = Heading((Text(rows[0].text),), self.span(rows[0]))
        kind: DivisionKind = "part" if entry.form in ("part", "volume") else "chapter"
        return Division(kind, entry.level, heading, blocks=self.blocks(rows[1:]))

    def blocks(self, rows: Sequence[Row]) -> tuple[Block, ...]:
        """Paragraphs; lines of verse where all are short."""
        verse = len(rows) > 3 and all(len(row.text) <= 24 for row in rows)
        return tuple(Paragraph((Text(row.text),), self.span(row), _role(row, verse=verse)) for row in rows)

    def span(self, row: Row) -> Span:
        """The lines of a row."""
        return Span(self.source, row.number, row.last)


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


def _choices(rows: Sequence[Row], outline: Outline, front: Sequence[_Front], source: int) -> Iterator[Choice]:
    """Why each line that is no plain paragraph was read so."""
    for line in front:
        yield Choice(source, rows[line.index].number, line.field, (Clue(f"{line.field} line", 3.0),))
    for entry in outline.entries:
        yield Choice(
            source,
            rows[entry.index].number,
            "heading",
            (Clue(f"form: {entry.form}", 3.0), Clue("numbers run on", round(3 * entry.worth, 2))),
            "body",
            6 * entry.worth,
        )
    for i in outline.contents:
        yield Choice(
            source, rows[i].number, "contents", (Clue("run of headings that come again", 3.0),), "heading", 3.0
        )
    for i in sorted(outline.twice):
        yield Choice(source, rows[i].number, "furniture", (Clue("the heading once more", 3.0),), "body", 3.0)


def _told(source: Source, rows: Sequence[Row], outline: Outline, book: str) -> Iterator[Diagnostic]:
    """Numbers that skip or go back."""
    for index, wanted, found in odd_numbers(rows, outline.entries, book):
        yield Diagnostic(
            "RDG-004",
            {"wanted": wanted, "found": found, "heading": squeeze(rows[index].text)[:20]},
            source.name,
            rows[index].number,
        )
