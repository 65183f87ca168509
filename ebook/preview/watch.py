"""Whether the files that a book is made of have changed.

They are looked at when the page asks, each second: no thread, no library, and
it works on network drives and in containers, where systems send no events.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from ebook.settings import Settings
from ebook.settings.readtoml import SUFFIX

#: What a file is known by: its path, size, time of change and number.
Stamp = frozenset[tuple[str, int, int, int]]

_MOST_FILES = 10_000  # and folders, in a folder: a mistaken one (/) must not keep the page waiting


def watched(source: Path, settings: Settings) -> Iterator[Path]:
    """The source, what is said of its lines beside it, and what the options name; of a folder, all that it holds."""
    yield source
    yield source.parent / (source.stem + SUFFIX)
    named = (settings.typeset.sheet, settings.cover.picture, settings.fonts.text, settings.fonts.rare)
    yield from (one for one in named if isinstance(one, Path))


def stamp(paths: Iterable[Path]) -> Stamp:
    """What the files are known by now; those that are not there are left out."""
    found = (file for path in paths for file in _files(path))
    return frozenset(known for known in map(_known, found) if known)


def _files(path: Path) -> Iterator[str]:
    yield str(path)
    folders = islice(os.walk(path), _MOST_FILES)
    inside = (os.path.join(folder, name) for folder, _, names in folders for name in names)  # noqa: PTH118 - text is quicker
    yield from islice(inside, _MOST_FILES)


def _known(path: str) -> tuple[str, int, int, int] | None:
    try:
        told = os.stat(path)  # noqa: PTH116 - likewise
    except (OSError, ValueError):
        return None
    return path, told.st_size, told.st_mtime_ns, told.st_ino
