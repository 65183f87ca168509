"""The pages as a browser lays them out: measured, not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from books import SPAN, division, metadata, para
from chromium import Frame, measured

from ebook.model import Aside, Book, Foreign, Marked, Paragraph, Publication, Ruby, Stanza, Table
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
FIGURES = "民国99年，第12版有3个人，！其中2人住在A座；2023年6月30日，Wi-Fi 6E，3.14，1,000，共108人!!"
ADDRESS = "网址：https://example.org/" + "very-long-path/" * 12
FILE = "text/chapter-001.xhtml"
THEMES = ("classic", "newspaper", "modern")
DIRECTIONS = (False, True)


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
    spans = division("chapter", "第三章", SPANS, *tables)
    return Book("book", metadata(title="潮信" * 12, rights=ADDRESS, source=ADDRESS), (chapter, others, spans))


@cache
def published(theme: str, *, vertical: bool) -> Publication:
    sheet = stylesheet(theme, "zh-Hans", vertical=vertical)
    return typeset(book(), (), None, sheet, TypesetSettings(vertical=vertical))


NAMES = (
    "text/chapter-002.xhtml",
    "text/chapter-003.xhtml",
    "text/titlepage.xhtml",
    "text/contents.xhtml",
    "text/colophon.xhtml",
)
TEXT = (Frame(FILE), Frame(FILE, 320, 480), Frame(FILE, 320, 480, 2))
SMALL = tuple(Frame(name, 320, 480, size) for name in NAMES for size in (1, 2))


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


def test_nothing_leaves_a_page_and_no_heading_stands_alone() -> None:
    looks = [(theme, vertical) for theme in THEMES for vertical in DIRECTIONS]
    frames = [(look, frame) for look in looks for frame in (*TEXT[1:], *SMALL)]
    frames += [((theme, False), Frame(FILE, columns=True)) for theme in THEMES]
    found = measured([(published(theme, vertical=vertical), frame) for (theme, vertical), frame in frames])
    for (look, frame), told in zip(frames, found, strict=True):
        assert frame.columns or not told["over"], (look, frame)
        assert told["alone"] == [], (look, frame)
