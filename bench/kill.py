"""Kill builds and checks at random moments and look at what is left: ``python bench/kill.py [--times 300] [--seed 1]``.

The output holds a book from an earlier run; a build that would replace it, or a check of it, is killed with SIGKILL
somewhere in its course.  Then the book must be the old one or the new one, byte for byte; after one more run nothing
else may be in its folder or in the temporary folder; and when all is done no process may be left, but the resident
checker until its idle time is over (it is stopped, as ``build-epub checker stop`` does).
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

SCRIPT = Path(sys.executable).with_name("build-epub")
ARTICLE = "渡口的灯\n2021年3月5日 来源：临河日报\n　　本报记者 江舟\n" + "".join(
    f"　　第{number}天，临河渡口的灯亮了。摆渡人把缆绳绕了三圈，等最后一班客人。\n" for number in range(60)
)
OTHER = ARTICLE.replace("三圈", "两圈")  # the same title, day and source: the same book, built from another text
_PATIENCE = 60.0  # seconds for the last process to end


class Rig:
    """A folder to build in, a temporary folder of its own, and a mark on every process that is started."""

    def __init__(self, folder: Path, *, resident: bool, unfit: bool = False) -> None:
        """Build the old book and the new one; ``unfit`` makes the checker's folder one that it will not use."""
        self.folder, self.temporary, self.mark = folder / "out", folder / "tmp", uuid4().hex
        self.output = self.folder / "one.epub"
        self.sources = (folder / "a.txt", folder / "b.txt")
        self.resident = resident
        for path in (self.folder, self.temporary):
            path.mkdir()
        if unfit:
            self._private.mkdir()
            self._private.chmod(0o755)  # open to others
        self.books = []
        for source, text in zip(self.sources, (ARTICLE, OTHER), strict=True):
            source.write_text(text, encoding="utf-8")
            self.finish(self._build(source, "--no-check"))
            self.books.append(self.output.read_bytes())

    def begin(self, act: str) -> subprocess.Popen[bytes]:
        """Begin a build of the book that the output is not, or a check of the one that it is."""
        if act == "check":
            return self._start("check", str(self.output))
        return self._build(self.sources[self.books.index(self.next())])

    def next(self) -> bytes:
        """The book that the next build makes."""
        return self.books[self.output.read_bytes() == self.books[0]]

    def _build(self, source: Path, *options: str) -> subprocess.Popen[bytes]:
        return self._start("build", str(source), "-o", str(self.output), *options)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        env = {name: value for name, value in os.environ.items() if name not in ("XDG_RUNTIME_DIR", "CI")}
        env |= {"TMPDIR": str(self.temporary), "BUILD_EPUB_MARK": self.mark, "LC_ALL": "C.UTF-8"}
        env["BUILD_EPUB_RESIDENT"] = str(int(self.resident))
        return subprocess.Popen(
            [SCRIPT, *arguments],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )

    def finish(self, process: subprocess.Popen[bytes]) -> float:
        """Let a run end well; its seconds."""
        start = time.monotonic()
        assert process.wait(timeout=300) == 0, process.args
        return time.monotonic() - start

    def left(self) -> list[Path]:
        """What stands beside the book and in the temporary folder; the checker's own folder is looked at in the end."""
        kept = (self.output, self._private)
        return [path for folder in (self.folder, self.temporary) for path in folder.iterdir() if path not in kept]

    def books_left(self) -> list[Path]:
        """Books and folders for them that the checker has not cleared away."""
        return [path for path in self._private.rglob("*") if path.name != "work.lock"]

    @property
    def _private(self) -> Path:
        return self.temporary / f"build-epub-{os.geteuid()}"

    def running(self) -> list[int]:
        """The processes that carry the mark, or were started with the temporary folder (the resident checker)."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            except OSError:  # gone, or another user's
                continue
            if self.mark.encode() in told or str(self.temporary).encode() in told:
                found.append(int(entry.name))
        return found

    def orphans(self) -> list[int]:
        """The processes that are left when there has been time to end."""
        if self.resident:
            self.finish(self._start("checker", "stop"))
        end = time.monotonic() + _PATIENCE
        while self.running() and time.monotonic() < end:
            time.sleep(0.1)
        return self.running()


def kill_at_random(rig: Rig, times: int, chance: random.Random) -> Counter[str]:
    """Kill so many runs, two builds for each check, and look; how often what was found."""
    totals: Counter[str] = Counter()
    acts = ("build", "check", "build")
    spans = {act: rig.finish(rig.begin(act)) for act in (*acts, *acts)}
    killed = 0
    while killed < times:
        act = acts[killed % len(acts)]
        old, new = rig.output.read_bytes(), rig.next()
        process = rig.begin(act)
        time.sleep(chance.uniform(0, spans[act]))
        process.kill()
        quick = process.wait() == 0
        killed += not quick
        now = rig.output.read_bytes() if rig.output.exists() else b""
        state = "the old book" if now == old else "the new book" if now == new and act == "build" else "NO WHOLE BOOK"
        totals[f"{act}: {'quicker than the kill' if quick else 'killed'}, {state}"] += 1
        spans[act] = rig.finish(rig.begin(act))  # the next run of the same kind, which is to leave nothing
        totals["LEFT BEHIND"] += len(rig.left())
    totals["ORPHANS"] += len(rig.orphans())
    totals["LEFT BEHIND"] += len(rig.books_left())
    return totals


def main() -> int:
    """Print the totals; 1 where anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-resident", action="store_true", help="a checker of each run's own")
    parser.add_argument("--unfit", action="store_true", help="likewise, since its folder is open to others")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        rig = Rig(Path(folder), resident=not given.no_resident, unfit=given.unfit)
        totals = kill_at_random(rig, given.times, random.Random(given.seed))
    for what, count in sorted(totals.items()):
        print(f"{count:5}  {what}")
    return int(any((count and what.isupper()) or "NO WHOLE" in what for what, count in totals.items()))


if __name__ == "__main__":
    sys.exit(main())
