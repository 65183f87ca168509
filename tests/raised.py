"""Which diagnostics a run of the tests raised: after a whole run, each id of the catalogue must be among them.

What counts is a diagnostic that our own code makes, here or in the workers of
pytest-xdist, and one that a command which a test runs has printed.  A run of
a part of the tests proves nothing and is let be.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ebook.diagnostics import Diagnostic, catalogue

_ID = re.compile(r"\b[A-Z]{3}-\d{3}\b")
_FOLDER = Path(__file__).parent
_make = Diagnostic.__init__


class Raised:
    """The ids so far; ``whole`` says whether every test was meant to run."""

    ids: ClassVar[set[str]] = set()
    whole = False
    deselected = False


def note(printed: str) -> None:
    """Take note of what a command printed."""
    Raised.ids.update(_ID.findall(printed))


def never() -> list[str]:
    """The ids that no test raised; none where only some of the tests were run."""
    return sorted(catalogue().keys() - Raised.ids) if Raised.whole else []


def _noted(self: Diagnostic, id: str, *arguments: Any, **others: Any) -> None:  # noqa: A002 - the name of the field
    if str(sys._getframe(1).f_globals.get("__name__")).startswith("ebook."):
        Raised.ids.add(id)
    _make(self, id, *arguments, **others)


def pytest_configure() -> None:
    """Begin to take note."""
    setattr(Diagnostic, "__init__", _noted)  # noqa: B010 - mypy knows that one does not do this


def pytest_deselected() -> None:
    """-k, -m and their like: not the whole run."""
    Raised.deselected = True


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look whether the tests of every file are there."""
    files = {item.path for item in session.items}
    Raised.whole = files >= set(_FOLDER.glob("test_*.py")) and not Raised.deselected


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker raised."""
    Raised.ids.update(node.workeroutput.get("raised", ()) if hasattr(node, "workeroutput") else ())
    Raised.whole = Raised.whole or (hasattr(node, "workeroutput") and node.workeroutput.get("whole", False))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A worker hands over; else a run that was good so far fails for an id that nothing raised."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput.update(raised=sorted(Raised.ids), whole=Raised.whole)
    elif exitstatus == pytest.ExitCode.OK and never():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which."""
    if missing := never():
        terminalreporter.section("diagnostics that no test raises")
        terminalreporter.line(" ".join(missing))
