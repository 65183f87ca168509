"""Where the command starts: as little as can be, so that Ctrl-C ends it quietly while the rest is being loaded."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> int:
    """Load the command line and run it; the exit code (docs/exit-codes.md)."""
    try:
        from ebook.cli import main as run  # noqa: PLC0415 - loading is what may be interrupted

        return run()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
