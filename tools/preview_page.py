"""Take the pictures of the preview, by a Chromium that is installed: ``python tools/preview_page.py docs``.

``preview.png`` is the page as it opens, ``preview-looks.png`` other frames, lines and colours of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from ebook.doctor import find_browser
from ebook.preview.png import QUIET
from ebook.preview.press import Press
from ebook.preview.server import Server
from ebook.preview.site import View
from ebook.proof import Proof, pull
from ebook.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
NOVEL = ROOT / "content" / "chaoxin.txt"
WIDE, HIGH = 1280, 800
_COLOURS = 96
#: The looks beside each other: what is chosen on the page, the entry of the contents.
LOOKS = (
    ("device=kobo&lines=vertical", "第五章　大潮"),
    ("device=phone&colours=dark", "第一章　接班"),
    ("device=kindle&size=1.3", "第四章　九十八封"),
)


@contextmanager
def opened() -> Iterator[tuple[Page, str]]:
    """A page of a browser, and where the preview stands."""

    def make(vertical: bool | None) -> Proof:  # noqa: FBT001 - three answers, not a switch
        return pull([NOVEL], Settings(), vertical=vertical)

    browser = find_browser()
    assert browser, "Chromium draws the pages"
    with Server(Press(make, make(None)), View("zh", "kindle", False, False)) as server, sync_playwright() as driver:  # noqa: FBT003
        Thread(target=server.serve_forever, daemon=True).start()
        chromium = driver.chromium.launch(executable_path=browser, args=list(QUIET))
        yield chromium.new_page(viewport={"width": WIDE, "height": HIGH}), server.url
        chromium.close()
        server.shutdown()


def shot(page: Page, url: str, looks: str, entry: str, part: str | None = None) -> Image.Image:
    """The page, or a part of it, at an entry of the contents."""
    page.goto("about:blank")
    page.goto(f"{url}#{looks}")
    page.wait_for_selector("[data-state=ready]", state="attached")
    page.get_by_role("button", name=entry, exact=True).click()
    page.wait_for_selector("#contents [aria-current]")
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    page.evaluate("preview.settled()")
    data = page.locator(part).screenshot() if part else page.screenshot()
    return Image.open(BytesIO(data)).convert("RGB")


def save(pictures: Sequence[Image.Image], path: Path) -> None:
    """Side by side, few colours, small."""
    width, height = sum(one.width for one in pictures), max(one.height for one in pictures)
    whole = Image.new("RGB", (width, height))
    left = 0
    for one in pictures:
        whole.paste(one, (left, 0))
        left += one.width
    small = whole.resize((1280, round(height * 1280 / width)), Image.Resampling.LANCZOS)
    small.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path, path.stat().st_size)


def main() -> None:
    """Both pictures, into the folder that is named."""
    folder = Path(sys.argv[1])
    with opened() as (page, url):
        save([shot(page, url, "", "第二章　瓮屿没有信")], folder / "preview.png")
        page.set_viewport_size({"width": 1060, "height": HIGH})
        save([shot(page, url, looks, entry, "main") for looks, entry in LOOKS], folder / "preview-looks.png")


if __name__ == "__main__":
    main()
