"""A text made into a book that the official EPUBCheck passes, opened again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from epub import AROUND, Epub, find, text

from ebook import Settings, build
from ebook.settings import PlaceSettings


def made(folder: Path, words: str) -> Epub:
    """The finished book of a text."""
    (folder / "page.txt").write_text(words, encoding="utf-8")
    report = build([folder / "page.txt"], Settings(place=PlaceSettings(output=folder / "books", force=True)))
    assert report.exit_code == 0, [item.message("en") for item in report.diagnostics]
    assert report.verdict.epubcheck, "judged"
    assert report.path
    return Epub(report.path)


def bodies(book: Epub, path: str) -> list[Any]:
    """What an XPath finds in the documents that carry the text."""
    pages = [page for page in book.documents.values() if not AROUND & set(find(page, "//h:section/@e:type"))]
    return [element for page in pages for element in find(page, path)]


def classes(book: Epub, name: str) -> list[str]:
    """The texts of the elements of a class."""
    return [text(element) for element in bodies(book, f"//*[@class='{name}']")]
