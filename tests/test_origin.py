"""A fault in the text of a book names the line of the source that it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import epubs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebook.check import check
from ebook.check.opening import read_epub
from ebook.check.origin import Origins
from ebook.cli import main
from ebook.diagnostics import Diagnostic
from ebook.model import Cut
from ebook.package import package

ARTICLE = """\
渡口的灯
2021年3月5日 来源：临河日报
　　本报记者 江舟

　　傍晚六点，临河渡口的灯亮了。摆渡人把缆绳绕了三圈，等最后一班客人。
　　客人不多，船走得慢。灯光落在水上，一直跟到对岸。
"""


def lines_with(words: str, text: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    path = Path("article.txt")
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def spoil(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """Let the packager make a mistake."""

    def spoiled(publication: Any) -> bytes:
        return epubs.rewritten(package(publication), old, new)

    monkeypatch.setattr("ebook.build.package", spoiled)


def test_epubchecks_fault_is_told_at_the_line_of_the_source(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(monkeypatch, "<p>　　客人不多".replace("　　", ""), "<p><blink/>客人不多")
    assert main([str(article)]) == 5
    told = capsys.readouterr().err
    line = lines_with("客人不多", ARTICLE)
    assert told.startswith(f"article.txt:{line} (EPUB/text/chapter-001.xhtml:"), told
    assert "EPUBCheck RSC-005" in told


def test_our_own_rules_too(article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(monkeypatch, "<p>傍晚六点", '<p style="color: red">傍晚六点')
    assert main([str(article), "--no-check"]) == 5
    line = lines_with("傍晚六点", ARTICLE)
    assert capsys.readouterr().err.startswith(f"article.txt:{line} (EPUB/text/chapter-001.xhtml:")


def test_the_warning_of_a_private_character_names_its_line(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article.write_text(ARTICLE.replace("慢", "慢\ue000"), encoding="utf-8")
    assert main([str(article), "--no-check"]) == 0
    assert f"article.txt:{lines_with('客人不多', ARTICLE)} (" in capsys.readouterr().err


def test_a_place_outside_the_text_has_no_line(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(monkeypatch, '<link rel="stylesheet"', '<link style="x" rel="stylesheet"')
    assert main([str(article), "--no-check"]) == 5
    assert "article.txt" not in capsys.readouterr().err


def test_where_the_ledger_does_not_balance_nothing_is_counted(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(monkeypatch, "<p>傍晚六点", '<p style="color: red">傍晚')
    assert main([str(article), "--no-check"]) == 4
    assert any(line.startswith("EPUB/text/chapter-001.xhtml:") for line in capsys.readouterr().err.splitlines())


# --- the count itself -----------------------------------------------------------


def test_every_block_of_the_book_has_its_line() -> None:
    source = epubs.book_source()
    origins = Origins(read_epub(epubs.packed(epubs.files())), [source], [])
    for name in (epubs.FIRST, epubs.SECOND):
        for number, line in enumerate(epubs.files()[name].decode().splitlines(), 1):
            for words in epubs.LINES:
                if f">{words}<" in line and "<title>" not in line:
                    assert origins.of(name, number) == (source.name, lines_with(words, source.text))


def test_a_line_of_another_file_is_none() -> None:
    origins = Origins(read_epub(epubs.packed(epubs.files())), [epubs.book_source()], [])
    assert [origins.of(name, line) for name, line in ((epubs.OPF, 3), (None, 1), (epubs.FIRST, None))] == [None] * 3
    assert origins.of(epubs.FIRST, 1) is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("渡口灯雨 ab", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=12), st.data())
def test_cut_lines_are_counted_out(lines: list[str], data: st.DataObject) -> None:
    """A heading, then the lines, some cut: each paragraph leads back to its own line."""
    gone = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    words = [line.strip() for line in lines]
    heading = epubs.LINES[6]
    source = epubs.source("\n".join((*epubs.LINES[:6], heading, *words)) + "\n")
    cuts = [Cut(0, 8 + number, 0, len(words[number]), "furniture", "test") for number in gone]
    kept = [(8 + number, text) for number, text in enumerate(words) if number not in gone]
    paragraphs = "\n".join(f"<p>{text}</p>" for _, text in kept)
    book = epubs.replaced(epubs.SECOND, f"<p>{epubs.LINES[7]}</p>", paragraphs)
    verdict = check(book, [source], cuts, None)
    assert [item.id for item in verdict.diagnostics if item.id.startswith("LED-01")] == []
    origins = Origins(read_epub(book), [source], cuts)
    page = read_epub(book).pages[epubs.SECOND].data.decode().splitlines()
    places = [number for number, line in enumerate(page, 1) if "<p>" in line]
    assert [origins.of(epubs.SECOND, place) for place in places] == [(source.name, line) for line, _ in kept]


def test_the_place_of_a_diagnostic() -> None:
    item = Diagnostic("GAT-408", {"detail": "x"}, "EPUB/a.xhtml", 7, 2, source=("a.txt", 3))
    assert item.place == "a.txt:3 (EPUB/a.xhtml:7:2)"
