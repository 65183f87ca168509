"""The style sheet of a book: what it is put together of, how it is turned, what a person may add."""

from __future__ import annotations

import re
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import epubs
import pytest
import tinycss2
from conftest import ROOT, Run
from epub import Epub, find

from ebook.build import build, one_checker
from ebook.check.gate import gate
from ebook.check.opening import read_epub
from ebook.check.sheet import sheet_faults
from ebook.resources import stylesheet
from ebook.settings import (
    CheckSettings,
    Conversion,
    CoverSettings,
    FontSettings,
    PlaceSettings,
    Settings,
    TypesetSettings,
)
from ebook.typeset.vertical import upright as set_upright

SHEETS = sorted((ROOT / "styles").glob("*.css"))
THEMES = ("classic", "newspaper", "modern")
ARTICLE = "渡口的灯\n2021年3月5日 来源：临河日报\n　　本报记者 江舟\n　　灯亮了，第12班船有3个人。\n"


def declarations(css: str) -> dict[str, dict[str, str]]:
    """Selector → property → value; of twins the last."""
    found: dict[str, dict[str, str]] = {}
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            parts = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            for selector in tinycss2.serialize(rule.prelude).split(","):
                values = {part.lower_name: tinycss2.serialize(part.value).strip() for part in parts}
                found.setdefault(selector.strip(), {}).update(values)
    return found


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def sheet_of(run: Run, folder: Path, *options: str) -> str:
    done = run("a.txt", "--no-check", "--force", "-o", "a.epub", *options)
    assert done.returncode == 0, done.stderr
    return Epub(folder / "a.epub").files["EPUB/styles/book.css"].decode()


# --- what ships -----------------------------------------------------------------


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_is_what_a_parser_of_2013_reads(path: Path) -> None:
    css = path.read_text(encoding="utf-8")
    assert re.findall(r"@[\w-]+", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)) in ([], ["@charset"])
    assert not [fault for fault in sheet_faults(css.removeprefix('@charset "utf-8";'), "") if path.stem != "vertical"]


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_every_rule_has_its_reason(theme: str, vertical: bool) -> None:  # noqa: FBT001
    """A comment stands above each rule or group of rules, and the whole passes the gate."""
    css = stylesheet(theme, "zh-Hans", vertical=vertical).decode()
    bare = re.sub(r"/\*.*?\*/", "/**/", css.partition("\n")[2], flags=re.DOTALL)
    for group in re.split(r"\n\s*\n", bare):
        assert group.lstrip().startswith("/**/"), group
    book = epubs.with_file(epubs.CSS, lambda _: css)
    assert {told.id for told in gate(read_epub(book))} <= ({"GAT-208"} if vertical else set())


def test_running_text_is_the_same_in_all_themes() -> None:
    found = [declarations(stylesheet(theme).decode()) for theme in THEMES]
    for name in ("p", ".verse", ".question", ".noteref", ".salutation"):
        assert [sheet[name] for sheet in found] == [found[0][name]] * 3
    assert len({str(sheet["h1"]) for sheet in found}) == 3


@pytest.mark.parametrize("theme", THEMES)
def test_running_text_keeps_what_the_reader_chose(theme: str) -> None:
    for selector in ("p", "body", "html"):
        own = declarations(stylesheet(theme).decode()).get(selector, {})
        assert not own.keys() & {"font-size", "font-family", "line-height", "color", "margin-left", "margin-right"}
        assert own.get("margin", "0") == "0"
    assert "background" not in stylesheet(theme).decode().replace("no grey behind it", "")


def test_headings_say_how_they_are_aligned() -> None:
    for theme in THEMES:
        found = declarations(stylesheet(theme).decode())
        assert all(found[f"h{level}"]["text-align"] in ("left", "center") for level in range(1, 7))


def test_a_text_in_latin_letters_is_set_by_other_rules() -> None:
    english = declarations(stylesheet("classic", "en").decode())
    assert (english["p"]["text-indent"], english["h1 + p"]["text-indent"]) == ("1.5em", "0")
    assert declarations(stylesheet("classic", "zh-Hant-TW").decode())["p"]["text-indent"] == "2em"


