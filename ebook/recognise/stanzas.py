"""Verse: lines into stanzas by the blank lines between them, and poems quoted in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ebook.model import Block, Division, Paragraph, Stanza, text_of
from ebook.recognise.onpage import Lines, body_indent, changed, is_body, runs

_LONGEST_STANZA = 60  # lines: a stanza is never parted between two files
_LONGEST_LINE = 34  # characters of a line of a poem that is quoted in prose
_MEASURES = frozenset({5, 7})  # characters of a clause of regular verse (近体诗)
_CLAUSES = 4  # the fewest of a quoted poem
_MARKS = re.compile("[，。！？；、]")
_CLAUSE = re.compile("[\u3400-\u9fff]+")
_FREE = re.compile("[\u3400-\u9fff，、—…·《》 \u3000]{2,20}")  # a line of free verse: no full stop, no speech, no figures


def with_stanzas(division: Division, lines: Lines) -> Division:
    """The division with poems quoted in its prose told as verse, and the lines of all verse in stanzas."""
    verse = _Verse(lines, body_indent(lines, (block for run in runs(division) for block in run)))
    return changed(division, verse.set)


class _Verse:
    """Sets the verse of one article or chapter."""

    def __init__(self, lines: Lines, indent: int) -> None:
        self._lines, self._indent = lines, indent

    def set(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with their verse in stanzas."""
        return tuple(self._stanzas(list(self._quoted(blocks))))

    def _quoted(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """The blocks with the lines of poems marked as verse that stand between paragraphs of prose."""
        for start, stop in _short(blocks):
            run = [block for block in blocks[start:stop] if isinstance(block, Paragraph)]
            poem = start > 0 and stop < len(blocks) and len(run) > 1 and (_regular(run) or self._set_in(run))
            yield from (replace(block, role="verse") for block in run) if poem else blocks[start:stop]

    def _set_in(self, run: Sequence[Paragraph]) -> bool:
        """Free verse: no line ends as a sentence does, and all are indented otherwise than the text."""
        free = all(_FREE.fullmatch(text_of(line.content)) for line in run)
        return free and self._indent > 0 and all(self._lines.indent(line) > self._indent for line in run)

    def _stanzas(self, blocks: Sequence[Block]) -> Iterator[Block]:
        at = 0
        while at < len(blocks):
            stop = at
            while stop < len(blocks) and _is_verse(blocks[stop]):
                stop += 1
            yield from self._parted([block for block in blocks[at:stop] if isinstance(block, Paragraph)])
            yield from blocks[stop : stop + 1]
            at = stop + 1

    def _parted(self, run: Sequence[Paragraph]) -> Iterator[Block]:
        """The stanzas of a run of verse; as it is where every line has a blank line below it, which says nothing."""
        gaps = [self._lines.gap(above, below) for above, below in pairwise(run)]
        least = min(gaps, default=0)
        if least and max(gaps) == least:
            yield from run
            return
        bounds = [0, *(i for i, gap in enumerate(gaps, 1) if gap > least), len(run)]
        for start, stop in pairwise(bounds if run else ()):
            if stop - start > _LONGEST_STANZA:
                yield from run[start:stop]
            else:
                yield Stanza(tuple(run[start:stop]))


def _is_verse(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "verse"


def _short(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The runs of blocks, from and to: short paragraphs of text together, every other block alone."""
    start = 0
    for i, block in enumerate(blocks):
        if not (is_body(block) and _is_short(block)):
            if start < i:
                yield start, i
            yield i, i + 1
            start = i + 1
    if start < len(blocks):
        yield start, len(blocks)


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(text_of(block.content)) <= _LONGEST_LINE


def _regular(run: Sequence[Paragraph]) -> bool:
    """Regular verse: four clauses or more of one measure, as many in each line."""
    clauses = [_clauses(text_of(line.content)) for line in run]
    sizes = {size for line in clauses for size in line}
    return (
        len(sizes) == 1
        and sizes <= _MEASURES
        and len({len(line) for line in clauses}) == 1
        and sum(map(len, clauses)) >= _CLAUSES
    )


def _clauses(text: str) -> list[int]:
    """The sizes of the clauses of a line; 0 for one that is not Chinese alone."""
    parts = _MARKS.split(text)
    return [len(part) if _CLAUSE.fullmatch(part) else 0 for part in (parts if parts[-1] else parts[:-1])]
