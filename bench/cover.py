"""Measures what typography and a cover cost an article, and prints a section of docs/performance.md.

    python bench/cover.py [--runs 15] [-o docs/performance.md]

Builds without EPUBCheck: the plain one, without a cover and with the shortest style sheet, and those with all in each
theme, horizontal and vertical, in turn; the best run of each counts.  As whole processes, and inside one process the
CPU of the first book and of those that follow it.  With -o the section takes the place of the one in that file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from page import tell
from run import ARTICLE, machine

from ebook.resources import stylesheet
from ebook.settings import Theme

HEADING = "## The cover"
PROGRAM = str(Path(sys.executable).with_name("build-epub"))
THEMES: Sequence[Theme] = get_args(Theme)
PLAIN = "plain"
KINDS: Mapping[str, Sequence[str]] = {
    PLAIN: ("--cover", "", "--theme", min(THEMES, key=lambda theme: len(stylesheet(theme)))),
    **{theme: ("--theme", theme) for theme in THEMES},
    **{f"{theme}, vertical": ("--theme", theme, "--vertical") for theme in THEMES},
}
FURTHER = 8  # books of a process after its first
#: Builds the book again and again, and prints the seconds of CPU that each took.
INSIDE = f"""
import json, sys, time
from ebook.cli import main
took = []
for _ in range({FURTHER} + 1):
    began = time.process_time()
    assert main(sys.argv[1:]) == 0
    took.append(time.process_time() - began)
print(json.dumps(took))
"""

PREFACE = """\
Measured {date} by `python bench/cover.py --runs {runs}` on: {machine}.

The article, `--no-check`, best of the runs. *Plain* is without a cover and with the shortest style sheet; the others
have their theme's cover and sheet, and vertical lines. Ratios are to the plain build; where the machine has other work
to do, those of the CPU are the steadier. On the left whole processes; on the right the CPU inside one process, of its
first book, which imports what it needs, and of those that follow: there a cover is half of a book's work, since setting
one and packing it as a JPEG of four million pixels takes longer than reading an article does.

| | best, s | CPU, s | peak, MB | wall ratio | CPU ratio | first book, CPU s | ratio | a further book, CPU s | ratio |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""


def once(options: Sequence[str], folder: str) -> list[float]:
    """Seconds by the clock, of the CPU, and peak megabytes of a build; the CPU of a first and of a further book."""
    given = [str(ARTICLE), "--no-check", "--force", "-q", "-o", f"{folder}/a.epub", *options]
    start = time.perf_counter()
    with subprocess.Popen([PROGRAM, *given], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, given
    whole = [time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]
    told = subprocess.run([sys.executable, "-c", INSIDE, *given], capture_output=True, check=True, text=True).stdout
    first, *further = json.loads(told.splitlines()[-1])
    return [*whole, first, min(further)]


def section(runs: int) -> str:
    """The section of the page."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = [{name: once(options, folder) for name, options in KINDS.items()} for _ in range(runs)]
    best = {name: [min(column) for column in zip(*(one[name] for one in rounds), strict=True)] for name in KINDS}
    head = PREFACE.format(date=time.strftime("%Y-%m-%d"), runs=runs, machine=machine())
    return f"{HEADING}\n\n{head}{''.join(_row(name, figures, best[PLAIN]) for name, figures in best.items())}"


def _row(name: str, figures: Sequence[float], plain: Sequence[float]) -> str:
    wall, cpu, peak, first, further = figures
    of_wall, of_cpu, _, of_first, of_further = (one / other for one, other in zip(figures, plain, strict=True))
    whole = f"{wall:.2f} | {cpu:.2f} | {peak:.0f} | {of_wall:.2f} × | {of_cpu:.2f} ×"
    return f"| {name} | {whole} | {first:.3f} | {of_first:.2f} × | {further:.3f} | {of_further:.2f} × |\n"


def main() -> None:
    """Print the section, or put it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    tell(section(given.runs), given.output)


if __name__ == "__main__":
    main()
