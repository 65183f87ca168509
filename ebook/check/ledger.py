"""The text ledger: every character of the sources stands in the finished book once and in order, or is accounted for.

Source side: ``Source.text`` is split into lines again, the characters listed
as removed are taken away, then the cuts.  Book side: the blocks of the body
documents in the order of the spine.  What is left of the one must be the
other: without white space, character for character; and white space inside a
line word for word as well.  Nothing here knows how the text was recognised.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from unicodedata import category, east_asian_width

from ebook.check.difference import describe
from ebook.check.epub import Epub
from ebook.check.text import BOUNDARY, RUNS, WHITE, blocks, squeeze
from ebook.diagnostics import Diagnostic
from ebook.model import Cut, Removed, Source

_LINE_END = re.compile("\r\n|[\n\r\v\f\u0085\u2028\u2029]")  # UAX 14: BK, CR, LF, NL
_MOST = 20  # faults of a kind that are told one by one

# White space by class, as the account tells it.
_CLASSES = {"space": " ", "U+3000": "\u3000", "tab": "\t", "U+00A0": "\u00a0", "invisible": "\u200b\u2060\ufeff"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of the sources: the pieces of lines, none empty, and where each stood (source, line)."""

    texts: list[str]
    places: list[tuple[int, int]]


def balance(epub: Epub, sources: Sequence[Source], cuts: Sequence[Cut]) -> Iterator[Diagnostic]:
    """Prove the ledger on a finished book; LED diagnostics, exit 4, or one LED-001 with the account."""
    faults = [fault for source in sources for fault in _reading(source)]
    faults += _cut_faults(sources, cuts)
    if faults:  # the sides cannot be compared
        yield from faults[:_MOST]
        return
    kept = keep(sources, cuts)
    book = [text for page in epub.spine if page.around is None for text in blocks(page.body)]
    faults = list(compare(kept, book, [source.name for source in sources]))
    yield from faults[:_MOST]
    if not faults:
        yield _account(sources, cuts, book)


# --- the source side ------------------------------------------------------------


def _reading(source: Source) -> Iterator[Diagnostic]:
    """Whether lines and removed characters together are the text, line by line."""
    pieces = _LINE_END.split(source.text)
    if len(pieces) > len(source.lines) and pieces[-1] == "":
        pieces.pop()  # a line end ends a line, it does not begin one
    for number, removed in _by_line(source.removed).items():
        if not 1 <= number <= len(pieces) or not _removable(pieces[number - 1], removed):
            yield Diagnostic("LED-002", {"line": number}, file=source.name, line=number)
            return
        pieces[number - 1] = _without(pieces[number - 1], removed)
    lines = [line.text for line in source.lines]
    numbers = [line.number for line in source.lines]
    if lines != pieces or numbers != list(range(1, len(pieces) + 1)):
        wrong = next((i for i, (a, b) in enumerate(zip(lines, pieces, strict=False), 1) if a != b), len(lines))
        yield Diagnostic("LED-002", {"line": wrong}, file=source.name, line=wrong)


def _by_line(removed: Sequence[Removed]) -> Mapping[int, list[Removed]]:
    lines: dict[int, list[Removed]] = {}
    for item in removed:
        lines.setdefault(item.line, []).append(item)
    return lines


def _removable(line: str, removed: Sequence[Removed]) -> bool:
    columns = {item.column for item in removed}
    return len(columns) == len(removed) and all(
        0 <= item.column < len(line) and line[item.column] == item.character and _uncarried(item.character)
        for item in removed
    )


def _uncarried(character: str) -> bool:
    """What no book can carry: controls, lone surrogates, U+FFFE and U+FFFF (XML 1.0 Char), bidi controls (UTR 36)."""
    if character in "\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        return True
    return character != "\t" and category(character) in ("Cc", "Cs")


def _without(line: str, removed: Sequence[Removed]) -> str:
    columns = {item.column for item in removed}
    return "".join(character for column, character in enumerate(line) if column not in columns)


def _cut_faults(sources: Sequence[Source], cuts: Sequence[Cut]) -> Iterator[Diagnostic]:
    """Cuts outside their line and cuts that overlap."""
    last: dict[tuple[int, int], int] = {}
    for cut in sorted(cuts, key=_order):
        lines = sources[cut.source].lines if 0 <= cut.source < len(sources) else ()
        inside = 1 <= cut.line <= len(lines) and 0 <= cut.start < cut.stop <= len(lines[cut.line - 1].text)
        if not inside or cut.start < last.get((cut.source, cut.line), 0):
            name = sources[cut.source].name if lines else None
            yield Diagnostic("LED-003", {"start": cut.start, "stop": cut.stop}, file=name, line=cut.line)
        last[cut.source, cut.line] = cut.stop


def _order(cut: Cut) -> tuple[int, int, int]:
    return cut.source, cut.line, cut.start


