"""Device editions: Publication → Publication, for what each device asks beyond what every book obeys.

Each device is one file, whose ``edition`` is a pure function; the same again
changes nothing.  Adding a device is such a file, its row here and its name in
``ebook/settings/editions.py``.  ``docs/editions.md`` lists the rules.  Where an
edition's file is made of its EPUB by another program, the row says so, and
``ebook/finish.py`` has it made when the EPUB has been judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ebook.edition import generic, kindle, kobo
from ebook.model import Publication
from ebook.settings import DeviceName, EditionName

__all__ = ["EDITIONS", "Edition"]


@dataclass(frozen=True, slots=True)
class Edition:
    """A device's edition: what its file's name ends in, and what makes it of a publication."""

    suffix: str
    device: DeviceName  # whose rules it is held to
    make: Callable[[Publication], Publication]
    epub_suffix: str | None = None  # the ending of the EPUB, where that is judged and calibre then makes the file of it


EDITIONS: Mapping[EditionName, Edition] = {
    "generic": Edition(".epub", "generic", generic.edition),
    "kindle": Edition(".kindle.epub", "kindle", kindle.edition),
    "kobo": Edition(kobo.SUFFIX, "kobo", kobo.edition),
    "azw3": Edition(".azw3", "kindle", kindle.edition, epub_suffix=".kindle.epub"),
}
