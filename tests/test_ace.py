"""Ace by DAISY on finished books, where it is installed: every edition, theme and direction among a handful.

``tools/ace.py`` asks about all of them; each takes some five seconds.
"""

from __future__ import annotations

from pathlib import Path

import ace
import digests
import epubs
import pytest
from epub import Epub

from ebook.settings import EditionName, Theme


@pytest.fixture(scope="module")
def installed() -> ace.Ace:
    found = ace.installed()
    if isinstance(found, str):
        pytest.skip(found)
    return found


BOOKS: list[tuple[str, EditionName, Theme, bool]] = [
    ("xiangkou-bookstall.txt", "generic", "newspaper", False),
    ("qinglan-photo-shop.txt", "kindle", "modern", True),
    ("dihe-shouyi", "kobo", "classic", False),
    ("chaoxin.txt", "generic", "classic", True),
    ("wild-structures-interview-with-box", "kobo", "newspaper", True),
    ("wild-structures-notes-and-references", "kindle", "modern", False),
]


@pytest.mark.parametrize(("text", "edition", "theme", "vertical"), BOOKS, ids=[f"{b[0]} {b[1]}" for b in BOOKS])
def test_a_book_passes(  # noqa: PLR0913 - what a book is made of
    installed: ace.Ace, tmp_path: Path, text: str, edition: EditionName, theme: Theme, *, vertical: bool
) -> None:
    (book,) = ace.made(ace.TEXTS[text], tmp_path, theme, vertical=vertical, editions=(edition,))
    assert installed.violations(book) == []


def test_a_book_with_pages_of_print_passes(installed: ace.Ace, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(digests.SEVERAL[0].text, encoding="utf-8")
    (book,) = ace.made(tmp_path / "digest.txt", tmp_path, "newspaper", vertical=False, editions=("kobo",))
    assert "page-list" in Epub(book).files["EPUB/nav.xhtml"].decode()
    assert installed.violations(book) == []


#: One fault each; what Ace calls it.
SPOILED = {
    "metadata-accessmode": (epubs.OPF, '<meta property="schema:accessMode">textual</meta>', ""),
    "metadata-accessibilityfeature-invalid": (epubs.OPF, ">readingOrder<", ">reading<"),
    "html-has-lang": (epubs.FIRST, ' lang="zh-Hans" xml:lang="zh-Hans"', ""),
    "image-alt": (epubs.FIRST, "</section>", '<img src="../images/cover.png"/></section>'),
    "epub-type-has-matching-role": (epubs.FIRST, ' role="doc-chapter"', ""),
    "color-contrast": (epubs.CSS, "p {", "p { color: #cccccc;"),
    "epub-toc-order": (epubs.NAV, "text/title.xhtml", "text/colophon.xhtml"),
    "pagebreak-label": (epubs.SECOND, "<p>", '<span role="doc-pagebreak" id="page-1"></span><p>'),
}


def test_a_spoiled_book_fails_for_every_fault(installed: ace.Ace, tmp_path: Path) -> None:
    """All in one book: it costs as much as a right one, and a harness that sees nothing would pass any."""
    contents = epubs.files()
    for name, old, new in SPOILED.values():
        assert old.encode() in contents[name]
        contents[name] = contents[name].replace(old.encode(), new.encode(), 1)
    book = tmp_path / "spoiled.epub"
    book.write_bytes(epubs.packed(contents))
    found = {line.partition(" ")[0] for line in installed.violations(book)}
    assert found >= {*SPOILED, "epub-pagelist-missing-pagebreak"}


def test_what_is_no_book_is_an_error_and_no_pass(installed: ace.Ace, tmp_path: Path) -> None:
    (tmp_path / "no.epub").write_bytes(b"no book")
    with pytest.raises(RuntimeError):
        installed.violations(tmp_path / "no.epub")


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BUILD_EPUB_ACE", str(tmp_path))
    assert "CONTRIBUTING.md" in str(ace.installed())
