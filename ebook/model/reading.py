"""How a text was read: choices, the clues for them, and what a person said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence for or against a role, with its weight (log odds)."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Why a line got its role: the clues, the runner-up and the margin between them."""

    source: int
    line: int
    role: str
    clues: tuple[Clue, ...]
    runner_up: str | None = None
    margin: float = float("inf")
    told: str = ""  # "--set", "article.read.toml:3", "like line 12 (--headings-like)": a person's word decided


@dataclass(frozen=True, slots=True)
class Candidate:
    """A role that a line was weighed for.

    ``score`` is the sum of its clues (log odds), for the line alone; ``behind``
    is how much worse the whole text reads with it: 0 for the winner, infinite
    where no such text is laid out so.
    """

    role: str
    score: float
    behind: float
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a further article begins in a text of several, and the evidence for it.

    ``margin``: what the evidence is worth beyond what it takes (log odds).
    """

    source: int
    line: int
    headline: int
    clues: tuple[Clue, ...]
    margin: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a line was read as it was.

    ``candidates`` come in the order of their worth; where a person told the
    role, they are those of the reading without that word.
    """

    source: int
    line: int
    last: int  # of several lines that a hard wrap has parted
    text: str
    choice: Choice
    candidates: tuple[Candidate, ...]
    begins: Beginning | None = None  # the article whose first line or headline it is, where a text holds several


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a line and where, and how many lines were read by it."""

    role: str  # of a line, or "headings-like", "not-headings-like"
    where: str
    line: int
    lines: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The best whole reading of a source: its kind, the reason, each line's choice, and a person's word on it."""

    kind: Literal["clipping", "collection", "book"]
    reason: str
    choices: tuple[Choice, ...]
    doubts: tuple[Choice, ...] = ()  # the choices whose margin is too small to trust
    said: tuple[Said, ...] = ()
    articles: tuple[Beginning, ...] = ()  # of a collection, all but the first
