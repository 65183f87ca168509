"""The straight line: read → convert → recognise → cover → typeset → embed → edition → package → check → finish → place.

The library's entry.  Stages meet here and in ``draft.py``, which is the first half, alone: read these first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from ebook.check import Checker, check, start_checker
from ebook.check import Start as Start  # noqa: PLC0414 - for those who build many books
from ebook.check import one_checker as one_checker  # noqa: PLC0414 - likewise
from ebook.diagnostics import Diagnostic, Problem
from ebook.draft import Clock, Draft, read_manuscript, set_book
from ebook.edition import EDITIONS
from ebook.finish import epub_name, finished, lacking
from ebook.model import Verdict
from ebook.package import package
from ebook.place import invalid, place, targets
from ebook.settings import EditionName, Settings, unfold


@dataclass(frozen=True, slots=True)
class Made:
    """An edition of the book: where it stands, how it was judged."""

    edition: EditionName
    path: Path | None  # None where it was not placed
    verdict: Verdict
    diagnostics: tuple[Diagnostic, ...]  # of its checks and its placing


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    draft: Draft
    editions: tuple[Made, ...]  # in the order that was asked for; each stands or falls by itself
    timings: Mapping[str, float]  # seconds by stage

    @property
    def path(self) -> Path | None:
        """Where the first edition stands; None where it was not placed."""
        return self.editions[0].path

    @property
    def verdict(self) -> Verdict:
        """How the first edition was judged."""
        return self.editions[0].verdict

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Those of all stages, in their order; what holds for several editions is told once."""
        of_editions = {repr(item): item for made in self.editions for item in made.diagnostics}
        return (*self.draft.diagnostics, *of_editions.values())

    @property
    def exit_code(self) -> int:
        """0 where every edition was placed, else the lowest code of their faults: the ledger's 4, EPUBCheck's 5."""
        return min((item.exit_code for item in self.diagnostics if item.severity == "error"), default=0)


def build(
    paths: Sequence[Path], settings: Settings, clock: Clock | None = None, start: Start = start_checker
) -> Report:
    """Build one book from its sources, or from a folder with a ``book.toml``, and place its editions.

    An edition that its checks refuse is not placed: the report says why.  What
    cannot be gone on from is raised as :class:`~ebook.diagnostics.Problem`.
    Many books are built with one EPUBCheck: ``with one_checker() as start``.
    """
    clock = clock or Clock()
    manuscript = unfold(paths, settings)
    missing = lacking(manuscript.settings.editions)  # told before the work where nothing else is wanted
    with start(settings.check) as checker:
        draft, publication = set_book(read_manuscript(manuscript, clock), clock)
        settings = draft.manuscript.settings
        editions = [name for name in settings.editions or ("generic",) if name not in missing]
        with clock.stage("edition"):
            publications = [EDITIONS[name].make(publication) for name in editions]
        with clock.stage("package"):
            books = [package(one) for one in publications]
        paths = _targets(draft, editions)  # a book in the way is told before the check, which takes longest
        with clock.stage("check"):
            verdicts = _check(books, editions, list(map(epub_name, editions, paths)), draft, checker)
    with clock.stage("finish"):
        files = list(map(finished, editions, books, publications, verdicts))
    with clock.stage("place"):
        alone = len(settings.editions) <= 1  # then there is nothing to go on with
        placed = [_try_place(*one, draft, alone=alone) for one in zip(editions, files, paths, strict=True)]
    made = {one.edition: one for one in (*placed, *_unmade(missing))}
    return Report(draft, _told([made[name] for name in settings.editions or editions]), clock.timings)


def _targets(draft: Draft, editions: Sequence[EditionName]) -> tuple[Path, ...]:
    metadata, settings = draft.book.metadata, draft.manuscript.settings.place
    assert metadata.title, "settle gives every book a title"
    suffixes = [EDITIONS[name].suffix for name in editions]
    paths = targets(metadata.title.value, settings, draft.manuscript.paths, _identifier(draft), suffixes)
    for path in settings.taken.intersection(paths):
        raise Problem(Diagnostic("USE-014", {"path": path, "title": metadata.title.value}))
    return paths


def _check(
    books: Sequence[bytes],
    editions: Sequence[EditionName],
    paths: Sequence[Path],
    draft: Draft,
    checker: Checker | None,
) -> list[Verdict]:
    """The verdict on each edition; EPUBCheck, a process of its own, judges several at a time, a book once."""
    ours = zip(paths, editions, strict=True)
    asked = {book: (path.name, [EDITIONS[name].device]) for book, (path, name) in zip(books, ours, strict=True)}

    def judged(book: bytes) -> Verdict:
        return check(book, draft.sources, draft.book.cuts, checker, *asked[book])

    if len(asked) <= 1:
        return [judged(book) for book in books[:1]] * len(books)
    with ThreadPoolExecutor(len(asked)) as threads, _ended_with_us(checker):
        longest_first = sorted(asked, key=len, reverse=True)  # so that all are done sooner
        verdicts = {book: threads.submit(judged, book) for book in longest_first}
        return [verdicts[book].result() for book in books]


@contextmanager
def _ended_with_us(checker: Checker | None) -> Iterator[None]:
    """Where the run is interrupted, the threads are waited for: they come back when EPUBCheck has hung up."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        if checker:
            checker.close()
        raise


def _try_place(
    edition: EditionName, file: tuple[bytes | None, Verdict], path: Path, draft: Draft, *, alone: bool
) -> Made:
    """Place an edition; of several, one that cannot be written does not keep the others from it."""
    try:
        return _place(edition, file, path, draft)
    except Problem as problem:
        if alone:
            raise
        verdict = file[1]
        return Made(edition, None, verdict, (*verdict.diagnostics, *problem.diagnostics))


def _place(edition: EditionName, file: tuple[bytes | None, Verdict], path: Path, draft: Draft) -> Made:
    """Place an edition, if it may be."""
    data, verdict = file
    settings = draft.manuscript.settings.place
    warnings = [item for item in (*draft.diagnostics, *verdict.diagnostics) if item.severity == "warning"]
    placed: Path | None = None
    told: tuple[Diagnostic, ...] = ()
    if data is None or not verdict.valid:
        if settings.keep_invalid and data is not None:
            kept = invalid(epub_name(edition, path))
            place(data, kept)
            told = (Diagnostic("USE-009", {"path": kept}),)
    elif settings.strict and warnings:
        told = (Diagnostic("USE-008", {"count": len(warnings)}),)
    else:
        place(data, path, None if settings.force else _identifier(draft))
        placed = path
    return Made(edition, placed, verdict, (*verdict.diagnostics, *told))


def _unmade(missing: Mapping[EditionName, Problem]) -> Iterator[Made]:
    """The editions that this machine could not make."""
    for name, problem in missing.items():
        yield Made(name, None, Verdict(problem.diagnostics, None), problem.diagnostics)


def _told(made: Sequence[Made]) -> tuple[Made, ...]:
    """With a word on each edition that was not placed, where there are several and it is not clear."""
    if len(made) == 1:
        return tuple(made)
    return tuple(
        one
        if one.path
        else replace(one, diagnostics=(*one.diagnostics, Diagnostic("USE-027", {"edition": one.edition})))
        for one in made
    )


def _identifier(draft: Draft) -> str:
    identifier = draft.book.metadata.identifier
    assert identifier, "settle gives every book an identifier"
    return identifier.value


class _Callable(ModuleType):
    """``ebook.build`` is this module once anybody has imported it, and the function before: both can be called."""

    __call__ = staticmethod(build)


sys.modules[__name__].__class__ = _Callable
