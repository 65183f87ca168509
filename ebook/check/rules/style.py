"""Rules for style sheets: what e-ink readers can read (Kobo's RMSDK has a CSS parser of 2013; KDP)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ebook.check.css import without_comments, without_strings
from ebook.check.epub import CSS_TYPE, Epub, resolve
from ebook.check.rules import Fault

# Nor does an address end before its bracket, and each is looked through once.
_QUOTES = "\"' \t\r\n\f"
_URL = re.compile(r"""url\(([^)]*)(?:\)|\Z)|@import\s+["']([^"']*)["']""", re.IGNORECASE)
_FUNCTION = re.compile(
    r"\b(calc|min|max|clamp|var|env|is|where|has|color-mix|light-dark|ok(?:lab|lch))\(", re.IGNORECASE
)
_AT_RULE = re.compile(r"@(?!(?:charset|font-face|page|namespace)\b)[\w-]+", re.IGNORECASE)
_PROPERTY = re.compile(
    r"[{;\s](direction|unicode-bidi|position|flex(?:-[a-z]+)?|grid(?:-[a-z]+)*|transform|animation(?:-[a-z]+)*|"
    r"aspect-ratio|object-fit|--[\w-]+)\s*:|:\s*((?:inline-)?(?:flex|grid))\b",
    re.IGNORECASE,
)


Found = Iterator[tuple[str, int]]  # what is wrong, and its line


def functions(epub: Epub) -> Iterator[Fault]:
    """No calc(), min(), var(), is() and what else came after 2013: one can drop the whole sheet (Adobe RMSDK, Kobo)."""
    return _found(epub, late_functions)


def at_rules(epub: Epub) -> Iterator[Fault]:
    """No @media, @supports and the like in the main sheet: @media kills it on Kobo (Adobe RMSDK)."""
    return _found(epub, late_rules)


def properties(epub: Epub) -> Iterator[Fault]:
    """No direction and unicode-bidi (sec-css-req), no position, flex and grid (Adobe RMSDK; KDP GP2Z9DD4F2N4QKCY).

    Nor what came after 2013 and would leave a page in disorder: transform, animation, object-fit, custom properties.
    """
    return _found(epub, barred_properties)


def urls(epub: Epub) -> Iterator[Fault]:
    """What a style sheet names stands in the book (sec-resource-locations)."""
    for name, text in sheets(epub):
        for words, address, line in addresses(text):
            target = resolve(name, address)
            if target is None or target[0] not in epub.names:
                yield name, words, line


_BEFORE = "{; \n\t"  # what a pattern takes in before the words


def late_functions(css: str) -> Found:
    """The functions in a sheet that a parser of 2013 does not know."""
    return _matches(_FUNCTION, css)


def late_rules(css: str) -> Found:
    """The rules with @ in a sheet that a parser of 2013 does not know, or that load others."""
    return _matches(_AT_RULE, css)


def barred_properties(css: str) -> Found:
    """The properties in a sheet that no book may have, or that leave e-ink pages in disorder."""
    return _matches(_PROPERTY, css)


def addresses(css: str) -> Iterator[tuple[str, str, int]]:
    """What a sheet names: the words, the address in them, the line."""
    for match, line in _with_lines(_URL, without_comments(css)):
        yield match[0], (match[1] or match[2] or "").strip(_QUOTES), line


def _matches(pattern: re.Pattern[str], css: str) -> Found:
    for match, line in _with_lines(pattern, without_strings(without_comments(css))):
        yield match[0].strip(_BEFORE), line


def _with_lines(pattern: re.Pattern[str], css: str) -> Iterator[tuple[re.Match[str], int]]:
    """What the pattern finds, with the line of each; the sheet is counted through once."""
    at, line = 0, 1
    for match in pattern.finditer(css):
        start = match.start() + len(match[0]) - len(match[0].lstrip(_BEFORE))
        line, at = line + css.count("\n", at, start), start
        yield match, line


def _found(epub: Epub, rule: Callable[[str], Found]) -> Iterator[Fault]:
    for name, text in sheets(epub):
        yield from ((name, *fault) for fault in rule(text))


def sheets(epub: Epub) -> Iterator[tuple[str, str]]:
    """The style sheets of the manifest: name and text."""
    for item in epub.items:
        if item.media_type == CSS_TYPE:
            yield item.name, epub.files[item.name].decode("utf-8", "replace")
