"""A Java process of one run's own: it begins and ends with the run."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from ebook.check.jvm import Jvm, environment
from ebook.check.private import Unfit, private_folder
from ebook.check.wire import Answer, Lost, Wire
from ebook.diagnostics import Diagnostic, Problem

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
            )
        except OSError as error:
            raise Problem(Diagnostic("CHK-003", {"command": command[0], "reason": error.strerror})) from error
        assert self._process.stdin
        assert self._process.stdout
        self._wire = Wire(self._process.stdout.read, self._write, self._process.kill)
        self._complaints = b""
        self._drain = Thread(target=self._complain, daemon=True)
        self._drain.start()

    def judge(self, name: str, book: bytes, patience: float) -> Answer:
        """EPUBCheck's answer.  Raises :class:`Problem` where there is none."""
        try:
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
        try:
            self._process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._wire.join()
        self._drain.join()
        with self._process:  # closes the pipes and waits
            pass

    def _death(self, said: str) -> Diagnostic:
        if said:
            return Diagnostic("CHK-006", {"answer": said[:200]})
        code = self._process.wait()
        self._drain.join()
        lines = self._complaints.decode("utf-8", "replace").strip().splitlines()
        return Diagnostic("CHK-004", {"reason": f"{code}: {lines[0] if lines else ''}"})

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

    def __init__(self, jvm: Jvm, *, apart: bool = False) -> None:
        """Start it; ``apart`` from the private folder, where that has failed before."""
        self._folder = ExitStack()
        try:
            super().__init__(jvm.command("pipe", str(self._place(apart=apart))))
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
            return Path(self._folder.enter_context(TemporaryDirectory(prefix="build-epub-")))
        except OSError as error:
            raise Problem(Diagnostic("CHK-010", {"reason": error.strerror})) from error
