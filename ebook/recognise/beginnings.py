"""Whether an article begins at a place between two paragraphs: the evidence, in log odds.

No sign is enough alone, since a heading inside an article may have a date or a name below it as well (a diary, a
special with a reporter for each section).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
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
    turns,
)
from ebook.recognise.lexicon import words_for
from ebook.recognise.reading import Decision
from ebook.recognise.row import Row, is_prose

_OPENING = 4  # rows of a text that its headline is compared with
_VERSE = 4  # rows behind a rule: where verse begins, below its headline, its writer and a date
_WIDE = 10  # marks: a rule that parts more than two paragraphs
_NO_ARTICLE = frozenset({"listed", "comments", "thread", "opener"})


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


class Beginnings:
    """A text with the heads that may be those of its articles."""

    def __init__(self, rows: Sequence[Row], whole: Sequence[Decision]) -> None:
        """``whole`` is the reading of all rows as one page."""
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

    def evidence(self, head: Head, below: int, starts: Sequence[int]) -> Iterator[Clue]:
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

    def _resumed(self, head: Head, starts: Sequence[int]) -> Clue:
        """The rest of an article is an article of its own where another stands between."""
        last = starts[-1]
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
