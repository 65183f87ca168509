"""Which file is the right one for a device: the one that is given, or another edition of the same book beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.edition import EDITIONS
from ebook.filename import INVALID_SUFFIX
from ebook.place import identifier_of, is_book
from ebook.read import display, read_finished
from ebook.send.device import Device, Kind
from ebook.settings import EditionName

#: The editions for a device, the best first.  A Kindle shows no EPUB that is copied to it by cable; a Kobo shows every
#: EPUB, in its plainer engine.  Elsewhere a finished book stays what it is, and a text becomes the generic edition.
WANTED: Mapping[Kind, Sequence[EditionName]] = {
    "kobo": ("kobo", "generic"),
    "dropbox": ("kobo", "generic"),
    "kindle": ("azw3",),
    "folder": ("generic",),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The file to send, what it is, whose book it is, and what there is to say of the choice."""

    path: Path
    edition: EditionName
    identifier: str
    diagnostics: tuple[Diagnostic, ...] = ()


def edition_of(book: Path) -> EditionName | None:
    """The edition that a file's name says it is; None for what is no finished book."""
    longest = sorted(EDITIONS, key=lambda name: -len(EDITIONS[name].suffix))
    return next((name for name in longest if book.name.lower().endswith(EDITIONS[name].suffix)), None)


def stem(book: Path) -> str:
    """The name of a finished book without the ending of its edition."""
    edition = edition_of(book)
    assert edition, "a finished book"
    return book.name[: -len(EDITIONS[edition].suffix)]


def chosen(book: Path, device: Device) -> Choice:
    """The file to send.

    Raises SND-003 for what is no sound book, SND-004 and SND-007 where the right edition is not there, EPB-001 to
    EPB-004 for what cannot be read.
    """
    own = edition_of(book)
    assert own, "a finished book"
    read_finished(book)  # a file, and one that can be read
    identifier = identifier_of(book)
    if identifier is None or book.name.endswith(INVALID_SUFFIX):
        raise Problem(Diagnostic("SND-003", {"name": display(book)}))
    wanted = (own,) if device.kind == "folder" else WANTED[device.kind]
    for name in wanted:
        path = book if name == own else book.with_name(stem(book) + EDITIONS[name].suffix)
        if path.is_file() and is_book(path, identifier):
            second = () if name == wanted[0] else (Diagnostic("SND-005", {"name": display(path)}),)
            return Choice(path, name, identifier, second)
    values = {"name": display(book), "folder": display(book.parent), "edition": wanted[0]}
    raise Problem(Diagnostic("SND-004" if device.kind == "kindle" else "SND-007", values))
