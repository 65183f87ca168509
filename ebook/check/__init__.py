"""The check: bytes → :class:`~ebook.model.Verdict`, with its own eyes.

EPUBCheck (``epubcheck.py``), the text ledger (``ledger.py`` for the text,
``repeats.py`` for the pages around it) and our own gate (``gate.py``).
``origin.py`` says which line of the source a fault was made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ebook.check.epub import read_epub
from ebook.check.epubcheck import Checker, Start, one_checker, start_checker
from ebook.check.gate import gate
from ebook.check.ledger import balance
from ebook.check.origin import trace
from ebook.check.repeats import repeat
from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Cut, Source, Verdict

__all__ = ["Checker", "Start", "check", "one_checker", "recheck", "start_checker"]


def check(book: bytes, sources: Sequence[Source], cuts: Sequence[Cut], checker: Checker | None) -> Verdict:
    """Judge a book that was just made.  Raises :class:`Problem` where EPUBCheck comes to no verdict.

    ``checker`` None leaves EPUBCheck out; ledger and gate always run.
    """
    told, version = _official(book, checker)
    return Verdict(trace((*own_checks(book, sources, cuts), *told), book, sources, cuts), version)


def recheck(book: bytes, sources: Sequence[Source], cuts: Sequence[Cut], checker: Checker | None) -> Verdict:
    """Judge a finished book, whoever made it; without sources there is no ledger to prove.

    On a book that is not ours, our own rules and what EPUBCheck itself calls a warning only advise.
    """
    told, version = _official(book, checker)
    try:
        epub = read_epub(book)
    except Problem as unreadable:
        ours, found = False, unreadable.diagnostics
    else:
        ledger = (*balance(epub, sources, cuts), *repeat(epub, sources, cuts)) if sources else ()
        ours, found = epub.ours, (*ledger, *gate(epub))
    found = trace((*found, *told), book, sources, cuts)
    return Verdict(found if ours else tuple(map(_lenient, found)), version, ours)


def own_checks(book: bytes, sources: Sequence[Source], cuts: Sequence[Cut]) -> tuple[Diagnostic, ...]:
    """The ledger and the gate; of a book that cannot be read, only that."""
    try:
        epub = read_epub(book)
    except Problem as unreadable:
        return unreadable.diagnostics
    return (*balance(epub, sources, cuts), *repeat(epub, sources, cuts), *gate(epub))


def _official(book: bytes, checker: Checker | None) -> tuple[tuple[Diagnostic, ...], str | None]:
    """EPUBCheck's diagnostics and its version."""
    report = None if checker is None else checker.check(book)
    return ((), None) if report is None else (report.diagnostics, report.version)


def _lenient(item: Diagnostic) -> Diagnostic:
    hygiene = item.id.startswith("GAT-") and item.id != "GAT-001"
    warned = item.id == "CHK-001" and item.values["severity"] == "warning"
    return replace(item, advice=True) if hygiene or warned else item
