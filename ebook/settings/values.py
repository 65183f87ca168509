"""What a person may write as metadata, in an option or in ``book.toml``: one check for both.

An empty value is an answer too: it says that the book has none, whatever was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as calendar_day
from pathlib import Path

from ebook.diagnostics import Diagnostic
from ebook.model import Metadata, Person, Series, Value
from ebook.settings.given import Given, gather, raise_all, words
from ebook.settings.records import FontName
from ebook.settings.suggest import closest

#: The roles a person may have (MARC relators), each with the words people write for it.
ROLES: Mapping[str, Sequence[str]] = {
    "aut": ("author", "writer", "作者", "著", "文", "记者", "通讯员"),
    "trl": ("translator", "译者", "译", "翻译"),
    "pht": ("photographer", "摄影", "摄", "摄影师"),
    "edt": ("editor", "编辑", "责任编辑", "编", "主编"),
    "ill": ("illustrator", "插图", "绘图", "绘"),
}

# A well-formed language tag: RFC 5646, section 2.1, without the grandfathered tags.
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)
#: What people write for a language, and the tag they mean.  The first three look like tags and name no language.
_MEANT = {
    "cn": "zh-Hans", "jp": "ja", "us": "en", "zh-cn": "zh-Hans", "chs": "zh-Hans", "cht": "zh-Hant",
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "chinese": "zh-Hans", "中文": "zh", "汉语": "zh", "简体": "zh-Hans",
    "简体中文": "zh-Hans", "繁体": "zh-Hant", "繁體": "zh-Hant", "繁体中文": "zh-Hant", "繁體中文": "zh-Hant",
    "english": "en", "英文": "en", "japanese": "ja", "日文": "ja",
}  # fmt: skip
_NO_LANGUAGE = ("cn", "jp", "us", "chinese", "english", "japanese")

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_OTHER_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?\s*[月日号]?")
_ISBN_LENGTH = 13
_ISBN = re.compile(r"(?:urn:isbn:|isbn[:\s]*)?((?:97[89])?\d{9}[\dx])", re.IGNORECASE)


def declare(options: Mapping[str, str | Sequence[str] | None]) -> Metadata:
    """Metadata from options: ``title``, ``date`` …, and ``author``, ``translator`` … as lists of names.

    Raises one :class:`~ebook.diagnostics.Problem` with every fault.
    """
    faults: list[Diagnostic] = []
    fields: dict[str, object] = {}
    people: list[Person] = []
    for name, written in options.items():
        option = f"--{name}"
        if isinstance(written, str):
            with gather(faults):
                fields[name] = FIELDS[name](Given(written, option, "option", option))
        for text in written if written and not isinstance(written, str) else ():
            given = Given(text, option, "option", option)
            with gather(faults):
                people.append(person(given, role(given, name)))
    raise_all(faults)
    return Metadata(people=merge_people(people), **fields)  # type: ignore[arg-type]  # FIELDS names Metadata's fields


def title(given: Given) -> Value[str]:
    """The title: the one value that every book has."""
    value = words(given)
    if not value.value:
        raise given.refuse("MET-005")
    return value


def date(given: Given) -> Value[str]:
    """A day, a month or a year: ``2023-06-30``, ``2023-06``, ``2023`` (EPUB 3.3 sec-opf-dcdate)."""
    text = given.text.strip()
    if text and not (_ISO_DATE.fullmatch(text) and _exists(text)):
        raise given.refuse("MET-001", meant=_meant_date(text))
    return given.value(text)


def _exists(iso: str) -> bool:
    year, month, day = (int(part) for part in (iso + "-01-01").split("-")[:3])
    try:
        calendar_day(year, month, day)
    except ValueError:
        return False
    return True


def _meant_date(text: str) -> str:
    found = _OTHER_DATE.fullmatch(text)
    if not found:
        return "2023-06-30"
    iso = "-".join(part.zfill(2) for part in found.groups() if part)
    return iso if _exists(iso) else "2023-06-30"


def language(given: Given) -> Value[str]:
    """A well-formed language tag (BCP 47), in its usual capitals: ``zh-Hans``, ``en-GB``."""
    text = given.text.strip()
    if text and (not _TAG.fullmatch(text) or text.lower() in _NO_LANGUAGE):
        raise given.refuse("MET-002", meant=_MEANT.get(text.lower().replace("_", "-"), "zh-Hans"))
    return given.value(_capitals(text))


def _capitals(tag: str) -> str:
    """The customary capitals of RFC 5646, section 2.1.1."""
    first, *rest = tag.lower().split("-")
    for index, part in enumerate(rest):
        if len(part) == 1:
            break
        rest[index] = {2: part.upper(), 4: part.title()}.get(len(part), part)
    return "-".join([first, *rest])


def identifier(given: Given) -> Value[str]:
    """An identifier without white space; an ISBN becomes its URN (EPUB 3.3 sec-opf-dcidentifier)."""
    text = words(given).value
    isbn = _ISBN.fullmatch(text.replace("-", "").replace(" ", ""))
    if isbn:
        return given.value(_isbn(given, isbn[1].upper()))
    if " " in text or "\u3000" in text:
        raise given.refuse("MET-006")
    return given.value(text)


def _isbn(given: Given, digits: str) -> str:
    figures = [10 if char == "X" else int(char) for char in digits]
    if len(figures) == _ISBN_LENGTH:
        valid = sum(figure * (1, 3)[place % 2] for place, figure in enumerate(figures)) % 10 == 0
    else:
        valid = sum(figure * (10 - place) for place, figure in enumerate(figures)) % 11 == 0
    if not valid:
        raise given.refuse("MET-007")
    return f"urn:isbn:{digits}"


def series(given: Given) -> Value[Series]:
    """A series, with its number after ``#``: ``河上人家#3``."""
    name, mark, number = words(given).value.rpartition("#")
    if not mark:
        return given.value(Series(number))
    return given.value(Series(name.strip(), position(given, number.strip())))


