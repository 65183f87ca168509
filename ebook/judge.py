"""The way back: a finished book → check, beside the source it was made from where that is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ebook.check import Checker, recheck, start_checker
from ebook.draft import Draft, read_book
from ebook.model import Verdict
from ebook.read import read_finished
from ebook.settings import DeviceName, Settings


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks found in a finished book; ``balanced`` is None where no source was given."""

    path: Path
    verdict: Verdict
    balanced: bool | None
    devices: tuple[DeviceName, ...] = ()  # which it was judged for

    @property
    def exit_code(self) -> int:
        """0 where there is no error, else the lowest code of the errors: the ledger's 4 before EPUBCheck's 5."""
        found = self.verdict.diagnostics
        return min((item.exit_code for item in found if item.severity == "error"), default=0)

    def count(self, severity: str) -> int:
        """How many diagnostics of a severity there are."""
        return sum(item.severity == severity for item in self.verdict.diagnostics)


@contextmanager
def judging(settings: Settings, against: Sequence[Path] = ()) -> Iterator[Callable[[Path], Judgement]]:
    """What judges books, one after another, by one checker's process; nothing is written.

    ``against`` are the sources that the book was made from: they are read and
    recognised anew, and the book's ledger is proved on them.  Raises
    :class:`~ebook.diagnostics.Problem` where Java or EPUBCheck is missing, a
    source or a book cannot be read, or EPUBCheck comes to no verdict.
    """
    with start_checker(settings.check) as checker:
        draft = read_book(against, settings) if against else None
        yield lambda path: _judge(path, draft, checker, settings.check.devices)


def _judge(path: Path, draft: Draft | None, checker: Checker | None, devices: tuple[DeviceName, ...]) -> Judgement:
    data = read_finished(path)
    if draft is None:
        return Judgement(path, recheck(data, path.name, (), (), checker, devices), None, devices)
    verdict = recheck(data, path.name, draft.sources, draft.book.cuts, checker, devices)
    balanced = not any(item.id.startswith("LED-") and item.severity == "error" for item in verdict.diagnostics)
    return Judgement(path, verdict, balanced, devices)
