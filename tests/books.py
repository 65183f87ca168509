"""Recognised books made by hand: what typeset is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ebook.model import (
    Block,
    Book,
    Division,
    DivisionKind,
    Evidence,
    Heading,
    Inline,
    LineBreak,
    Metadata,
    Paragraph,
    ParagraphRole,
    Person,
    Series,
    Span,
    Text,
    Value,
)

SAID = Evidence("option")
SPAN = Span(0, 1, 1)


def value(of: Any) -> Value[Any]:
    return Value(of, SAID)


def content(text: str) -> tuple[Inline, ...]:
    """Inline content; "|" is a line break."""
    pieces: list[Inline] = []
    for number, line in enumerate(text.split("|")):
        pieces += [LineBreak(), Text(line)] if number else [Text(line)]
    return tuple(pieces)


def para(text: str, role: ParagraphRole = "body") -> Paragraph:
    return Paragraph(content(text), SPAN, role)


def division(
    kind: DivisionKind,
    heading: str | None = None,
    *blocks: Block | str,
    inside: Iterable[Division] = (),
    above: Iterable[Block] = (),
    below: Iterable[Block] = (),
) -> Division:
    return Division(
        kind=kind,
        level=1,
        heading=Heading(content(heading), SPAN) if heading else None,
        above=tuple(above),
        blocks=tuple(para(block) if isinstance(block, str) else block for block in blocks),
        divisions=tuple(inside),
        below=tuple(below),
    )


def metadata(**values: Any) -> Metadata:
    """Metadata as a settled book has it: always a title, a language and an identifier."""
    people = values.pop("people", ())
    given = {"title": "灯塔", "language": "zh-Hans", "identifier": "urn:uuid:0b6a1c1e-0d5e-5a53-9d0a-5b6f0c0f7a11"}
    return Metadata(people=tuple(people), **{name: value(of) for name, of in (given | values).items()})


def person(name: str, *roles: str, file_as: str | None = None) -> Person:
    return Person(name, roles, SAID, file_as)


def clipping() -> Book:
    """An article of a newspaper with a lead and three sections, the second with a smaller heading."""
    article = division(
        "article",
        "老码头的“灯塔书屋”",
        para("老蔡和他的三千册书", "deck"),
        para("2021年09月15日　来源：澄江日报", "dateline"),
        para("本报记者 沈若溪 通讯员 方 舟", "byline"),
        para("傍晚，孩子们在书屋里读书。 沈若溪 摄", "caption"),
        "　　码头停用那年，老蔡把候船室扫了一遍，搬进三千册书。",
        above=[para("身边的文明", "kicker")],
        inside=[
            division("section", "一间候船室", "　　屋顶漏雨，他自己补。", "“不收钱。”老蔡说。"),
            division(
                "section",
                "一本借书簿",
                "　　簿子写到第七本。",
                inside=[division("section", "谁来借书", "船工、学生，还有过路人。")],
            ),
            division("section", "一盏灯", "　　夜里十点，灯还亮着。"),
        ],
        below=[para("（责任编辑：曾国强）", "editor"), para("未经授权不得转载。", "rights")],
    )
    meta = metadata(
        title="老码头的“灯塔书屋”",
        subtitle="老蔡和他的三千册书",
        kicker="身边的文明",
        people=[person("沈若溪", "aut", "pht"), person("方舟", "aut"), person("曾国强", "edt")],
        date="2021-09-15",
        publisher="澄江日报",
        source="澄江日报 2021年09月15日 第07版",
        rights="未经授权不得转载。",
    )
    return Book("clipping", meta, (article,))


def novel(chapter_length: int = 40) -> Book:
    """Two 卷 of two 章 each, with a dedication before; chapters of so many paragraphs."""
    text = ["　　潮水退了，滩上只剩一行脚印，和一只翻过来的船。"] * chapter_length
    volumes = [
        division(
            "part",
            f"第{volume}卷　{name}",
            "　　卷首的一句话。",
            inside=[division("chapter", f"第{number}章　潮信", *text) for number in numbers],
        )
        for volume, name, numbers in (("一", "旧港", "一二"), ("二", "新城", "三四"))
    ]
    meta = metadata(
        title="潮信",
        subtitle="海边旧事",
        people=[person("欧阳雪", "aut"), person("单立", "ill")],
        date="1998",
        publisher="白鹭出版社",
        series=Series("海边三部曲", "2"),
    )
    return Book("book", meta, (division("front", None, "献给守灯的人"), *volumes))
