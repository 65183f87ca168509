"""Where pages of print begin: markers in the text, to which the page list leads.

EPUB Accessibility 1.1 sec-page-nav.  A marker carries no text of its own, or it would be read aloud and
counted among the words; its name is an attribute.  It stands between blocks and is one: engines of old open a line
for anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from ebook.model import Division, PrintedPage


def issues(divisions: Iterable[Division]) -> tuple[str, ...]:
    """The issues in print that pages of the text belong to, in order."""
    return tuple(dict.fromkeys(page.issue for page in _pages(divisions)))


def _pages(divisions: Iterable[Division]) -> Iterator[PrintedPage]:
    for division in divisions:
        if division.page:
            yield division.page
        yield from _pages(division.divisions)


def page_label(page: PrintedPage, *, alone: bool) -> str:
    """The name of a page; with the issue, where the book has pages of several."""
    return page.name if alone else " ".join(f"{page.issue} {page.name}".split())


def marker(ident: str, label: str) -> str:
    """The marker where a page begins."""
    name = escape(label)
    return f'<div epub:type="pagebreak" role="doc-pagebreak" id="{ident}" aria-label="{name}"></div>'
