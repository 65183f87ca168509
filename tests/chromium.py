"""Pages of a book laid out by Chromium, and measured there: every frame of one run is a page of its own size."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from ebook.model import Publication

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

# What a frame tells: its lines (block, its class, first and last character, where each begins and ends, in ems from the
# ends of its block), the indent of each plain paragraph, what stands beyond its edges, and what pages part that belongs
# together.
_MEASURE = """
const told = [...document.querySelectorAll('iframe')].map(frame => {
  const page = frame.contentDocument, root = page.documentElement, view = frame.contentWindow;
  const vertical = view.getComputedStyle(root).writingMode === 'vertical-rl';
  const blocks = [...page.querySelectorAll('p, h1, h2, li')], range = page.createRange();
  const lines = [], indents = [];
  for (const block of blocks) {
    const size = parseFloat(view.getComputedStyle(block).fontSize), walker = page.createTreeWalker(block, 4);
    const outer = block.getBoundingClientRect(), within = block.closest('.notes') ? 'in notes' : block.tagName;
    const kind = block.className || within;
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let i = 0; i < node.length; i++) {
        range.setStart(node, i); range.setEnd(node, i + 1);
        const box = range.getClientRects()[0];
        if (!box || !node.data[i].trim()) continue;
        const at = vertical ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;
        const start = vertical ? box.top - outer.top : box.left - outer.left;
        if (!last || Math.abs(at - last.at) > size * 0.6) {
          if (!last && block.tagName === 'P' && !block.className) indents.push(start / size);
          last = {block: blocks.indexOf(block), kind, at, start: start / size, text: ''};
          lines.push(last);
        }
        last.text += node.data[i];
        last.end = (vertical ? outer.bottom - box.bottom : outer.right - box.right) / size;
      }
    }
  }
  const over = vertical ? root.scrollHeight - root.clientHeight : root.scrollWidth - root.clientWidth;
  const upright = [...page.querySelectorAll('.tcy')].map(span => [span.textContent, span.getBoundingClientRect().height
    / parseFloat(view.getComputedStyle(span).fontSize)]);
  return {vertical, lines, indents, over, upright, parted: parted(page, frame, vertical)};
});

// Pages are columns of a fixed length of line, which follow each other along it: to the right where lines are
// horizontal, downwards where they are vertical.  The other side of the page grows step by step.
function parted(page, frame, vertical) {
  const found = [], body = page.body, wide = 300, gap = 40;
  if (!frame.dataset.pages) return null;
  const heads = 'h1, h2, h3, .kicker, .deck, h1 ~ .dateline, h1 + .byline, .question, p.label, caption, thead';
  const number = box => Math.floor((vertical ? box.top : box.left) / (wide + gap));
  const first = block => number(block.getClientRects()[0]), last = block => number([...block.getClientRects()].pop());
  body.style.cssText = `margin: 0; inline-size: ${wide}px; columns: ${wide}px; column-gap: ${gap}px; column-fill: auto`;
  for (let size = 330; size < 640; size += 7) {
    body.style.blockSize = size + 'px';
    const tell = block => found.push([size, block.textContent.slice(0, 40)]);
    for (const head of page.querySelectorAll(heads)) {
      if (head.nextElementSibling && last(head) !== first(head.nextElementSibling)) tell(head);
    }
    for (const tail of page.querySelectorAll('.signature + .signature, .caption + .credit')) {
      if (first(tail) !== last(tail.previousElementSibling)) tell(tail);
    }
    for (const whole of page.querySelectorAll('.stanza')) if (first(whole) !== last(whole)) tell(whole);
  }
  const pages = Math.max(...[...page.querySelectorAll('p')].map(last)) + 1;
  return {pages, found};
}
document.getElementById('told').textContent = JSON.stringify(told);
"""


@dataclass(frozen=True)
class Frame:
    """A document of a book at a size of screen, with type so many times as large as the reader's default."""

    document: str
    width: int = 420
    height: int = 600
    type: float = 1
    pages: bool = False  # whether to look for what pages part


@cache
def chromium() -> str:
    """The browser; skips the test where it, or a Chinese font, is not there."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        pytest.skip("no Chromium on the PATH: pages are not measured")
    fonts = shutil.which("fc-list")
    if not fonts or not subprocess.run([fonts, ":lang=zh"], capture_output=True, check=False).stdout:
        pytest.skip("no Chinese font: what Chromium would measure is not what a reader sees")
    return found


def measured(frames: Sequence[tuple[Publication, Frame]]) -> list[Mapping[str, Any]]:
    """What each frame of a publication tells, in their order."""
    return told("".join(_frame(publication, frame) for publication, frame in frames), _MEASURE)


def told(inner: str, script: str) -> list[Any]:
    """What a script writes, as JSON, into the element ``told`` once all frames are loaded."""
    browser = chromium()
    page = f'<!DOCTYPE html><meta charset="utf-8">{inner}<pre id="told"></pre>'
    page += f"<script>addEventListener('load', () => {{ {script} }});</script>"
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "frames.html")
        path.write_text(page, encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        done = subprocess.run(
            [*command, "--dump-dom", path.as_uri()], capture_output=True, check=True, timeout=120, encoding="utf-8"
        )
    found = re.search(r'<pre id="told">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr[-2000:]
    read: list[Any] = json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    return read


def _frame(publication: Publication, frame: Frame) -> str:
    (page,) = [document.data.decode() for document in publication.documents if document.name == frame.document]
    (sheet,) = [item.data.decode() for item in publication.resources if item.media_type == "text/css"]
    style = f"<style>html {{ font-size: {frame.type * 100}% }} body {{ margin: 8px }}\n{sheet}</style></head>"
    whole = re.sub(r"<link [^>]*>|<\?xml.*?\?>", "", page).replace("</head>", style)
    size = f'width="{frame.width}" height="{frame.height}"'
    pages = ' data-pages="1"' if frame.pages else ""
    return f'<iframe {size}{pages} srcdoc="{escape(whole)}"></iframe>'
