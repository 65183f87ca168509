"""A process in a group of its own: it ends with all that it started, whatever the program was."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from subprocess import Popen

#: What is started may be a script: what that starts is of its group and ends with it.
GROUP = 0 if os.name == "posix" else None


def end(process: Popen[bytes]) -> None:
    """End a process of a group of its own, and the whole group."""
    if os.name != "posix":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):  # all have ended; macOS forbids to signal who has just done so
        os.killpg(process.pid, signal.SIGKILL)
