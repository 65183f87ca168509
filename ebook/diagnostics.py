"""Diagnostics: every message of the product is a value.

A :class:`Diagnostic` names an entry of ``diagnostics.toml`` by its id and
carries what is particular to the case; the catalogue gives the severity, the
exit code and the words in both languages.  A stage returns its diagnostics
beside its result; what it cannot go on from it raises as one :class:`Problem`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

Severity = Literal["info", "warning", "error"]
Language = Literal["zh", "en"]

_THEN: Mapping[Language, str] = {"zh": "；", "en": ". "}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the catalogue."""

    id: str
    severity: Severity
    exit: int
    message: Mapping[Language, str]
    effect: Mapping[Language, str]
    remedy: Mapping[Language, str]
    cure: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What happened, where, and what particulars the words need.

    ``values`` fills the placeholders of the entry's message and remedy;
    ``line`` and ``column`` count from 1.  Where ``file`` stands in a book,
    ``source`` is the file and the line of the text that the place was made
    from, as far as known.  ``advice`` makes a warning of an error: a rule of
    ours about a book that is not ours.
    """

    id: str
    values: Mapping[str, object] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    column: int | None = None
    source: tuple[str, int] | None = None
    advice: bool = False

    @property
    def severity(self) -> Severity:
        """``info``, ``warning`` or ``error``."""
        severity = catalogue()[self.id].severity
        return "warning" if self.advice and severity == "error" else severity

    @property
    def exit_code(self) -> int:
        """The exit code of a run that ends with this diagnostic; 0 for what does not end it."""
        return 0 if self.advice else catalogue()[self.id].exit

    @property
    def place(self) -> str:
        """``file:line:column`` as far as known; the line of the source before that of the book."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{self.source[0]}:{self.source[1]} ({place})" if self.source else place

    def message(self, language: Language) -> str:
        """What happened and why, and what comes of it on a device where that is no matter of course."""
        entry = catalogue()[self.id]
        told, effect = entry.message[language].format_map(self.values), entry.effect[language]
        return f"{told}{_THEN[language]}{effect}" if effect else told

    def remedy(self, language: Language) -> str:
        """What to do about it; empty where nothing need be done."""
        return catalogue()[self.id].remedy[language].format_map(self.values)

    def cure(self, language: Language) -> str:
        """What to do about it in a finished book, whoever made it; the remedy where that is no other."""
        cure = catalogue()[self.id].cure[language]
        return cure.format_map(self.values) if cure else self.remedy(language)


class Problem(Exception):  # noqa: N818 - the trade's word; most are mistakes in a text, not errors of a program
    """A fault that a stage cannot go on from: the user's or the machine's, never a bug of ours."""

    def __init__(self, diagnostic: Diagnostic, *others: Diagnostic) -> None:
        """Raise the fault; the others are told with it."""
        super().__init__(diagnostic.id)
        self.diagnostic = diagnostic
        self.diagnostics = (diagnostic, *others)


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every diagnostic by id, from ``diagnostics.toml``."""
    data = tomllib.loads(files("ebook").joinpath("diagnostics.toml").read_text(encoding="utf-8"))
    return {key: _entry(key, item) for key, item in data.items()}


def _entry(key: str, item: Mapping[str, object]) -> Entry:
    severity = item["severity"]
    assert severity in ("info", "warning", "error"), f"{key}: {severity}"
    return Entry(
        id=key,
        severity=severity,
        exit=int(str(item.get("exit", 0))),
        message={"zh": str(item["zh"]), "en": str(item["en"])},
        effect={"zh": str(item.get("effect_zh", "")), "en": str(item.get("effect_en", ""))},
        remedy={"zh": str(item.get("remedy_zh", "")), "en": str(item.get("remedy_en", ""))},
        cure={"zh": str(item.get("cure_zh", "")), "en": str(item.get("cure_en", ""))},
    )
