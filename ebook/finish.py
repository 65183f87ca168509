"""From a judged EPUB to the file that a device takes: as it is, or through calibre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ebook.calibre import azw3, find
from ebook.diagnostics import Diagnostic, Problem
from ebook.edition import EDITIONS
from ebook.model import Publication, Verdict
from ebook.settings import EditionName


def lacking(editions: Sequence[EditionName]) -> Mapping[EditionName, Problem]:
    """The editions that this machine cannot make, known before any work.  Raises CAL-001 where there is no other."""
    found: dict[EditionName, Problem] = {}
    for name in editions:
        try:
            if EDITIONS[name].epub_suffix:
                find()
        except Problem as problem:
            found[name] = problem
    if found and len(found) == len(editions):
        raise found[editions[0]]
    return found


def epub_name(edition: EditionName, path: Path) -> Path:
    """What the EPUB of an edition is called: the file itself, or what calibre makes the file of."""
    suffix = EDITIONS[edition].epub_suffix
    return path.with_name(path.name.removesuffix(EDITIONS[edition].suffix) + suffix) if suffix else path


def finished(
    edition: EditionName, book: bytes, publication: Publication, verdict: Verdict
) -> tuple[bytes | None, Verdict]:
    """The bytes to place, and the verdict on them: a book that its checks refuse is not converted.

    None, and an error in the verdict, where no file came of a good book.
    """
    row = EDITIONS[edition]
    try:
        if row.epub_suffix and verdict.valid:
            book = azw3(book, publication)
    except Problem as problem:
        return None, _with(verdict, problem.diagnostic)
    return book, verdict


def _with(verdict: Verdict, diagnostic: Diagnostic) -> Verdict:
    return replace(verdict, diagnostics=(*verdict.diagnostics, diagnostic))
