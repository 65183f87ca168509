"""The table of bad input: what a kind is, how the real command is run on it, and what must be true of every run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from conftest import SCRIPT

from ebook.diagnostics import catalogue

Lay = Callable[[Path], None]  # puts the case into its folder
Meanwhile = Callable[[Path, int], None]  # what happens while the command (its process number) runs

ARTICLE = """\
渡口的灯
2021年3月5日 来源：临河日报
　　本报记者 江舟
　　傍晚六点，临河渡口的灯亮了。摆渡人把缆绳绕了三圈，等最后一班客人。
　　客人不多，船走得慢。灯光落在水上，一直跟到对岸。
"""
_LINE = re.compile(
    r"(?:(?P<place>.+?): )?(?P<level>info|warning|error)\[(?P<id>[A-Z]{3}-\d{3})\] (?P<what>.+?)(?: — (?P<cure>.+))?"
)
_HOW_IT_WAS_READ = ("RDG-001", "RDG-002", "MET-103", "MET-104")  # no title, a line in doubt: not the matter here
_COMMAND = ("build", "inspect", "preview", "check", "send", "doctor", "checker")


class Unavailable(Exception):  # noqa: N818 - no error: a case that cannot be laid on this system
    """Why a case cannot be laid here."""


def nothing(_: Path) -> None:
    """A case that needs no files."""


@dataclass(frozen=True)
class Kind:
    """One kind of bad input or bad luck: ``told`` are the ids of the messages in order, parted by spaces.

    Where luck decides, alternatives are parted by ``|``; ``-`` is no message.
    ``where`` is what the first message says of the place.
    """

    name: str
    told: str
    arguments: tuple[str, ...] = ("a.txt",)
    lay: Lay = nothing
    where: str = ""
    code: int | None = None  # None: that of the messages
    env: Mapping[str, str | None] = field(default_factory=dict)  # None takes a variable away
    streams: tuple[str | None, str | None, str | None] = (os.devnull, "", "")  # None: closed; "": kept and read
    bound: bool = False  # by permissions, also where root runs the test
    most_bytes: int = 0  # of a file that is written: a quota
    most_memory: int = 0  # megabytes of address space
    meanwhile: Meanwhile | None = None
    check: bool = False  # with EPUBCheck
    seconds: float = 3
    megabytes: float = 100
    undo: Lay = nothing  # what cannot be left: a mount
    books: bool = False  # are built, though the run fails
    says: str = ""  # what is said beside the messages, a pattern of fnmatch


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    kind: Kind
    code: int
    seconds: float  # by the clock
    work: float  # seconds of a processor: what others do on the machine does not count
    megabytes: float
    out: str
    told: str
    messages: tuple[Mapping[str, str], ...]
    stray: tuple[str, ...]  # lines on stderr that are no message
    changed: tuple[str, ...]  # files that were there before and are not as they were
    new: tuple[str, ...]  # files that were not there before
    halves: tuple[str, ...]  # books that are not whole
    orphans: tuple[int, ...]  # processes that are left

    @property
    def ids(self) -> str:
        """The ids of the messages, as a kind names them."""
        return " ".join(message["id"] for message in self.messages if message["id"] not in _HOW_IT_WAS_READ) or "-"


def attempt(kind: Kind, root: Path) -> Outcome:
    """Lay the case, run the command on it, look at what it left."""
    folder, report = root / "work", root / "report"
    for path in (folder, root / "tmp", root / "home", report):
        path.mkdir(parents=True)
        path.chmod(0o777)
    kind.lay(folder)
    try:
        before = {**census(folder), **census(root / "tmp"), **census(root / "home")}
        done = _run(kind, folder, root)
        after = {**census(folder), **census(root / "tmp"), **census(root / "home")}
    finally:
        kind.undo(folder)
    told, out = ((report / name).read_text("utf-8") if (report / name).exists() else "" for name in ("err", "out"))
    lines = [(_LINE.fullmatch(line), line) for line in told.splitlines()]
    return Outcome(
        kind,
        int(done["code"]),
        done["seconds"],
        done["work"],
        done["megabytes"],
        out,
        told,
        tuple({key: value or "" for key, value in found.groupdict().items()} for found, _ in lines if found),
        tuple(line for found, line in lines if not found),
        tuple(sorted(path for path, mark in before.items() if after.get(path) != mark)),
        tuple(sorted(after.keys() - before.keys())),
        tuple(path for path in after.keys() - before.keys() if path.endswith(".epub") and not is_whole(root / path)),
        tuple(_running(str(root))),
    )


def _run(kind: Kind, folder: Path, root: Path) -> dict[str, float]:
    arguments = list(kind.arguments)
    command = [arguments.pop(0)] if arguments and arguments[0] in _COMMAND else ["build"]
    if command == ["build"] and not kind.check:
        command.append("--no-check")
    env: dict[str, str | None] = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH"),
        "LC_ALL": "C.UTF-8",
        "HOME": str(root / "home"),
        "TMPDIR": str(root / "tmp"),
        "BUILD_EPUB_RESIDENT": "0",  # each run by itself
        **kind.env,
    }
    names = ("in", "out", "err")
    told = {
        "command": [str(SCRIPT), *command, *arguments],
        "env": {name: value.format(folder=folder) for name, value in env.items() if value is not None},
        "folder": str(folder),
        "streams": [
            str(root / "report" / name) if path == "" else path for name, path in zip(names, kind.streams, strict=True)
        ],
        "most_bytes": kind.most_bytes,
        "most_memory": kind.most_memory * 1_000_000,
        "bound": kind.bound,
        "limit": kind.seconds * 5 + 30,
    }
    launcher = [sys.executable, "-S", "-E", str(Path(__file__).with_name("launch.py"))]
    with subprocess.Popen(launcher, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(told))
        process.stdin.close()
        pid = int(process.stdout.readline())
        if kind.meanwhile:
            kind.meanwhile(folder, pid)
        report: dict[str, float] = json.loads(process.stdout.readline())
    return report


def _running(mark: str) -> Iterator[int]:
    """The processes whose environment has the folder of the case in it: the command's and what it started (Linux)."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "environ").read_bytes()
        except OSError:  # gone, or another user's
            continue
        if mark.encode() in told:
            yield int(entry.name)


