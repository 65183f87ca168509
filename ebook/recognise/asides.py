"""Asides: words of the editors and boxes beside the running text, told by their labels.

What shows where an aside ends is scarce in plain text.  An aside that ends too
early is only half of itself; one that swallows the article is wrong.  So it
takes one paragraph unless something shows that it takes more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ebook.model import Aside, AsideKind, Block, Division, Paragraph, RunIn, text_of, walk
from ebook.recognise.marks import leading
from ebook.recognise.onpage import Lines, body_indent, changed, opened, runs
from ebook.recognise.openers import label_of, run_in

_MOST = 6  # paragraphs of an aside
_SHORTEST = 30  # characters of a paragraph that is a box by its first word
_SIGNED = re.compile(
    r"(?:[（(](?:编者|編者|本[报報刊]编辑部|本[報刊]編輯部|编辑部|編輯部)[)）]|[—-]{1,2}\s*(?:编者|編者|编辑部|編輯部))$"
)
_OF_EDITORS: frozenset[AsideKind] = frozenset({"note"})
_SIDES: frozenset[AsideKind | None] = frozenset({"note", "box", "tip"})


def with_asides(article: Division, lines: Lines) -> Division:
    """The article with its asides; lists of notes are left as they are."""
    return changed(article, _Asides(article, lines).set)


class _Asides:
    """Sets the asides of one article."""

    def __init__(self, article: Division, lines: Lines) -> None:
        self._lines = lines
        flow = [block for run in runs(article) for block in run]
        self._indent = body_indent(lines, flow)
        last = next((block for block in reversed(flow) if isinstance(block, Paragraph) and block.role == "body"), None)
        self._last = id(last)
        self._size = sum(len(text_of(block.content)) for block in walk([article]) if isinstance(block, Paragraph))

    def set(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with those of an aside inside it."""
        return tuple(self._found(blocks))

    def _found(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        at = 0
        while at < len(blocks):
            aside, stop = self._aside(blocks, at)
            yield aside or blocks[at]
            at = stop

    def _aside(self, blocks: tuple[Block, ...], at: int) -> tuple[Aside | None, int]:
        """The aside that begins at an index, and where it stops."""
        kind = _label(blocks[at])
        if kind:
            stop = self._stop(blocks, at + 1, kind)
            label, *rest = (block for block in blocks[at:stop] if isinstance(block, Paragraph))
            return (Aside(kind, (replace(label, role="label"), *map(_plain, rest))) if rest else None), stop
        kinds = _run_in(blocks[at])
        if not kinds:
            return None, at + 1
        stop = at + 1
        while stop < len(blocks) and _run_in(blocks[stop]) == kinds:
            stop += 1
        return Aside(kinds, tuple(_named(block) for block in blocks[at:stop] if isinstance(block, Paragraph))), stop

    def _stop(self, blocks: tuple[Block, ...], start: int, kind: AsideKind) -> int:
        """Where an aside ends whose own text begins at an index."""
        run = list(_text(blocks[start : start + _MOST + 1]))
        if not run:
            return start
        if kind in _OF_EDITORS:
            return start + self._of_editors(run[:_MOST])
        ends = len(run) <= _MOST and any(id(block) == self._last for block in run)
        size = sum(len(text_of(block.content)) for block in run)
        return start + (len(run) if ends and 3 * size <= self._size else 1)

    def _of_editors(self, run: list[Paragraph]) -> int:
        """How many paragraphs are the editors': up to their signature, or as many as have an indent of their own."""
        signed = next((i for i, one in enumerate(run, 1) if _SIGNED.search(text_of(one.content))), 0)
        indents = [self._lines.indent(one) for one in run]
        own = next((i for i, indent in enumerate(indents) if indent != indents[0]), len(run))
        return signed or (own if indents[0] != self._indent and own < len(run) else 1)


def _text(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """The paragraphs of text from the first block on, up to what opens another structure."""
    for block in blocks:
        if not isinstance(block, Paragraph) or block.role not in ("body", "note") or _opens(block):
            return
        yield block


def _opens(block: Paragraph) -> bool:
    text = text_of(block.content)
    return label_of(text) is not None or run_in(text) is not None or leading(text, listed=False) is not None


def _label(block: Block) -> AsideKind | None:
    if not isinstance(block, Paragraph) or block.role not in ("label", "body", "note"):
        return None
    kind = label_of(text_of(block.content))
    return kind if kind in _SIDES else None


def _run_in(block: Block) -> AsideKind | None:
    if not isinstance(block, Paragraph) or block.role not in ("body", "note", "verse"):
        return None
    text = text_of(block.content)
    found = run_in(text)
    return found[0] if found and (found[0] in _OF_EDITORS or len(text) >= _SHORTEST) else None


def _named(paragraph: Paragraph) -> Paragraph:
    """A paragraph with its label set off."""
    found = run_in(text_of(paragraph.content))
    assert found, "asked only of what begins with a label"
    label, rest = opened(paragraph, found[1])
    return _plain(replace(paragraph, content=(RunIn(label, "label"), *rest)))


def _plain(paragraph: Paragraph) -> Paragraph:
    """A paragraph of an aside: its frame says what it is."""
    return replace(paragraph, role="body")
