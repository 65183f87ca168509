"""Device editions, as a device finds them: files beside each other, opened and looked at."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Barrier, Event
from typing import Any, get_args

import books
import pytest
from books import metadata
from conftest import ROOT, Run
from epub import Epub, find, squeeze, text
from hypothesis import HealthCheck, given, settings
from lxml import etree
from PIL import Image
from strategies import pages

from ebook import Settings, build
from ebook.build import Report
from ebook.check import Checker
from ebook.diagnostics import Diagnostic, Problem
from ebook.edition import EDITIONS
from ebook.edition.kindle import kindle_tag
from ebook.model import Document, NavPoint, Publication, Resource
from ebook.place import place
from ebook.resources import stylesheet
from ebook.settings import CheckSettings, EditionName, PlaceSettings, TypesetSettings
from ebook.settings.editions import NAMES
from ebook.typeset import typeset

ALL = "generic,kindle,kobo"
EPUBS: tuple[EditionName, ...] = ("generic", "kindle", "kobo")  # tests/test_azw3.py has the one that calibre makes
SPAN = re.compile(r'<span class="koboSpan" id="kobo\.\d+\.\d+">([^<]*|<img [^>]*/>)</span>')
STYLE = re.compile(r'<style type="text/css" id="kobostylehacks">[^<]*</style>')
ARTICLE = """\
桥下的灯
　　灯亮了。“走吗？”她问。“走。”
　　潮水①退了，石阶露出来：一级，两级……他数着。

