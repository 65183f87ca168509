"""Marks in the text and the notes they point to, linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ebook.model import (
    Aside,
    Backlink,
    Block,
    Division,
    Heading,
    Inline,
    Note,
    NoteKind,
    NoteRef,
    Paragraph,
    Text,
    mapped,
    text_of,
    walk,
)
from ebook.recognise.marks import Family, Mark, may_hold, pointing
from ebook.recognise.notes import Entry, NoteList, lists_in

_Item = Heading | Paragraph


def with_notes(divisions: Sequence[Division]) -> tuple[Division, ...]:
    """The divisions with their marks linked: in each chapter or article, or to one list at the end of the book."""
    links = _Links()
    last = divisions[-1] if len(divisions) > 1 else None
    lists = lists_in(last) if last else []
    ending = bool(last and len(lists) == 1 and lists[0].labelled and last.heading)
    done = [_linked(division, links) for division in (divisions[:-1] if ending else divisions)]
    if not ending or not last:
        return tuple(done)
    at_end = _Links(links.count)
    if _is_own(last, lists[0]) or not at_end.resolve([*done, last], lists, rising=True):
        return (*done, _linked(last, links))
    return tuple(at_end.set(division) for division in (*done, last))


def _is_own(chapter: Division, found: NoteList) -> bool:
    """Whether the marks of the last chapter itself point to all the notes that it ends with."""
    held = {mark.number for item in _items([chapter]) for mark in _marks(item.content)}
    return held >= {entry.mark.number for entry in found.entries}


def _linked(division: Division, links: _Links) -> Division:
    if division.kind == "part":
        return replace(division, divisions=tuple(_linked(child, links) for child in division.divisions))
    lists = lists_in(division)
    if not lists:
        return division
    links.resolve([division], lists)
    return links.set(division)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A mark in a heading or a paragraph of the text."""

    item: _Item
    mark: Mark


@dataclass(slots=True)
class _Links:
    """What points where; ``count`` is the number of the last note, and items are known by their ids."""

    count: int = 0
    refs: dict[int, list[tuple[Mark, NoteRef]]] = field(default_factory=dict)
    lists: dict[int, tuple[NoteList, Mapping[int, int]]] = field(default_factory=dict)  # with the notes by entry

    def resolve(self, divisions: Sequence[Division], lists: Sequence[NoteList], *, rising: bool = False) -> bool:
        """Match the marks above each list with its entries; ``rising``: only where the marks never start again."""
        starts = {id(found.paragraphs[0]): found for found in lists}
        inside = {id(paragraph) for found in lists for paragraph in found.paragraphs}
        spots: dict[Family, list[_Spot]] = {}
        linked = False
        for item in _items(divisions):
            found = starts.get(id(item))
            if found:
                family = _pointing_family(found.family, spots)
                linked |= self._match(found, spots.pop(family, []) if family else [], rising=rising)
            if id(item) not in inside:
                for mark in _marks(item.content):
                    spots.setdefault(mark.family, []).append(_Spot(item, mark))
        return linked

    def _match(self, found: NoteList, spots: Sequence[_Spot], *, rising: bool) -> bool:
        wanted = {entry.mark.number: i for i, entry in enumerate(found.entries)}
        spots = [spot for spot in spots if spot.mark.number in wanted]
        numbers = [spot.mark.number for spot in spots]
        used = set(numbers)
        if not found.labelled and len(used) < len(wanted):
            return False
        if rising and any(one >= other for one, other in pairwise(_once_an_item(spots))):
            return False
        notes = {wanted[number]: self.count + i for i, number in enumerate(sorted(used), 1)}
        self.count += len(notes)
        seen: dict[int, int] = {}
        for spot in spots:
            note = notes[wanted[spot.mark.number]]
            seen[note] = seen.get(note, 0) + 1
            words = text_of(spot.item.content)[spot.mark.start : spot.mark.stop]
            self.refs.setdefault(id(spot.item), []).append((spot.mark, NoteRef(words, note, found.kind, seen[note])))
        self.lists[id(found.paragraphs[0])] = found, notes
        return bool(notes)

    def set(self, division: Division) -> Division:
        """A division with what was resolved."""
        heading = division.heading
        return replace(
            division,
            heading=replace(heading, content=self._content(heading)) if heading else None,
            blocks=tuple(self._blocks(division.blocks)),
            divisions=tuple(map(self.set, division.divisions)),
            below=tuple(self._blocks(division.below)),
        )

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[Block]:
        stop = 0
        for i, block in enumerate(blocks):
            found = self.lists.get(id(block))
            if found:
                stop = i + len(found[0].paragraphs)
                yield _aside(*found)
            elif i >= stop:
                yield mapped(block, self._paragraph)

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, content=self._content(paragraph)) if id(paragraph) in self.refs else paragraph

    def _content(self, item: _Item) -> tuple[Inline, ...]:
        refs = self.refs.get(id(item))
        return tuple(_pieces(item.content, refs)) if refs else item.content


