"""Vertical lines: what Western stands upright in them (CLREQ mixed_text_composition_in_vertical_writing_mode)."""

from __future__ import annotations

import re
from dataclasses import replace

from ebook.model import Document

#: One character takes at most so many bytes as markup: 29 for a figure alone in its square.
BYTES = 32

_TEXT = re.compile(r"(?<![^>])[^<>]++")
# Up to three figures, a capital letter, one or two marks, with nothing Western beside them, also not across a space: a
# date (2023-06-30), a version (3.5) or an English phrase lies on its side as a whole.
_UPRIGHT = re.compile(r"(?<![!-~])(?<![!-~] )(?:\d{1,3}|[A-Z]|[!?]{1,2})(?! ?[!-~])", re.ASCII)


def upright(markup: str) -> str:
    """Finished markup with what stands upright in spans of the class ``tcy``, which add no text."""
    return _TEXT.sub(lambda text: _UPRIGHT.sub(r'<span class="tcy">\g<0></span>', text[0]), markup)


def upright_page(page: Document) -> Document:
    """A finished page likewise; its head, where no markup may stand, is let be."""
    head, body, rest = page.data.decode().partition("<body>")
    return replace(page, data=f"{head}{body}{upright(rest)}".encode())
