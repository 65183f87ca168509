"""Pages that are no pages: shuffled, doubled, chopped, foreign, furniture.  Nothing is lost and nothing invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from ebook.check import check
from ebook.draft import Draft, read_book
from ebook.model import Metadata, Person, Value
from ebook.package import package
from ebook.resources import stylesheet
from ebook.settings import Settings
from ebook.typeset import typeset

FOLDER = Path(__file__).parent / "cases" / "recognise"
PAGES = {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*/input.txt"))}

RECIPE = """红烧鲫鱼
材料
鲫鱼 2条
姜 3片
酱油 2勺
做法
1. 鱼洗净，抹盐。
2. 姜片下锅煎香。
3. 放鱼，两面煎黄，加水焖一刻钟。
小贴士
出锅前撒葱。
"""
ENGLISH = """The Last Ferry
By Anna Reed
March 3, 2019

The river rose in the night. Nobody heard it.

“Wait for the water,” she said. He did not answer, and the fire went on talking to itself.

© 2019 The River Post
"""
PRICES = "品名\t规格\t单价\n青鱼\t斤\t12.50\n白鲢\t斤\t6.80\n合计\t\t28.30\n联系电话：0000-1234567\n"
FURNITURE = """首页
新闻
财经
登录 | 注册
分享到：
微信 微博 QQ空间
相关阅读
责任编辑：
关于我们 | 联系我们 | 网站地图
Copyright © 2020 All Rights Reserved
"""
NUMBERS = "".join(f"{number}\n" for number in range(1, 60))
STRANGE = {"recipe": RECIPE, "price list": PRICES, "furniture": FURNITURE, "numbers": NUMBERS, "english": ENGLISH}


def shuffled(text: str) -> str:
    lines = text.split("\n")
    Random(7).shuffle(lines)
    return "\n".join(lines)


def doubled(text: str) -> str:
    return f"{text}\n{text}"


def chopped(text: str) -> str:
    """Every line cut at twenty characters."""
    return "\n".join(line[at : at + 20] for line in text.split("\n") for at in range(0, max(1, len(line)), 20))


def read(text: str, folder: Path) -> Draft:
    (folder / "page.txt").write_text(text, encoding="utf-8")
    return read_book([folder / "page.txt"], Settings())


def faults(draft: Draft) -> list[str]:
    """What our own judges, the ledger among them, have against the book."""
    book = package(typeset(draft.book, draft.sources, None, stylesheet("classic"), Settings().typeset))
    verdict = check(book, draft.sources, draft.book.cuts, None)
    return [item.id for item in verdict.diagnostics if item.severity == "error"]


def told(metadata: Metadata) -> Iterator[str]:
    """Title, names, publisher and rights that are said to stand in the text."""
    people: list[Value[str] | Person] = list(metadata.people)
    values = [metadata.title, metadata.subtitle, metadata.kicker, metadata.publisher, metadata.rights, *people]
    for value in values:
        if value and value.evidence.origin == "text":
            yield value.name if isinstance(value, Person) else value.value


def bare(text: str) -> str:
    return "".join(text.split())


def invented(draft: Draft, text: str) -> list[str]:
    """The words of such values that do not stand in the text, white space aside."""
    words = [line for value in told(draft.book.metadata) for line in value.split("\n")]
    return [line for line in words if bare(line) not in bare(text)]


@pytest.mark.parametrize("spoil", [shuffled, doubled, chopped])
@pytest.mark.parametrize("name", PAGES)
def test_a_spoiled_page(name: str, spoil: object, tmp_path: Path) -> None:
    assert callable(spoil)
    text = spoil(PAGES[name])
    draft = read(text, tmp_path)
    assert faults(draft) == []
    assert invented(draft, text) == []


@pytest.mark.parametrize("name", STRANGE)
def test_a_text_of_another_kind(name: str, tmp_path: Path) -> None:
    draft = read(STRANGE[name], tmp_path)
    assert faults(draft) == []
    assert invented(draft, STRANGE[name]) == []


def test_a_recipe_and_a_price_list_name_nobody(tmp_path: Path) -> None:
    for name in ("recipe", "price list", "furniture", "numbers"):
        assert read(STRANGE[name], tmp_path).book.metadata.people == (), name


def test_spoiled_pages_are_read_with_doubts(tmp_path: Path) -> None:
    """A shuffled page is no page: over all of them the tool is less sure than of the pages as they were."""
    sure = sum(len(read(text, tmp_path).readings[0].doubts) for text in PAGES.values())
    unsure = sum(len(read(shuffled(text), tmp_path).readings[0].doubts) for text in PAGES.values())
    assert unsure > sure
