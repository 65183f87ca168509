"""What a person wrote, with where it stands: a line of text at least, and its faults gathered to be told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Evidence, Origin, Value

T = TypeVar("T")

#: What no book carries: what XML 1.0 has no place for, the other controls, the bidi controls.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

#: What stands at the edge of a value without being a part of it: white space, also of no width.
EDGE = re.compile(r"^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person wrote: the text, the key or option it stands under, and where that is."""

    text: str
    key: str  # "--date", "date", "authors[2].role"
    origin: Origin
    where: str  # "--date", "book.toml:7"
    file: str | None = None
    line: int | None = None

    def value(self, value: T) -> Value[T]:
        """The checked value, with this as its evidence."""
        return Value(value, self.evidence)

    @property
    def evidence(self) -> Evidence:
        """A person's word: certain."""
        return Evidence(self.origin, self.where)

    def refuse(self, fault: str, **values: object) -> Problem:
        """The problem that this text is, for raising."""
        return Problem(Diagnostic(fault, {"key": self.key, "value": self.text, **values}, self.file, self.line))


@contextmanager
def gather(faults: list[Diagnostic]) -> Iterator[None]:
    """Add the faults of a check to the list and go on: all are told at once."""
    try:
        yield
    except Problem as problem:
        faults.extend(problem.diagnostics)


def raise_all(faults: Sequence[Diagnostic]) -> None:
    """Raise the faults as one problem, where there are any."""
    if faults:
        raise Problem(*faults)


def words(given: Given) -> Value[str]:
    """A line of text: white space folded, nothing in it that a book cannot carry."""
    text = EDGE.sub("", re.sub(r"[ \t\r\n]+", " ", given.text))
    found = UNPRINTABLE.search(text)
    if found:
        raise given.refuse("MET-004", code=f"U+{ord(found[0]):04X}")
    return given.value(text)
