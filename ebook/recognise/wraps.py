"""Hard wraps: lines that were cut at a width, joined again into paragraphs.

Decided on the whole text: only where many lines end at one width without the
end of a sentence.  A paragraph then begins at an indent, or after a line that
falls short of the width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ebook.recognise.row import Row, row_of

_LEAST = 40  # columns: nothing is wrapped narrower than twenty Chinese characters
_HANG = 2  # columns: one mark may hang over, one may be pushed to the next line


def columns(row: Row) -> int:
    """The width of a row with its indent; a Chinese character, three bytes of UTF-8, takes two columns."""
    text = row.indent + row.text
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) // 2


def wrap_width(rows: Sequence[Row]) -> int | None:
    """The width at which the text was wrapped, in columns; None where it was not."""
    widths = [columns(row) for row in rows if row.size <= 90]
    if len(widths) < 6 or len(widths) < len(rows) * 0.9:
        return None
    width, _ = max(
        Counter(w for w in widths if w >= _LEAST).items(), key=lambda item: (item[1], item[0]), default=(0, 0)
    )
    full = [row for row in rows if abs(columns(row) - width) <= _HANG]
    open_ended = [row for row in full if not row.stopped]
    enough = len(full) >= max(5, len(rows) * 0.35) and len(open_ended) * 2 >= len(full)
    wider = sum(w > width + _HANG for w in widths)
    return width if width and enough and wider <= len(full) * 0.1 else None


def unwrapped(rows: Sequence[Row], alone: frozenset[int] = frozenset()) -> tuple[Row, ...]:
    """The rows with wrapped paragraphs joined; the same rows where nothing was wrapped.

    The lines ``alone`` are rows of their own, whatever their look: a person told what they are.
    """
    width = wrap_width(rows)
    return tuple(_joined(rows, width, alone)) if width else tuple(rows)


def _joined(rows: Sequence[Row], width: int, alone: frozenset[int]) -> Iterator[Row]:
    indented = sum(bool(row.indent) for row in rows) >= 3
    held: list[Row] = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        starts = not held or row.gap or (indented and row.indent) or columns(held[-1]) < width - _HANG
        apart = row.number in alone or bool(held and held[-1].number in alone)
        if starts or apart or _heads(held[-1], row, following, width):
            if held:
                yield _merge(held)
            held = []
        held.append(row)
    if held:
        yield _merge(held)


def _heads(before: Row, row: Row, following: Row | None, width: int) -> bool:
    """A heading after a paragraph that fills its last line: short, bare, with a paragraph's indent below it."""
    short = columns(row) < width * 0.6 and not row.stopped
    return before.stopped and short and following is not None and bool(following.indent) and not row.indent


def _merge(held: Sequence[Row]) -> Row:
    return row_of(tuple(piece for row in held for piece in row.pieces), held[0].gap, held[0].indent)
