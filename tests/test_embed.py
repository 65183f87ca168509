"""Fonts in the book: cut down to its characters, allowed by their licences, named where reading systems look."""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as packaged
import pytest
import uharfbuzz
from conftest import Run
from epub import Epub, find, text
from fonts import OFL, font
from fontTools.ttLib import TTCollection, TTFont

from ebook.cli import main
from ebook.diagnostics import Problem
from ebook.embed import embed
from ebook.extras import EXTRAS
from ebook.model import Document, Font, Metadata, Publication, Resource
from ebook.rare import RARE

ARTICLE = """\
渡口的灯
2021年3月5日 来源：临河日报
　　本报记者 𠮷田
　　傍晚六点，临河渡口的灯亮了。摆渡人说：“等一等——”他等最后一班客人……
　　𠮷田不多话，《临河志》（第二卷）里写的“渡火”，就是它。
"""
WORDS = "".join(sorted(set(ARTICLE) - set("\n\u3000 𠮷")))
NAMED = "Noto Serif SC"
Build = Callable[..., tuple[Any, str]]


@pytest.fixture
def build(run: Run, tmp_path: Path) -> Build:
    """Build the article with options: the book (None where there is none), what was said."""

    def build(*options: str | Path, code: int = 0, article: str = ARTICLE) -> tuple[Any, str]:
        (tmp_path / "a.txt").write_text(article, encoding="utf-8")
        done = run("a.txt", "-o", "a.epub", "--no-check", "--cover", "", *options)
        assert done.returncode == code, done.stderr
        return (None if code else Epub(tmp_path / "a.epub")), done.stderr

    return build


def given(tmp_path: Path, name: str = "f.ttf", characters: str = "𠮷", **attributes: Any) -> Path:
    path = tmp_path / name
    path.write_bytes(font(characters, **attributes))
    return path


def fonts(book: Epub) -> dict[str, TTFont]:
    names = [name for name in book.files if re.search(r"\.[ot]tf$", name)]
    return {Path(name).stem: TTFont(BytesIO(book.files[name])) for name in names}


def names(found: TTFont) -> str:
    return "\n".join(str(record) for record in found["name"].names)


def sheet(book: Epub) -> str:
    return book.files["EPUB/styles/book.css"].decode()


# --- the whole text -------------------------------------------------------------


def test_no_font_comes_with_a_book_that_asks_for_none(build: Build) -> None:
    book, told = build()
    assert not fonts(book)
    assert "@font-face" not in sheet(book)
    assert not find(book.package, "//o:meta[@property='ibooks:specified-fonts'] | /o:package/@prefix")
    assert "FNT-010" in told


def test_the_font_has_what_the_book_needs_and_little_more(build: Build) -> None:
    book, told = build("--embed-font", NAMED)
    found = fonts(book)["text"]
    written = {char for tree in book.documents.values() for char in text(tree) if char.isprintable()}
    had = {chr(code) for code in found.getBestCmap()}
    assert written - had == {"𠮷"}
    assert len(had - written) < 250, "ASCII and Chinese punctuation"
    assert not {char for char in had - written if "\u4e00" <= char <= "\u9fff"}
    assert len(book.files["EPUB/fonts/text.otf"]) < 100_000
    assert "warning[FNT-006] The font Noto Serif SC lacks 1 of the book's characters: 𠮷 U+20BB7" in told
    assert "info[FNT-007]" in told
    assert "FNT-010" not in told


