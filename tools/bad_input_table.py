"""Run every kind of bad input and write docs/bad-input.md: ``python tools/bad_input_table.py``."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "bad-input.md"
sys.path.insert(0, str(ROOT / "tests"))

from hostile import Kind, Outcome, attempt, faults  # noqa: E402 - stands in tests/
from hostile_table import HEAD, SECTIONS, rows  # noqa: E402

_PREFACE = """\
# Bad input, bad luck

What `build-epub` does with what it cannot use: one clear message (`diagnostics.md`), the documented exit code
(`exit-codes.md`), nothing lost, nothing left behind, in bounded time and memory. The real command was run once on each
of {count} kinds, most with `--no-check`; where a row has no message, a book was built. Messages on how a text was read
(no title found, a line in doubt) are left out. Written by `tools/bad_input_table.py`; `tests/test_bad_input.py` holds
each row to its message, its exit code and its limits of time and memory.

Measured on Python {python}, {machine}, which had other work to do: seconds by the clock, seconds of a processor, and
the peak memory of the largest process (Java counts).
"""


def main() -> int:
    """Run all, write the page; 1 where a kind did not come to what the table says."""
    parts, wrong = [], 0
    for title, kinds in SECTIONS.items():
        outcomes = [_run(kind) for kind in kinds]
        parts.append("\n".join(["", f"## {title}", "", *HEAD, *rows(outcomes), ""]))
        for outcome in outcomes:
            wrong += bool(faults(outcome))
            print(*rows([outcome]), *faults(outcome))
    count = sum(map(len, SECTIONS.values()))
    machine = f"{platform.system()} {platform.machine()}"
    PAGE.write_text(_PREFACE.format(count=count, python=platform.python_version(), machine=machine) + "".join(parts))
    print(f"{count} kinds, {wrong} wrong: {PAGE.relative_to(ROOT)}")
    return int(wrong > 0)


def _run(kind: Kind) -> Outcome:
    with TemporaryDirectory(prefix="bad-input-", ignore_cleanup_errors=True) as folder:
        return attempt(kind, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
