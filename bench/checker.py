"""Measures how books are judged, beside the official command, and prints a section of docs/performance.md.

    python bench/checker.py [--runs 3] [-o docs/performance.md]

Whole processes in rounds, the best run of each counts.  The resident checker is in a folder of its own: what you may
have running is left alone.  With -o the section takes the place of the one in that file.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import generate
from page import tell
from run import ARTICLE, Usage, machine

import ebook
from ebook.check import start_checker
from ebook.check.jvm import find_jvm
from ebook.check.resident import residents
from ebook.settings import CheckSettings, PlaceSettings, Settings

HEADING = "## The checker"
BOOKS = 200
SAMPLE = 5  # of them judged by the official command, which takes one a process; the rest is reckoned
CHAPTERS = 1_500
PROGRAM = str(Path(sys.executable).with_name("build-epub"))

PREFACE = """\
Measured {date} by `python bench/checker.py --runs {runs}` on: {machine}.

Whole processes, best of the runs. *Cold*: EPUBCheck starts with the command. *Warm*: the resident checker
(`checker.md`) runs already; its memory is the most that it has ever held, its CPU is not counted. Ratios are the
official command's seconds by ours: above 1, ours is the quicker."""


@dataclass(frozen=True)
class Row:
    """A line of a table: its name, what it cost, books a second where there are many."""

    name: str
    usage: Usage
    books: int = 1


@dataclass(frozen=True)
class Way:
    """One way to judge: its name, the command, whether the resident checker is warm before."""

    name: str
    command: Sequence[str]
    warm: bool | None = None  # None: it uses none


# --- measuring --------------------------------------------------------------------


def measure(command: Sequence[str]) -> Usage:
    """Run a command to its end; the memory is that of its largest process, Java's as a rule."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"exit {process.returncode}: {' '.join(command[:6])}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Usage(wall, usage.ru_utime + usage.ru_stime, peak, process.returncode)


def compare(ways: Sequence[Way], runs: int, book: Path, books: int = 1) -> list[Row]:
    """Each way ``runs`` times, in rounds."""
    measured: dict[str, list[Usage]] = {way.name: [] for way in ways}
    for _ in range(runs):
        for way in ways:
            with resident(way.warm, book):
                usage = measure(way.command)
                if way.warm is not None:
                    usage = replace(usage, peak=max([usage.peak, *map(peak_of, running())]))
            measured[way.name].append(usage)
    return [Row(name, min(usages, key=lambda usage: usage.wall), books) for name, usages in measured.items()]


@contextmanager
def resident(warm: bool | None, book: Path) -> Iterator[None]:  # noqa: FBT001 - three states, not a flag
    """A resident checker that has judged the book twice, or none."""
    with tempfile.TemporaryDirectory(prefix="be-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        os.environ["BUILD_EPUB_RESIDENT"] = "0" if warm is None else "1"
        for _ in range(2 if warm else 0):
            measure([PROGRAM, "check", str(book)])
        yield
        for here in residents():
            here.stop()


def running() -> list[int]:
    """The resident checkers' processes."""
    return [here.resident.process for here in residents()]


def peak_of(process: int) -> int:
    """The most bytes of memory that a process has held (Linux; 0 elsewhere)."""
    path = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", path.read_text(encoding="utf-8")) if path.exists() else None
    return int(found[1]) * 1024 if found else 0


# --- what is judged ---------------------------------------------------------------


def official(book: Path) -> list[str]:
    """The official command."""
    jvm = find_jvm()
    return [jvm.java, "-jar", str(jvm.jar), str(book)]


def made(source: Path, output: Path) -> Path:
    """A book built without EPUBCheck."""
    settings = Settings(check=CheckSettings(epubcheck=False), place=PlaceSettings(output=output))
    path = ebook.build([source], settings).path
    assert path, source
    return path


def articles(folder: Path) -> list[Path]:
    """Small sources, no two alike."""
    text = ARTICLE.read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    paths = [folder / f"{number:03}.txt" for number in range(1, BOOKS + 1)]
    for number, path in enumerate(paths, 1):
        path.write_text(f"{title}（{number}）\n{rest}", encoding="utf-8", newline="\n")
    return paths


def novel(folder: Path) -> Path:
    """A source of many chapters."""
    chapters = re.split(r"(?m)^(?=第.+章　)", generate.book())
    path = folder / "novel.txt"
    path.write_text("".join(chapters[: CHAPTERS + 1]), encoding="utf-8", newline="\n")
    return path


# --- the tables -------------------------------------------------------------------


