"""``NAME.read.toml`` beside a source: what a person says of its lines, kept with the text.

All faults of the file are told at once, each with its key and line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.settings.form import Form, load, shown
from ebook.settings.given import raise_all
from ebook.settings.lines import Key
from ebook.settings.records import Override
from ebook.settings.told import LIKE, LINE_ROLES, UNLIKE, line_role, meant_role

SUFFIX = ".read.toml"
#: Every key, with the way it is written.
KEYS: Mapping[str, str] = {
    "line": '[[line]] text = "灯下" role = "heading"',
    LIKE: f'{LIKE} = ["第一站 老渡口"]',
    UNLIKE: f'{UNLIKE} = ["○ ○ ○"]',
}
#: The keys of a line.
LINE = ("text", "role", "number")
_MOST = 100  # forms that a file may teach: each is looked for in the whole text


def read_told(source: Path, index: int) -> tuple[Override, ...]:
    """What the file beside the source says, the weakest first; nothing where there is none.

    Raises one :class:`~ebook.diagnostics.Problem` (exit code 2) with every fault.
    """
    path = source.parent / (source.stem + SUFFIX)
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for what cannot be looked at
        return ()
    try:
        form = load(path, KEYS)
    except OSError as error:
        values = {"name": str(path), "reason": error.strerror}
        raise Problem(Diagnostic("CFG-001", values, str(path))) from error
    form.refuse_unknown()
    found = (*_forms(form, LIKE, index), *_forms(form, UNLIKE, index), *_lines(form, index))
    raise_all(sorted(form.faults, key=lambda fault: fault.line or 0))
    return found


def _where(form: Form, key: Key) -> str:
    return f"{form.path.name}:{form.lines.get(key)}"


def _forms(form: Form, key: str, source: int) -> Iterator[Override]:
    given = form.data.get(key, [])
    items = given if isinstance(given, list) else [given]
    if len(items) > _MOST:
        form.fault("CFG-018", (key,), count=len(items), most=_MOST)
        return
    for index, item in enumerate(items):
        place: Key = (key, index) if isinstance(given, list) else (key,)
        if isinstance(item, str) and item.strip():
            yield Override(key, item.strip(), where=_where(form, place), source=source)
        else:
            form.wrong(place, item)


def _lines(form: Form, source: int) -> Iterator[Override]:
    given = form.data.get("line", [])
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        form.wrong(("line",), given)
        return
    for index, item in enumerate(given):
        yield from _line(form, ("line", index), item, source)


def _line(form: Form, key: Key, item: Mapping[str, object], source: int) -> Iterator[Override]:
    before = len(form.faults)
    for name in item:
        if name in (LIKE, UNLIKE):
            form.fault("CFG-017", (*key, name), name=name)
        elif name not in LINE:
            form.unknown((*key, name), LINE)
    for name in LINE[:2]:
        if name not in item:
            form.fault("CFG-015", key, name=name, example=KEYS["line"])
    text, role, number = (item.get(name) for name in LINE)
    if "text" in item and not (isinstance(text, str) and text.strip()):
        form.wrong((*key, "text"), text)
    if "role" in item and not (isinstance(role, str) and line_role(role)):
        meant = meant_role(role if isinstance(role, str) else "")
        form.fault("CFG-016", (*key, "role"), value=shown(role), meant=meant, known=", ".join(LINE_ROLES))
    if "number" in item and not _is_line_number(number):
        form.fault("CFG-005", (*key, "number"), value=shown(number), example="number = 12")
    if len(form.faults) == before and isinstance(text, str) and isinstance(role, str):
        number = number if isinstance(number, int) else None
        yield Override(line_role(role) or "", text.strip(), number, _where(form, key), source)


def _is_line_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
