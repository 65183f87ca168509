"""The check: bytes → :class:`~ebook.model.Verdict`, with its own eyes.

EPUBCheck (``epubcheck.py``), the text ledger (``ledger.py`` for the text,
``repeats.py`` for the pages around it) and our own gate (``gate.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

from ebook.check.epub import read_epub
from ebook.check.epubcheck import Checker, start_checker
from ebook.check.gate import gate
from ebook.check.ledger import balance
from ebook.check.repeats import repeat
from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Cut, Source, Verdict

__all__ = ["Checker", "check", "start_checker"]


def check(book: bytes, sources: Sequence[Source], cuts: Sequence[Cut], checker: Checker | None) -> Verdict:
    """Judge a finished book.  Raises :class:`Problem` where EPUBCheck comes to no verdict.

    ``checker`` None leaves EPUBCheck out; ledger and gate always run.
    """
    report = None if checker is None else checker.check(book)
    told = () if report is None else report.diagnostics
    return Verdict((*own_checks(book, sources, cuts), *told), None if report is None else report.version)


def own_checks(book: bytes, sources: Sequence[Source], cuts: Sequence[Cut]) -> tuple[Diagnostic, ...]:
    """The ledger and the gate; of a book that cannot be read, only that."""
    try:
        epub = read_epub(book)
    except Problem as unreadable:
        return unreadable.diagnostics
    return (*balance(epub, sources, cuts), *repeat(epub, sources, cuts), *gate(epub))
