"""What devices ask of the style sheets and the fonts that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebook.check.devices.facts import Facts
from ebook.check.rules import Fault

_BODY = frozenset(("html", "body", "p"))
_FUNCTION = re.compile(r"\b(?:calc|min|max|clamp|var|env)\(")
_BOXES = frozenset(("flex", "inline-flex", "grid", "inline-grid"))
_SCREEN = re.compile(r"\d(?:vh|vw|vmin|vmax)\b")
_SIZES = frozenset(("", "1em", "1rem", "100%", "medium", "inherit", "initial", "normal"))
_NO_COLOUR = frozenset(("", "transparent", "none", "inherit", "initial", "unset", "currentcolor"))
_ZERO = re.compile(r"[-+]?0+(?:\.0*)?(?:[a-z]+|%)?|auto|inherit|initial")
_PLAIN = frozenset(("", "0", "none", "normal", "inherit", "block", "auto", "baseline", "100%"))
_INDENT = re.compile(r"([\d.]{1,9})em\b")
_MOST_INDENT = 4
_PERCENT = re.compile(r"[\d.]{1,9}%")
_WOFF2 = ("font/woff2", "application/font-woff2")
_SIDES = ("margin-left", "margin-right", "padding-left", "padding-right")


def late_functions(facts: Facts) -> Iterator[Fault]:
    """No ``calc()`` and the like, which a parser of 2013 does not know; inside ``@supports`` it passes over them."""
    for file, block, name, value, line in facts.declared():
        if _FUNCTION.search(value) and not block.around.lower().startswith("@supports"):
            yield file, f"{name}: {value}", line


def media_queries(facts: Facts) -> Iterator[Fault]:
    """No ``@media`` that asks for a measure, and none that is empty."""
    for file, block in facts.blocks:
        empty = not block.holds and not block.inside.strip()
        if block.before.lower().startswith("@media") and (empty or "(" in block.before):
            yield file, block.before, block.line


def boxes(facts: Facts) -> Iterator[Fault]:
    """No flexible boxes, no grids."""
    for file, _, name, value, line in facts.declared("display"):
        if _first(value) in _BOXES:
            yield file, f"{name}: {value}", line


def parts_of_the_screen(facts: Facts) -> Iterator[Fault]:
    """No measures in parts of the screen."""
    for file, _, name, value, line in facts.declared():
        if _SCREEN.search(value):
            yield file, f"{name}: {value}", line


def forced_text(facts: Facts) -> Iterator[Fault]:
    """Running text keeps the reader's size, line height and colour."""
    for file, block, name, value, line in facts.declared("font-size", "line-height", "color"):
        if _BODY & set(block.selectors) and _first(value) not in _SIZES:
            yield file, f"{block.before} {{ {name}: {value} }}", line


def backgrounds(facts: Facts) -> Iterator[Fault]:
    """Running text has no colour behind it."""
    for file, block, name, value, line in facts.declared("background", "background-color"):
        if _BODY & set(block.selectors) and not _NO_COLOUR.issuperset(value.split()):
            yield file, f"{block.before} {{ {name}: {value} }}", line


def side_margins(facts: Facts) -> Iterator[Fault]:
    """Running text has no margins at its sides but the reader's."""
    for file, block, name, value, line in facts.declared("margin", "padding", *_SIDES):
        if _BODY & set(block.selectors) and not all(map(_ZERO.fullmatch, _sides(name, value))):
            yield file, f"{block.before} {{ {name}: {value} }}", line


def _sides(name: str, value: str) -> list[str]:
    """The values for right and left."""
    parts = value.replace("!important", "").split()
    return parts if name in _SIDES else [*parts[1:2], *parts[3:4]] or parts[:1]


def negative_margins(facts: Facts) -> Iterator[Fault]:
    """No margin is less than nothing."""
    for file, block, name, value, line in facts.declared("margin", "margin-top", "margin-bottom", *_SIDES[:2]):
        if re.search(r"(?:^|\s)-[0.]{0,9}[1-9]", value):
            yield file, f"{block.before} {{ {name}: {value} }}", line


def deep_indents(facts: Facts) -> Iterator[Fault]:
    """A paragraph's first line is indented by at most four characters."""
    for file, block, name, value, line in facts.declared("text-indent"):
        found = _INDENT.match(value)
        if found and found[1].count(".") < 2 and float(found[1].strip(".") or 0) > _MOST_INDENT:  # noqa: PLR2004
            yield file, f"{block.before} {{ {name}: {value} }}", line


def placed_boxes(facts: Facts) -> Iterator[Fault]:
    """Nothing is placed apart from the flow of the text."""
    for file, block, name, value, line in facts.declared("position"):
        if _first(value) in ("absolute", "fixed", "sticky"):
            yield file, f"{block.before} {{ {name}: {value} }}", line


def size_in_percent(facts: Facts) -> Iterator[Fault]:
    """The size of all text is not told in per cent."""
    for file, block, name, value, line in facts.declared("font-size"):
        if {"html", "body"} & set(block.selectors) and _PERCENT.fullmatch(_first(value)) and _first(value) != "100%":
            yield file, f"{block.before} {{ {name}: {value} }}", line


def bare_div(facts: Facts) -> Iterator[Fault]:
    """No style for each ``div``."""
    return _bare(facts, "div")


def bare_span(facts: Facts) -> Iterator[Fault]:
    """No style for each ``span``."""
    return _bare(facts, "span")


def _bare(facts: Facts, element: str) -> Iterator[Fault]:
    for file, block, name, value, line in facts.declared():
        if element in block.selectors and not _PLAIN.issuperset(value.replace("!important", "").split()):
            yield file, f"{element} {{ {name}: {value} }}", line


def figures_as_tables(facts: Facts) -> Iterator[Fault]:
    """No ``figure`` is set as a table."""
    for file, block, name, value, line in facts.declared("display"):
        last = {selector.split()[-1].partition(".")[0] for selector in block.selectors if selector}
        if "figure" in last and _first(value) == "table":
            yield file, f"{block.before} {{ {name}: {value} }}", line


def turned_text(facts: Facts) -> Iterator[Fault]:
    """The direction of writing is told by ``dir``, not by style sheets."""
    for file, block, name, value, line in facts.declared("direction", "unicode-bidi"):
        yield file, f"{block.before} {{ {name}: {value} }}", line


def late_fonts(facts: Facts) -> Iterator[Fault]:
    """Fonts are TrueType, OpenType or WOFF 1.0."""
    for item in facts.epub.items:
        if item.media_type in _WOFF2 or item.name.lower().endswith(".woff2"):
            yield item.name, item.media_type


def nothing_there(facts: Facts) -> Iterator[Fault]:
    """What a style sheet names is in the book."""
    for link in facts.addresses:
        if link.target and link.target[0] not in facts.epub.names and link.target[0].lower() not in facts.small_names:
            yield link.file, link.value, link.line


def _first(value: str) -> str:
    return next(iter(value.split()), "").replace("!important", "")
