"""Send: a book onto a reading device that is mounted as a disk, in the edition that the device asks for.

``device`` tells what a folder is, ``choice`` which file is the right one, ``onto`` brings it there whole or not at
all.  A finished book is copied as it is; of a text the edition is built first, and checked as always.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from ebook.build import build
from ebook.diagnostics import Diagnostic, Problem
from ebook.edition import EDITIONS
from ebook.filename import filename
from ebook.passing import workplace
from ebook.read import read_finished
from ebook.send.choice import WANTED, chosen, edition_of, stem
from ebook.send.device import Device, Kind, find_device
from ebook.send.onto import copied
from ebook.settings import EditionName, PlaceSettings, Settings, TypesetSettings

__all__ = ["Device", "Sent", "find_device", "send"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A book that stands on a device, and what there was to say of it."""

    device: Kind
    edition: EditionName
    path: Path
    size: int  # bytes
    sha256: str
    diagnostics: tuple[Diagnostic, ...]


def send(book: Path, device: Device, *, force: bool = False, epoch: int | None = None) -> Sent:
    """Bring a finished book, or the book of a text, onto a device.

    ``force`` overwrites another book of the same file name, ``epoch`` is SOURCE_DATE_EPOCH for a book that is built.
    Raises SND-003 to SND-013, EPB-001 to EPB-004, and what a build raises.
    """
    if edition_of(book) is not None:
        return _sent(book, device, force=force)
    with workplace(_no_room) as folder:
        made, told = _built(book, device, folder, epoch)
        return _sent(made, device, force=force, told=told)


def _no_room(error: str) -> Diagnostic:
    return Diagnostic("OUT-008", {"name": gettempdir(), "error": error})


def _sent(book: Path, device: Device, *, force: bool, told: tuple[Diagnostic, ...] = ()) -> Sent:
    found = chosen(book, device)
    data = read_finished(found.path)
    name = filename(stem(found.path)).removesuffix(".epub") + EDITIONS[found.edition].suffix
    path, digest = copied(data, device, name, None if force else found.identifier)
    return Sent(device.kind, found.edition, path, len(data), digest, (*told, *found.diagnostics))


def _built(source: Path, device: Device, folder: Path, epoch: int | None) -> tuple[Path, tuple[Diagnostic, ...]]:
    """The edition for the device, in a folder that goes again.  Raises what its checks refuse it for."""
    settings = Settings(
        editions=(WANTED[device.kind][0],), place=PlaceSettings(output=folder), typeset=TypesetSettings(epoch)
    )
    report = build([source], settings)
    if report.path is None:
        errors = (item for item in report.diagnostics if item.severity == "error")
        raise Problem(*sorted(errors, key=lambda item: item.exit_code))
    return report.path, report.diagnostics
