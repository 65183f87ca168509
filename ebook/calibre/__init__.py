"""Calibre: the user's own, where there is one, makes an AZW3 of a finished EPUB that its checks have passed.

A Kindle shows no EPUB that is copied to it by cable, and nobody but calibre writes what it does show.  ``converter``
finds and runs it, ``metadata`` says of the file what the EPUB says, and nothing by clock or chance.
"""

from __future__ import annotations

from ebook.calibre.converter import converted, find, version
from ebook.calibre.metadata import described
from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Publication

__all__ = ["azw3", "find", "version"]


def azw3(book: bytes, publication: Publication) -> bytes:
    """The AZW3 of an EPUB, which was packed of this publication.  Raises CAL-001 to CAL-003."""
    made = converted(book)
    try:
        return described(made, publication)
    except ValueError as fault:
        raise Problem(Diagnostic("CAL-003", {"reason": fault})) from fault
