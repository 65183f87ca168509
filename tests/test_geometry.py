"""The pages as a browser lays them out: measured, not looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from books import SPAN, division, metadata, para
from chromium import Frame, measured

from ebook.model import Aside, Block, Book, Foreign, Marked, Note, Paragraph, Publication, Ruby, Stanza, Table
from ebook.resources import stylesheet
from ebook.settings import TypesetSettings
from ebook.typeset import typeset

CLOSING = "”’」』）》】〉、，。：；！？…"
OPENING = "“‘「『（《【〈"
#: Marks at every place of a line: the Chinese characters before them grow one by one.
MARKS = [
    f"{'潮水退了滩上只剩一行脚印和一只翻过来的船' * 2:.{count}}，“——《潮信》……”他说：（“走吧！”）……——「好。」『嗯？』"
    for count in range(1, 24)
]
#: The same with no more marks in a row than a headline's line holds in twice the type: what fits no line is parted.
FEWER = [
    f"{'潮水退了滩上只剩一行脚印和一只翻过来的船' * 2:.{count}}，“潮信”他说：《走》吧……好。（嗯？）"
    for count in range(1, 24)
]
FIGURES = "民国99年，第12版有3个人，！其中2人住在A座；2023年6月30日，Wi-Fi 6E，3.14，1,000，共108人!!"
ADDRESS = "网址：https://example.org/" + "very-long-path/" * 12
FILE = "text/chapter-001.xhtml"
THEMES = ("classic", "newspaper", "modern")
DIRECTIONS = (False, True)
LOOKS = [(theme, vertical) for theme in THEMES for vertical in DIRECTIONS]


#: Readings, marks and a phrase that fills more than a line.
SPANS = Paragraph(
    (
        *(
            Ruby(base, reading)
            for base, reading in zip("春眠不觉晓" * 8, ("chūn", "mián", "bù", "jué", "zhuāng") * 8, strict=True)
        ),
        Marked("重点" * 20, "emphasis"),
        Marked("荻河" * 20, "proper-name"),
        Marked("荻河乡土志" * 8, "book-title"),
        Foreign("The well is the only clock that never needs unconditional reinterpretation", "en"),
    ),
    SPAN,
    "answer",
)


def table(columns: int) -> Table:
    rows = [["村名", *(f"{year}年秋" for year in range(1989, 1988 + columns))]]
    rows += [[name, *(f"{n}2,345.6" for n in range(1, columns))] for name in ("东渡", "一个名字很长的村子", "石门")]
    rows.append([ADDRESS if n == 1 else "井" for n in range(columns)])
    cells = tuple(tuple(para(cell, "cell") for cell in row) for row in rows)
    return Table(cells, header=True, caption=(para("表1　各村的井", "caption"),), notes=(para("注：" * 9, "caption"),))


def book() -> Book:
    verse = Stanza((para("潮水退了", "verse"), para("一行很长很长的诗" * 8, "verse")))
    box = Aside("box", (para("相关链接", "label"), para("渡口建于一九三六年。" * 5)))
    talk = [para("问：灯是谁点的？", "question"), para("答：是老蔡。" * 20, "answer")] * 9
    sections = [division("section", f"第{n}节　小标题", *["浪头会把门槛舔湿。" * 9] * 2) for n in range(9)]
    chapter = division("chapter", "第一章　" + "一个很长的标题，" * 6, *MARKS, verse, box, *talk, inside=sections)
    tables = [table(columns) for columns in (2, 4, 5, 8, 9, 14)]
    others = division("chapter", "第二章", FIGURES, ADDRESS, para("见" + ADDRESS, "caption"))
    third = division("chapter", "第三章　" + FEWER[12], *structures(), *structures())
    spans = division("chapter", "第四章", SPANS, *tables)
    return Book("book", metadata(title="潮信" * 12, rights=ADDRESS, source=ADDRESS), (chapter, others, third, spans))


def structures() -> Iterator[Block]:
    """Every structure that a text has, its lines with marks at every place."""
    for number, words in enumerate(FEWER[::3]):
        yield para(f"问：{words}", "question")
        yield para(f"答：{words}", "answer")
        yield para(words, "caption")
        yield para("沈若溪 摄", "credit")
        yield Stanza((para("潮水退了", "verse"), para(words, "verse"), para("一只翻过来的船", "verse")))
        yield Aside("note", (para("编者按", "label"), para(words)))
        yield Aside("box", (para(f"链接：{words}", "label"), para(words), para("诗" + words, "verse")))
        yield para("渡口的各位邻居：", "salutation")
        yield para(words)
        yield para("此致", "closing")
        yield para("敬礼！", "closing")
        yield para("老蔡", "signature")
        yield para("二〇二一年三月五日", "signature")
        yield Aside("notes", (para("注释", "label"), Note(number, "note", (para(f"①{words}"),))))


@cache
def published(theme: str, *, vertical: bool) -> Publication:
    sheet = stylesheet(theme, "zh-Hans", vertical=vertical)
    return typeset(book(), (), None, sheet, TypesetSettings(vertical=vertical))


NAMES = (
    "text/chapter-002.xhtml",
    "text/chapter-004.xhtml",
    "text/titlepage.xhtml",
    "text/contents.xhtml",
    "text/colophon.xhtml",
)
STRUCTURES = "text/chapter-003.xhtml"
TEXT = (Frame(FILE), Frame(FILE, 320, 480), Frame(FILE, 320, 480, 2))
SMALL = tuple(Frame(name, 320, 480, size) for name in NAMES for size in (1, 2))
PAGED = tuple(Frame(name, pages=True) for name in (FILE, STRUCTURES, NAMES[1]))


@pytest.mark.parametrize("vertical", DIRECTIONS)
def test_running_text_is_set_by_the_rules(vertical: bool) -> None:  # noqa: FBT001
    """At the size of an e-reader, of a telephone, of twice the type; one test, since a browser is slow."""
    book = published("classic", vertical=vertical)  # running text is the same in all themes
    *frames, figures = measured([(book, frame) for frame in (*TEXT, Frame(NAMES[0]))])
    for frame in frames:
        assert frame["vertical"] == vertical
        marks_stand_where_they_may(frame["lines"])
        paragraphs_begin_two_characters_in(frame["indents"])
        lines_follow_each_other(frame["lines"], vertical=vertical)
    short_figures_stand_upright(figures["upright"], vertical=vertical)


def marks_stand_where_they_may(lines: list[Mapping[str, Any]]) -> None:
    assert len(lines) > 100
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        assert line["text"][0] not in CLOSING, line
        if following and following["block"] == line["block"]:
            assert line["text"][-1] not in OPENING, line
            parted = line["text"][-1] + following["text"][0]
            assert parted not in ("——", "……"), (line, following)


def paragraphs_begin_two_characters_in(indents: list[float]) -> None:
    assert len(indents) > len(MARKS)
    assert indents == pytest.approx([2] * len(indents), abs=0.1)


def lines_follow_each_other(lines: list[Mapping[str, Any]], *, vertical: bool) -> None:
    places = [line["at"] for line in lines]
    assert places == sorted(places, reverse=vertical)


def short_figures_stand_upright(squares: list[tuple[str, float]], *, vertical: bool) -> None:
    wanted = ["99", "12", "3", "2", "A", "6", "30", "108", "!!"] if vertical else []
    assert [words for words, _ in squares] == wanted
    assert [high for _, high in squares] == pytest.approx([1] * len(wanted), abs=0.1)


#: Where the first line of each kind of block begins, in ems from the edge of its block, and where the others do.
BEGINS = {
    "question": (2, 0), "answer": (2, 0), "caption": (0, 0), "credit": (0, 0), "label": (0, 0), "verse": (-2, 0),
    "salutation": (0, 0), "P": (2, 0), "in notes": (0, 2),
}  # fmt: skip


@pytest.mark.parametrize(("theme", "vertical"), LOOKS)
def test_structures_are_set_by_the_rules(theme: str, vertical: bool) -> None:  # noqa: FBT001
    """Questions, captions, verse, boxes, letters and notes on a telephone, in the reader's type and twice as large."""
    book = published(theme, vertical=vertical)
    for frame in measured([(book, Frame(STRUCTURES, 320, 480, size)) for size in (1, 2)]):
        assert frame["over"] <= 0
        marks_stand_where_they_may(frame["lines"])
        lines_begin_where_they_should(frame["lines"])
        a_letter_ends_as_letters_do(frame["lines"])


