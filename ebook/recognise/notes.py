"""Lists of notes and of references: where they stand, and which paragraphs are one entry.

A list stands under a label or a heading of its own (注释, 参考文献), or without
one at the end of the text, where each of its marks stands in the text above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ebook.model import Block, Division, NoteKind, Paragraph, ParagraphRole, text_of
from ebook.recognise.marks import Family, Mark, leading, may_lead
from ebook.recognise.onpage import changed, is_body, runs
from ebook.recognise.openers import label_of

_ENTRY: frozenset[ParagraphRole] = frozenset(
    {"body", "note", "data", "byline", "dateline", "label", "verse", "caption"}
)
_LONGEST_LABEL = 24
_LAST_WORD = re.compile(r"^.*[\s:：]")
_LABEL = re.compile("[注註參参征徵引]")  # in every label of a list


@dataclass(frozen=True, slots=True)
class Entry:
    """A note in a list: its mark, and the paragraphs it takes."""

    mark: Mark
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class NoteList:
    """A list of notes: its label where it has one, and its entries; ``kind`` also where there is no label."""

    kind: NoteKind
    label: Paragraph | None
    entries: tuple[Entry, ...]
    labelled: bool  # by a label or by the heading above

    @property
    def family(self) -> Family:
        """What the marks of the list look like."""
        return self.entries[0].mark.family

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All its paragraphs, in order."""
        own = (self.label,) if self.label else ()
        return own + tuple(paragraph for entry in self.entries for paragraph in entry.paragraphs)


def lists_in(division: Division) -> list[NoteList]:
    """The lists of a chapter or an article, in order."""
    found: list[NoteList] = []
    for heading, blocks in _under_headings(division):
        found += _lists(blocks, heading)
    return found


def _under_headings(division: Division) -> Iterator[tuple[NoteKind | None, tuple[Block, ...]]]:
    """The runs of blocks; with the first below a heading that names a list goes what the list is."""
    heading = text_of(division.heading.content) if division.heading else ""
    yield _kind(heading) or _kind(_LAST_WORD.sub("", heading)), division.blocks  # 附录　注释
    for child in division.divisions:
        yield from _under_headings(child)
    yield None, division.below


def _kind(text: str) -> NoteKind | None:
    label = label_of(text) if len(text) <= _LONGEST_LABEL else None
    return "note" if label == "notes" else "reference" if label == "references" else None


def _lists(blocks: Sequence[Block], heading: NoteKind | None) -> Iterator[NoteList]:
    stop = 0
    end = max((i + 1 for i, block in enumerate(blocks) if is_body(block)), default=0)  # of the running text
    for at, block in enumerate(blocks):
        named = heading if at == 0 else None
        if at < stop or not isinstance(block, Paragraph) or not (named or _may_open(text_of(block.content))):
            continue
        kind = named or _kind(text_of(block.content))
        label = block if kind and not named else None
        start = at + 1 if label else at
        entries = tuple(_entries(blocks, start, listed=kind is not None))
        stop = start + sum(len(entry.paragraphs) for entry in entries)
        if entries and (kind or stop >= end):
            yield NoteList(kind or "note", label, entries, labelled=kind is not None)


def _may_open(text: str) -> bool:
    """Whether a list may begin with a paragraph: cheap, for the many that open none."""
    return may_lead(text) or (len(text) <= _LONGEST_LABEL and bool(_LABEL.search(text)))


def _entries(blocks: Sequence[Block], start: int, *, listed: bool) -> Iterator[Entry]:
    """The entries from an index on: marks of one family, each with a higher number than the one before."""
    held: Entry | None = None
    at = start
    while at < len(blocks):
        block = blocks[at]
        mark = _mark(block, listed=listed)
        if mark and isinstance(block, Paragraph) and _follows(held, mark):
            if held:
                yield held
            held = Entry(mark, (block,))
        elif held and listed and at + 1 < len(blocks) and _goes_on(held, block, blocks[at + 1]):
            assert isinstance(block, Paragraph), "asked only of paragraphs"
            held = replace(held, paragraphs=(*held.paragraphs, block))
        else:
            break
        at += 1
    if held:
        yield held


def _mark(block: Block, *, listed: bool) -> Mark | None:
    if not isinstance(block, Paragraph) or block.role not in _ENTRY:
        return None
    text = text_of(block.content)
    mark = leading(text, listed=listed)
    return mark if mark and text[mark.stop :].strip() else None  # a mark alone is no note


def _follows(held: Entry | None, mark: Mark) -> bool:
    return held is None or (held.mark.family == mark.family and held.mark.number < mark.number)


def _goes_on(held: Entry, block: Block, after: Block) -> bool:
    """Whether a paragraph without a mark belongs to the note above: the next note follows it."""
    if not isinstance(block, Paragraph) or block.role not in _ENTRY or leading(text_of(block.content), listed=True):
        return False
    mark = _mark(after, listed=True)
    return mark is not None and mark.number == held.mark.number + 1 and _follows(held, mark)


def with_whole_lists(article: Division) -> Division:
    """The article with what ends its text and goes on below it moved there: a label, or a list of notes."""
    end = next((run for run in reversed(list(runs(article))[:-1]) if run), ())
    last = _broken(end, article.below[0]) if article.below else 0
    if not last:
        return article
    shorter = changed(article, lambda blocks: blocks[:-last] if blocks and blocks[-1] is end[-1] else blocks)
    return replace(shorter, below=(*end[-last:], *article.below))


def _broken(end: Sequence[Block], after: Block) -> int:
    """How many of the last blocks of the text belong to what stands behind: a label, or a label with its entries."""
    entries = 0
    if _mark(after, listed=True):
        entries = next((i for i, block in enumerate(reversed(end)) if not _mark(block, listed=True)), len(end))
    above = end[-entries - 1] if entries < len(end) else None
    return entries + 1 if isinstance(above, Paragraph) and label_of(text_of(above.content)) else 0
