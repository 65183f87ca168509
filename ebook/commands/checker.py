"""``build-epub checker``: how the checkers that stay between runs are doing, or their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import click

from ebook.console import Console
from ebook.diagnostics import Diagnostic, Problem
from ebook.wording import wording

_ACTIONS = ("status", "stop")


def checker(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Say which run, or stop them; 0 either way.  Raises USE-003, USE-018."""
    from ebook.checkers import checkers

    stop = _action(options["sources"]) == "stop"
    found, notes = checkers(stop=stop)
    if console.format == "json":
        from ebook.as_json import checkers_json

        console.say(checkers_json(found, notes, console.language, stopped=stop))
        return 0
    words = wording("checker", console.language)
    for one in found:
        console.say(words["stopped" if stop else "serves"].format(it=one))
    if not found:
        console.say(words["none"])
    replace(console, verbose=True).tell(notes)
    return 0


def _action(given: Sequence[str]) -> str:
    if len(given) > 1:
        raise Problem(Diagnostic("USE-018", {"argument": given[1]}))
    action = given[0] if given else _ACTIONS[0]
    if action not in _ACTIONS:
        from ebook.settings.suggest import closest

        known = ", ".join(_ACTIONS)
        meant = closest(action, _ACTIONS) or _ACTIONS[0]
        raise Problem(Diagnostic("USE-003", {"option": "checker", "value": action, "known": known, "meant": meant}))
    return action
