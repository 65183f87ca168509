"""A folder with a ``book.toml`` is one book: what it is called, who made it, which files in which order.

All faults of the file are told at once, each with its key and line.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Metadata, Person, Series, Value
from ebook.settings.lines import Key, lines
from ebook.settings.order import natural
from ebook.settings.suggest import closest
from ebook.settings.values import FIELDS, Given, gather, merge_people, person, position, raise_all, role, words

NAME = "book.toml"
_LARGEST = 1 << 20  # bytes: a book.toml is written by hand
# tomllib's memory grows with the square of the parts of a dotted key: fifty thousand take six gigabytes.
_LONG_KEY = re.compile(r"""(?:\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){20}""")
_SHOWN = 40  # characters of a wrong value that a message shows

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
}
_PERSON = ("name", "role", "sort")
_SERIES = ("name", "position")


@dataclass(frozen=True, slots=True)
class Project:
    """A folder's book: its text files in order, its cover, what its ``book.toml`` declares."""

    folder: Path
    paths: tuple[Path, ...]
    cover: Path | None
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
    form = _load(folder)
    for key in form.data:
        if key not in KEYS:
            form.unknown((key,), KEYS)
    plain = FIELDS.keys() & form.data.keys() - {"series"}
    fields = {name: form.plain(name) for name in sorted(plain)}
    project = Project(
        folder,
        tuple(_chapters(form)),
        _cover(form),
        Metadata(people=merge_people(_people(form)), series=_series(form), **fields),  # type: ignore[arg-type]
    )
    raise_all(sorted(form.faults, key=lambda fault: fault.line or 0))
    return project


@dataclass(slots=True)
class _Form:
    """A ``book.toml`` being read: its values, the lines they stand in, the faults found so far."""

    folder: Path
    file: str
    data: Mapping[str, object]
    lines: Mapping[Key, int]
    faults: list[Diagnostic] = field(default_factory=list)

    def given(self, key: Key, text: str) -> Given:
        line = self.lines.get(key)
        return Given(text, _label(key), "book.toml", f"{self.file}:{line}", self.file, line)

    def fault(self, fault: str, key: Key, **values: object) -> None:
        self.faults.append(Diagnostic(fault, {"key": _label(key), **values}, self.file, self.lines.get(key)))

    def unknown(self, key: Key, known: Mapping[str, str] | tuple[str, ...]) -> None:
        meant = closest(str(key[-1]), known)
        self.fault("CFG-003" if meant else "CFG-004", key, meant=meant, known=", ".join(known))

    def wrong(self, key: Key, value: object) -> None:
        self.fault("CFG-005", key, value=_shown(value), example=KEYS[str(key[0])])

    def plain(self, name: str) -> Value[str] | Value[Series] | None:
        value = self.data[name]
        if name == "date" and isinstance(value, date):
            value = (value.date() if isinstance(value, datetime) else value).isoformat()
        if not isinstance(value, str):
            self.wrong((name,), value)
            return None
        with gather(self.faults):
            return FIELDS[name](self.given((name,), value))
        return None


def _load(folder: Path) -> _Form:
    path = folder / NAME
    file = str(path)
    with path.open("rb") as opened:
        data = opened.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise Problem(Diagnostic("CFG-011", {"size": path.stat().st_size, "limit": _LARGEST}, file))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if long := _LONG_KEY.search(text):
            line = text.count("\n", 0, long.start()) + 1
            raise Problem(Diagnostic("CFG-002", {"reason": "Key of too many parts"}, file, line))
        return _Form(folder, file, tomllib.loads(text), lines(text))
    except UnicodeDecodeError as error:
        byte, line = data[error.start : error.start + 1].hex().upper(), data.count(b"\n", 0, error.start) + 1
        raise Problem(Diagnostic("CFG-010", {"hex": byte}, file, line)) from error
    except (ValueError, RecursionError) as error:  # also for a number of more digits than Python reads
        raise Problem(_syntax(str(error), file, text)) from error


def _syntax(reason: str, file: str, text: str) -> Diagnostic:
    at = re.search(r"\(at line (\d+), column (\d+)\)", reason)
    line = int(at[1]) if at else _line_of(reason, text.rstrip("\n").split("\n"))
    reason = re.sub(r"\s*\(at [^)]*\)", "", reason)
    return Diagnostic("CFG-002", {"reason": reason}, file, line, int(at[2]) if at else None)


def _line_of(reason: str, written: list[str]) -> int:
    """Where a fault is that tomllib gives no place: at the end, or in the longest line (brackets, digits)."""
    if "end of document" in reason:
        return len(written)
    return max(range(len(written)), key=lambda index: len(written[index])) + 1


def _label(key: Key) -> str:
    """``authors[2].role``: items count from 1, as people count."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _people(form: _Form) -> Iterator[Person]:
    written = form.data.get("authors", [])
    if isinstance(written, str):
        written = [written]
    if not isinstance(written, list):
        form.wrong(("authors",), written)
        return
    for index, item in enumerate(written):
        with gather(form.faults):
            yield from _person(form, ("authors", index), item)


def _person(form: _Form, key: Key, item: object) -> Iterator[Person]:
    if isinstance(item, str):
        yield person(form.given(key, item), "aut")
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
    code = role(form.given((*key, "role"), texts["role"]), texts["role"]) if "role" in texts else "aut"
    sort = words(form.given((*key, "sort"), texts["sort"])).value if "sort" in texts else None
    if "name" in texts:
        yield person(form.given((*key, "name"), texts["name"]), code, sort)


def _series(form: _Form) -> Value[Series] | None:
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


def _in_series(form: _Form, item: Mapping[str, object]) -> Value[Series] | None:
    name = words(form.given(("series", "name"), str(item["name"])))
    place = item.get("position")
    if place is None:
        return Value(Series(name.value), name.evidence)
    if isinstance(place, bool) or not isinstance(place, str | int | float):
        form.wrong(("series", "position"), place)
        return None
    given = form.given(("series", "position"), str(place))
    return Value(Series(name.value, position(given, given.text)), name.evidence)


def _chapters(form: _Form) -> Iterator[Path]:
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


def _all_texts(form: _Form) -> Iterator[Path]:
    names = [path.name for path in form.folder.iterdir() if is_text(path)]
    if not names:
        form.faults.append(Diagnostic("CFG-008", {"folder": str(form.folder)}, form.file))
    for name in sorted(names, key=natural):
        path = _inside(form, ("chapters",), name)
        if path:
            yield path


def _cover(form: _Form) -> Path | None:
    return _inside(form, ("cover",), form.data["cover"]) if "cover" in form.data else None


def _inside(form: _Form, key: Key, item: object) -> Path | None:
    """A file of the folder; a link or a ``..`` that leads out of it is refused, wherever it points."""
    if not isinstance(item, str) or not item or "\0" in item:
        form.wrong(key, item)
        return None
    path = form.folder / item
    real = Path(os.path.realpath(path))  # Path.resolve raises where links go in a circle
    if not real.is_relative_to(os.path.realpath(form.folder)):
        form.fault("CFG-007", key, value=item)
    elif not path.is_file():
        near = closest(item, [entry.name for entry in form.folder.iterdir()])
        form.fault("CFG-013" if near else "CFG-014", key, value=item, meant=near)
    else:
        return path
    return None