def lines_begin_where_they_should(lines: list[Mapping[str, Any]]) -> None:
    kinds = set()
    for before, line in pairwise(lines):
        begins = BEGINS.get(line["kind"])
        if begins and line["text"][0] not in OPENING:  # whose blank the engine may take in
            kinds.add(line["kind"])
            further = before["block"] == line["block"]
            centred = line["kind"] in ("caption", "credit") and line["start"] > 0.1
            assert centred or line["start"] == pytest.approx(begins[further], abs=0.1), line
    assert kinds == {*BEGINS}


def a_letter_ends_as_letters_do(lines: list[Mapping[str, Any]]) -> None:
    """此致 two characters in, 敬礼 at the margin, name and day at the end of their lines."""
    greetings = [line["start"] for line in lines if line["kind"] == "closing"]
    assert greetings == pytest.approx([2, 0] * (len(greetings) // 2), abs=0.1)
    names = [line["end"] for line in lines if line["kind"] == "signature"]
    assert names == pytest.approx([0] * len(names), abs=0.1)
    assert len(names) == len(greetings) > 10


def test_nothing_leaves_a_page() -> None:
    frames = [(look, frame) for look in LOOKS for frame in (*TEXT[1:], *SMALL)]
    found = measured([(published(theme, vertical=vertical), frame) for (theme, vertical), frame in frames])
    assert [one for one, told in zip(frames, found, strict=True) if told["over"]] == []


@pytest.mark.parametrize("vertical", DIRECTIONS)
def test_what_belongs_together_stands_on_one_page(vertical: bool) -> None:  # noqa: FBT001
    """No heading, question or label is the last line of a page; a stanza, a name and its day, a caption and its credit
    are not parted.  On pages of forty-five sizes, vertical ones as they follow each other from right to left."""
    frames = [(theme, frame) for theme in THEMES for frame in PAGED]
    found = measured([(published(theme, vertical=vertical), frame) for theme, frame in frames])
    for one, told in zip(frames, found, strict=True):
        assert told["vertical"] == vertical
        assert told["parted"]["pages"] > 5, one
        assert told["parted"]["found"] == [], one
