"""Several articles in one text: a saved digest, pages pasted one below another.  Where each of them begins.

Looked for where short lines stand between two paragraphs.  Such a place is read
as the end of one page and the head of the next, by the rules that every page is
read by; the evidence that it is one is then added up.  No sign is enough alone,
since a heading inside an article may have a date or a name below it as well (a
diary, a special with a reporter for each section).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ebook.model import Clue
from ebook.recognise.fold import squeeze
from ebook.recognise.levels import form_of, is_bare_number
from ebook.recognise.lexicon import formulas_in, words_for
from ebook.recognise.line import line_clues
from ebook.recognise.page import Page
from ebook.recognise.reading import Decision, Weighed
from ebook.recognise.row import Row, is_prose

#: What the evidence for another article has to come to.
_ENOUGH = 4.0
_TOLD = Clue("told to be a headline", float("inf"))
LONGEST_DATA = 80  # characters: no line of date, source and names is longer
_NEAR = 30  # rows: the lines between two articles that are looked at, the last ones above the text
_OPENING = 4  # rows of a text that its headline is compared with
_WIDE = 10  # marks: a rule that parts more than two paragraphs

_RULE = re.compile(r"[-=_*—─━~·•※＊#+☆★◇◆○●]{5,}")
_CLOSES = frozenset({"rights", "copyright", "legal", "editor-word", "end-mark"})
_TOPS = frozenset({"page-name", "masthead", "breadcrumb", "today", "paper-name", "channel"})
_NO_ARTICLE = frozenset({"listed", "comments", "thread", "opener"})
#: The kinds of data in the head of an article, by the clues that tell them.
_KINDS = {
    "date": frozenset({"date"}),
    "clock": frozenset({"clock"}),
    "source": frozenset({"source-word", "date-word", "account-byline"}),
    "people": frozenset({"credit-line", "byline-word", "surnames", "bullet-name", "people"}),
}


Frame = frozenset[str]


@dataclass(frozen=True, slots=True)
class Start:
    """The row where an article begins, and the evidence for it."""

    index: int
    clues: tuple[Clue, ...] = ()

    @property
    def margin(self) -> float:
        """What the evidence is worth beyond what it takes (log odds)."""
        return sum(clue.weight for clue in self.clues) - _ENOUGH

    @property
    def told(self) -> bool:
        """Whether a person told it."""
        return _TOLD in self.clues


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of an article: its first row, its headline, the first paragraph below, and the kinds of its data."""

    start: int
    title: int
    prose: int
    form: frozenset[str]


def starts_of(
    rows: Sequence[Row], whole: Sequence[Decision], titles: Sequence[int] = (), others: Collection[int] = ()
) -> list[Start]:
    """Where the articles begin: the first at the first row, and none else where there is but one.

    ``whole`` is the reading of all rows as one page: a list and readers'
    comments hold no articles.  ``titles``: the rows that a person told to be
    headlines; two with text between them are two articles.  ``others``: the
    rows that are told to be something else.
    """
    first, *more = [title for title in titles if title - 1 not in titles] or [-1]
    if more:
        return [Start(0), *(Start(start, (_TOLD,)) for start in _parted(rows, first, more))]
    places = [place for place in _places(rows) if _signs(rows[place[0] + 1 : place[1]])]
    if not places:
        return [Start(0)]
    opening = _opening(rows)
    frame = _frame(rows[: opening.title]) if opening else frozenset()
    heads = [head for above, below in places if (head := _head(rows, above, below, frame))]
    heads = [head for head in heads if head.title not in others]
    forms = Counter(head.form for head in (opening, *heads) if head)
    roles = [decision.role for decision in whole]
    found = (Start(head.start, tuple(_evidence(rows, roles, head, frame, forms[head.form]))) for head in heads)
    return [Start(0), *(start for start in found if start.margin >= 0)]


