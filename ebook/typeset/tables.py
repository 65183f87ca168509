"""Tables → XHTML, for screens of any width.

Up to four columns fit a small screen (kobolabs/epub-spec, Tables).  A wider
table is set row below row, each cell on a line of its own behind the name of
its column, which the style sheet prints from an attribute: the text itself
stands in the book once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from ebook.model import Inline, Paragraph, Table, bare_text_of

MOST_COLUMNS = 4
_PART = 20_000  # characters: a longer table is set as several, so that a file can end between them
_FIGURE = re.compile(r"[^\w\s]?\s?[-+\u2212]?\d[\d,.:/\u2013\u2014~-]*\s?\S{0,3}|[-\u2013\u2014\u2026]*")

Set = Callable[[tuple[Inline, ...]], str]


def ruled(table: Table, inline: Set) -> Iterator[str]:
    """The table as one ``table`` element or several; ``inline`` sets the words of a cell."""
    columns = _Columns(table)
    rows = [columns.row(cells, inline) for cells in table.rows]
    head = [f"<thead>{rows.pop(0)}</thead>"] if table.header else []
    caption = "<br/>".join(filter(None, (inline(line.content) for line in table.caption)))
    opening = [f"<caption>{caption}</caption>"] if caption else []
    for part in _parts(rows):
        yield "\n".join((columns.opening, *opening, *head, "<tbody>", *part, "</tbody>", "</table>"))
        opening = head = []


def _parts(rows: Sequence[str]) -> Iterator[Sequence[str]]:
    start = size = 0
    for i, row in enumerate(rows):
        if size + len(row) > _PART and i > start:
            yield rows[start:i]
            start, size = i, 0
        size += len(row)
    yield rows[start:]


class _Columns:
    """What the columns of a table have in common: their names, whether they hold figures."""

    def __init__(self, table: Table) -> None:
        body = table.rows[1:] if table.header else table.rows
        self.wide = len(table.rows[0]) > MOST_COLUMNS
        self.opening = f'<table class="{"wide" if self.wide else "narrow"}">'
        self._head = table.rows[0] if table.header else ()
        self._figures = [all(map(_is_figure, column)) for column in zip(*body, strict=True)]
        self._names = bool(self._head) and bool(body) and not self._figures[0] and all(row[0].content for row in body)

    def row(self, cells: Sequence[Paragraph], inline: Set) -> str:
        if cells is self._head:
            return "<tr>" + "".join(f'<th scope="col">{inline(cell.content)}</th>' for cell in cells) + "</tr>"
        return "<tr>" + "".join(self._cell(i, inline(cell.content)) for i, cell in enumerate(cells)) + "</tr>"

    def _cell(self, column: int, words: str) -> str:
        if column == 0 and self._names:
            return f'<th scope="row">{words}</th>'
        name = bare_text_of(self._head[column].content).strip() if self.wide and self._head and words else ""
        classes = " ".join(filter(None, ("figures" if self._figures[column] else "", "named" if name else "")))
        attributes = (f' class="{classes}"' if classes else "") + (f' data-label="{escape(name)}"' if name else "")
        return f"<td{attributes}>{words}</td>"


def _is_figure(cell: Paragraph) -> bool:
    return bool(_FIGURE.fullmatch(bare_text_of(cell.content).strip()))
