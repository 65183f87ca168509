"""Every entry of the words of the trade brings an example that it finds and a negative one that it does not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from ebook.model import AsideKind, Line
from ebook.recognise.fold import fold
from ebook.recognise.forms import forms
from ebook.recognise.lexicon import is_buttons
from ebook.recognise.line import formulas_of
from ebook.recognise.openers import label_of, says
from ebook.recognise.people import people_of
from ebook.recognise.reading import weights
from ebook.recognise.row import Row, rows_of

WORDS = Path(__file__).parent.parent / "ebook" / "recognise" / "words"


def entries(file: str, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((WORDS / file).read_text(encoding="utf-8"))[table]
    return found


def row(text: str) -> Row:
    return rows_of([Line(1, text)])[0]


@pytest.mark.parametrize(
    "entry", entries("page.toml", "word"), ids=lambda entry: f"{entry['clue']}-{entry['example'][:12]}"
)
def test_formula_finds_its_example_alone(entry: dict[str, Any]) -> None:
    assert entry["clue"] in formulas_of(row(entry["example"]))
    assert entry["clue"] not in formulas_of(row(entry["negative"]))


def test_every_formula_is_worth_something() -> None:
    worth = {clue for table in weights().values() for clue in table}
    assert {entry["clue"] for entry in entries("page.toml", "word")} <= worth


@pytest.mark.parametrize(
    "entry", entries("structures.toml", "word"), ids=lambda entry: f"{entry['kind']}-{entry['example'][:12]}"
)
def test_opener_finds_its_example_alone(entry: dict[str, Any]) -> None:
    kind = entry["kind"]
    label = kind in get_args(AsideKind)
    assert label_of(entry["example"]) == kind if label else says(kind, entry["example"])
    assert label_of(entry["negative"]) is None if label else not says(kind, entry["negative"])


@pytest.mark.parametrize("entry", entries("roles.toml", "role"), ids=lambda entry: entry["words"][0])
def test_role_names_its_people_alone(entry: dict[str, Any]) -> None:
    assert [person.name for person in people_of(entry["example"])] == entry["people"]
    assert people_of(entry["negative"]) == []


@pytest.mark.parametrize("entry", entries("chapters.toml", "form"), ids=lambda entry: entry["name"])
def test_chapter_form_finds_its_example_alone(entry: dict[str, Any]) -> None:
    pattern = next(form.pattern for form in forms("") if form.name == entry["name"])
    assert pattern.match(fold(entry["example"]))
    assert not pattern.match(fold(entry["negative"]))


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("本报记者 江 舟 乔一禾 通讯员 田禾生", [("江舟", ("aut",)), ("乔一禾", ("aut",)), ("田禾生", ("aut",))]),
        ("文/片 通讯员 陶望舒", [("陶望舒", ("aut", "pht"))]),
        ("◎文/图 本报记者 欧阳砚", [("欧阳砚", ("aut", "pht"))]),
        ("本报记者 江 舟 摄", [("江舟", ("pht",))]),
        ("（記者簡子晴攝）", [("簡子晴", ("pht",))]),
        ("〔記者簡子晴／雲溪報導〕", [("簡子晴", ("aut",))]),
        ("（海島社記者章予安雲溪縣12日電）", [("章予安", ("aut",))]),
        (
            "文/记者 柳 絮 通讯员 卫 东 方 晓 图/受访者提供",
            [("柳絮", ("aut",)), ("卫东", ("aut",)), ("方晓", ("aut",))],
        ),
        ("[爱洛尼亚] 伊沃·马尔滕斯 著", [("伊沃·马尔滕斯", ("aut",))]),
        ("本报通讯员  江 涛   伍 福 海", [("江涛", ("aut",)), ("伍福海", ("aut",))]),
        ("统筹：章台 责任编辑：毕方 版式：莲蓬", [("毕方", ("edt",))]),
        ("来源：江声晚报 责任编辑：苏木_NF4425", [("苏木", ("edt",))]),
        ("赵一 文 钱二 图", [("赵一", ("aut",)), ("钱二", ("pht",))]),
        ("村民供图", []),
    ],
)
def test_people_of_a_byline(line: str, people: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(person.name, person.roles) for person in people_of(line)] == people


@pytest.mark.parametrize(
    "line", ["放大+ 缩小- 默认○", "阅读次数： 放大 缩小 默认", "A- A+", "分享到： 微信 微博 QQ空间"]
)
def test_line_of_buttons(line: str) -> None:
    assert is_buttons(fold(line))


@pytest.mark.parametrize("line", ["微信里的留言", "2022-08-19", "三千亩梯田又听见了牛铃声", "大", "12:30"])
def test_line_that_is_not_of_buttons(line: str) -> None:
    assert not is_buttons(fold(line))
