"""Which devices a finished book is judged for: what a person may write, checked."""

from __future__ import annotations

from typing import Literal, get_args

from ebook.diagnostics import Diagnostic, Problem
from ebook.settings.suggest import closest

DeviceName = Literal["kindle", "kobo", "apple", "generic"]

DEVICES: tuple[DeviceName, ...] = get_args(DeviceName)
ALL = "all"


def devices(text: str) -> tuple[DeviceName, ...]:
    """The devices of ``kindle,kobo``, each once, in the order of the table; ``all`` is every one.  Raises USE-003."""
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in (*DEVICES, ALL):
            raise Problem(Diagnostic("USE-003", _values(word)))
    return tuple(name for name in DEVICES if name in words or ALL in words)


def _values(word: str) -> dict[str, str]:
    known = (*DEVICES, ALL)
    return {"option": "--for", "value": word, "known": ", ".join(known), "meant": closest(word.lower(), known) or ALL}
