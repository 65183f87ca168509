"""What sites that carry novels have put between the paragraphs of a book: advertisements, calls to turn the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ebook.recognise.fold import squeeze
from ebook.recognise.lexicon import LONG, formulas_in, words_for
from ebook.recognise.row import Row

_ADDRESS = re.compile(
    r"(?:https?://|www\.|\bm\.)|[a-z0-9-]+\.(?:com|net|org|cn|cc|tw|hk|info|la|me|example)\b", re.IGNORECASE
)
_OFTEN = 3


def adverts_in(rows: Sequence[Row]) -> Mapping[int, str]:
    """The rows that are such lines, with the reason: a formula, or an address in a line that comes again and again.

    A sentence of the story that names a site once stays.
    """
    short = {i: row for i, row in enumerate(rows) if len(row.text) <= LONG}
    formula = {i: "a site's advertisement" for i, row in short.items() if _says_so(row)}
    addressed = {i: squeeze(row.folded) for i, row in short.items() if i not in formula and _names_site(row)}
    times = Counter(addressed.values())
    again = {i: f"an address, {times[words]} times" for i, words in addressed.items() if times[words] >= _OFTEN}
    return formula | again


def _says_so(row: Row) -> bool:
    """A formula of such sites; one that ends as a sentence does names the site as well."""
    named = not row.stopped or words_for("novel_site").search(row.text) or _names_site(row)
    return bool(named) and "site-advert" in formulas_in(row.folded)


def _names_site(row: Row) -> bool:
    return "." in row.text and bool(_ADDRESS.search(row.text))
