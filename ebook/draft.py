"""The first half of the line: a manuscript read, converted, recognised, and set as a publication.

``inspect`` and ``check --against`` go no further than :func:`read_book`; ``build`` and ``preview`` go on from
:func:`set_book`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from ebook.check import sheet_faults
from ebook.convert import convert, tagged
from ebook.cover import draw
from ebook.diagnostics import Diagnostic, Problem
from ebook.embed import embed
from ebook.model import Book, Explanation, Font, Publication, Reading, Resource, Source
from ebook.rare import rare
from ebook.read import display, read, read_font, read_picture, read_sheet
from ebook.recognise import explain, recognise
from ebook.resources import stylesheet, without_charset
from ebook.settings import THEME_OF, Manuscript, Settings, Sheet, Theme, settle, unfold
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


def read_book(paths: Sequence[Path], settings: Settings, clock: Clock | None = None) -> Draft:
    """The first half of the line: read and recognise, set nothing, check nothing, write nothing."""
    return read_manuscript(unfold(paths, settings), clock or Clock())


def read_manuscript(manuscript: Manuscript, clock: Clock) -> Draft:
    """The same, of a manuscript whose ``book.toml`` has been read."""
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
        book, told = settle(tagged(recognition.book, settings.convert), sources, settings.declared, manuscript.name)
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


def why(draft: Draft, wanted: range) -> tuple[Explanation, ...]:
    """Why the lines of a draft were read as they were.  Raises USE-025 where there is no text in them, and USE-026."""
    if len(draft.sources) > 1:
        raise Problem(Diagnostic("USE-026", {"count": len(draft.sources)}))
    found = explain(draft.sources, draft.readings, draft.manuscript.settings.recognise, wanted)
    if not found:
        value = f"{wanted.start}" + (f"-{wanted.stop - 1}" if len(wanted) > 1 else "")
        raise Problem(Diagnostic("USE-025", {"value": value, "count": len(draft.sources[0].lines)}))
    return found
