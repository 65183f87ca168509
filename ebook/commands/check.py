"""``build-epub check``: finished books judged, whoever made them; nothing is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ebook.commands import given
from ebook.commands.attempt import Failure, attempt, tell_failure
from ebook.console import Console, Progress
from ebook.diagnostics import Diagnostic, Problem

if TYPE_CHECKING:
    from ebook.judge import Judgement
    from ebook.settings import Settings

    Outcome = Judgement | Failure


_STRICT = 1  # warnings, where they are to be heeded


def check(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Judge each book; the worst exit code.  Raises USE-016, USE-017."""
    books = [Path(name) for name in options["sources"]]
    against = [Path(name) for name in options["against"]]
    if not books:
        raise Problem(Diagnostic("USE-016"))
    if against and len(books) > 1:
        raise Problem(Diagnostic("USE-017", {"count": len(books)}))
    outcomes: list[tuple[Path, Outcome]] = []
    for path, outcome in _outcomes(books, against, given.settings(options), console):
        again = bool(outcomes) and outcome is outcomes[-1][1]
        outcomes.append((path, outcome))
        _tell(path, outcome, console, again=again)
    code = max(_code(outcome) for _, outcome in outcomes)
    if not code and options["heed"] and any(_warned(outcome) for _, outcome in outcomes):
        code = _STRICT
    _tell_all(outcomes, code, console)
    return code


def _outcomes(
    books: Sequence[Path], against: Sequence[Path], settings: Settings, console: Console
) -> Iterator[tuple[Path, Outcome]]:
    """Each book's outcome as it comes; what keeps any from being judged is the outcome of each."""
    from ebook.judge import judging

    with ExitStack() as stack:
        pool = ThreadPoolExecutor(min(len(books), os.cpu_count() or 1))
        stack.callback(pool.shutdown, cancel_futures=True)  # an interrupted run judges no more; the checker ends first
        judge = attempt(lambda: stack.enter_context(judging(settings, against)))
        if isinstance(judge, Failure):
            yield from ((path, judge) for path in books)
            return
        outcomes = pool.map(lambda path: attempt(lambda: judge(path)), books)
        for path in books:
            with Progress(console, str(path)) as progress:
                progress.watch("check")
                outcome = next(outcomes)
            yield path, outcome


def _code(outcome: Outcome) -> int:
    return outcome.code if isinstance(outcome, Failure) else outcome.exit_code


def _warned(outcome: Outcome) -> bool:
    return any(item.severity == "warning" for item in _found(outcome))


def _found(outcome: Outcome) -> Sequence[Diagnostic]:
    return outcome.diagnostics if isinstance(outcome, Failure) else outcome.verdict.diagnostics


def _tell(path: Path, outcome: Outcome, console: Console, *, again: bool) -> None:
    """Say what there is to say of one book; a log of SARIF is written when all are judged."""
    from ebook.as_json import check_json
    from ebook.judgement import judgement

    if console.format == "json":
        told = None if isinstance(outcome, Failure) else outcome
        console.say(check_json(path, told, _found(outcome), _code(outcome), console.language))
    elif console.format == "text" and not isinstance(outcome, Failure):
        for line in judgement(outcome, console):
            console.say(line)
    if isinstance(outcome, Failure) and not again and (console.format == "text" or outcome.trace):
        tell_failure(outcome, console)


def _tell_all(outcomes: Sequence[tuple[Path, Outcome]], code: int, console: Console) -> None:
    from ebook.judgement import total
    from ebook.sarif import sarif

    if console.format == "sarif":
        found = [(path, item) for path, outcome in outcomes for item in _found(outcome)]
        console.say(sarif(found, code, console.language))
    elif console.format == "text" and len(outcomes) > 1 and not console.quiet:
        judged = [outcome for _, outcome in outcomes if not isinstance(outcome, Failure)]
        console.say(total(len(outcomes), judged, console.language))
