"""Measures what a cover costs an article, and prints a section of docs/performance.md.

    python bench/cover.py [--runs 15] [-o docs/performance.md]

Whole processes without EPUBCheck, with a drawn cover and without one in turn; the best run of each counts.  With -o
the section takes the place of the one in that file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from page import tell
from run import ARTICLE, machine

HEADING = "## The cover"
PROGRAM = str(Path(sys.executable).with_name("build-epub"))
KINDS = {
    "without a cover": ("--cover", ""),
    **{theme: ("--theme", theme) for theme in ("classic", "newspaper", "modern")},
}

PREFACE = """\
Measured {date} by `python bench/cover.py --runs {runs}` on: {machine}.

Whole processes for the article, `--no-check`, best of the runs. Ratios are to the build without a cover; where the
machine has other work to do, that of the CPU is the steadier.

| | best, s | CPU, s | peak, MB | wall ratio | CPU ratio |
|---|--:|--:|--:|--:|--:|
"""


def once(options: tuple[str, ...], folder: str) -> tuple[float, float, float]:
    """Seconds by the clock and of the CPU, and peak megabytes, of one build."""
    command = [PROGRAM, str(ARTICLE), "--no-check", "--force", "-q", "-o", f"{folder}/a.epub", *options]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def section(runs: int) -> str:
    """The section of the page."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = [{name: once(options, folder) for name, options in KINDS.items()} for _ in range(runs)]
    best = {name: [min(column) for column in zip(*(one[name] for one in rounds), strict=True)] for name in KINDS}
    plain = best["without a cover"]
    rows = [
        f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {wall / plain[0]:.2f} × | {cpu / plain[1]:.2f} × |\n"
        for name, (wall, cpu, peak) in best.items()
    ]
    head = PREFACE.format(date=time.strftime("%Y-%m-%d"), runs=runs, machine=machine())
    return f"{HEADING}\n\n{head}{''.join(rows)}"


def main() -> None:
    """Print the section, or put it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    tell(section(given.runs), given.output)


if __name__ == "__main__":
    main()
