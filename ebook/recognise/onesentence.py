"""One sentence alone, told from the paragraphs: by the space around it, its indent, its end, what it stands above.

Each function takes a page and the index of a row.
"""

from __future__ import annotations

import re

from ebook.recognise.line import FULL_STOP
from ebook.recognise.neighbours import data, neighbour
from ebook.recognise.page import Page
from ebook.recognise.row import Row


def sentence_apart(page: Page, index: int) -> bool:
    """One sentence between the paragraphs with other blank space above or below it than they have."""
    row = page.rows[index]
    one = 8 <= row.size <= 45 and row.text.endswith("。") and not re.search(r"[。！？“”].", row.text)
    if not one or not page.first_prose < index < min(page.closed, page.last_prose):
        return False
    few, many = page.usual_gaps
    return not few <= row.gap <= many or not few <= page.rows[index + 1].gap <= many


def lone_sentence(page: Page, index: int) -> bool:
    """One sentence without the indent that the paragraphs of the page have."""
    row = page.rows[index]
    below = neighbour(page, index, 1)
    if below is not None and below.text.startswith("—"):
        return False  # an epigraph above its source
    return page.indented and not page.indented_as_body(index) and row.size <= 45 and _is_sentence(row)


def _is_sentence(row: Row) -> bool:
    """Is it one sentence, with its full stop?"""
    return bool(FULL_STOP.search(row.text)) and not re.search(r"[。！？].", row.text)


def with_bracket_source(page: Page, index: int) -> bool:
    """A sentence without a paragraph's indent that ends with a source in brackets: 老码头。（视觉江声）."""
    row = page.rows[index]
    bare = page.indented and not page.indented_as_body(index)
    return bare and row.size <= 70 and bool(re.search(r"[。\S][（(][^（）()，。\d]{2,10}[）)]$", row.text))


def sentence_above_data(page: Page, index: int) -> bool:
    """One sentence above the line of date or names, before any paragraph: what a headline is followed by."""
    row = page.rows[index]
    one = 12 <= row.size <= 45 and _is_sentence(row)
    below = (i for i in (index + 1, index + 2) if i < len(page.rows))
    return one and 0 < index < page.first_prose and any(data(page, i) and not page.rows[i].stopped for i in below)