def _places(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Two paragraphs with at least two other rows between them."""
    before: int | None = None
    for i, row in enumerate(rows):
        if is_prose(row):
            if before is not None and i - before > 2:
                yield max(before, i - _NEAR), i
            before = i


def _parted(rows: Sequence[Row], first: int, titles: Sequence[int]) -> Iterator[int]:
    """Where the articles begin whose headlines were told: each has text above it and below."""
    last = first
    for title in titles:
        above = next((i for i in range(title - 1, last, -1) if _is_text(rows[i])), None)
        below = next((i for i in range(title + 1, len(rows)) if _is_text(rows[i])), None)
        if above is not None and below is not None:
            yield _start(rows, above, title, frozenset())
            last = title


def _is_text(row: Row) -> bool:
    return is_prose(row) or (row.stopped and row.size >= 8)


# --- the head ----------------------------------------------------------------------


def _signs(rows: Sequence[Row]) -> bool:
    """Is there enough between two paragraphs to be the end of an article and the head of another?"""
    kinds = [kinds_of(row) for row in rows]
    parted = any(is_rule(row) or row.gap > 1 for row in rows)
    closed = any(map(_closes, rows))
    dated = any("date" in kind for kind in kinds) and len(frozenset().union(*kinds)) > 1
    return dated or ((parted or closed) and (parted or any(kinds)))


def kinds_of(row: Row) -> frozenset[str]:
    """The kinds of data that the row holds."""
    if row.size > LONGEST_DATA or (row.stopped and not row.folded.endswith(")")):
        return frozenset()
    clues = line_clues(row)
    return frozenset(kind for kind, signs in _KINDS.items() if clues & signs)


def _opening(rows: Sequence[Row]) -> _Head | None:
    """The head of the first article."""
    prose = next((i for i, row in enumerate(rows) if is_prose(row)), 0)
    top = max(0, prose - _NEAR)
    return _read_head(rows, top - 1, top, prose, frozenset())


def _head(rows: Sequence[Row], above: int, below: int, frame: Frame) -> _Head | None:
    """The head of an article between two paragraphs, where the rows can be read as one."""
    between = range(above + 1, below)
    closed = max((i for i in between if is_rule(rows[i]) or _closes(rows[i])), default=above)
    return _read_head(rows, above, closed + 1, below, frame)


def _read_head(rows: Sequence[Row], above: int, first: int, prose: int, frame: Frame) -> _Head | None:
    """The rows from ``first`` on read as the head of a page above a paragraph; None where they have no headline."""
    read = Weighed(Page(rows[first : prose + 2])).decisions(0)[: prose - first]
    title = next((i for i, decision in enumerate(read, first) if decision.role == "title"), None)
    if title is None or form_of(rows[title].text) or is_bare_number(rows[title].text):
        return None
    start = _start(rows, above, title, frame)
    while start == title and title > first and read[title - 1 - first].role == "kicker":
        start -= 1
    data = (row for row, decision in zip(rows[first:prose], read, strict=True) if decision.role != "title")
    kinds = [kinds_of(row) for i, row in enumerate(data, first) if i >= start]
    return _Head(start, title, prose, frozenset().union(*kinds))


def _start(rows: Sequence[Row], above: int, title: int, frame: Frame) -> int:
    """The first row of a head: behind a rule, at the frame of the page, below blank lines, or the headline itself."""
    between = range(above + 1, title + 1)
    ruled = next((i + 1 for i in between if is_rule(rows[i])), None)
    framed = next((i for i in between if _framed(rows[i]) in frame), None)
    widest = max(between, key=lambda i: rows[i].gap)
    if ruled is not None:
        return ruled
    if framed is not None:
        return framed
    if rows[widest].gap > 1:
        return widest
    start = title
    while start - 1 > above and formulas_in(rows[start - 1].folded) & _TOPS:
        start -= 1
    return start


# --- the evidence ------------------------------------------------------------------


def _evidence(rows: Sequence[Row], roles: Sequence[str], head: _Head, frame: Frame, alike: int) -> Iterator[Clue]:
    """What tells that another article begins with this head, and what tells against it."""
    above = next((i for i in range(head.start - 1, -1, -1) if is_prose(rows[i])), 0)
    yield Clue("a headline with " + (", ".join(sorted(head.form)) or "no data"), _worth(head.form))
    if alike > 1:
        yield Clue(f"{alike} heads of the form", 1.0)
    shared = _shares_words(rows[head.title], rows[head.prose : head.prose + _OPENING])
    yield Clue(f"{'' if shared else 'no '}headline of the text below it", 1.0 if shared else -1.0)
    if any(map(_closes, rows[above : head.start])):
        yield Clue("the text above is closed", 2.0)
    yield from _apart(rows, above, head)
    framed = bool(frame & _frame(rows[head.start : head.title]))
    if framed:
        yield Clue("the frame of the page once more", 2.0)
    if roles[head.title] in _NO_ARTICLE and not framed and not any(map(is_rule, rows[above : head.title])):
        yield Clue("inside a list or readers' comments", -4.0)


def _worth(form: frozenset[str]) -> float:
    """A date with a source, a name or a time of day is the line of an article; each alone may be a section's."""
    if "date" in form:
        return 2.0 if len(form) > 1 else 1.0
    return 1.0 if form else -1.0


def _apart(rows: Sequence[Row], above: int, head: _Head) -> Iterator[Clue]:
    """A rule, or wider blank space than the text has elsewhere."""
    marks = max((len(squeeze(row.text)) for row in rows[above + 1 : head.title] if is_rule(row)), default=0)
    usual = sorted(row.gap for row in rows)[len(rows) * 3 // 4]
    if marks:
        yield Clue("a rule between", 3.0 if marks >= _WIDE else 2.0)
    elif max(row.gap for row in rows[above + 1 : head.title + 1]) > max(1, usual):
        yield Clue("blank lines between", 2.0)


def _closes(row: Row) -> bool:
    """Ends an article: its rights, its editor, the paper that it was taken from."""
    return bool(formulas_in(row.folded) & _CLOSES or words_for("quoted_from").search(row.folded))


def _shares_words(title: Row, text: Sequence[Row]) -> bool:
    """Does the text take up the words of the headline?"""
    pairs = {a + b for a, b in pairwise(title.folded) if not (a + b).isascii()}
    below = "\n".join(row.folded for row in text)
    return bool(pairs) and sum(pair in below for pair in pairs) >= max(1, len(pairs) // 5)


def _frame(rows: Sequence[Row]) -> Frame:
    """The lines of a page's frame by their words, without figures: a page name, a masthead, a path."""
    return frozenset(_framed(row) for row in rows if 3 <= row.size <= 40 and not row.stopped)


def _framed(row: Row) -> str:
    return re.sub(r"\d+", "0", squeeze(row.folded))


def is_rule(row: Row) -> bool:
    """A row of marks alone."""
    return bool(_RULE.fullmatch(squeeze(row.text)))
