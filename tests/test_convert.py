"""Conversion between scripts: the whole book is in the other script, and the ledger proves it on the converted text."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import opencc
import pytest
from conftest import ROOT, Run
from epub import Epub, find, squeeze, text
from hypothesis import given, settings
from strategies import texts

from ebook.cli import main
from ebook.convert import convert
from ebook.model import Source
from ebook.read.text import read_text, split
from ebook.settings import Conversion, Manuscript, ReadSettings, Settings

SIMPLIFIED = """\
后台的鼠标
2021年3月5日 来源：临河日报
　　本报记者 江舟
　　皇后在后台，头发湿了，软件也装好了。
灯下
　　客人不多，只有一只鼠标。
"""
TAGS = {
    "s2t": "zh-Hant", "s2tw": "zh-Hant-TW", "s2twp": "zh-Hant-TW", "s2hk": "zh-Hant-HK", "t2s": "zh-Hans",
    "tw2s": "zh-Hans", "tw2sp": "zh-Hans", "hk2s": "zh-Hans", "t2tw": "zh-Hant-TW", "t2hk": "zh-Hant-HK",
}  # fmt: skip


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "文稿.txt"
    path.write_text(SIMPLIFIED, encoding="utf-8")
    return path


def made(folder: Path) -> Epub:
    (path,) = (folder / "dist").glob("*.epub")
    return Epub(path)


def converted(source: Source, conversion: Conversion) -> Source:
    (new,), _, _ = convert([source], Manuscript((), "", Settings(convert=conversion)))
    return new


# --- the book -------------------------------------------------------------------


def test_everything_in_the_book_is_converted(run: Run, article: Path, tmp_path: Path) -> None:
    done = run("--convert", "s2twp", article)
    assert done.returncode == 0, done.stderr
    assert f"info[CNV-001] Converted by OpenCC {opencc.__version__}, s2twp: 6 of 6 lines changed" in done.stderr
    assert "EPUBCheck 5.3.0 clean" in done.stdout
    book = made(tmp_path)
    assert book.values("title") == ["後臺的滑鼠"]
    assert book.values("publisher") == ["臨河日報"]
    assert "皇后在後臺，頭髮溼了，軟體也裝好了。" in book.words()
    whole = "".join(map(text, book.documents.values()))
    assert not set(whole) & set("后鼠标台软头发临报记").difference("后鼠")
    assert "出處與版權" in whole, "the fixed words are those of the new script"


@pytest.mark.parametrize("conversion", TAGS)
def test_the_language_is_that_of_the_new_script(run: Run, article: Path, tmp_path: Path, conversion: str) -> None:
    assert run("--convert", conversion, "--no-check", article).returncode == 0
    book = made(tmp_path)
    assert book.values("language") == [TAGS[conversion]]
    assert {tree.get("lang") for tree in book.documents.values()} == {TAGS[conversion]}


def test_a_text_in_english_stays_english(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Ferry\n\nThe lamp was lit at six. The ferryman waited.\n", encoding="utf-8")
    assert run("--convert", "s2tw", "--no-check", "a.txt").returncode == 0
    assert made(tmp_path).values("language") == ["en"]


def test_the_same_source_gives_the_same_bytes(run: Run, article: Path, tmp_path: Path) -> None:
    for name in ("a.epub", "b.epub"):
        assert run("--convert", "s2hk", "--no-check", article, "-o", name).returncode == 0
    assert (tmp_path / "a.epub").read_bytes() == (tmp_path / "b.epub").read_bytes()


def test_a_converted_novel_keeps_its_structure(run: Run) -> None:
    novel = ROOT / "content" / "chaoxin.txt"
    trees = []
    for options in ((), ("--convert", "s2t")):
        told = json.loads(run("inspect", novel, "--format", "json", *options).stdout)
        trees.append([(one["heading"], one["line"], len(one["divisions"])) for one in told["divisions"]])
    plain, changed = trees
    words = opencc.OpenCC("s2t").convert
    assert [(words(heading), *others) for heading, *others in plain] == [(h, *others) for h, *others in changed]


# --- what a person said ---------------------------------------------------------


def test_an_option_stands_as_it_is(run: Run, article: Path, tmp_path: Path) -> None:
    done = run(
        "--convert", "s2t", "--no-check", article, "--title", "后台的鼠标", "--author", "范后", "--language", "zh"
    )
    assert done.returncode == 0, done.stderr
    book = made(tmp_path)
    assert (book.values("title"), list(book.people()), book.values("language")) == (["后台的鼠标"], ["范后"], ["zh"])


def test_what_book_toml_says_is_converted(run: Run, article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    article.rename(folder / "第一章.txt")
    lines = ('title = "头发"', 'authors = ["刘发"]', 'language = "zh-Hans"', 'series = "临河"', 'convert = "s2tw"')
    (folder / "book.toml").write_text("\n".join(lines), encoding="utf-8")
    done = run("--no-check", folder)
    assert done.returncode == 0, done.stderr
    book = made(tmp_path)
    assert (book.values("title"), list(book.people()), book.values("language")) == (["頭髮"], ["劉發"], ["zh-Hant-TW"])
    assert "臨河" in text(book.package)


@pytest.mark.parametrize("words", ["灯下", "燈下"])
def test_a_line_is_found_by_its_words_of_before_and_after(run: Run, article: Path, tmp_path: Path, words: str) -> None:
    done = run("--convert", "s2t", "--no-check", article, "--set", f"{words}=body")
    assert (done.returncode, "RDG-006" in done.stderr) == (0, False)
    headings = [text(e) for tree in made(tmp_path).documents.values() for e in find(tree, "//h:h2")]
    assert "燈下" not in headings


# --- the proof ------------------------------------------------------------------


def test_a_finished_book_is_proved_on_its_source_with_the_same_conversion(run: Run, article: Path) -> None:
    run("--convert", "s2t", "--no-check", article, "-o", "a.epub")
    assert run("check", "a.epub", "--no-check", "--against", article, "--convert", "s2t").returncode == 0
    done = run("check", "a.epub", "--no-check", "--against", article)
    assert (done.returncode, "LED-014" in done.stdout) == (4, True)


@settings(deadline=None)  # the first one loads the dictionaries
@given(texts())
def test_no_line_is_lost_and_the_account_holds(words: str) -> None:
    source, _ = read_text(("灯" + words).encode("utf-8", "replace"), "a.txt", "a", ReadSettings("utf-8"))
    new = converted(source, "s2twp")
    assert split(new.text) == (new.lines, new.removed), "the text is its lines and what was removed from them"
    assert len(new.lines) == len(source.lines)
    assert [item.character for item in new.removed] == [item.character for item in source.removed]
    for before, after in zip(source.lines, new.lines, strict=True):
        assert bool(squeeze(before.text)) == bool(squeeze(after.text))


def test_what_reading_removed_is_still_accounted_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIMPLIFIED.replace("皇后", "皇\u202e后\x07"), encoding="utf-8")
    done = run("--convert", "s2t", "--no-check", "a.txt", "-v")
    assert done.returncode == 0, done.stderr
    assert "2 controls removed" in done.stderr


# --- where it cannot be done ----------------------------------------------------


def test_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], article: Path, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "opencc", None)
    assert main(["--convert", "s2t", str(article), "--ui", "en"]) == 7
    told = capsys.readouterr().err
    assert "error[SYS-006]" in told
    assert '-m pip install "opencc>=' in told
    assert told.count("\n") == 1
    assert not (tmp_path / "dist").exists()


def test_a_conversion_that_there_is_not(run: Run, article: Path) -> None:
    done = run("--convert", "s2tww", article)
    assert (done.returncode, "did you mean s2tw" in done.stderr) == (2, True)
