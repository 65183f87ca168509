"""The rule for colours: text stays legible on whatever ground the reader has chosen (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ebook.check.css import blocks
from ebook.check.epub import CSS_TYPE, Epub
from ebook.check.rules import Fault

LEAST = 4.5  # WCAG 2.2, 1.4.3, text that is not large
_LINEAR = 0.04045  # up to here sRGB is linear
_COLOUR = re.compile(r"(?<![\w-])(color|background|background-color)\s*:\s*([^;!}]+)", re.IGNORECASE)
_OF_OTHERS = frozenset(("inherit", "initial", "transparent", "none", "currentcolor"))
_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)  # a page by day and by night

Colour = Sequence[float]  # red, green, blue from 0 to 1


def contrast(epub: Epub) -> Iterator[Fault]:
    """A colour keeps 4.5:1 against the one beside it in its rule; alone, against white and against black.

    Readers turn a page black or sepia and keep the colours that a sheet sets (KDP GH4DRT75GWWAGBTU).
    """
    for item in epub.items:
        if item.media_type == CSS_TYPE:
            for block in blocks(epub.files[item.name].decode("utf-8", "replace")):
                for words in _faint(block.inside):
                    yield item.name, words, block.line


def _faint(block: str) -> Iterator[str]:
    """The colours of one rule that do not stand out enough, each with the least of its ratios."""
    colours = {
        "color" if name.lower() == "color" else "background": (value.strip(), colour)
        for name, value in _COLOUR.findall(block)
        if (colour := _parsed(value))
    }
    if len(colours) > 1:
        (_, ink), (_, ground) = colours["color"], colours["background"]
        if ratio(ink, ground) < LEAST:
            yield f"color {colours['color'][0]}, background {colours['background'][0]}: {ratio(ink, ground):.2f}"
        return
    for name, (value, colour) in colours.items():
        least = min(ratio(colour, _WHITE), ratio(colour, _BLACK))
        if least < LEAST:
            yield f"{name} {value}: {least:.2f}"


def _parsed(value: str) -> Colour | None:
    """A colour that is opaque; None for every other value."""
    if value.strip().lower() in _OF_OTHERS:
        return None
    from tinycss2.color3 import parse_color  # our own sheets name no colour and do not wait for it

    found = parse_color(value.strip())
    return None if found is None or isinstance(found, str) or found.alpha < 1 else found[:3]


def ratio(one: Colour, other: Colour) -> float:
    """How much two colours differ in light: from 1, not at all, to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance of sRGB (WCAG 2.2)."""
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