def census(folder: Path) -> dict[str, str]:
    """Every path below a folder, with what it is and holds."""
    found = {}
    for top, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(top, name)
            found[str(path.relative_to(folder.parent))] = _mark(path)
    return found


def _mark(path: Path) -> str:
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode):
        return f"{stat.S_IFMT(mode):o}"
    return f"{mode:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def faults(outcome: Outcome) -> list[str]:
    """What is wrong with a run: empty where it is all that the table promises."""
    kind = outcome.kind
    found = [] if fnmatchcase("\n".join(outcome.stray), kind.says) else [f"no message: {outcome.stray[-1:]}"]
    if outcome.ids not in kind.told.split("|"):
        found.append(f"told {outcome.ids}, not {kind.told}")
    if outcome.code != expected_code(outcome):
        found.append(f"exit {outcome.code}, not {expected_code(outcome)}")
    if kind.where and (not outcome.messages or outcome.messages[0]["place"] != kind.where):
        found.append(f"the place is not {kind.where}")
    cured = [item for item in outcome.messages if item["level"] != "info" and item["id"] not in _HOW_IT_WAS_READ]
    found += [f"no cure: {item['id']}" for item in cured if not item["cure"]]
    found += [f"changed: {path}" for path in outcome.changed]
    found += [f"left behind: {path}" for path in outcome.new if not _may_be_new(path, outcome)]
    found += [f"not whole: {path}" for path in outcome.halves]
    found += [f"still running: {process}" for process in outcome.orphans]
    if outcome.work > kind.seconds:
        found.append(f"{outcome.work:.1f} s, of {kind.seconds:.0f} at most")
    if outcome.megabytes > kind.megabytes:
        found.append(f"{outcome.megabytes:.0f} MB, of {kind.megabytes:.0f} at most")
    return found


def expected_code(outcome: Outcome) -> int:
    """The documented exit code of the messages told."""
    if outcome.kind.code is not None:
        return outcome.kind.code
    entries = [catalogue()[message["id"]] for message in outcome.messages]
    return next((entry.exit for entry in entries if entry.severity == "error"), 0)


def _may_be_new(path: str, outcome: Outcome) -> bool:
    """A book that was built, whole, in a folder made for it; and the folder that the checker keeps for itself."""
    if path in (f"tmp/build-epub-{os.geteuid()}", "work/disk/build-epub", "work/disk/build-epub/work.lock"):
        return True
    return (
        (outcome.code == 0 or outcome.kind.books) and path.startswith("work/") and not Path(path).name.startswith(".")
    )


def is_whole(path: Path) -> bool:
    """Whether a file is a whole EPUB."""
    with zipfile.ZipFile(path) as book:
        return book.testzip() is None and "EPUB/content.opf" in book.namelist()


def wait_until_it_listens(pid: int) -> None:
    """Wait until a process handles SIGTERM: before, Python is still starting (Linux)."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        caught = re.search(r"^SigCgt:\s*(\w+)$", Path(f"/proc/{pid}/status").read_text("ascii"), re.MULTILINE)
        if caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.01)


# --- laying a case --------------------------------------------------------------


Data = bytes | str | Callable[[], bytes | str]  # a function for what is large


def file(name: str, data: Data = ARTICLE, mode: int = 0o644) -> Lay:
    """A file."""

    def lay(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        held = data() if callable(data) else data
        path.write_bytes(held.encode() if isinstance(held, str) else held)
        path.chmod(mode)

    return lay


def text(data: Data) -> Lay:
    """The source that most kinds are about."""
    return file("a.txt", data)


def both(*lays: Lay) -> Lay:
    """One after another."""

    def lay(folder: Path) -> None:
        for item in lays:
            item(folder)

    return lay


def link(name: str, to: str) -> Lay:
    """A symbolic link."""
    return lambda folder: (folder / name).symlink_to(to)


def pipe(name: str) -> Lay:
    """A named pipe."""
    return lambda folder: os.mkfifo(folder / name)


def directory(name: str, mode: int = 0o755) -> Lay:
    """A folder."""

    def lay(folder: Path) -> None:
        (folder / name).mkdir(parents=True)
        (folder / name).chmod(mode)

    return lay
