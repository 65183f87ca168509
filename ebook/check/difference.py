"""Where two squeezed texts part, and what happened there in the words of the trade: lost, added, moved, changed."""

from __future__ import annotations

_PROBE = 12  # characters that must agree before the texts count as together again
_WINDOW = 2000  # how far the texts may drift apart
_CONTEXT = 20


def describe(source: str, book: str) -> tuple[int, str, dict[str, object]]:
    """The first place in ``source`` where the book differs, the diagnostic's id, its values; the two differ."""
    place = _first_difference(source, book)
    lost, added = _drift(source[place:], book[place:])
    gone, new = source[place : place + lost], book[place : place + added]
    if lost and added:
        ident = "LED-014"
    elif added:
        ident = "LED-012"
    else:
        ident = "LED-013" if len(gone) > 1 and gone in book else "LED-011"
    values: dict[str, object] = {
        "expected": source[place : place + max(lost, _CONTEXT)][: 2 * _CONTEXT],
        "found": book[place : place + max(added, _CONTEXT)][: 2 * _CONTEXT],
        "before": source[max(0, place - _CONTEXT) : place],
        "gone": gone[: 2 * _CONTEXT],
        "new": new[: 2 * _CONTEXT],
        "count": lost or added,
    }
    return place, ident, values


def _first_difference(one: str, other: str) -> int:
    """By halving: comparing slices runs in C, comparing characters would not."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _drift(source: str, book: str) -> tuple[int, int]:
    """How many characters of each until both go on alike: the shortest way first."""
    if not source or not book:
        return len(source), len(book)
    lost = source.find(book[:_PROBE], 0, _WINDOW)
    added = book.find(source[:_PROBE], 0, _WINDOW)
    if lost > 0 and not 0 < added < lost:
        return lost, 0
    if added > 0:
        return 0, added
    same = next((n for n in range(1, _WINDOW) if source[n : n + _PROBE] == book[n : n + _PROBE]), _WINDOW)
    return min(same, len(source)), min(same, len(book))