def keep(sources: Sequence[Source], cuts: Sequence[Cut]) -> Kept:
    """What the body documents must hold; the cuts are known to be right."""
    by_line: dict[tuple[int, int], list[Cut]] = {}
    for cut in sorted(cuts, key=_order):
        by_line.setdefault((cut.source, cut.line), []).append(cut)
    kept = Kept([], [])
    for index, source in enumerate(sources):
        for line in source.lines:
            place = index, line.number
            for piece in _pieces(line.text, by_line[place]) if place in by_line else (line.text,):
                if text := piece.strip(WHITE):
                    kept.texts.append(text)
                    kept.places.append(place)
    return kept


def _pieces(line: str, cuts: Sequence[Cut]) -> Iterator[str]:
    start = 0
    for cut in cuts:
        yield line[start : cut.start]
        start = cut.stop
    yield line[start:]


def moved(sources: Sequence[Source], cuts: Sequence[Cut]) -> Mapping[str, Cut]:
    """The texts that stand on the title page instead of the running text, each with its cut."""
    return {
        text: cut
        for cut in cuts
        if cut.kind == "moved"
        and (text := sources[cut.source].lines[cut.line - 1].text[cut.start : cut.stop].strip(WHITE))
    }


# --- the comparison -------------------------------------------------------------


def compare(kept: Kept, book: Sequence[str], names: Sequence[str]) -> Iterator[Diagnostic]:
    """The differences between what the sources leave and what the body documents hold."""
    source_text, book_text = BOUNDARY.join(kept.texts), BOUNDARY.join(book)
    if source_text == book_text:  # each line a block: nearly every book
        return
    source, found = squeeze(source_text), squeeze(book_text)
    placed = _Placed(kept, names)
    if source != found:
        yield placed.diagnostic(*describe(source, found))
        return
    for place, wanted, got in _white_faults(_runs(source_text), _runs(book_text), source):
        context = {"before": source[max(0, place - 8) : place], "after": source[place : place + 8]}
        values = {**context, "wanted": _named(wanted), "found": _named(got)}
        yield placed.diagnostic(place, "LED-015", values)


class _Placed:
    """Makes diagnostics at the source line that holds a place of the squeezed text."""

    def __init__(self, kept: Kept, names: Sequence[str]) -> None:
        self._kept, self._names = kept, names

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(squeeze(text)) for text in self._kept.texts), initial=0))

    def diagnostic(self, place: int, ident: str, values: Mapping[str, object]) -> Diagnostic:
        places = self._kept.places
        if not places:
            return Diagnostic(ident, values)
        source, line = places[min(bisect_right(self._starts, place), len(places)) - 1]
        return Diagnostic(ident, values, file=self._names[source], line=line)


def _runs(text: str) -> dict[int, str]:
    """Squeezed position → the run of white space before that character."""
    parts = RUNS.split(text)
    return dict(zip(accumulate(map(len, parts[::2])), parts[1::2], strict=False))


def _white_faults(source: dict[int, str], book: dict[int, str], text: str) -> Iterator[tuple[int, str, str]]:
    """(place, white space that should stand there, what does)."""
    for place in sorted({place for place, _ in source.items() ^ book.items()}):
        wanted, found = source.get(place, ""), book.get(place, "")
        if found == BOUNDARY:  # a block may end anywhere; its own edges are bare
            continue
        allowed = joints(text[place - 1], text[place]) if wanted == BOUNDARY else (wanted,)
        if found not in allowed:
            yield place, allowed[0], found


def joints(before: str, after: str) -> tuple[str, ...]:
    """What may join two lines of one paragraph.

    One space between Latin words, nothing after a hyphen or a slash, nothing
    beside a Chinese character; either beside what both scripts use (é, “) and
    at brackets and the marks that close a word ([1 and ] of a broken mark).
    """
    if before in "-/" or {east_asian_width(before), east_asian_width(after)} & {"W", "F"}:
        return ("",)
    bracket = before in "([{" or after in "[)]},.;:!?%"
    return (" ",) if (before + after).isascii() and not bracket else (" ", "")


def _named(white: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in white if character != BOUNDARY) or "∅"


# --- the account ----------------------------------------------------------------


def _account(sources: Sequence[Source], cuts: Sequence[Cut], book: Sequence[str]) -> Diagnostic:
    """How the characters of the sources are partitioned."""
    text = "".join(source.text for source in sources)
    white = {name: sum(map(text.count, characters)) for name, characters in _CLASSES.items()}
    removed = sum(len(source.removed) for source in sources)
    cut = sum(len(squeeze(sources[c.source].lines[c.line - 1].text[c.start : c.stop])) for c in cuts)
    told = ", ".join(f"{name} {count}" for name, count in white.items() if count)
    return Diagnostic(
        "LED-001", {"book": len(squeeze("".join(book))), "cut": cut, "removed": removed, "white": told or "0"}
    )
