"""What a folder is: a Kobo, a Kindle, the folder that Dropbox shows to a Kobo, or a folder like any other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ebook.diagnostics import Diagnostic, Problem
from ebook.read import display

Kind = Literal["kobo", "kindle", "dropbox", "folder"]

_KOBO = ".kobo"
_DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Device:
    """A device, or a folder: what it is, where it begins, and the folder in it that the book goes to."""

    kind: Kind
    root: Path
    folder: Path


def find_device(to: Path) -> Device:
    """The device that a folder is, or stands in.  Raises SND-002 where there is no such folder.

    A Kobo takes books in any folder, its own hidden one excepted; a Kindle takes them in ``documents``.
    """
    try:
        given = to.resolve(strict=True)
        if not given.is_dir():
            raise NotADirectoryError
        return next(filter(None, (_device(root, given) for root in (given, *given.parents))), _plain(given))
    except (OSError, RuntimeError) as error:  # links that go in a circle are a RuntimeError before Python 3.13
        raise Problem(Diagnostic("SND-002", {"name": display(to)})) from error


def _device(root: Path, given: Path) -> Device | None:
    if (root / _KOBO / "version").is_file():
        hidden = (root / _KOBO).resolve() in (given, *given.parents)
        return Device("kobo", root, root if hidden else given)
    if (root / _DOCUMENTS).is_dir() and (root / "system").is_dir():
        documents = root / _DOCUMENTS
        return Device("kindle", root, given if documents in (given, *given.parents) else documents)
    return Device("dropbox", root, given) if root.name == "Rakuten Kobo" else None


def _plain(given: Path) -> Device:
    return Device("folder", given, given)
