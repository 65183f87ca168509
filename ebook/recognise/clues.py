"""Clues: what can be seen of each line, by name.

A clue is a plain fact about a line and its place on the page; what it is worth
for each role stands in ``weights.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise, takewhile

from ebook.recognise.dates import first_date
from ebook.recognise.fold import squeeze
from ebook.recognise.lexicon import formulas_in, is_buttons
from ebook.recognise.line import COMMA, FULL_STOP, formulas_of
from ebook.recognise.page import Page
from ebook.recognise.people import people_of
from ebook.recognise.row import Row


def clues_of(page: Page, index: int) -> frozenset[str]:
    """The names of all clues of the row at ``index``."""
    found = set(page.lines[index]) | {name for name, holds in PLACE.items() if holds(page, index)}
    if "paper-name" in found:
        found -= {"title-said-later", "repeated"}  # a paper's name comes again, and is no headline for it
    if index > page.closed:
        found -= {"caption-verb", "caption-word"}  # headlines of other articles have such words as well
    if "caption-credit" in found and _may_be_caption(page.rows[index]):
        found -= {"prose", "bullet-line"}
    if "above-kind" in found:
        found -= {"in-menu-run", "button-run"}
    if found & {"below-role", "above-name"}:
        found -= {"button-run", "in-menu-run", "buttons", "share", "navigation"}
    if "date-piece" in found:
        found -= {"counter", "page-name", "page-number", "number-alone", "not-chinese", "buttons"}
    return frozenset(found)


def _data(page: Page, index: int) -> bool:
    """A line of date, source or persons, by the look of it."""
    row = page.rows[index]
    return row.size <= 80 and bool(
        first_date(row.folded) or people_of(row.text) or formulas_in(row.folded) & {"source-word", "date-word"}
    )


def _neighbour(page: Page, index: int, step: int) -> Row | None:
    return page.rows[index + step] if 0 <= index + step < len(page.rows) else None


def _ends_open(page: Page, index: int, step: int) -> bool:
    row = _neighbour(page, index, step)
    return row is not None and row.size <= 24 and bool(COMMA.search(row.text))


def _overlap(page: Page, index: int) -> float:
    """The share of the line's character pairs that the running text holds too."""
    text = page.rows[index].folded
    pairs = [a + b for a, b in pairwise(text) if not (a + b).isascii()]
    return sum(pair in page.body_pairs for pair in pairs) / len(pairs) if pairs else 0.0


def _longer(page: Page, index: int, step: int) -> bool:
    other = _neighbour(page, index, step)
    return other is not None and page.rows[index].size >= other.size * 1.2


def _prose_at(page: Page, index: int) -> bool:
    return 0 <= index < len(page.rows) and page.paragraphs[index]


def _is_bare(page: Page, index: int) -> bool:
    """A line without a final mark between the paragraphs of the text."""
    inside = page.first_prose < index < min(page.closed, page.last_prose + 1)
    return inside and not page.rows[index].stopped and "number-alone" not in page.lines[index - 1]


def _is_followed(page: Page, index: int) -> bool:
    """A name with the button below it to follow whoever writes under it."""
    row, below = page.rows[index], _neighbour(page, index, 1)
    plain = 2 <= row.size <= 12 and not page.lines[index] & _PRESSED and not is_buttons(row.folded)
    return plain and below is not None and bool(_FOLLOW.fullmatch(squeeze(below.folded)))


def _is_credit_pair(page: Page, index: int) -> bool:
    """What somebody did, and on the next line the name."""
    return "role-alone" in page.lines[index] and bool(page.lines[index + 1] & {"surnames", "foreign-name"})


def _may_be_caption(row: Row) -> bool:
    return row.size <= _LONGEST_CAPTION and not row.text.endswith("。")


def _sentence_apart(page: Page, index: int) -> bool:
    """One sentence between the paragraphs with other blank space above or below it than they have."""
    row = page.rows[index]
    one = 8 <= row.size <= 45 and row.text.endswith("。") and not re.search(r"[。！？“”].", row.text)
    if not one or not page.first_prose < index < min(page.closed, page.last_prose):
        return False
    few, many = page.usual_gaps
    return not few <= row.gap <= many or not few <= page.rows[index + 1].gap <= many


def _siblings(page: Page, index: int) -> int:
    """How many short bare lines of the same standing the body holds."""
    return page.bare_lines if page.first_prose < index < page.last_prose else 0


