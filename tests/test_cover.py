"""Covers that are drawn: what they print, that it fits, that every glyph is there, that they are the same each time."""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import books
import hostile_fonts
import pytest
from conftest import ROOT, Run
from epub import Epub, find
from fonts import font
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ebook.build import build
from ebook.cover import draw
from ebook.cover.breaks import title_pieces
from ebook.cover.compose import MOST_CHARACTERS, Measure, compose
from ebook.cover.design import laid_out
from ebook.cover.faces import drawn_text, faces
from ebook.cover.lines import Line
from ebook.cover.marks import CLOSING, OPENING, STOPS, VERTICAL
from ebook.cover.sheet import HEIGHT, MOST_BYTES, WIDTH, Area, Letter, Mark, paint
from ebook.draft import read_book
from ebook.model import Book, Font
from ebook.settings import CheckSettings, CoverSettings, PlaceSettings, Settings, Theme

THEMES: tuple[Theme, ...] = get_args(Theme)
MARGIN = 100  # pixels around the sheet that print nothing but frames
UPRIGHT = {form: char for char, form in VERTICAL.items()}
HAN = "的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会龘䶮囍"
HANT = "這個們來時說國為與對後裡實體鬱靈龜"
WORDS = ("ePub", "2024", "3.14", "AI", "it's", "O’Neill", "Straße", "100%", "C++", "Ångström", "WWWWWWWWWW")
MARKS = "，。、：；！？（）《》〈〉「」『』“”‘’—…·～ \u3000,.:;!?()-/&"


def titles() -> st.SearchStrategy[str]:
    """Titles of 1 to 120 characters that a cover must hold: Chinese of both scripts, Latin, figures, marks, kana."""
    part = st.one_of(
        st.text(st.sampled_from(HAN + HANT), min_size=1, max_size=12),
        st.sampled_from(WORDS),
        st.sampled_from(MARKS),
        st.sampled_from(("——", "……", "っと", "カード", "Ж", "α")),
    )
    return st.lists(part, min_size=1, max_size=30).map("".join).map(str.strip).filter(bool).map(lambda text: text[:120])


def book(title: str, kind: str = "book", language: str = "zh-Hans", **values: Any) -> Book:
    metadata = books.metadata(title=title, language=language, **values)
    return Book("clipping" if kind == "clipping" else "book", metadata, ())


def full(title: str, **values: Any) -> Book:
    """With everything that a cover may print."""
    people = (books.person("舒未迟", "aut"), books.person("陶望舒", "aut"), books.person("Lucia O’Neill", "trl"))
    told = {"subtitle": "河边的五门手艺", "publisher": "临渡晚报", "date": "2024-11-16", "kicker": "百姓故事"}
    return book(title, **{"people": people, **told, **values})


def letters(marks: tuple[Mark, ...] | Any) -> list[Letter]:
    """What is set in type, without the disc, which is an ornament."""
    return [mark for mark in marks if isinstance(mark, Letter) and mark.size < WIDTH * 3 / 4]


def printed(marks: Any) -> str:
    """The words in the order in which they are set, without spaces."""
    return "".join(UPRIGHT.get(letter.glyph.char, letter.glyph.char) for letter in letters(marks))


def bare(text: str) -> str:
    return "".join(drawn_text(text).split())


# --- what is drawn --------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(
    titles(), st.sampled_from(THEMES), st.sampled_from(("book", "clipping")), st.sampled_from(("zh-Hans", "zh-Hant"))
)
def test_any_title_is_printed_whole_within_the_margins(title: str, theme: Theme, kind: str, language: str) -> None:
    marks, told = laid_out(full(title, kind=kind, language=language), theme)
    assert not told
    assert bare(title) in printed(marks)
    for letter in letters(marks):
        left, top, right, bottom = letter.ink
        assert left >= MARGIN - 1
        assert top >= MARGIN - 1
        assert right <= WIDTH - MARGIN + 1
        assert bottom <= HEIGHT - MARGIN + 1


@settings(max_examples=150, deadline=None)
@given(titles(), st.sampled_from(THEMES), st.text(st.sampled_from(HAN), max_size=60))
def test_no_block_of_type_stands_on_another(title: str, theme: Theme, subtitle: str) -> None:
    marks, _ = laid_out(full(title, kind="clipping", subtitle=subtitle), theme)
    blocks = itertools.groupby(letters(marks), lambda letter: (letter.size, letter.fill, letter.weight))
    inks = [[letter.ink for letter in block] for _, block in blocks]
    around = [(min(ink[1] for ink in block), max(ink[3] for ink in block)) for block in inks]
    around.sort()
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(around))


