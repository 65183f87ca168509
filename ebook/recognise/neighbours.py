"""What stands around a row: its neighbours, the runs it is one of.

Each function takes a page and the index of a row.
"""

from __future__ import annotations

import re
from itertools import takewhile

from ebook.recognise.dates import first_date
from ebook.recognise.fold import squeeze
from ebook.recognise.lexicon import formulas_in, is_buttons, words_for
from ebook.recognise.line import COMMA, formulas_of
from ebook.recognise.page import Page
from ebook.recognise.people import people_of
from ebook.recognise.row import Row


def data(page: Page, index: int) -> bool:
    """A line of date, source or persons, by the look of it."""
    row = page.rows[index]
    return row.size <= 80 and bool(
        first_date(row.folded) or people_of(row.text) or formulas_in(row.folded) & {"source-word", "date-word"}
    )


def neighbour(page: Page, index: int, step: int) -> Row | None:
    """The row so many steps away; None beyond the page."""
    return page.rows[index + step] if 0 <= index + step < len(page.rows) else None


def ends_open(page: Page, index: int, step: int) -> bool:
    """Does the row so many steps away end as a line that goes on?"""
    row = neighbour(page, index, step)
    return row is not None and row.size <= 24 and bool(COMMA.search(row.text))


def longer(page: Page, index: int, step: int) -> bool:
    """Is the row longer by a fifth than the one so many steps away?"""
    other = neighbour(page, index, step)
    return other is not None and page.rows[index].size >= other.size * 1.2


def prose_at(page: Page, index: int) -> bool:
    """Is the row a plain paragraph?"""
    return 0 <= index < len(page.rows) and page.paragraphs[index]


def is_bare(page: Page, index: int) -> bool:
    """A line without a final mark between the paragraphs of the text."""
    inside = page.first_prose < index < min(page.closed, page.last_prose + 1)
    return inside and not page.rows[index].stopped and "number-alone" not in page.lines[index - 1]


def is_followed(page: Page, index: int) -> bool:
    """A name with the button below it to follow whoever writes under it."""
    row, below = page.rows[index], neighbour(page, index, 1)
    plain = 2 <= row.size <= 12 and not page.lines[index] & _PRESSED and not is_buttons(row.folded)
    return plain and below is not None and bool(words_for("follow").fullmatch(squeeze(below.folded)))


def is_credit_pair(page: Page, index: int) -> bool:
    """What somebody did, and on the next line the name."""
    return "role-alone" in page.lines[index] and bool(page.lines[index + 1] & {"surnames", "foreign-name"})


def may_be_caption(row: Row) -> bool:
    """Is the row as short as a caption, and without a full stop?"""
    return row.size <= _LONGEST_CAPTION and not row.text.endswith("。")


def siblings(page: Page, index: int) -> int:
    """How many short bare lines of the same standing the body holds."""
    return page.bare_lines if page.first_prose < index < page.last_prose else 0


def runs_on(page: Page, index: int) -> bool:
    """Ends openly above another short line that ends without a mark: a headline over two lines."""
    row, below = page.rows[index], neighbour(page, index, 1)
    return (
        row.size <= 16
        and bool(COMMA.search(row.text))
        and below is not None
        and below.size <= 20
        and not COMMA.search(below.text)
    )


def signs(page: Page, index: int) -> bool:
    """A short line below the text that stands above the day alone, or below the regards: who signs it."""
    row, below = page.rows[index], neighbour(page, index, 1)
    if row.size > _SIGNATURE or row.stopped or index <= max(page.first_prose, 0) or index in page.dated_list:
        return False
    dated = below is not None and "date-alone" in page.lines[index + 1] and "clock" not in page.lines[index + 1]
    return dated or "closing" in page.lines[index - 1]


def goes_on(page: Page, index: int) -> bool:
    """Begins as what a headline goes on with on its second line: 让…, 靠…, 成为…."""
    return index > 0 and bool(_RUNS_ON.match(page.rows[index].folded)) and not page.rows[index - 1].stopped


def below_copyright(page: Page, index: int) -> bool:
    """A short bare line below the © line or the registration of the site."""
    row = page.rows[index]
    short = row.size <= 20 and not row.stopped and index > page.last_prose
    return short and any(
        "legal" in formulas_of(above) or "copyright" in formulas_of(above)
        for above in page.rows[max(index - 4, page.last_prose + 1) : index]
    )


def word_before_data(page: Page, index: int) -> bool:
    """One word above a line of date or time: the account that published the page."""
    row, below = page.rows[index], neighbour(page, index, 1)
    word = 2 <= row.size <= 12 and " " not in row.folded and not re.search(r"[。，,:!?]", row.folded)
    return (
        index > 0
        and word
        and below is not None
        and bool(re.search(r"\d{1,2}-\d{2}|\d:\d\d", below.folded))
        and below.size <= 40
    )


QUOTED_RIGHTS = re.compile(r"[“「『\"][^”」』\"]{0,40}(?:未经|不得转载|版权所有|转载)[^”」』\"]*[”」』\"]")
NUMBERED = re.compile(r"(?:\d{1,2}|DAY\s?\d+|[一二三四五六七八九十]{1,3}|[①-⑳])(?:[.、:\s]|$)", re.IGNORECASE)


def short_above_long(page: Page, index: int) -> bool:
    """At most five characters above a line of three times as many or more: a paper, a channel, a column."""
    row, below = page.rows[index], neighbour(page, index, 1)
    return row.size <= 5 and below is not None and below.size >= max(12, 3 * row.size)


def stanza_alone(page: Page, index: int) -> bool:
    """A short line between two blank ones on a page of verse."""
    row, below = page.rows[index], neighbour(page, index, 1)
    alone = row.gap > 0 and below is not None and below.gap > 0
    return page.last_prose < 0 and not page.airy and alone and row.size <= 12 and index > 2


def in_run(page: Page, index: int, size: int, count: int) -> bool:
    """One of at least ``count`` rows in succession of at most ``size`` characters: verse, a list, a menu."""
    if page.rows[index].size > size:
        return False
    before = takewhile(lambda row: row.size <= size, reversed(page.rows[max(0, index - count) : index]))
    after = takewhile(lambda row: row.size <= size, page.rows[index : index + count])
    return len(list(before)) + len(list(after)) >= count


def shorter_than_before(page: Page, index: int) -> bool:
    """Is the row shorter by a sixth than the one above?"""
    above = neighbour(page, index, -1)
    return above is not None and page.rows[index].size < above.size * 0.85


def between_buttons(page: Page, index: int) -> bool:
    """A short line in one block with the buttons above and below it."""
    inside = 0 < index < len(page.rows) - 1 and page.rows[index].size <= _LABEL
    if not inside or page.rows[index].gap or page.rows[index + 1].gap:
        return False
    return all(
        is_buttons(row.folded) or formulas_in(row.folded) & _PRESSED for row in page.rows[index - 1 : index + 2 : 2]
    )


_LABEL = 10
_SIGNATURE = 24  # characters
_LONGEST_CAPTION = 110
_RUNS_ON = re.compile(rf"(?:{words_for('runs_on').pattern})\S")
SCORE = re.compile(r"(?<!\d)\d{1,3}\s*[:：比]\s*\d{1,3}(?![\dA-Za-z])")
_PRESSED = frozenset({"navigation", "share", "view", "counter", "comment-opener", "advert"})