注释：
①县志说，这里的潮一天两回，从来没有误过时辰。
"""


def made(folder: Path, words: str, *names: EditionName, **place: Any) -> Report:
    """A text made in editions, without EPUBCheck."""
    (folder / "page.txt").write_text(words, encoding="utf-8")
    places = PlaceSettings(output=folder / "books", force=True, **place)
    return build([folder / "page.txt"], Settings(editions=names, check=CheckSettings(epubcheck=False), place=places))


def opened(report: Report) -> list[Epub]:
    """Its editions, all placed."""
    paths = [one.path for one in report.editions if one.path]
    assert len(paths) == len(report.editions), [item.message("en") for item in report.diagnostics]
    return list(map(Epub, paths))


def published(**values: Any) -> Publication:
    book = replace(books.clipping(), metadata=metadata(**values))
    return typeset(book, (), None, stylesheet("classic", "zh-Hans", vertical=False, own=""), TypesetSettings())


def plain(page: bytes) -> bytes:
    """A page of a KEPUB without all that makes it one."""
    words = STYLE.sub("", SPAN.sub(r"\1", page.decode()))
    words = words.replace('<div id="book-columns"><div id="book-inner">', "").replace("</div></div></body>", "</body>")
    return words.replace(' epub:type="noteref footnote"', ' epub:type="noteref"').encode()


# --- several at once ------------------------------------------------------------


def test_every_edition_has_its_file_and_passes_the_official_checker(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("a.txt", "--edition", ALL)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    names = ["桥下的灯.epub", "桥下的灯.kindle.epub", "桥下的灯.kepub.epub"]
    assert [line.partition(" · ")[0] for line in lines] == [str(Path("dist") / name) for name in names]
    assert all("clean" in line for line in lines)
    checked = run("check", *(Path("dist") / name for name in names))
    assert checked.returncode == 0
    assert checked.stdout.count("no errors, no warnings") == len(names), checked.stdout


def test_every_sample_is_clean_in_every_edition_and_has_the_same_text(tmp_path: Path) -> None:
    for source in sorted((ROOT / "content").iterdir()):
        report = build([source], Settings(editions=EPUBS, place=PlaceSettings(output=tmp_path)))
        assert [item.message("en") for item in report.diagnostics if item.severity != "info"] == []
        assert all(one.verdict.epubcheck for one in report.editions)
        generic, *others = opened(report)
        assert [other.words() for other in others] == [generic.words()] * len(others)
        for name in ("identifier", "rights"):
            assert all(other.values(name) == generic.values(name) for other in others)
        kindle, kobo = others
        assert kobo.values("title") == generic.values("title")
        named = find(kindle.package, "//o:meta[@name='subtitle']/@content")
        assert [*kindle.values("title"), *named] == generic.values("title")
        assert len(kindle.values("title")) == 1, "Send to Kindle refuses a second (grimmory-tools/grimmory#2323)"


def test_the_generic_edition_alone_is_the_book_of_a_build_without_the_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    run("a.txt", "-o", "one", "--no-check")
    run("a.txt", "-o", "two", "--no-check", "--edition", ALL)
    assert (tmp_path / "one/桥下的灯.epub").read_bytes() == (tmp_path / "two/桥下的灯.epub").read_bytes()


@pytest.mark.parametrize("name", EPUBS)
def test_the_same_edition_again_has_the_same_bytes_and_may_replace_itself(tmp_path: Path, name: EditionName) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE, encoding="utf-8")
    found = []
    for _ in range(2):
        places = PlaceSettings(output=tmp_path / "books")
        chosen = Settings(editions=(name,), check=CheckSettings(epubcheck=False), place=places)
        path = build([tmp_path / "page.txt"], chosen).path
        assert path
        found.append(path.read_bytes())
    assert found[0] == found[1]


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_of_an_edition_is_the_same(name: EditionName) -> None:
    once = EDITIONS[name].make(published())
    assert EDITIONS[name].make(once) == once


def test_every_edition_has_a_name_that_can_be_asked_for() -> None:
    assert set(EDITIONS) == set(get_args(EditionName))
    assert len({edition.suffix for edition in EDITIONS.values()}) == len(EDITIONS)


@pytest.mark.parametrize(
    ("output", "names", "files"),
    [
        ("x.epub", ALL, ["x.epub", "x.kindle.epub", "x.kepub.epub"]),
        ("x.epub", "kobo", ["x.kepub.epub"]),
        ("x.kepub.epub", "kobo", ["x.kepub.epub"]),
        ("x.kepub.epub", "kobo,generic", ["x.kepub.epub", "x.epub"]),
        ("x.kepub.epub", "generic", ["x.kepub.epub"]),
        ("x.kindle.epub", "kindle,kindle", ["x.kindle.epub"]),
        ("长" * 83 + ".epub", "generic,kobo", ["长" * 83 + ".epub", "长" * 81 + ".kepub.epub"]),
    ],
)
def test_the_name_that_is_given_is_that_of_the_generic_edition(
    run: Run, tmp_path: Path, output: str, names: str, files: list[str]
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert run("a.txt", "-o", output, "--no-check", "--edition", names).returncode == 0
    assert sorted(path.name for path in tmp_path.glob("*.epub")) == sorted(files)


def test_the_names_of_a_long_title_leave_room_for_every_edition(tmp_path: Path) -> None:
    report = made(tmp_path, "灯" * 120 + "\n" + ARTICLE, *EPUBS)
    stems = {one.path.name.removesuffix(EDITIONS[one.edition].suffix) for one in report.editions if one.path}
    assert len(stems) == 1, "none was cut shorter than another"


def test_a_book_toml_names_its_editions_and_the_option_wins(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "book/book.toml").write_text('editions = ["kindle", "kobo"]', encoding="utf-8")
    run("book", "--no-check", "-o", "one")
    assert sorted(path.suffixes[-2] for path in (tmp_path / "one").iterdir()) == [".kepub", ".kindle"]
    run("book", "--no-check", "-o", "two", "--edition", "kobo")
    assert [path.suffixes[-2] for path in (tmp_path / "two").iterdir()] == [".kepub"]


def test_the_report_names_each_edition(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    told = json.loads(run("a.txt", "--no-check", "--edition", "kobo,generic", "--format", "json").stdout)
    paths = [str(Path("dist") / name) for name in ("桥下的灯.kepub.epub", "桥下的灯.epub")]
    assert told["editions"] == [
        {"edition": "kobo", "path": paths[0], "valid": True},
        {"edition": "generic", "path": paths[1], "valid": True},
    ]
    assert told["path"] == paths[0]


# --- one that is not placed -----------------------------------------------------


def spoil(page: Publication) -> Publication:
    """An edition that loses a character of the text."""
    *front, last = page.documents
    lost = [replace(one, data=one.data.replace("灯亮了".encode(), "灯亮".encode())) for one in front]
    return replace(page, documents=(*lost, last))


def test_an_edition_that_fails_is_not_placed_and_the_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled = replace(EDITIONS["kindle"], make=spoil)
    monkeypatch.setattr("ebook.build.EDITIONS", {**EDITIONS, "kindle": spoiled})
    report = made(tmp_path, ARTICLE, *EPUBS, keep_invalid=True)
    assert [one.path is not None for one in report.editions] == [True, False, True]
    assert report.exit_code == 4
    assert [item.values["edition"] for item in report.diagnostics if item.id == "USE-027"] == ["kindle"]
    names = ["桥下的灯.epub", "桥下的灯.kepub.epub", "桥下的灯.kindle.invalid.epub"]
    assert sorted(path.name for path in (tmp_path / "books").iterdir()) == names


def test_an_edition_that_cannot_be_written_does_not_keep_the_others_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_for_kindle(data: bytes, path: Path, identifier: str | None = None) -> None:
        if path.name.endswith(".kindle.epub"):
            raise Problem(Diagnostic("OUT-007", {"name": str(path), "error": "full"}))
        place(data, path, identifier)

    monkeypatch.setattr("ebook.build.place", full_for_kindle)
    report = made(tmp_path, ARTICLE, *EPUBS)
    assert [one.path is not None for one in report.editions] == [True, False, True]
    assert report.exit_code == 1
    assert {"OUT-007", "USE-027"} <= {item.id for item in report.diagnostics}
    assert sorted(path.name for path in (tmp_path / "books").iterdir()) == ["桥下的灯.epub", "桥下的灯.kepub.epub"]
    with pytest.raises(Problem, match="OUT-007"):
        made(tmp_path, ARTICLE, "kindle")


class Endless:
    """Judges without end; Ctrl-C is pressed when three books are in hand."""

    def __init__(self) -> None:
        self.all_in_hand = Barrier(3, action=lambda: os.kill(os.getpid(), signal.SIGINT))
        self.closed = Event()
        self.hung_up: list[bool] = []

    def judge(self, *_: object) -> dict[str, object]:
        self.all_in_hand.wait()
        self.hung_up.append(self.closed.wait(30))
        raise Problem(Diagnostic("CHK-004", {"reason": "gone"}))

    def close(self) -> None:
        self.closed.set()


def test_an_interrupted_build_waits_for_no_verdict_on_any_edition(tmp_path: Path) -> None:
    judge = Endless()

    @contextmanager
    def start(_: CheckSettings) -> Iterator[Checker]:
        yield Checker(lambda: judge)

    (tmp_path / "page.txt").write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        build([tmp_path / "page.txt"], Settings(editions=EPUBS, place=PlaceSettings(output=tmp_path)), start=start)
    assert judge.hung_up == [True, True, True]
    assert not list(tmp_path.glob("*.epub"))


def test_what_holds_for_all_editions_is_told_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE.replace("灯亮", "灯\ue000亮"), encoding="utf-8")
    done = run("a.txt", "--no-check", "--strict", "--edition", ALL)
    assert done.returncode == 1
    assert not (tmp_path / "dist").exists()
    assert done.stderr.count("GAT-414") == done.stderr.count("USE-008") == 1
    assert re.findall(r"The (\w+) edition was not placed", done.stderr) == list(EPUBS)


def test_an_edition_does_not_replace_another_book(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "x.kepub.epub").write_bytes(b"another book")
    done = run("a.txt", "-o", "x.epub", "--no-check", "--edition", ALL)
    assert (done.returncode, "OUT-001" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.glob("x*")] == ["x.kepub.epub"]


def test_a_book_of_the_same_run_is_not_replaced(run: Run, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("--each", "a.txt", "b.txt", "--no-check", "--edition", "kindle,kobo")
    assert (done.returncode, "USE-014" in done.stderr) == (1, True)


# --- Kobo -----------------------------------------------------------------------


def kobo_pages(report: Report) -> list[tuple[bytes, bytes]]:
    """The pages of the generic edition and of Kobo's."""
    generic, kobo = opened(report)
    return [(generic.files[name], kobo.files[name]) for name in generic.documents]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages())