def report(options: argparse.Namespace, folder: Path) -> str:
    """Measure everything and write it up."""
    parts = [HEADING, PREFACE.format(date=time.strftime("%Y-%m-%d", time.gmtime()), machine=machine(), **vars(options))]
    parts += ["### One small book", table(one_book(folder, options.runs))]
    parts += [f"### {BOOKS} small books in one run", many_books(folder, options.runs)]
    parts += [f"### One book of {CHAPTERS:,} chapters", table(big_book(folder, options.runs))]
    return "\n\n".join(parts) + "\n"


def one_book(folder: Path, runs: int) -> list[Row]:
    """The whole of a command, for the article of the samples."""
    book = made(ARTICLE, folder / "one.epub")
    build = [PROGRAM, "build", str(ARTICLE), "-o", str(folder / "built.epub")]
    ways = [
        Way("official command", official(book)),
        Way("`build-epub check`, cold, a process of its own", [PROGRAM, "check", str(book)]),
        Way("`build-epub check`, cold, starts the resident checker", [PROGRAM, "check", str(book)], warm=False),
        Way("`build-epub check`, warm", [PROGRAM, "check", str(book)], warm=True),
        Way("`build-epub` (reads, builds, judges, places), cold", build),
        Way("`build-epub` (reads, builds, judges, places), warm", build, warm=True),
    ]
    return compare(ways, runs, book)


def many_books(folder: Path, runs: int) -> str:
    """Judged by one command, and built by one."""
    sources = articles(folder)
    books = [made(source, source.with_suffix(".epub")) for source in sources]
    sample = [
        min((measure(official(book)) for _ in range(runs)), key=lambda usage: usage.wall) for book in books[:SAMPLE]
    ]
    whole = Usage(
        sum(usage.wall for usage in sample) * BOOKS / SAMPLE,
        sum(usage.cpu for usage in sample) * BOOKS / SAMPLE,
        max(usage.peak for usage in sample),
        0,
    )
    names = [str(book) for book in books]
    (folder / "out").mkdir()
    each = [PROGRAM, "--each", *map(str, sources), "-o", str(folder / "out"), "-q"]
    ways = [
        Way("`build-epub check *.epub`, cold", [PROGRAM, "check", *names]),
        Way("`build-epub check *.epub`, warm", [PROGRAM, "check", *names], warm=True),
        Way("`build-epub --each *.txt`, warm", each, warm=True),
    ]
    name = f"official command, a process a book ({SAMPLE} books measured)"
    rows = [Row(name, whole, BOOKS), *compare(ways, runs, books[0], BOOKS), Row(*library(books, runs), BOOKS)]
    return table(rows)


def library(books: Sequence[Path], runs: int) -> tuple[str, Usage]:
    """Judged from two threads of a program that has a warm checker: the checker alone, no other rule."""
    data = [book.read_bytes() for book in books]
    usages = []
    for _ in range(runs):
        with resident(True, books[0]), checker() as check, ThreadPoolExecutor(2) as pool:  # noqa: FBT003
            start = time.perf_counter()
            assert not any(pool.map(check, data))
            usages.append(Usage(time.perf_counter() - start, 0.0, max(map(peak_of, running())), 0))
    return "`Checker.check` on two threads, warm", min(usages, key=lambda usage: usage.wall)


@contextmanager
def checker() -> Iterator[Callable[[bytes], Sequence[object]]]:
    """What EPUBCheck finds in a book."""
    with start_checker(CheckSettings()) as running_checker:
        assert running_checker
        yield lambda book: running_checker.check(book).diagnostics


def big_book(folder: Path, runs: int) -> list[Row]:
    """A novel."""
    book = made(novel(folder), folder / "novel.epub")
    check = [PROGRAM, "check", str(book)]
    ways = [
        Way("official command", official(book)),
        Way("`build-epub check`, cold", check),
        Way("`build-epub check`, warm", check, warm=True),
    ]
    return compare(ways, runs, book)


def table(rows: Sequence[Row]) -> str:
    """Rows beside the first of them."""
    first = rows[0].usage
    many = rows[0].books > 1
    lines = [
        f"| | wall, s | CPU, s | peak, MB | wall ratio |{' books a second |' if many else ''}",
        f"|---|--:|--:|--:|--:|{'--:|' if many else ''}",
    ]
    for row in rows:
        cpu = f"{row.usage.cpu:.2f}" if row.usage.cpu else ""
        cells = [row.name, f"{row.usage.wall:.2f}", cpu, f"{row.usage.peak / 1e6:.0f}"]
        cells.append(f"{first.wall / row.usage.wall:.1f} ×")
        lines.append(f"| {' | '.join(cells)} |" + (f" {row.books / row.usage.wall:.1f} |" if many else ""))
    return "\n".join(lines)


def main() -> None:
    """Measure, then print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="how often each is run; the best counts")
    parser.add_argument("-o", "--output", type=Path, help="put the section into this page instead of printing it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        section = report(options, Path(name))
    tell(section, options.output)


if __name__ == "__main__":
    main()
