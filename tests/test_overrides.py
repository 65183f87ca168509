"""A person's word on a line: it holds, the rest adapts, it survives edits, and the ledger still balances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import texts

from ebook.check import check
from ebook.diagnostics import Diagnostic, Problem
from ebook.draft import Draft, read_book, why
from ebook.model import Division, Heading, Paragraph, text_of, walk
from ebook.package import package
from ebook.resources import stylesheet
from ebook.settings import LIKE, LINE_ROLES, UNLIKE, Override, RecogniseSettings, Settings, told
from ebook.typeset import typeset
from ebook.wording import wording

CLIPPING = """\
河西副刊
老船厂的最后一只木船
2021年3月5日 来源：临河日报
本报记者 江舟
　　傍晚六点，临河渡口的灯亮了。摆渡人把缆绳绕了三圈，等最后一班客人，风从对岸吹过来，带着桐油的气味。
　　客人不多，船走得慢。灯光落在水上，一直跟到对岸，跟到那棵歪脖子柳树底下，才慢慢地散开来。
榫头
　　老船厂的师傅姓莫，今年七十一岁，手里的刨子比他的徒弟年纪还大。他说木船的好处，是坏了可以补，补了还能走。
　　徒弟只有一个，是他的外孙，学了三年，去年去了城里修地铁。师傅说地铁也要有人修，只是不用刨子。
桐油
　　第三遍桐油要在立夏之前刷完，晒足二十个太阳。今年雨水多，太阳数到十四就停了，船便还在岸上等着。
　　等到出了太阳，船下水的那一天，渡口站满了人，谁也没有说话，只听见木头碰到水的一声闷响。
（责任编辑：白苹）
"""
BOOK = """\
《渡口二十年》
作者：舒远
这一页写给渡口的每一个人。
第一章 缆绳
　　缆绳是麻的，一股一股地拧起来，泡过水以后比铁还沉，要两个人抬。
　　抬缆绳的人换过三批，最后一批里有我的父亲，他抬了十一年。
◆夜渡
　　夜里过渡要敲钟，一声是一个人，两声是有货，三声是有病人。
第二章 灯
　　灯先是油的，后来是电的，后来是太阳的，灯下等船的人一直是那几个。
◆早渡
　　早渡的人挑着菜，菜上有露水，船到对岸的时候露水正好干了。
第三章 桥
　　桥修好的那天，船没有收起来，停在桥下，像桥的影子。
　　本书由某某网整理收藏
"""

#: The roles that any line may be told to have; a table needs columns (test_tables.py).
ANYWHERE = [role for role in LINE_ROLES if role != "table"]


def draft_of(text: str, *overrides: Override, folder: Path, beside: str = "", kind: Any = None) -> Draft:
    """The text as read, with what was told of it in settings and in the file beside it."""
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    if beside:
        (folder / "text.read.toml").write_text(beside, encoding="utf-8")
    return read_book([path], Settings(recognise=RecogniseSettings(kind, overrides)))


def faults(draft: Draft) -> list[Diagnostic]:
    """What ledger and gate have against the finished book."""
    data = package(typeset(draft.book, draft.sources, None, stylesheet("classic"), Settings().typeset))
    verdict = check(data, draft.sources, draft.book.cuts, None)
    return [item for item in verdict.diagnostics if item.severity == "error"]


def headings(divisions: Sequence[Division]) -> list[tuple[int, str]]:
    return [
        pair
        for division in divisions
        for pair in [
            *([(division.level, text_of(division.heading.content))] if division.heading else []),
            *headings(division.divisions),
        ]
    ]


def line_of(text: str, words: str) -> int:
    """The number of the line that begins so."""
    return next(i for i, line in enumerate(text.splitlines(), 1) if line.strip().startswith(words))


def roles(draft: Draft) -> Mapping[int, str]:
    return {choice.line: choice.role for choice in draft.readings[0].choices}


def printed(draft: Draft, words: str) -> str | None:
    """As what a line stands in the book: the role of its paragraph, "heading", or None where it was cut."""
    for piece in walk(draft.book.divisions):
        if isinstance(piece, Paragraph | Heading) and text_of(piece.content).startswith(words):
            return piece.role if isinstance(piece, Paragraph) else "heading"
    return None


def ids(draft: Draft) -> list[str]:
    return [item.id for item in draft.diagnostics if item.id.startswith("RDG-")]


# --- a clipping -----------------------------------------------------------------


@pytest.mark.parametrize("role", ANYWHERE)
@pytest.mark.parametrize("words", ["河西副刊", "老船厂的最后", "本报记者", "客人不多", "榫头", "（责任编辑"])
def test_any_line_of_a_clipping_takes_any_role(role: str, words: str, tmp_path: Path) -> None:
    line = line_of(CLIPPING, words)
    draft = draft_of(CLIPPING, Override(role, number=line), folder=tmp_path)
    choice = next(choice for choice in draft.readings[0].choices if choice.line == line)
    assert (choice.role, choice.told, choice.margin) == (role, "--set", float("inf"))
    assert choice.clues[0].name == "told by --set"
    assert (printed(draft, words) is None) == (role == "furniture")
    assert faults(draft) == []
    without = draft_of(CLIPPING, folder=tmp_path)
    others = [cut for cut in draft.book.cuts if cut.line != line]
    assert {cut.line for cut in others} <= {cut.line for cut in without.book.cuts}, "no other line is cut for it"


def test_the_rest_of_the_page_adapts(tmp_path: Path) -> None:
    """The line above the title becomes the title: what was the title moves, and is no title any more."""
    text = CLIPPING.replace("河西副刊", "临河最后一位造船师傅和他的木船")
    free = draft_of(text, folder=tmp_path)
    draft = draft_of(text, Override("title", number=1), folder=tmp_path)
    assert free.book.metadata.title
    assert draft.book.metadata.title
    assert draft.book.metadata.title.value == "临河最后一位造船师傅和他的木船"
    assert draft.book.divisions[0].heading
    assert text_of(draft.book.divisions[0].heading.content) == "临河最后一位造船师傅和他的木船"
    assert roles(draft)[2] not in ("title", "title2", "furniture", "kicker")
    assert roles(draft)[3] == "data"


def test_a_title_over_two_lines_is_told_by_both(tmp_path: Path) -> None:
    text = CLIPPING.replace("老船厂的最后一只木船", "老船厂的\n最后一只\n木船")
    told_lines = [Override("title", number=number) for number in (2, 3, 4)]
    draft = draft_of(text, *told_lines, folder=tmp_path)
    assert draft.book.metadata.title
    assert draft.book.metadata.title.value == "老船厂的最后一只木船"
    assert printed(draft, "木船") is None or faults(draft) == []
    assert "RDG-010" not in ids(draft)


def test_a_second_title_elsewhere_is_refused(tmp_path: Path) -> None:
    draft = draft_of(
        CLIPPING, Override("title", number=2), Override("title", number=7), folder=tmp_path, kind="clipping"
    )
    [told_so] = [item for item in draft.diagnostics if item.id == "RDG-010"]
    assert (told_so.line, told_so.values["title"]) == (7, 2)
    assert draft.book.metadata.title
    assert draft.book.metadata.title.value == "老船厂的最后一只木船"
    assert faults(draft) == []
    assert [said.line for said in draft.readings[0].said] == [2]


def test_a_line_that_says_the_told_title_again_stays(tmp_path: Path) -> None:
    """The reading itself would cut a headline said again: not where a person made it one."""
    text = CLIPPING.replace("2021年3月5日", "河西副刊\n2021年3月5日")
    draft = draft_of(text, Override("title", number=1), folder=tmp_path)
    assert {cut.line for cut in draft.book.cuts} <= {cut.line for cut in draft_of(text, folder=tmp_path).book.cuts}
    assert faults(draft) == []


def test_a_role_where_no_page_has_it_stands_and_says_so(tmp_path: Path) -> None:
    line = line_of(CLIPPING, "客人不多")
    draft = draft_of(CLIPPING, Override("kicker", number=line), folder=tmp_path)
    assert "RDG-009" in ids(draft)
    assert printed(draft, "客人不多") == "kicker"
    free = draft_of(CLIPPING, folder=tmp_path)
    assert {n: role for n, role in roles(draft).items() if n != line} == {
        n: role for n, role in roles(free).items() if n != line
    }


def test_every_role_of_inspect_can_be_written_back() -> None:
    """The words that inspect prints for a role are understood by --set."""
    for language in ("zh", "en"):
        names = wording("roles", language)
        for role in LINE_ROLES:
            [override] = told([f"3={names[role]}"])
            assert override.role == role


# --- a book ---------------------------------------------------------------------


@pytest.mark.parametrize("role", ANYWHERE)
@pytest.mark.parametrize("words", ["《渡口二十年》", "作者", "这一页", "第二章", "◆早渡", "抬缆绳", "本书由"])
def test_any_line_of_a_book_takes_any_role(role: str, words: str, tmp_path: Path) -> None:
    line = line_of(BOOK, words)
    draft = draft_of(BOOK, Override(role, number=line), folder=tmp_path, kind="book")
    choice = next(choice for choice in draft.readings[0].choices if choice.line == line)
    assert (choice.role, choice.told, choice.margin) == (role, "--set", float("inf"))
    cut = any(cut.line == line and cut.kind == "furniture" for cut in draft.book.cuts)
    assert cut == (role == "furniture")
    found = [text for _, text in headings(draft.book.divisions)]
    assert any(text.startswith(words) for text in found) == (role in ("heading", "subheading"))
    if role == "title":
        assert draft.book.metadata.title
        assert BOOK.splitlines()[line - 1].strip().strip("《》") == draft.book.metadata.title.value
    if role not in ("title", "furniture", "heading", "subheading", "data"):
        assert printed(draft, words) == role
    assert faults(draft) == []


def test_levels_of_told_headings(tmp_path: Path) -> None:
    draft = draft_of(BOOK, Override("subheading", "◆夜渡"), Override("body", "第三章 桥"), folder=tmp_path)
    assert headings(draft.book.divisions) == [(1, "第一章 缆绳"), (2, "◆夜渡"), (1, "第二章 灯")]
    assert faults(draft) == []


def test_a_book_has_one_title_line(tmp_path: Path) -> None:
    draft = draft_of(BOOK, Override("title", number=3), Override("title", number=4), folder=tmp_path)
    assert "RDG-010" in ids(draft)
    assert faults(draft) == []


# --- anchors --------------------------------------------------------------------


def test_an_override_survives_edits_above_its_line(tmp_path: Path) -> None:
    beside = '[[line]]\ntext = "榫头"\nrole = "body"\nnumber = 7\n'
    for text in (CLIPPING, CLIPPING.replace("\n", "\n\n", 4), "编者新加的一行。\n" + CLIPPING.replace("榫头", "榫 头")):
        draft = draft_of(text, folder=tmp_path, beside=beside)
        line = line_of(text.replace(" ", ""), "榫头")
        assert roles(draft)[line] == "body"
        assert not {"RDG-006", "RDG-007"} & set(ids(draft))
        assert next(c for c in draft.readings[0].choices if c.line == line).told == "text.read.toml:1"


def test_a_line_that_is_gone_is_a_warning_with_the_nearest(tmp_path: Path) -> None:
    draft = draft_of(CLIPPING, Override("deck", "老船厂最后的一只木船"), folder=tmp_path)
    [warning] = [item for item in draft.diagnostics if item.id == "RDG-006"]
    assert (warning.severity, warning.values["near"], warning.values["nearest"]) == (
        "warning",
        2,
        "老船厂的最后一只木船",
    )
    assert draft.readings[0].said == ()
    assert roles(draft) == roles(draft_of(CLIPPING, folder=tmp_path))


@pytest.mark.parametrize("override", [Override("deck", "乌有之乡全无此事"), Override("deck", number=99)])
def test_a_line_like_no_other_is_a_warning_too(override: Override, tmp_path: Path) -> None:
    assert "RDG-007" in ids(draft_of(CLIPPING, override, folder=tmp_path))


def test_of_twins_the_number_decides_else_all_are_meant(tmp_path: Path) -> None:
    text = CLIPPING.replace("桐油\n　　第三", "榫头\n　　第三")
    first, second = (i for i, line in enumerate(text.splitlines(), 1) if line == "榫头")
    both = draft_of(text, Override("body", "榫头"), folder=tmp_path)
    assert roles(both)[first] == roles(both)[second] == "body"
    [info] = [item for item in both.diagnostics if item.id == "RDG-008"]
    assert info.values["lines"] == f"{first}, {second}"
    one = draft_of(text, Override("body", "榫头", number=second + 1), folder=tmp_path)
    assert (roles(one)[first], roles(one)[second]) == ("heading", "body")
    assert "RDG-008" not in ids(one)


def test_the_first_words_are_enough_for_a_long_line(tmp_path: Path) -> None:
    draft = draft_of(CLIPPING, Override("furniture", "徒弟只有一个…"), folder=tmp_path)
    assert printed(draft, "徒弟只有一个") is None
    assert faults(draft) == []


def test_a_line_inside_a_hard_wrap_stands_alone(tmp_path: Path) -> None:
    row = "渡口的灯一盏一盏亮起来船也一只一只靠了岸天就黑了，"
    text = "渡口\n" + "\n".join([row] * 6 + [row[:-1] + "。"] + ["第二天"] + [row] * 6 + ["完了。"]) + "\n"
    draft = draft_of(text, Override("heading", "第二天"), folder=tmp_path, kind="clipping")
    assert printed(draft, "第二天") == "heading"
    assert len(draft.readings[0].choices) < len(text.splitlines()), "the rest is still joined"
    assert faults(draft) == []


def test_options_win_over_the_file(tmp_path: Path) -> None:
    beside = '[[line]]\ntext = "榫头"\nrole = "body"\n'
    draft = draft_of(CLIPPING, Override("caption", "榫头"), folder=tmp_path, beside=beside)
    assert roles(draft)[7] == "caption"
    assert [(said.role, said.where) for said in draft.readings[0].said] == [("caption", "--set")]


def test_a_folder_of_files_has_a_file_beside_each(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text("", encoding="utf-8")
    for name in ("一.txt", "二.txt"):
        (tmp_path / name).write_text(CLIPPING, encoding="utf-8")
    (tmp_path / "二.read.toml").write_text('[[line]]\ntext = "榫头"\nrole = "furniture"\n', encoding="utf-8")
    draft = read_book([tmp_path], Settings())
    assert [(cut.source, cut.line) for cut in draft.book.cuts if cut.reason.startswith("told")] == [(1, 7)]
    assert faults(draft) == []
    with pytest.raises(Problem) as caught:
        read_book([tmp_path], Settings(recognise=RecogniseSettings(None, told(["3=body"]))))
    assert caught.value.diagnostic.id == "USE-023"


# --- forms taught by an example -------------------------------------------------


def test_a_form_is_taught_by_one_line_of_a_book(tmp_path: Path) -> None:
    draft = draft_of(BOOK, Override(LIKE, "◆夜渡"), folder=tmp_path)
    assert [text for _, text in headings(draft.book.divisions)] == [
        *("第一章 缆绳", "◆夜渡", "第二章 灯", "◆早渡", "第三章 桥"),
    ]
    choice = next(c for c in draft.readings[0].choices if c.line == line_of(BOOK, "◆早渡"))
    assert choice.told == f"like line {line_of(BOOK, '◆夜渡')} (--set)"
    assert faults(draft) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["第一站 老渡口", "第二站 新渡口", "第三站。还没有到", "第十站 海"], [0, 1, 3]),
        (["【灯】", "【船】", "（桥）", "【一句很长很长的话说了半天也没有说完它到底是什么意思呢】"], [0, 1]),
        (["1、灯", "2、船", "三、桥", "12、灯下"], [0, 1, 3]),
        (["◆灯", "◆船，还有人。", "◇桥", "◆岸"], [0, 3]),
        (["灯下", "船上", "桥边的人都散了，没有谁回头。", "岸"], [0, 1, 3]),
    ],
)
def test_what_lines_of_one_form_have_in_common(lines: list[str], expected: list[int], tmp_path: Path) -> None:
    prose = "　　渡口的人都知道，船要等人，人也要等船，等来等去，一辈子就过去了一大半，谁也没有怨过谁。"
    text = "\n".join(["渡口", *(part for line in lines for part in (line, prose))]) + "\n"
    draft = draft_of(text, Override(LIKE, lines[0]), folder=tmp_path, kind="book")
    found = [text for _, text in headings(draft.book.divisions)]
    assert [line for line in lines if line in found] == [lines[i] for i in expected]
    unlike = draft_of(text, Override(LIKE, lines[0]), Override(UNLIKE, lines[0]), folder=tmp_path, kind="book")
    assert not {lines[i] for i in expected} & {text for _, text in headings(unlike.book.divisions)}


def test_a_form_that_is_no_heading(tmp_path: Path) -> None:
    draft = draft_of(BOOK, Override(UNLIKE, "第二章 灯"), folder=tmp_path)
    assert headings(draft.book.divisions) == []
    assert faults(draft) == []


def test_a_printed_table_of_contents_is_no_place_for_taught_headings(tmp_path: Path) -> None:
    titles = [f"第{n}章 渡口{n}" for n in "一二三四五"]
    prose = "　　渡口的人都知道，船要等人，人也要等船，等来等去，一辈子就过去了一大半。"
    text = "\n".join(["目录", *titles, *(part for title in titles for part in (title, prose))])
    number = len(titles) + 2
    draft = draft_of(text, Override(LIKE, number=number), folder=tmp_path, kind="book")
    assert [words for _, words in headings(draft.book.divisions)] == titles
    assert {cut.line for cut in draft.book.cuts if cut.kind == "contents"} == set(range(1, number))


def test_a_form_in_a_clipping_is_looked_for_among_the_paragraphs(tmp_path: Path) -> None:
    free, line = draft_of(CLIPPING, folder=tmp_path), line_of(CLIPPING, "榫头")
    assert [text for _, text in headings(free.book.divisions)][1:] == ["榫头", "桐油"]
    unlike = draft_of(CLIPPING, Override(UNLIKE, number=line), folder=tmp_path)
    assert [text for _, text in headings(unlike.book.divisions)] == ["老船厂的最后一只木船"]
    both = draft_of(CLIPPING, Override(LIKE, number=line), folder=tmp_path)
    assert headings(both.book.divisions) == headings(free.book.divisions)
    assert {said.lines for said in both.readings[0].said} == {2}
    assert faults(unlike) == faults(both) == []


# --- what holds of every text ---------------------------------------------------


@given(texts(), st.data())
@example("书名：〇\n作者：甲、乙\n第一章\n第一章\n第二章 倒", None)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_override_of_any_line_balances(text: str, data: st.DataObject | None) -> None:
    every = [*LINE_ROLES, LIKE, UNLIKE]
    with TemporaryDirectory() as folder:
        try:
            plain = draft_of(text, folder=Path(folder))
        except Problem:
            return
        lines = [line.number for line in plain.sources[0].lines if line.text.strip()]
        if data is None:
            chosen = [[Override(role, number=number)] for role in every for number in lines]
        else:
            pick = st.builds(Override, st.sampled_from(every), st.just(""), st.sampled_from(lines or [1]))
            chosen = [data.draw(st.lists(pick, min_size=1, max_size=4))]
        for overrides in chosen:
            for kind in ("clipping", "book"):
                assert faults(draft_of(text, *overrides, folder=Path(folder), kind=kind)) == [], (overrides, kind)


@pytest.mark.parametrize("sample", ["chaoxin.txt", "qinglan-photo-shop.txt", "xiangkou-bookstall.txt"])
def test_every_line_of_the_samples_may_be_overruled(sample: str, tmp_path: Path) -> None:
    text = (ROOT / "content" / sample).read_text(encoding="utf-8")
    numbers = [i for i, line in enumerate(text.splitlines(), 1) if line.strip()]
    for place, number in enumerate(numbers[:: max(1, len(numbers) // 26)]):
        role = list(LINE_ROLES)[place % len(LINE_ROLES)]
        draft = draft_of(text, Override(role, number=number), folder=tmp_path)
        assert faults(draft) == [], (number, role)


def test_a_heading_glued_to_its_text_is_one_line_for_a_person(tmp_path: Path) -> None:
    """What the reading parts into heading and text, a word on the line holds for as a whole."""
    prose = "渡口的人都知道，船要等人，人也要等船，等来等去，一辈子就过去了一大半。"
    text = "".join(f"第{n}章 船{n}　　{prose}\n{prose}\n" for n in range(1, 6))
    plain = draft_of(text, folder=tmp_path, kind="book")
    assert [words for _, words in headings(plain.book.divisions)] == [f"第{n}章 船{n}" for n in range(1, 6)]
    for role in ("body", "furniture", "heading", "note"):
        draft = draft_of(text, Override(role, number=5), folder=tmp_path, kind="book")
        assert [choice.role for choice in draft.readings[0].choices if choice.line == 5] == [role]
        assert printed(draft, "第3章") == {"furniture": None}.get(role, role)
        assert len(headings(draft.book.divisions)) == (5 if role == "heading" else 4)
        assert faults(draft) == []
    found = why(plain, range(5, 6))
    assert [(one.text[:3], one.choice.role) for one in found] == [("第3章", "heading"), ("渡口的", "body")]
