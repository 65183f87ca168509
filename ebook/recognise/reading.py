"""The best whole reading of a page, by dynamic programming over the grammar."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files

from ebook.model import Candidate, Choice, Clue
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
    """The state that the best reading gives a row, and the margin to the best reading that gives it another role.

    ``aside``: a person told a role that the grammar has no place for here.
    """

    state: str
    role: str
    choice: Choice
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The roles that a row may have, and who told it the one it has; nobody where some are only ruled out."""

    roles: frozenset[str]
    told: str = ""


Limits = Mapping[int, Limit]


class Weighed:
    """A page with the clues of each row and the score of each state: read once, and again within limits."""

    def __init__(self, page: Page) -> None:
        """Find the clues."""
        self.page = page
        self.clues = [clues_of(page, i) for i in range(len(page.rows))]
        self.scores = [scores(found, weights()) for found in self.clues]

    def lattice(self, limits: Limits | None = None) -> Lattice:
        """Every reading of the page."""
        return Lattice(grammar(), self.scores, limits or {})

    def best(self) -> float:
        """The score of the best reading (log odds); 0 for a page without rows."""
        return self.lattice().best() if self.page.rows else 0.0

    def decisions(self, source: int, limits: Limits | None = None) -> list[Decision]:
        """The best reading: a decision for each row."""
        if not self.page.rows:
            return []
        lattice = self.lattice(limits)
        return [self._decision(lattice, source, i, state) for i, state in enumerate(lattice.path())]

    def _decision(self, lattice: Lattice, source: int, index: int, state: str) -> Decision:
        role, limit, number = lattice.role(index, state), lattice.limits.get(index), self.page.rows[index].number
        if limit and limit.told:
            told = (Clue(f"told by {limit.told}", float("inf")), *_because(role, self.clues[index]))
            choice = Choice(source, number, outcome(role), told, told=limit.told)
            return Decision(_bare(state) or "top", role, choice, state.startswith(_ASIDE))
        runner_up, margin = lattice.rival(index, state)
        choice = Choice(source, number, outcome(role), _because(role, self.clues[index]), runner_up, margin)
        return Decision(state, role, choice)

    def candidates(self, lattice: Lattice, index: int) -> Iterator[Candidate]:
        """Every outcome for a row with its clues, the best first; the clues add up to the score."""
        for behind, state in sorted(lattice.outcomes(index).values()):
            role = lattice.grammar.roles[state]
            clues = (*_because(role, self.clues[index]), *_because_of_state(state, role, self.clues[index]))
            bias = weights()[role].get("bias", 0.0)
            weighed = (*clues, Clue("bias", bias)) if bias else clues
            yield Candidate(outcome(role), self.scores[index][state], behind, weighed)


def outcome(role: str) -> str:
    """The role as it matters to the book."""
    return "furniture" if role in FURNITURE else role


def _because(role: str, found: frozenset[str]) -> tuple[Clue, ...]:
    """The clues that count for a role or against it, the weightiest first."""
    worth = weights()[role]
    clues = (Clue(clue, worth[clue]) for clue in found if clue in worth)
    return tuple(sorted(clues, key=lambda clue: (-abs(clue.weight), clue.name)))


def _because_of_state(state: str, role: str, found: frozenset[str]) -> tuple[Clue, ...]:
    """What the state itself makes of the clues, beside its role: its place on the page."""
    table = weights().get(state, {}) if state != role else {}
    clues = (Clue(f"{clue} ({state})", table[clue]) for clue in sorted(found) if clue in table)
    bias = table.get("bias")
    return (*clues, Clue(f"bias ({state})", bias)) if bias else tuple(clues)


