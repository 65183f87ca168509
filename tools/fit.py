"""Fit the weights of recognition to labelled pages, and say how well they do on publishers they have not seen.

    python tools/fit.py FOLDER… [--folds 8] [--epochs 12] [--write]

Each FOLDER holds labelled pages (``tools/labels.py``).  The weights in
``ebook/recognise/weights.toml`` are the start; a structured perceptron moves
them where the best reading of a page is not one that its label allows, with a
margin, and the mean over all steps counts.  Pages of one publisher are left out
together, and with them every entry of ``words/page.toml`` that no other page has
use for.  Without ``--write`` nothing is changed.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import calibration
import labels
from examples import Example, clues, example
from labels import Case

from ebook.recognise import lexicon, reading
from ebook.recognise.grammar import grammar

WEIGHTS = Path(reading.__file__).with_name("weights.toml")
FURNITURE = reading.FURNITURE
TEXT = frozenset(("body", "note", "label", "data", "credit", "caption"))
_STEP = 0.02
_MARGIN = 1.0
_LEAST = 0.05  # a weight below it says nothing
_TEXT_CUT = 2.5  # what it costs more to cut text than to keep furniture

Weights = dict[str, dict[str, float]]


# --- learning -----------------------------------------------------------------------------


def best(rows: Sequence[Mapping[str, float]]) -> list[str]:
    """The states of the best reading of the rows' scores."""
    return reading.Lattice(grammar(), rows).path()


def gold_path(page: Example, table: Sequence[Mapping[str, float]]) -> list[str] | None:
    """The best reading that the label allows; None where the grammar has none."""
    roles = grammar().roles
    held = [
        {state: value if roles[state] in allowed else value - 1e6 for state, value in row.items()}
        for row, allowed in zip(table, page.allowed, strict=True)
    ]
    path = best(held)
    fits = all(roles[state] in allowed for state, allowed in zip(path, page.allowed, strict=True))
    return path if fits else None


def step(page: Example, weights: Weights, size: float) -> int:
    """Move the weights once for a page; the number of rows whose roles differed."""
    roles = grammar().roles
    table = [reading.scores(found, weights) for found in page.clues]
    wanted = gold_path(page, table)
    if wanted is None:
        return 0
    found = best([_with_margin(row, allowed) for row, allowed in zip(table, page.allowed, strict=True)])
    apart = [
        (clues, roles[right], roles[other])
        for clues, right, other in zip(page.clues, wanted, found, strict=True)
        if roles[right] != roles[other]
    ]
    size /= max(1, len(apart)) ** 0.5  # a page of a thousand lines must not drown the others
    for found_here, right, other in apart:
        _move(weights[right], found_here, size)
        _move(weights[other], found_here, -size)
    return len(apart)


def _with_margin(row: Mapping[str, float], allowed: frozenset[str]) -> dict[str, float]:
    roles = grammar().roles
    cost = {role: 0.0 if role in allowed else _MARGIN for role in set(roles.values())}
    if allowed <= TEXT:
        cost |= dict.fromkeys(FURNITURE, _TEXT_CUT)
    return {state: value + cost[roles[state]] for state, value in row.items()}


def _move(table: dict[str, float], clues: frozenset[str], size: float) -> None:
    for clue in clues | ({"bias"} if table.get("bias", 0.0) > -100 else set()):  # noqa: PLR2004 - a gate stays shut
        table[clue] = table.get(clue, 0.0) + size


def fit(pages: Sequence[Example], start: Weights, epochs: int) -> Weights:
    """The mean of the weights over all steps, from ``start``; the pages come in a fixed order of chance."""
    weights = {name: dict(table) for name, table in start.items()}
    total: Weights = {name: {} for name in weights}
    order, steps = list(pages), 0
    chance = Random(7)  # noqa: S311 - an order, no secret
    for _ in range(epochs):
        chance.shuffle(order)
        for page in order:
            step(page, weights, _STEP)
        steps += 1
        for name, table in weights.items():
            for clue, value in table.items():
                total[name][clue] = total[name].get(clue, 0.0) + value
    return {name: {clue: value / steps for clue, value in table.items()} for name, table in total.items()}


# --- judging --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """What the reading of a page has wrong, and how sure it was of each line."""

    wrong: list[str]
    lines: list[calibration.Line]


