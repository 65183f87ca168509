"""Structures → XHTML: asides, stanzas, notes, and the links between marks and notes.

A link's file is known only when all files are laid out, so ids and links are
written with a mark in front that no text can hold (U+0000) and settled then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from ebook.model import Aside, Backlink, Foreign, Marked, Note, NoteRef, Paragraph, RunIn, Stanza, Text, text_of

_UNSETTLED = "\0"
_ID = re.compile('id="\0([a-z]+-[0-9-]+)"')
_LINK = re.compile("\0#([a-z]+-[0-9-]+)")
NAME = 40  # bytes: what the name of a file adds to a link into another file

# EPUB 3 Structural Semantics 1.1 has no word for a box any more (sidebar: "use a bare aside element"), DPUB-ARIA none
# for words of the editors; ARIA's own is note.
_ASIDES = {
    "note": 'aside class="note" role="note"',
    "box": 'aside class="box"',
    "tip": 'aside class="box" epub:type="tip" role="doc-tip"',
    "notes": 'section class="notes" epub:type="endnotes" role="doc-endnotes"',
    "references": 'section class="references" epub:type="bibliography" role="doc-bibliography"',
}
_REFS = {"note": ("noteref", "doc-noteref"), "reference": ("biblioref", "doc-biblioref")}


def structure(item: Stanza | Note | Aside, inside: Sequence[str]) -> str:
    """A structure around its finished blocks; the empty string where they have nothing to show."""
    if not inside:
        return ""
    opening = _opening(item)
    return "\n".join((f"<{opening}>", *inside, f"</{opening.split()[0]}>"))


def _opening(item: Stanza | Note | Aside) -> str:
    if isinstance(item, Stanza):
        return 'div class="stanza"'
    if isinstance(item, Aside):
        return _ASIDES[item.kind] + _name(item)
    here = f'id="{_UNSETTLED}note-{item.number}"'
    if item.kind == "reference":
        return f'div class="reference" {here}'
    # KDP asks for an aside with this type, and for links both ways (KPG 2019.2, Footnote Guidelines).
    return f'aside class="footnote" epub:type="footnote" role="doc-footnote" {here}'


def _name(item: Aside) -> str:
    """The name of a landmark, by the label printed above it (DPUB-ARIA 1.1 doc-endnotes, doc-bibliography)."""
    first = item.blocks[0] if item.kind in ("notes", "references") else None
    if not isinstance(first, Paragraph) or first.role != "label":
        return ""
    return f' aria-label="{escape(" ".join(text_of(first.content).split()))}"'


# HTML 5.2 names the u element for the Chinese proper name mark, and cite for the title of a work.
_MARKS = {
    "emphasis": "em",
    "strong": "strong",
    "proper-name": 'u class="proper-name"',
    "book-title": 'cite class="book-title"',
}


def marked(piece: Text | RunIn | NoteRef | Backlink | Marked | Foreign, words: str) -> str:
    """Inline content around its escaped words."""
    if isinstance(piece, Marked):
        opening = _MARKS[piece.kind]
        return f"<{opening}>{words}</{opening.split()[0]}>"
    if isinstance(piece, Foreign):
        return f'<span class="foreign" lang="{piece.language}" xml:lang="{piece.language}">{words}</span>'
    if isinstance(piece, RunIn):
        return f'<span class="{piece.kind}">{words}</span>'
    if isinstance(piece, NoteRef):
        semantics, role = _REFS[piece.kind]
        attributes = f'class="noteref" epub:type="{semantics}" role="{role}"'
        return f'<a {attributes} href="{_UNSETTLED}#note-{piece.note}" id="{_UNSETTLED}{_ref(piece)}">{words}</a>'
    if isinstance(piece, Backlink):
        return f'<a epub:type="backlink" role="doc-backlink" href="{_UNSETTLED}#noteref-{piece.note}">{words}</a>'
    return words


def _ref(piece: NoteRef) -> str:
    return f"noteref-{piece.note}" + (f"-{piece.nth}" if piece.nth > 1 else "")


def size(markup: str) -> int:
    """The bytes that markup takes at most once its links are settled, with a line end."""
    return len(markup.encode()) + 1 + NAME * markup.count(_UNSETTLED)


def settled(files: Iterable[tuple[str, Sequence[str]]]) -> list[list[str]]:
    """The pieces of each file (its name, its pieces) with links that know where their targets stand."""
    files = list(files)
    homes = {
        anchor: name
        for name, pieces in files
        for piece in pieces
        if _UNSETTLED in piece
        for anchor in _ID.findall(piece)
    }

    def settle(name: str, piece: str) -> str:
        def link(match: re.Match[str]) -> str:
            home = homes[match[1]]
            return f"#{match[1]}" if home == name else f"{home.rpartition('/')[2]}#{match[1]}"

        return _LINK.sub(link, piece).replace(_UNSETTLED, "") if _UNSETTLED in piece else piece

    return [[settle(name, piece) for piece in pieces] for name, pieces in files]
