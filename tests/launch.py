"""Run one command as the table of bad input wants it, and measure it: ``python -S launch.py``, told by JSON on stdin.

A process of its own, small enough not to show in what it measures: the peak memory that the system reports of a
process begins with that of the one it was forked from.  Prints the process's number, then the report as JSON.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import time

# Linux, prctl(2) and capabilities(7): without the two, permissions bind root as they bind anybody.
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def child(told: dict) -> None:  # type: ignore[type-arg]
    """Become the command."""
    os.setsid()
    os.chdir(told["folder"])
    for number, path in enumerate(told["streams"]):
        if path is None:
            os.close(number)
        else:
            os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o666), number)
    if told["most_bytes"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (told["most_bytes"], told["most_bytes"]))
    if told["most_memory"]:
        resource.setrlimit(resource.RLIMIT_AS, (told["most_memory"], told["most_memory"]))
    if told["bound"]:
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.execve(told["command"][0], told["command"], told["env"])  # noqa: S606 - no shell is wanted


def main() -> None:
    """Run, wait no longer than the limit, report."""
    told = json.load(sys.stdin)
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            child(told)
        finally:
            os._exit(99)
    print(pid, flush=True)  # noqa: T201 - the report

    def stop(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, told["limit"])
    _, status, used = os.wait4(pid, 0)
    seconds = time.monotonic() - start
    report = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": seconds,
        "work": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss / 1024,
    }
    print(json.dumps(report), flush=True)  # noqa: T201 - the report


main()
