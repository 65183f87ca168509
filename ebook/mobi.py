"""The head of an AZW3 (KF8): whose book it is, and what a Kindle's library says of it.

A PalmDB whose first record holds the MOBI header, the EXTH records with the metadata, and the title.  Layout and
numbers: MobileRead wiki, MOBI; KindleUnpack, ``mobi_header.py`` (seen 2026-11-24).  Numbers are big-endian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from struct import error, pack, unpack_from
from uuid import NAMESPACE_URL, UUID, uuid5

CREATOR, PUBLISHER, DATE, CONTRIBUTOR, RIGHTS, SOURCE, ASIN, TITLE = 100, 101, 106, 108, 109, 112, 113, 503

_MAGIC = b"BOOKMOBI"
_TABLE = 78  # where the PalmDB lists its records, eight bytes each
_EXTH = b"EXTH"
_HEAD = 8  # bytes of an EXTH record before its value: its number, its whole size
_LATEST = 0xFFFFFFFF  # a moment in 2106
_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)

Record = tuple[int, bytes]  # of the EXTH: its number and its value


def asin(identifier: str) -> str:
    """The number by which a Kindle knows a book, made of its ``dc:identifier``: the UUID in it, else one of it."""
    found = _UUID.fullmatch(identifier)
    return found[1].lower() if found else str(uuid5(NAMESPACE_URL, identifier))


def records(data: bytes) -> tuple[Record, ...]:
    """The EXTH records of an AZW3, or of its first megabyte.  Raises ValueError for what is none."""
    try:
        start, end = _first(data)
        return tuple(_records(data[start:end]))
    except error as fault:
        raise ValueError(str(fault)) from fault


def described(data: bytes, items: Sequence[Record], moment: int) -> bytes:
    """An AZW3 with these EXTH records, among them a title and an ASIN.

    ``moment`` (seconds since 1970) and the ASIN stand where clock and chance stood, so that the same input gives the
    same bytes.  Raises ValueError for what is no AZW3.
    """
    try:
        start, end = _first(data)
        first = _described(data[start:end], items)
        offsets = [unpack_from(">I", data, at)[0] for at in _table(data)]
    except error as fault:
        raise ValueError(str(fault)) from fault
    head = bytearray(data[:start])
    head[36:44] = pack(">II", *[min(max(0, moment), _LATEST)] * 2)  # made, changed
    for at, offset in list(zip(_table(data), offsets, strict=True))[1:]:
        head[at : at + 4] = pack(">I", offset + len(first) - (end - start))
    return bytes(head) + first + data[end:]


def _table(data: bytes) -> range:
    (count,) = unpack_from(">H", data, 76)
    return range(_TABLE, _TABLE + 8 * count, 8)


def _first(data: bytes) -> tuple[int, int]:
    """Where the first record begins and where the second does: no book has one alone."""
    if data[60:68] != _MAGIC:
        raise ValueError("no BOOKMOBI")
    start, end = (unpack_from(">I", data, at)[0] for at in (_TABLE, _TABLE + 8))
    if not _TABLE < start < end <= len(data):
        raise ValueError("no first record")
    return start, end


def _exth(record: bytes) -> int:
    """Where the EXTH begins: after the MOBI header, which says how long it is."""
    at = 16 + int(unpack_from(">I", record, 20)[0])
    if record[at : at + 4] != _EXTH:
        raise ValueError("no EXTH")
    return at


def _records(record: bytes) -> Iterator[Record]:
    at = _exth(record)
    (count,) = unpack_from(">I", record, at + 8)
    at += 12
    for _ in range(count):
        kind, size = unpack_from(">II", record, at)
        if not _HEAD <= size <= len(record) - at:
            raise ValueError("an EXTH record out of bounds")
        yield kind, record[at + _HEAD : at + size]
        at += size


def _described(record: bytes, items: Sequence[Record]) -> bytes:
    """The first record anew; the zeros at its end, left there for longer metadata, take up the difference."""
    at, (title_at, title_size) = _exth(record), unpack_from(">II", record, 84)
    if record[title_at + title_size :].strip(b"\0"):
        raise ValueError("something after the title")
    exth, values = _packed(items), dict(items)
    head = bytearray(record[:at])
    head[32:36] = UUID(values[ASIN].decode()).bytes[:4]  # the file's own number
    head[84:92] = pack(">II", at + len(exth), len(values[TITLE]))
    return (bytes(head) + exth + values[TITLE] + b"\0\0").ljust(len(record), b"\0")


def _packed(items: Sequence[Record]) -> bytes:
    body = b"".join(pack(">II", kind, len(value) + _HEAD) + value for kind, value in items)
    return _EXTH + pack(">II", len(body) + 12, len(items)) + body + bytes(4 - len(body) % 4)
