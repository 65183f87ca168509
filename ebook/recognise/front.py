"""The first lines of a book: title, author and translator, which move to the title page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ebook.model import Cut, CutKind, Evidence, Metadata, Person, Source, Value
from ebook.recognise.corrected import Word, Words
from ebook.recognise.fold import fold
from ebook.recognise.row import Row
from ebook.recognise.script import language_of

_FRONT = 12  # rows: title and author stand among the first ones
_LABELLED = re.compile(r"^(?P<label>(?:书名|作品名?|题名)\s*:\s*)[《<]?(?P<value>[^《》<>]{1,40}?)[》>]?$")
MARKED = re.compile(r"^[《<](?P<value>[^《》<>]{1,30})[》>]$")
_AUTHOR = re.compile(
    r"^(?:作者|著者|编者)\s*[::/]\s*(?P<value>[^:]{1,24})$|^(?:\[[^\]]{1,4}\]|\([^)]{1,4}\))?\s*(?P<writer>[^\s:。,]{2,12})\s*[著撰]$"
)
_TRANSLATOR = re.compile(r"^译者\s*[::/]\s*(?P<value>[^:]{1,24})$|^(?P<writer>[^\s:。,]{2,12})\s*译$")
_DATA = Word("data", "")  # what may be a title or author line where nothing else was told


@dataclass(frozen=True, slots=True)
class Front:
    """A title or author line: the row, the field, where the value stands in the row's text."""

    index: int
    field: str
    start: int
    stop: int


def front_of(rows: Sequence[Row], words: Words) -> Iterator[Front]:
    """The title, author and translator lines among the first rows: each field once, never a sentence.

    A line that a person told to be the title is it, wherever it stands.
    """
    titled = next((i for i, word in words.items() if word.role == "title"), None)
    found: set[str] = set()
    if titled is not None:
        found.add("title")
        line = next(((start, stop) for name, start, stop in _fields(rows[titled]) if name == "title"), None)
        yield Front(titled, "title", *(line or (0, len(rows[titled].words))))
    for i, row in enumerate(rows[:_FRONT]):
        for field, start, stop in _fields(row) if words.get(i, _DATA).role == "data" else ():
            if field not in found and not (field == "title" and i in words):
                found.add(field)
                yield Front(i, field, start, stop)


def _fields(row: Row) -> Iterator[tuple[str, int, int]]:
    folded = fold(row.words)
    for field, pattern in (("title", _LABELLED), ("title", MARKED), ("aut", _AUTHOR), ("trl", _TRANSLATOR)):
        match = pattern.match(folded)
        if match:
            group = next(name for name in ("value", "writer") if match.groupdict().get(name))
            yield field, match.start(group), match.end(group)
            return


def value_of(rows: Sequence[Row], line: Front) -> str:
    """The value that stands in a line."""
    return rows[line.index].words[line.start : line.stop]


def metadata_of(source: Source, rows: Sequence[Row], front: Sequence[Front], words: Words) -> Metadata:
    """What the first lines say of the book, and its rights where a person told the lines that state them."""

    def evidence(line: Front, reason: str) -> Evidence:
        where = f"{source.name}:{rows[line.index].number}"
        word = words.get(line.index)
        return Evidence("text", where, 1.0, f"told by {word.where}") if word else Evidence("text", where, 0.95, reason)

    title = next(
        (Value(value_of(rows, line), evidence(line, "title line")) for line in front if line.field == "title"), None
    )
    people = tuple(
        Person(rows[line.index].words[start:stop], (line.field,), evidence(line, "author line"))
        for line in front
        if line.field != "title"
        for start, stop in _parts(rows[line.index].words, line)
    )
    language = Value(language_of(row.text for row in rows), Evidence("computed", source.name, 0.9, "script"))
    return Metadata(title=title, people=people, rights=_rights(source, rows, words), language=language)


def _rights(source: Source, rows: Sequence[Row], words: Words) -> Value[str] | None:
    """The statement on rights word for word, its lines joined by line ends."""
    told = [(i, word) for i, word in sorted(words.items()) if word.role == "rights"]
    if not told:
        return None
    first, word = told[0]
    evidence = Evidence("text", f"{source.name}:{rows[first].number}", 1.0, f"told by {word.where}")
    return Value("\n".join(rows[i].text for i, _ in told), evidence)


def moved(rows: Sequence[Row], front: Sequence[Front], source: int) -> Iterator[Cut]:
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


def _parts(text: str, line: Front) -> Iterator[tuple[int, int]]:
    """Where each value of the line stands: one title, or the names between 、."""
    if line.field == "title":
        yield line.start, line.stop
        return
    for match in re.finditer(r"[^、，,/]+", text[line.start : line.stop]):
        words = match.group()
        lead = len(words) - len(words.lstrip())
        yield line.start + match.start() + lead, line.start + match.start() + len(words.rstrip())