@settings(max_examples=150, deadline=None)
@given(titles(), st.sampled_from(THEMES), st.sampled_from(("zh-Hans", "zh-Hant")))
def test_every_glyph_is_one_that_its_font_has(title: str, theme: Theme, language: str) -> None:
    marks, _ = laid_out(full(title, language=language), theme)
    assert all(ord(letter.glyph.char) in characters(letter.glyph.face) for letter in letters(marks))


@cache
def characters(path: str) -> frozenset[int]:
    return frozenset(TTFont(path).getBestCmap())


@given(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Mn", "Mc", "Me", "Zs", "Zl", "Zp"]))
def test_a_character_is_lacking_where_no_font_has_it(char: str) -> None:
    found = faces("serif", is_traditional=False)
    assert bool(found.lacking(char)) == (not any(ord(char) in characters(path) for path in found.paths))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "title", ["潮", "荻河手艺：灯火之外", "「我們」的『他們』", "It’s a “Way”—3.14%", "囍龘䶮" * 40]
)
def test_all_that_is_set_is_seen_on_the_picture(title: str, theme: Theme) -> None:
    """Each letter's place shows more than one shade: its ink and what it is printed on."""
    subject = full(title)
    cover, _ = draw(subject, theme)
    assert cover
    image = Image.open(BytesIO(cover.data)).convert("L")
    for letter in letters(laid_out(subject, theme)[0]):
        left, top, right, bottom = letter.ink
        low, high = image.crop((int(left) - 2, int(top) - 2, int(right) + 3, int(bottom) + 3)).getextrema()
        assert isinstance(low, int)
        assert isinstance(high, int)
        assert high - low > 40


@settings(max_examples=12, deadline=None)
@given(titles(), st.sampled_from(THEMES))
def test_a_cover_is_a_light_jpeg_of_the_right_size_and_always_the_same(title: str, theme: Theme) -> None:
    cover, _ = draw(full(title), theme)
    assert cover
    assert cover == draw(full(title), theme)[0]
    image = Image.open(BytesIO(cover.data))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1600, 2560))
    assert len(cover.data) < 300_000


@pytest.mark.parametrize("theme", THEMES)
def test_the_heaviest_cover_is_light_enough(theme: Theme) -> None:
    cover, _ = draw(
        full(("龘靐齉爩鱻麤灪籲爨癵驫麣纞虋讟钃鸜麷鞻韽韾顟顠" * 14)[:MOST_CHARACTERS], subtitle="鬱龜" * 60), theme
    )
    assert cover
    assert len(cover.data) <= MOST_BYTES


def test_two_processes_draw_the_same() -> None:
    ask = (
        "import sys, hashlib; sys.path.insert(0, 'tests'); from test_cover import draw, full; "
        "print(hashlib.sha256(draw(full('潮信'), 'classic')[0].data).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", ask], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_the_themes_differ_and_titles_have_different_colours() -> None:
    def ground(title: str, theme: Theme) -> list[str]:
        return [mark.fill for mark in laid_out(book(title), theme)[0] if isinstance(mark, Area)][:2]

    assert len({draw(book("潮信"), theme)[0] for theme in THEMES}) == len(THEMES)
    for theme in THEMES:
        assert len({tuple(ground(f"第{number}本", theme)) for number in range(40)}) >= 3


# --- the lines of a title -------------------------------------------------------


def lines(title: str, width: int = 1300) -> list[str]:
    block = compose(title, title_pieces, faces("serif", is_traditional=False), Measure(width, 1080, 250, 24))
    assert block
    return [words(line) for line in block.lines]


def words(line: Line) -> str:
    return "".join(glyph.char for glyph, _ in line.glyphs)


@settings(max_examples=200, deadline=None)
@given(titles())
def test_no_line_begins_or_ends_with_the_wrong_mark(title: str) -> None:
    """CLREQ 3.1.3; where the title itself does so, nothing can be done."""
    found = lines(title)
    assert "".join(found) == bare(title)
    starts = {piece.text[0] for piece in title_pieces(title)} | {title[0]}
    ends = {piece.text[-1] for piece in title_pieces(title)}
    for before, after in itertools.pairwise(found):
        assert after[0] in starts
        assert before[-1] in ends
        if " " not in title and "\u3000" not in title:
            assert after[0] not in CLOSING | STOPS
            assert before[-1] not in OPENING


