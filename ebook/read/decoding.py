"""Decoding, and the likeliest reading of damaged places.

A lost byte throws a two-byte encoding out of step until the next ASCII byte,
and the codec complains, if at all, far from the damage.  So a damaged run is
read as a whole: of all ways to divide it into characters and bad bytes, the
likeliest wins, and only its bad bytes become U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ebook.read.likeness import BAD, weight

CODECS = {
    "UTF-8": "utf-8",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "GB18030": "gb18030",
    "Big5-HKSCS": "big5hkscs",
}

MOST_FAULTS = 1000  # more is not damage but another encoding
_BACK, _FORTH = 16384, 4096  # how far around a fault a run without ASCII is read again, in bytes
_ANCHOR = 0x30  # no byte below it is part of a longer character in any of our encodings but UTF-16
_SIZES = {"utf-8": (1, 2, 3, 4), "gb18030": (1, 2, 4), "big5hkscs": (1, 2)}
_NEVER = {  # bytes that are part of no character
    "utf-8": b"\xc0\xc1\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff",
    "gb18030": b"\xff",
    "big5hkscs": b"\x80\xff",
}
_SPOILT = BAD * 1.5  # a pair of which one byte was overwritten: likelier than two bad bytes side by side


@dataclass(frozen=True, slots=True)
class Fault:
    """A byte that is no text: its offset in the data, its value, and the index of its U+FFFD in the text."""

    offset: int
    byte: int
    index: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a damaged run: a character, bad bytes (a U+FFFD each), or both where the bad byte stood inside."""

    start: int
    stop: int
    text: str
    bad: tuple[int, ...] = ()


def decode(data: bytes, encoding: str) -> tuple[str, tuple[Fault, ...]]:
    """The text and its faults, in order; stops looking after ``MOST_FAULTS``."""
    codec, view = CODECS[encoding], memoryview(data)
    texts: list[str] = []
    faults: list[Fault] = []
    at = length = 0
    while len(faults) <= MOST_FAULTS:
        try:
            texts.append(str(view[at:], codec))
            break
        except UnicodeDecodeError as error:
            start, pieces = _damage(data, codec, at, at + error.start, at + error.end)
        texts.append(str(view[at:start], codec))
        length += len(texts[-1])
        for piece in pieces:
            faults += [Fault(bad, data[bad], length + number) for number, bad in enumerate(piece.bad)]
            texts.append(piece.text)
            length += len(piece.text)
        at = pieces[-1].stop
    return "".join(texts), tuple(faults)


def _damage(data: bytes, codec: str, at: int, error: int, stop: int) -> tuple[int, list[Piece]]:
    """The start of the run around an error of the codec, and the run's pieces."""
    if codec not in _SIZES:  # UTF-16: half a pair or half a unit, and in step again after it
        return error, [Piece(i, i + 1, "\ufffd", (i,)) for i in range(error, stop)]
    start, stop, whole = _run(data, at, error)
    pieces = _divide(data[start:stop], codec)
    if not whole:  # the cut may have gone through a character
        while len(pieces) > 1 and pieces[-1].stop > stop - start - 8:
            pieces.pop()
    return start, [Piece(start + p.start, start + p.stop, p.text, tuple(start + bad for bad in p.bad)) for p in pieces]


def _run(data: bytes, at: int, error: int) -> tuple[int, int, bool]:
    """The run without ASCII separators around an error: start, stop, and whether it is whole at its end."""
    start, floor = error, max(at, error - _BACK)
    while start > floor and data[start - 1] >= _ANCHOR:
        start -= 1
    if start == floor > at and data[start - 1] >= _ANCHOR:
        start = error
    stop, ceiling = error + 1, min(len(data), error + _FORTH)
    while stop < ceiling and data[stop] >= _ANCHOR:
        stop += 1
    return start, stop, stop == len(data) or data[stop] < _ANCHOR


def _divide(run: bytes, codec: str) -> list[Piece]:
    """The likeliest division of a run (Viterbi)."""
    best: list[tuple[float, Piece | None]] = [(float("-inf"), None)] * (len(run) + 1)
    best[0] = (0.0, None)
    for start in range(len(run)):
        so_far = best[start][0]
        for piece, gain in _steps(run, start, codec):
            if so_far + gain > best[piece.stop][0]:
                best[piece.stop] = (so_far + gain, piece)
    pieces: list[Piece] = []
    at = len(run)
    while at:
        piece_before = best[at][1]
        assert piece_before is not None
        pieces.append(piece_before)
        at = piece_before.start
    return pieces[::-1]


def _steps(run: bytes, start: int, codec: str) -> Iterator[tuple[Piece, float]]:
    """Every piece that may begin at ``start``, with its gain."""
    yield Piece(start, start + 1, "\ufffd", (start,)), BAD
    pair = run[start : start + 2]
    if codec != "utf-8" and any(byte in _NEVER[codec] for byte in pair):  # half of the pair was overwritten
        yield Piece(start, start + len(pair), "\ufffd" * len(pair), tuple(range(start, start + len(pair)))), _SPOILT
    for size in _SIZES[codec]:
        if start + size <= len(run) and (text := _character(run[start : start + size], codec)):
            yield Piece(start, start + size, text), weight(text)
        for bad in range(start + 1, min(start + size, len(run) - 1)):
            if run[bad] not in _NEVER[codec]:
                continue
            rest = run[start:bad] + run[bad + 1 : start + size + 1]
            if len(rest) == size and (text := _character(rest, codec)):
                yield Piece(start, start + size + 1, "\ufffd" + text, (bad,)), BAD + weight(text)


def _character(data: bytes, codec: str) -> str | None:
    """The one character that the bytes are, if they are one."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    # Big5-HKSCS writes two code points (Ê̄) with one pair of bytes.
    return text if len(text) == 1 or (codec == "big5hkscs" and len(data) == 2 and data[0] > 0x7F) else None  # noqa: PLR2004
