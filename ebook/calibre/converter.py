"""Calibre's ``ebook-convert``, run as a process of its own: with a folder, a time and surroundings that are bounded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from ebook.diagnostics import Diagnostic, Problem
from ebook.group import running
from ebook.passing import workplace

_NAMES = (
    "ebook-convert",
    "/Applications/calibre.app/Contents/MacOS/ebook-convert",
    "C:/Program Files/Calibre2/ebook-convert.exe",
)
# The book is typeset already.  Its contents page is its own; pages break by files; sizes, line heights and margins are
# the Kindle's or the book's, and calibre finds no chapters of its own ("/" finds none).
_OPTIONS = (
    "--no-inline-toc",
    "--output-profile=kindle_pw3",
    "--disable-font-rescaling",
    "--disable-remove-fake-margins",
    "--minimum-line-height=0",
    "--chapter=/",
    "--page-breaks-before=/",
    "--max-toc-links=0",
    *(f"--margin-{side}=-1" for side in ("top", "right", "bottom", "left")),
)
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")  # of our own surroundings
_LEAST, _A_MEGABYTE = 120.0, 60.0  # seconds; a novel of 1,200,000 characters takes ten
_ANSWER = 30.0  # seconds to say its version
_WORDS = 4000  # bytes of its complaints that are read


def find() -> str:
    """The command of this machine.  Raises CAL-001 where there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise Problem(Diagnostic("CAL-001"))
    return found


def version() -> str:
    """Which calibre this is, with its path.  Raises CAL-001, CAL-002."""
    command = find()
    with workplace(_failed) as folder:
        _run([command, "--version"], folder, _ANSWER)
        told = re.search(r"calibre ([\d.]+)", (folder / "words").read_text("utf-8", "replace"))
    return f"{told[1] if told else '?'} · {command}"


def converted(book: bytes) -> bytes:
    """What calibre makes of an EPUB.  Raises CAL-001, CAL-002."""
    command = find()
    with workplace(_failed) as folder:
        source, target = folder / "book.epub", folder / "book.azw3"
        source.write_bytes(book)
        _run([command, str(source), str(target), *_OPTIONS], folder, _LEAST + _A_MEGABYTE * len(book) / 1e6)
        return target.read_bytes()


def _run(command: Sequence[str], folder: Path, patience: float) -> None:
    """Run it to its end, or end it.  Its words go to a file: a pipe would have to be read."""
    with (folder / "words").open("w+b") as words:
        with running(command, folder, _environment(folder), words) as process:
            try:
                code = process.wait(patience)
            except subprocess.TimeoutExpired as overdue:
                raise Problem(_failed(f"no answer after {patience:.0f} s")) from overdue
        if code:
            raise Problem(_failed(f"exit {code}: {_last(words)}"))


def _last(words: BinaryIO) -> str:
    """The last line of what was said, which names the fault."""
    words.seek(max(0, words.seek(0, os.SEEK_END) - _WORDS))
    lines = words.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else ""


def _failed(reason: str) -> Diagnostic:
    return Diagnostic("CAL-002", {"reason": reason})


def _environment(folder: Path) -> Mapping[str, str]:
    """As little as it needs: no settings or plugins of the user's, no screen, no clock's zone, no chance."""
    own = str(folder)
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "XDG_RUNTIME_DIR", "CALIBRE_TEMP_DIR"), own),
        "CALIBRE_CONFIG_DIRECTORY": str(folder / "settings"),
        "CALIBRE_OVERRIDE_LANG": "en",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
    }
