"""Measures what three editions cost beside one, and prints a section of docs/performance.md.

    python bench/editions.py [--runs 5] [-o docs/performance.md]

Whole processes with the check, one edition and three in turn; the best run of each counts.  The article is judged by a
resident checker that is warm, the big book of generate.py by a process of its own, as always.  With -o the section
takes the place of the one in that file.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import generate
from checker import measure
from page import tell
from run import ARTICLE, Usage, machine

from ebook.check.resident import residents

HEADING = "## Editions"
PROGRAM = str(Path(sys.executable).with_name("build-epub"))
WAYS = {"one edition (`generic`)": "generic", "three (`generic,kindle,kobo`)": "generic,kindle,kobo"}
BIG_RUNS = 2  # a minute each

PREFACE = """\
Measured {date} by `python bench/editions.py --runs {runs}` on: {machine}.

Whole processes with all checks, the best of the runs. Ratios are to one edition; where the machine has other work to
do, they come out higher, since the judging of three is spread over the processors."""


def once(source: Path, editions: str, folder: str) -> Usage:
    """One build."""
    return measure([PROGRAM, str(source), "--edition", editions, "--force", "-q", "-o", f"{folder}/book.epub"])


def table(source: Path, runs: int) -> str:
    """One and three, in rounds."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = [{name: once(source, editions, folder) for name, editions in WAYS.items()} for _ in range(runs)]
    best = {name: min((one[name] for one in rounds), key=lambda usage: usage.wall) for name in WAYS}
    first = next(iter(best.values()))
    lines = ["| | wall, s | CPU, s | peak, MB | wall ratio |", "|---|--:|--:|--:|--:|"]
    for name, usage in best.items():
        numbers = f"{usage.wall:.2f} | {usage.cpu:.2f} | {usage.peak / 1e6:.0f} | {usage.wall / first.wall:.2f} ×"
        lines.append(f"| {name} | {numbers} |")
    return "\n".join(lines)


def section(runs: int) -> str:
    """The section of the page."""
    with tempfile.TemporaryDirectory(prefix="be-") as folder:
        os.environ.update(XDG_RUNTIME_DIR=folder, BUILD_EPUB_RESIDENT="1")
        once(ARTICLE, "generic", folder)
        small = table(ARTICLE, runs)
        novel = Path(folder) / "novel.txt"
        novel.write_text(generate.book(), encoding="utf-8", newline="\n")
        big = table(novel, min(runs, BIG_RUNS))
        for here in residents():
            here.stop()
    head = PREFACE.format(date=time.strftime("%Y-%m-%d"), runs=runs, machine=machine())
    parts = [HEADING, head, "### An article", small, f"### A book of {generate.CHARACTERS:,} characters", big]
    return "\n\n".join(parts) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the section, or put it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each is run; the best counts")
    parser.add_argument("-o", "--output", type=Path, help="put the section into this page instead of printing it")
    given = parser.parse_args(arguments)
    tell(section(given.runs), given.output)


if __name__ == "__main__":
    main()
