"""The official EPUBCheck: bytes → :class:`Report`.

A :class:`Checker` is all that the rest of the product sees.  Behind it is a Java process that stays warm between runs
(``resident.py``) or one of the run's own (``process.py``), either of which warms up while the book is being made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock, Thread
from typing import Protocol

from ebook.check.jvm import Jvm, find_jvm
from ebook.check.private import Unfit, private_path
from ebook.check.wire import Answer
from ebook.diagnostics import Diagnostic, Problem
from ebook.settings import CheckSettings

TIME_LIMIT = 600.0  # seconds a book; 1,500 chapters take 9 s
BOOK = "book.epub"  # what EPUBCheck calls a book that has no file yet

LONG = 1000  # files in a book from which Java's slow compiler pays, and a process that has it (docs/checker.md)
_ENTRY = b"PK\x01\x02"  # begins a file's entry in the directory of a zip (APPNOTE 4.3.12)

_OF_THE_NAME = "PKG-016"  # about capitals in the file's name: no fault of the book
_FAULTS = ("FATAL", "ERROR", "WARNING")  # USAGE and INFO are advice


@dataclass(frozen=True, slots=True)
class Report:
    """EPUBCheck's judgement of one book: its version, and a diagnostic for each fatal, error or warning.

    Before them stands, as info, why the resident checker was not used where it should have been.
    """

    version: str
    diagnostics: tuple[Diagnostic, ...]


Start = Callable[[CheckSettings], AbstractContextManager["Checker | None"]]


class Judge(Protocol):
    """A process that judges books."""

    def judge(self, name: str, book: bytes, patience: float) -> Answer:
        """EPUBCheck's answer.  Raises :class:`Problem`, or :class:`Unfit` where another process may have one."""

    def close(self) -> None:
        """Be done with it."""