def test_a_kepub_without_its_marks_is_the_generic_book_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    for before, after in kobo_pages(made(tmp_path_factory.mktemp("kobo"), words, "generic", "kobo")):
        assert before != after
        assert plain(after) == before


def test_spans_stand_around_sentences_and_count_paragraphs(tmp_path: Path) -> None:
    _, kobo = opened(made(tmp_path, ARTICLE, "generic", "kobo"))
    tree = kobo.documents["EPUB/text/chapter-001.xhtml"]
    found = [(span.get("id"), text(span)) for span in find(tree, "//h:span[@class='koboSpan']")]
    assert found == [
        ("kobo.1.1", "桥下的灯"),
        ("kobo.2.1", "灯亮了。"),
        ("kobo.2.2", "“走吗？”"),
        ("kobo.2.3", "她问。"),
        ("kobo.2.4", "“走。”"),
        ("kobo.3.1", "潮水"),
        ("kobo.3.2", "①"),
        ("kobo.3.3", "退了，石阶露出来：一级，两级……"),
        ("kobo.3.4", "他数着。"),
        ("kobo.4.1", "注释："),
        ("kobo.5.1", "①"),
        ("kobo.5.2", "县志说，这里的潮一天两回，从来没有误过时辰。"),
    ]


def test_every_page_has_its_wrappers_and_its_style_once(tmp_path: Path) -> None:
    _, kobo = opened(made(tmp_path, ARTICLE, "generic", "kobo"))
    for tree in kobo.documents.values():
        (body,) = find(tree, "/h:html/h:body")
        assert [(child.tag.rpartition("}")[2], child.get("id")) for child in body] == [("div", "book-columns")]
        assert len(find(body, "./h:div/h:div[@id='book-inner']/h:section")) == 1
        assert len(find(tree, "/h:html/h:head/h:style[@id='kobostylehacks']")) == 1


