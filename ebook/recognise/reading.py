"""The best whole reading of a page, by dynamic programming over the grammar."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ebook.model import Choice, Clue
from ebook.recognise.clues import clues_of
from ebook.recognise.grammar import END, START, STATES, STEPS
from ebook.recognise.page import Page

_NEVER = float("-inf")

#: Roles that come to the same for the reader: all of them are cut.
FURNITURE = frozenset({"furniture", "opener", "listed", "thread", "comments"})


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The worth of each clue for each role, from ``weights.toml``."""
    data: dict[str, dict[str, float]] = tomllib.loads(
        files("ebook.recognise").joinpath("weights.toml").read_text(encoding="utf-8")
    )
    return data


@dataclass(frozen=True, slots=True)
class Decision:
    """The state that the best reading gives a row, and the margin to the best reading that gives it another role."""

    state: str
    role: str
    choice: Choice


def best_reading(page: Page, source: int) -> list[Decision]:
    """Read the whole page: a decision for each row."""
    if not page.rows:
        return []
    clues = [clues_of(page, i) for i in range(len(page.rows))]
    scores = [_scores(found) for found in clues]
    before = _forward(scores)
    after = _backward(scores)
    path = _trace(before, scores)
    return [
        Decision(state, STATES[state], _choice(page.rows[i].number, source, state, clues[i], before[i], after[i]))
        for i, state in enumerate(path)
    ]


def outcome(role: str) -> str:
    """The role as it matters to the book."""
    return "furniture" if role in FURNITURE else role


def _scores(found: frozenset[str]) -> dict[str, float]:
    """The score of each state for a row: that of its role, and what the state itself makes of the clues."""
    worth = weights()
    score = {name: sum(table.get(clue, 0.0) for clue in found) + table.get("bias", 0.0) for name, table in worth.items()}
    return {state: score[role] + (score.get(state, 0.0) if state != role else 0.0) for state, role in STATES.items()}


def _forward(scores: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """For each row and state: the best score of a reading of the rows up to it that ends there."""
    first = {state: START[state] + scores[0][state] for state in START}
    table = [first]
    for row in scores[1:]:
        here: dict[str, float] = {}
        for state, value in table[-1].items():
            for target, cost in STEPS[state].items():
                total = value + cost
                if total > here.get(target, _NEVER):
                    here[target] = total
        table.append({state: value + row[state] for state, value in here.items()})
    return table


def _backward(scores: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """For each row and state: the best score of the rows after it, from there to the end."""
    table: list[dict[str, float]] = [dict(END)]
    for row in reversed(scores[1:]):
        later = table[-1]
        worth = {state: later[state] + row[state] for state in later}
        table.append(
            {
                state: max((cost + worth[target] for target, cost in steps.items() if target in worth), default=_NEVER)
                for state, steps in STEPS.items()
            }
        )
    return table[::-1]


def _trace(before: Sequence[Mapping[str, float]], scores: Sequence[Mapping[str, float]]) -> list[str]:
    """The states of the best reading, from the last row back to the first."""
    state = max(before[-1], key=lambda name: before[-1][name] + END.get(name, _NEVER))
    path = [state]
    for i in range(len(scores) - 1, 0, -1):
        origin = [name for name in before[i - 1] if state in STEPS[name]]
        state = max(origin, key=lambda name: before[i - 1][name] + STEPS[name][state])  # noqa: B023 - used at once
        path.append(state)
    return path[::-1]


def _choice(
    line: int, source: int, state: str, found: frozenset[str], before: Mapping[str, float], after: Mapping[str, float]
) -> Choice:
    """The explanation of one row: the clues that count for its role, the runner-up and the margin."""
    best: dict[str, float] = {}
    for name, value in before.items():
        total = value + after.get(name, _NEVER)
        best[outcome(STATES[name])] = max(total, best.get(outcome(STATES[name]), _NEVER))
    role = outcome(STATES[state])
    rest = {other: total for other, total in best.items() if other != role and total > _NEVER}
    runner_up = max(rest, key=lambda other: rest[other]) if rest else None
    worth = weights()[STATES[state]]
    clues = tuple(sorted((Clue(clue, worth[clue]) for clue in found if clue in worth), key=lambda c: (-abs(c.weight), c.name)))
    margin = best[role] - rest[runner_up] if runner_up else float("inf")
    return Choice(source, line, role, clues, runner_up, margin)
