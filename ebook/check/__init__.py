"""The check: bytes → :class:`~ebook.model.Verdict`, with its own eyes.

EPUBCheck (``epubcheck.py``), the text ledger (``ledger.py`` for the text,
``repeats.py`` for the pages around it), our own gate (``gate.py``), and the
preflight for the devices that the book is to be read on (``devices/``).
``origin.py`` says which line of the source a fault was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ebook.check.devices import preflight
from ebook.check.epub import Epub
from ebook.check.epubcheck import BOOK, Checker, Start, one_checker, start_checker
from ebook.check.gate import RULES, gate
from ebook.check.ledger import balance
from ebook.check.opening import read_epub
from ebook.check.origin import trace
from ebook.check.repeats import repeat
from ebook.check.sheet import sheet_faults
from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Cut, Source, Verdict
from ebook.settings import DeviceName

__all__ = ["Checker", "Start", "check", "one_checker", "recheck", "sheet_faults", "start_checker"]


_Found = tuple[Epub | None, tuple[Diagnostic, ...]]


def check(  # noqa: PLR0913, PLR0917 - what is judged, beside what, by whom, as which file, for which devices
    book: bytes,
    sources: Sequence[Source],
    cuts: Sequence[Cut],
    checker: Checker | None,
    name: str = BOOK,
    devices: Sequence[DeviceName] = (),
) -> Verdict:
    """Judge a book that was just made.  Raises :class:`Problem` where EPUBCheck comes to no verdict.

    ``checker`` None leaves EPUBCheck out; ledger, gate and the preflight for the ``devices`` always run.  ``name`` is
    to be its file's: EPUBCheck judges that too.
    """
    epub, found, told, version = _both(book, name, checker, lambda: _own(book, sources, cuts, devices))
    return Verdict(trace((*found, *told), epub, sources, cuts), version)


def recheck(  # noqa: PLR0913, PLR0917 - the same
    book: bytes,
    name: str,
    sources: Sequence[Source],
    cuts: Sequence[Cut],
    checker: Checker | None,
    devices: Sequence[DeviceName] = (),
) -> Verdict:
    """Judge a finished book, whoever made it; without sources there is no ledger to prove.

    ``name`` is its file's, which EPUBCheck judges too.

    On a book that is not ours, our own rules and what EPUBCheck itself calls a warning only advise; where devices are
    named, only the rules that hold on them are asked.
    """
    own = lambda: _own(book, sources, cuts, devices, prove=bool(sources))  # noqa: E731
    epub, found, told, version = _both(book, name, checker, own)
    found = trace((*found, *told), epub, sources, cuts)
    ours = None if epub is None else epub.ours
    return Verdict(found if ours else tuple(map(_lenient, found)), version, ours)


def _own(
    book: bytes, sources: Sequence[Source], cuts: Sequence[Cut], devices: Sequence[DeviceName], *, prove: bool = True
) -> _Found:
    """The opened book, None where it cannot be read, and what ledger, gate and preflight say of it."""
    try:
        epub = read_epub(book)
    except Problem as unreadable:
        return None, unreadable.diagnostics
    ledger = (*balance(epub, sources, cuts), *repeat(epub, sources, cuts)) if prove else ()
    if devices and not epub.ours:
        return epub, (*ledger, *preflight(epub, devices))
    return epub, (*ledger, *gate(epub), *preflight(epub, devices, judged=RULES))


def _both(
    book: bytes, name: str, checker: Checker | None, own: Callable[[], _Found]
) -> tuple[Epub | None, tuple[Diagnostic, ...], tuple[Diagnostic, ...], str | None]:
    """What is found by our own eyes, and meanwhile by EPUBCheck, a process of its own; its version."""
    if checker is None:
        return *own(), (), None
    with ThreadPoolExecutor(1) as thread:
        ours = thread.submit(own)
        report = checker.check(book, name)
    return *ours.result(), report.diagnostics, report.version


def _lenient(item: Diagnostic) -> Diagnostic:
    hygiene = item.id.startswith(("GAT-", "DEV-")) and item.id != "GAT-001"
    warned = item.id == "CHK-001" and item.values["severity"] == "warning"
    return replace(item, advice=True) if hygiene or warned else item
