"""Readings, marks beside the line and phrases in other languages, in the finished book."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from books import SPAN, division, metadata
from epub import find, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structured import bodies, classes, made

from ebook.check import check
from ebook.draft import read_book
from ebook.edition import EDITIONS
from ebook.model import Book, Foreign, Inline, Marked, Paragraph, Publication, Ruby, Text, bare_text_of, text_of
from ebook.package import package
from ebook.recognise.foreign import tagged
from ebook.recognise.ruby import bare, glossed
from ebook.resources import stylesheet
from ebook.settings import Settings, TypesetSettings
from ebook.typeset import typeset

LANGUAGES = Path(__file__).parent.parent / "ebook" / "recognise" / "words" / "languages.toml"


def published(*pieces: Inline, vertical: bool = False) -> Publication:
    book = Book("clipping", metadata(), (division("article", "标号", Paragraph(pieces, SPAN)),))
    sheet = stylesheet("classic", "zh-Hans", vertical=vertical)
    return typeset(book, (), None, sheet, TypesetSettings(vertical=vertical))


def paragraph(*pieces: Inline) -> str:
    (page,) = (item.data.decode() for item in published(*pieces).documents if item.kind == "body")
    return page[page.index("<p>") : page.index("</p>") + 4]


# --- readings -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "plain", "readings"),
    [
        ("春(chūn)眠(mián)不(bù)觉(jué)晓(xiǎo)，处处闻啼鸟", "春眠不觉晓，处处闻啼鸟", "chūn mián bù jué xiǎo"),
        ("春（ㄔㄨㄣ）眠（ㄇㄧㄢˊ）", "春眠", "ㄔㄨㄣ ㄇㄧㄢˊ"),
        ("睡（ㄕㄨㄟˋ）著（˙ㄓㄜ）了（˙ㄌㄜ）", "睡著了", "ㄕㄨㄟˋ ˙ㄓㄜ ˙ㄌㄜ"),
        ("我(wo3)们(men5)走", "我们走", "wo3 men5"),
        ("妈(mā)妈(ma)和(hé)我", "妈妈和我", "mā ma hé"),
        ("女(nǚ) 儿(ér) 红(hóng)", "女 儿 红", "nǚ ér hóng"),
        ("中(Zhōng)国(guó)", "中国", "Zhōng guó"),
        ("大(dà)象(xiàng)说(shuō)：“好(hǎo)！”", "大象说：“好！”", "dà xiàng shuō hǎo"),
        ("𠮷(jí)日(rì)", "𠮷日", "jí rì"),
        ("春(chu\u0304n)眠(mia\u0301n)", "春眠", "chu\u0304n mia\u0301n"),
    ],
)
def test_neighbours_with_their_readings_are_ruby(words: str, plain: str, readings: str) -> None:
    found = glossed(words)
    assert text_of(found) == words
    assert bare_text_of(found) == bare(words) == plain
    assert " ".join(piece.reading for piece in found if isinstance(piece, Ruby)) == readings


@pytest.mark.parametrize(
    "words",
    [
        "郗（xī）鉴的后人",
        "一个姓郗（xī）的，一个姓仉（zhǎng）的",
        "魑（chī）、魅（mèi）、魍（wǎng）、魉（liǎng）",
        "世界卫生组织（WHO）与联合国(UN)",
        "他(ta)们(men)",
        "我(I)你(me)",
        "甲(1)乙(2)丙(3)",
        "甲(一)乙(二)",
        "春眠(chūn mián)不觉",
        "春眠(chūnmián)不觉(bùjué)",
        "东(E)南(S)西(W)北(N)",
        "氢(H)氦(He)锂(Li)",
        "铁(Fe)铜(Cu)金(Au)",
        "上(shàng",
        "春（chūn)眠(mián）",
        "天（晴）地（湿）",
        "好(hǎohǎo)人(rénrén)",
        "好（ˇ）人（ˊ）",
    ],
)
def test_a_gloss_alone_and_what_is_no_reading_stay_as_they_are(words: str) -> None:
    assert glossed(words) == [Text(words)]
    assert bare(words) == words


POEM = (
    "小(xiǎo)雨(yǔ)点(diǎn)\n作者：苏小禾\n"
    "打(dǎ)在(zài)瓦(wǎ)上(shàng)，\n叮(dīng)叮(dīng)咚(dōng)咚(dōng)叫(jiào)；\n"
    "落(luò)进(jìn)河(hé)里(lǐ)，\n静(jìng)悄(qiāo)悄(qiāo)。\n"
)


def test_a_glossed_poem_is_read_as_if_it_had_no_readings(tmp_path: Path) -> None:
    book = made(tmp_path, POEM)
    assert book.values("title") == ["小雨点"]
    assert book.people() == {"苏小禾": {"aut"}}
    assert book.values("language") == ["zh-Hans"]
    assert book.contents() == [(1, "小雨点")]
    assert len(classes(book, "verse")) == 4
    assert [text(rt) for rt in bodies(book, "//h:h1//h:rt")] == ["xiǎo", "yǔ", "diǎn"]
    assert {text(rp) for rp in bodies(book, "//h:rp")} == {"(", ")"}
    assert [text(ruby) for ruby in bodies(book, "//h:ruby")][3] == "打(dǎ)"


def test_a_poem_that_prose_quotes_is_verse_with_its_readings_too(tmp_path: Path) -> None:
    prose = "渡口的孩子把这首诗抄在墙上，一个字一个字地念给过路的人听，念完了就笑，说这是外婆教的。\n"
    lines = ("灯灭渡口夜，", "舟归荻花秋。", "一声桥下过，", "两岸月如钩。")
    poem = "".join("".join(word if word in "，。" else f"{word}(dēng)" for word in line) + "\n" for line in lines)
    book = made(tmp_path, f"墙上的诗\n2021-03-05　来源：临渡晚报\n\n{prose * 3}\n{poem}\n{prose * 3}")
    assert len(classes(book, "verse")) == 4


def test_the_first_line_of_a_book_moves_with_its_readings(tmp_path: Path) -> None:
    prose = "打(dǎ)在(zài)瓦(wǎ)上(shàng)的雨，叮叮咚咚，从早上一直下到晚上，没有停过。\n"
    chapters = "".join(f"第{n}章　雨(yǔ)夜(yè)\n{prose * 4}" for n in "一二三")
    book = made(tmp_path, "书名：雨(yǔ)夜(yè)\n" + chapters)
    assert book.contents() == [(1, f"第{n}章　雨夜") for n in "一二三"]
    assert len(bodies(book, "//h:ruby")) == 3 * 2 + 3 * 4 * 4


def judged(words: str) -> list[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.txt")
        path.write_text(words, encoding="utf-8")
        draft = read_book([path], Settings())
    publication = typeset(draft.book, draft.sources, None, stylesheet("classic"), Settings().typeset)
    found = check(package(publication), draft.sources, draft.book.cuts, None)
    return [item.message("en") for item in found.diagnostics if item.severity == "error"]


_BITS = st.sampled_from(
    ("春(chūn)", "眠（ㄇㄧㄢˊ）", "了(le)", "(", "）", "第", "一章", "：", "。", " ", "\n", "\u3000", "书名", "作者",
     "《", "》", "the old man and the sea", "①", "注释", "编者按", "记者", "2021年5月8日",
     "晓(xiǎo", "<", "&", "不觉处处闻啼鸟")
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_BITS, min_size=1, max_size=60).map("".join))
def test_the_ledger_balances_whatever_has_readings(words: str) -> None:
    assert judged("旧桥记\n春(chūn)眠(mián)" + words) == []


def test_a_book_with_a_reading_for_every_character_is_balanced() -> None:
    line = "打(dǎ)在(zài)瓦(wǎ)上(shàng)，叮(dīng)叮(dīng)咚(dōng)咚(dōng)叫(jiào)；落(luò)进(jìn)河(hé)里(lǐ)。"
    assert judged("小(xiǎo)雨(yǔ)点(diǎn)\n" + f"　　{line * 4}\n" * 300) == []


# --- other languages ------------------------------------------------------------


@pytest.mark.parametrize(
    "entry", tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))["language"], ids=lambda e: e["tag"]
)
def test_a_language_finds_its_example_alone(entry: dict[str, str]) -> None:
    before, phrase, after = tagged(f"他念道“{entry['example']}”，便走了")
    assert phrase == Foreign(entry["example"], entry["tag"])
    assert (before, after) == (Text("他念道“"), Text("”，便走了"))
    assert tagged(f"他去了{entry['negative']}，便走了") == [Text(f"他去了{entry['negative']}，便走了")]


@pytest.mark.parametrize(
    "words",
    [
        "他用iPhone 15 Pro Max拍的", "Wo ai ni men", "见 https://example.org/the/of and", "A B C D 四个选项", "He is",
        "XU Linchuan, MA Xiaoyu, LI De", "R & B", "one two three", "de la Cruz Santos", "The of", "a 1 2 3 4 5 6",
        "Carl Zeiss Jena与Louis Vuitton",
    ],
)  # fmt: skip
def test_names_and_numbers_tell_no_language(words: str) -> None:
    assert tagged(words) == [Text(words)]


def test_a_phrase_has_its_language_in_both_attributes(tmp_path: Path) -> None:
    prose = "　　五月的一个下午，记者走进北街二十七号。柜台上摆着十一只钟，没有两只走得一样快，满屋子都是滴答声。\n"
    wall = "　　墙上写着：The well is the only clock that never needs winding. 没有人认得，可是也没有人撕掉它。\n"
    book = made(tmp_path, "北街的钟表匠\n本报记者 鲁小满\n" + prose + wall + prose.replace("五", "六"))
    spans = bodies(book, "//h:span[@class='foreign']")
    assert [text(span) for span in spans] == ["The well is the only clock that never needs winding."]
    assert {(span.get("lang"), span.get("{http://www.w3.org/XML/1998/namespace}lang")) for span in spans} == {
        ("en", "en")
    }


def test_a_book_in_english_has_no_foreign_phrases(tmp_path: Path) -> None:
    book = made(
        tmp_path, "The Clockmaker\n" + "He said that the clock was slow, and that it had always been slow.\n" * 5
    )
    assert book.values("language") == ["en"]
    assert bodies(book, "//h:span[@lang]") == []


# --- marks ----------------------------------------------------------------------


def test_marks_have_the_elements_that_html_names_for_them() -> None:
    marks = (
        Marked("井", "emphasis"),
        Marked("量", "strong"),
        Marked("荻河", "proper-name"),
        Marked("志", "book-title"),
    )
    assert paragraph(*marks) == (
        '<p><em>井</em><strong>量</strong><u class="proper-name">荻河</u><cite class="book-title">志</cite></p>'
    )


def test_readings_stand_in_brackets_for_engines_without_ruby() -> None:
    assert paragraph(Ruby("<", "hàn", "（）")) == "<p><ruby>&lt;<rp>（</rp><rt>hàn</rt><rp>）</rp></ruby></p>"


@pytest.mark.parametrize("vertical", [False, True])
def test_kobo_wraps_all_but_brackets_and_nothing_else_changes(vertical: bool) -> None:  # noqa: FBT001
    pieces = (
        Text("他说。"),
        Ruby("春", "chūn"),
        Marked("荻河。沙湾", "proper-name"),
        Foreign("Let it be. So it is", "en"),
    )
    plain = published(*pieces, vertical=vertical)
    for before, after in zip(plain.documents, EDITIONS["kobo"].make(plain).documents, strict=True):
        page = after.data.decode()
        assert "<rp>（</rp>" in page or before.kind != "body"
        assert without_spans(page) == before.data.decode()


def without_spans(page: str) -> str:
    """A page of a KEPUB without what Kobo asks for."""
    page = re.sub(r"<style.*?</style>", "", page).replace('<div id="book-columns"><div id="book-inner">', "")
    page = re.sub(r'<span class="koboSpan" id="[^"]*">((?:[^<]|<img[^>]*>)*)</span>', r"\1", page)
    return page.replace("</div></div></body>", "</body>")


def test_accessibility_metadata_says_that_there_are_readings(tmp_path: Path) -> None:
    book = made(tmp_path, POEM)
    features = find(book.package, "//o:meta[@property='schema:accessibilityFeature']/text()")
    assert "rubyAnnotations" in features
