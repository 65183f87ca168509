"""Measures build-epub beside its peers and prints the tables of docs/performance.md.

    python bench/run.py [--runs 5] [--limit 300] [--peers bench/.peers] [-o docs/performance.md]

Two inputs: an article of content/ and the generated book of bench/generate.py.  Every tool is run as a whole process,
one after another in rounds, so that whatever else the machine does falls on all of them.  Wall and CPU are those of
the best run; peak memory is that of the largest process of the tool (a child counts, the sum does not).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import generate

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "content" / "xiangkou-bookstall.txt"

PREFACE = """\
Measured {date} by `python bench/run.py --runs {runs} --limit {limit:.0f}` on: {machine}.

Whole processes, from the shell's point of view; the best of the runs counts, since other work on the machine can only
add. Peak memory is that of a tool's largest process. Ratios are to the first row: above 1, build-epub is the faster or
the smaller. `bench/README.md` says how to repeat this."""


@dataclass(frozen=True)
class Tool:
    """A converter as the table calls it, and how it is called for an input and an output; None where it is missing."""

    name: str
    command: Callable[[Path, Path], list[str]] | None


@dataclass(frozen=True)
class Usage:
    """What one run of a process cost: seconds, bytes, and its exit code (-9 where the time limit killed it)."""

    wall: float
    cpu: float
    peak: int
    code: int


@dataclass
class Result:
    """The runs of one tool on one input."""

    tool: Tool
    runs: list[Usage] = field(default_factory=list)
    entries: int | None = None  # links in the table of contents of the book it made

    @property
    def best(self) -> Usage:
        """The fastest run."""
        return min(self.runs, key=lambda usage: usage.wall)


# --- the tools --------------------------------------------------------------------


def tools(peers: Path) -> list[Tool]:
    """build-epub without and with EPUBCheck, then the peers."""
    ours = _program("build-epub", Path(sys.executable).parent)
    if ours is None:
        sys.exit("build-epub is not installed beside this Python: see README.md")
    txt2epub = _program("txt2epub-next", peers / "bin")
    calibre = _program("ebook-convert")
    return [
        Tool(
            f"build-epub {_version(ours)} --no-check",
            lambda a, b: [ours, "--no-check", "--force", str(a), "-o", str(b)],
        ),
        Tool(
            f"build-epub {_version(ours)}, with EPUBCheck, cold",
            lambda a, b: [ours, "--no-resident", "--force", str(a), "-o", str(b)],
        ),
        # pandoc reads no plain text: the .txt goes in as Markdown.
        _peer("pandoc", _pandoc(peers), lambda a, b: ["-f", "markdown", "-t", "epub3", str(a), "-o", str(b)]),
        _peer("txt2epub-next", txt2epub, lambda a, b: ["convert", "-i", str(a), "-o", str(b), "--overwrite"]),
        _peer("calibre ebook-convert", calibre, lambda a, b: [str(a), str(b)]),
    ]


def _peer(name: str, program: str | None, arguments: Callable[[Path, Path], list[str]]) -> Tool:
    if program is None:
        return Tool(name, None)
    return Tool(f"{name} {_version(program)}", lambda a, b: [program, *arguments(a, b)])


def _program(name: str, *folders: Path) -> str | None:
    return shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")]))


def _pandoc(peers: Path) -> str | None:
    """Find the pandoc inside PyPI's pypandoc_binary, else one on PATH."""
    return _program("pandoc", *peers.glob("lib/python*/site-packages/pypandoc/files"))


