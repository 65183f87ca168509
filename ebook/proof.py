"""A book to be looked at: as a build makes it, but not judged by EPUBCheck, and placed nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from ebook.check import check
from ebook.diagnostics import Diagnostic, Problem
from ebook.draft import Clock, Draft, read_book, set_book
from ebook.edition import EDITIONS
from ebook.package import package
from ebook.read import display, read_finished
from ebook.settings import Settings


@dataclass(frozen=True, slots=True)
class Proof:
    """The bytes of an EPUB; ``vertical`` is None for a finished one, which says itself how it is set."""

    data: bytes
    vertical: bool | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def pull(
    paths: Sequence[Path], settings: Settings, clock: Clock | None = None, *, vertical: bool | None = None
) -> Proof:
    """The generic edition of a book, with what the build, the ledger and the gate say of it.

    ``vertical`` wins over the settings and ``book.toml``; None leaves it to
    them.  Raises :class:`~ebook.diagnostics.Problem` as a build does, and where ledger or gate refuse the book.
    """
    clock = clock or Clock()
    draft, publication = set_book(_turned(read_book(paths, settings, clock), vertical), clock)
    with clock.stage("package"):
        data = package(EDITIONS["generic"].make(publication))
    with clock.stage("check"):
        verdict = check(data, draft.sources, draft.book.cuts, None)
    if not verdict.valid:
        raise Problem(*(item for item in verdict.diagnostics if item.severity == "error"))
    return Proof(data, publication.vertical, (*draft.diagnostics, *verdict.diagnostics))


def finished(path: Path) -> Proof:
    """A finished EPUB as it is, whoever made it.  Raises EPB-001 to EPB-005."""
    data = read_finished(path)
    if not is_zipfile(BytesIO(data)):
        raise Problem(Diagnostic("EPB-005", {"name": display(path)}, file=display(path)))
    return Proof(data)


def _turned(draft: Draft, vertical: bool | None) -> Draft:  # noqa: FBT001 - three answers, not a switch
    if vertical is None:
        return draft
    settings = draft.manuscript.settings
    settings = replace(settings, typeset=replace(settings.typeset, vertical=vertical))
    return replace(draft, manuscript=replace(draft.manuscript, settings=settings))
