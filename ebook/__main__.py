"""Where the command starts: as little as can be, so that Ctrl-C ends it quietly while the rest is being loaded."""

from __future__ import annotations

import signal
import sys

INTERRUPTED = 130


def main() -> int:
    """Load the command line and run it; the exit code (docs/exit-codes.md)."""
    try:
        from ebook.cli import main as run  # noqa: PLC0415 - loading is what may be interrupted

        code = run()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: what is left is Python's own end
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


if __name__ == "__main__":
    sys.exit(main())
