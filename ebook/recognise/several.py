"""Several articles in one text: a saved digest, pages pasted one below another.  Where each of them begins.

Looked for where short lines stand between two paragraphs.  Such a place is read
as the end of one page and the head of the next, by the rules that every page is
read by; the evidence that it is one is then added up.  No sign is enough alone,
since a heading inside an article may have a date or a name below it as well (a
diary, a special with a reporter for each section).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from ebook.model import Clue
from ebook.recognise.fold import squeeze
from ebook.recognise.heads import (
    NEAR,
    Frame,
    Head,
    closes,
    frame_of,
    head_between,
    is_framed,
    is_quoted,
    is_rule,
    is_text,
    kinds_of,
    opening,
    start_of,
    turns,
)
from ebook.recognise.lexicon import words_for
from ebook.recognise.reading import Decision
from ebook.recognise.row import Row, is_prose

#: What the evidence for another article has to come to.
_ENOUGH = 4.0
_TOLD = Clue("told to be a headline", float("inf"))
_OPENING = 4  # rows of a text that its headline is compared with
_VERSE = 4  # rows behind a rule: where verse begins, below its headline, its writer and a date
_WIDE = 10  # marks: a rule that parts more than two paragraphs
_NO_ARTICLE = frozenset({"listed", "comments", "thread", "opener"})


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
    text = _Text(rows, whole)
    heads = [head for head in text.heads if head.title not in others]
    starts = [Start(0)]
    for head, below in zip(heads, [*(head.start for head in heads[1:]), len(rows)], strict=False):
        start = Start(head.start, tuple(text.evidence(head, below, starts)), head.title if head.resumed else None)
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


def _places(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Two paragraphs with at least two other rows between them; behind a rule, a short sentence or verse will do."""
    before, rule = None, len(rows)
    for i, row in enumerate(rows):
        rule = i if is_rule(row) else rule
        if is_prose(row) or (i > rule and not closes(row) and (is_text(row) or _is_verse(rows, rule, i))):
            if before is not None and i - before > 2:
                yield max(before, i - NEAR), i
            before, rule = i, len(rows)


def _is_verse(rows: Sequence[Row], rule: int, index: int) -> bool:
    """Below a headline with its data, where no sentence follows up to the next rule?"""
    if index - rule != _VERSE:
        return False
    block = list(takewhile(lambda row: not is_rule(row), rows[rule + 1 : rule + NEAR]))
    return len(block) > _VERSE and not any(map(is_text, block))


def _signs(rows: Sequence[Row], top: Frame) -> bool:
    """Is there enough between two paragraphs to be the end of an article and the head of another?"""
    if any(is_rule(row) or row.gap > 1 for row in rows) or is_framed(rows, top):
        return True
    kinds = [kinds_of(row) for row in rows]
    dated = any("date" in kind for kind in kinds) and len(frozenset().union(*kinds)) > 1
    return dated or (any(map(closes, rows)) and any(kinds))


