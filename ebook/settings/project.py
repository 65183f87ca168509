"""A folder with a ``book.toml`` is one book: what it is called, who made it, which files in which order.

All faults of the file are told at once, each with its key and line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Metadata
from ebook.settings.declared import declared
from ebook.settings.editions import EditionName, named
from ebook.settings.form import Form, load
from ebook.settings.given import raise_all
from ebook.settings.inside import chapters, file_of, font_of
from ebook.settings.records import Conversion, FontSettings, Picture, Sheet, Theme

NAME = "book.toml"
T = TypeVar("T")
_THEMES: tuple[Theme, ...] = get_args(Theme)
_CONVERSIONS: tuple[Conversion, ...] = get_args(Conversion)

#: Every key, with the way it is written.
KEYS: Mapping[str, str] = {
    "title": 'title = "书名"',
    "subtitle": 'subtitle = "副题"',
    "authors": 'authors = ["姓名", { name = "姓名", role = "trl", sort = "Xing Ming" }]',
    "date": 'date = "2023-06-30"',
    "publisher": 'publisher = "出版者"',
    "source": 'source = "原载报刊"',
    "rights": 'rights = "版权声明"',
    "language": 'language = "zh-Hans"',
    "identifier": 'identifier = "urn:isbn:9787020002207"',
    "series": 'series = { name = "丛书名", position = 1 }',
    "chapters": 'chapters = ["第一章.txt", "第二章.txt"]',
    "cover": 'cover = "cover.jpg"',
    "theme": 'theme = "classic"  # or "newspaper", "modern"',
    "vertical": "vertical = true",
    "css": 'css = "mine.css"',
    "convert": f'convert = "s2tw"  # one of {" ".join(_CONVERSIONS)}',
    "embed-font": 'embed-font = "Noto Serif SC"  # or "fonts/kai.ttf"',
    "embed-rare": 'embed-rare = "fonts/rare.otf"  # or a name',
    "editions": 'editions = ["generic", "kindle", "kobo", "azw3"]',
}


@dataclass(frozen=True, slots=True)
class Project:
    """A folder's book: its text files in order, its looks, what its ``book.toml`` declares."""

    folder: Path
    paths: tuple[Path, ...]
    cover: Picture | None
    theme: Theme | None
    vertical: bool
    sheet: Sheet | None
    convert: Conversion | None
    fonts: FontSettings
    editions: tuple[EditionName, ...]
    declared: Metadata


def open_project(folder: Path) -> Project:
    """Read a folder's ``book.toml`` and find its files.

    Raises one :class:`~ebook.diagnostics.Problem` (exit code 2) with every fault.
    """
    try:
        return _open(folder)
    except OSError as error:
        values = {"name": error.filename, "reason": error.strerror}
        raise Problem(Diagnostic("CFG-001", values, str(folder / NAME))) from error


def _open(folder: Path) -> Project:
    form = load(folder / NAME, KEYS)
    form.refuse_unknown()
    project = Project(
        folder,
        tuple(chapters(form)),
        file_of(form, "cover"),
        _one_of(form, "theme", _THEMES),
        _vertical(form),
        file_of(form, "css"),
        _one_of(form, "convert", _CONVERSIONS),
        FontSettings(font_of(form, "embed-font"), font_of(form, "embed-rare")),
        _editions(form),
        declared(form),
    )
    raise_all(sorted(form.faults, key=lambda fault: fault.line or 0))
    return project


def _one_of(form: Form, key: str, known: Sequence[T]) -> T | None:
    """The value that is written, one of those known."""
    written = form.data.get(key)
    for value in known:
        if written == value:
            return value
    if written is not None:
        form.wrong((key,), written)
    return None


def _vertical(form: Form) -> bool:
    written = form.data.get("vertical", False)
    if not isinstance(written, bool):
        form.wrong(("vertical",), written)
    return written is True


def _editions(form: Form) -> tuple[EditionName, ...]:
    written = form.data.get("editions")
    found = named(written) if isinstance(written, list) else None
    if written is not None and found is None:
        form.wrong(("editions",), written)
    return found or ()
