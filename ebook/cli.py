"""The command line: what every run needs, whichever command it is."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

import click

from ebook.__main__ import INTERRUPTED
from ebook.commands.attempt import Failure, attempt, tell_failure
from ebook.commands.build import build
from ebook.commands.check import check
from ebook.commands.checker import checker
from ebook.commands.doctor import doctor
from ebook.commands.inspect import inspect
from ebook.commands.preview import preview
from ebook.commands.send import send
from ebook.console import Console, prepare_streams
from ebook.diagnostics import Diagnostic, Problem
from ebook.options import all_options
from ebook.program import Action, program
from ebook.wording import choose_language, wording

COMMANDS: Mapping[str, Action] = {
    "build": build,
    "inspect": inspect,
    "preview": preview,
    "check": check,
    "send": send,
    "doctor": doctor,
    "checker": checker,
}

_TERMINATED = 143


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
        return INTERRUPTED
    if isinstance(result, Failure):
        return tell_failure(result, console)
    return result


def _speak_utf8() -> None:
    """Start anew in Python's UTF-8 mode where the locale has no Chinese file names (LC_ALL=C, Latin-1)."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})  # noqa: S606


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    """End as if by an exception, so that temporary files go and the checker's process ends."""
    raise SystemExit(_TERMINATED)


def _run(arguments: list[str], console: Console) -> int:
    try:
        result = program(console, COMMANDS).main(arguments, prog_name="build-epub", standalone_mode=False)
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
