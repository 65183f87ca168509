"""Tables in plain text: found where they are, left alone where they are none, set for every screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from epub import find, text
from hypothesis import HealthCheck, example, given, settings
from strategies import grids
from structured import bodies, classes, made

from ebook.check import check
from ebook.draft import read_book
from ebook.inspection import inspection
from ebook.model import Division, Publication, Table, text_of
from ebook.package import package
from ebook.read.text import read_text
from ebook.recognise import Recognition, explain, recognise
from ebook.resources import stylesheet
from ebook.settings import ReadSettings, RecogniseSettings, Settings
from ebook.settings.told import told
from ebook.typeset import typeset

PROSE = "　　五月的一个下午，记者走进北街二十七号。柜台上摆着十一只钟，没有两只走得一样快，满屋子都是滴答声。\n"
HEAD = "秋浦晚报 2021年5月8日 第06版\n北街的钟表匠\n本报记者 鲁小满\n"
WELLS = "村名\t户数\t井\n东渡\t120\t三眼\n西渡\t85\t两眼\n石门\t40\t一眼\n"


def recognised(words: str, *sets: str) -> Recognition:
    source, _ = read_text(words.encode(), "page.txt", "page", ReadSettings())
    return recognise([source], RecogniseSettings(overrides=told(sets)))


def tables(found: Recognition) -> list[Table]:
    return list(_tables(found.book.divisions))


def _tables(divisions: Iterable[Division]) -> Iterator[Table]:
    for division in divisions:
        yield from (block for block in (*division.above, *division.blocks) if isinstance(block, Table))
        yield from _tables(division.divisions)
        yield from (block for block in division.below if isinstance(block, Table))


def cells(table: Table) -> list[list[str]]:
    return [[text_of(cell.content) for cell in row] for row in table.rows]


def inside(words: str) -> str:
    """A page with the words between paragraphs."""
    return HEAD + PROSE * 3 + words + PROSE * 2


TABLES = {
    "tabs": WELLS,
    "tabs in two columns": "村名\t户数\n东渡\t120\n西渡\t85\n石门\t40\n",
    "several tabs to a column": "村名\t\t户数\n东渡\t\t120\n西渡\t85\n石门\t\t40\n",
    "no name above the names": "\t1950年\t1960年\n东渡\t120\t130\n西渡\t85\t90\n",
    "an empty cell at the end": "村名\t户数\t备注\n东渡\t120\n西渡\t85\t迁走两户\n石门\t40\t无\n",
    "words alone below names": "姓名\t籍贯\t用途\n陆长根\t秋浦\t修钟\n祝小满\t石门\t补网\n",
    "words with prices": "豆浆\t35元\n烧饼\t20元\n西渡\t15元\n",
    "a caption above": "表1　四村的井\n东渡\t三眼\n西渡\t两眼\n",
    "a caption below": "东渡\t三眼\n西渡\t两眼\n\n表1　四村的井\n",
    "Markdown": "| 村名 | 户数 |\n|:--|---:|\n| 东渡 | 120 |\n| 西渡 | 85 |\n",
    "bars alone": "| 东渡 | 三眼 |\n| 西渡 | 两眼 |\n",
    "full-width bars": "｜东渡｜三眼｜\n｜西渡｜两眼｜\n",
    "box drawing": "┌──┬──┐\n│村名│户数│\n├──┼──┤\n│东渡│120│\n│西渡│85│\n└──┴──┘\n",
    "heavy lines": "┏━━┳━━┓\n┃东渡┃120┃\n┣━━╋━━┫\n┃西渡┃85┃\n┗━━┻━━┛\n",
    "corners of plus signs": "+----+----+\n| 东渡 | 120 |\n| 西渡 | 85 |\n+----+----+\n",
}


@pytest.mark.parametrize("words", TABLES.values(), ids=TABLES)
def test_a_table_is_found(words: str) -> None:
    (table,) = tables(recognised(inside(words)))
    rows = cells(table)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert ["东渡", "120"] in [row[:2] for row in rows] or rows[-1][0] in ("西渡", "祝小满")


NONE = {
    "chapters with page numbers": "第一章 雨夜\t1\n第二章 渡口\t18\n第三章 归来\t40\n",
    "titles with page numbers": "雨夜\t1\n渡口\t18\n归来\t40\n后记\t66\n",
    "titles with pages behind dots": "雨夜\t……1\n渡口\t……18\n归来\t……40\n",
    "verse with its marks": "孤灯照旧船，\t夜雨满空川。\n不见归来客，\t江风又一年。\n",
    "verse without marks": "孤灯照旧船\t夜雨满空川\n不见归来客\t江风又一年\n",
    "verse in halves of seven": "一盏孤灯照旧船江\t满川夜雨落空山前\n十年不见归来客人\t又是江风吹一年年\n",
    "a play": "甲\t你来了？\n乙\t我来了。\n甲\t吃了没有？\n乙\t吃了。\n",
    "talk without marks": "老王\t你今天怎么来得这样早\n老李\t因为昨天睡得实在太早了\n老王\t那就先坐下来喝碗茶吧\n"
    "老李\t好的多谢不必客气了\n",
    "credits with slashes": "文/陆长根\t图/祝小满\n编辑/鲁青\t校对/方舟\n",
    "credits with tabs": "记者\t陆长根\n摄影\t祝小满\n编辑\t鲁青\n",
    "labels and values": "发文机关：\t县政府\n成文日期：\t三月五日\n主题分类：\t农业\n",
    "a ranking": "1\t深海海绵的节律首次被记录\n2\t为什么有的蝉十七年叫一次\n3\t研究揭示苔藓越冬策略\n",
    "headlines with dates": "渡口重开那天来了八百人\t2021-05-01\n老桥还有三年就满一百岁\t2021-05-02\n"
    "一碗面卖了四十年不涨价\t2021-05-03\n",
    "paragraphs behind tabs": "\t他说，好的，我们走吧，天要黑了。\n\t她说，再等等，还有一班船没有到。\n",
    "paragraphs with a tab inside": "他说好的。\t她说再等等，还有一班船没有到。\n天黑了。\t船还没有到，都站起来。\n",
    "a tree": "├── 东村\n│   ├── 井\n│   └── 桥\n└── 西村\n",
    "bars of buttons": "首页 | 新闻 | 体育\n财经 | 股票 | 商业\n",
    "rows of many lengths": "东渡\t一\t二\t三\n西渡\t一\n石门\t一\t二\t三\t四\t五\n",
    "names in pairs": "陆长根\t祝小满\n鲁青\t方舟\n",
    "one row": "东渡\t120\t三眼\n",
    "a cat": "|\\_/|\n|o o|\n|___|\n",
    "bars around one cell": "| 东渡 |\n| 西渡 |\n",
    "bars that do not agree": "| 东渡 | 120 |\n| 西渡 | 85 | 两眼 |\n",
    "a rule between bars": "|------|\n",
    "columns by spaces": "东渡  120  三眼\n西渡   85  两眼\n",
    "mostly empty": "东渡\t\t\t\t1\n西渡\t\t\t\t2\n石门\t\t\t\t3\n",
}


@pytest.mark.parametrize("words", NONE.values(), ids=NONE)
def test_what_only_looks_like_a_table_is_none(words: str) -> None:
    assert tables(recognised(inside(words))) == []


PAGES = {
    "an index of a government's page": "索引号\t0001/2021-12\t分类\t农业\n发文机关\t县政府\t成文日期\t2021年3月5日\n"
    "关于修桥的通知\n" + PROSE * 4,
    "a menu at the head": "首页\t新闻\t体育\n财经\t股票\t商业\n生活\t健康\t教育\n" + HEAD + PROSE * 4,
    "buttons at the foot": HEAD + PROSE * 4 + "登录\t注册\t收藏\n打印\t分享\t举报\n",
    "prices at the foot": HEAD + PROSE * 4 + "今日菜价\n5-1\t鸡蛋\t¥4.5\n5-2\t白菜\t¥1.2\n5-3\t豆腐\t¥2\n",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_grids_of_the_page_are_no_tables(page: str) -> None:
    assert tables(recognised(page)) == []


def test_the_finished_book_has_it_as_a_table(tmp_path: Path) -> None:
    book = made(tmp_path, inside("表1　四村的井\n单位：户、眼\n" + WELLS + "资料来源：《荻河县志》\n"))
    (table,) = bodies(book, "//h:table")
    assert [text(cell) for cell in find(table, "./h:thead/h:tr/h:th[@scope='col']")] == ["村名", "户数", "井"]
    assert [text(cell) for cell in find(table, "./h:tbody/h:tr/h:th[@scope='row']")] == ["东渡", "西渡", "石门"]
    assert [text(cell) for cell in find(table, ".//h:td")] == ["120", "三眼", "85", "两眼", "40", "一眼"]
    assert [text(cell) for cell in find(table, ".//h:td[@class='figures']")] == ["120", "85", "40"]
    assert [text(caption) for caption in find(table, "./h:caption")] == ["表1　四村的井单位：户、眼"]
    assert classes(book, "caption") == ["资料来源：《荻河县志》"]
    assert classes(book, "narrow") == [text(table)]


def test_the_lines_around_its_cells_are_cut_and_told(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(inside(TABLES["box drawing"]), encoding="utf-8")
    draft = read_book([tmp_path / "page.txt"], Settings())
    cuts = [cut for cut in draft.book.cuts if cut.kind == "rule"]
    assert {cut.line for cut in cuts} == set(range(7, 13))
    page = inspection(draft, "en")
    assert page.count("lines of a table") == 1, "all together"
    assert "tables 1" in page


def test_its_rows_are_explained() -> None:
    words = inside(WELLS)
    source, _ = read_text(words.encode(), "page.txt", "page", ReadSettings())
    found = recognise([source], RecogniseSettings())
    (one,) = explain([source], found.readings, RecogniseSettings(), range(8, 9))
    assert (one.line, one.last, one.choice.role, one.choice.runner_up) == (7, 10, "table", "body")
    assert "the first row names columns" in [clue.name for clue in one.choice.clues]
    assert [candidate.role for candidate in one.candidates] == ["table", "body"]


def test_a_person_tells_a_table_and_denies_one() -> None:
    spaced = inside(NONE["columns by spaces"])
    found = recognised(spaced, "东渡  120  三眼=table")
    assert cells(tables(found)[0]) == [["东渡", "120", "三眼"], ["西渡", "85", "两眼"]]
    assert [(said.role, said.line) for said in found.readings[0].said] == [("table", 7)]
    bars = recognised(inside(NONE["bars of buttons"]), "财经 | 股票 | 商业=表格")
    assert cells(tables(bars)[0])[0] == ["首页", "新闻", "体育"]
    assert tables(recognised(inside(WELLS), "西渡 85 两眼=body")) == []


def test_a_line_without_columns_cannot_be_a_table() -> None:
    found = recognised(inside(""), "4=table")
    assert tables(found) == []
    assert [(note.id, note.line) for note in found.diagnostics if note.id == "RDG-011"] == [("RDG-011", 4)]


def test_a_book_has_tables_too() -> None:
    chapters = "".join(f"第{n}章 渡口\n{PROSE * 3}{WELLS if n == '二' else ''}{PROSE}" for n in "一二三")
    found = recognised(chapters)
    assert found.book.kind == "book"
    assert [len(table.rows) for table in tables(found)] == [4]


def test_a_table_leaves_the_rest_of_the_page_as_it_was() -> None:
    with_it, without = recognised(inside(WELLS)), recognised(inside(""))
    assert with_it.book.metadata == without.book.metadata
    wanted = [choice.role for choice in without.readings[0].choices]
    assert [choice.role for choice in with_it.readings[0].choices if choice.role != "table"] == wanted


@pytest.mark.parametrize(("columns", "name"), [(4, "narrow"), (5, "wide"), (8, "wide"), (9, "stacked")])
def test_how_wide_it_is_decides_how_it_is_set(columns: int, name: str) -> None:
    rows = "\n".join("|" + "|".join(f"{row}.{n}" for n in range(columns)) + "|" for row in range(3))
    assert f'<table class="{name}">' in pages(recognised(inside(rows + "\n")))


def pages(found: Recognition) -> str:
    publication = typeset(found.book, (), None, stylesheet("classic"), Settings().typeset)
    return "".join(item.data.decode() for item in publication.documents if item.kind == "body")


def balanced(words: str) -> Publication:
    """The finished files of a text whose ledger balances."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.txt")
        path.write_text(words, encoding="utf-8")
        draft = read_book([path], Settings())
    publication = typeset(draft.book, draft.sources, None, stylesheet("classic"), Settings().typeset)
    verdict = check(package(publication), draft.sources, draft.book.cuts, None)
    assert [item.message("en") for item in verdict.diagnostics if item.severity == "error"] == []
    return publication


def test_a_long_table_is_set_as_several_so_that_files_stay_small() -> None:
    book = balanced(inside("村名\t户数\t井\n" + "".join(f"第{n}村\t{n}\t三眼\n" for n in range(5000))))
    assert max(len(item.data) for item in book.documents) < 256 * 1024
    assert sum(item.data.count(b"<tr>") for item in book.documents) == 5001
    assert sum(item.data.count(b"<thead>") for item in book.documents) == 1
    assert sum(item.data.count(b"<table ") for item in book.documents) > 10


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@example("旧桥记\n | 村名 | 井数 | \\|\n | 东渡 | 三 | \\|")  # a bar that is none ends the row
@given(grids())
def test_the_ledger_balances_whatever_the_grid(page: str) -> None:
    balanced(page)


def test_a_line_that_ends_in_blanks_without_end_is_looked_through_once() -> None:
    words = inside("甲  乙\n丙  丁" + " " * 100_000 + "\n戊" + " " * 100_000 + "\n")
    (table,) = tables(recognised(words, "7=table"))
    assert cells(table) == [["甲", "乙"], ["丙", "丁"]]