def _once_an_item(spots: Sequence[_Spot]) -> Iterator[int]:
    """The numbers of the marks, one that comes again in the same paragraph once."""
    seen = set()
    for spot in spots:
        if (key := (spot.mark.number, id(spot.item))) not in seen:
            seen.add(key)
            yield spot.mark.number


def _items(divisions: Iterable[Division]) -> Iterator[_Item]:
    return (item for item in walk(divisions) if isinstance(item, _Item))


def _marks(content: Sequence[Inline]) -> Iterator[Mark]:
    """The marks of inline content that stand in plain text."""
    text = text_of(content)
    if not may_hold(text):
        return
    plain = list(_plain(content))
    yield from (mark for mark in pointing(text) if any(a <= mark.start and mark.stop <= b for a, b in plain))


def _plain(content: Sequence[Inline]) -> Iterator[tuple[int, int]]:
    """From where to where the pieces of plain text go."""
    at = 0
    for piece in content:
        size = len(text_of((piece,)))
        if isinstance(piece, Text):
            yield at, at + size
        at += size


def _pieces(content: Sequence[Inline], refs: Sequence[tuple[Mark, NoteRef]]) -> Iterator[Inline]:
    """The content with the marks of its plain text as references."""
    at = 0
    left = list(reversed(refs))
    for piece in content:
        stop = at + len(text_of((piece,)))
        if isinstance(piece, Text):
            start = at
            while left and left[-1][0].stop <= stop:
                mark, ref = left.pop()
                if start < mark.start:
                    yield Text(piece.text[start - at : mark.start - at])
                yield ref
                start = mark.stop
            if start < stop:
                yield Text(piece.text[start - at :])
        else:
            yield piece
        at = stop


def _pointing_family(family: Family, spots: Mapping[Family, object]) -> Family | None:
    """The marks that point to a list: those that look like its own; to one of figures (1.), the only ones there are."""
    if family != "plain":
        return family
    return next(iter(spots)) if len(spots) == 1 else None


def _aside(found: NoteList, notes: Mapping[int, int]) -> Aside:
    label = (replace(found.label, role="label"),) if found.label else ()
    entries = tuple(block for i, entry in enumerate(found.entries) for block in _entry(entry, notes.get(i), found.kind))
    return Aside("notes" if found.kind == "note" else "references", (*label, *entries))


def _entry(entry: Entry, number: int | None, kind: NoteKind) -> Iterator[Paragraph | Note]:
    """A note that is pointed to; else its paragraphs alone."""
    paragraphs = tuple(replace(paragraph, role="note") for paragraph in entry.paragraphs)
    if number is None:
        yield from paragraphs
        return
    first = paragraphs[0]
    text = text_of(first.content)
    mark = entry.mark
    before = (Text(text[: mark.start]),) if mark.start else ()
    content = (*before, Backlink(text[mark.start : mark.stop], number), Text(text[mark.stop :]))
    yield Note(number, kind, (replace(first, content=content), *paragraphs[1:]))
