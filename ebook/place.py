"""Place: the finished book out, whole or not at all; with ``read`` the only stage that touches the disk."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from ebook import mobi
from ebook.diagnostics import Diagnostic, Problem
from ebook.filename import INVALID_SUFFIX, MOST_BYTES, SUFFIX, cut, filename
from ebook.settings import PlaceSettings
from ebook.whole import FORBIDDEN, FULL, write_whole

_MOST_EPUB = 1_000_000_000  # bytes of a file whose directory we read
_MOST_HEAD = 1_000_000  # bytes of an AZW3, in which its first record ends
_MOST_XML = 4_000_000  # bytes of a package document that we look into
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def targets(
    title: str, settings: PlaceSettings, sources: Sequence[Path], identifier: str, suffixes: Sequence[str] = (SUFFIX,)
) -> tuple[Path, ...]:
    """Where the book's editions will stand, one a suffix; decided and vetted before the check, nothing is written.

    ``identifier`` is the book's ``dc:identifier``: an existing file is
    replaced only where it is the same book, or with ``force``.
    Raises OUT-001 to OUT-006.
    """
    with _reported(settings.output):
        path = _path(title, settings.output, suffixes)
        _refuse_folder(path.parent)
        paths = tuple(_beside(path, suffix, suffixes) for suffix in suffixes)
        for one in paths:
            _refuse_input(one, sources)
            if one.exists():
                _refuse_existing(one, identifier, force=settings.force)
        return paths


def invalid(path: Path) -> Path:
    """Where a book that failed its checks is kept when a person asks for it: ``NAME.invalid.epub``."""
    return path.with_name(cut(path.stem, MOST_BYTES - len(INVALID_SUFFIX)) + INVALID_SUFFIX)


def place(data: bytes, path: Path, identifier: str | None = None) -> None:
    """Write the book, whole or not at all: beside, to the disk, then renamed.

    Another book that has come since ``target`` looked is kept, unless
    ``identifier`` is None.  Raises OUT-001 and OUT-005 to OUT-008.
    """
    with _reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(data, path, lambda _: _refuse_arrived(path, identifier))


def _refuse_arrived(path: Path, identifier: str | None) -> None:
    if identifier is not None and path.exists():
        _refuse_existing(path, identifier, force=False)


def _path(title: str, output: Path, suffixes: Sequence[str]) -> Path:
    if output.is_dir():
        return output / filename(title)
    if output.suffix.lower() in (SUFFIX, *suffixes):
        return output
    if output.suffix:
        raise Problem(Diagnostic("OUT-003", {"name": str(output), "suffix": output.suffix}))
    return output / filename(title)


def _beside(path: Path, suffix: str, suffixes: Sequence[str]) -> Path:
    """The file of one edition: of a name that ends as one of the editions does, that end is changed."""
    name = path.name
    end = next(one for one in sorted((*suffixes, SUFFIX), key=len, reverse=True) if name.lower().endswith(one))
    stem = name[: -len(end)]
    return path if suffix == end else path.with_name(cut(stem, MOST_BYTES - len(suffix)) + suffix)


def _refuse_input(path: Path, sources: Sequence[Path]) -> None:
    """An output that is one of the sources, by whatever name, would destroy it."""
    for source in sources:
        same = os.path.realpath(source) == os.path.realpath(path)  # Path.resolve raises where links go in a circle
        if same or (path.exists() and source.exists() and path.samefile(source)):
            raise Problem(Diagnostic("OUT-002", {"name": str(path)}))


def _refuse_folder(folder: Path) -> None:
    """The folder, or the nearest one above it that exists, must be a folder that can be written to."""
    existing = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
    if not existing.is_dir():
        raise Problem(Diagnostic("OUT-004", {"name": str(existing)}))
    if not os.access(existing, os.W_OK | os.X_OK):
        raise _forbidden(existing, os.strerror(errno.EACCES))


def _refuse_existing(path: Path, identifier: str, *, force: bool) -> None:
    if not stat.S_ISREG(path.stat().st_mode):
        raise Problem(Diagnostic("OUT-005", {"name": str(path)}))
    if not force and not is_book(path, identifier):
        raise Problem(Diagnostic("OUT-001", {"name": str(path)}))


def is_book(path: Path, identifier: str) -> bool:
    """Whether a file is the book of a ``dc:identifier``, or of an ASIN that was made of it."""
    found = identifier_of(path)
    return found is not None and mobi.asin(found) == mobi.asin(identifier)


def identifier_of(path: Path) -> str | None:
    """The ``dc:identifier`` of an EPUB, the ASIN of an AZW3; None for what is neither, damaged or too large."""
    if path.stat().st_size > _MOST_EPUB:
        return None
    if (found := _asin_of(path)) is not None:
        return found
    try:
        with zipfile.ZipFile(path) as book:
            container = _xml(book, "META-INF/container.xml")
            package = _xml(book, next(container.iter(f"{_CONTAINER}rootfile")).get("full-path", ""))
    except (OSError, ValueError, KeyError, StopIteration, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile):
        return None  # also NotImplementedError (a RuntimeError) for unknown compression and encryption
    except etree.XMLSyntaxError:
        return None
    wanted = package.get("unique-identifier")
    return next((_words(item) for item in package.iter(f"{_DC}identifier") if item.get("id") == wanted), None)


def _asin_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            items = mobi.records(file.read(_MOST_HEAD))
    except (OSError, ValueError):
        return None
    return next((value.decode("utf-8", "replace") for kind, value in items if kind == mobi.ASIN), None)


def _xml(book: zipfile.ZipFile, name: str) -> etree._Element:
    """One XML file of the book, bounded, without entities or network."""
    info = book.getinfo(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # EPUB allows no others
        raise ValueError(name)
    with book.open(info) as file:
        data = file.read(_MOST_XML + 1)  # sizes in the directory may lie
    if len(data) > _MOST_XML:
        raise ValueError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _words(element: etree._Element) -> str:
    return (element.text or "").strip()


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Faults of the disk become diagnostics."""
    try:
        yield
    except OSError as error:
        words = error.strerror or str(error)
        if error.errno in FULL:
            raise Problem(Diagnostic("OUT-007", {"name": str(path), "error": words})) from error
        if error.errno in FORBIDDEN:
            raise _forbidden(path, words) from error
        raise Problem(Diagnostic("OUT-008", {"name": str(path), "error": words})) from error


def _forbidden(path: Path, words: str) -> Problem:
    return Problem(Diagnostic("OUT-006", {"name": str(path), "error": words}))
