"""The straight line: read → convert → recognise → cover → typeset → embed → edition → package → check → finish → place.

The library's entry and the only place where stages meet: read this first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from types import ModuleType

from ebook.check import Checker, check, sheet_faults, start_checker
from ebook.check import Start as Start  # noqa: PLC0414 - for those who build many books
from ebook.check import one_checker as one_checker  # noqa: PLC0414 - likewise
from ebook.convert import convert, tagged
from ebook.cover import draw
from ebook.diagnostics import Diagnostic, Problem
from ebook.edition import EDITIONS
from ebook.embed import embed
from ebook.finish import epub_name, finished, lacking
from ebook.model import Book, Explanation, Font, Publication, Reading, Resource, Source, Verdict
from ebook.package import package
from ebook.place import invalid, place, targets
from ebook.rare import rare
from ebook.read import display, read, read_font, read_picture, read_sheet
from ebook.recognise import explain, recognise
from ebook.resources import stylesheet, without_charset
from ebook.settings import THEME_OF, EditionName, Manuscript, Settings, Sheet, Theme, settle, unfold
from ebook.typeset import typeset

_NAMED = 8  # rare characters that the message names; inspect lists them all


@dataclass(frozen=True, slots=True)
class Draft:
    """A manuscript as it was read and recognised, with the metadata it would be published under."""

    manuscript: Manuscript
    sources: tuple[Source, ...]
    cover: Resource | None  # a person's own; where there is none, build draws one
    fonts: tuple[Font | None, Font | None]  # for the text, for its rare characters
    sheet: str  # the person's own style sheet, or empty
    readings: tuple[Reading, ...]  # one a source
    book: Book
    diagnostics: tuple[Diagnostic, ...]


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


class Clock:
    """Wall-clock seconds by stage; ``watch`` is told the name of each as it begins."""

    def __init__(self, watch: Callable[[str], None] = lambda _: None) -> None:
        """Start with no stage timed."""
        self.timings: dict[str, float] = {}
        self._watch = watch

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        self._watch(name)
        start = perf_counter()
        yield
        self.timings[name] = perf_counter() - start


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
        draft, publication = set_book(_read(manuscript, clock), clock)
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
        placed = [_place(*one, draft) for one in zip(editions, files, paths, strict=True)]
    made = {one.edition: one for one in (*placed, *_unmade(missing))}
    return Report(draft, _told([made[name] for name in settings.editions or editions]), clock.timings)


def set_book(draft: Draft, clock: Clock | None = None) -> tuple[Draft, Publication]:
    """Its cover, its pages, its fonts: the draft as a publication that every edition is made of."""
    clock, settings = clock or Clock(), draft.manuscript.settings
    theme = _theme(draft)
    with clock.stage("cover"):
        draft = _covered(draft, theme)
    with clock.stage("typeset"):
        publication = typeset(draft.book, draft.sources, draft.cover, _sheet(draft, theme), settings.typeset)
    with clock.stage("embed"):
        publication, told = embed(publication, *draft.fonts)
    return replace(draft, diagnostics=(*draft.diagnostics, *told)), publication


def read_book(paths: Sequence[Path], settings: Settings, clock: Clock | None = None) -> Draft:
    """The first half of the line: read and recognise, set nothing, check nothing, write nothing."""
    return _read(unfold(paths, settings), clock or Clock())


def _read(manuscript: Manuscript, clock: Clock) -> Draft:
    settings = manuscript.settings
    with clock.stage("read"):
        sources, found = read(manuscript.paths, settings.read)
        cover, seen = read_picture(settings.cover.picture)
        fonts = read_font(settings.fonts.text), read_font(settings.fonts.rare)
        sheet = _own_sheet(settings.typeset.sheet)
    with clock.stage("convert"):
        sources, manuscript, changed = convert(sources, manuscript)
        settings = manuscript.settings
    with clock.stage("recognise"):
        recognition = recognise(sources, settings.recognise)
        book, told = settle(tagged(recognition.book, settings.convert), settings.declared, manuscript.name)
    diagnostics = (*found, *seen, *changed, *_rare(sources, fonts), *recognition.diagnostics, *told)
    return Draft(manuscript, sources, cover, fonts, sheet, recognition.readings, book, diagnostics)


def _rare(sources: Sequence[Source], fonts: Sequence[Font | None]) -> Iterator[Diagnostic]:
    """That a text has rare characters, where no font comes with it; those of private use were told in reading."""
    found = [one for one in rare(sources) if one.kind != "private"]
    if found and not any(fonts):
        first, count = found[0], sum(one.count for one in found)
        named = ", ".join(f"{one.character} {one.code} ×{one.count}" for one in found[:_NAMED])
        values = {"count": count, "characters": named, "line": first.line, "context": first.context}
        yield Diagnostic("FNT-010", values, sources[first.source].name, first.line)


def _own_sheet(path: Sheet | None) -> str:
    """A person's own style sheet; refused before a book is made of it.  Raises STY-001 to STY-005."""
    if not isinstance(path, Path):
        return ""
    sheet = without_charset(read_sheet(path))
    if faults := sheet_faults(sheet, display(path)):
        raise Problem(*faults)
    return sheet


def _theme(draft: Draft) -> Theme:
    return draft.manuscript.settings.theme or THEME_OF[draft.book.kind]


def _sheet(draft: Draft, theme: Theme) -> bytes:
    language = draft.book.metadata.language
    assert language, "settle gives every book a language"
    vertical = draft.manuscript.settings.typeset.vertical
    return stylesheet(theme, language.value, vertical=vertical, own=draft.sheet)


def _covered(draft: Draft, theme: Theme) -> Draft:
    """With a cover drawn where no person gave one, or wants none."""
    if draft.manuscript.settings.cover.picture:
        return draft
    cover, told = draw(draft.book, theme, [font for font in reversed(draft.fonts) if font])
    return replace(draft, cover=cover, diagnostics=(*draft.diagnostics, *told))


def why(draft: Draft, wanted: range) -> tuple[Explanation, ...]:
    """Why the lines of a draft were read as they were.  Raises USE-025 where there is no text in them, and USE-026."""
    if len(draft.sources) > 1:
        raise Problem(Diagnostic("USE-026", {"count": len(draft.sources)}))
    found = explain(draft.sources, draft.readings, draft.manuscript.settings.recognise, wanted)
    if not found:
        value = f"{wanted.start}" + (f"-{wanted.stop - 1}" if len(wanted) > 1 else "")
        raise Problem(Diagnostic("USE-025", {"value": value, "count": len(draft.sources[0].lines)}))
    return found


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
    with ThreadPoolExecutor(len(asked)) as threads:
        longest_first = sorted(asked, key=len, reverse=True)  # so that all are done sooner
        verdicts = {book: threads.submit(judged, book) for book in longest_first}
        return [verdicts[book].result() for book in books]


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
