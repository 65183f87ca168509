"""A process in a group of its own: it ends with all that it started, whatever the program was."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen
from threading import current_thread, main_thread
from typing import BinaryIO

#: What is started may be a script: what that starts is of its group and ends with it.
GROUP = 0 if os.name == "posix" else None

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def end(process: Popen[bytes]) -> None:
    """End a process of a group of its own, and the whole group."""
    if os.name != "posix":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):  # all have ended; macOS forbids to signal who has just done so
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def running(command: Sequence[str], cwd: Path, env: Mapping[str, str], words: BinaryIO) -> Iterator[Popen[bytes]]:
    """A process of a group of its own, which has ended with all that it started when the context has.

    It hears nothing, and says all to ``words``.  A signal that comes while it begins is heard when there is something
    to end.
    """
    with _deaf() as hear:
        process = Popen(  # noqa: S603 - the command is the caller's
            command, cwd=cwd, env=env, stdin=DEVNULL, stdout=words, stderr=STDOUT, process_group=GROUP
        )
        try:
            hear()
            yield process
        finally:
            end(process)
            process.wait()


@contextmanager
def _deaf() -> Iterator[Callable[[], None]]:
    """Signals are held back until what is given is called, or the context ends.

    By handlers, not by a mask, which the process would inherit.  They are called in the main thread alone.
    """
    held: list[int] = []
    main = current_thread() is main_thread()
    before = {number: handler for number in _ENDING if main and callable(handler := signal.getsignal(number))}
    for number in before:
        signal.signal(number, lambda number, _: held.append(number))

    def hear() -> None:
        for number in list(before):
            signal.signal(number, before.pop(number))
        while held:
            signal.raise_signal(held.pop())

    try:
        yield hear
    finally:
        hear()
