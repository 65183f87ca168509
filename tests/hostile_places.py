"""Bad luck with the output: where the book is to go, and where the words go."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import SCRIPT
from hostile import ARTICLE, Kind, Lay, Unavailable, both, directory, file, link, pipe, text

from ebook.build import build
from ebook.settings import CheckSettings, PlaceSettings, Settings

_ARTICLE = text(ARTICLE)


@cache
def _book() -> bytes:
    """The article as a book: what an earlier run left in the place of the output."""
    with TemporaryDirectory() as name:
        source, path = Path(name, "a.txt"), Path(name, "one.epub")
        source.write_text(ARTICLE, encoding="utf-8")
        build([source], Settings(check=CheckSettings(epubcheck=False), place=PlaceSettings(output=path)))
        return path.read_bytes()


def earlier(name: str) -> Lay:
    """The book of an earlier run."""
    return file(name, _book)


def _out(name: str, told: str, output: str, lay: Lay, *options: str, **more: object) -> Kind:
    """An article with a place for the book."""
    return Kind(name, told, ("a.txt", "-o", output, *options), both(_ARTICLE, lay), **more)  # type: ignore[arg-type]


# --- a disk that is full, or may not be written to ------------------------------


def mounted(options: str, *lays: Lay) -> Lay:
    """A small file system in memory at ``disk``."""

    def lay(folder: Path) -> None:
        disk = folder / "disk"
        disk.mkdir()
        try:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise Unavailable(f"no file system can be mounted here: {error}") from error
        for item in lays:
            item(folder)
        if options:
            subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)

    return lay


def unmount(folder: Path) -> None:
    subprocess.run(["umount", folder / "disk"], check=True)


_QUOTA = 3000  # bytes: less than the book
DISKS = (
    _out(
        "a full disk",
        "OUT-007",
        "disk/one.epub",
        mounted("", file("disk/one.epub", "mine")),
        "--force",
        undo=unmount,
    ),
    _out("a disk that is read-only", "OUT-006", "disk/one.epub", mounted("ro"), undo=unmount),
    _out("over quota", "OUT-007", "one.epub", earlier("one.epub"), most_bytes=_QUOTA),
    _out("a folder that may not be written to", "OUT-006", "out", directory("out", 0o555), bound=True),
    _out("an output folder that may not be entered", "OUT-006", "out/one.epub", directory("out", 0o000), bound=True),
    _out(
        "a folder in one that may not be written to", "OUT-006", "out/in/one.epub", directory("out", 0o555), bound=True
    ),
)

# --- what stands in the way -----------------------------------------------------


def _twice(folder: Path, _: int) -> None:
    """The same build once more, at the same time."""
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [str(SCRIPT), "--no-check", "a.txt", "-o", "one.epub"]
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)


WAYS = (
    _out("a folder that is not there yet", "-", "out/in/one.epub", directory("x")),
    _out("a file where the folder should be", "OUT-004", "out/one.epub", file("out", "mine")),
    _out("a file where the folder should be, by name", "OUT-004", "dist", file("dist", "mine")),
    _out("/dev/full as the folder", "OUT-004", "/dev/full", directory("x")),
    _out("a link to /dev/full in the way", "OUT-005", "one.epub", link("one.epub", "/dev/full")),
    _out("a pipe in the way", "OUT-005", "one.epub", pipe("one.epub")),
    _out("a folder with the name of the book", "OUT-005", "out", directory("out/渡口的灯.epub")),
    _out("another book in the way", "OUT-001", "one.epub", earlier("one.epub"), "--title", "别的"),
    _out("no book in the way", "OUT-001", "one.epub", file("one.epub", "mine")),
    _out("half a book in the way", "OUT-001", "one.epub", file("one.epub", lambda: _book()[:900])),
    _out("the source as the output", "OUT-002", "one.epub", link("one.epub", "a.txt")),
    _out("an output that is no .epub", "OUT-003", "one.pdf", directory("x")),
    _out("an output with a name too long", "OUT-008", "灯" * 100 + ".epub", directory("x")),
    _out(
        "a loop of links as the folder", "OUT-004|OUT-008", "out/one.epub", both(link("out", "in"), link("in", "out"))
    ),
    _out("warnings under --strict", "TXT-022 USE-008", "one.epub", text(ARTICLE + "\x00"), "--strict"),
    _out("two builds to one output at once", "-", "one.epub", directory("x"), meanwhile=_twice),
)

# --- words that go nowhere ------------------------------------------------------

_NULL = os.devnull
STREAMS = (
    _out("standard output full", "USE-010", "one.epub", directory("x"), streams=(_NULL, "/dev/full", ""), books=True),
    Kind("inspect to a full disk", "USE-010", ("inspect", "a.txt"), _ARTICLE, streams=(_NULL, "/dev/full", "")),
    _out("standard output closed", "-", "one.epub", directory("x"), streams=(_NULL, None, "")),
    _out("all streams closed", "-", "one.epub", directory("x"), streams=(None, None, None)),
    Kind("a fault with standard error closed", "-", code=3, streams=(_NULL, "", None)),
    Kind("a fault with standard error full", "-", code=1, streams=(_NULL, "", "/dev/full")),
)

KINDS = (*DISKS, *WAYS, *STREAMS)
