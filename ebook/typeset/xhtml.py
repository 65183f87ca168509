"""Blocks → XHTML: plain string building, every piece of text escaped, nothing parsed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ebook.model import Block, Break, Heading, Inline, LineBreak, Paragraph, Ruby, Table, Text
from ebook.resources import XHTML
from ebook.typeset.semantics import SUBTITLE
from ebook.typeset.structures import marked, structure
from ebook.typeset.tables import ruled

# Dropped at both ends of a block, where it is the page's indent and becomes CSS (CLREQ first_line_indents):
# all of Unicode's white space (U+3000 and NBSP among it) and the zero-width characters that show nothing.
WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u2060\ufeff"


def escape(text: str) -> str:
    """Text as XML; a carriage return as a reference, since a parser would read the bare one as a line feed."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def quoted(value: str) -> str:
    """Text as the value of an attribute in double quotes."""
    return escape(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def element(name: str, content: str, **attributes: str) -> str:
    """An element around finished markup; ``class_`` is the attribute ``class``."""
    return f"<{name}{_attributes({key.rstrip('_'): value for key, value in attributes.items()})}>{content}</{name}>"


def block(item: Block) -> str:
    """One block; the empty string where it has nothing to show."""
    if isinstance(item, Break):
        return '<hr class="break"/>'
    if isinstance(item, Table):
        return "\n".join(_table(item))
    if not isinstance(item, Paragraph):
        return structure(item, blocks(item.blocks))
    words = inline(item.content)
    if not words:
        return ""
    if item.role == "deck":
        return element("p", words, class_=item.role, **SUBTITLE)
    return f"<p>{words}</p>" if item.role == "body" else f'<p class="{item.role}">{words}</p>'


def blocks(items: Iterable[Block]) -> list[str]:
    """The blocks that have something to show, in order; a long table is several, so that a file can end between."""
    return [
        markup for item in items for markup in (_table(item) if isinstance(item, Table) else (block(item),)) if markup
    ]


def _table(item: Table) -> list[str]:
    return [*ruled(item, inline), *blocks(item.notes)]


def inline(content: tuple[Inline, ...]) -> str:
    """Inline content word for word, without the white space at its two ends."""
    if len(content) == 1 and isinstance(content[0], Text):  # nearly every paragraph
        return escape(content[0].text.strip(WHITE))
    return "".join(map(_piece, trimmed(content)))


def _piece(piece: Inline) -> str:
    if isinstance(piece, LineBreak):
        return "<br/>"
    if isinstance(piece, Ruby):
        opening, base, reading, closing = map(
            escape, (piece.brackets[:1], piece.base, piece.reading, piece.brackets[1:])
        )
        return f"<ruby>{base}<rp>{opening}</rp><rt>{reading}</rt><rp>{closing}</rp></ruby>"
    return marked(piece, escape(piece.text))


def trimmed(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Inline content without the white space and the line breaks at its two ends."""
    pieces = list(content)
    while pieces and _bare(pieces[0]):
        pieces.pop(0)
    while pieces and _bare(pieces[-1]):
        pieces.pop()
    if pieces and not isinstance(pieces[0], LineBreak | Ruby):
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip(WHITE))
    if pieces and not isinstance(pieces[-1], LineBreak | Ruby):
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip(WHITE))
    return tuple(pieces)


def is_blank(item: Heading | Block) -> bool:
    """Whether nothing of the item would show on the page."""
    return isinstance(item, Heading | Paragraph) and all(map(_bare, item.content))


def document(title: str, language: str, attributes: Mapping[str, str], body: Iterable[str]) -> bytes:
    """A whole XHTML file with one section.

    The XML declaration and ``meta charset`` are both needed: Send to Kindle
    takes a file without them for Latin-1 (innocenat/kindle-epub-fix, fixEncoding).
    """
    return XHTML.format(
        language=quoted(language),
        title=escape(" ".join(title.split())),
        sheet="../styles/book.css",
        body="\n".join((f"<section{_attributes(attributes)}>", *body, "</section>")),
    ).encode()


def _bare(piece: Inline) -> bool:
    return isinstance(piece, LineBreak) or not piece.text.strip(WHITE)


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{quoted(value)}"' for name, value in attributes.items())