class _Text:
    """A text with the heads that may be those of its articles."""

    def __init__(self, rows: Sequence[Row], whole: Sequence[Decision]) -> None:
        self.rows, self.whole = rows, whole

    @cached_property
    def heads(self) -> list[Head]:
        """The places between two paragraphs that can be read as the head of an article."""
        first = next((i for i, row in enumerate(self.rows) if is_prose(row)), 0)
        top = frame_of(self.rows[:first])
        places = [place for place in _places(self.rows) if _signs(self.rows[place[0] + 1 : place[1]], top)]
        found = (head_between(self.rows, above, below, self.frame) for above, below in places)
        return [head for head in found if head]

    @cached_property
    def opening(self) -> Head | None:
        """The head of the first article."""
        return opening(self.rows)

    @cached_property
    def frame(self) -> Frame:
        """The lines above the first headline."""
        return frame_of(self.rows[: self.opening.title]) if self.opening else frozenset()

    @cached_property
    def forms(self) -> Counter[frozenset[str]]:
        """How many heads have the same kinds of data."""
        return Counter(head.form for head in (self.opening, *self.heads) if head)

    @cached_property
    def usual_gap(self) -> int:
        """The blank lines that three of four rows have at most above them."""
        return sorted(row.gap for row in self.rows)[len(self.rows) * 3 // 4]

    @cached_property
    def turned(self) -> list[int]:
        """The rows that break off."""
        return [i for i, row in enumerate(self.rows) if turns(row)]

    def evidence(self, head: Head, below: int, starts: Sequence[Start]) -> Iterator[Clue]:
        """What tells that another article begins with this head, and what tells against it.

        ``below``: the next head.  ``starts``: where the articles above begin.
        """
        rows = self.rows
        yield from self._headline(head)
        if any(map(closes, rows[head.above : head.start])):
            yield Clue("the text above is closed", 2.0)
        elif not head.form and self.opening and self.opening.form:
            yield Clue("the first headline has data, this one none", -1.0)
        yield from (between := list(self._between(head)))
        listed = sum(clue.weight for clue in between) - 4.0  # what parts two pages ends a list as well
        if listed < 0 and self._is_listed(head):
            yield Clue("inside a list or readers' comments", listed)
        if _is_teaser(rows[head.prose : below]):
            yield Clue("one paragraph below it, which breaks off", -3.0)
        if head.resumed:
            yield self._resumed(head, starts)

    def _headline(self, head: Head) -> Iterator[Clue]:
        rows = self.rows
        data = head.form.union(*(kinds_of(row) for row in rows[head.above : head.start] if is_quoted(row)))
        yield Clue("a headline with " + (", ".join(sorted(data)) or "no data"), _worth(data))
        if self.forms[head.form] > 1:
            yield Clue(f"{self.forms[head.form]} heads of the form", 1.0)
        if "people" in kinds_of(rows[head.title]):
            yield Clue("a name for a headline", -2.0)
        if _shares_words(rows[head.title], rows[head.prose : head.prose + _OPENING]):
            yield Clue("the text below takes up its words", 1.0)
        elif is_text(rows[head.prose]):  # a poem seldom says its title
            yield Clue("the text below has none of its words", -1.0)

    def _between(self, head: Head) -> Iterator[Clue]:
        """What parts two pages: a rule, or wider blank space than the text has elsewhere; the frame of a page."""
        between = self.rows[head.above + 1 : head.title + 1]
        marks = max((len(squeeze(row.text)) for row in between if is_rule(row)), default=0)
        if marks:
            yield Clue("a rule between", 3.0 if marks >= _WIDE else 2.0)
        elif max(row.gap for row in between) > max(1, self.usual_gap):
            yield Clue("blank lines between", 2.0)
        if is_framed(self.rows[head.start : head.title], self.frame):
            yield Clue("the frame of the page once more", 2.0)

    def _is_listed(self, head: Head) -> bool:
        """Read as part of a list or of readers' comments, where no text of several paragraphs stands?"""
        listed = self.whole[head.title].role in _NO_ARTICLE
        return listed and not all(map(is_text, self.rows[head.prose : head.prose + 3]))

    def _resumed(self, head: Head, starts: Sequence[Start]) -> Clue:
        """The rest of an article is an article of its own where another stands between."""
        last = starts[-1].index
        at = bisect_left(self.turned, last)
        own = at < len(self.turned) and self.turned[at] < head.start
        if len(starts) > 1 and not own:
            return Clue("the rest of another article", 4.0)
        return Clue("the rest of the article above", -6.0)


def _worth(data: frozenset[str]) -> float:
    """A date with a source, a name or a time of day is the line of an article; each alone may be a section's."""
    if "date" in data:
        return 2.0 if len(data) > 1 else 1.0
    return 1.0 if data else -1.0


def _is_teaser(rows: Sequence[Row]) -> bool:
    """One paragraph that breaks off: the rest is on another page, which was not saved."""
    text = [row for row in rows if is_text(row)]
    return len(text) == 1 and bool(words_for("more").search(text[0].folded))


def _shares_words(title: Row, text: Sequence[Row]) -> bool:
    """Does the text take up the words of the headline?"""
    pairs = {a + b for a, b in pairwise(title.folded) if not (a + b).isascii()}
    below = "\n".join(row.folded for row in text)
    return bool(pairs) and sum(pair in below for pair in pairs) >= max(1, len(pairs) // 5)
