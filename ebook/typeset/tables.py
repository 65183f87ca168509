"""Tables → XHTML, for screens of any width.

Four columns fit a small screen (kobolabs/epub-spec, Tables); up to eight do
where the type is small and a cell may break anywhere.  More are set row below
row, the cells of each one behind another: the text stands in the book once, so
the names of the columns cannot come again in each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ebook.model import Inline, Paragraph, Table, bare_text_of

_NARROW, _WIDE = 4, 8  # columns
_SHORT = 4  # characters: the names of rows that stay on a line
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
        count = len(table.rows[0])
        self.opening = f'<table class="{"narrow" if count <= _NARROW else "wide" if count <= _WIDE else "stacked"}">'
        self._head = table.rows[0] if table.header else ()
        self._figures = [all(map(_is_figure, column)) for column in zip(*body, strict=True)]
        names = [bare_text_of(row[0].content) for row in body]
        self._named = table.header and all(names) and not self._figures[0]
        self._short = all(len(name) <= _SHORT for name in names)

    def row(self, cells: Sequence[Paragraph], inline: Set) -> str:
        """A row; white space parts its cells where they stand one behind another."""
        cell = self._name if cells is self._head else self._cell
        return "\n".join(("<tr>", *(cell(i, inline(one.content)) for i, one in enumerate(cells)), "</tr>"))

    def _name(self, _column: int, words: str) -> str:
        return f'<th scope="col">{words}</th>'

    def _cell(self, column: int, words: str) -> str:
        if column == 0 and self._named:
            return f'<th class="short" scope="row">{words}</th>' if self._short else f'<th scope="row">{words}</th>'
        return f'<td class="figures">{words}</td>' if self._figures[column] else f"<td>{words}</td>"


def _is_figure(cell: Paragraph) -> bool:
    return bool(_FIGURE.fullmatch(bare_text_of(cell.content).strip()))