# --- vertical lines -------------------------------------------------------------


def test_every_side_is_turned() -> None:
    lying, upright = (declarations(stylesheet("classic", vertical=turned).decode()) for turned in (False, True))
    assert lying["aside.box"]["border-top"] == upright["aside.box"]["border-right"] == "1px solid"
    assert (lying[".verse"]["margin"], upright[".verse"]["margin"]) == ("0 0 0 4em", "4em 0 0 0")
    assert (lying[".break"]["margin"], upright[".break"]["margin"]) == ("1.5em 38%", "38% 1.5em 38% 1.5em")
    assert (lying["p"]["margin"], upright["p"]["margin"]) == ("0", "0 0 0 0")
    assert (lying[".question"]["margin"], upright[".question"]["margin"]) == ("0.75em 0 0 0", "0 0.75em 0 0")
    assert upright[".signature + .signature"]["margin-right"] == "0"
    assert (lying["h1"]["text-align"], upright["h1"]["text-align"]) == ("center", "left")


def test_a_vertical_book_is_vertical_in_every_document(run: Run, article: Path, tmp_path: Path) -> None:
    done = run(article, "--vertical", "-o", "a.epub")
    assert done.returncode == 0, done.stderr
    book = Epub(tmp_path / "a.epub")
    assert find(book.package, "//o:spine/@page-progression-direction") == ["rtl"]
    features = {item.text for item in find(book.package, "//o:meta[@property='schema:accessibilityFeature']")}
    assert "verticalWriting" in features
    assert "horizontalWriting" not in features
    css = book.files["EPUB/styles/book.css"].decode()
    modes = re.findall(r"^html \{(.*)\}", css, re.MULTILINE)
    assert modes == [" -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl; "]
    pages = [data for name, data in book.files.items() if name.endswith(".xhtml")]
    assert len(pages) == 6
    assert all(b"styles/book.css" in page for page in pages)
    (text,) = [tree for name, tree in book.documents.items() if book.is_text(name)]
    assert [span.text for span in find(text, "//h:span[@class='tcy']")] == ["3", "5", "12", "3"]
    assert "灯亮了，第12班船有3个人。" in book.words()


def test_book_toml_asks_for_vertical_lines_and_a_sheet(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "m.css").write_text(".kicker { color: inherit; }", encoding="utf-8")
    (folder / "book.toml").write_text('vertical = true\ncss = "m.css"\n', encoding="utf-8")
    assert run("in", "--no-check", "-o", "a.epub").returncode == 0
    css = Epub(tmp_path / "a.epub").files["EPUB/styles/book.css"].decode()
    assert css.endswith("\n.kicker { color: inherit; }")
    assert "vertical-rl" in css


@pytest.mark.parametrize(
    ("words", "upright"),
    [
        ("第12版", ["12"]),
        ("共108人，1人", ["108", "1"]),
        ("2023年6月", ["6"]),
        ("第12", ["12"]),
        ("7", ["7"]),
        ("2023-06-30", []),
        ("3.14与1,000", []),
        ("住A座，看CCTV", ["A"]),
        ("真的？!!是", ["!!"]),
        ("I am 5 years old", []),
        ("a&lt;12&gt;b", []),
    ],
)
def test_what_stands_upright(words: str, upright: list[str]) -> None:
    markup = f'<p class="n12" id="a-3">{words}</p>'
    turned = set_upright(markup)
    assert re.findall('<span class="tcy">(.*?)</span>', turned) == upright
    assert re.sub('<span class="tcy">(.*?)</span>', r"\1", turned) == markup


# --- a sheet of one's own -------------------------------------------------------


def test_a_sheet_of_ones_own_comes_last_as_it_is(run: Run, article: Path, tmp_path: Path) -> None:
    assert article.exists()
    own = '@charset "utf-8";\r\n/* 我的 */ .byline { text-align: left; }\n'
    (tmp_path / "m.css").write_bytes(own.encode())
    css = sheet_of(run, tmp_path, "--css", "m.css")
    assert css.endswith("\n\n/* 我的 */ .byline { text-align: left; }\n")
    assert css.count("@charset") == 1
    assert css.startswith(sheet_of(run, tmp_path))