@settings(max_examples=200, deadline=None)
@given(titles())
def test_a_word_a_number_and_a_double_mark_are_never_parted(title: str) -> None:
    found = "\n".join(lines(title))
    for whole in (*WORDS, "——", "……"):
        if found.replace("\n", "").count(whole) == title.count(whole):
            assert found.count(whole) == title.count(whole)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from(HAN), min_size=2, max_size=60))
def test_no_character_stands_alone_on_the_last_line(title: str) -> None:
    assert len(lines(title)[-1]) > 1


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("巷口一盏灯，雨天不收摊", ["巷口一盏灯，", "雨天不收摊"]),
        ("一只特立独行的猫，和它的三十七个邻居", ["一只特立独行的猫，", "和它的三十七个邻居"]),
        ("《红楼梦》里的茶与酒", ["《红楼梦》里的", "茶与酒"]),
        ("谁偷走了睡眠？——一份报告", ["谁偷走了睡眠？", "——一份报告"]),
        ("Rust小手册：从语法到部署（第3版）", ["Rust小手册：", "从语法到部署", "（第3版）"]),
        ("潮信", ["潮信"]),
    ],
)
def test_a_title_is_broken_where_a_reader_pauses(title: str, expected: list[str]) -> None:
    assert lines(title) == expected


#: Headlines without a mark; | where a line may end.
UNMARKED = (
    "端午|假期|全市|公园|预计|接待|游客|一百八十万人次",
    "关于|进一步|加强|和改进|新时代|城市|公园|绿地|养护|管理|工作|若干|问题的|调查|研究|与思考",
    "只有|在那个|寂静|无人的|冬天|早晨|他才|听见|门外的|雪|落在|屋檐上的|声音",
    "北城区|人民|政府|办公厅|关于|印发|老旧|小区|加装|电梯|工作|实施|方案的|通知",
    "村里|最后|一位|会修|钟表的|老人|把手艺|传给了|来自|城里的|年轻|姑娘|并且|不收|一分钱|学费",
    "县|教育局|组织|开展|中小学|校园|食品|安全|专项|检查|保障|学生|饮食|健康",
    "裴小满|和他的|父亲|裴长河|在黄河|边上|种了|四十年|树",
    "电动|自行车|新国标|实施后|外卖|骑手的|车|怎么办",
    "为什么|我们|总是|在离开|故乡|多年|以后|才|开始|想念|那条|没有|名字的|小河",
    "省气象台|发布|暴雨|橙色|预警|未来|二十四小时|沿江|十二个|县区|将有|大到|特大|暴雨",
    "全国|首个|跨省|流域|生态|保护|补偿|试点|十年|回访|记者|沿江|看到|鱼群|回来了",
    "养老|服务|中心|食堂|每天|中午|为附近|独居|老人|提供|五元|午餐|已经|坚持|八年",
    "我国|科学家|在深海|热液区|发现|三种|此前|未被|描述|过的|微生物|群落",
    "2023年|全市|GDP|增长5.8%|固定|资产|投资|完成|1200亿元",
    "行政院|通過|中小企業|發展|條例|修正|草案|將加薪|減稅|延長|十年|並擴大|適用|範圍",
    "渡輪|末班|船長|在退休前|把|三百本|航海|日誌|捐給了|海事|博物館",
    "港島|電車|公司|宣布|下月起|調整|早晚|班次|並增設|長者|專用|座位",
)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("marked", UNMARKED)
def test_a_headline_without_a_mark_is_broken_between_words(marked: str, theme: Theme) -> None:
    """As it is set on the cover; names of people and numbers with what they count are whole."""
    places = set(itertools.accumulate(map(len, marked.split("|"))))
    language = "zh-Hant" if set(marked) & set("條輪電") else "zh-Hans"
    people = (books.person("裴小满", "aut"), books.person("裴长河", "pht"))
    marks, _ = laid_out(book(marked.replace("|", ""), "clipping", language, people=people), theme)
    size = max(letter.size for letter in letters(marks))
    title = [letter for letter in letters(marks) if letter.size == size]
    turned = [number for number, (one, next_) in enumerate(itertools.pairwise(title), 1) if next_.y > one.y + size / 2]
    assert turned
    assert set(turned) <= places, [marked.replace("|", "")[: number + 1] for number in turned]


