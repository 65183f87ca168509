"""One character of a finished book deleted, doubled or swapped with its neighbour: what the check must catch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from epubs import stored
from lxml import etree

from ebook.check.epub import NS
from ebook.check.opening import read_epub
from ebook.check.text import WHITE

_OPF_VALUES = ("title", "creator", "contributor", "publisher", "source", "rights")
Place = tuple[str, int, int]  # file, number of the text, character


@dataclass(frozen=True, slots=True)
class Mutation:
    """A book with one character of one text changed, and what was done."""

    file: str
    kind: str
    before: str
    after: str
    book: bytes


def unzipped(book: bytes) -> dict[str, bytes]:
    """The files of a book in the order of the zip."""
    with ZipFile(BytesIO(book)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def places(book: bytes) -> list[Place]:
    """(file, text, character): every character of content in the book."""
    files = unzipped(book)
    return [
        (name, number, at)
        for name in _content_files(book)
        for number, (text, _) in enumerate(_texts(etree.fromstring(files[name])))
        for at in range(len(text))
    ]


def mutations(book: bytes, chosen: Sequence[Place]) -> Iterator[Mutation]:
    """Each mutation of the chosen characters that changes the text."""
    files = unzipped(book)
    for name, number, at in chosen:
        root = etree.fromstring(files[name])
        text, put = list(_texts(root))[number]
        head = b'<?xml version="1.0" encoding="utf-8"?>\n' + b"<!DOCTYPE html>\n" * name.endswith(".xhtml")
        for kind, changed in changes(text, at):
            put(changed)
            data = head + etree.tostring(root, encoding="unicode").encode()
            yield Mutation(name, kind, text, changed, stored({**files, name: data}))


def changes(text: str, at: int) -> Iterator[tuple[str, str]]:
    """(what was done, the text afterwards) for one character of a text."""
    yield "deleted", text[:at] + text[at + 1 :]
    yield "doubled", text[: at + 1] + text[at:]
    if at + 1 < len(text) and text[at] != text[at + 1]:
        yield "swapped", text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _content_files(book: bytes) -> list[str]:
    epub = read_epub(book)
    ncx = [item.name for item in epub.items if item.media_type == "application/x-dtbncx+xml"]
    return [*epub.pages, *ncx, epub.opf_name]


def _texts(root: etree._Element) -> Iterator[tuple[str, Callable[[str], None]]]:
    """The texts of a file that are content, and how to set each."""
    if etree.QName(root).localname == "package":
        elements = [e for name in _OPF_VALUES for e in root.iterfind(f"opf:metadata/dc:{name}", NS)]
    else:
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
    for element in elements:
        for place in ("text", "tail"):
            text = getattr(element, place)
            if text and text.strip(WHITE):
                yield text, _setter(element, place)


def _setter(element: etree._Element, place: str) -> Callable[[str], None]:
    return lambda text: setattr(element, place, text)
