"""How a clipping is laid out: the states of a page and the steps between them.  Data in ``grammar.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Steps = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The role of each state, the steps from it with their costs, and where a page may begin and end."""

    roles: Mapping[str, str]
    steps: Mapping[str, Steps]
    start: Steps
    end: Steps


@cache
def grammar() -> Grammar:
    """The grammar of a clipping."""
    data = tomllib.loads(files("ebook.recognise").joinpath("grammar.toml").read_text(encoding="utf-8"))
    groups = {name: _steps(steps, {}) for name, steps in data["groups"].items()}
    states = data["states"]
    return Grammar(
        roles={name: state["role"] for name, state in states.items()},
        steps={name: _steps(state["to"], groups) for name, state in states.items()},
        start=_steps(data["ends"]["start"], groups),
        end=_steps(data["ends"]["end"], groups),
    )


def _steps(words: Iterable[str], groups: Mapping[str, Steps]) -> Steps:
    """Steps from their words: ``state``, ``state cost`` or ``@group``."""
    steps: dict[str, float] = {}
    for word in words:
        if word.startswith("@"):
            steps |= groups[word[1:]]
        else:
            name, _, cost = word.partition(" ")
            steps[name] = float(cost or 0)
    return steps
