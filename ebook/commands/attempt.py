"""The one place where exceptions become messages and exit codes."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ebook.console import Console
from ebook.diagnostics import Diagnostic, Problem
from ebook.wording import wording

T = TypeVar("T")

_BUG = 70


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
    except MemoryError:
        pass  # what was being made is let go of first: the message needs memory too
    except Exception:  # noqa: BLE001 - the one place: whatever else is raised is our bug, and is shown whole
        return Failure(_BUG, trace=traceback.format_exc())
    full = Diagnostic("USE-020")
    return Failure(full.exit_code, (full,))


def tell_failure(failure: Failure, console: Console) -> int:
    """Print what went wrong; the exit code."""
    console.tell(failure.diagnostics)
    if failure.trace:
        console.error(failure.trace + wording("summary", console.language)["bug"])
    return failure.code