def test_a_book_with_fonts_passes_every_check(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    given(tmp_path)
    done = run("a.txt", "--embed-font", "noto serif sc", "--embed-rare", "./f.ttf")
    assert done.returncode == 0, done.stderr
    assert "EPUBCheck 5.3.0 clean" in done.stdout
    assert "warning[FNT" not in done.stderr


def test_reading_systems_find_the_font(build: Build, tmp_path: Path) -> None:
    book, _ = build("--embed-font", NAMED, "--embed-rare", given(tmp_path))
    listed = {item.get("href"): item.get("media-type") for item in book.items.values()}
    assert (listed["fonts/text.otf"], listed["fonts/rare.ttf"]) == ("font/otf", "font/ttf")
    for name in ("text.otf", "rare.ttf"):
        assert f'src: url("../fonts/{name}")' in sheet(book)
    assert 'body, h1, h2, h3, h4, h5, h6 { font-family: "embedded text", serif; }' in sheet(book)
    assert "unicode-range:" not in sheet(book)
    assert [text(e) for e in find(book.package, "//o:meta[@property='ibooks:specified-fonts']")] == ["true"]
    assert book.package.get("prefix").startswith("ibooks: http://vocabulary.itunes.apple.com/")


@pytest.mark.parametrize("mark", "，。“”（）《》—…：")
def test_vertical_forms_stay(build: Build, mark: str) -> None:
    book, _ = build("--embed-font", NAMED)
    small, whole = uharfbuzz.Face(book.files["EPUB/fonts/text.otf"]), uharfbuzz.Face(packaged.serif_path().read_bytes())
    assert _outline(small, mark, "ttb") == _outline(whole, mark, "ttb")
    turned = _outline(whole, mark, "ttb") != _outline(whole, mark, "ltr")
    assert turned == (_outline(small, mark, "ttb") != _outline(small, mark, "ltr"))


def _outline(face: Any, char: str, direction: str) -> list[Any]:
    """How a character is drawn in a direction."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(char)
    buffer.guess_segment_properties()
    buffer.direction = direction
    found = uharfbuzz.Font(face)
    uharfbuzz.shape(found, buffer)
    pen: list[Any] = []
    found.draw_glyph_with_pen(buffer.glyph_infos[0].codepoint, _Pen(pen))
    return pen


class _Pen:
    def __init__(self, drawn: list[Any]) -> None:
        self._drawn = drawn

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *points: self._drawn.append((name, points))


def test_the_same_source_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    given(tmp_path, notice='Copyright, with Reserved Font Name "Rare"')
    for name in ("a.epub", "b.epub"):
        done = run("a.txt", "--no-check", "-o", name, "--embed-font", NAMED, "--embed-rare", "./f.ttf")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.epub").read_bytes() == (tmp_path / "b.epub").read_bytes()


# --- rare characters ------------------------------------------------------------


def test_only_rare_characters_come_with_the_book(build: Build, tmp_path: Path) -> None:
    book, told = build("--embed-rare", given(tmp_path, characters="𠮷田灯"))
    (found,) = fonts(book).values()
    assert set(found.getBestCmap()) == {ord("𠮷")}
    spans = {name: [text(e) for e in find(tree, "//h:span[@class='rare']")] for name, tree in book.documents.items()}
    assert [one for one in spans.values() if one] == [["𠮷"], ["𠮷", "𠮷"], ["𠮷"]], "title page, text, colophon"
    assert "".join(ARTICLE.split()) == book.words()
    assert '.rare { font-family: "embedded rare", serif; }' in sheet(book)
    assert "body, h1" not in sheet(book)
    assert "FNT-010" not in told


def test_a_form_that_a_variation_selector_asks_for(build: Build, tmp_path: Path) -> None:
    path = given(tmp_path, characters="辻", variants=(("辻", "\U000e0100"),))
    book, _ = build("--embed-rare", path, article=ARTICLE.replace("𠮷", "辻\U000e0100") + "　　辻，不是它。\n")
    (found,) = fonts(book).values()
    table = next(one for one in found["cmap"].tables if one.format == 14)
    assert set(table.uvsDict) == {0xE0100}
    (body,) = (tree for name, tree in book.documents.items() if book.is_text(name))
    assert [text(e) for e in find(body, "//h:span[@class='rare']")] == ["辻\U000e0100"] * 2


def test_a_text_without_rare_characters(build: Build, tmp_path: Path) -> None:
    book, told = build("--embed-rare", given(tmp_path), article=ARTICLE.replace("𠮷", "吉"))
    assert not fonts(book)
    assert "info[FNT-008]" in told


def test_a_font_without_the_rare_characters(build: Build, tmp_path: Path) -> None:
    book, told = build("--embed-rare", given(tmp_path, characters="灯"))
    assert not fonts(book)
    assert "@font-face" not in sheet(book)
    assert "warning[FNT-006]" in told


def test_rare_characters_are_listed(run: Run, tmp_path: Path) -> None:
    odd = "辻\U000e0100塚\ufa10\ue001灯\ufa11"
    (tmp_path / "a.txt").write_text(ARTICLE + f"　　{odd}来了。\n", encoding="utf-8")
    told = json.loads(run("inspect", "a.txt", "--format", "json").stdout)
    found = [(one["character"], one["kind"], one["count"], one["line"]) for one in told["rare"]]
    assert found == [
        ("𠮷", "extension", 2, 3),
        ("辻\U000e0100", "variant", 1, 6),
        ("\ufa10", "compatibility", 1, 6),
        ("\ue001", "private", 1, 6),
    ]
    assert told["rare"][0]["context"] == "本报记者 𠮷田"
    done = run("inspect", "a.txt")
    assert "Rare characters" in done.stdout
    assert "𠮷 U+20BB7" in done.stdout
    assert "4 rare characters" in done.stderr, "those of private use have a warning of their own"
    assert re.search(r"warning\[TXT-023\] .*the first in line 6: .*\ue001灯", done.stderr)


def test_what_devices_carry_is_not_rare() -> None:
    blocks = (*range(0x4E00, 0xA000), *range(0xF900, 0xFB00))
    assert sum(not RARE.fullmatch(chr(code)) for code in blocks) == 20_914
    assert not any(RARE.fullmatch(chr(code)) for code in range(0x3400, 0x4DB6))


# --- where fonts come from ------------------------------------------------------


def test_a_font_of_the_system(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A face of a collection, as fontconfig names it."""
    collection = TTCollection()
    for family in ("Rare Song", "Rare Kai"):
        collection.fonts.append(TTFont(BytesIO(font(WORDS + "𠮷", family))))
    collection.save(tmp_path / "c.ttc")
    finder = tmp_path / "bin" / "fc-match"
    finder.parent.mkdir()
    finder.write_text(f'#!/bin/sh\nprintf "{tmp_path}/c.ttc\\n1\\nRare Kai,稀楷\\nRare Kai"\n', encoding="utf-8")
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", str(finder.parent), prepend=os.pathsep)
    for name in ("rare kai", "稀楷"):
        book, _ = build("--embed-font", name)
        assert fonts(book)["text"]["name"].getDebugName(1) == "Rare Kai"
    _, told = build("--embed-font", "Rare Hei", code=2)
    assert "error[FNT-004]" in told


def test_without_fontconfig(build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "error[FNT-004]" in build("--embed-font", "Rare Kai", code=2)[1]
    assert fonts(build("--embed-font", NAMED)[0])


def test_fontconfig_that_does_not_run(build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    finder = tmp_path / "fc-match"
    finder.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "error[FNT-001]" in build("--embed-font", "Rare Kai", code=3)[1]


def test_the_fonts_of_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "一.txt").write_text(ARTICLE, encoding="utf-8")
    given(folder)
    (folder / "book.toml").write_text(f'embed-font = "{NAMED}"\nembed-rare = "f.ttf"\n', encoding="utf-8")
    assert run(folder, "--no-check", "-o", "a.epub").returncode == 0
    assert fonts(Epub(tmp_path / "a.epub")).keys() == {"text", "rare"}
    assert run(folder, "--no-check", "-o", "a.epub", "--embed-font", "").returncode == 0
    assert fonts(Epub(tmp_path / "a.epub")).keys() == {"rare"}


# --- licences -------------------------------------------------------------------


@pytest.mark.parametrize(("bits", "why"), [(0x0002, "restricted"), (0x0100, "no subsetting"), (0x0208, "bitmaps only")])
def test_a_font_that_may_not_be_embedded(build: Build, tmp_path: Path, bits: int, why: str) -> None:
    _, told = build("--embed-rare", given(tmp_path, bits=bits), code=3)
    assert f"(fsType 0x{bits:04X}: {why})" in told
    assert not (tmp_path / "a.epub").exists()


@pytest.mark.parametrize("bits", [0, 0x0004, 0x0008, 0x000A])
def test_a_font_that_may_be_embedded(build: Build, tmp_path: Path, bits: int) -> None:
    """Of several bits the most liberal counts."""
    assert fonts(build("--embed-rare", given(tmp_path, bits=bits))[0])


def test_the_open_font_licence_goes_with_the_font(build: Build) -> None:
    book, _ = build("--embed-font", NAMED)
    licence = book.files["EPUB/fonts/text-licence.txt"].decode()
    assert licence.startswith("© 2017-2024 Adobe (http://www.adobe.com/).\n")
    for part in ("PREAMBLE", "PERMISSION & CONDITIONS", "TERMINATION", "DISCLAIMER"):
        assert part in licence
    assert "Open Font License" in names(fonts(book)["text"]), "the font says so itself as well"


def test_another_licence_goes_in_its_own_words(build: Build, tmp_path: Path) -> None:
    book, _ = build("--embed-rare", given(tmp_path, licence="You may embed it in books."))
    told = book.files["EPUB/fonts/rare-licence.txt"].decode()
    assert told == "Copyright 2020 A Foundry\n\nYou may embed it in books.\n"
    book, _ = build("--embed-rare", given(tmp_path, licence=""))
    assert "EPUB/fonts/rare-licence.txt" not in book.files


@pytest.mark.parametrize("cff", [False, True])
@pytest.mark.parametrize(
    ("notice", "licence"),
    [
        ('Copyright 2020 A Foundry, with Reserved Font Name "Rare Kai".', OFL),
        ("Copyright 2020 A Foundry, with Reserved Font Names Kai, Song and Hei.", OFL),
        ("Copyright 2020 A Foundry", f"{OFL} Reserved Font Name: Rare"),
        ("Copyright 2020 A Foundry, with Reserved Font Name", OFL),
    ],
)
def test_a_reserved_name_is_changed(build: Build, tmp_path: Path, notice: str, licence: str, cff: bool) -> None:  # noqa: FBT001
    book, told = build("--embed-rare", given(tmp_path, notice=notice, licence=licence, cff=cff))
    found = fonts(book)["rare"]
    kept = {record.nameID: str(record) for record in found["name"].names}
    assert {kept[number] for number in (1, 4)} == {"Embedded rare"}
    assert kept[6] == "Embeddedrare"
    assert kept[0] == notice, "the notice stays as it is"
    if cff:
        outlines = found["CFF "].cff
        assert (outlines.fontNames, outlines[0].FamilyName) == (["Embeddedrare"], "Embedded rare")
    assert "info[FNT-009]" in told


def test_a_name_that_is_not_reserved_stays(build: Build, tmp_path: Path) -> None:
    notice = "Copyright 2014 Adobe, with Reserved Font Name 'Source'."
    book, told = build("--embed-rare", given(tmp_path, notice=notice))
    assert fonts(book)["rare"]["name"].getDebugName(1) == "Rare Kai"
    assert "FNT-009" not in told


# --- what is no sound font ------------------------------------------------------


def _bare() -> Publication:
    page = Document("text/a.xhtml", "<html><head/><body><p>灯𠮷</p></body></html>".encode(), "body")
    return Publication(Metadata(), (page,), (), (Resource("styles/book.css", b"", "text/css"),), "")


@pytest.mark.parametrize("cff", [False, True])
def test_a_spoilt_font_is_refused_or_cut_down(cff: bool) -> None:  # noqa: FBT001
    sound = font("灯𠮷" + WORDS, notice='Reserved Font Name "Kai"', cff=cff)
    refused: list[str] = []
    for seed in range(150):
        chance = random.Random(seed)
        data = bytearray(sound)
        for _ in range(chance.randrange(1, 60)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        try:
            changed, _ = embed(_bare(), None, Font("f.ttf", bytes(data)))
        except Problem as problem:
            refused.append(problem.diagnostic.id)
        else:
            assert len(changed.resources) in (1, 2, 3)
    assert {"FNT-002"} <= set(refused) <= {"FNT-002", "FNT-005"}
    assert len(refused) < 150


@pytest.mark.parametrize("stop", [0, 3, 40, 400, 1200])
def test_a_font_that_breaks_off(stop: int) -> None:
    with pytest.raises(Problem) as raised:
        embed(_bare(), Font("f.ttf", font("灯𠮷" + WORDS)[:stop]), None)
    assert raised.value.diagnostic.id == "FNT-002"


# --- the extra ------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["uharfbuzz", "fontTools.ttLib"])
def test_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, missing: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    path = given(tmp_path, notice='Reserved Font Name "Kai"')
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(["a.txt", "--no-check", "--embed-rare", str(path), "--ui", "en"]) == 7
    told = capsys.readouterr().err
    assert "error[SYS-006]" in told
    assert '-m pip install "uharfbuzz>=' in told
    assert not (tmp_path / "dist").exists()


def test_a_build_without_fonts_loads_no_library_for_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    for name in ("uharfbuzz", "fontTools", "opencc"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('loaded')", encoding="utf-8")
    assert run("a.txt", "--no-check", env={"PYTHONPATH": str(tmp_path)}).returncode == 0


def test_the_extras_are_those_of_the_project() -> None:
    import tomllib

    from conftest import ROOT

    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {name: list(needs) for name, needs in EXTRAS.items()} == told
