"""``build-epub build``: a book of each source."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ebook.commands import given
from ebook.commands.attempt import Failure, attempt, tell_failure
from ebook.console import Console, Progress, is_terminal
from ebook.diagnostics import Diagnostic, Problem
from ebook.wording import printable, wording

if TYPE_CHECKING:
    from ebook.build import Report, Start
    from ebook.settings import EditionName, Settings

_CONTENT = Path("content")
_ONE_BOOK = ("title", "identifier", "set", "headings_like", "not_headings_like")  # what only one book can have


def build(context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Build each source; the worst exit code.  Raises USE-004, USE-006, USE-012, USE-013."""
    paths = [Path(name) for name in options["sources"]]
    if not paths:
        return _build_content(context, options, console)
    if len(paths) > 1 and not options["each"]:
        raise Problem(Diagnostic("USE-004", {"count": len(paths)}))
    return _build_all(paths, options, console)


def _build_content(context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Without a source: each manuscript of ``content/``, else help."""
    from ebook.settings import manuscripts

    found = manuscripts(_CONTENT)
    if not found:
        console.say(context.command.get_help(context))
        return 0
    return _build_all(found, options, console)


def _build_all(paths: Sequence[Path], options: Mapping[str, Any], console: Console) -> int:
    from ebook.build import one_checker

    settings = given.settings(options)
    _refuse(paths, options, settings)
    failed: list[tuple[Path, int]] = []
    placed: dict[Path, EditionName] = {}
    with one_checker() as start:
        for path in paths:
            code, made = _build_one(path, settings, start, options, console)
            placed.update(made)
            settings = replace(settings, place=replace(settings.place, taken=frozenset(placed)))
            if code:
                failed.append((path, code))
    if failed and len(paths) > 1 and console.format == "text":
        listed = " ".join(f"{path} ({code})" for path, code in failed)
        console.error(f"{wording('summary', console.language)['failed']} {listed}")
    if console.format == "text" and not console.quiet and is_terminal(sys.stderr):
        _tell_ways(placed, console)
    return max((code for _, code in failed), default=0)


def _tell_ways(placed: Mapping[Path, EditionName], console: Console) -> None:
    """How the devices' editions get onto them, for a person who watches: a line for each, once a run."""
    for edition, words in wording("onto", console.language).items():
        paths = [path for path, made in placed.items() if made == edition]
        if paths:
            name = printable(str(paths[-1]))
            console.error(words.format(name=name, path=shlex.quote(name)))


def _refuse(paths: Sequence[Path], options: Mapping[str, Any], settings: Settings) -> None:
    """What cannot be right for several books."""
    if paths.count(Path("-")) > 1:
        raise Problem(Diagnostic("USE-012", {"count": paths.count(Path("-"))}))
    if len(paths) == 1:
        return
    if settings.place.output.suffix in (".epub", ".azw3") and not settings.place.output.is_dir():
        raise Problem(Diagnostic("USE-006", {"count": len(paths), "output": settings.place.output}))
    for name in _ONE_BOOK:
        if options[name] not in (None, ()):
            option = f"--{name.replace('_', '-')}"
            raise Problem(Diagnostic("USE-013", {"count": len(paths), "option": option}))


def _build_one(
    path: Path, settings: Settings, start: Start, options: Mapping[str, Any], console: Console
) -> tuple[int, Mapping[Path, EditionName]]:
    from ebook.build import build as build_book
    from ebook.draft import Clock

    early = _tell_early(path, settings, console) if console.format == "text" else ()
    with Progress(console, str(path)) as progress:
        clock = Clock(progress.watch)
        result = attempt(lambda: build_book([path], settings, clock, start))
    if console.format == "json":
        code = _say_json(path, result, console)
    elif isinstance(result, Failure):
        code = tell_failure(result, console)
    else:
        code = _say_text(result, early, console)
    if options["timings"] and console.format == "text":
        _tell_timings(clock.timings, console)
    made = () if isinstance(result, Failure) else result.editions
    return code, {one.path: one.edition for one in made if one.path}


def _say_json(path: Path, result: Report | Failure, console: Console) -> int:
    from ebook.as_json import build_json, failure_json

    if not isinstance(result, Failure):
        console.say(build_json(result, console.language))
        return result.exit_code
    console.say(failure_json(path, result.code, result.diagnostics, console.language))
    return tell_failure(replace(result, diagnostics=()), console)


def _tell_early(path: Path, settings: Settings, console: Console) -> Sequence[Diagnostic]:
    """Say before the work which of several editions this machine cannot make; the others are made."""
    from ebook.finish import lacking
    from ebook.settings import unfold

    missing = attempt(lambda: lacking(unfold([path], settings).settings.editions))
    if isinstance(missing, Failure):  # the build itself will say so
        return ()
    found = [problem.diagnostic for problem in missing.values()]
    console.tell(found)
    return found


def _say_text(report: Report, early: Sequence[Diagnostic], console: Console) -> int:
    from ebook.inspection import summary

    console.tell(item for item in report.diagnostics if item not in early)
    if not console.quiet:
        for line in summary(report, console.language):
            console.say(line)
    return report.exit_code


def _tell_timings(timings: Mapping[str, float], console: Console) -> None:
    stages = wording("stages", console.language)
    for name, seconds in timings.items():
        console.error(f"{seconds:8.3f} s  {stages[name]}")
    console.error(f"{sum(timings.values()):8.3f} s  {wording('summary', console.language)['total']}")