def test_the_cover_is_a_page_of_its_own_with_one_picture_in_one_span(tmp_path: Path) -> None:
    _, kobo = opened(made(tmp_path, ARTICLE, "generic", "kobo"))
    (section,) = find(kobo.documents["EPUB/text/cover.xhtml"], "//h:section")
    assert squeeze(text(section)) == ""
    assert [child.get("id") for child in section] == ["kobo.1.1"]
    assert len(find(section, ".//h:img")) == 1


def test_a_note_pops_up(tmp_path: Path) -> None:
    """For Kobo the link needs the word itself, and the note comes after it and is long enough (epub-spec)."""
    generic, kobo = opened(made(tmp_path, ARTICLE, "generic", "kobo"))
    types = [find(one.documents["EPUB/text/chapter-001.xhtml"], "//h:a[1]/@e:type")[0] for one in (generic, kobo)]
    assert types == ["noteref", "noteref footnote"]
    tree = kobo.documents["EPUB/text/chapter-001.xhtml"]
    (link,) = find(tree, "//h:a[@role='doc-noteref']")
    (note,) = find(tree, f"//*[@id='{link.get('href')[1:]}']")
    assert 9 <= len(text(note)) <= 5000
    assert link in find(note, "preceding::h:a")


def kepub(body: str) -> str:
    """A page made into one of a KEPUB: what stands in its wrappers."""
    page = f"<html><head><title>灯。</title></head><body>{body}</body></html>".encode()
    publication = replace(published(), documents=(Document("text/a.xhtml", page, "body"),))
    (document,) = EDITIONS["kobo"].make(publication).documents
    etree.fromstring(document.data)
    return document.data.decode().partition('"book-inner">')[2].removesuffix("</div></div></body></html>")


def marks(body: str) -> list[tuple[str, str]]:
    """Each span: its id without ``kobo.``, and what it holds."""
    return re.findall(r'<span class="koboSpan" id="kobo\.([\d.]+)">([^<]*|<img[^>]*>)</span>', kepub(body))


