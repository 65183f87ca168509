"""A person's word on the lines of a text: which lines are meant.

An override is anchored to the words of its line, so that it survives edits
above it; a number tells twins apart.  What finds no line changes nothing, and
says which line is nearest.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ebook.diagnostics import Diagnostic
from ebook.model import Choice, Said, Source
from ebook.recognise.fold import EDGE, fold, squeeze
from ebook.settings import LIKE, UNLIKE, Override

_LOOKED_FOR = 20  # overrides without a line for which the nearest is looked for: each looks at the whole text
_COMPARED = 80  # characters of a line that are compared with an anchor
_SHOWN = 30
_WITHIN = frozenset({"body", "table"})  # the roles of lines that may stand inside something larger: see Told.alone


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said of one source: the role of lines by number, then of forms, each by a line that has it."""

    lines: Mapping[int, Override] = field(default_factory=dict)
    forms: tuple[tuple[int, Override], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.lines or self.forms)

    @property
    def alone(self) -> frozenset[int]:
        """The lines that are no part of a paragraph, also where a hard wrap is undone."""
        return frozenset({n for n, told in self.lines.items() if told.role != "body"} | {n for n, _ in self.forms})

    def within(self, first: int, last: int) -> Told:
        """What was said of the lines from ``first`` to ``last``."""
        lines = {n: override for n, override in self.lines.items() if first <= n <= last}
        return Told(lines, tuple(form for form in self.forms if first <= form[0] <= last))


NOTHING = Told()


def place(overrides: Sequence[Override], sources: Sequence[Source]) -> tuple[list[Told], list[Diagnostic]]:
    """What is said of each source, and what there is to say about it (RDG-006, RDG-007, RDG-008)."""
    if not overrides:
        return [NOTHING] * len(sources), []
    texts = [_Text(source) for source in sources]
    lines: list[dict[int, Override]] = [{} for _ in sources]
    forms: list[list[tuple[int, Override]]] = [[] for _ in sources]
    notes: list[Diagnostic] = []
    missing: list[Override] = []
    for override in overrides:
        found = [(index, n) for index in _meant(override, sources) for n in texts[index].find(override)]
        missing += [] if found else [override]
        for index, number in found:
            if override.role in (LIKE, UNLIKE):
                forms[index].append((number, override))
            else:
                lines[index][number] = override
        if len(found) > 1 and override.role not in (LIKE, UNLIKE):
            notes.append(_several(override, found, sources))
    notes += [_missing(override, sources, texts, look=i < _LOOKED_FOR) for i, override in enumerate(missing)]
    told = [Told(of_lines, tuple(of_forms)) for of_lines, of_forms in zip(lines, forms, strict=True)]
    return told, notes


def _meant(override: Override, sources: Sequence[Source]) -> Sequence[int]:
    return range(len(sources)) if override.source is None else [override.source]


def anchor(text: str) -> str:
    """The words of a line as they are compared: without white space, in the form for matching."""
    return squeeze(fold(text.strip(EDGE)))


class _Text:
    """The lines of a source by their words."""

    def __init__(self, source: Source) -> None:
        self.numbers: dict[str, list[int]] = {}
        for line in source.lines:
            if words := anchor(line.text):
                self.numbers.setdefault(words, []).append(line.number)
        self.words = sorted(self.numbers)
        self.source = source

    def find(self, override: Override) -> Sequence[int]:
        """The lines that are meant; of twins, the one nearest to the number that is given."""
        number = override.number
        if not override.text:
            lines = self.source.lines
            return [number] if number and number <= len(lines) and anchor(lines[number - 1].text) else []
        words = anchor(override.text)
        found = self.numbers.get(words) or (list(self._beginning(words[:-1])) if words.endswith("…") else [])
        return [min(found, key=lambda n: abs(n - number))] if found and number is not None else found

    def _beginning(self, words: str) -> Iterator[int]:
        at = bisect_left(self.words, words)
        while words and at < len(self.words) and self.words[at].startswith(words):
            yield from self.numbers[self.words[at]]
            at += 1

    def nearest(self, override: Override) -> tuple[float, int]:
        """How like the anchor the likest line is, and its number; (0, 0) where none is like it."""
        words = anchor(override.text)[:_COMPARED]
        near = {key[:_COMPARED]: key for key in reversed(self.words)}
        best = difflib.get_close_matches(words, near, n=1, cutoff=0.5) if words else []
        if not best:
            return 0.0, 0
        return difflib.SequenceMatcher(None, words, best[0]).ratio(), self.numbers[near[best[0]]][0]


def said(told: Told, choices: Sequence[Choice]) -> tuple[Said, ...]:
    """What was told and came to pass, with how many lines were read by it."""
    counts = Counter(choice.told for choice in choices)
    by_line = sorted((choice for choice in choices if choice.told), key=lambda choice: choice.line)
    starts = [choice.line for choice in by_line]
    found = [Said(told.role, told.where, line, counts[like(line, told)]) for line, told in told.forms]
    for line, override in sorted(told.lines.items()):
        at = bisect_right(starts, line) - 1
        if at >= 0 and by_line[at].told == override.where and (by_line[at].line == line or override.role in _WITHIN):
            found.append(Said(override.role, override.where, line, 1))
    return tuple(found)


def like(line: int, override: Override) -> str:
    """What decided of a line that has the form of another."""
    return f"like line {line} ({override.where})"


def _several(override: Override, found: Sequence[tuple[int, int]], sources: Sequence[Source]) -> Diagnostic:
    numbers = ", ".join(str(number) for _, number in found[:_LOOKED_FOR])
    more = ", …" if len(found) > _LOOKED_FOR else ""
    values = {"where": override.where, "text": _shown(override.text), "count": len(found), "lines": numbers + more}
    return Diagnostic("RDG-008", values, sources[found[0][0]].name)


def _missing(override: Override, sources: Sequence[Source], texts: Sequence[_Text], *, look: bool) -> Diagnostic:
    values: dict[str, object] = {"where": override.where, "text": _shown(override.text or str(override.number))}
    meant = _meant(override, sources)
    likeness, number, index = max(((*texts[i].nearest(override), i) for i in meant), default=(0.0, 0, 0)) if look else (
        0.0, 0, meant[0]
    )  # fmt: skip
    if not likeness:
        return Diagnostic("RDG-007", values, sources[index].name)
    values |= {"near": number, "nearest": _shown(sources[index].lines[number - 1].text.strip(EDGE))}
    return Diagnostic("RDG-006", values, sources[index].name, number)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