def test_an_empty_sheet_takes_away_that_of_the_book_toml(run: Run, tmp_path: Path) -> None:
    """As with every value that a person gives: an option wins, and an empty one says that there is none."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "m.css").write_text(".byline { color: red; }", encoding="utf-8")

    def sheet(toml: str, *options: str) -> str:
        (folder / "book.toml").write_text(toml, encoding="utf-8")
        done = run("book", "--no-check", "--force", "-o", "b.epub", *options)
        assert done.returncode == 0, done.stderr
        return Epub(tmp_path / "b.epub").files["EPUB/styles/book.css"].decode()

    plain = sheet("")
    assert sheet('css = "m.css"') == f"{plain}\n.byline {{ color: red; }}"
    assert plain == sheet('css = "m.css"', "--css", "") == sheet('css = ""') == sheet("", "--css", "")


def test_the_faults_of_a_sheet_are_told_by_line_and_none_is_built(run: Run, article: Path, tmp_path: Path) -> None:
    lines = ["p { margin: calc(1em) }", "/* @media */", "b { background: url(a.png) }", "@supports (a: b) { }"]
    (tmp_path / "m.css").write_text("\n".join(lines), encoding="utf-8")
    done = run(article, "--css", "m.css")
    assert done.returncode == 2
    told = re.findall(r"^m\.css:(\d): error\[(STY-\d+)\] .*?(calc\(|url\(|@\w+)", done.stderr, re.MULTILINE)
    assert told == [("1", "STY-004", "calc("), ("3", "STY-005", "url("), ("4", "STY-004", "@supports")]
    assert not list(tmp_path.glob("dist/*"))


def test_sheets_in_order_are_the_same_bytes(run: Run, article: Path, tmp_path: Path) -> None:
    assert article.exists()
    books = []
    for _ in pairwise("abc"):
        sheet_of(run, tmp_path, "--vertical")
        books.append((tmp_path / "a.epub").read_bytes())
    assert books[0] == books[1]


# --- all looks of all samples ------------------------------------------------------

SAMPLES = (*sorted((ROOT / "content").glob("*.txt")), ROOT / "content" / "dihe-shouyi")
SCRIPTS: tuple[Conversion | None, ...] = (None, "s2t", "t2s", "s2twp", "s2hk")
FONTS = (FontSettings(), FontSettings(text="Noto Serif SC"), FontSettings(rare="Noto Serif SC"))
CHOICES = (SAMPLES, THEMES, (False, True), SCRIPTS, FONTS)


def pairwise_looks() -> list[tuple[Any, ...]]:
    """A few of all combinations of choices, such that each two choices come together in one of them."""

    def pairs(look: tuple[Any, ...]) -> set[frozenset[tuple[int, Any]]]:
        return {frozenset(pair) for pair in combinations(enumerate(look), 2)}

    every = list(product(*CHOICES))
    wanted = set().union(*map(pairs, every))
    chosen = []
    while wanted:
        chosen.append(max(every, key=lambda look: len(pairs(look) & wanted)))
        wanted -= pairs(chosen[-1])
    return chosen


def test_every_sample_passes_in_every_look(tmp_path: Path) -> None:
    """EPUBCheck, the gate and the ledger; ``bench/matrix.py`` makes every combination of all scripts."""
    looks = pairwise_looks()
    assert len(SAMPLES) * len(SCRIPTS) <= len(looks) < 60
    with one_checker() as start:
        for sample, theme, vertical, script, fonts in looks:
            settings = Settings(
                theme=theme,
                convert=script,
                fonts=fonts,
                cover=CoverSettings("none"),
                typeset=TypesetSettings(vertical=vertical),
                place=PlaceSettings(tmp_path, force=True),
                check=CheckSettings(resident=False),
            )
            report = build([sample], settings, start=start)
            assert report.verdict.epubcheck
            assert [told.id for told in report.verdict.diagnostics] == ["LED-001"], (sample, settings)
            assert report.path