def _version(program: str) -> str:
    """Ask the program, and where it has no answer (txt2epub-next) the name of its package's metadata."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=60)
    package = Path(program).name.replace("-", "_")
    metadata = [
        path.name for path in Path(program).parent.parent.glob(f"lib/python*/site-packages/{package}-*.dist-info")
    ]
    found = re.search(r"\d+(\.\d+)+", told.stdout if told.returncode == 0 else " ".join(metadata))
    return found.group() if found else ""


# --- measuring --------------------------------------------------------------------


def measure(command: Sequence[str], limit: float, output: Path) -> Usage:
    """Run a command as a process group of its own, kill it at the limit, and ask the kernel what it used."""
    output.unlink(missing_ok=True)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        clock = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        clock.start()
        _, status, usage = os.wait4(process.pid, 0)
        clock.cancel()
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Usage(wall, usage.ru_utime + usage.ru_stime, peak, process.returncode)


def compare(candidates: list[Tool], source: Path, runs: int, limit: float, folder: Path) -> list[Result]:
    """Every tool ``runs`` times on one input, in rounds; what failed or was killed is not asked again."""
    results = [Result(tool) for tool in candidates]
    for number in range(1, runs + 1):
        for result in results:
            if result.tool.command is None or any(usage.code for usage in result.runs):
                continue
            output = folder / f"{re.sub(r'[^a-z0-9]+', '-', result.tool.name)}.epub"
            result.runs.append(measure(result.tool.command(source, output), limit, output))
            result.entries = _entries(output)
            print(f"{source.name} {number}/{runs} {result.tool.name}: {_outcome(result.runs[-1])}", file=sys.stderr)
    return results


def _outcome(usage: Usage) -> str:
    return f"{usage.wall:.2f} s" + (f", exit {usage.code}" if usage.code else "")


def _entries(epub: Path) -> int | None:
    """Count the links of the navigation document, or of the NCX in an EPUB 2; None where there is no book."""
    if not epub.exists():
        return None
    with zipfile.ZipFile(epub) as book:
        for pattern, mark in ((r"nav\.xhtml$", rb"<nav\b[^>]*toc.*?</nav>"), (r"\.ncx$", rb".*")):
            for name in filter(re.compile(pattern).search, book.namelist()):
                block = re.search(mark, book.read(name), re.DOTALL)
                return len(re.findall(rb"<a\b|<navPoint\b", block.group())) if block else 0
    return 0


def stages(candidates: list[Tool], source: Path, runs: int, folder: Path) -> dict[str, float]:
    """Seconds by stage of build-epub without EPUBCheck, the best of several runs, as ``--timings`` tells them."""
    assert candidates[0].command
    command = [*candidates[0].command(source, folder / "stages.epub"), "--format", "json", "--timings"]
    told = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["timings"] for _ in range(runs)]
    return min(told, key=lambda timings: sum(timings.values()))


# --- telling ----------------------------------------------------------------------


def table(results: list[Result]) -> str:
    """One input's results as a Markdown table; ratios are to build-epub without EPUBCheck."""
    lines = [
        "| | best, s | median, s | CPU, s | peak, MB | wall ratio | peak ratio | entries in the contents |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    return "\n".join([*lines, *(_row(result, results[0]) for result in results)])


def _row(result: Result, ours: Result) -> str:
    if not result.runs:
        return f"| {result.tool.name} | missing |||||||"
    best = result.best
    if failed := next((usage for usage in result.runs if usage.code), None):
        why = "killed at the limit" if failed.code == -signal.SIGKILL else f"exit {failed.code}"
        ratios = f"> {failed.wall / ours.best.wall:.0f} × | {failed.peak / ours.best.peak:.1f} ×"
        cells = f"> {failed.wall:.0f}: {why} | | {failed.cpu:.0f} | {failed.peak / 1e6:.0f} | {ratios} | –"
    else:
        median = statistics.median(usage.wall for usage in result.runs)
        ratios = f"{best.wall / ours.best.wall:.2f} × | {best.peak / ours.best.peak:.2f} ×"
        cells = f"{best.wall:.2f} | {median:.2f} | {best.cpu:.2f} | {best.peak / 1e6:.0f} | {ratios} | {result.entries}"
    return f"| {result.tool.name} | {cells} |"


def stage_table(timings: dict[str, float]) -> str:
    """Return the stages of one run as a Markdown table."""
    rows = [f"| {stage} | {seconds:.3f} |" for stage, seconds in timings.items()]
    return "\n".join(["| stage | s |", "|---|--:|", *rows])


def machine() -> str:
    """Processor, cores, memory, system and Python of this run."""
    info = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*: (.+)", info.read_text(encoding="utf-8")) if info.exists() else None
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{named.group(1) if named else platform.processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def report(options: argparse.Namespace, folder: Path) -> str:
    """Measure everything and write it up."""
    big = folder / "book.txt"
    big.write_text(generate.book(), encoding="utf-8", newline="\n")
    candidates = tools(options.peers)
    parts = [
        "# Performance",
        PREFACE.format(date=time.strftime("%Y-%m-%d", time.gmtime()), machine=machine(), **vars(options)),
    ]
    for heading, source in (
        (f"An article: content/{ARTICLE.name}", ARTICLE),
        (f"A book: {generate.CHAPTERS:,} chapters, {generate.CHARACTERS:,} characters", big),
    ):
        results = compare(candidates, source, options.runs, options.limit, folder)
        parts += [f"## {heading}", table(results)]
        parts += ["By stage, without EPUBCheck:", stage_table(stages(candidates, source, options.runs, folder))]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Parse the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each tool on each input")
    parser.add_argument("--limit", type=float, default=300, help="seconds after which a tool is killed")
    parser.add_argument("--peers", type=Path, default=ROOT / "bench" / ".peers", help="the venv of the peers")
    parser.add_argument("-o", "--output", type=Path, help="write here instead of printing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = report(options, Path(folder))
    if options.output:
        kept = options.output.read_text(encoding="utf-8") if options.output.exists() else ""
        _, heading, section = kept.partition("\n## The checker\n")  # bench/checker.py's
        options.output.write_text(text + heading + section, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
