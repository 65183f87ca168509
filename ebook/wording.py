"""The program's own words in both languages, and how wide they are on a terminal."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from ebook.diagnostics import Language

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it
# A word in narrow letters, or one wide character with the marks that may not begin a line.
_UNIT = re.compile(r"\s+|[!-~]+[，。、；：？！」』）》”…]*|.[，。、；：？！」』）》”…]*")
# What could move the cursor, change the colours or turn the text of a terminal around.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def choose_language(arguments: Sequence[str]) -> Language:
    """``--ui`` wherever it stands, else the locale; English where neither says Chinese."""
    for here, after in pairwise([*arguments, ""]):
        asked = after if here == "--ui" else here.removeprefix("--ui=") if here.startswith("--ui=") else ""
        if asked in ("zh", "en"):
            return "zh" if asked == "zh" else "en"
    locale = next((os.environ[name] for name in _LOCALE if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith(("zh", "chinese")) else "en"


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("ebook").joinpath("help.toml").read_text(encoding="utf-8"))


def wording(section: str, language: Language) -> Mapping[str, str]:
    """A section of ``help.toml`` in one language."""
    table: Mapping[str, Any] = _table()
    for part in section.split("."):
        table = table[part]
    return {key: item[language] for key, item in table.items() if isinstance(item, dict) and language in item}


def example(command: str, language: Language) -> Sequence[str]:
    """The examples of a command, one a line."""
    return str(_table()["examples"][command]).strip().format_map(wording("examples.notes", language)).splitlines()


def printable(text: str) -> str:
    r"""Text in which nothing can act on a terminal: an escape becomes ``\x1b``."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def width(text: str) -> int:
    """Columns on a terminal: wide and full-width characters take two, combining marks none."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me") else 1


def pad(text: str, columns: int) -> str:
    """The text, filled with spaces to so many columns."""
    return text + " " * (columns - width(text))


def clip(text: str, columns: int) -> str:
    """The text, cut with an ellipsis where it is wider."""
    if width(text) <= columns:
        return text
    taken = ""
    for char in text:
        if width(taken + char) > columns - 1:
            break
        taken += char
    return taken + "…"


def wrap(text: str, columns: int) -> Iterator[str]:
    """The text in lines: broken at spaces and between wide characters, never before a closing mark."""
    line = ""
    for unit in _UNIT.findall(text):
        if line.strip() and width((line + unit).rstrip()) > columns:
            yield line.rstrip()
            line = unit.lstrip()
        else:
            line += unit
    yield line.rstrip()
