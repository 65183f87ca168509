"""Read: the files in, as sources, a picture, a font, a finished book; with ``place`` the only stage on the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Source
from ebook.read.files import STDIN, display, fetch, inspect, stem
from ebook.read.finished import read_finished
from ebook.read.font import read_font
from ebook.read.picture import read_picture
from ebook.read.sheet import read_sheet
from ebook.read.text import read_text
from ebook.settings import ReadSettings

__all__ = ["READERS", "display", "read", "read_finished", "read_font", "read_picture", "read_sheet"]

Reader = Callable[[bytes, str, str, ReadSettings], tuple[Source, tuple[Diagnostic, ...]]]

# One reader a format.
READERS: Mapping[str, Reader] = {
    ".txt": read_text,
}


def read(paths: Sequence[Path], settings: ReadSettings) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """Read the sources in the order given; ``-`` is standard input, as plain text.

    Raises :class:`~ebook.diagnostics.Problem` with a TXT- diagnostic for the
    first source that cannot be read.
    """
    sources: list[Source] = []
    diagnostics: list[Diagnostic] = []
    for path in paths:
        reader = _reader(path)
        source, found = reader(fetch(path), display(path), stem(path), settings)
        sources.append(source)
        diagnostics += found
    return tuple(sources), tuple(diagnostics)


def _reader(path: Path) -> Reader:
    if path == STDIN:
        return read_text
    inspect(path)
    suffix = path.suffix.lower()
    if suffix not in READERS:
        values = {"name": display(path), "suffix": suffix or "∅", "known": " ".join(READERS)}
        raise Problem(Diagnostic("TXT-012", values, file=display(path)))
    return READERS[suffix]
