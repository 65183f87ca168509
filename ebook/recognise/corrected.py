"""What a person said, on the outline of a book: headings added and taken away, alone or by their form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebook.diagnostics import Diagnostic
from ebook.model import Source
from ebook.recognise.alike import shape_of
from ebook.recognise.forms import forms, marks_of
from ebook.recognise.outline import Entry, Outline
from ebook.recognise.overrides import Told, like
from ebook.recognise.row import Row
from ebook.settings import LIKE

_LEVELS = {"heading": 1, "subheading": 2}
_WIDE = frozenset({"part", "volume"})


@dataclass(frozen=True, slots=True)
class Word:
    """What was said of a row, and by what."""

    role: str
    where: str


Words = Mapping[int, Word]


def words_of(source: Source, rows: Sequence[Row], told: Told) -> tuple[Words, tuple[Diagnostic, ...]]:
    """What was said of each row by its index: a book has one title, any other is refused (RDG-010)."""
    at = _rows_by_line(rows)
    words: dict[int, Word] = {}
    notes = []
    title = 0
    for line, override in sorted(told.lines.items()):
        if override.role == "title" and title:
            values = {"where": override.where, "line": line, "title": title}
            notes.append(Diagnostic("RDG-010", values, source.name, line))
            continue
        title = line if override.role == "title" else title
        words[at[line]] = Word(override.role, override.where)
    return words, tuple(notes)


def corrected(outline: Outline, rows: Sequence[Row], told: Told, words: Words, book: str) -> Outline:
    """The outline with what was told: first the forms, then the lines by themselves."""
    if not told:
        return outline
    entries = {entry.index: entry for entry in outline.entries}
    entries = _taught(entries, rows, told, outline, book)
    named = {mark.index: mark.form for mark in marks_of(rows, book) if mark.index in words}
    for index, word in words.items():
        entries.pop(index, None)
        if word.role in _LEVELS:
            entries[index] = Entry(index, _LEVELS[word.role], named.get(index, "told"), 1.0, word.where)
    told_of = words.keys() | {index for index, entry in entries.items() if entry.told}
    return Outline(
        tuple(entries[index] for index in sorted(entries)),
        frozenset(outline.contents) - told_of,
        outline.twice - told_of,
    )


def _taught(
    entries: dict[int, Entry], rows: Sequence[Row], told: Told, outline: Outline, book: str
) -> dict[int, Entry]:
    """Headings of a form that one line has been the example of; a printed table of contents is left alone."""
    if not told.forms:
        return entries
    at = _rows_by_line(rows)
    named = {mark.index: mark.form for mark in marks_of(rows, book)}
    shapes = [shape_of(row, book) for row in rows]
    for line, override in told.forms:
        example = at[line]
        alike = [i for i, shape in enumerate(shapes) if shapes[example].holds(shape, rows[i].size)]
        if override.role != LIKE:
            for i in alike:
                entries.pop(i, None)
            continue
        given = told.lines.get(line)
        level = _LEVELS.get(given.role if given else "", 0) or _level(example, named.get(example), entries, book)
        word = like(line, override)
        for i in alike:
            if i == example or (i not in outline.contents and i not in outline.twice):
                entries[i] = Entry(i, level, named.get(i, shapes[i].told), 1.0, word)
    return entries


def _level(example: int, form: str | None, entries: Mapping[int, Entry], book: str) -> int:
    """The level of the example among the others: that of its form, by the width of its unit, else below 卷 and 部."""
    if example in entries:
        return entries[example].level
    of_form = [entry.level for entry in entries.values() if entry.form == form]
    if of_form:
        return min(of_form)
    ranks = {known.name: known.rank for known in forms(book)}
    if form in ranks:
        wider = {entry.level for entry in entries.values() if ranks.get(entry.form, 9) < ranks[form]}
        return max(wider, default=0) + 1
    deepest = max((entry.level for entry in entries.values()), default=1)
    return deepest + 1 if entries and all(entry.form in _WIDE for entry in entries.values()) else deepest


def _rows_by_line(rows: Sequence[Row]) -> Mapping[int, int]:
    return {piece.line: i for i, row in enumerate(rows) for piece in row.pieces}