def test_a_short_chinese_title_stands_in_vertical_lines_with_upright_marks() -> None:
    marks, _ = laid_out(book("长夜行：灯火之外"), "classic")
    title = [letter for letter in letters(marks) if letter.size > 100]
    assert "".join(letter.glyph.char for letter in title) == "长夜行︓灯火之外"
    first, second = title[:4], title[4:]
    assert max(letter.x for letter in second) < min(letter.x for letter in first)  # columns run from right to left
    assert [letter.y for letter in first] == sorted(letter.y for letter in first)


# --- what cannot be drawn -------------------------------------------------------


@pytest.mark.parametrize("title", ["渡口的🔥", "한강", "नमस्ते", "MDCĐŁ", "𬺈\ue000"])
def test_a_title_with_a_character_that_no_font_has_gets_no_cover(title: str) -> None:
    cover, (told,) = draw(book(title), "classic")
    assert cover is None
    assert told.id == "IMG-008"
    assert f"U+{ord(title[-1]):04X}" in told.message("zh")


def test_a_font_of_ones_own_prints_what_the_covers_own_lack() -> None:
    rare = Font("rare.ttf", font("𠮷\ue000한강"))
    title, people = "渡口𠮷\ue000", (books.person("한강", "aut"),)
    for theme in THEMES:
        marks, told = laid_out(book(title, people=people), theme, [rare])
        assert not told
        assert printed(marks).startswith(title)
        assert "한강" in printed(marks)
        assert {letter.glyph.char for letter in letters(marks) if letter.glyph.face == rare} == set("𠮷\ue000한강")
        left, top, right, bottom = map(list, zip(*(letter.ink for letter in letters(marks)), strict=True))
        assert min(*left, *top) > 0
        assert max(right) < WIDTH
        assert max(bottom) < HEIGHT
    cover, told = draw(book(title), "classic", [rare])
    assert cover
    assert not told
    assert cover.data != draw(book("渡口"), "classic")[0].data  # type: ignore[union-attr]


def test_the_covers_own_fonts_come_first() -> None:
    everything = Font("all.ttf", font("渡口的灯"))
    assert draw(book("渡口的灯"), "modern", [everything]) == draw(book("渡口的灯"), "modern")


@pytest.mark.parametrize(
    "data",
    [b"", b"no font", font("🔥")[:300], font("渡"), hostile_fonts.nested("🔥", 34), hostile_fonts.enormous("🔥")],
    ids=["empty", "text", "cut off", "without it", "glyphs of glyphs", "a glyph of a mile"],
)
def test_a_font_that_cannot_print_it_is_as_none(data: bytes) -> None:
    cover, (told,) = draw(book("渡口🔥"), "classic", [Font("f.ttf", data)])
    assert cover is None
    assert told.id == "IMG-008"


def test_a_line_with_a_character_that_no_font_has_is_left_out() -> None:
    marks, (told,) = laid_out(
        book("菜食主义者", people=(books.person("한강", "aut"), books.person("千日", "trl"))), "modern"
    )
    assert told.id == "IMG-009"
    assert "한 (U+D55C)" in told.message("en")
    assert printed(marks) == "菜食主义者千日译"


def test_a_title_that_no_cover_holds_gets_none() -> None:
    cover, (told,) = draw(book("长" * 301), "modern")
    assert cover is None
    assert told.id == "IMG-010"


def test_what_steers_layout_is_not_drawn() -> None:
    assert printed(laid_out(book("葛\U000e0100飾\u200b区e\u0301"), "modern")[0]) == "葛飾区é"


def test_only_what_the_metadata_says_is_printed() -> None:
    for theme in THEMES:
        assert printed(laid_out(book("潮"), theme)[0]) == "潮"
        assert not printed(laid_out(book("潮", language="en", date="2024"), theme)[0]).strip("潮")


# --- in the book ----------------------------------------------------------------

ARTICLE = "渡口的灯\n\n2023-06-30 来源：临渡晚报\n\n作者：舒未迟\n\n　　老渡口的灯亮了三十年。\n\n　　今天它还亮着。\n"


def made(run: Run, folder: Path, *options: str) -> Epub:
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("a.txt", "--no-check", "--force", "-o", "a.epub", *options)
    assert done.returncode == 0, done.stderr
    return Epub(folder / "a.epub")


