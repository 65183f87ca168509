"""The best whole reading of a page, by dynamic programming over the grammar."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files

from ebook.model import Choice, Clue
from ebook.recognise.clues import clues_of
from ebook.recognise.grammar import Grammar, grammar
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
    lattice = Lattice(grammar(), [_scores(found) for found in clues])
    decisions = []
    for i, (row, state) in enumerate(zip(page.rows, lattice.path(), strict=True)):
        runner_up, margin = lattice.rival(i, state)
        role = lattice.grammar.roles[state]
        choice = Choice(source, row.number, outcome(role), _because(role, clues[i]), runner_up, margin)
        decisions.append(Decision(state, role, choice))
    return decisions


def outcome(role: str) -> str:
    """The role as it matters to the book."""
    return "furniture" if role in FURNITURE else role


def _because(role: str, found: frozenset[str]) -> tuple[Clue, ...]:
    """The clues that count for a role or against it, the weightiest first."""
    worth = weights()[role]
    clues = (Clue(clue, worth[clue]) for clue in found if clue in worth)
    return tuple(sorted(clues, key=lambda clue: (-abs(clue.weight), clue.name)))


def _scores(found: frozenset[str]) -> dict[str, float]:
    """The score of each state for a row: that of its role, and what the state itself makes of the clues."""
    score = {
        name: sum(table.get(clue, 0.0) for clue in found) + table.get("bias", 0.0) for name, table in weights().items()
    }
    return {
        state: score[role] + (score.get(state, 0.0) if state != role else 0.0)
        for state, role in grammar().roles.items()
    }


class Lattice:
    """Every reading of a page at once: for each row and state the best score up to it and from it to the end."""

    def __init__(self, rules: Grammar, scores: Sequence[Mapping[str, float]]) -> None:
        """Score all readings forward and backward."""
        self.grammar = rules
        self.scores = scores
        self.before = self._forward()
        self.after = self._backward()

    def _forward(self) -> list[dict[str, float]]:
        table = [{state: cost + self.scores[0][state] for state, cost in self.grammar.start.items()}]
        for row in self.scores[1:]:
            here: dict[str, float] = {}
            for state, value in table[-1].items():
                for target, cost in self.grammar.steps[state].items():
                    total = value + cost
                    if total > here.get(target, _NEVER):
                        here[target] = total
            table.append({state: value + row[state] for state, value in here.items()})
        return table

    def _backward(self) -> list[dict[str, float]]:
        table = [dict(self.grammar.end)]
        for row in reversed(self.scores[1:]):
            worth = {state: value + row[state] for state, value in table[-1].items()}
            here = {}
            for state, steps in self.grammar.steps.items():
                totals = [cost + worth[target] for target, cost in steps.items() if target in worth]
                here[state] = max(totals, default=_NEVER)
            table.append(here)
        return table[::-1]

    def path(self) -> list[str]:
        """The states of the best reading."""
        state = max(self.before[-1], key=lambda name: self.before[-1][name] + self.grammar.end.get(name, _NEVER))
        path = [state]
        for row in reversed(self.before[:-1]):
            state = max(row, key=partial(self._through, row, state))
            path.append(state)
        return path[::-1]

    def _through(self, row: Mapping[str, float], state: str, name: str) -> float:
        return row[name] + self.grammar.steps[name].get(state, _NEVER)

    def rival(self, index: int, state: str) -> tuple[str | None, float]:
        """The best other outcome for a row, and how much worse the whole page reads with it."""
        best: dict[str, float] = {}
        for name, value in self.before[index].items():
            result = outcome(self.grammar.roles[name])
            best[result] = max(value + self.after[index].get(name, _NEVER), best.get(result, _NEVER))
        won = best.pop(outcome(self.grammar.roles[state]))
        runner_up = max(best, key=lambda result: best[result], default=None)
        if runner_up is None or best[runner_up] == _NEVER:
            return None, float("inf")
        return runner_up, won - best[runner_up]
