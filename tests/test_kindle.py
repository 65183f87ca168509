"""What a Kindle asks of every file that is sent to it, by the pages of KDP and by what others were refused for."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT, Run
from epub import Epub, find, squeeze, text
from lxml import etree
from PIL import Image
from test_edition import ALL, ARTICLE, made, opened

from ebook import Settings, build
from ebook.resources import stylesheet
from ebook.settings import CheckSettings, PlaceSettings, Theme


def test_a_kindle_alone_gets_a_guide_and_the_official_checker_lets_it_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert run("a.txt", "--edition", ALL).returncode == 0
    found = {}
    for path in (tmp_path / "dist").iterdir():
        book = Epub(path)
        references = find(book.package, "/o:package/o:guide/o:reference")
        assert all(f"EPUB/{one.get('href')}" in book.documents for one in references)
        found[path.name.partition(".")[2]] = [(one.get("type"), one.get("title")) for one in references]
    assert found.pop("kindle.epub") == [("toc", "目录"), ("text", "正文")]
    assert not any(found.values())


def test_no_link_of_a_kindle_leads_nowhere_and_no_picture_is_without_source_and_text(tmp_path: Path) -> None:
    """What Send to Kindle answered with E999 (kindle-epub-fix; mobileread 4233972)."""
    for source in sorted((ROOT / "content").iterdir()):
        chosen = Settings(editions=("kindle",), check=CheckSettings(epubcheck=False))
        (book,) = opened(build([source], replace(chosen, place=PlaceSettings(output=tmp_path))))
        pages = {**book.documents, "EPUB/nav.xhtml": etree.fromstring(book.files["EPUB/nav.xhtml"])}
        for name, tree in pages.items():
            assert not find(tree, "//comment() | //h:p//h:p | //h:form | //h:iframe | //h:script"), name
            for image in find(tree, "//h:img"):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), image.get("src"))) in book.files
                assert 0 < len(image.get("alt")) < 140  # KDP G75V4YX5X8GRGXWV
            for href in find(tree, "//h:a/@href"):
                target, _, fragment = href.partition("#")
                other = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
                (led,) = find(pages[other], f"//*[@id='{fragment}']" if fragment else "/h:html")
                assert not led.tag.endswith("}body")


def test_the_picture_of_a_long_title_has_a_text_that_a_kindle_takes(tmp_path: Path) -> None:
    (kindle,) = opened(made(tmp_path, "灯" * 150 + "\n" + ARTICLE, "kindle"))
    (image,) = find(kindle.documents["EPUB/text/cover.xhtml"], "//h:img")
    assert 0 < len(image.get("alt")) < 140


def test_the_cover_of_a_kindle_is_a_jpeg_of_the_size_that_kdp_asks_for(tmp_path: Path) -> None:
    (kindle,) = opened(made(tmp_path, ARTICLE, "kindle"))
    (cover,) = find(kindle.package, "//o:item[@properties='cover-image']")
    with Image.open(BytesIO(kindle.files[f"EPUB/{cover.get('href')}"])) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert picture.width >= 625  # KDP G6GTK3T3NUHKLEFX
        assert picture.height >= 1000


def test_the_contents_of_a_kindle_are_the_same_as_nav_as_ncx_and_as_a_page(tmp_path: Path) -> None:
    """KDP GY3AD8C6C6GAG42N: links, no tables, two levels, in the order of reading."""
    source = ROOT / "content" / "xiangkou-bookstall.txt"
    chosen = Settings(editions=("kindle",), check=CheckSettings(epubcheck=False))
    (book,) = opened(build([source], replace(chosen, place=PlaceSettings(output=tmp_path))))
    nav = etree.fromstring(book.files["EPUB/nav.xhtml"])
    ncx = etree.fromstring(book.files["EPUB/toc.ncx"])
    links = [(text(a), a.get("href")) for a in find(nav, "//h:nav[@e:type='toc']//h:a")]
    points = ncx.iter("{http://www.daisy.org/z3986/2005/ncx/}navPoint")
    assert [(squeeze(text(point[0])), point[1].get("src")) for point in points] == [(squeeze(a), b) for a, b in links]
    page = book.documents["EPUB/text/contents.xhtml"]
    assert [text(a) for a in find(page, "//h:a")] == [label for label, _ in links]
    assert not find(page, "//h:table")
    assert not find(nav, "//h:nav[@e:type='toc']//h:ol//h:ol//h:ol")
    order = list(book.documents)
    places = [order.index(f"EPUB/{href.partition('#')[0]}") for _, href in links]
    assert places == sorted(places)
    assert find(nav, "//h:nav[@e:type='landmarks']//h:a[@e:type='toc']")


@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize("vertical", [False, True])
def test_running_text_is_the_readers_own_on_a_kindle(theme: Theme, vertical: bool) -> None:  # noqa: FBT001
    """KDP GH4DRT75GWWAGBTU: no size, height, face, colour or side margins; headings say how they are aligned."""
    sheet = stylesheet(theme, "zh-Hans", vertical=vertical, own="").decode()
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/|@charset[^;]*;", "", sheet, flags=re.DOTALL))
    assert not re.search(r"(?<![\w-])(?:margin[^;{}]*-\d|position:|float:)", sheet)
    assert all(abs(float(size)) <= 4 for size in re.findall(r"text-indent: (-?[\d.]+)em", sheet))
    aligned = set()
    for selectors, body in rules:
        for selector in map(str.strip, selectors.split(",")):
            if selector in ("body", "html", "p", "li", "section", "div"):
                assert not re.search(r"(?<![\w-])(font-size|font-family|line-height|color|background)", body), selector
                assert not re.search(r"margin[^;]*[1-9]", body) or selector == "li"
            if "text-align" in body and re.fullmatch("h[1-6]", selector):
                aligned.add(selector)
    assert aligned == {f"h{level}" for level in range(1, 7)}