class Checker:
    """A running EPUBCheck; judges any number of books, several at a time where several threads ask."""

    def __init__(
        self,
        own: Callable[[], Judge],
        resident: Callable[[], Judge] | None = None,
        long: Callable[[], Judge] | None = None,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        """Start it and return at once.

        ``own`` starts a process of this run's own, and raises :class:`Problem` where it cannot; ``resident`` reaches
        the one that stays, and raises :class:`Unfit`: then, or where that fails later, ``own`` stands in.
        ``long`` starts one of the run's own for long books, with the first of them; without it they are as others.
        """
        self._own = own
        self._long = long
        self._for_long: Checker | None = None
        self._time_limit = time_limit
        self._lock = Lock()
        self._closed = False
        self._asked = False
        self._notes: tuple[Diagnostic, ...] = ()
        self._judge: Judge | None = None if resident else own()
        self._opening = Thread(target=self._open, args=[resident], daemon=True) if resident else None
        if self._opening:
            self._opening.start()

    def check(self, book: bytes, name: str = BOOK) -> Report:
        """Let EPUBCheck judge a book; its file's name is judged too.  Raises :class:`Problem` without a verdict."""
        if self._long and book.count(_ENTRY) >= LONG:
            return self._of_long_books(self._long).check(book, name)
        if self._opening:
            self._opening.join()
        judge = self._current()
        try:
            return self._report(judge.judge(_file_name(name), book, self._time_limit))
        except Unfit as unfit:
            self._drop(judge, unfit.diagnostic)
        except Problem:
            self._drop(judge)  # the next book may do better with a new one
            raise
        return self.check(book, name)  # now by a process of our own, which has the last word

    def close(self) -> None:
        """End a process of our own, whatever it is doing; leave the resident one."""
        with self._lock:
            self._closed = True
            judge, self._judge = self._judge, None
        for one in (judge, self._for_long):
            if one:
                one.close()

    def _open(self, resident: Callable[[], Judge]) -> None:
        try:
            judge = resident()
        except Unfit as unfit:
            with self._lock, suppress(Problem):  # who asks for a verdict is told
                self._notes = (unfit.diagnostic,)
                self._judge = None if self._closed else self._own()
            return
        with self._lock:
            if not self._closed:
                self._judge = judge
                return
        judge.close()

    def _current(self) -> Judge:
        with self._lock:
            if self._judge is None and not self._closed:
                self._judge = self._own()
            assert self._judge, "closed"
            self._asked = True
            return self._judge

    def _of_long_books(self, long: Callable[[], Judge]) -> Checker:
        with self._lock:
            if self._for_long is None and not self._closed:
                self._for_long = Checker(long)
                if self._judge and not self._asked and not self._opening:  # it would only take the other's time
                    self._judge.close()
                    self._judge = None
            assert self._for_long, "closed"
            return self._for_long

    def _drop(self, judge: Judge, *notes: Diagnostic) -> None:
        """Have the next book judged by another process; once, whichever thread finds out first."""
        with self._lock:
            if self._judge is judge:
                self._judge = None
                self._notes = notes or self._notes
                judge.close()

    def _report(self, answer: Answer) -> Report:
        try:
            messages = tuple(_diagnostics(answer["messages"]))
            return Report(str(answer["version"]), (*self._notes, *messages))
        except (ValueError, TypeError, KeyError) as error:
            raise Problem(Diagnostic("CHK-006", {"answer": str(answer)[:200]})) from error


@contextmanager
def start_checker(settings: CheckSettings) -> Iterator[Checker | None]:
    """Start EPUBCheck, or reach the one that runs, and return at once; what is the run's own ends with the context.

    None where it is not asked for.  Raises :class:`Problem`: exit 7 where Java or EPUBCheck is missing, exit 2 for a
    ``BUILD_EPUB_RESIDENT`` that says neither yes nor no.
    """
    if not settings.epubcheck:
        yield None
        return
    jvm = find_jvm()
    resident = settings.resident and _wanted()
    own = partial(_own, jvm, apart=resident)
    checker = Checker(own, partial(_resident, jvm) if resident else None, partial(own, long=True))
    try:
        yield checker
    finally:
        checker.close()


@contextmanager
def one_checker() -> Iterator[Start]:
    """What :func:`start_checker` does, but for many books: begun with the first, ended with this context."""
    running: dict[CheckSettings, Checker | None] = {}
    lock = Lock()
    with ExitStack() as all_books:

        @contextmanager
        def start(settings: CheckSettings) -> Iterator[Checker | None]:
            with lock:
                if settings not in running:
                    running[settings] = all_books.enter_context(start_checker(settings))
            yield running[settings]

        yield start


def _wanted() -> bool:
    """What the environment says of residency: BUILD_EPUB_RESIDENT, else yes but in CI, where nobody comes back."""
    told = os.environ.get("BUILD_EPUB_RESIDENT", "")
    if told not in ("", "0", "1"):
        raise Problem(Diagnostic("CHK-011", {"value": told}))
    return told == "1" if told else os.environ.get("CI", "").lower() in ("", "0", "false")


def _own(jvm: Jvm, *, apart: bool, long: bool = False) -> Judge:
    from ebook.check.process import OwnChecker

    return OwnChecker(jvm, apart=apart, long=long)


def _resident(jvm: Jvm) -> Judge:
    private_path()  # Unfit where the system has no Unix sockets, nor Python the modules for them
    from ebook.check.resident import visit

    return visit(jvm)


def _file_name(name: str) -> str:
    """A name that a file can have in any folder."""
    last = name.encode("utf-8", "replace").decode().replace("\0", "").rpartition("/")[2]
    return BOOK if last in ("", ".", "..") else last


def _diagnostics(messages: object) -> Iterator[Diagnostic]:
    if not isinstance(messages, list):
        raise TypeError(messages)
    for message in messages:
        if message["severity"] in _FAULTS:
            yield Diagnostic(
                "CHK-013" if message["id"] == _OF_THE_NAME else "CHK-001",
                {"id": message["id"], "severity": str(message["severity"]).lower(), "text": message["text"]},
                file=str(message["path"]),
                line=_position(message["line"]),
                column=_position(message["column"]),
            )


def _position(number: object) -> int | None:
    """EPUBCheck counts from 1 and says -1 where it does not know."""
    return number if isinstance(number, int) and number > 0 else None
