"""Several articles in one text: a saved digest, pages pasted one below another.  Where each of them begins.

Looked for where short lines stand between two paragraphs.  Such a place is read
as the end of one page and the head of the next, by the rules that every page is
read by; the evidence that it is one (``beginnings.py``) is then added up.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ebook.model import Clue
from ebook.recognise.beginnings import Beginnings
from ebook.recognise.heads import is_text, start_of
from ebook.recognise.reading import Decision
from ebook.recognise.row import Row

#: What the evidence for another article has to come to.
_ENOUGH = 4.0
_TOLD = Clue("told to be a headline", float("inf"))


@dataclass(frozen=True, slots=True)
class Start:
    """The row where an article begins, and the evidence for it.

    ``title``: the row that stands for the headline where none is printed.
    """

    index: int
    clues: tuple[Clue, ...] = ()
    title: int | None = None

    @property
    def margin(self) -> float:
        """What the evidence is worth beyond what it takes (log odds)."""
        return sum(clue.weight for clue in self.clues) - _ENOUGH

    @property
    def told(self) -> bool:
        """Whether a person told it."""
        return _TOLD in self.clues


def starts_of(
    rows: Sequence[Row], whole: Sequence[Decision], titles: Sequence[int] = (), others: Collection[int] = ()
) -> list[Start]:
    """Where the articles begin: the first at the first row, and none else where there is but one.

    ``whole`` is the reading of all rows as one page: a list and readers'
    comments hold no articles.  ``titles``: the rows that a person told to be
    headlines; each with text above it is another article's, save the only one
    of a page.  ``others``: the rows that are told to be something else.
    """
    found = _found(rows, whole, others)
    heads = [title for title in titles if title - 1 not in titles]
    return _with_told(rows, found, heads, heads[0] if len(found) == 1 and heads else -1)


def _found(rows: Sequence[Row], whole: Sequence[Decision], others: Collection[int]) -> list[Start]:
    """Where the evidence says that an article begins."""
    text = Beginnings(rows, whole)
    heads = [head for head in text.heads if head.title not in others]
    starts = [Start(0)]
    for head, below in zip(heads, [*(head.start for head in heads[1:]), len(rows)], strict=False):
        start = Start(
            head.start,
            tuple(text.evidence(head, below, [start.index for start in starts])),
            head.title if head.resumed else None,
        )
        if start.margin >= 0:
            starts.append(start)
    return starts


def _with_told(rows: Sequence[Row], starts: list[Start], titles: Sequence[int], last: int) -> list[Start]:
    """The starts with those of the headlines that a person told: each has text above it, below ``last``, and below."""
    for title in titles:
        floor = max(last, *(start.index for start in starts if start.index <= title))
        above = next((i for i in range(title - 1, floor, -1) if is_text(rows[i])), None)
        below = next((i for i in range(title + 1, len(rows)) if is_text(rows[i])), None)
        if above is not None and below is not None:
            told = Start(start_of(rows, above, title), (_TOLD,))
            others = (start for start in starts if not told.index <= start.index <= below)
            starts = sorted([*others, told], key=lambda start: start.index)
        last = title
    return starts
