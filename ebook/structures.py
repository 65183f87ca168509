"""Which structures stand in a part of a book, counted: what ``inspect`` shows beside its heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ebook.model import Aside, Block, Break, Division, Foreign, Marked, Note, NoteRef, Paragraph, Ruby, Stanza, Table

_INLINE: Mapping[type, str] = {NoteRef: "mark", Ruby: "ruby", Foreign: "foreign", Marked: "marked"}
_TOLD = ("question", "salutation", "verse")  # roles of paragraphs that show a structure


def structures(division: Division) -> Mapping[str, int]:
    """How many of each kind stand under a heading, without those of the divisions inside it.

    Kinds: those of asides (``note``, ``box``, ``tip``, ``notes``, ``references``),
    ``stanza``, ``linked`` (notes that a mark points to), ``mark`` (marks that
    point to a note), ``ruby`` (characters with their readings), ``foreign`` (words in another language), ``marked``,
    ``table``, ``question``, ``salutation``, ``verse`` (lines).
    """
    return dict(sorted(Counter(_kinds((*division.above, *division.blocks, *division.below))).items()))


def _kinds(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (block.role,) if block.role in _TOLD else ()
            yield from (_INLINE[type(piece)] for piece in block.content if type(piece) in _INLINE)
        elif not isinstance(block, Break):
            yield _kind(block)
            yield from _kinds(block.blocks)


def _kind(block: Stanza | Note | Aside | Table) -> str:
    if isinstance(block, Aside):
        return block.kind
    if isinstance(block, Table):
        return "table"
    return "linked" if isinstance(block, Note) else "stanza"