def _runs_on(page: Page, index: int) -> bool:
    """Ends openly above another short line that ends without a mark: a headline over two lines."""
    row, below = page.rows[index], _neighbour(page, index, 1)
    return (
        row.size <= 16
        and bool(COMMA.search(row.text))
        and below is not None
        and below.size <= 20
        and not COMMA.search(below.text)
    )


def _lone_sentence(page: Page, index: int) -> bool:
    """One sentence without the indent that the paragraphs of the page have."""
    row = page.rows[index]
    below = _neighbour(page, index, 1)
    if below is not None and below.text.startswith("—"):
        return False  # an epigraph above its source
    return (
        page.indented
        and not page.indented_as_body(index)
        and row.size <= 45
        and bool(FULL_STOP.search(row.text))
        and not re.search(r"[。！？].", row.text)
    )


def _in_tail_heap(page: Page, index: int) -> bool:
    """One of several short bare lines below the last paragraph that share its words: captions in a heap."""

    def fits(i: int) -> bool:
        row = page.rows[i]
        plain = 4 <= row.size <= 28 and not row.stopped and not first_date(row.folded)
        return plain and not people_of(row.text) and not formulas_of(row) - {"caption-verb"}

    if index <= page.last_prose or not fits(index):
        return False
    first = page.last_prose + 1
    while first < index and page.rows[first].stopped:
        first += 1
    heap = first
    while heap < len(page.rows) and fits(heap):
        heap += 1
    told = [_overlap(page, i) for i in range(first, heap)] if first <= index < heap and heap - first >= 2 else []
    return bool(told) and max(told) >= _SHARED and 2 * sum(share > 0 for share in told) >= len(told)


def _with_bracket_source(page: Page, index: int) -> bool:
    """A sentence without a paragraph's indent that ends with a source in brackets: 老码头。（视觉江声）."""
    row = page.rows[index]
    bare = page.indented and not page.indented_as_body(index)
    return bare and row.size <= 70 and bool(re.search(r"[。\S][（(][^（）()，。\d]{2,10}[）)]$", row.text))


def _below_copyright(page: Page, index: int) -> bool:
    """A short bare line below the © line or the registration of the site."""
    row = page.rows[index]
    short = row.size <= 20 and not row.stopped and index > page.last_prose
    return short and any(
        "legal" in formulas_of(above) or "copyright" in formulas_of(above)
        for above in page.rows[max(index - 4, page.last_prose + 1) : index]
    )


def _sentence_above_data(page: Page, index: int) -> bool:
    """One sentence above the line of date or names, before any paragraph: what a headline is followed by."""
    row = page.rows[index]
    one = 12 <= row.size <= 45 and bool(FULL_STOP.search(row.text)) and not re.search(r"[。！？].", row.text)
    below = (i for i in (index + 1, index + 2) if i < len(page.rows))
    return one and 0 < index < page.first_prose and any(_data(page, i) and not page.rows[i].stopped for i in below)


def _word_before_data(page: Page, index: int) -> bool:
    """One word above a line of date or time: the account that published the page."""
    row, below = page.rows[index], _neighbour(page, index, 1)
    word = 2 <= row.size <= 12 and " " not in row.folded and not re.search(r"[。，,:!?]", row.folded)
    return (
        index > 0
        and word
        and below is not None
        and bool(re.search(r"\d{1,2}-\d{2}|\d:\d\d", below.folded))
        and below.size <= 40
    )


_QUOTED_RIGHTS = re.compile(r"[“「『\"][^”」』\"]{0,40}(?:未经|不得转载|版权所有|转载)[^”」』\"]*[”」』\"]")
_NUMBERED = re.compile(r"(?:\d{1,2}|DAY\s?\d+|[一二三四五六七八九十]{1,3}|[①-⑳])(?:[.、:\s]|$)", re.IGNORECASE)


def _repeats_title(page: Page, index: int) -> bool:
    """At the head of the page, a line that stands once more below it: the first of the two is a link."""
    row = page.rows[index]
    if row.size < 5 or page.repeats[squeeze(row.folded)] < 2:
        return False
    text = squeeze(row.folded)
    return any(squeeze(other.folded) == text for other in page.rows[index + 1 : page.first_prose])


def _short_above_long(page: Page, index: int) -> bool:
    """At most five characters above a line of three times as many or more: a paper, a channel, a column."""
    row, below = page.rows[index], _neighbour(page, index, 1)
    return row.size <= 5 and below is not None and below.size >= max(12, 3 * row.size)


