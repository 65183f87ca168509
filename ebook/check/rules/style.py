"""Rules for style sheets: what e-ink readers can read (Kobo's RMSDK has a CSS parser of 2013; KDP)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebook.check.epub import CSS_TYPE, Epub, resolve
from ebook.check.rules import Fault

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r""""[^"]*"|'[^']*'""")
_URL = re.compile(r"""url\(\s*["']?(.*?)["']?\s*\)|@import\s+["'](.*?)["']""", re.IGNORECASE)
_FUNCTION = re.compile(r"\b(calc|min|max|clamp|var|env)\(", re.IGNORECASE)
_AT_RULE = re.compile(r"@(media|supports|import|layer|container)\b", re.IGNORECASE)
_PROPERTY = re.compile(
    r"[{;\s](direction|unicode-bidi|position|flex(?:-[a-z]+)?|grid(?:-[a-z]+)*)\s*:|:\s*((?:inline-)?(?:flex|grid))\b",
    re.IGNORECASE,
)


def functions(epub: Epub) -> Iterator[Fault]:
    """No calc(), min(), max(), clamp(), var(), env(): one can drop the whole sheet on Kobo (finding 6)."""
    return _found(epub, _FUNCTION)


def at_rules(epub: Epub) -> Iterator[Fault]:
    """No @media, @supports and the like in the main sheet: @media kills it on Kobo (finding 6)."""
    return _found(epub, _AT_RULE)


def properties(epub: Epub) -> Iterator[Fault]:
    """No direction and unicode-bidi (sec-css-req), no position, flex and grid (Adobe RMSDK; KDP GP2Z9DD4F2N4QKCY)."""
    return _found(epub, _PROPERTY)


def urls(epub: Epub) -> Iterator[Fault]:
    """What a style sheet names stands in the book (sec-resource-locations)."""
    names = {entry.filename for entry in epub.entries}
    for name, text in _sheets(epub):
        for match in _URL.finditer(text):
            target = resolve(name, match[1] or match[2] or "")
            if target is None or target[0] not in names:
                yield name, match[0]


def _found(epub: Epub, pattern: re.Pattern[str]) -> Iterator[Fault]:
    for name, text in _sheets(epub):
        for match in pattern.finditer(_STRING.sub('""', text)):
            yield name, match[0].strip("{; \n\t")


def _sheets(epub: Epub) -> Iterator[tuple[str, str]]:
    """Style sheets without their comments."""
    for item in epub.items:
        if item.media_type == CSS_TYPE:
            yield item.name, _COMMENT.sub(" ", epub.files[item.name].decode("utf-8", "replace"))