def scores(found: frozenset[str], worth: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The score of each state for a row: that of its role, and what the state itself makes of the clues."""
    score = {
        name: sum(table.get(clue, 0.0) for clue in found) + table.get("bias", 0.0) for name, table in worth.items()
    }
    return {
        state: score[role] + (score.get(state, 0.0) if state != role else 0.0)
        for state, role in grammar().roles.items()
    }


#: Before the name of a state: the page goes on as from there, and the row that a person told stands aside.
_ASIDE = "~"
_ASIDE_COST = -4.0


def _bare(state: str) -> str:
    return state.removeprefix(_ASIDE)


class Lattice:
    """Every reading of a page at once: for each row and state the best score up to it and from it to the end.

    A row whose role a person told has that role: in the states of the grammar
    that have it, or aside, where the grammar has no place for it and the page
    goes on as if the row were not there.  So there always is a reading.
    """

    def __init__(self, rules: Grammar, scores: Sequence[Mapping[str, float]], limits: Limits | None = None) -> None:
        """Score all readings forward and backward."""
        self.grammar = rules
        self.limits = limits or {}
        self._limited_moves: dict[tuple[str, frozenset[str], bool], Mapping[str, float]] = {}
        self.scores = [self._limited(i, row) if i in self.limits else row for i, row in enumerate(scores)]
        self.before = self._forward()
        self.after = self._backward()

    def _limited(self, index: int, row: Mapping[str, float]) -> Mapping[str, float]:
        limit = self.limits[index]
        kept = {state: score for state, score in row.items() if self.grammar.roles[state] in limit.roles}
        return kept | {_ASIDE: max(kept.values())} if limit.told else kept

    def role(self, index: int, state: str) -> str:
        """The role of a row in a state."""
        return min(self.limits[index].roles) if state.startswith(_ASIDE) else self.grammar.roles[state]

    def _steps(self, state: str) -> Mapping[str, float]:
        bare = _bare(state)
        return self.grammar.steps[bare] if bare else self.grammar.start

    def _moves(self, state: str, index: int) -> Mapping[str, float]:
        """The steps from a state to the row at ``index``, with their costs."""
        limit = self.limits.get(index)
        if limit is None:
            return self._steps(state)
        key = state, limit.roles, bool(limit.told)
        if key not in self._limited_moves:
            scores = self.scores[index]
            steps = {target: cost for target, cost in self._steps(state).items() if target in scores}
            aside = {_ASIDE + _bare(state): _ASIDE_COST} if limit.told else {}
            self._limited_moves[key] = steps | aside
        return self._limited_moves[key]

    def _end(self, state: str) -> float:
        return self.grammar.end.get(_bare(state), _NEVER) if _bare(state) else 0.0

    def _score(self, index: int, state: str) -> float:
        return self.scores[index][_ASIDE if state.startswith(_ASIDE) else state]

    def _forward(self) -> list[dict[str, float]]:
        first = self._moves(_ASIDE, 0)
        table = [{state: cost + self._score(0, state) for state, cost in first.items()}]
        for index in range(1, len(self.scores)):
            here: dict[str, float] = {}
            for state, value in table[-1].items():
                for target, cost in self._moves(state, index).items():
                    total = value + cost
                    if total > here.get(target, _NEVER):
                        here[target] = total
            table.append({state: value + self._score(index, state) for state, value in here.items()})
        return table

    def _backward(self) -> list[dict[str, float]]:
        table = [{state: self._end(state) for state in self.before[-1]}]
        for index in range(len(self.scores) - 1, 0, -1):
            worth = {state: value + self._score(index, state) for state, value in table[-1].items()}
            here = {}
            for state in self.before[index - 1]:
                totals = [cost + worth[target] for target, cost in self._moves(state, index).items()]
                here[state] = max(totals, default=_NEVER)
            table.append(here)
        return table[::-1]

    def best(self) -> float:
        """The score of the best reading."""
        return max(value + self._end(state) for state, value in self.before[-1].items())

    def path(self) -> list[str]:
        """The states of the best reading."""
        last = self.before[-1]
        state = max(last, key=lambda name: last[name] + self._end(name))
        path = [state]
        for index in range(len(self.before) - 1, 0, -1):
            row = self.before[index - 1]
            state = max(row, key=partial(self._through, row, state, index))
            path.append(state)
        return path[::-1]

    def _through(self, row: Mapping[str, float], state: str, index: int, name: str) -> float:
        return row[name] + self._moves(name, index).get(state, _NEVER)

    def outcomes(self, index: int) -> dict[str, tuple[float, str]]:
        """For each outcome of a row, how much worse than the best the whole page reads with it, and its best state."""
        best: dict[str, tuple[float, str]] = {}
        for state, value in self.before[index].items():
            result = outcome(self.grammar.roles[state])
            total = value + self.after[index].get(state, _NEVER)
            if total > best.get(result, (_NEVER, ""))[0]:
                best[result] = total, state
        top = max(total for total, _ in best.values())
        return {result: (top - total, state) for result, (total, state) in best.items()}

    def rival(self, index: int, state: str) -> tuple[str | None, float]:
        """The best other outcome for a row, and how much worse the whole page reads with it."""
        found = self.outcomes(index)
        won, _ = found.pop(outcome(self.grammar.roles[state]))
        runner_up = min(found, key=lambda result: found[result], default=None)
        return (runner_up, found[runner_up][0] - won) if runner_up else (None, float("inf"))