def _names_source(page: Page, index: int) -> bool:
    """A word at the head of the page that a date line below says again before the date."""
    text = squeeze(page.rows[index].folded)
    below = page.rows[index + 1 : index + 8]
    return 2 <= len(text) <= 12 and any(
        squeeze(row.folded).startswith(text) and first_date(row.folded) for row in below
    )


def _stanza_alone(page: Page, index: int) -> bool:
    """A short line between two blank ones on a page of verse."""
    row, below = page.rows[index], _neighbour(page, index, 1)
    alone = row.gap > 0 and below is not None and below.gap > 0
    return page.last_prose < 0 and not page.airy and alone and row.size <= 12 and index > 2


def _in_run(page: Page, index: int, size: int, count: int) -> bool:
    """One of at least ``count`` rows in succession of at most ``size`` characters: verse, a list, a menu."""
    if page.rows[index].size > size:
        return False
    before = takewhile(lambda row: row.size <= size, reversed(page.rows[max(0, index - count) : index]))
    after = takewhile(lambda row: row.size <= size, page.rows[index : index + count])
    return len(list(before)) + len(list(after)) >= count


def _shorter_than_before(page: Page, index: int) -> bool:
    above = _neighbour(page, index, -1)
    return above is not None and page.rows[index].size < above.size * 0.85


def _between_buttons(page: Page, index: int) -> bool:
    """A short line in one block with the buttons above and below it."""
    inside = 0 < index < len(page.rows) - 1 and page.rows[index].size <= _LABEL
    if not inside or page.rows[index].gap or page.rows[index + 1].gap:
        return False
    return all(
        is_buttons(row.folded) or formulas_in(row.folded) & _PRESSED for row in page.rows[index - 1 : index + 2 : 2]
    )


_LABEL = 10
_FOLLOW = re.compile(r"\+?(?:关注|追踪|订阅)(?:作者|TA|他|她)?")
_SHARED = 0.2
_LONGEST_CAPTION = 110
_RUNS_ON = re.compile(r"[让讓使令把將将靠凭憑盼冀籲吁]\S|(?:成|变|變)[为為成]\S")
_SCORE = re.compile(r"(?<!\d)\d{1,3}\s*[:：比]\s*\d{1,3}(?![\dA-Za-z])")
_PRESSED = frozenset({"navigation", "share", "view", "counter", "comment-opener", "advert"})


