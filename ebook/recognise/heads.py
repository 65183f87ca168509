"""The heads of articles in a text of several: read by the rules of every page, and by what stands on its own lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ebook.recognise.fold import squeeze
from ebook.recognise.levels import form_of, is_bare_number
from ebook.recognise.lexicon import formulas_in, words_for
from ebook.recognise.line import line_clues
from ebook.recognise.page import Page
from ebook.recognise.reading import Weighed
from ebook.recognise.row import Row, is_prose

LONGEST_DATA = 80  # characters: no line of date, source and names is longer
NEAR = 30  # rows: the lines between two articles that are looked at, the last ones above the text

_RULE = re.compile(r"[-=_*—─━~·•※＊#+☆★◇◆○●]{5,}")
_CLOSES = frozenset({"rights", "copyright", "legal", "editor-word", "end-mark"})
_TOPS = frozenset({"page-name", "masthead", "breadcrumb", "today", "paper-name", "channel"})
#: The kinds of data in the head of an article, by the clues that tell them.
_KINDS = {
    "date": frozenset({"date"}),
    "clock": frozenset({"clock"}),
    "source": frozenset({"source-word", "date-word", "account-byline"}),
    "people": frozenset({"credit-line", "byline-word", "surnames", "bullet-name", "people"}),
}

Frame = frozenset[str]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an article: the text above it, its first row, its headline, the text below, the kinds of its data.

    ``resumed``: what stands below is the rest of an article on another page of the paper.
    """

    above: int
    start: int
    title: int
    prose: int
    form: frozenset[str]
    resumed: bool = False


def kinds_of(row: Row) -> frozenset[str]:
    """The kinds of data that the row holds."""
    if row.size > LONGEST_DATA or (row.stopped and not row.folded.endswith(")")):
        return frozenset()
    clues = line_clues(row)
    return frozenset(kind for kind, signs in _KINDS.items() if clues & signs)


def opening(rows: Sequence[Row]) -> Head | None:
    """The head of the first article."""
    prose = next((i for i, row in enumerate(rows) if is_prose(row)), 0)
    top = max(0, prose - NEAR)
    return _read(rows, top - 1, top, prose, frozenset())


def head_between(rows: Sequence[Row], above: int, below: int, frame: Frame) -> Head | None:
    """The head of an article between two pieces of text, where the rows can be read as one."""
    between = range(above + 1, below)
    found = (_read(rows, above, first, below, None) for first in _partings(rows, above, below, frame))
    head = next((head for head in found if head), None)
    if head is None:
        closed = max((i for i in between if closes(rows[i])), default=above)
        head = _read(rows, above, closed + 1, below, frame)
    return head


def _partings(rows: Sequence[Row], above: int, below: int, frame: Frame) -> Iterator[int]:
    """Where an article may begin by what stands or does not stand between: behind a rule, below wide space."""
    ruled = [i + 1 for i in range(above + 1, below - 1) if is_rule(rows[i]) and _framed(rows[i]) not in frame]
    yield from ruled[-1:]
    widest = max(range(above + 1, below), key=lambda i: rows[i].gap)
    if rows[widest].gap > 1 and not ruled:
        yield widest


def _read(rows: Sequence[Row], above: int, first: int, prose: int, frame: Frame | None) -> Head | None:
    """The rows from ``first`` on read as the head of a page above a paragraph; None where they have no headline.

    Without a frame to look for, the article begins at ``first``.
    """
    roles = [decision.role for decision in Weighed(Page(rows[first : prose + 2])).decisions(0)[: prose - first]]
    resumed = next((i for i in range(first, prose) if resumes(rows[i])), None)
    title = next((i for i, role in enumerate(roles, first) if role == "title"), resumed)
    if title is None or not _may_head(rows[title]):
        return None
    start = first if frame is None else start_of(rows, above, title, frame)
    while start == title and title > first and roles[title - 1 - first] == "kicker":
        start -= 1
    data = [rows[i] for i, role in enumerate(roles, first) if role != "title" and i >= start]
    form = frozenset[str]().union(*map(kinds_of, data))
    return Head(above, start, title, prose, form, resumed is not None)


def _may_head(row: Row) -> bool:
    """No numbered section, and no list of words (关键词：算盘；磨损)."""
    return not (form_of(row.text) or is_bare_number(row.text) or ";" in row.folded)


def start_of(rows: Sequence[Row], above: int, title: int, frame: Frame = frozenset()) -> int:
    """The first row of a head: behind a rule, at the frame of the page, below blank lines, or the headline itself."""
    closed = max((i for i in range(above + 1, title) if closes(rows[i]) or is_rule(rows[i])), default=above)
    between = range(closed + 1, title + 1)
    framed = next((i for i in between if _framed(rows[i]) in frame), None)
    widest = max(between, key=lambda i: rows[i].gap)
    if framed is not None:
        return framed
    if closed > above and is_rule(rows[closed]):
        return closed + 1
    if rows[widest].gap > 1:
        return widest
    start = title
    while start - 1 > closed and formulas_in(rows[start - 1].folded) & _TOPS:
        start -= 1
    return start


# --- what stands on a line -----------------------------------------------------------


def is_text(row: Row) -> bool:
    """A paragraph, be it one short sentence."""
    return is_prose(row) or (row.stopped and row.size >= 8)


def is_rule(row: Row) -> bool:
    """A row of marks alone."""
    return bool(_RULE.fullmatch(squeeze(row.text)))


def between_rules(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows in pieces, each rule a piece by itself."""
    first = 0
    for i, row in enumerate(rows):
        if is_rule(row):
            yield rows[first:i]
            yield rows[i : i + 1]
            first = i + 1
    yield rows[first:]


def closes(row: Row) -> bool:
    """Ends an article: its rights, its editor, the paper that it was taken from, the page where it goes on."""
    return is_quoted(row) or turns(row) or bool(formulas_in(row.folded) & _CLOSES)


def is_quoted(row: Row) -> bool:
    """Names the paper that a digest took an article from, below it."""
    return bool(words_for("quoted_from").search(row.folded))


def turns(row: Row) -> bool:
    """Breaks off: the rest is on another page of the paper."""
    return bool(words_for("turned").search(row.folded))


def resumes(row: Row) -> bool:
    """Goes on from another page of the paper."""
    return bool(words_for("resumed").match(row.folded))


def frame_of(rows: Collection[Row]) -> Frame:
    """The lines of a page's frame by their words, without figures: a page name, a masthead, a path."""
    return frozenset(_framed(row) for row in rows if 3 <= row.size <= 40 and not row.stopped)


def is_framed(rows: Collection[Row], frame: Frame) -> bool:
    """Does a line of the frame stand there again?  A rule is none: it counts by itself."""
    return any(_framed(row) in frame and not is_rule(row) for row in rows)


def _framed(row: Row) -> str:
    return re.sub(r"\d+", "0", squeeze(row.folded))
