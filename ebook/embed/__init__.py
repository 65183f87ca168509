"""Embed: a publication with the fonts that a person wants in it, each cut down to the characters it is there for.

One font for the whole text, one for the characters that reading devices lack alone, or both.  The libraries that cut
fonts are imported only when there is one to cut.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ebook.diagnostics import Diagnostic
from ebook.embed.face import Face, opened
from ebook.embed.licence import licence, refuse, reserved
from ebook.embed.pages import marked, pieces, styled, text_of
from ebook.embed.rename import renamed
from ebook.model import Font, Publication, Resource
from ebook.rare import RARE, code

__all__ = ["embed"]

_SUFFIX = {"font/otf": "otf", "font/ttf": "ttf"}
_ALWAYS = "".join(map(chr, (*range(0x20, 0x7F), *range(0x3000, 0x3040), *range(0xFF01, 0xFF60)))) + "·—‘’“”…⸺"
_NAMED = 8  # lacking characters that a message names


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A font as it goes into the book: what it is called there, its files, what there is to say about it."""

    family: str
    generic: str
    files: tuple[Resource, ...]  # the font first, then its licence
    told: tuple[Diagnostic, ...]


def embed(publication: Publication, text: Font | None, rare: Font | None) -> tuple[Publication, tuple[Diagnostic, ...]]:
    """The publication with its fonts.  Raises FNT-002, FNT-005, SYS-006."""
    if text is None and rare is None:
        return publication, ()
    written = pieces(text_of(publication.documents))
    few = [piece for piece in written if RARE.fullmatch(piece)]
    told: list[Diagnostic] = []
    if rare:
        publication, had, found = _rare(publication, rare, few)
        written -= had
        told += found
    if text:
        publication, found = _text(publication, text, written)
        told += found
    return publication, tuple(told)


def _rare(
    publication: Publication, font: Font, wanted: Sequence[str]
) -> tuple[Publication, set[str], Sequence[Diagnostic]]:
    """With a font for the rare characters, those that it has, and what there is to say."""
    face = opened(font)
    refuse(face)
    if not wanted:
        return publication, set(), [Diagnostic("FNT-008", {"name": font.name})]
    had = {piece for piece in wanted if face.has(piece)}
    told = list(_lacking(face, [piece for piece in wanted if piece not in had]))
    if not had:
        return publication, had, told
    embedded = _embedded(face, "rare", had)
    documents = tuple(marked(document, had) for document in publication.documents)
    return _with(replace(publication, documents=documents), embedded), had, [*told, *embedded.told]


def _text(publication: Publication, font: Font, written: Collection[str]) -> tuple[Publication, Sequence[Diagnostic]]:
    """With a font for the whole text, and what there is to say."""
    face = opened(font)
    refuse(face)
    lacking = [piece for piece in sorted(written) if not face.has(piece) and piece.isprintable()]
    embedded = _embedded(face, "text", {*written, *_ALWAYS})
    return _with(publication, embedded), [*_lacking(face, lacking), *embedded.told]


def _embedded(face: Face, family: str, wanted: Collection[str]) -> _Embedded:
    data = face.subset(wanted)
    told: list[Diagnostic] = []
    if reserved(face):
        data = renamed(data, f"Embedded {family}", face.name)
        told.append(Diagnostic("FNT-009", {"name": face.name, "new": f"Embedded {family}"}))
    kind = "font/otf" if data.startswith(b"OTTO") else "font/ttf"
    files = [Resource(f"fonts/{family}.{_SUFFIX[kind]}", data, kind)]
    if words := licence(face):
        files.append(Resource(f"fonts/{family}-licence.txt", words.encode(), "text/plain"))
    count = sum(face.has(piece) for piece in wanted)
    told.append(Diagnostic("FNT-007", {"name": face.name, "count": count, "size": f"{len(data) / 1000:,.0f}"}))
    return _Embedded(family, face.generic, tuple(files), tuple(told))


def _with(publication: Publication, embedded: _Embedded) -> Publication:
    """With the files of a font, and the style sheet that names it."""
    sheet = next(resource for resource in publication.resources if resource.media_type == "text/css")
    changed = styled(sheet, embedded.family, embedded.files[0], embedded.generic)
    others = (changed if resource is sheet else resource for resource in publication.resources)
    return replace(publication, resources=(*others, *embedded.files))


def _lacking(face: Face, lacking: Sequence[str]) -> Iterator[Diagnostic]:
    if lacking:
        named = ", ".join(f"{piece} {code(piece)}" for piece in lacking[:_NAMED])
        yield Diagnostic("FNT-006", {"name": face.name, "count": len(lacking), "characters": named})
