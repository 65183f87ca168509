"""Fit the weights of recognition to labelled pages, and say how well they do on publishers they have not seen.

    python tools/fit.py FOLDER… [--folds 8] [--epochs 12] [--write]

Each FOLDER holds labelled pages (``tools/labels.py``).  The weights in
``ebook/recognise/weights.toml`` are the start; a structured perceptron moves
them where the best reading of a page is not one that its label allows, with a
margin, and the mean over all steps counts.  Pages of one publisher are left out
together.  Without ``--write`` nothing is changed.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import labels
from labels import Case, fold

from ebook.read import read
from ebook.recognise import reading
from ebook.recognise.clues import clues_of
from ebook.recognise.grammar import grammar
from ebook.recognise.levels import is_bare_number
from ebook.recognise.page import Page, Row, rows_of
from ebook.recognise.people import people_of
from ebook.recognise.wraps import unwrapped
from ebook.settings import ReadSettings

WEIGHTS = Path(reading.__file__).with_name("weights.toml")
FURNITURE = reading.FURNITURE
TEXT = frozenset(("body", "note", "label", "data", "credit", "caption"))
_STEP = 0.02
_MARGIN = 1.0
_LEAST = 0.05  # a weight below it says nothing
_TEXT_CUT = 2.5  # what it costs more to cut text than to keep furniture

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Example:
    """A page ready for learning: the clues of each row and the roles that its label allows."""

    case: Case
    clues: list[frozenset[str]]
    allowed: list[frozenset[str]]


# --- what a label allows ---------------------------------------------------------------


def example(case: Case) -> Example:
    """The page of a case with the roles that its label allows for each row."""
    (source,), _ = read([case.path], ReadSettings())
    page = Page(unwrapped(rows_of(source.lines)))
    return Example(case, [clues_of(page, i) for i in range(len(page.rows))], list(_allowed(page.rows, case.label)))


def _allowed(rows: Sequence[Row], label: dict[str, Any]) -> Iterator[frozenset[str]]:
    words = [fold(row.text) for row in rows]
    first, last = _body(words, label)
    for i, row in enumerate(rows):
        yield frozenset(_roles(i, row, words, label)) or _place(i, row, first, last)


def _body(words: Sequence[str], label: dict[str, Any]) -> tuple[int, int]:
    begin, end = (fold(label.get(key)) for key in ("first_body", "last_body"))
    first = next((i for i, word in enumerate(words) if begin and word.startswith(begin)), 0)
    return first, max((i for i, word in enumerate(words) if end and word.startswith(end)), default=len(words) - 1)


def _roles(i: int, row: Row, words: Sequence[str], label: dict[str, Any]) -> Iterator[str]:
    """The roles that the label names for a row; none where it does not speak of it."""
    word = words[i]
    if word in {fold(line) for line in label.get("furniture") or []}:
        yield from FURNITURE
    title = fold(label.get("title"))
    if word == title:
        yield from ("title", *FURNITURE)
    if i + 1 < len(words) and word + words[i + 1] == title:
        yield "title"
    if i and words[i - 1] + word == title:
        yield "title2"
    for role, key in (("kicker", "kicker"), ("deck", "subtitle"), ("rights", "rights")):
        if word in {fold(line) for line in (label.get(key) or "").split("\n") if line}:
            yield role
    if any(fold(caption) == word for caption in label.get("captions") or []):
        yield "caption"
    if any(fold(heading["text"]) == word for heading in label.get("headings") or []):
        yield from ("number",) if is_bare_number(row.text) else ("heading", "subheading")
    if word in {fold(line) for line in label.get("optional") or []}:
        yield from ("label", "number", "heading", "subheading")


def _place(i: int, row: Row, first: int, last: int) -> frozenset[str]:
    """The roles of a row that is text or data by its place."""
    short = row.size <= 80  # noqa: PLR2004 - no data line is longer
    if first <= i <= last:
        data = short and bool(people_of(row.text)) and not row.stopped
        return frozenset(("body", "data", "credit") if data else ("body",))
    if i < first:
        return frozenset(("data", "credit", "label", "body")) if short else frozenset(("body",))
    return frozenset(("note", "data", "credit", "label", "body"))


# --- learning -----------------------------------------------------------------------------


def scores(found: frozenset[str], weights: Weights) -> dict[str, float]:
    """The score of each state for a row under some weights."""
    worth = {
        name: table.get("bias", 0.0) + sum(table.get(clue, 0.0) for clue in found) for name, table in weights.items()
    }
    return {
        state: worth[role] + (worth.get(state, 0.0) if state != role else 0.0)
        for state, role in grammar().roles.items()
    }


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
    table = [scores(found, weights) for found in page.clues]
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
    for clues, right, other in apart:
        _move(weights[right], clues, size)
        _move(weights[other], clues, -size)
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


def judge(cases: Sequence[Case], weights: Weights) -> dict[str, list[str]]:
    """What the reading of each page has wrong under some weights."""
    reading.weights.cache_clear()
    original = reading.weights
    reading.weights = lambda: weights  # type: ignore[assignment]
    try:
        return {case.name: labels.wrong(labels.read(case), case.label) for case in cases}
    finally:
        reading.weights = original


def folds(cases: Sequence[Case], count: int) -> list[set[str]]:
    """The publishers in ``count`` parts of nearly equal numbers of pages."""
    parts: list[list[Case]] = [[] for _ in range(count)]
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    for group in sorted(groups.values(), key=lambda group: (-len(group), group[0].name)):
        min(parts, key=len).extend(group)
    return [{case.name for case in part} for part in parts]


def cross_validated(pages: Sequence[Example], start: Weights, count: int, epochs: int) -> dict[str, list[str]]:
    """What is wrong on each page under weights that no page of its publisher has moved."""
    result: dict[str, list[str]] = {}
    for part in folds([page.case for page in pages], count):
        weights = fit([page for page in pages if page.case.name not in part], start, epochs)
        result |= judge([page.case for page in pages if page.case.name in part], weights)
    return result


def _kind(name: str) -> str:
    """The origin of a case; of the numbered pages, written (001 …) or real (101 …)."""
    if name.isdecimal():
        return "real" if int(name) > 100 else "written"  # noqa: PLR2004 - the hundreds tell
    return name.split("-", 1)[0]


def report(title: str, result: Mapping[str, list[str]]) -> None:
    """One line of totals, one of the fields that are wrong most."""
    perfect = sum(not wrong for wrong in result.values())
    fields = {field: sum(field in wrong for wrong in result.values()) for field in labels.CHECKS}
    print(
        f"{title}: {perfect}/{len(result)} perfect; wrong: "
        + ", ".join(f"{field} {n}" for field, n in fields.items() if n)
    )
    for kind in sorted({_kind(name) for name in result}):
        of_kind = [wrong for name, wrong in result.items() if _kind(name) == kind]
        right, faults = sum(not wrong for wrong in of_kind), sum(map(len, of_kind))
        print(f"    {kind}: {right}/{len(of_kind)} perfect, {faults} fields wrong")


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
    pages = [example(case) for case in cases]
    report("as they are", judge(cases, start))
    if arguments.folds:
        report("publishers left out", cross_validated(pages, start, arguments.folds, arguments.epochs))
    fitted = fit(pages, start, arguments.epochs)
    report("fitted", judge(cases, fitted))
    if arguments.write:
        write(fitted)


if __name__ == "__main__":
    main()