@contextmanager
def in_force(weights: Weights, words: lexicon.Formulas) -> Iterator[None]:
    """Let the recogniser read with these weights and words."""
    before = reading.weights, lexicon.formulas
    reading.weights, lexicon.formulas = (lambda: weights), (lambda: words)  # type: ignore[assignment]
    try:
        yield
    finally:
        reading.weights, lexicon.formulas = before


def judge(pages: Sequence[Example], weights: Weights, words: lexicon.Formulas) -> dict[str, Judged]:
    """How each page is read with some weights and words."""
    with in_force(weights, words):
        return {page.case.name: _judged(page) for page in pages}


def _judged(page: Example) -> Judged:
    draft = labels.read(page.case)
    return Judged(labels.wrong(draft, page.case.label), list(calibration.lines_of(page, draft)))


def folds(cases: Sequence[Case], count: int) -> list[set[str]]:
    """The publishers in ``count`` parts of nearly equal numbers of pages."""
    parts: list[list[Case]] = [[] for _ in range(count)]
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    for group in sorted(groups.values(), key=lambda group: (-len(group), group[0].name)):
        min(parts, key=len).extend(group)
    return [{case.name for case in part} for part in parts]


def cross_validated(pages: Sequence[Example], start: Weights, count: int, epochs: int) -> dict[str, Judged]:
    """How each page is read with weights and words that no page of its publisher has had a part in."""
    result: dict[str, Judged] = {}
    heard = [_groups(re.compile(entry["pattern"]), pages) for entry in lexicon.entries()]
    for part in folds([page.case for page in pages], count):
        out = {page.case.group for page in pages if page.case.name in part}
        known = zip(lexicon.entries(), heard, strict=True)
        words = lexicon.joined(entry for entry, groups in known if not groups or groups - out)
        with in_force(start, words):
            rest = [replace(page, clues=clues(page.page)) for page in pages if page.case.name not in part]
        weights = fit(rest, start, epochs)
        result |= judge([page for page in pages if page.case.name in part], weights, words)
    return result


def _groups(pattern: re.Pattern[str], pages: Sequence[Example]) -> set[str]:
    """The publishers on whose pages a line begins with the pattern."""
    return {page.case.group for page in pages if any(pattern.match(row.folded) for row in page.page.rows)}


def _kind(name: str) -> str:
    """The origin of a case; of the numbered pages, written (001 …) or real (101 …)."""
    if name.isdecimal():
        return "real" if int(name) > 100 else "written"  # noqa: PLR2004 - the hundreds tell
    return name.split("-", 1)[0]


def report(title: str, result: Mapping[str, Judged]) -> None:
    """One line of totals, one of the fields that are wrong most, one for each origin, and the calibration."""
    perfect = sum(not page.wrong for page in result.values())
    fields = {field: sum(field in page.wrong for page in result.values()) for field in labels.CHECKS}
    print(
        f"{title}: {perfect}/{len(result)} perfect; wrong: "
        + ", ".join(f"{field} {n}" for field, n in fields.items() if n)
    )
    for kind in sorted({_kind(name) for name in result}):
        of_kind = [page.wrong for name, page in result.items() if _kind(name) == kind]
        right, faults = sum(not wrong for wrong in of_kind), sum(map(len, of_kind))
        print(f"    {kind}: {right}/{len(of_kind)} perfect, {faults} fields wrong")
    print(
        *(f"    {line}" for line in calibration.told([line for page in result.values() for line in page.lines])),
        sep="\n",
    )


def write(weights: Weights) -> None:
    """Write the weights back, each table in the order of the file."""
    head = WEIGHTS.read_text(encoding="utf-8").split("\n[", 1)[0]
    lines = [head.rstrip()]
    for name, table in weights.items():
        lines.append(f'\n["{name}"]' if "." in name else f"\n[{name}]")
        lines += [
            f"{clue} = {round(value, 2)}" for clue, value in table.items() if abs(value) >= _LEAST or clue == "bias"
        ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Judge the weights as they are, fitted, and cross-validated."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--write", action="store_true", help="write the fitted weights")
    arguments = parser.parse_args()
    cases = [case for folder in arguments.folders for case in labels.cases(folder)]
    start: Weights = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    pages, words = [example(case) for case in cases], lexicon.formulas()
    report("as they are", judge(pages, start, words))
    if arguments.folds:
        report("publishers left out", cross_validated(pages, start, arguments.folds, arguments.epochs))
    fitted = fit(pages, start, arguments.epochs)
    report("fitted", judge(pages, fitted, words))
    if arguments.write:
        write(fitted)


if __name__ == "__main__":
    main()
