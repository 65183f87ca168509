"""Where on the page the words of a row stand once more.

Each function takes a page and the index of a row.
"""

from __future__ import annotations

from ebook.recognise.dates import first_date
from ebook.recognise.fold import squeeze
from ebook.recognise.page import Page

HEAD = 60  # rows: a headline stands among the first ones


def repeats_title(page: Page, index: int) -> bool:
    """At the head of the page, a line that stands once more below it: the first of the two is a link."""
    row = page.rows[index]
    if row.size < 5 or page.repeats[squeeze(row.folded)] < 2:
        return False
    text = squeeze(row.folded)
    return any(squeeze(other.folded) == text for other in page.rows[index + 1 : page.first_prose])


def names_source(page: Page, index: int) -> bool:
    """A word at the head of the page that a date line below says again before the date."""
    text = squeeze(page.rows[index].folded)
    below = page.rows[index + 1 : index + 8]
    return 2 <= len(text) <= 12 and any(
        squeeze(row.folded).startswith(text) and first_date(row.folded) for row in below
    )


def said_later(page: Page, index: int) -> bool:
    """The line stands once more on the page inside 原标题, a breadcrumb or a citation."""
    text = squeeze(page.rows[index].folded)
    return any(
        text in squeeze(row.folded) for row in page.rows[index + 1 :] if row.size <= 90 and row.size >= len(text)
    )
