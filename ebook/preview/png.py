"""Pages of a book as pictures, without a screen: the preview's own page, turned by a Chromium that is installed.

Playwright drives it: it knows when a browser is ready, on each system, and
that is more than a short program of ours would.  It brings no browser here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PIL import Image

from ebook.diagnostics import Diagnostic, Problem
from ebook.doctor import find_browser, missing_browser
from ebook.extras import load
from ebook.preview.press import Press
from ebook.preview.server import Server
from ebook.preview.site import View

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: No word to any host but ours: neither for updates nor for anything else.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
SHEET = "contact-sheet.png"
_ROOM = {"width": 1600, "height": 1500}  # CSS pixels in which every device has its full size
_DOTS = 2  # a CSS pixel, as e-ink of 300 dpi has them
_ACROSS, _THUMB, _GAP, _GROUND = 6, 300, 18, "#c9c6bf"


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many pages were drawn, whether the book has more, and where the contact sheet stands."""

    count: int
    more: bool
    sheet: Path


def draw(press: Press, view: View, folder: Path, most: int, name: str) -> Drawn:
    """Write ``page-001.png`` … and the contact sheet into a folder.

    Raises PRV-006 without a browser, SYS-006 without the extra ``preview``,
    PRV-007 and PRV-008 where the browser or the engine fails, PRV-009 where
    the folder cannot be written to.
    """
    browser = find_browser()
    if browser is None:
        raise Problem(missing_browser("PRV-006"))
    thumbs: list[Image.Image] = []
    with _opened(browser, press, view, name) as page, _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            data = _shot(page)
            (folder / f"page-{len(thumbs) + 1:03}.png").write_bytes(data)
            thumbs.append(_thumb(data))
            more = not page.evaluate("preview.atEnd")
            if not more or len(thumbs) == most:
                break
            page.evaluate("preview.next()")
        to_the_left = bool(page.evaluate("preview.turnsLeft"))
        _sheet(thumbs, to_the_left=to_the_left).save(folder / SHEET, optimize=True)
    return Drawn(len(thumbs), more, folder / SHEET)


@contextmanager
def _opened(browser: str, press: Press, view: View, name: str) -> Iterator[Page]:
    """The preview's page in a browser of its own, with the book on it."""
    playwright = load("playwright.sync_api", "preview")
    with Server(press, view) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            with playwright.sync_playwright() as driver:
                chromium = driver.chromium.launch(
                    executable_path=browser, chromium_sandbox=not _is_root(), args=list(QUIET)
                )
                page = chromium.new_page(viewport=_ROOM, device_scale_factor=_DOTS)
                page.goto(server.url)
                _refuse_unread(page, name)
                page.evaluate("document.documentElement.dataset.bare = ''")
                yield page
        except (playwright.Error, OSError) as error:  # a fault of the folder is a Problem already
            values = {"browser": browser, "reason": _reason(str(error))}
            raise Problem(Diagnostic("PRV-007", values)) from error
        finally:
            server.shutdown()


def _reason(message: str) -> str:
    """What the browser said last, which Playwright tells below its own words; else these."""
    said = re.findall(r"\[err\] (.+)", message)
    return str(said[-1] if said else message.strip().partition("\n")[0])


def _is_root() -> bool:
    """For root no Chromium starts in its sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _refuse_unread(page: Page, name: str) -> None:
    """Raise PRV-008 where the engine could not open the book."""
    page.wait_for_selector("[data-state]", state="attached")
    if page.get_attribute("html", "data-state") != "ready":
        raise Problem(Diagnostic("PRV-008", {"name": name, "reason": page.inner_text("#fault li span")}, name))


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        values = {"name": folder, "reason": error.strerror or str(error)}
        raise Problem(Diagnostic("PRV-009", values)) from error


def _shot(page: Page) -> bytes:
    page.evaluate("preview.settled()")
    return page.locator("#screen").screenshot()


def _thumb(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as page:
        size = (_THUMB, round(page.height * _THUMB / page.width))
        return page.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _sheet(thumbs: list[Image.Image], *, to_the_left: bool) -> Image.Image:
    """All pages beside each other, in the direction in which they are turned."""
    across = min(_ACROSS, len(thumbs))
    wide, high = _THUMB + _GAP, thumbs[0].height + _GAP
    sheet = Image.new("RGB", (across * wide + _GAP, -(-len(thumbs) // across) * high + _GAP), _GROUND)
    for number, thumb in enumerate(thumbs):
        row, column = divmod(number, across)
        place = across - 1 - column if to_the_left else column
        sheet.paste(thumb, (_GAP + place * wide, _GAP + row * high))
    return sheet
