"""How much ink differs from its ground: the measure of WCAG 2.2, by the tests' own eyes, and what Chromium paints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from chromium import told

from ebook.model import Publication

NORMAL, LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3; large is 24 CSS pixels, or 18.66 and bold

#: The grounds of Readium CSS 2 (day, sepia, night), ground and ink; a sheet that sets no colour takes both.
GROUNDS = (("#ffffff", "#121212"), ("#faf4e8", "#121212"), ("#000000", "#fefefe"))

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Ink:
    """Text as it is painted: which element, its colour, the colour behind it, its size in pixels, its weight."""

    element: str
    ink: str
    ground: str
    size: float
    weight: float

    @property
    def ratio(self) -> float:
        return ratio(rgb(self.ink), rgb(self.ground))

    @property
    def least(self) -> float:
        large = self.size >= 24 or (self.size >= 18.66 and self.weight >= 700)
        return LARGE if large else NORMAL


def rgb(colour: str) -> Rgb:
    """#rrggbb, or rgb(…) as a browser computes it."""
    if colour.startswith("#"):
        parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    else:
        parts = [int(part) for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 255 for part in parts)
    return red, green, blue


def ratio(one: Rgb, other: Rgb) -> float:
    lights = [0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue) for red, green, blue in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def light(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


# What a frame tells: the elements that have text of their own, each kind once.
_INKS = """
const told = [...document.querySelectorAll('iframe')].map(frame => {
  const page = frame.contentDocument, view = frame.contentWindow, found = new Map();
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = view.getComputedStyle(at).backgroundColor;
      if (!/rgba\\(.*, 0\\)|transparent/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  for (const element of page.body.querySelectorAll('*')) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const style = view.getComputedStyle(element), name = element.tagName.toLowerCase() + '.' + element.className;
    found.set(name, [name, style.color, ground(element), parseFloat(style.fontSize), parseFloat(style.fontWeight)]);
  }
  return [...found.values()];
});
document.getElementById('told').textContent = JSON.stringify(told);
"""


def inks(publications: Sequence[Publication]) -> Iterator[Ink]:
    """All text of all pages but the cover's, on every ground."""
    frames = [
        _frame(document.data.decode(), publication, ground, ink)
        for publication in publications
        for document in publication.documents
        if document.kind != "cover"
        for ground, ink in GROUNDS
    ]
    for frame in told("".join(frames), _INKS):
        yield from (Ink(*found) for found in frame)


def _frame(page: str, publication: Publication, ground: str, ink: str) -> str:
    (sheet,) = [item.data.decode() for item in publication.resources if item.media_type == "text/css"]
    style = f"<style>html {{ background: {ground}; color: {ink} }}\n{sheet}</style></head>"
    whole = re.sub(r"<link [^>]*>|<\?xml.*?\?>", "", page).replace("</head>", style)
    return f'<iframe srcdoc="{escape(whole)}"></iframe>'
