"""The page of the preview in a real browser: what a reader sees, does and hears there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, SCRIPT
from epub import Epub
from preview import Running, Shown, browsing, running, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOVEL = ROOT / "content" / "chaoxin.txt"
DEVICES = {"phone": (390, 844), "kindle": (536, 724), "kobo": (632, 840)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as one:
        yield one


@pytest.fixture(scope="module")
def preview(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    assert browser
    with running(NOVEL, "--ui", "en", cwd=tmp_path_factory.mktemp("novel")) as one:
        yield one


@pytest.fixture
def novel(browser: Browser, preview: Running) -> Iterator[Shown]:
    with shown(browser, preview.url) as one:
        yield one


def test_it_opens_without_a_word_of_the_console_and_without_a_network(novel: Shown) -> None:
    assert novel.page.title() == "潮信 · Preview"
    assert novel.page.inner_text("h1") == "潮信"
    assert novel.contents[:3] == ["楔子", "第一卷　送信", "第一章　接班"]
    assert novel.turned("ArrowRight").startswith("潮信")
    assert novel.console == []
    assert len(novel.requests) > 10
    assert novel.outside == []


def test_pages_are_turned_by_buttons_keys_and_clicks(novel: Shown) -> None:
    novel.jump("第五章　大潮")
    first, size = novel.words, novel.page.locator("#screen").bounding_box()
    assert size
    second = novel.turned("ArrowRight")
    assert second != first
    for forward, back in (("#right", "#left"), ("PageDown", "PageUp"), ("ArrowDown", "ArrowUp"), (" ", "Shift+ ")):
        novel.page.focus("#screen")  # the space bar presses the button that has the focus
        assert novel.turned(back) == first, back
        assert novel.turned(forward) == second, forward
    across, down = size["x"], size["y"] + size["height"] / 2
    assert novel.words == second
    for place, words in ((0.1, first), (0.9, second)):
        novel.page.mouse.click(across + place * size["width"], down)
        novel.page.wait_for_timeout(300)
        assert novel.words == words
    novel.page.mouse.click(across + size["width"] / 2, down)
    novel.page.wait_for_timeout(300)
    assert novel.words == second, "the middle of a page is for selecting"
    assert novel.turned("End").startswith("出处与版权")


def test_the_contents_jump_and_say_where_one_is(novel: Shown) -> None:
    novel.jump("第六章　写给海的信")
    assert novel.words.startswith("第六章写给海的信")
    assert novel.page.locator("#contents [aria-current]").all_inner_texts() == ["第六章　写给海的信"]
    assert novel.page.inner_text("#chapter") == "第六章　写给海的信"
    assert novel.page.inner_text("#position").startswith("page 1 of ")


def test_links_of_the_book_lead_through_it(novel: Shown) -> None:
    for _ in range(2):
        novel.turned("ArrowRight")
    assert novel.words.startswith("目录")
    novel.page.frames[-1].click("text=第二章　瓮屿没有信")
    novel.page.wait_for_selector("#contents [aria-current]:text-is('第二章　瓮屿没有信')")
    assert novel.words.startswith("第二章瓮屿没有信")


@pytest.mark.parametrize("device", DEVICES)
def test_each_frame_has_the_size_of_its_screen(novel: Shown, device: str) -> None:
    novel.page.check(f"input[value={device}]", force=True)
    box = novel.page.locator("#screen").bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == DEVICES[device]
    novel.jump("第一章　接班")
    words = novel.words
    novel.page.set_viewport_size({"width": 1000, "height": 600})
    novel.page.wait_for_function("() => document.getElementById('screen').offsetHeight < 500")
    small = novel.page.locator("#screen").bounding_box()
    assert small
    assert small["width"] / small["height"] == pytest.approx(DEVICES[device][0] / DEVICES[device][1], abs=0.01)
    novel.page.evaluate("preview.settled()")
    assert words[:30] in novel.words, "the same place, smaller"


def test_light_and_dark(novel: Shown) -> None:
    novel.jump("第一章　接班")

    def colours() -> tuple[object, object, object]:
        ink = novel.measure("getComputedStyle(document.querySelector('p')).color")
        ground = novel.measure("getComputedStyle(document.body).backgroundColor")
        paper = novel.page.evaluate("getComputedStyle(document.getElementById('screen')).backgroundColor")
        return ink, paper, ground

    light = colours()
    assert light == ("rgb(28, 27, 25)", "rgb(252, 250, 245)", "rgba(0, 0, 0, 0)")
    novel.page.check("input[value=dark]", force=True)
    assert colours() == ("rgb(200, 197, 190)", "rgb(19, 20, 21)", "rgba(0, 0, 0, 0)")
    novel.page.check("input[value=light]", force=True)
    assert colours() == light


def test_the_type_grows_and_shrinks_and_the_place_stays(novel: Shown) -> None:
    novel.jump("第三章　雾里的地址")
    novel.turned("ArrowRight")
    start = novel.words[:10]
    plain = "parseFloat(getComputedStyle(document.querySelector('p')).fontSize)"
    before = novel.measure(plain)
    assert before == 18
    for _ in range(5):
        novel.page.keyboard.press("+")
    assert novel.page.inner_text("#size") == "200%"
    assert novel.measure(plain) == 36
    assert novel.page.is_disabled("#larger")
    assert start in novel.words
    for _ in range(8):
        novel.page.click("#smaller", force=True)
    assert novel.measure(plain) == pytest.approx(18 * 0.7)
    assert novel.page.is_disabled("#smaller")
    assert start in novel.words


def test_all_can_be_done_by_keyboard(novel: Shown) -> None:
    page = novel.page
    focused = "document.activeElement.id || document.activeElement.value || document.activeElement.dataset.href"
    met = []
    for _ in range(8):
        page.keyboard.press("Tab")
        met.append(page.evaluate(focused))
    assert met[:5] == ["phone", "horizontal", "light", "smaller", "larger"]
    assert all(str(href).startswith("EPUB/text/") for href in met[5:])
    page.keyboard.press("Enter")
    page.wait_for_selector("#contents :focus[aria-current]")
    page.focus("input[value=phone]")
    words = novel.words
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("html", "data-device") == "kindle"
    assert novel.words[:5] == words[:5], "an arrow chooses here, and turns no page"
    outline = page.evaluate("getComputedStyle(document.activeElement.nextElementSibling).outlineStyle")
    assert outline == "solid"


def test_every_control_has_a_name(novel: Shown) -> None:
    names = novel.page.evaluate(
        "[...document.querySelectorAll('button, input, [tabindex]')].map(one =>"
        " one.getAttribute('aria-label') || one.closest('label')?.innerText || one.innerText)"
    )
    assert len(names) > 20
    assert all(str(name).strip() for name in names)
    assert novel.page.get_attribute("html", "lang") == "en"
    percent = novel.page.get_attribute("#slider", "aria-valuetext")
    assert percent
    assert f"{percent} of the book" in novel.page.inner_text("#position")


def test_vertical_pages_go_from_right_to_left(browser: Browser, preview: Running) -> None:
    with shown(browser, preview.url, "lines=vertical&device=kobo") as book:
        assert book.page.get_attribute("html", "data-turns") == "left"
        assert book.page.get_attribute("#left", "aria-label") == "Next page"
        assert book.page.get_attribute("#slider", "dir") == "rtl"
        book.jump("第五章　大潮")
        assert book.measure("getComputedStyle(document.body).writingMode") == "vertical-rl"
        first = book.words
        assert first.startswith("第五章大潮")
        second = book.turned("ArrowLeft")
        assert second != first
        assert book.turned("ArrowRight") == first
        assert book.turned("#left") == second
        box = book.page.locator("#screen").bounding_box()
        assert box
        book.page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
        book.page.wait_for_timeout(300)
        assert book.words == first, "a click on the right goes back"
        assert book.console == []


def test_the_lines_turn_and_the_place_stays(novel: Shown) -> None:
    novel.jump("第二章　瓮屿没有信")
    start = novel.turned("ArrowRight")[:24]
    novel.page.check("input[value=vertical]", force=True)
    novel.wait("ready", 2)
    assert novel.measure("getComputedStyle(document.body).writingMode") == "vertical-rl"
    assert start in novel.words
    assert novel.page.inner_text("#chapter") == "第二章　瓮屿没有信"
    assert novel.page.inner_text("#status") == "Built anew"
    novel.page.check("input[value=horizontal]", force=True)
    novel.wait("ready", 1)
    assert novel.measure("getComputedStyle(document.body).writingMode") == "horizontal-tb"
    assert start[:10] in novel.words


def test_a_finished_book_shows_what_it_is(browser: Browser, tmp_path: Path) -> None:
    book = tmp_path / "v.epub"
    subprocess.run([SCRIPT, NOVEL, "--vertical", "--no-check", "-o", book], check=True, capture_output=True)
    with running(book, "--ui", "zh", cwd=tmp_path) as preview, shown(browser, preview.url) as page:
        assert page.page.is_checked("input[value=vertical]")
        assert page.page.is_disabled("input[value=horizontal]")
        assert page.page.get_attribute("html", "data-turns") == "left"
        assert page.contents == [label for _, label in Epub(book).contents()] + ["出处与版权"]
        assert "build-epub check" in page.page.inner_text("aside footer")
        assert page.page.get_attribute("html", "lang") == "zh-Hans"
        assert page.page.get_attribute("#left", "aria-label") == "下一页"
        assert page.console == []


def test_what_is_no_book_is_said_on_the_page(browser: Browser, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "a"), "zip", ROOT / "content" / "dihe-shouyi")
    (tmp_path / "a.zip").rename(tmp_path / "a.epub")
    with running("a.epub", cwd=tmp_path) as preview, shown(browser, preview.url, state="unread") as page:
        assert "The reading engine cannot open this book" in page.page.inner_text("[role=alert]")


# --- --watch --------------------------------------------------------------------


def test_a_change_of_the_source_comes_at_the_same_place(browser: Browser, tmp_path: Path) -> None:
    source = tmp_path / "潮信.txt"
    text = NOVEL.read_text(encoding="utf-8")
    source.write_text(text, encoding="utf-8")
    with running(source, "--watch", "--ui", "en", cwd=tmp_path) as preview, shown(browser, preview.url) as page:
        page.jump("第五章　大潮")
        start = page.turned("ArrowRight")[24:48]
        more = "　　补写的一段：这一夜的潮，比哪一夜都大。\n" * 30
        source.write_text(text.replace("第四章　九十八封\n", f"第四章　九十八封\n{more}"), encoding="utf-8")
        page.wait("ready", 2)
        assert start in page.words, "thirty paragraphs were put before it"
        assert page.page.inner_text("#chapter") == "第五章　大潮"

        source.write_bytes(b"\xff\xfe\x00\xd8")
        page.wait("failed")
        told = page.page.inner_text("[role=alert]")
        assert "潮信.txt" in told
        assert "TXT-" in told
        assert start in page.words, "the last good book stays"
        page.turned("ArrowLeft")
        page.turned("ArrowRight")

        source.write_text(text, encoding="utf-8")
        page.wait("ready", 3)
        assert page.page.is_hidden("[role=alert]")
        assert start in page.words
        assert page.console == []
        assert preview.stop()[0] == 130
        page.wait("ended")
        assert "The preview has ended" in page.page.inner_text("[role=alert]")


def test_the_words_of_the_page_itself_may_change(browser: Browser, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    text = NOVEL.read_text(encoding="utf-8")
    source.write_text(text, encoding="utf-8")
    with running(source, "--watch", cwd=tmp_path) as preview, shown(browser, preview.url) as page:
        page.jump("第三章　雾里的地址")
        words = page.turned("ArrowRight")
        source.write_text(text.replace(words[:12], "改过的十二个字在这里了吧"), encoding="utf-8")
        page.wait("ready", 2)
        assert words[60:80] in page.words


def test_book_toml_css_and_read_toml_are_watched(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(ROOT / "content" / "dihe-shouyi", folder)
    toml = folder / "book.toml"
    said = toml.read_text(encoding="utf-8")
    (tmp_path / "my.css").write_text("p { text-indent: 1em; }", encoding="utf-8")
    options = ("--watch", "--css", tmp_path / "my.css")
    with running(folder, *options, cwd=tmp_path) as preview, shown(browser, preview.url) as page:
        toml.write_text(said.replace("荻河手艺", "荻河手艺新编"), encoding="utf-8")
        page.wait("ready", 2)
        assert page.page.inner_text("h1") == "荻河手艺新编"
        (tmp_path / "my.css").write_text("p { text-indent: 3em; }", encoding="utf-8")
        page.wait("ready", 3)
        page.jump("补网的人")
        assert page.measure("getComputedStyle(document.querySelector('p:not([class])')).textIndent") == "54px"
        text = next(folder.glob("第2期*.txt"))
        text.with_name(f"{text.stem}.read.toml").write_text('[[line]]\ntext = "x"\nrole = "y"\n', encoding="utf-8")
        page.wait("failed")
        assert "CFG-016" in page.page.inner_text("[role=alert]")
