"""Accessibility of finished books: what the metadata say is so, pages of print, roles, names, titles."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import books
import digests
import pytest
from books import division, metadata
from conftest import ROOT
from epub import Epub, find, text
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from test_edition import plain

from ebook.build import Report, build
from ebook.model import Book, Division, Document, PrintedPage, Publication
from ebook.package import package
from ebook.resources import stylesheet, words
from ebook.settings import CheckSettings, EditionName, PlaceSettings, Settings, TypesetSettings
from ebook.typeset import typeset
from ebook.typeset.accessibility import accessibility

CASES = ROOT / "tests" / "cases" / "recognise"
TYPE = "{http://www.idpf.org/2007/ops}type"
HEAD = "秋浦晚报 2021年5月8日 {page}\n北街的钟表匠\n本报记者 鲁小满\n"
BODY = "　　钟匠姓陆，今年六十八岁，从父亲手里接过这间铺子的时候，街上还跑着马车，钟也还是要每天上弦的。\n" * 3


def published(book: Book, *, vertical: bool = False) -> Publication:
    return typeset(book, (), None, stylesheet("classic", vertical=vertical), TypesetSettings(vertical=vertical))


def features(publication: Publication) -> set[str]:
    return set(publication.accessibility["accessibilityFeature"])


def with_markup(publication: Publication, markup: str) -> Publication:
    """With markup at the end of its first body document, as a later kind of block would set it; metadata anew."""
    at = next(i for i, document in enumerate(publication.documents) if document.kind == "body")
    changed = list(publication.documents)
    data = changed[at].data.replace(b"</section>", markup.encode() + b"</section>")
    changed[at] = Document(changed[at].name, data, "body")
    publication = replace(publication, documents=tuple(changed))
    return replace(publication, accessibility=accessibility(publication, "zh-Hans"))


def made(folder: Path, words: str, *editions: EditionName) -> Report:
    """A text made into a book that the official EPUBCheck and our own gate pass."""
    (folder / "page.txt").write_text(words, encoding="utf-8")
    report = build([folder / "page.txt"], Settings(editions=editions, place=PlaceSettings(output=folder / "books")))
    assert report.exit_code == 0, [item.message("en") for item in report.diagnostics]
    assert {item.id for item in report.verdict.diagnostics if item.id.startswith("CHK")} <= {"CHK-002"}
    return report


def opened(report: Report) -> Epub:
    assert report.path
    return Epub(report.path)


def named(epub: Epub, name: str) -> list[str]:
    return [text(element) for element in find(epub.package, f"//o:meta[@property='{name}']")]


def nav(epub: Epub) -> Any:
    return etree.fromstring(epub.files["EPUB/nav.xhtml"])


def page_list(epub: Epub) -> list[tuple[str, str]]:
    """The entries of the page list: what they are called, where they lead."""
    links = find(nav(epub), "//h:nav[@e:type='page-list']//h:a")
    return [(text(link), f"EPUB/{link.get('href')}") for link in links]


def markers(epub: Epub) -> list[tuple[str, str]]:
    """The markers in the text: their names, where they stand."""
    return [
        (marker.get("aria-label"), f"{name}#{marker.get('id')}")
        for name, page in epub.documents.items()
        for marker in find(page, "//*[@e:type='pagebreak' and @role='doc-pagebreak']")
    ]


# --- what the metadata say ------------------------------------------------------


@given(st.lists(st.sampled_from(["", "一只翻过来的船"]), max_size=4))
def test_pictures_decide_modes_and_features(alternatives: list[str]) -> None:
    """An alternative text less, and the claim is gone."""
    pictures = "".join(f'<img src="../images/a.png" alt="{told}"/>' for told in alternatives)
    publication = with_markup(published(books.clipping()), pictures)
    found = publication.accessibility
    assert ("visual" in found["accessMode"]) == bool(alternatives)
    assert ("alternativeText" in features(publication)) == (bool(alternatives) and all(alternatives))
    assert ("textual" in found["accessModeSufficient"]) == all(alternatives)
    assert ("textual,visual" in found["accessModeSufficient"]) == bool(alternatives)
    (summary,) = found["accessibilitySummary"]
    assert (words("zh-Hans")["summary-lacking"] in summary) == (not all(alternatives))


def test_a_cover_alone_is_nothing_to_see(tmp_path: Path) -> None:
    epub = opened(made(tmp_path, HEAD.format(page="第06版") + BODY))
    assert find(next(iter(epub.documents.values())), "//h:img/@role") == ["doc-cover"]
    assert named(epub, "schema:accessMode") == named(epub, "schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" not in named(epub, "schema:accessibilityFeature")


def test_ruby_is_told_where_it_is() -> None:
    plain = published(books.clipping())
    ruby = with_markup(plain, "<p><ruby>漢<rt>hàn</rt></ruby></p>")
    assert features(ruby) - features(plain) == {"rubyAnnotations"}
    assert words("zh-Hans")["summary-ruby"] in ruby.accessibility["accessibilitySummary"][0]


@pytest.mark.parametrize(("vertical", "told"), [(False, "horizontalWriting"), (True, "verticalWriting")])
def test_the_way_of_the_lines_is_told(vertical: bool, told: str) -> None:  # noqa: FBT001
    found = features(published(books.clipping(), vertical=vertical))
    assert found & {"horizontalWriting", "verticalWriting"} == {told}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-TW", "en"])
def test_the_summary_speaks_the_language_of_the_book(language: str) -> None:
    book = replace(books.clipping(), metadata=metadata(language=language))
    (article,) = book.divisions
    book = replace(book, divisions=(paged(article, "第07版"),))
    publication = published(book)
    fixed = words(language)
    gap = " " if language == "en" else ""
    assert publication.accessibility["accessibilitySummary"] == (f"{fixed['summary']}{gap}{fixed['summary-pages']}",)
    assert ("withoutAdditionalWordSegmentation" in features(publication)) == language.startswith("zh")


def test_nothing_is_claimed_that_takes_a_person(tmp_path: Path) -> None:
    epub = opened(made(tmp_path, HEAD.format(page="第06版") + BODY))
    told = etree.tostring(epub.package, encoding="unicode").lower()
    assert not re.search("conformsto|certifi|wcag|exemption", told)


# --- pages of print -------------------------------------------------------------


def paged(one: Division, name: str, issue: str = "澄江日报 2021-09-15") -> Division:
    return replace(one, page=PrintedPage(name, issue))


@pytest.mark.parametrize(
    ("page", "name"),
    [("第06版", "第06版"), ("第 6 版", "第6版"), ("06版：副刊", "06版"), ("A3 副刊", "A3"), ("第三版", "第三版")],
)
def test_an_article_says_on_which_page_it_stood(tmp_path: Path, page: str, name: str) -> None:
    epub = opened(made(tmp_path, HEAD.format(page=page) + BODY))
    assert page_list(epub) == markers(epub) == [(name, "EPUB/text/chapter-001.xhtml#page-1")]
    assert named(epub, "pageBreakSource") == ["秋浦晚报 2021-05-08"]
    (source,) = find(epub.package, "//dc:source")
    assert find(epub.package, f"//o:meta[@refines='#{source.get('id')}' and @property='source-of']/text()") == [
        "pagination"
    ]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(named(epub, "schema:accessibilityFeature"))


@pytest.mark.parametrize("head", ["秋浦晚报 2021年5月8日\n", "秋浦周刊 2021年第5期\n", "2021年5月8日 第06版\n"])
def test_without_a_page_or_without_a_newspaper_there_is_no_page_list(tmp_path: Path, head: str) -> None:
    epub = opened(made(tmp_path, head + HEAD.split("\n", 1)[1] + BODY))
    assert page_list(epub) == markers(epub) == []
    assert named(epub, "pageBreakSource") == []
    assert not find(nav(epub), "//h:nav[@e:type='page-list']")
    assert not {"pageBreakMarkers", "pageNavigation"} & set(named(epub, "schema:accessibilityFeature"))


def test_articles_of_several_issues_are_listed_with_their_issue(tmp_path: Path) -> None:
    epub = opened(made(tmp_path, digests.SEVERAL[0].text))
    listed = page_list(epub)
    assert listed == markers(epub)
    assert [label.split()[-1] for label, _ in listed] == ["A01", "A02", "A03", "A04", "A05"]
    assert len({label.rpartition(" ")[0] for label, _ in listed}) == 5
    (source,) = named(epub, "pageBreakSource")
    assert source.split("；") == [label.rpartition(" ")[0] for label, _ in listed]


def test_a_page_is_marked_where_it_begins_and_not_again(tmp_path: Path) -> None:
    pages = [("第一版", "甲"), ("第一版", "乙"), ("第二版", "丙")]
    divisions = tuple(paged(division("article", title, "正文。"), page) for page, title in pages)
    (tmp_path / "a.epub").write_bytes(package(published(Book("book", metadata(), divisions))))
    epub = Epub(tmp_path / "a.epub")
    assert page_list(epub) == markers(epub)
    assert [(label, href.rpartition("/")[2]) for label, href in markers(epub)] == [
        ("第一版", "chapter-001.xhtml#page-1"), ("第二版", "chapter-003.xhtml#page-2"),
    ]  # fmt: skip


def test_a_marker_stands_before_all_text_of_its_page_and_adds_none(tmp_path: Path) -> None:
    report = made(tmp_path, HEAD.format(page="第06版") + BODY, "generic", "kindle", "kobo")
    pages = [Epub(one.path) for one in report.editions if one.path]
    assert len(pages) == 3
    for epub in pages:
        (page,) = (page for name, page in epub.documents.items() if epub.is_text(name))
        (marker,) = find(page, "//*[@role='doc-pagebreak']")
        assert text(marker) == ""
        assert not "".join(find(marker, "preceding::text()[ancestor::h:body]")).strip()
        assert page_list(epub) == markers(epub)
    assert len({epub.words() for epub in pages}) == 1
    generic, _, kobo = pages
    assert all(plain(kobo.files[name]) == generic.files[name] for name in generic.documents)


def test_the_page_list_is_hidden_and_no_page_of_the_book(tmp_path: Path) -> None:
    """MuPDF prints what is hidden in a nav of the spine, unless a sheet that the nav links hides it."""
    epub = opened(made(tmp_path, HEAD.format(page="第06版") + BODY))
    (listed,) = find(nav(epub), "//h:nav[@e:type='page-list']")
    assert (listed.get("hidden"), listed.get("role"), listed.get("aria-label")) == ("hidden", "doc-pagelist", "版面")
    assert "EPUB/nav.xhtml" not in epub.documents
    assert find(nav(epub), "//h:link/@href") == ["styles/book.css"]
    assert "nav[hidden] { display: none; }" in epub.files["EPUB/styles/book.css"].decode()


# --- roles and names ------------------------------------------------------------

TEXTS = [
    *sorted((ROOT / "content").iterdir()),
    *(path / "input.txt" for path in sorted(CASES.glob("wild-structures-*"))),
]
#: Types without a role in DPUB-ARIA 1.1; the last two are roles of their pictures and of links alone.
WITHOUT_ROLE = {"bodymatter", "titlepage", "landmarks", "cover"}


@pytest.fixture(params=TEXTS, ids=lambda path: path.parent.name if path.name == "input.txt" else path.name)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Epub:
    settings = Settings(check=CheckSettings(epubcheck=False), place=PlaceSettings(output=tmp_path))
    return opened(build([request.param], settings))


def pages(epub: Epub) -> list[Any]:
    return [*epub.documents.values(), nav(epub)]


def test_every_type_has_its_role_and_every_landmark_its_name(book: Epub) -> None:
    for page in pages(book):
        ids = set(find(page, "//@id"))
        for element in find(page, "//*[@e:type and not(self::h:a[ancestor::h:nav[@e:type='landmarks']])]"):
            kind = element.get(TYPE)
            role = {"page-list": "doc-pagelist"}.get(kind, f"doc-{kind}")
            assert element.get("role") == (None if kind in WITHOUT_ROLE else role)
        for element in find(page, "//*[@aria-labelledby]"):
            assert element.get("aria-labelledby") in ids
        for element in find(
            page, "//*[@role='doc-chapter' or @role='doc-part' or @role='doc-toc' or @role='doc-colophon']"
        ):
            assert element.get("aria-labelledby") == "heading"
        for element in find(page, "//*[@role='doc-endnotes' or @role='doc-bibliography']"):
            assert element.get("aria-label") == text(find(element, "h:p[@class='label']")[0])


def test_every_page_is_called_something_else(book: Epub) -> None:
    titles = [text(find(page, "//h:title")[0]) for page in book.documents.values()]
    assert all(titles)
    assert len(titles) == len(set(titles))


def test_headings_go_down_one_rank_at_a_time(book: Epub) -> None:
    for page in pages(book):
        ranks = [int(etree.QName(e).localname[1]) for e in find(page, "//*[starts-with(local-name(), 'h')]") if
                 re.fullmatch("h[1-6]", etree.QName(e).localname)]  # fmt: skip
        assert ranks.count(1) <= 1
        assert all(rank <= before + 1 for before, rank in zip([0, *ranks], ranks, strict=False))


def test_chapters_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Also where a heading looks like a name that was made; the contents keep the words as printed."""
    names = ["第一章", "第二章", "第一章", "第一章 (2)", "第一章"]
    book = Book("book", metadata(), tuple(division("chapter", name, "正文。") for name in names))
    publication = published(book)
    (tmp_path / "a.epub").write_bytes(package(publication))
    bodies = [page for name, page in Epub(tmp_path / "a.epub").documents.items() if "chapter" in name]
    titles = [text(find(page, "//h:title")[0]) for page in bodies]
    assert titles[:3] == ["第一章", "第二章", "第一章 (2)"]
    assert len(set(titles)) == len(titles)
    assert [point.label for point in publication.contents][:5] == names


