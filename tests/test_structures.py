"""Asides, questions and answers, letters and verse, in the finished book."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from epub import Epub, find, text
from hypothesis import HealthCheck, example, given, settings
from strategies import pages
from structured import bodies, classes, made

from ebook.model import text_of, walk
from ebook.read.text import read_text
from ebook.recognise import recognise, structures
from ebook.settings import ReadSettings, RecogniseSettings

PROSE = (
    "　　五月的一个下午，记者走进北街二十七号。柜台上摆着十一只钟，没有两只走得一样快，满屋子都是滴答声。\n",
    "　　钟匠姓陆，今年六十八岁，从父亲手里接过这间铺子的时候，街上还跑着马车，钟也还是要每天上弦的。\n",
    "　　他说修钟的人其实只修一样东西，就是耐心，钟没有耐心就会快，人没有耐心就会慢，两样都不好。\n",
    "　　隔壁的裁缝每天来对一次表，对完了也不走，坐在门槛上看他拆一只座钟，看到天黑才回去做晚饭。\n",
    "　　座钟是码头上的人送来的，泡过水，齿轮上生了锈，他用煤油洗了三天，洗出一个铜匠的名字来。\n",
)
HEAD = "秋浦晚报 2021年5月8日 第06版\n北街的钟表匠\n本报记者 鲁小满\n"


def asides(book: Epub, name: str) -> list[list[str]]:
    """The paragraphs of each aside of a class."""
    return [[text(p) for p in find(aside, ".//h:p")] for aside in bodies(book, f"//h:aside[@class='{name}']")]


def test_the_editors_words_end_after_one_paragraph(tmp_path: Path) -> None:
    book = made(tmp_path, HEAD + "编者按\n" + "".join(PROSE))
    assert asides(book, "note") == [["编者按", PROSE[0].strip()]]
    (note,) = bodies(book, "//h:aside")
    assert note.get("role") == "note"
    assert classes(book, "label") == ["编者按"]


def test_their_signature_or_their_own_indent_makes_them_longer(tmp_path: Path) -> None:
    signed = PROSE[1].rstrip() + "（编者）\n"
    book = made(tmp_path, HEAD + "编者按\n" + PROSE[0] + signed + "".join(PROSE[2:]))
    assert asides(book, "note") == [["编者按", PROSE[0].strip(), signed.strip()]]
    flush = made(tmp_path, HEAD + "编者按\n" + PROSE[0].lstrip() + PROSE[1].lstrip() + "".join(PROSE[2:]))
    assert asides(flush, "note") == [["编者按", PROSE[0].strip(), PROSE[1].strip()]]


def test_a_label_that_is_run_in_is_set_off_in_its_paragraph(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        HEAD + "　　编者按：这是老手艺专栏的第一篇，往后每个周末还会有一篇，写到没有人可写为止。\n" + "".join(PROSE),
    )
    assert len(asides(book, "note")) == 1
    assert [text(span) for span in bodies(book, "//h:aside//h:span")] == ["编者按："]


def test_a_box_goes_on_to_the_end_of_the_text_but_takes_no_half_of_it(tmp_path: Path) -> None:
    box = "■相关链接\n　　游丝是钟表里最细的一根弹簧，决定走时的快慢，修表的人调的多半就是它，差一丝也不行。\n"
    more = "　　摆钟的快慢由摆的长短决定，夏天摆长一些，钟就慢一些，所以一年里总有两回要调。\n"
    book = made(tmp_path, HEAD + "".join(PROSE) + box + more)
    assert [len(one) for one in asides(book, "box")] == [3]
    middle = made(tmp_path, HEAD + PROSE[0] + box + "".join(PROSE[1:]))
    assert [len(one) for one in asides(middle, "box")] == [2]
    (plain,) = bodies(middle, "//h:aside")
    assert set(plain.attrib) == {"class"}, "a bare aside: the vocabulary has no word for it"


def test_advice_is_a_tip_in_both_vocabularies(tmp_path: Path) -> None:
    book = made(tmp_path, HEAD + "".join(PROSE[1:]) + "小贴士\n" + PROSE[0])
    (tip,) = bodies(book, "//h:aside")
    assert tip.get("role") == "doc-tip"
    assert tip.get("{http://www.idpf.org/2007/ops}type") == "tip"


def test_an_epigraph_label_takes_nothing(tmp_path: Path) -> None:
    book = made(tmp_path, HEAD + "　　钟慢一点，人就老得慢一点。\n——题记\n" + "".join(PROSE))
    assert bodies(book, "//h:aside") == []


TURNS = {
    "words": ("问", "答", "答"),
    "letters": ("Q", "A", "A"),
    "paper and name": ("《晚报》", "陆长根", "陆"),
    "reporter": ("记者", "陆长根", "陆"),
    "two names": ("鲁小满", "陆长根", "陆"),
}


@pytest.mark.parametrize("names", TURNS.values(), ids=TURNS)
def test_questions_and_answers(tmp_path: Path, names: tuple[str, str, str]) -> None:
    asker, full, short = names
    turns = (
        f"　　{asker}：为什么这里的钟都走得不一样？\n"
        f"　　{full}：因为都还没有修好，修好的那些，人家拿走了，我这里剩下的都是不准的，看惯了也就不急。\n"
        "　　有时候我一个人坐在这里，听它们各走各的，像一屋子人同时说话，谁也不听谁的，可是也不吵架。\n"
        f"　　{asker}：您自己戴表吗？\n"
        f"　　{short}：不戴。手上沾油，再说我听得见，几点几分，听一听就知道了，不用看。\n"
    )
    book = made(tmp_path, HEAD + "".join(PROSE) + turns + PROSE[1])
    assert classes(book, "speaker") == [f"{asker}：", f"{full}：", f"{asker}：", f"{short}："]
    assert [words[: len(asker)] for words in classes(book, "question")] == [asker, asker]
    assert len(classes(book, "answer")) == 3, "a paragraph between two turns goes on with the first"
    assert text(bodies(book, "//h:section")[0]).rstrip().endswith(PROSE[1].strip()), "the last words are the reporter's"


@pytest.mark.parametrize(
    "lines",
    [
        "　　问：为什么钟都走得不一样？\n　　答：因为都还没有修好，修好的那些，人家早就已经拿走了。\n",
        "　　甲：天亮了，该走了，再不走船就要开了。\n　　乙：再等一等，雾还没有散，看不见对岸的灯。\n" * 3,
        "　　地址：北街二十七号，从东门进来左手第三家。\n　　电话：没有，要修钟的人自己走过来就是。\n",
    ],
    ids=["once", "a dialogue without questions", "particulars"],
)
def test_what_is_no_exchange(tmp_path: Path, lines: str) -> None:
    book = made(tmp_path, HEAD + PROSE[0] + lines + "".join(PROSE[1:]))
    assert classes(book, "question") == classes(book, "answer") == []


def test_a_novel_of_dialogue_stays_a_novel(tmp_path: Path) -> None:
    chapter = (
        "　　船夫：你到哪里去？\n　　女子：对岸。\n　　船夫：对岸没有人了，你还去么？\n　　女子：去。\n"
        + "".join(PROSE)
    )
    book = made(tmp_path, "".join(f"第{n}章 渡口\n{chapter}\n" for n in "一二三四"))
    assert classes(book, "question") == classes(book, "stanza") == []


LETTER = (
    "青野农报 1992年6月3日\n请给渡口装一盏灯\n编辑同志：\n"
    "　　我是柳湾村的村民，每天早上四点过河卖菜。渡口没有灯，冬天看不见跳板，去年有两个人踩空落水，都救了起来。\n"
    "　　我们几个卖菜的凑了钱买灯泡，可是电线拉不过来。听说乡里有电，只差三根杆子，希望报社能帮我们问一问。\n"
)
AFTER = "　　编后：收到来信后，本报记者去了一趟柳湾村。乡里答复，七月底以前把三根电线杆立起来。\n"


def test_a_letter_has_its_parts(tmp_path: Path) -> None:
    book = made(tmp_path, LETTER + "此致\n敬礼！\n柳湾村村民　葛水生\n一九九二年五月二十日\n" + AFTER)
    assert classes(book, "salutation") == ["编辑同志："]
    assert classes(book, "closing") == ["此致", "敬礼！"]
    assert classes(book, "signature") == ["柳湾村村民　葛水生", "一九九二年五月二十日"]
    assert asides(book, "note") == [[AFTER.strip()]]


def test_lines_pushed_to_the_right_sign_a_notice(tmp_path: Path) -> None:
    signed = " " * 30 + "柳湾乡渡口管理所\n" + " " * 30 + "1992年6月1日\n"
    book = made(tmp_path, "关于渡口停航的通知\n" + "".join(PROSE) + "　　特此通知。\n" + signed)
    assert classes(book, "signature") == ["柳湾乡渡口管理所", "1992年6月1日"]


POEM = (
    "岸柳诗刊 2019年第2期\n晾衣绳\n作者：季青禾\n\n衬衫把两只袖子张开\n好像要抱住整个下午\n风从左边的口袋进去\n\n"
    "母亲收走它们的时候\n叫着每一个人的名字\n先叫父亲\n\n绳子空了\n还在轻轻地晃\n\n2018年秋，于岸柳\n"
)


def test_blank_lines_part_stanzas_and_the_date_below_is_signed(tmp_path: Path) -> None:
    book = made(tmp_path, POEM)
    stanzas = bodies(book, "//h:div[@class='stanza']")
    assert [len(find(stanza, "h:p[@class='verse']")) for stanza in stanzas] == [3, 3, 2]
    assert classes(book, "signature") == ["2018年秋，于岸柳"]


def test_blank_lines_everywhere_say_nothing_of_stanzas(tmp_path: Path) -> None:
    book = made(tmp_path, POEM.replace("\n\n", "\n").replace("\n", "\n\n"))
    assert classes(book, "verse")
    assert bodies(book, "//h:div") == []


def test_a_poem_quoted_in_prose(tmp_path: Path) -> None:
    quoted = "　　孤灯照旧船，夜雨满空川。\n　　不见归来客，江风又一年。\n"
    novel = "书名：渡河录\n作者：佚名\n\n" + "".join(
        f"第{n}章 渡口\n{PROSE[0]}　　“过河么？”他问。\n{quoted if n == '二' else ''}　　船开了。\n{PROSE[1]}\n"
        for n in "一二三四"
    )
    book = made(tmp_path, novel)
    assert classes(book, "verse") == quoted.split()


@pytest.mark.parametrize(
    "lines",
    ["　　“来了！”\n　　“来了？”\n　　“来了。”\n", "　　雨停了。\n　　天亮了。\n　　他走了。\n　　门开着。\n"],
    ids=["speech", "short sentences"],
)
def test_short_paragraphs_are_not_verse(tmp_path: Path, lines: str) -> None:
    book = made(tmp_path, HEAD + PROSE[0] + lines + "".join(PROSE[1:]))
    assert classes(book, "verse") == []


def test_inspect_tells_the_structures(tmp_path: Path, run: Any) -> None:
    (tmp_path / "page.txt").write_text(LETTER + "此致\n敬礼！\n葛水生\n", encoding="utf-8")
    assert "salutations 1" in run("inspect", "page.txt").stdout
    assert '"structures": {"salutation": 1}' in run("inspect", "page.txt", "--format", "json").stdout


@given(pages())
@example("甲①\n" * 3 + "注释\n①乙\n②丙\n①丁")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_structures_keep_every_character_in_order(page: str) -> None:
    source, _ = read_text(page.encode(), "page.txt", "page", ReadSettings())
    told = recognise([source], RecogniseSettings()).book
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ebook.recognise.structured", lambda book, _: book)
        flat = recognise([source], RecogniseSettings()).book
    again = structures.structured(flat, [source])
    assert again == told
    assert _texts(told) == _texts(flat)


def _texts(book: Any) -> list[tuple[str, Any]]:
    return [(text_of(item.content) if hasattr(item, "content") else "", item.span) for item in walk(book.divisions)]
