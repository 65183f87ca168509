"""Ask Ace by DAISY what it finds in books: ``python tools/ace.py [BOOK.epub…]``.

Without a book: every sample in every theme, direction and edition, as a table for docs/accessibility.md.  Ace is a
program for node and needs a Chromium; CONTRIBUTING.md says how to install it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, get_args

from ebook import Settings, build
from ebook.settings import CheckSettings, EditionName, PlaceSettings, Theme, TypesetSettings

ROOT = Path(__file__).resolve().parent.parent
#: Beside the samples: a box, questions, a letter, verse, notes and references, a page of print.
CASES = (
    "wild-structures-interview-with-box",
    "wild-structures-letter-with-reply",
    "wild-structures-notes-and-references",
    "wild-structures-notes-at-the-end-of-a-book",
    "wild-structures-poem-with-place-and-date",
    "wild-campus-paper-wrapped",
)
TEXTS = {path.name: path for path in sorted((ROOT / "content").iterdir())} | {
    name: ROOT / "tests" / "cases" / "recognise" / name / "input.txt" for name in CASES
}
EDITIONS: tuple[EditionName, ...] = get_args(EditionName)
_FOLDER = "BUILD_EPUB_ACE"  # where npm installed it
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SECONDS = 300


@dataclass(frozen=True)
class Ace:
    """Ace as it is installed here."""

    program: str
    browser: str

    def violations(self, book: Path) -> list[str]:
        """What Ace finds wrong: the rule, where, and its words; nothing where the book passes.

        Its exit code says nothing of it (0 unless asked), so the report is read; a run that gives none is an error.
        """
        with TemporaryDirectory(prefix="ace-", ignore_cleanup_errors=True) as folder:
            command = [self.program, "--outdir", folder, "--force", "--silent", str(book)]
            env = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": self.browser, "ACE_TIMEOUT_INITIAL": "60000"}
            done = subprocess.run(  # noqa: S603 - the program that a developer installed
                command, env=env, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
            report = Path(folder, "report.json")
            if not report.is_file():
                raise RuntimeError(done.stdout[-1000:] + done.stderr[-1000:])
            told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        found = list(_found(told))
        assert bool(found) == (told["earl:result"]["earl:outcome"] == "fail"), "the report and its outcome part"
        return found


def _found(report: dict[str, Any]) -> Iterator[str]:
    for document in report["assertions"]:
        for one in document["assertions"]:
            if one["earl:result"]["earl:outcome"] == "fail":
                rule, said = one["earl:test"]["dct:title"], one["earl:result"]["dct:description"]
                yield f"{rule} {document['earl:testSubject']['url']}: {' '.join(said.split())}"


def installed() -> Ace | str:
    """Ace, or what is missing."""
    folder = os.environ.get(_FOLDER)
    beside = Path(folder, "node_modules", ".bin") if folder else None
    program = shutil.which("ace-puppeteer", path=beside) if beside else shutil.which("ace-puppeteer")
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if not program or not shutil.which("node"):
        return f"no Ace by DAISY: {_FOLDER} names the folder that npm installed it in (CONTRIBUTING.md)"
    return Ace(program, browser) if browser else "no Chromium, which Ace opens pages with"


def made(text: Path, folder: Path, theme: Theme, *, vertical: bool, editions: tuple[EditionName, ...]) -> list[Path]:
    """The editions of a text, not judged by EPUBCheck."""
    settings = Settings(
        typeset=TypesetSettings(vertical=vertical),
        check=CheckSettings(epubcheck=False),
        place=PlaceSettings(output=folder, force=True),
        theme=theme,
        editions=editions,
    )
    report = build([text], settings)
    assert report.exit_code == 0, [item.message("en") for item in report.diagnostics if item.severity == "error"]
    return [one.path for one in report.editions if one.path]


def _all(ace: Ace) -> Iterator[str]:
    yield "| text | theme | lines | editions | violations | seconds |"
    yield "|---|---|---|--:|--:|--:|"
    for name, text in TEXTS.items():
        for theme in get_args(Theme):
            for vertical in (False, True):
                with TemporaryDirectory() as folder:
                    books = made(text, Path(folder), theme, vertical=vertical, editions=EDITIONS)
                    start = perf_counter()
                    found = [line for book in books for line in ace.violations(book)]
                    seconds = perf_counter() - start
                lines = "vertical" if vertical else "horizontal"
                yield f"| {name} | {theme} | {lines} | {len(books)} | {len(found)} | {seconds:.0f} |"
                yield from (f"    {line}" for line in found)


def main(books: list[str]) -> int:
    """Tell what Ace finds; 1 where it finds anything."""
    ace = installed()
    if isinstance(ace, str):
        print(ace, file=sys.stderr)
        return 2
    lines = (f"{book}: {line}" for book in books for line in ace.violations(Path(book))) if books else _all(ace)
    failed = False
    for line in lines:
        failed = failed or not line.startswith("|")
        print(line, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
