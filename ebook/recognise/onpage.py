"""Where the paragraphs of an article stand on the page: their indents, the blank lines between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from ebook.model import Block, Division, Paragraph, Source, Text, text_of
from ebook.recognise.fold import EDGE

Change = Callable[[tuple[Block, ...]], tuple[Block, ...]]


class Lines:
    """The lines of the sources, asked by paragraph."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Take the sources of one book."""
        self._sources = sources

    def indent(self, paragraph: Paragraph) -> int:
        """The indent in columns; an ideographic space takes two."""
        text = self._text(paragraph.span.source, paragraph.span.first)
        edge = text[: len(text) - len(text.lstrip(EDGE))]
        return sum(2 if character == "\u3000" else 1 for character in edge)

    def gap(self, above: Paragraph, below: Paragraph) -> int:
        """How many blank lines stand between two paragraphs, one after the other."""
        between = range(above.span.last + 1, below.span.first)
        return sum(not self._text(above.span.source, number).strip(EDGE) for number in between)

    def _text(self, source: int, number: int) -> str:
        return self._sources[source].lines[number - 1].text


def changed(division: Division, change: Change) -> Division:
    """The division with its blocks, and those of all divisions inside it, changed one run after the other."""
    inner = tuple(changed(child, change) for child in division.divisions)
    return replace(division, blocks=change(division.blocks), divisions=inner, below=change(division.below))


def runs(division: Division) -> Iterator[tuple[Block, ...]]:
    """The runs of blocks that :func:`changed` changes, in the order of print."""
    yield division.blocks
    for child in division.divisions:
        yield from runs(child)
    yield division.below


def body_indent(lines: Lines, blocks: Iterable[Block]) -> int:
    """The indent that most paragraphs of the running text have."""
    indents = Counter(lines.indent(block) for block in blocks if is_body(block))
    return indents.most_common(1)[0][0] if indents else 0


def is_body(block: Block) -> TypeGuard[Paragraph]:
    """Is the block a paragraph of the running text?"""
    return isinstance(block, Paragraph) and block.role == "body"


def opened(paragraph: Paragraph, stop: int) -> tuple[str, tuple[Text, ...]]:
    """The words of a paragraph parted in two."""
    text = text_of(paragraph.content)
    return text[:stop], (Text(text[stop:]),)
