"""Draw pages of the samples by Chromium, for docs/: ``python tools/page_sheet.py docs``.

``pages.png`` shows what kinds of text look like, horizontal and vertical; ``themes.png`` a clipping in each theme.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from PIL import Image

from ebook import Settings
from ebook.draft import read_book
from ebook.model import Publication
from ebook.resources import stylesheet
from ebook.settings import THEME_OF, Conversion, Theme, TypesetSettings
from ebook.typeset import typeset

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "recognise"
STUDY = ROOT / "content" / "jingtai.txt"
#: A text of each kind, which of its body files, the script to convert it to: simplified, then traditional.
TEXTS: tuple[tuple[Path, int] | tuple[Path, int, Conversion], ...] = (
    (ROOT / "content" / "xiangkou-bookstall.txt", 0),
    (ROOT / "content" / "chaoxin.txt", 0),
    (CASES / "wild-structures-poem-with-place-and-date" / "input.txt", 0),
    (CASES / "wild-book-weekly-interview" / "input.txt", 1),
    (CASES / "wild-structures-letter-with-reply" / "input.txt", 0),
    (STUDY, 1),
    (ROOT / "content" / "xiaoyudian.txt", 0),
    (ROOT / "content" / "qinglan-photo-shop.txt", 0),
    (ROOT / "content" / "wudeng.txt", 0),
    (CASES / "wild-taiwan-supplement-poem" / "input.txt", 1),
    (CASES / "wild-hongkong-supplement-interview" / "input.txt", 0),
    (CASES / "wild-taiwan-reader-letter" / "input.txt", 0),
    (STUDY, 1, "s2tw"),
    (ROOT / "content" / "yueliang-chuanpiao.txt", 0),
)
_COLUMNS = len(TEXTS) // 2
WIDE, HIGH, MARGIN, GAP = 400, 570, 28, 14
_GREYS = 12


@dataclass(frozen=True)
class View:
    """The first screen of a document: its XHTML with the sheet inside."""

    page: str
    vertical: bool


def published(path: Path, theme: Theme | None, convert: Conversion | None = None, *, vertical: bool) -> Publication:
    """A text set without a cover, in its own theme where none is given."""
    draft = read_book([path], Settings(convert=convert))
    language = draft.book.metadata.language
    assert language
    sheet = stylesheet(theme or THEME_OF[draft.book.kind], language.value, vertical=vertical)
    return typeset(draft.book, draft.sources, None, sheet, TypesetSettings(vertical=vertical))


def view(publication: Publication, kind: str, number: int = 0) -> View:
    """A document of a publication, by its kind and its place among them."""
    data = [item.data for item in publication.documents if item.kind == kind][number]
    sheet = next(item.data for item in publication.resources if item.media_type == "text/css").decode()
    high, wide = HIGH - 2 * MARGIN, WIDE - 2 * MARGIN
    line, across = (high, f"width: {wide}px") if publication.vertical else (wide, f"height: {high}px")
    frame = "html { overflow: hidden; font-family: 'Noto Serif CJK SC' } "
    frame += ":lang(zh-Hant) { font-family: 'Noto Serif CJK TC' } "
    frame += f"body {{ margin: {MARGIN}px; {across}; columns: {line}px; column-gap: 99px; column-fill: auto }}"
    page = re.sub(r"<link [^>]*>|<\?xml.*?\?>", "", data.decode())
    return View(page.replace("</head>", f"<style>{sheet}\n{frame}</style></head>"), publication.vertical)


def draw(views: Sequence[View], columns: int, path: Path) -> None:
    """One picture of the views, in rows."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    assert browser, "Chromium draws the pages"
    frames = "".join(f'<iframe width="{WIDE}" height="{HIGH}" srcdoc="{escape(item.page)}"></iframe>' for item in views)
    width, height = columns * (WIDE + GAP) + GAP, -(-len(views) // columns) * (HIGH + GAP) + GAP
    style = f"body {{ margin: 0; padding: {GAP}px; background: #999; display: grid; gap: {GAP}px; "
    style += f"grid-template-columns: repeat({columns}, {WIDE}px) }} iframe {{ border: 0; background: white }}"
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        html, png = Path(folder, "sheet.html"), Path(folder, "sheet.png")
        html.write_text(f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style>{frames}', encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", f"--screenshot={png}"]
        subprocess.run([*command, html.as_uri()], check=True, capture_output=True)  # noqa: S603 - our own page
        with Image.open(png) as drawn:
            small = drawn.convert("L").resize((width * 3 // 5, height * 3 // 5), Image.Resampling.LANCZOS)
            small.quantize(_GREYS).save(path, optimize=True)


def main() -> None:
    """Both pictures, into the folder that is named."""
    folder = Path(sys.argv[1])
    rows: list[View] = []
    for texts in (TEXTS[:_COLUMNS], TEXTS[_COLUMNS:]):
        for vertical in (False, True):
            rows += [view(published(path, None, *script, vertical=vertical), "body", at) for path, at, *script in texts]
    draw(rows, _COLUMNS, folder / "pages.png")
    looks = [
        published(TEXTS[0][0], theme, vertical=vertical) for theme in get_args(Theme) for vertical in (False, True)
    ]
    draw([view(look, kind) for look in looks for kind in ("titlepage", "body")], 4, folder / "themes.png")


if __name__ == "__main__":
    main()
