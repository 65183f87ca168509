"""Makes every text in every look, has each book judged, and prints a section of docs/typography.md.

    python bench/matrix.py [--shared DIR] [--jobs 2] [-o docs/typography.md]

Every sample of content/ in every theme, direction, script and choice of fonts; with --shared also every text of a
folder (its ``clippings/*.txt`` and ``books/*.txt``) in every theme and direction.  One EPUBCheck judges all.  A book is
clean where EPUBCheck and our own rules find nothing at all, and the ledger accounts for every character.  The name of
each that is not is printed with what was found; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import get_args

from page import tell
from run import ROOT, machine

from ebook.build import Start, build, one_checker
from ebook.diagnostics import Problem
from ebook.settings import (
    CheckSettings,
    Conversion,
    CoverSettings,
    FontSettings,
    PlaceSettings,
    Settings,
    Theme,
    TypesetSettings,
    manuscripts,
)

HEADING = "## Every look of every text"
THEMES: Sequence[Theme] = get_args(Theme)
DIRECTIONS = (False, True)
SCRIPTS: Sequence[Conversion | None] = (None, *get_args(Conversion))
FONT = "Noto Serif SC"
NO_FONT = FontSettings()
FONTS = (NO_FONT, FontSettings(text=FONT), FontSettings(rare=FONT))
BALANCED = "LED-001"

PREFACE = """\
Measured {date} by `python bench/matrix.py{shared}` on: {machine}.

Each text is made into a book in every theme, horizontal and vertical; the samples also in every script of `--convert`
and none, without a font, with `--embed-font` and with `--embed-rare`. One EPUBCheck judges them all. *Clean*: EPUBCheck
and our own rules find nothing, and the text ledger accounts for every character.

| | texts | looks | books | clean | seconds |
|---|--:|--:|--:|--:|--:|
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a book is set."""

    theme: Theme
    vertical: bool
    script: Conversion | None = None
    fonts: FontSettings = NO_FONT

    def settings(self, folder: Path, cover: CoverSettings) -> Settings:
        """As a build is told."""
        return Settings(
            convert=self.script,
            theme=self.theme,
            cover=cover,
            typeset=TypesetSettings(vertical=self.vertical),
            fonts=self.fonts,
            check=CheckSettings(resident=False),
            place=PlaceSettings(folder, force=True),
        )


def looks() -> Iterator[Look]:
    """Every theme in both directions."""
    return (Look(theme, vertical) for theme, vertical in product(THEMES, DIRECTIONS))


def all_looks() -> Iterator[Look]:
    """The same in every script, with every choice of fonts."""
    return (Look(*choice) for choice in product(THEMES, DIRECTIONS, SCRIPTS, FONTS))


def faults(text: Path, look: Look, start: Start, cover: CoverSettings) -> list[str]:
    """What keeps a book from being clean; nothing where it is."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = build([text], look.settings(Path(folder), cover), start=start)
        except Problem as problem:
            return [item.message("en") for item in problem.diagnostics]
    verdict = report.verdict
    found = [f"{item.id} {item.message('en')}" for item in verdict.diagnostics if item.id != BALANCED]
    if BALANCED not in {item.id for item in verdict.diagnostics}:
        found.append("the ledger is not balanced")
    return found if verdict.epubcheck and report.path else [*found, "not judged, or not placed"]


def row(name: str, texts: Sequence[Path], chosen: Iterable[Look], start: Start, jobs: int) -> tuple[str, int]:
    """A row of the table, and how many books are not clean; covers, alike in all fonts, are drawn for one of them."""
    seen, began = list(chosen), time.perf_counter()
    work = [(text, look) for text in texts for look in seen]

    def judged(item: tuple[Path, Look]) -> list[str]:
        plain = item[1].fonts == NO_FONT and not item[1].vertical
        found = faults(*item, start, CoverSettings() if plain else CoverSettings("none"))
        for fault in found:
            print(f"{item[0].name} {item[1]}: {fault}", file=sys.stderr)
        return found

    with ThreadPoolExecutor(jobs) as threads:
        spoilt = sum(map(bool, threads.map(judged, work)))
    took = time.perf_counter() - began
    return f"| {name} | {len(texts)} | {len(seen)} | {len(work)} | {len(work) - spoilt} | {took:.0f} |\n", spoilt


def section(shared: Path | None, jobs: int) -> tuple[str, int]:
    """The section of the page, and how many books are not clean."""
    groups = [("the samples of `content/`", manuscripts(ROOT / "content"), list(all_looks()))]
    if shared:
        folders = {kind: tuple(sorted((shared / kind).glob("*.txt"))) for kind in ("clippings", "books")}
        groups.extend((kind, texts, list(looks())) for kind, texts in folders.items())
    with one_checker() as start:
        rows = [row(name, texts, chosen, start, jobs) for name, texts, chosen in groups]
    head = PREFACE.format(date=time.strftime("%Y-%m-%d"), shared=" --shared DIR" * bool(shared), machine=machine())
    return f"{HEADING}\n\n{head}{''.join(text for text, _ in rows)}", sum(spoilt for _, spoilt in rows)


def main() -> int:
    """Print the section, or put it into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, help="a folder with more texts, in clippings/ and books/")
    parser.add_argument("--jobs", type=int, default=2, help="books that are made at a time")
    parser.add_argument("-o", "--output", type=Path, help="put the section into this page instead of printing it")
    given = parser.parse_args()
    text, spoilt = section(given.shared, given.jobs)
    tell(text, given.output)
    return int(spoilt > 0)


if __name__ == "__main__":
    sys.exit(main())
