"""No line is so made that reading it takes long: the words of the trade are expressions, and input is hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from time import process_time
from typing import Literal

import pytest

from ebook.read.text import read_text
from ebook.recognise import recognise
from ebook.recognise.forms import forms
from ebook.recognise.lexicon import LONG, formulas
from ebook.settings import ReadSettings, RecogniseSettings

#: What the expressions repeat or look for: runs of it are what they could lose themselves in.
PIECES = (
    *" \u3000\t\u00a0\u200b\u030119Aa一第灯年日·•|、，。：；！？“”（）《》【】[](.-—_*#/&@,;:!?",
    *(
        "第一",
        "第一章",
        "正文",
        "番外",
        "2020年",
        "2020-",
        "12:00 ",
        "(1)",
        "A-",
        "1.",
        "1 ",
        "a ",
        "灯 ",
        "，a，",
        "“a”",
    ),
    *(
        "《a》",
        "版权",
        "转载",
        "不得",
        "未经",
        "来源：",
        "来源 ",
        "记者",
        "记者 ",
        "本报记者",
        "作者:",
        "编辑 ",
        "责任编辑：",
        "文/",
    ),
    *(
        "摄",
        "摄影 ",
        "图 ",
        "电话：",
        "发布于",
        "ICP备",
        "http://",
        "&nbsp;",
        "林远 ",
        "林远、",
        "江 舟 ",
        "一、",
        "①",
        "◎",
        "□",
    ),
)
PROSE = "　　傍晚六点，临河渡口的灯亮了。摆渡人把缆绳绕了三圈，等最后一班客人，他不急着走，也不说话，只看着水。\n"
LENGTH = 8_000
ROW_COUNT = 2_000


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every regular expression of the words of the trade."""
    yield from formulas()
    yield from ((form.name, form.pattern) for form in forms("潮信"))


@pytest.mark.parametrize(("name", "expression"), [pytest.param(*pair, id=pair[0]) for pair in expressions()])
def test_no_expression_loses_itself_in_a_line(name: str, expression: re.Pattern[str]) -> None:
    half = LONG // 2
    lines = [
        line for a, b in product(PIECES, PIECES[::4]) for line in ((a + b) * half, a * (half // len(a)) + b * half)
    ]
    start = process_time()
    for line in lines:
        expression.match(line[:LONG])
    assert (process_time() - start) / len(lines) < 0.001, name


@pytest.mark.parametrize("kind", ["clipping", "book"])
def test_a_long_line_takes_no_longer_than_its_length(kind: Literal["clipping", "book"]) -> None:
    slow = []
    for piece, before in product(PIECES, ("", "来源：", "2021年")):
        text = f"渡口\n{before}{piece * (LENGTH // len(piece))}亮。\n{PROSE * 3}"
        start = process_time()
        source, _ = read_text(text.encode(), "a.txt", "a", ReadSettings())
        recognise([source], RecogniseSettings(kind))
        if process_time() - start > 0.5:  # 5 ms are usual; the square of the length would take seconds
            slow.append((before, piece))
    assert slow == []


ROWS = {
    "short lines that share the words of the text": ["渡口的灯{}亮了"],
    "headlines with dates": ["渡口的灯{}亮了三十年", "2023-05-06"],
    "headlines with sentences and dates": ["渡口的灯{}亮了三十年", "河水涨过四次，灯没有灭过", "2023-05-06"],
    "comments": ["阿青{}", "2023-05-06 12:00:00", "灯亮着"],
    "one word": ["渡口"],
}


@pytest.mark.parametrize("name", ROWS)
def test_many_rows_take_no_longer_than_their_number(name: str) -> None:
    rows = [row.format(chr(0x4E00 + i)) for i in range(ROW_COUNT // len(ROWS[name])) for row in ROWS[name]]
    text = "\n".join(["渡口", *[PROSE] * 3, *rows])
    start = process_time()
    source, _ = read_text(text.encode(), "a.txt", "a", ReadSettings())
    recognise([source], RecogniseSettings("clipping"))
    assert process_time() - start < 5  # half a second is usual; the square of the number would take minutes