@pytest.mark.parametrize("name", ["rp", "pre", "svg", "math", "script", "style", "time", "audio", "video"])
def test_nothing_is_wrapped_where_it_may_not_be(name: str) -> None:
    assert kepub(f"<div><{name}>灯。<i>亮了</i></{name}></div>") == f"<div><{name}>灯。<i>亮了</i></{name}></div>"
    assert marks(f"<p>前<{name}>灯。</{name}>后</p>") == [("1.1", "前"), ("1.2", "后")]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>一。二。</p><p>三</p>", [("1.1", "一。"), ("1.2", "二。"), ("2.1", "三")]),
        ("<div>一</div><div>二</div>", [("1.1", "一"), ("1.2", "二")]),
        ("<h1>一</h1>\n<p></p>\n<p>二</p>", [("1.1", "一"), ("2.1", "二")]),
        ("<p>一<em>二</em>三</p>", [("1.1", "一"), ("1.2", "二"), ("1.3", "三")]),
        ("<p><em>一</em> <em>二</em></p>", [("1.1", "一"), ("1.2", " "), ("1.3", "二")]),
        ("<h1><em>一</em> <em>二</em></h1>", [("1.1", "一"), ("1.2", "二")]),
        ("<p>一<br/>二</p>", [("1.1", "一"), ("1.2", "二")]),
        ('<p>一<img src="a"/>二</p>', [("1.1", "一"), ("2.1", '<img src="a"/>'), ("3.1", "二")]),
        ("<ol><li>一</li><li>二<ol><li>三</li></ol></li></ol>", [("1.1", "一"), ("1.2", "二"), ("2.1", "三")]),
        ("<table><tr><td>一</td><td>二</td></tr></table>", [("1.1", "一"), ("1.2", "二")]),
        ('<div class="stanza"><p>风。</p><p>雨。</p></div>', [("1.1", "风。"), ("2.1", "雨。")]),
        (
            "<p>念<ruby>漢。字<rp>(</rp><rt>han。zi</rt><rp>)</rp></ruby>了。</p>",
            [("1.1", "念"), ("1.2", "漢。字"), ("1.3", "han。zi"), ("1.4", "了。")],
        ),
        (
            '<p>他说<a href="#n">①</a>。她走了。</p>',
            [("1.1", "他说"), ("1.2", "①"), ("1.3", "。"), ("1.4", "她走了。")],
        ),
        ("<p>一&lt;二&amp;三。四</p>", [("1.1", "一&lt;二&amp;三。"), ("1.2", "四")]),
    ],
)
def test_how_spans_are_numbered(body: str, found: list[tuple[str, str]]) -> None:
    assert marks(body) == found


# --- Kindle ---------------------------------------------------------------------


def deep() -> Publication:
    """Contents of four levels."""
    leaf = NavPoint("丁", "text/chapter-001.xhtml#section-3")
    third = NavPoint("丙", "text/chapter-001.xhtml#section-2", (leaf,))
    second = NavPoint("乙", "text/chapter-001.xhtml#section-1", (third,))
    return replace(published(), contents=(NavPoint("甲", "text/chapter-001.xhtml", (second,)), NavPoint("戊", "a")))


def test_a_kindle_gets_contents_of_two_levels_without_losing_an_entry() -> None:
    first, last = EDITIONS["kindle"].make(deep()).contents
    assert [point.label for point in first.children] == ["乙", "丙", "丁"]
    assert not any(point.children for point in first.children)
    assert (first.label, last.label, last.children) == ("甲", "戊", ())


@pytest.mark.parametrize(
    ("tag", "kindle"),
    [
        ("zh-Hans", "zh-CN"), ("zh-Hant", "zh-TW"), ("zh-Hant-HK", "zh-HK"), ("zh-Hans-SG", "zh-SG"),
        ("zh-Hans-CN", "zh-CN"), ("zh", "zh"), ("zh-TW", "zh-TW"), ("en-GB", "en-GB"), ("zh-Hansen", "zh-Hansen"),
    ],
)  # fmt: skip
def test_a_language_has_the_tag_that_a_kindle_knows(tag: str, kindle: str) -> None:
    assert kindle_tag(tag) == kindle


def test_the_tag_of_a_kindle_stands_in_the_package_and_on_every_page_and_nowhere_in_the_text(tmp_path: Path) -> None:
    words = ARTICLE.replace("灯亮了。", 'lang="zh-Hans"是什么。')
    (kindle,) = opened(made(tmp_path, words, "kindle"))
    assert kindle.values("language") == ["zh-CN"]
    for name, tree in {**kindle.documents, "nav": etree.fromstring(kindle.files["EPUB/nav.xhtml"])}.items():
        tags = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
        assert tags == ["zh-CN", "zh-CN"], name
    assert 'lang="zh-Hans"是什么。' in kindle.words()