def test_the_rare_font_of_a_book_is_used_on_its_cover(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.ttf").write_bytes(font("𠮷"))
    options = ("--title", "渡口𠮷", "--author", "𠮷子", "--theme", "modern")
    (tmp_path / "a.txt").write_text(ARTICLE.replace("的灯", "𠮷", 1), encoding="utf-8")
    without = run("a.txt", "--no-check", "-o", "a.epub", *options)
    assert without.stderr.count("IMG-008") == 1
    for option in ("--embed-rare", "--embed-font"):
        done = run("a.txt", "--no-check", "--force", "-o", "a.epub", *options, option, "r.ttf")
        assert done.returncode == 0, done.stderr
        assert "IMG-" not in done.stderr
        assert cover_of(Epub(tmp_path / "a.epub"))


def cover_of(book: Epub) -> bytes | None:
    return next((book.files[name] for name in book.files if name.startswith("EPUB/images/cover")), None)


def test_a_book_has_its_cover_marked_and_on_a_page_that_says_the_title(run: Run, tmp_path: Path) -> None:
    book = made(run, tmp_path)
    (item,) = find(book.package, "//o:item[@properties='cover-image']")
    assert find(book.package, "//o:meta[@name='cover']/@content") == [item.get("id")]
    (image,) = find(book.documents["EPUB/text/cover.xhtml"], "//h:img")
    assert image.get("alt") == "渡口的灯"
    assert find(book.package, "//o:meta[@property='schema:accessMode']/text()") == ["textual"]
    assert cover_of(book) == cover_of(made(run, tmp_path, "--kind", "clipping", "--theme", "newspaper"))


def test_the_theme_chooses_the_cover_and_an_empty_one_says_that_there_is_none(run: Run, tmp_path: Path) -> None:
    found = {cover_of(made(run, tmp_path, "--theme", theme)) for theme in THEMES}
    assert len(found) == len(THEMES)
    book = made(run, tmp_path, "--cover", "")
    assert cover_of(book) is None
    assert "EPUB/text/cover.xhtml" not in book.documents


def test_a_book_toml_names_theme_and_cover(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")

    def build(toml: str, *options: str) -> bytes | None:
        (folder / "book.toml").write_text(toml, encoding="utf-8")
        assert run("book", "--no-check", "--force", "-o", "b.epub", *options).returncode == 0
        return cover_of(Epub(tmp_path / "b.epub"))

    modern = build('theme = "modern"')
    assert modern
    assert modern == build('theme = "classic"', "--theme", "modern")
    assert build('cover = ""') is None


def test_a_cover_is_drawn_once_and_only_when_a_book_needs_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For three editions one; for a book with its own picture, for one without and for looking at a text none."""
    source, own = tmp_path / "a.txt", tmp_path / "own.jpg"
    source.write_text(ARTICLE, encoding="utf-8")
    Image.new("RGB", (1600, 2560)).save(own)
    drawn: list[bytes] = []

    def counted(marks: Any) -> bytes:
        drawn.append(paint(marks))
        return drawn[-1]

    monkeypatch.setattr("ebook.cover.design.paint", counted)
    plain = Settings(check=CheckSettings(epubcheck=False), place=PlaceSettings(tmp_path / "books", force=True))
    report = build([source], replace(plain, editions=("generic", "kindle", "kobo")))
    assert [cover_of(Epub(made.path)) for made in report.editions if made.path] == drawn * 3
    build([source], replace(plain, cover=CoverSettings(own)))
    build([source], replace(plain, cover=CoverSettings("none")))
    read_book([source], plain)
    assert len(drawn) == 1


def test_a_theme_that_there_is_not_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('theme = "modem"', encoding="utf-8")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run(".")
    assert done.returncode == 2
    assert "CFG-005" in done.stderr
    assert "modern" in done.stderr
    assert "USE-003" in run("a.txt", "--theme", "modem").stderr


def test_a_cover_that_is_not_drawn_is_a_warning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("a.txt", "--no-check", "--title", "渡口🔥", "-o", "a.epub")
    assert done.returncode == 0
    assert "warning[IMG-008]" in done.stderr
    assert cover_of(Epub(tmp_path / "a.epub")) is None
    assert run("a.txt", "--no-check", "--title", "渡口🔥", "-o", "b.epub", "--strict").returncode == 1
