"""The command line: options in, the straight line called, messages out.

``attempt`` is the one place where exceptions become messages and exit codes.
Stages are imported when a command needs them, so that ``--version`` is quick.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ebook.console import Console, Progress, prepare_streams
from ebook.diagnostics import Diagnostic, Problem
from ebook.options import all_options, program
from ebook.wording import choose_language, wording

if TYPE_CHECKING:
    from ebook.build import Report
    from ebook.settings import Settings

T = TypeVar("T")

_BUG, _INTERRUPTED, _TERMINATED = 70, 130, 143
_CONTENT = Path("content")
_LAST_EPOCH = 253402300799  # 9999-12-31T23:59:59Z
_FIELDS = ("title", "subtitle", "date", "publisher", "source", "rights", "language", "identifier", "series")
_PEOPLE = ("author", "translator", "photographer", "editor")
_ONE_BOOK = ("title", "identifier")  # what only one book can have


@dataclass(frozen=True, slots=True)
class Failure:
    """What an action came to that could not be gone on with."""

    code: int
    diagnostics: tuple[Diagnostic, ...] = ()
    trace: str = ""  # of a bug of ours


def attempt(action: Callable[[], T]) -> T | Failure:
    """Do it.  A fault of the user or the machine has its message, a bug of ours its traceback and code 70."""
    try:
        return action()
    except Problem as problem:
        return Failure(problem.diagnostic.exit_code, problem.diagnostics)
    except Exception:  # noqa: BLE001 - the one place: whatever else is raised is our bug, and is shown whole
        return Failure(_BUG, trace=traceback.format_exc())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code (docs/exit-codes.md)."""
    if arguments is None:
        _speak_utf8()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    console = Console(choose_language(arguments))
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
            signal.signal(getattr(signal, name), _terminate)
    try:
        result = attempt(lambda: _run(arguments, console))
    except KeyboardInterrupt:
        console.error(wording("summary", console.language)["interrupted"])
        return _INTERRUPTED
    if isinstance(result, Failure):
        return _tell_failure(result, console)
    return result


def _speak_utf8() -> None:
    """Start anew in Python's UTF-8 mode where the locale has no Chinese file names (LC_ALL=C, Latin-1)."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})  # noqa: S606


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    """End as if by an exception, so that temporary files go and the checker's process ends."""
    raise SystemExit(_TERMINATED)


def _run(arguments: list[str], console: Console) -> int:
    commands = {"build": _build, "inspect": _inspect}
    try:
        result = program(console, commands).main(arguments, prog_name="build-epub", standalone_mode=False)
    except click.UsageError as error:
        raise Problem(_usage(error)) from error
    except click.Abort as error:
        raise KeyboardInterrupt from error
    return int(result or 0)


def _usage(error: click.UsageError) -> Diagnostic:
    if isinstance(error, click.NoSuchOption):
        from ebook.settings.suggest import closest

        meant = closest(error.option_name, error.possibilities or ()) or "--help"
        return Diagnostic("USE-001", {"option": error.option_name, "meant": meant})
    if isinstance(error, click.BadOptionUsage):  # our options take one value or none
        flag = any(error.option_name in names and "is_flag" in told for names, told in all_options())
        return Diagnostic("USE-015" if flag else "USE-002", {"option": error.option_name})
    raise error


def _tell_failure(failure: Failure, console: Console) -> int:
    console.tell(failure.diagnostics)
    if failure.trace:
        console.error(failure.trace + wording("summary", console.language)["bug"])
    return failure.code


# --- build ----------------------------------------------------------------------


def _build(context: click.Context, options: Mapping[str, Any], console: Console) -> int:
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
    settings = _settings(options)
    _refuse(paths, options, settings)
    failed: list[tuple[Path, int]] = []
    for path in paths:
        code, placed = _build_one(path, settings, options, console)
        if placed:
            settings = replace(settings, place=replace(settings.place, taken=settings.place.taken | {placed}))
        if code:
            failed.append((path, code))
    if failed and len(paths) > 1 and console.format == "text":
        listed = " ".join(f"{path} ({code})" for path, code in failed)
        console.error(f"{wording('summary', console.language)['failed']} {listed}")
    return max((code for _, code in failed), default=0)


