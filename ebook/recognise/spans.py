"""What is told of words inside plain text: readings of characters, phrases in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ebook.model import Division, Heading, Inline, Paragraph, Text, mapped, text_of
from ebook.recognise.foreign import tagged
from ebook.recognise.ruby import glossed


def with_spans(divisions: Sequence[Division], *, foreign: bool) -> tuple[Division, ...]:
    """The divisions with their readings told, and where the book is Chinese its foreign phrases."""
    return tuple(_division(division, foreign=foreign) for division in divisions)


def _division(division: Division, *, foreign: bool) -> Division:
    def spanned(paragraph: Paragraph) -> Paragraph:
        content = _content(paragraph.content, foreign=foreign)
        return paragraph if content is paragraph.content else replace(paragraph, content=content)

    heading = division.heading
    return replace(
        division,
        heading=Heading(_content(heading.content, foreign=foreign), heading.span) if heading else None,
        above=tuple(mapped(block, spanned) for block in division.above),
        blocks=tuple(mapped(block, spanned) for block in division.blocks),
        divisions=with_spans(division.divisions, foreign=foreign),
        below=tuple(mapped(block, spanned) for block in division.below),
    )


def _content(content: tuple[Inline, ...], *, foreign: bool) -> tuple[Inline, ...]:
    if not _may_hold(text_of(content)):  # most paragraphs
        return content
    pieces = tuple(_pieces(content, foreign=foreign))
    return content if pieces == content else pieces


def _may_hold(text: str) -> bool:
    """Whether a text has what a reading or a phrase cannot do without; written out, since it is asked of each."""
    return "(" in text or "（" in text or " " in text or "\u00a0" in text


def _pieces(content: Sequence[Inline], *, foreign: bool) -> Iterator[Inline]:
    for piece in content:
        for part in glossed(piece.text) if isinstance(piece, Text) else (piece,):
            yield from tagged(part.text) if foreign and isinstance(part, Text) else (part,)
