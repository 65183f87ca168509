"""What a ``book.toml`` declares of its book: plain values, people, the series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from ebook.model import Metadata, Person, Series, Value
from ebook.settings.form import Form, label
from ebook.settings.given import Given, gather, words
from ebook.settings.lines import Key
from ebook.settings.values import FIELDS, merge_people, person, position, role

_PERSON = ("name", "role", "sort")
_SERIES = ("name", "position")


def declared(form: Form) -> Metadata:
    """The metadata; faults are noted in the form."""
    plain = FIELDS.keys() & form.data.keys() - {"series"}
    fields = {name: _plain(form, name) for name in sorted(plain)}
    return Metadata(people=merge_people(_people(form)), series=_series(form), **fields)  # type: ignore[arg-type]


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
        form.fault("CFG-006", key, example=form.keys["authors"])
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
