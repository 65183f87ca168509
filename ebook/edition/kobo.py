"""The Kobo edition: a native KEPUB, which Kobo opens with its own engine and not with Adobe's.

There is no standard for it.  Sources: kobolabs/epub-spec (seen 2025-08-25), what
kepubify (kepub/transform.go) and calibre (polish/kepubify.py, seen 2026-08-22)
agree on, and Standard Ebooks' build for the notes.  Without what is added here,
a page is that of the generic edition byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ebook.edition.sentences import sentences
from ebook.model import Document, Publication

SUFFIX = ".kepub.epub"  # by which Kobo knows the format (epub-spec, Sideloading)

_BODY = re.compile(r"(?s)(.*?)</head>(.*?<body[^>]*>)(.*)(</body>.*)")
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_TAG = re.compile(r"</?([^\s/>]+)")

# As real files of Kobo have it, so that its engine adds no margins (calibre; mobileread 2937376).  The second rule lets
# figures stand upright in vertical lines.
_STYLE = (
    '<style type="text/css" id="kobostylehacks">'
    "div#book-inner{margin-top:0;margin-bottom:0}.koboSpan{-webkit-text-combine:inherit}</style>"
)
_WRAPPERS = '<div id="book-columns"><div id="book-inner">', "</div></div>"

_PARAGRAPHS = frozenset(("p", "ol", "ul", "table", "h1", "h2", "h3", "h4", "h5", "h6"))
#: Nothing is wrapped in these: EPUBCheck allows no span in rp, option, title and a time without datetime (RSC-005).
_BARE = frozenset(("audio", "math", "option", "pre", "rp", "script", "style", "svg", "time", "title", "video"))

# Kobo shows a note as a pop-up for these words alone, not for noteref (epub-spec, Footnotes/Endnotes).
_NOTEREF = ' epub:type="noteref"', ' epub:type="noteref footnote"'


def edition(publication: Publication) -> Publication:
    """The publication for a Kobo."""
    return replace(publication, documents=tuple(map(_kepub, publication.documents)))


def _kepub(document: Document) -> Document:
    found = _BODY.fullmatch(document.data.decode())
    assert found, "every document has a head and a body"
    head, between, body, end = found.groups()
    if _WRAPPERS[0] in body:  # once is enough
        return document
    body = _TOKEN.sub(_Spans().wrap, body)
    return replace(document, data=f"{head}{_STYLE}</head>{between}{_WRAPPERS[0]}{body}{_WRAPPERS[1]}{end}".encode())


class _Spans:
    """The spans of a document, in order: ``kobo.PARAGRAPH.SENTENCE``, both from 1 (kepubify, calibre)."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._bare = 0  # elements open in which nothing is wrapped
        self._ruby = 0
        self._paragraph = self._sentence = 0
        self._fresh = True  # the next span begins a paragraph

    def wrap(self, token: re.Match[str]) -> str:
        """A tag as it is, a picture or a run of text in spans."""
        text = token[0]
        if text[0] == "<":
            return self._tag(text)
        if self._bare or (text.isspace() and self._open[-1:] != ["p"]):  # between two elements stands only white space
            return text
        return "".join(map(self._span, [text] if self._ruby else sentences(text)))

    def _tag(self, tag: str) -> str:
        match = _TAG.match(tag)
        if match is None:  # a comment
            return tag
        name = match[1]
        if tag[1] == "/":
            self._closed(name)
        elif not tag.endswith("/>"):
            self._opened(name)
        elif name == "img" and not self._bare:
            return self._picture(tag)
        return tag.replace(*_NOTEREF) if name == "a" else tag

    def _opened(self, name: str) -> None:
        self._open.append(name)
        self._bare += name in _BARE
        self._ruby += name == "ruby"
        self._fresh = self._fresh or name in _PARAGRAPHS

    def _closed(self, name: str) -> None:
        self._open.pop()
        self._bare -= name in _BARE
        self._ruby -= name == "ruby"

    def _picture(self, tag: str) -> str:
        """A picture is a paragraph of its own."""
        self._fresh = True
        span = self._span(tag)
        self._fresh = True
        return span

    def _span(self, content: str) -> str:
        if self._fresh:
            self._paragraph, self._sentence, self._fresh = self._paragraph + 1, 0, False
        self._sentence += 1
        return f'<span class="koboSpan" id="kobo.{self._paragraph}.{self._sentence}">{content}</span>'
