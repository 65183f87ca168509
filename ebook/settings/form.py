"""A TOML file that a person writes: read in bounds, every fault with its key and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.settings.lines import Key, lines
from ebook.settings.suggest import closest

_LARGEST = 1 << 20  # bytes: such a file is written by hand
# tomllib's memory grows with the square of the parts of a dotted key: fifty thousand take six gigabytes.
_LONG_KEY = re.compile(r"""(?:\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){20}""")
_SHOWN = 40  # characters of a wrong value that a message shows


@dataclass(slots=True)
class Form:
    """A file being read: its values, the lines they stand in, the keys it may have, the faults found so far."""

    path: Path
    data: Mapping[str, object]
    lines: Mapping[Key, int]
    keys: Mapping[str, str]  # each with the way it is written
    faults: list[Diagnostic] = field(default_factory=list)

    @property
    def file(self) -> str:
        """What messages call the file."""
        return str(self.path)

    def fault(self, fault: str, key: Key, **values: object) -> None:
        """Note a fault at a key."""
        self.faults.append(Diagnostic(fault, {"key": label(key), **values}, self.file, self.lines.get(key)))

    def unknown(self, key: Key, known: Iterable[str]) -> None:
        """Note a key that there is not, with the one that may be meant."""
        meant = closest(str(key[-1]), known)
        self.fault("CFG-003" if meant else "CFG-004", key, meant=meant, known=", ".join(known))

    def refuse_unknown(self) -> None:
        """Note every key of the file itself that there is not."""
        for key in self.data:
            if key not in self.keys:
                self.unknown((key,), self.keys)

    def wrong(self, key: Key, value: object) -> None:
        """Note a value of the wrong kind."""
        self.fault("CFG-005", key, value=shown(value), example=self.keys[str(key[0])])


def load(path: Path, keys: Mapping[str, str]) -> Form:
    """The file as a form.  Raises CFG-002, CFG-010, CFG-011, and OSError."""
    file, name = str(path), path.name
    with path.open("rb") as opened:
        data = opened.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        values = {"name": name, "size": path.stat().st_size, "limit": _LARGEST}
        raise Problem(Diagnostic("CFG-011", values, file))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if long := _LONG_KEY.search(text):
            line = text.count("\n", 0, long.start()) + 1
            raise Problem(Diagnostic("CFG-002", {"name": name, "reason": "Key of too many parts"}, file, line))
        return Form(path, tomllib.loads(text), lines(text), keys)
    except UnicodeDecodeError as error:
        byte, line = data[error.start : error.start + 1].hex().upper(), data.count(b"\n", 0, error.start) + 1
        raise Problem(Diagnostic("CFG-010", {"name": name, "hex": byte}, file, line)) from error
    except (ValueError, RecursionError) as error:  # also for a number of more digits than Python reads
        raise Problem(_syntax(str(error), path, text)) from error


def _syntax(reason: str, path: Path, text: str) -> Diagnostic:
    at = re.search(r"\(at line (\d+), column (\d+)\)", reason)
    line = int(at[1]) if at else _line_of(reason, text.rstrip("\n").split("\n"))
    values = {"name": path.name, "reason": re.sub(r"\s*\(at [^)]*\)", "", reason)}
    return Diagnostic("CFG-002", values, str(path), line, int(at[2]) if at else None)


def _line_of(reason: str, written: list[str]) -> int:
    """Where a fault is that tomllib gives no place: at the end, or in the longest line (brackets, digits)."""
    if "end of document" in reason:
        return len(written)
    return max(range(len(written)), key=lambda index: len(written[index])) + 1


def label(key: Key) -> str:
    """``authors[2].role``: items count from 1, as people count."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


def shown(value: object) -> str:
    """A value as a message shows it."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
