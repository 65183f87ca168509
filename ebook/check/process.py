"""A Java process of one run's own: it begins and ends with the run."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread

from ebook.check.jvm import PATIENCE, Jvm, environment
from ebook.check.private import Unfit, private_folder
from ebook.check.wire import Answer, Lost, Overdue, Wire
from ebook.diagnostics import Diagnostic, Problem
from ebook.group import GROUP, end
from ebook.passing import passing_folder

_FAREWELL = 3.0  # seconds for the process to clear up, once it is told that the run is over
_WORDS = 4000  # bytes of its complaints that are kept


class Process:
    """A running process that judges books over its standard input and output."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it and return at once.  Raises :class:`Problem` (CHK-003) where that cannot be done."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=environment(),
                process_group=GROUP,
            )
        except OSError as error:
            raise Problem(_not_started(command[0], error.strerror)) from error
        assert self._process.stdin
        assert self._process.stdout
        self._command = command[0]
        self._answers = False
        self._wire = Wire(self._process.stdout.read, self._write, lambda: end(self._process))
        self._complaints = b""
        self._drain = Thread(target=self._complain, daemon=True)
        self._drain.start()

    def judge(self, name: str, book: bytes, patience: float) -> Answer:
        """EPUBCheck's answer.  Raises :class:`Problem` where there is none."""
        try:
            self._greet(min(patience, PATIENCE))
            answer = self._wire.judge(name, book, patience)
        except Lost as lost:
            raise Problem(self._death(lost.said)) from lost
        if "room" in answer:
            raise Problem(Diagnostic("CHK-010", {"reason": answer["room"]}))
        if answer.get("failure") is not None:
            raise Problem(Diagnostic("CHK-004", {"reason": answer["failure"]}))
        return answer

    def close(self) -> None:
        """Let it clear up and end; if it does not, end it."""
        assert self._process.stdin
        with suppress(OSError):
            self._process.stdin.close()
        self._gone()
        self._wire.join()
        with self._process:  # closes the pipes
            pass

    def _greet(self, patience: float) -> None:
        """Hear once that somebody is there: a Java that hangs is not waited for as long as a book may take."""
        if self._answers:
            return
        try:
            self._wire.ask({"ask": "status"}, patience)
        except Overdue as overdue:
            reason = f"{os.strerror(errno.ETIMEDOUT)} ({patience:.0f} s)"
            raise Problem(_not_started(self._command, reason)) from overdue
        self._answers = True

    def _death(self, said: str) -> Diagnostic:
        if said:
            return Diagnostic("CHK-006", {"answer": said[:200]})
        code = self._gone()
        lines = self._complaints.decode("utf-8", "replace").strip().splitlines()
        return Diagnostic("CHK-004", {"reason": f"{code}: {lines[0] if lines else ''}"})

    def _gone(self) -> int:
        """Its exit code, when it has ended: by itself, or else by us, with what it started, which holds the pipes."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_FAREWELL)
        end(self._process)
        code = self._process.wait()
        self._drain.join()
        return code

    def _write(self, data: bytes) -> None:
        assert self._process.stdin
        view = memoryview(data)
        while view:
            view = view[self._process.stdin.write(view) :]

    def _complain(self) -> None:
        assert self._process.stderr
        while piece := self._process.stderr.read(_WORDS):
            self._complaints = (self._complaints + piece)[:_WORDS]


class OwnChecker(Process):
    """EPUBCheck as such a process."""

    def __init__(self, jvm: Jvm, *, apart: bool = False, long: bool = False) -> None:
        """Start it; ``apart`` from the private folder, where that has failed before; for ``long`` books."""
        self._folder = ExitStack()
        try:
            super().__init__(jvm.command("pipe", str(self._place(apart=apart)), long=long))
        except BaseException:
            self._folder.close()
            raise

    def close(self) -> None:
        """End it, and take its temporary folder away where it needed one."""
        super().close()
        self._folder.close()

    def _place(self, *, apart: bool) -> Path:
        try:
            if not apart:
                return private_folder()
        except Unfit:
            pass  # the process needs no more than a folder
        try:
            return self._folder.enter_context(passing_folder())
        except OSError as error:
            raise Problem(Diagnostic("CHK-010", {"reason": error.strerror})) from error


def _not_started(command: str, reason: str | None) -> Diagnostic:
    return Diagnostic("CHK-003", {"command": command, "reason": reason})
