"""Plain text: bytes → :class:`~ebook.model.Source`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Encoding, Line, Removed, Source
from ebook.rare import context
from ebook.read.decoding import MOST_FAULTS, Fault, decode
from ebook.read.encoding import BOMS, decide
from ebook.settings import ReadSettings

# Every line end of Unicode (UAX 14: BK, CR, LF, NL); not U+001C to U+001E, at which str.splitlines cuts too.
LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
# What no book can carry: all that XML 1.0 Char excludes, the other controls, and the bidi controls, which can make
# a text read as what it is not (Unicode TR 36).
UNCARRIED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_REPLACEMENT = re.compile("\ufffd")
# What anybody can see: not white space, nor the characters of no width.
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200d\u2060\ufeff]")
MOST_IN_A_LINE = 2_000_000  # characters: at four bytes each they stay below the 10 MB at which XML parsers stop
MOST_LINES = 500_000  # that are not blank: no book has as many, and memory grows with them (1.3 KB each)


def read_text(data: bytes, name: str, stem: str, settings: ReadSettings) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Read plain text.  ``name`` is what messages call it.  Raises TXT-001 to TXT-004, TXT-010 to TXT-014."""
    encoding = decide(data, settings.encoding, name)
    start = _mark(data, encoding)
    text, faults = decode(data[start:], encoding.name)
    found = _faults(text, faults, start, encoding, name)
    if found and not settings.repair:
        raise Problem(found[0])
    if len(faults) > MOST_FAULTS:
        raise Problem(Diagnostic("TXT-002", {"encoding": encoding.name, "most": MOST_FAULTS}, file=name))
    lines, removed = split(text)
    _refuse(lines, name)
    return Source(name, text, lines, removed, encoding, stem), (
        _decided(encoding, name),
        *(Diagnostic("TXT-021", fault.values, fault.file, fault.line, fault.column) for fault in found),
        *_told("TXT-022", removed, name),
        *_private(lines, name),
        *_told("TXT-024", _replacements(lines, found), name),
    )


def split(text: str) -> tuple[tuple[Line, ...], tuple[Removed, ...]]:
    """The lines without their ends, and the characters taken out of them; a line end at the very end opens no line."""
    ends = [(match.start(), match.end()) for match in LINE_END.finditer(text)]
    if not ends or ends[-1][1] < len(text):
        ends.append((len(text), len(text)))
    lines: list[Line] = []
    removed: list[Removed] = []
    start = 0
    for number, (stop, following) in enumerate(ends, 1):
        line = text[start:stop]
        found = [Removed(number, match.start(), match.group()) for match in UNCARRIED.finditer(line)]
        lines.append(Line(number, UNCARRIED.sub("", line) if found else line))
        removed += found
        start = following
    return tuple(lines), tuple(removed)


def _refuse(lines: Sequence[Line], name: str) -> None:
    """What no book can be made of: no text, or more of it than any reading system takes."""
    for line in lines:
        if len(line.text) > MOST_IN_A_LINE:
            values = {"line": line.number, "count": len(line.text), "most": MOST_IN_A_LINE}
            raise Problem(Diagnostic("TXT-013", values, name, line.number))
    count = sum(bool(_SEEN.search(line.text)) for line in lines)
    if not count:
        raise Problem(Diagnostic("TXT-010", {"name": name}, file=name))
    if count > MOST_LINES:
        raise Problem(Diagnostic("TXT-014", {"name": name, "count": count, "most": MOST_LINES}, file=name))


def _decided(encoding: Encoding, name: str) -> Diagnostic:
    values = {"encoding": encoding.name, "confidence": encoding.confidence, "reason": encoding.reason}
    return Diagnostic("TXT-020", values, file=name)


def _mark(data: bytes, encoding: Encoding) -> int:
    """The length of the byte order mark."""
    return next((len(mark) for name, mark in BOMS if name == encoding.name and data.startswith(mark)), 0)


def _faults(text: str, faults: Sequence[Fault], start: int, encoding: Encoding, name: str) -> tuple[Diagnostic, ...]:
    """One TXT-001 for each fault; lines and columns are counted in characters of the decoded text."""
    if not faults:
        return ()
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    count = f"{MOST_FAULTS}+" if len(faults) > MOST_FAULTS else len(faults)
    found = []
    for fault in faults:
        line = bisect_right(starts, fault.index)
        values = {
            "line": line,
            "column": fault.index - starts[line - 1] + 1,
            "offset": start + fault.offset,
            "hex": f"0x{fault.byte:02X}",
            "encoding": encoding.name,
            "count": count,
        }
        found.append(Diagnostic("TXT-001", values, name, line, fault.index - starts[line - 1] + 1))
    return tuple(found)


def _places(pattern: re.Pattern[str], lines: Iterable[Line]) -> list[Removed]:
    """Where a pattern's characters stand in the lines."""
    return [Removed(line.number, m.start(), m.group()) for line in lines for m in pattern.finditer(line.text)]


def _replacements(lines: Iterable[Line], repaired: Iterable[Diagnostic]) -> list[Removed]:
    """The U+FFFD that the source itself holds, without those that a repair put there."""
    ours = Counter(diagnostic.line for diagnostic in repaired)
    return [place for place in _places(_REPLACEMENT, lines) if not ours[place.line]]


def _private(lines: Sequence[Line], name: str) -> Iterator[Diagnostic]:
    """One TXT-023 for all characters of private use, with the words around the first: they tell which is meant."""
    places = _places(_PRIVATE, lines)
    for told in _told("TXT-023", places, name):
        first = places[0]
        around = context(lines[first.line - 1].text, first.column, first.column + 1)
        yield replace(told, values={**told.values, "context": around})


def _told(id_: str, places: Sequence[Removed], name: str) -> tuple[Diagnostic, ...]:
    """One diagnostic for all the places: how many, which characters, the first place."""
    if not places:
        return ()
    kinds = Counter(place.character for place in places).most_common(8)
    words = ", ".join(f"U+{ord(character):04X} ×{number}" for character, number in kinds)
    line, column = places[0].line, places[0].column + 1
    return (Diagnostic(id_, {"count": len(places), "kinds": words, "line": line}, name, line, column),)