def test_every_page_for_a_kindle_says_twice_that_it_is_utf_8(tmp_path: Path) -> None:
    (kindle,) = opened(made(tmp_path, ARTICLE, "kindle"))
    for name in (*kindle.documents, "EPUB/nav.xhtml"):
        assert kindle.files[name].startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        assert b'<meta charset="utf-8"/>' in kindle.files[name]
        assert b"<!--" not in kindle.files[name]


def test_a_note_for_a_kindle_comes_after_its_mark_and_begins_with_the_way_back(tmp_path: Path) -> None:
    (kindle,) = opened(made(tmp_path, ARTICLE, "kindle"))
    (note,) = find(kindle.documents["EPUB/text/chapter-001.xhtml"], "//h:aside[@e:type='footnote']")
    (mark,) = find(note, "preceding::h:a[@e:type='noteref']")
    back = note[0][0]
    assert (mark.get("href"), back.get("href")) == (f"#{note.get('id')}", f"#{mark.get('id')}")
    assert text(mark) == text(back) == "①"
    assert "\u00ad" not in text(note), "a Kindle cannot search what is parted by soft hyphens"


def test_a_vertical_book_tells_a_kindle_so_and_a_horizontal_one_does_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE.replace("一级", "12级"), encoding="utf-8")
    found = {}
    for options in ((), ("--vertical",)):
        assert run("a.txt", "--edition", ALL, "--force", *options).returncode == 0
        for path in (tmp_path / "dist").iterdir():
            metas = find(Epub(path).package, "//o:meta[@name='primary-writing-mode']/@content")
            found[path.suffixes[-2:-1] == [".kindle"], bool(options)] = metas
    assert found == {(True, True): ["vertical-rl"], (True, False): [], (False, True): [], (False, False): []}


def test_figures_that_stand_upright_are_in_a_span_of_kobo_too(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE.replace("一级", "12级"), encoding="utf-8")
    places = PlaceSettings(output=tmp_path / "books")
    report = build(
        [tmp_path / "page.txt"], Settings(editions=EPUBS, typeset=TypesetSettings(vertical=True), place=places)
    )
    assert report.exit_code == 0
    generic, _, kobo = opened(report)
    name = "EPUB/text/chapter-001.xhtml"
    assert [text(span) for span in find(kobo.documents[name], "//h:span[@class='tcy']/h:span[@class='koboSpan']")] == [
        "12"
    ]
    assert plain(kobo.files[name]) == generic.files[name]


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_png_cover_is_a_jpeg_for_a_kindle_alone(tmp_path: Path, mode: str) -> None:
    Image.new(mode, (800, 1200), 255 if mode == "L" else (90, 120, 40)).save(tmp_path / "c.png")
    (tmp_path / "page.txt").write_text(ARTICLE, encoding="utf-8")
    chosen = Settings(editions=EPUBS, place=PlaceSettings(output=tmp_path / "books"))
    chosen = replace(chosen, cover=replace(chosen.cover, picture=tmp_path / "c.png"))
    generic, kindle, kobo = opened(build([tmp_path / "page.txt"], chosen))
    assert "EPUB/images/cover.png" in generic.files
    assert generic.files["EPUB/images/cover.png"] == kobo.files["EPUB/images/cover.png"]
    assert "EPUB/images/cover.png" not in kindle.files
    with Image.open(BytesIO(kindle.files["EPUB/images/cover.jpg"])) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", mode, (800, 1200))
    assert b"cover.png" not in kindle.files["EPUB/text/cover.xhtml"] + kindle.files[kindle.package_name]


def test_a_book_without_a_cover_has_none_in_any_edition() -> None:
    for edition in EDITIONS.values():
        assert edition.make(published()).cover is None


def test_what_is_neither_page_nor_cover_is_let_be() -> None:
    sheet = Resource("styles/book.css", stylesheet("classic", "zh-Hans", vertical=False, own=""), "text/css")
    for edition in EDITIONS.values():
        assert sheet in edition.make(published()).resources
