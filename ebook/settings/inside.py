"""The files that a ``book.toml`` names: those of its folder and no others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from ebook.diagnostics import Diagnostic
from ebook.settings.form import Form
from ebook.settings.lines import Key
from ebook.settings.order import natural
from ebook.settings.records import FontName
from ebook.settings.suggest import closest
from ebook.settings.values import font


def chapters(form: Form) -> Iterator[Path]:
    """The text files in the order of the book."""
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


def file_of(form: Form, name: str) -> Path | Literal["none"] | None:
    """The file that a key names; as with every key, an empty value says that there is none."""
    if name not in form.data:
        return None
    return "none" if form.data[name] == "" else _inside(form, (name,), form.data[name])


def font_of(form: Form, name: str) -> FontName | None:
    """The font: a file of the folder, or a name; an empty one says that there is none."""
    written = form.data.get(name)
    if written is None:
        return None
    named = font(written) if isinstance(written, str) else Path()
    return named if isinstance(named, str) else _inside(form, (name,), written)


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
