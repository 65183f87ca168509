"""Which structures stand in a part of a book, counted: what ``inspect`` shows beside its heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ebook.model import Aside, Block, Break, Division, Note, NoteRef, Paragraph, Stanza

_TOLD = ("question", "salutation", "verse")  # roles of paragraphs that show a structure


def structures(division: Division) -> Mapping[str, int]:
    """How many of each kind stand under a heading, without those of the divisions inside it.

    Kinds: those of asides (``note``, ``box``, ``tip``, ``notes``, ``references``),
    ``stanza``, ``linked`` (notes that a mark points to), ``mark`` (marks that
    point to a note), ``question``, ``salutation``, ``verse`` (lines).
    """
    return dict(sorted(Counter(_kinds((*division.above, *division.blocks, *division.below))).items()))


def _kinds(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (block.role,) if block.role in _TOLD else ()
            yield from ("mark" for piece in block.content if isinstance(piece, NoteRef))
        elif not isinstance(block, Break):
            yield _kind(block)
            yield from _kinds(block.blocks)


def _kind(block: Stanza | Note | Aside) -> str:
    if isinstance(block, Aside):
        return block.kind
    return "linked" if isinstance(block, Note) else "stanza"
