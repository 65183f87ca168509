"""Where sentences end: each case is a run of text with ｜ where one ends, and joined it is the run again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from ebook.edition.sentences import MOST, sentences

CASES = (
    # stops
    "天亮了。｜船走了。",
    "天亮了。",
    "没有句号的一行",
    "真的吗？｜真的。",
    "快走！｜别回头！",
    "一是米；｜二是盐；｜三是灯油。",
    "半角的句号｡｜也是句号。",
    "真的吗?｜真的!｜走吧",
    "啊⁉｜他愣住了。",
    # several marks are one
    "什么？！｜他站了起来。",
    "什么！？｜他站了起来。",
    "走！！！｜他喊。",
    "完了。。。｜谁也没说话。",
    "你……｜你怎么来了？",
    "他想说……｜又没有说。",
    "他想说⋯⋯｜又没有说。",
    "他想说......｜又没有说。",
    "他想说...｜又没有说。",
    "到底去不去？……｜他没有答。",
    "她说不去……。｜他便走了。",
    # closing quotes belong to the sentence before, opening ones to the next
    "“走吧。”｜他站起来。",
    "他说：“走吧。”｜说完就走。",
    "“走吗？”｜“走。”｜两人上了船。",
    "“走！”｜他喊。",
    "“……”｜于是谁也没说话。",
    "“你别——”｜话没说完，灯灭了。",
    "「走吧。」｜他站起來。",
    "『他說：「走吧。」』｜她念完了。",
    "「他說：『走。』」｜她點頭。",
    "他说“走吧”，便走了。",
    "‘走吧。’｜他说。",
    "他引了一句“天行健”。｜下面没有了。",
    '"走吧。"｜他站起来。',
    '他走了。｜"你呢？"｜她问。',
    # the sentence goes on
    "“走！”，他喊。",
    "“来吗？”、“不来。”｜都没说。",
    "《走！》、《停！》两出戏。",
    # brackets
    "他死在河边。｜（全文未完）",
    "（他没有来。）｜她等到天黑。",
    "她等到天黑（他没有来）。｜灯灭了。",
    "他问（没人听见？）｜又问了一遍。",
    "【记者注：天冷了。】｜灯灭了。",
    "〔他走了。〕｜她来了。",
    "天冷了。｜【本报记者　林远】",
    # titles are not parted
    "他爱读《走吧！少年》。｜我不爱读。",
    "《你是谁？》出版了。",
    "《灯。河。人》是一本书。",
    # dashes
    "真的——我没有骗你。｜你信吗？",
    "——题记",
    "他笑了：“好——好——好。”｜说完就走。",
    "他走了。｜——作者",
    # numbers, Latin, addresses
    "水深3.5米。｜船吃水1.2米。",
    "气温－3．5度。",
    "版本2.10.1发布。｜请升级。",
    "网址是https://example.org/a.b?c=d!e&amp;f=g。｜请记下。",
    "写信到a.b@example.org。｜谢谢。",
    "He came. ｜He saw.",
    "He asked, “Why?” ｜She smiled.",
    "J. K. Rowling wrote it.",
    "1. 先开门\u30002. 再点灯",
    "他说OK.然后走了。",
    "AT&amp;T来了。｜&lt;完&gt;",
    "用的是.NET和C#。｜好！",
    # white space goes with the sentence before
    "天亮了。 ｜船走了。",
    "天亮了。\u3000｜船走了。",
    "\u3000\u3000天亮了。｜船走了。",
    # what is read as one character stays one
    "好！\ufe0f｜走。",
    "为什么？\u0301｜走。",
    # colons, commas and pauses end nothing
    "他说：好，走、停、看：都行",
    "潮来天地青，浪去江山白",
    # only marks
    "……",
    "？！",
    "。",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_where_a_sentence_ends(case: str) -> None:
    assert list(sentences(case.replace("｜", ""))) == case.split("｜")


def test_there_are_enough_cases() -> None:
    assert len(set(CASES)) >= 60


@given(texts())
def test_nothing_is_lost_and_nothing_is_empty(text: str) -> None:
    found = list(sentences(text))
    assert "".join(found) == text
    assert all(0 < len(one) <= MOST for one in found)


def test_a_long_sentence_is_parted_after_a_comma() -> None:
    first, *rest = sentences("水" * 150 + "，" + "天" * 100 + "。")
    assert first == "水" * 150 + "，"
    assert rest == ["天" * 100 + "。"]


@pytest.mark.parametrize("unit", ["&amp;", "水\u0301", "水\U000e0100", "👩\u200d👧"])
@pytest.mark.parametrize("shift", range(10))
def test_a_sentence_without_pauses_is_parted_between_what_is_read_as_one(unit: str, shift: int) -> None:
    text = "水" * shift + unit * 200
    found = list(sentences(text))
    assert "".join(found) == text
    assert all(len(one.removeprefix("水" * shift if at == 0 else "")) % len(unit) == 0 for at, one in enumerate(found))


@given(st.integers(0, 400), st.sampled_from(["\u0301", "《", "“", "）", '"', "."]))
def test_any_number_of_one_mark_is_taken(count: int, mark: str) -> None:
    assert "".join(sentences("走。" + mark * count)) == "走。" + mark * count
