"""The checker that stays between runs: found, started, asked how it is, stopped.

One Java process for each user and each version, behind a Unix socket in the user's private folder; who may connect is
up to that folder.  ``java/Resident.java`` is the other side.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from ebook.check.jvm import Jvm
from ebook.check.private import Unfit, private_folder, private_path
from ebook.check.wire import Answer, Lost, Overdue, Wire
from ebook.diagnostics import Diagnostic
from ebook.group import end

IDLE = 600.0  # seconds without work after which it ends
LONGEST = 900.0  # seconds for one book after which it ends: whoever asked has given up long ago
_PATIENCE = 20.0  # seconds for it to start, and to answer what takes no time
_LEAVING = 2.0  # seconds for it to be gone, once it does not answer
_LOOK = 0.02

# The shell ends at once and leaves the process to init: no zombie in a long run of ours.  Its own session: Ctrl-C in
# the caller's terminal is none of its business, nor is the caller's folder.  It speaks once, through the pipe.
_DETACHED = 'umask 077; "$@" &'


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident checker as it describes itself."""

    process: int
    epubcheck: str
    java: str
    age: int  # seconds
    idle: int  # seconds since it last had anything to do
    judged: int  # books


class Visit:
    """A connection to the resident checker."""

    def __init__(self, path: Path) -> None:
        """Connect.  Raises OSError where nobody is at home, :class:`Lost` where somebody is and does not answer."""
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise
        self._wire = Wire(self._socket.recv, self._socket.sendall, self._hang_up)
        try:
            self.resident = _resident(self._wire.ask({"ask": "status"}, _PATIENCE))
        except Lost:
            self.close()
            raise

    def judge(self, name: str, book: bytes, patience: float) -> Answer:
        """EPUBCheck's answer.  Raises :class:`Unfit` where there is none: a process of our own may have one."""
        try:
            answer = self._wire.judge(name, book, patience)
        except Lost as lost:
            reason = f"{self.resident.process}: {os.strerror(errno.ECONNRESET)}"
            raise Unfit(Diagnostic("CHK-008", {"reason": reason})) from lost
        trouble = answer.get("room") or answer.get("failure")
        if trouble is not None:
            raise Unfit(Diagnostic("CHK-008", {"reason": trouble}))
        return answer

    def close(self) -> None:
        """Hang up."""
        self._hang_up()
        self._wire.join()
        self._socket.close()

    def stop(self) -> None:
        """Have it end, once the books in hand are judged, and wait for that."""
        with suppress(Lost):  # it ends by itself just now
            self._wire.ask({"ask": "stop"}, _PATIENCE)
        self._wire.join()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)


def visit(jvm: Jvm) -> Visit:
    """Connect to the resident checker, which is started where there is none.  Raises :class:`Unfit`."""
    folder = private_folder()
    path = folder / f"{jvm.key()}.sock"
    try:
        if here := _knock(path):
            return here
        with _alone(folder):
            if here := _knock(path):  # another command was quicker
                return here
            path.unlink(missing_ok=True)  # of one that was killed
            _start(jvm.command("serve", str(folder), str(path), str(IDLE), str(LONGEST)))
            return Visit(path)
    except OSError as error:
        raise Unfit(Diagnostic("CHK-008", {"reason": str(error)})) from error
    except Lost as lost:
        reason = f"{path}: {lost.said[:200] or os.strerror(errno.ETIMEDOUT)}"
        raise Unfit(Diagnostic("CHK-008", {"reason": reason})) from lost


def residents() -> Iterator[Visit]:
    """A visit to each resident checker of this user, of whatever version.  Raises :class:`Unfit`."""
    if not private_path().exists():
        return
    for path in sorted(private_folder().glob("*.sock")):
        with suppress(OSError, Lost):  # one that was killed, or has just gone
            here = Visit(path)
            try:
                yield here
            finally:
                here.close()


def _knock(path: Path) -> Visit | None:
    """A visit, or None where nobody is at home.  One that is just ending hangs up: then there is nobody soon."""
    deadline = monotonic() + _LEAVING
    while True:
        try:
            return Visit(path)
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        except Lost as lost:
            if isinstance(lost, Overdue) or lost.said or monotonic() > deadline:
                raise
        sleep(_LOOK)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The folder's lock: one command at a time looks for the process and starts it.  Raises TimeoutError."""
    deadline = monotonic() + 2 * _PATIENCE
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > deadline:
                    raise TimeoutError(f"{folder}: locked") from None
            sleep(_LOOK)
        yield
    finally:
        os.close(handle)


def _start(command: Sequence[str]) -> None:
    """Start the process and wait until it can be connected to.  Raises OSError with what it said in place of that."""
    heard, mouth = os.pipe()
    try:
        try:
            shell = subprocess.Popen(  # noqa: S603 - the command is ours
                ["/bin/sh", "-c", _DETACHED, "sh", *command],
                stdin=subprocess.DEVNULL,
                stdout=mouth,
                stderr=mouth,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )
            shell.wait()
        finally:
            os.close(mouth)
        said = _hear(heard)
    finally:
        os.close(heard)
    if not said.endswith("ready\n"):
        end(shell)  # its session is that of the process, which may hang
        raise OSError(said.strip().partition("\n")[0] or "it does not start")


def _hear(pipe: int) -> str:
    """What the process says until it is ready, ends, or takes too long."""
    said = b""
    deadline = monotonic() + _PATIENCE
    while not said.endswith(b"ready\n"):
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - monotonic()))
        piece = os.read(pipe, 4096) if ready else b""
        if not piece:
            break
        said += piece
    return said.decode("utf-8", "replace")


def _resident(answer: Answer) -> Resident:
    try:
        numbers = {name: int(str(answer[name])) for name in ("process", "age", "idle", "judged")}
        return Resident(epubcheck=str(answer["epubcheck"]), java=str(answer["java"]), **numbers)
    except (KeyError, ValueError) as error:
        raise Lost(str(answer)) from error