def position(given: Given, text: str) -> str:
    """A place in a series: ``3``, or ``2.2.1`` (EPUB 3.3 sec-group-position)."""
    if not re.fullmatch(r"\d+(?:\.\d+)*", text, re.ASCII):
        raise given.refuse("MET-008")
    return text


def role(given: Given, text: str) -> str:
    """The MARC relator of a role, by its code or a word for it."""
    for code, names in ROLES.items():
        if text.strip().lower() in (code, *names):
            return code
    known = [name for code, names in ROLES.items() for name in (code, *names)]
    near = closest(text.strip().lower(), known)
    listed = ", ".join(f"{code} {names[0]}" for code, names in ROLES.items())
    raise given.refuse("MET-003", meant=near or "aut", known=listed)


def person(given: Given, code: str, sort: str | None = None) -> Person:
    """A person in a role; an empty name says that nobody has the role."""
    return Person(words(given).value, (code,), given.evidence, sort or None)


def merge_people(people: Iterable[Person]) -> tuple[Person, ...]:
    """One person an entry, with all the roles: in the order of first mention."""
    merged: dict[str, Person] = {}
    for new in people:
        old = merged.setdefault(new.name, new)
        roles = tuple(dict.fromkeys((*old.roles, *new.roles)))
        merged[new.name] = Person(old.name, roles, old.evidence, old.file_as or new.file_as)
    return tuple(merged.values())


def font(text: str) -> FontName:
    """A font by its file, told by a suffix of fonts or a separator of paths, or by its name."""
    is_file = re.search(r"[/\\]|\.(?:[ot]t[fc]|woff2?)$", text, re.IGNORECASE)
    return Path(text) if is_file else text


#: What may be declared beside the people, and what each value must be.
FIELDS: Mapping[str, Callable[[Given], Value[str] | Value[Series]]] = {
    "title": title,
    "subtitle": words,
    "date": date,
    "publisher": words,
    "source": words,
    "rights": words,
    "language": language,
    "identifier": identifier,
    "series": series,
}
