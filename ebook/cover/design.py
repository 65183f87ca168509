"""From a book to its cover: the texts, whether they can be printed, the design of the theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ebook.cover.classic import PALETTES as CLOTHS
from ebook.cover.classic import classic
from ebook.cover.content import Content, content
from ebook.cover.faces import Faces, Style, faces
from ebook.cover.modern import PALETTES as FIELDS
from ebook.cover.modern import modern
from ebook.cover.newspaper import PALETTES as INKS
from ebook.cover.newspaper import newspaper
from ebook.cover.palette import Palette, chosen
from ebook.cover.sheet import Mark, paint
from ebook.diagnostics import Diagnostic
from ebook.model import Book, Font, Resource
from ebook.settings import Theme


@dataclass(frozen=True, slots=True)
class Design:
    """How a theme draws a cover: its faces, its sets of colours, what stands where."""

    style: Style
    palettes: Sequence[Palette]
    marks: Callable[[Content, Faces, Palette], Iterable[Mark] | None]


DESIGNS: Mapping[Theme, Design] = {
    "classic": Design("serif", CLOTHS, classic),
    "newspaper": Design("serif", INKS, newspaper),
    "modern": Design("sans", FIELDS, modern),
}


def design(book: Book, theme: Theme, given: Sequence[Font] = ()) -> tuple[Resource | None, tuple[Diagnostic, ...]]:
    """The cover, or what keeps it from being drawn."""
    marks, told = laid_out(book, theme, given)
    return (Resource("images/cover.jpg", paint(marks), "image/jpeg") if marks else None), told


def laid_out(book: Book, theme: Theme, given: Sequence[Font] = ()) -> tuple[Sequence[Mark], tuple[Diagnostic, ...]]:
    """What stands where on the cover; nothing where the title cannot be printed whole."""
    text, how = content(book), DESIGNS[theme]
    face = faces(how.style, is_traditional=text.is_traditional, given=given)
    if missing := face.lacking(text.title):
        return (), (_lacks("IMG-008", text.title, missing),)
    left_out = tuple(_left_out(text, face))
    marks = how.marks(_printable(text, face), face, chosen(how.palettes, text.title))
    if marks is None:
        return (), (Diagnostic("IMG-010", {"length": len(text.title)}),)
    return tuple(marks), left_out


def _printable(text: Content, face: Faces) -> Content:
    """Without the lines that no face can print whole: a line with a hole is worse than none."""

    def whole(line: str) -> str:
        return "" if face.lacking(line) else line

    return replace(
        text,
        subtitle=whole(text.subtitle),
        kicker=whole(text.kicker),
        people=tuple(filter(whole, text.people)),
        imprint=whole(text.imprint),
    )


def _left_out(text: Content, face: Faces) -> Iterator[Diagnostic]:
    for line in (text.subtitle, text.kicker, *text.people, text.imprint):
        if missing := face.lacking(line):
            yield _lacks("IMG-009", line, missing)


def _lacks(ident: str, line: str, missing: Sequence[str]) -> Diagnostic:
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing)
    return Diagnostic(ident, {"text": line, "characters": named})
