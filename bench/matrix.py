"""Makes every text in every look, has each book judged, and prints a section of docs/typography.md.

    python bench/matrix.py [--shared DIR] [--jobs 2] [-o docs/typography.md]

Every sample of content/ in every theme, direction, script and choice of fonts; with --shared also every text of a
folder (its ``clippings/*.txt`` and ``books/*.txt``) in every theme and direction.  One EPUBCheck judges all.  Each book
is counted where EPUBCheck says nothing about it, where the ledger accounts for every character, and where our own rules
say nothing; what was said of the others is printed.  The exit code is 1 where EPUBCheck or the ledger are not content.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
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
and none, without a font, with `--embed-font` and with `--embed-rare`. One EPUBCheck judges them all. Counted are the
books about which EPUBCheck says nothing, not even a warning; whose every character the text ledger accounts for; and
about which our own rules say nothing (else what they say, and of how many).

| | texts | looks | books | EPUBCheck | ledger | our rules | seconds |
|---|--:|--:|--:|--:|--:|--:|--:|
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


def said(text: Path, look: Look, start: Start, cover: CoverSettings) -> list[str]:
    """The ids of what is said about a book, each with its words on stderr."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = build([text], look.settings(Path(folder), cover), start=start)
            told = [item for made in report.editions for item in made.diagnostics]
            placed = report.path is not None and report.verdict.epubcheck is not None
        except Problem as problem:
            told, placed = list(problem.diagnostics), False
    for item in told:
        if item.id != BALANCED:
            print(f"{text.name} {look}: {item.id} {item.message('en')}", file=sys.stderr)
    return [*(item.id for item in told), *([] if placed else ["CHK"])]


def row(name: str, texts: Sequence[Path], chosen: Iterable[Look], start: Start, jobs: int) -> tuple[str, bool]:
    """A row of the table, and whether EPUBCheck and the ledger are content; covers are drawn for one of the fonts."""
    seen, began = list(chosen), time.perf_counter()

    def judged(item: tuple[Path, Look]) -> list[str]:
        plain = item[1].fonts == NO_FONT and not item[1].vertical
        return said(*item, start, CoverSettings() if plain else CoverSettings("none"))

    with ThreadPoolExecutor(jobs) as threads:
        found = list(threads.map(judged, product(texts, seen)))
    passed = sum(not any(ident.startswith("CHK") for ident in book) for book in found)
    balanced = sum(BALANCED in book and sum(ident.startswith("LED") for ident in book) == 1 for book in found)
    rules = Counter(ident for book in found for ident in {*book} if ident.startswith("GAT"))
    quiet = str(sum(not any(ident.startswith("GAT") for ident in book) for book in found))
    ours = ", ".join([quiet, *(f"{ident}: {count}" for ident, count in sorted(rules.items()))])
    figures = (name, len(texts), len(seen), len(found), passed, balanced, ours, round(time.perf_counter() - began))
    return f"| {' | '.join(map(str, figures))} |\n", passed == balanced == len(found)


def section(shared: Path | None, jobs: int) -> tuple[str, bool]:
    """The section of the page, and whether EPUBCheck and the ledger are content with all books."""
    groups = [("the samples of `content/`", manuscripts(ROOT / "content"), list(all_looks()))]
    if shared:
        folders = {kind: tuple(sorted((shared / kind).glob("*.txt"))) for kind in ("clippings", "books")}
        groups.extend((kind, texts, list(looks())) for kind, texts in folders.items())
    with one_checker() as start:
        rows = [row(name, texts, chosen, start, jobs) for name, texts, chosen in groups]
    head = PREFACE.format(date=time.strftime("%Y-%m-%d"), shared=" --shared DIR" * bool(shared), machine=machine())
    return f"{HEADING}\n\n{head}{''.join(text for text, _ in rows)}", all(content for _, content in rows)


def main() -> int:
    """Print the section, or put it into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, help="a folder with more texts, in clippings/ and books/")
    parser.add_argument("--jobs", type=int, default=2, help="books that are made at a time")
    parser.add_argument("-o", "--output", type=Path, help="put the section into this page instead of printing it")
    given = parser.parse_args()
    text, content = section(given.shared, given.jobs)
    tell(text, given.output)
    return int(not content)


if __name__ == "__main__":
    sys.exit(main())
