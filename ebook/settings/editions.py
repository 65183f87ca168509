"""Which editions a book is made in: what a person may write, checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from ebook.diagnostics import Diagnostic, Problem
from ebook.settings.suggest import closest

EditionName = Literal["generic", "kindle", "kobo", "azw3"]

NAMES: tuple[EditionName, ...] = get_args(EditionName)


def editions(text: str) -> tuple[EditionName, ...]:
    """The editions of ``generic,kindle,kobo,azw3``, each once.  Raises USE-003."""
    return tuple(dict.fromkeys(_edition(word.strip()) for word in text.split(",")))


def named(words: Iterable[object]) -> tuple[EditionName, ...] | None:
    """The editions of a list, each once; None where one of them is none."""
    found = dict.fromkeys(name for word in words for name in NAMES if word == name)
    return tuple(found) if found and all(word in NAMES for word in words) else None


def _edition(word: str) -> EditionName:
    for name in NAMES:
        if word == name:
            return name
    meant = closest(word.lower(), NAMES) or NAMES[0]
    values = {"option": "--edition", "value": word, "known": ", ".join(NAMES), "meant": meant}
    raise Problem(Diagnostic("USE-003", values))