@pytest.mark.parametrize(
    ("heading", "semantics"),
    [
        ("楔子", "prologue"), ("序章　雨夜", "prologue"), ("自序", "preface"), ("序", "preface"),
        ("代序：灯", "foreword"), ("前言", "preface"), ("導論", "introduction"), ("结语", "conclusion"),
        ("尾声", "epilogue"), ("后记", "afterword"), ("譯後記", "afterword"), ("附录一　年表", "appendix"),
        ("致謝", "acknowledgments"), ("Epilogue", "epilogue"), ("第一章　序幕", "chapter"),
        ("序曲响起的时候", "chapter"), ("跋涉", "chapter"), ("后记者时代", "chapter"),
        ("Prefaces of others", "chapter"), ("附录像机", "chapter"), ("附录A 表", "appendix"),
        ("引子一般不长", "chapter"), ("序三", "preface"),
    ],
)  # fmt: skip
def test_what_a_chapter_is_called_says_what_it_is(heading: str, semantics: str) -> None:
    publication = published(Book("book", metadata(), (division("chapter", heading, "正文。"),)))
    (page,) = (etree.fromstring(item.data) for item in publication.documents if item.kind == "body")
    (section,) = find(page, "//h:section")
    assert (section.get(TYPE), section.get("role")) == (semantics, f"doc-{semantics}")


def test_a_subtitle_is_one_on_the_title_page_and_in_the_article() -> None:
    publication = published(books.clipping())
    found = [
        (item.kind, text(element))
        for item in publication.documents
        for element in find(etree.fromstring(item.data), "//*[@role='doc-subtitle']")
    ]
    assert found == [("titlepage", "老蔡和他的三千册书"), ("body", "老蔡和他的三千册书")]
