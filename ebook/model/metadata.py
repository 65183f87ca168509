"""What a book says of itself, each value with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")


Origin = Literal["option", "book.toml", "text", "file name", "computed"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value comes from: the origin, the place, how sure, and the words that gave it."""

    origin: Origin
    where: str = ""  # "article.txt:3", "--author", "book.toml:7"
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A value with its evidence."""

    value: T
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the title pages: the name, its MARC relator roles, the key it sorts by."""

    name: str
    roles: tuple[str, ...]  # "aut", "pht", "trl", "edt", "ill"
    evidence: Evidence
    file_as: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The series a book belongs to, with its place in it where it has one."""

    name: str
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the book says of itself.  What is unknown is absent, never invented."""

    title: Value[str] | None = None
    subtitle: Value[str] | None = None
    kicker: Value[str] | None = None
    people: tuple[Person, ...] = ()
    date: Value[str] | None = None  # ISO 8601, also reduced: 2023, 2023-06, 2023-06-30
    publisher: Value[str] | None = None
    source: Value[str] | None = None
    rights: Value[str] | None = None
    language: Value[str] | None = None  # BCP 47
    identifier: Value[str] | None = None
    series: Value[Series] | None = None
