"""Verse: lines into stanzas by the blank lines between them, and poems quoted in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby, pairwise

from ebook.model import Block, Division, Paragraph, Stanza, text_of
from ebook.recognise.marks import may_lead
from ebook.recognise.onpage import Lines, body_indent, changed, is_body, runs
from ebook.recognise.ruby import bare

_LONGEST_STANZA = 60  # lines: a stanza is never parted between two files
_LONGEST_LINE = 34  # characters of a line of a poem that is quoted in prose
_MEASURES = frozenset({5, 7})  # characters of a clause of regular verse (近体诗)
_CLAUSES = 4  # the fewest of a quoted poem
_MARKS = re.compile("[，。！？；、]")
_HAN = re.compile("[\u3400-\u9fff]+")
_FREE_VERSE = (-1,)
_FREE = re.compile("[\u3400-\u9fff，、—…·《》 \u3000]{2,20}")  # no full stop, no speech, no figures


def with_stanzas(division: Division, lines: Lines) -> Division:
    """The division with poems quoted in its prose told as verse, and the lines of all verse in stanzas."""
    return changed(division, _Verse(division, lines).set)


class _Verse:
    """Sets the verse of one article or chapter."""

    def __init__(self, division: Division, lines: Lines) -> None:
        self._division, self._lines = division, lines

    @cached_property
    def _indent(self) -> int:
        return body_indent(self._lines, (block for run in runs(self._division) for block in run))

    def set(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with their verse in stanzas."""
        marked = list(blocks)
        for start, stop in _short(blocks):
            for first, last in self._poems([block for block in blocks[start:stop] if is_body(block)]):
                if start + first > 0 and start + last < len(blocks):  # it is quoted: prose stands above and below
                    lines = blocks[start + first : start + last]
                    marked[start + first : start + last] = [
                        replace(line, role="verse") for line in lines if is_body(line)
                    ]
        return tuple(self._stanzas(marked)) if any(map(_is_verse, marked)) else blocks

    def _poems(self, run: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
        """Where lines of one measure stand together, or lines of free verse: from and to."""
        at = 0
        for measure, group in groupby(run, self._measure):
            size = len(list(group))
            if size > 1 and measure and (measure == _FREE_VERSE or size * len(measure) >= _CLAUSES):
                yield at, at + size
            at += size

    def _measure(self, line: Paragraph) -> tuple[int, ...]:
        """The sizes of the clauses of a line of regular verse; of free verse, a sign for it; empty for prose.

        A line of free verse does not end as a sentence does and is indented further than the text.
        """
        text = bare(text_of(line.content))
        if _FREE.fullmatch(text) and 0 < self._indent < self._lines.indent(line):
            return _FREE_VERSE
        clauses = _clauses(text) if _HAN.match(text) else ()
        return clauses if len(set(clauses)) == 1 and set(clauses) <= _MEASURES else ()

    def _stanzas(self, blocks: Sequence[Block]) -> Iterator[Block]:
        for verse, run in groupby(blocks, _is_verse):
            together = list(run)
            yield from self._parted([one for one in together if isinstance(one, Paragraph)]) if verse else together

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
    return isinstance(block, Paragraph) and block.role == "verse" and not may_lead(text_of(block.content))  # a note


def _short(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where two short paragraphs of text or more stand together, from and to."""
    start = 0
    for i, block in enumerate((*blocks, None)):
        if block is None or not is_body(block) or len(bare(text_of(block.content))) > _LONGEST_LINE:
            if start + 1 < i:
                yield start, i
            start = i + 1


def _clauses(text: str) -> tuple[int, ...]:
    """The sizes of the clauses of a line; 0 for one that is not Chinese alone."""
    parts = _MARKS.split(text)
    return tuple(len(part) if _HAN.fullmatch(part) else 0 for part in (parts if parts[-1] else parts[:-1]))
