"""What fonts need of the pages: the characters they print, marks around the rare ones, rules in the style sheet."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from ebook.model import Document, Resource
from ebook.rare import RARE

_TAG = re.compile(r"<[^>]*>")  # in our pages no value of an attribute holds a bare >
_BODY = "<body"

_FACE = """
/* A font that comes with the book.  Without unicode-range, which a reader of 2013 cannot parse. */
@font-face {{ font-family: "embedded {family}"; font-weight: normal; font-style: normal; src: url("{file}"); }}
{selector} {{ font-family: "embedded {family}", {generic}; }}
"""
_SELECTOR = {"text": "body, h1, h2, h3, h4, h5, h6", "rare": ".rare"}


def text_of(documents: Iterable[Document]) -> str:
    """The text of finished pages."""
    return "".join(html.unescape(_TAG.sub("\n", document.data.decode())) for document in documents)


def pieces(text: str) -> set[str]:
    """Every character of a text, with its variation selector where it has one."""
    return {*RARE.findall(text), *RARE.sub("", text)}


def marked(document: Document, rare: Collection[str]) -> Document:
    """A page with a span around each run of these characters, in its text alone."""
    head, body, rest = document.data.decode().partition(_BODY)
    longest = sorted(rare, key=lambda piece: (-len(piece), piece))
    runs = re.compile(f"({_TAG.pattern})|((?:{'|'.join(map(re.escape, longest))})+)")

    def mark(found: re.Match[str]) -> str:
        return found[1] or f'<span class="rare">{found[2]}</span>'

    return replace(document, data=f"{head}{body}{runs.sub(mark, rest)}".encode())


def styled(sheet: Resource, family: str, font: Resource, generic: str) -> Resource:
    """The style sheet with the rules that name a font (KOReader reads no fonts but those that a sheet names)."""
    file = posixpath.relpath(font.name, posixpath.dirname(sheet.name))
    rules = _FACE.format(family=family, file=file, selector=_SELECTOR[family], generic=generic)
    return replace(sheet, data=sheet.data + rules.encode())