#: Facts of place and neighbourhood.
PLACE: dict[str, Callable[[Page, int], bool]] = {
    "button-run": lambda page, i: i in page.bars,
    "above-name": lambda page, i: i + 1 < len(page.rows) and _is_credit_pair(page, i),
    "below-role": lambda page, i: i > 0 and _is_credit_pair(page, i - 1),
    "below-caption-label": lambda page, i: i > 0 and "caption-label" in page.lines[i - 1],
    "dash-end": lambda page, i: bool(re.search(r"(?:——|──|—)$", page.rows[i].text)),
    "runs-on-from": lambda page, i: i > 0 and bool(_RUNS_ON.match(page.rows[i].text)) and not page.rows[i - 1].stopped,
    "tiny-sentence": lambda page, i: i in page.tiny,
    "above-follow": lambda page, i: 0 < i < page.first_prose and _is_followed(page, i),
    "stray": lambda page, i: i > page.closed and page.rows[i].size <= 6 and not page.rows[i].stopped,
    "stray-run": lambda page, i: i > page.last_prose >= 0 and i in page.strays,
    "dated-list": lambda page, i: i in page.dated_list and i > page.first_prose,
    "date-piece": lambda page, i: i in page.date_pieces,
    "loose-list": lambda page, i: i in page.loose_list,
    "sentence-apart": _sentence_apart,
    "comment-run": lambda page, i: i in page.replies,
    "gap-wider": lambda page, i: _is_bare(page, i) and page.rows[i].gap > page.usual_gaps[1],
    "gap-narrower": lambda page, i: _is_bare(page, i) and page.rows[i].gap < page.usual_gaps[0],
    "above-kind": lambda page, i: (
        i + 1 < len(page.rows) and "account-kind" in page.lines[i + 1] and page.rows[i].size <= 16
    ),
    "same-as-before": lambda page, i: i > 0 and squeeze(page.rows[i].folded) == squeeze(page.rows[i - 1].folded),
    "name-of-source": _names_source,
    "first": lambda _, i: i == 0,
    "before-prose": lambda page, i: i < page.first_prose < len(page.rows),
    "between-prose": lambda page, i: page.first_prose < i < page.last_prose,
    "after-prose": lambda page, i: i > page.last_prose >= 0,
    "prose": lambda page, i: page.paragraphs[i],
    "prose-next": lambda page, i: _prose_at(page, i + 1),
    "prose-before": lambda page, i: _prose_at(page, i - 1),
    "indent-as-body": lambda page, i: page.indented_as_body(i),
    "no-indent": lambda page, i: page.indented and not page.indented_as_body(i),
    "indent-alone": lambda page, i: not page.indented and bool(page.rows[i].indent),
    "repeated": lambda page, i: page.repeats[squeeze(page.rows[i].folded)] > 1,
    "data-next": lambda page, i: _neighbour(page, i, 1) is not None and _data(page, i + 1),
    "data-before": lambda page, i: _neighbour(page, i, -1) is not None and _data(page, i - 1),
    "open-before": lambda page, i: _ends_open(page, i, -1),
    "open-to-next": _runs_on,
    "lone-sentence": _lone_sentence,
    "page-unmarked": lambda page, _: page.unmarked,
    "heading-series": lambda page, i: i in page.series,
    "stanza-alone": _stanza_alone,
    "number-series": lambda page, i: i in page.numbered and i < page.closed and min(page.numbered) < page.last_prose,
    "sentence-above-data": _sentence_above_data,
    "tail-heap": _in_tail_heap,
    "under-book-title": lambda page, i: i > 0 and bool(re.fullmatch(r"《[^》]+》", page.rows[i - 1].text)),
    "word-before-data": _word_before_data,
    "in-short-run": lambda page, i: _in_run(page, i, 20, 5),
    "verse-run": lambda page, i: page.last_prose < 0 and _in_run(page, i, 20, 5),
    "bracket-source": _with_bracket_source,
    "below-copyright": _below_copyright,
    "between-buttons": _between_buttons,
    "below-original": lambda page, i: i > 0 and squeeze(page.rows[i - 1].folded) == "原创" and page.rows[i].size <= 20,
    "in-menu-run": lambda page, i: _in_run(page, i, 6, 6),
    "shorter-than-before": _shorter_than_before,
    "deck-next": lambda page, i: (row := _neighbour(page, i, 1)) is not None and "deck-mark" in formulas_in(row.folded),
    "longer-than-next": lambda page, i: _longer(page, i, 1),
    "longer-than-before": lambda page, i: _longer(page, i, -1),
    "words-of-body": lambda page, i: page.rows[i].size >= 4 and _overlap(page, i) >= 0.4,
    "strange-to-body": lambda page, i: bool(page.body_pairs) and page.rows[i].size >= 4 and _overlap(page, i) < 0.15,
    "quoted-rights": lambda page, i: bool(_QUOTED_RIGHTS.search(page.rows[i].folded)),
    "arrow-end": lambda page, i: page.rows[i].size <= 16 and bool(re.search(r"\S\s*[>»›→]+$", page.rows[i].folded)),
    "short-above-long": _short_above_long,
    "slash-crumb": lambda page, i: bool(re.fullmatch(r"\S{2,8}\s+/\s+\S{2,8}(?:\s+/\s+\S{2,8})?", page.rows[i].folded)),
    "score": lambda page, i: bool(_SCORE.search(page.rows[i].text)),
    "often": lambda page, i: page.repeats[squeeze(page.rows[i].folded)] > 2,
    "numbered-line": lambda page, i: bool(_NUMBERED.match(page.rows[i].folded)),
    "last": lambda page, i: i == len(page.rows) - 1,
    "foot": lambda page, i: i > max(page.last_prose, 0) and i >= len(page.rows) - 3,
    "repeats-title": _repeats_title,
    "dotted": lambda page, i: bool(re.search(r"[…·.]{4,}|\.{3,}\s*\d+$", page.rows[i].folded)),
    "siblings": lambda page, i: _siblings(page, i) >= 2,
    "blank-above": lambda page, i: page.rows[i].gap > 0,
    "title-said-later": lambda page, i: (
        page.rows[i].size >= 6 and i < min(page.first_prose, _HEAD) and _said_later(page, i)
    ),
}


_HEAD = 60  # rows: a headline stands among the first ones


def _said_later(page: Page, index: int) -> bool:
    """The line stands once more on the page inside 原标题, a breadcrumb or a citation."""
    text = squeeze(page.rows[index].folded)
    return any(
        text in squeeze(row.folded) for row in page.rows[index + 1 :] if row.size <= 90 and row.size >= len(text)
    )