def _refuse(paths: Sequence[Path], options: Mapping[str, Any], settings: Settings) -> None:
    """What cannot be right for several books."""
    if paths.count(Path("-")) > 1:
        raise Problem(Diagnostic("USE-012", {"count": paths.count(Path("-"))}))
    if len(paths) == 1:
        return
    if settings.place.output.suffix == ".epub" and not settings.place.output.is_dir():
        raise Problem(Diagnostic("USE-006", {"count": len(paths), "output": settings.place.output}))
    for name in _ONE_BOOK:
        if options[name] is not None:
            raise Problem(Diagnostic("USE-013", {"count": len(paths), "option": f"--{name}"}))


def _build_one(path: Path, settings: Settings, options: Mapping[str, Any], console: Console) -> tuple[int, Path | None]:
    from ebook.build import Clock, build

    with Progress(console, str(path)) as progress:
        clock = Clock(progress.watch)
        result = attempt(lambda: build([path], settings, clock))
    if console.format == "json":
        code = _say_json(path, result, console)
    elif isinstance(result, Failure):
        code = _tell_failure(result, console)
    else:
        code = _say_text(result, console)
    if options["timings"] and console.format == "text":
        _tell_timings(clock.timings, console)
    return code, None if isinstance(result, Failure) else result.path


def _say_json(path: Path, result: Report | Failure, console: Console) -> int:
    from ebook.as_json import build_json, failure_json

    if not isinstance(result, Failure):
        console.say(build_json(result, console.language))
        return result.exit_code
    console.say(failure_json(path, result.code, result.diagnostics, console.language))
    return _tell_failure(replace(result, diagnostics=()), console)


def _say_text(report: Report, console: Console) -> int:
    from ebook.inspection import summary

    console.tell(report.diagnostics)
    if report.path and not console.quiet:
        console.say(summary(report, console.language))
    return report.exit_code


def _tell_timings(timings: Mapping[str, float], console: Console) -> None:
    stages = wording("stages", console.language)
    for name, seconds in timings.items():
        console.error(f"{seconds:8.3f} s  {stages[name]}")
    console.error(f"{sum(timings.values()):8.3f} s  {wording('summary', console.language)['total']}")


# --- inspect --------------------------------------------------------------------


def _inspect(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    from ebook.as_json import inspect_json
    from ebook.build import read_book
    from ebook.inspection import inspection

    paths = [Path(name) for name in options["sources"]]
    if len(paths) != 1:
        raise Problem(Diagnostic("USE-011", {"count": len(paths)}))
    draft = read_book(paths, _settings(options))
    if console.format == "json":
        console.say(inspect_json(draft, console.language))
    else:
        console.say(inspection(draft, console.language))
        console.tell(draft.diagnostics)
    return 0


# --- settings -------------------------------------------------------------------


def _settings(options: Mapping[str, Any]) -> Settings:
    from ebook.settings import (
        CheckSettings,
        PlaceSettings,
        ReadSettings,
        RecogniseSettings,
        Settings,
        TypesetSettings,
        declare,
    )

    cover = options["cover"]
    given = Settings(
        read=ReadSettings(options["encoding"], options["repair"]),
        recognise=RecogniseSettings(options["kind"]),
        typeset=TypesetSettings(Path(cover) if cover else None, _epoch()),
        declared=declare({name: options[name] for name in (*_FIELDS, *_PEOPLE)}),
    )
    if "output" not in options:  # inspect
        return given
    place = PlaceSettings(
        output=Path(options["output"]),
        force=options["force"],
        keep_invalid=options["keep_invalid"],
        strict=options["strict"],
    )
    return replace(given, check=CheckSettings(options["check"]), place=place)


def _epoch() -> int | None:
    """SOURCE_DATE_EPOCH (reproducible-builds.org), where it is set."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text) <= _LAST_EPOCH):
        raise Problem(Diagnostic("USE-007", {"value": text}))
    return int(text)
