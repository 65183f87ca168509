"""A folder with a ``book.toml`` is one book: what it is called, who made it, which files in which order.

All faults of the file are told at once, each with its key and line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar, get_args

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Metadata, Person, Series, Value
from ebook.settings.editions import EditionName, named
from ebook.settings.form import Form, label, load
from ebook.settings.lines import Key
from ebook.settings.order import natural
from ebook.settings.records import Conversion, FontName, FontSettings, Picture, Theme
from ebook.settings.suggest import closest
from ebook.settings.values import FIELDS, Given, font, gather, merge_people, person, position, raise_all, role, words

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
_PERSON = ("name", "role", "sort")
_SERIES = ("name", "position")


@dataclass(frozen=True, slots=True)
class Project:
    """A folder's book: its text files in order, its looks, what its ``book.toml`` declares."""

    folder: Path
    paths: tuple[Path, ...]
    cover: Picture | None
    theme: Theme | None
    vertical: bool
    sheet: Path | None
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
    plain = FIELDS.keys() & form.data.keys() - {"series"}
    fields = {name: _plain(form, name) for name in sorted(plain)}
    project = Project(
        folder,
        tuple(_chapters(form)),
        _cover(form),
        _one_of(form, "theme", _THEMES),
        _vertical(form),
        _inside(form, ("css",), form.data["css"]) if "css" in form.data else None,
        _one_of(form, "convert", _CONVERSIONS),
        FontSettings(_font(form, "embed-font"), _font(form, "embed-rare")),
        _editions(form),
        Metadata(people=merge_people(_people(form)), series=_series(form), **fields),  # type: ignore[arg-type]
    )
    raise_all(sorted(form.faults, key=lambda fault: fault.line or 0))
    return project


def _given(form: Form, key: Key, text: str) -> Given:
    line = form.lines.get(key)
    return Given(text, label(key), "book.toml", f"{form.file}:{line}", form.file, line)


def _plain(form: Form, name: str) -> Value[str] | Value[Series] | None:
    value = form.data[name]
    if name == "date" and isinstance(value, date):
        value = (value.date() if isinstance(value, datetime) else value).isoformat()
    if not isinstance(value, str):
        form.wrong((name,), value)
        return None
    with gather(form.faults):
        return FIELDS[name](_given(form, (name,), value))
    return None


def _people(form: Form) -> Iterator[Person]:
    written = form.data.get("authors", [])
    if isinstance(written, str):
        written = [written]
    if not isinstance(written, list):
        form.wrong(("authors",), written)
        return
    for index, item in enumerate(written):
        with gather(form.faults):
            yield from _person(form, ("authors", index), item)


def _person(form: Form, key: Key, item: object) -> Iterator[Person]:
    if isinstance(item, str):
        yield person(_given(form, key, item), "aut")
        return
    if not isinstance(item, dict):
        form.wrong(key, item)
        return
    for name in sorted(item.keys() - {*_PERSON}):
        form.unknown((*key, name), _PERSON)
    texts = {name: item[name] for name in _PERSON if isinstance(item.get(name), str)}
    for name in sorted(item.keys() & {*_PERSON} - texts.keys()):
        form.wrong((*key, name), item[name])
    if "name" not in item:
        form.fault("CFG-006", key, example=KEYS["authors"])
    code = role(_given(form, (*key, "role"), texts["role"]), texts["role"]) if "role" in texts else "aut"
    sort = words(_given(form, (*key, "sort"), texts["sort"])).value if "sort" in texts else None
    if "name" in texts:
        yield person(_given(form, (*key, "name"), texts["name"]), code, sort)


def _series(form: Form) -> Value[Series] | None:
    item = form.data.get("series")
    if item is None:
        return None
    if isinstance(item, str):
        item = {"name": item}
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        form.wrong(("series",), item)
        return None
    for name in item:
        if name not in _SERIES:
            form.unknown(("series", name), _SERIES)
    with gather(form.faults):
        return _in_series(form, item)
    return None


def _in_series(form: Form, item: Mapping[str, object]) -> Value[Series] | None:
    name = words(_given(form, ("series", "name"), str(item["name"])))
    place = item.get("position")
    if place is None:
        return Value(Series(name.value), name.evidence)
    if isinstance(place, bool) or not isinstance(place, str | int | float):
        form.wrong(("series", "position"), place)
        return None
    given = _given(form, ("series", "position"), str(place))
    return Value(Series(name.value, position(given, given.text)), name.evidence)


def _chapters(form: Form) -> Iterator[Path]:
    if "chapters" not in form.data:
        yield from _all_texts(form)
        return
    listed = form.data["chapters"]
    if not isinstance(listed, list) or not listed:
        form.wrong(("chapters",), listed)
        return
    seen: set[Path] = set()
    for index, item in enumerate(listed):
        key: Key = ("chapters", index)
        path = _inside(form, key, item)
        if path and path.suffix.lower() != ".txt":
            form.fault("CFG-009", key, value=item)
        elif path and path in seen:
            form.fault("CFG-012", key, value=item)
        elif path:
            seen.add(path)
            yield path


def is_text(path: Path) -> bool:
    """Whether a path is a text file that a person put there."""
    return path.suffix.lower() == ".txt" and not path.name.startswith(".") and path.is_file()


def _all_texts(form: Form) -> Iterator[Path]:
    names = [path.name for path in form.path.parent.iterdir() if is_text(path)]
    if not names:
        form.faults.append(Diagnostic("CFG-008", {"folder": str(form.path.parent)}, form.file))
    for name in sorted(names, key=natural):
        path = _inside(form, ("chapters",), name)
        if path:
            yield path


def _cover(form: Form) -> Picture | None:
    """The picture; as with every key, an empty value says that there is none."""
    if "cover" not in form.data:
        return None
    return "none" if form.data["cover"] == "" else _inside(form, ("cover",), form.data["cover"])


def _one_of(form: Form, key: str, known: Sequence[T]) -> T | None:
    """The value that is written, one of those known."""
    written = form.data.get(key)
    for value in known:
        if written == value:
            return value
    if written is not None:
        form.wrong((key,), written)
    return None


def _font(form: Form, name: str) -> FontName | None:
    """The font: a file of the folder, or a name; an empty one says that there is none."""
    written = form.data.get(name)
    if written is None:
        return None
    named = font(written) if isinstance(written, str) else Path()
    return named if isinstance(named, str) else _inside(form, (name,), written)


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


def _inside(form: Form, key: Key, item: object) -> Path | None:
    """A file of the folder; a link or a ``..`` that leads out of it is refused, wherever it points."""
    if not isinstance(item, str) or not item or "\0" in item:
        form.wrong(key, item)
        return None
    path = form.path.parent / item
    real = Path(os.path.realpath(path))  # Path.resolve raises where links go in a circle
    if not real.is_relative_to(os.path.realpath(form.path.parent)):
        form.fault("CFG-007", key, value=item)
    elif not path.is_file():
        near = closest(item, [entry.name for entry in form.path.parent.iterdir()])
        form.fault("CFG-013" if near else "CFG-014", key, value=item, meant=near)
    else:
        return path
    return None
