"""Writes the big book of the bench: a novel of 2,000 chapters and three million characters, made of invented words.

    python bench/generate.py [FILE]

The same seed gives the same bytes on every machine.  Chapters are lines 第N章, paragraphs begin with two U+3000,
and the sentences are filled from small tables, so that no chapter equals another.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

CHAPTERS = 2_000
CHARACTERS = 3_000_000  # of the whole file, line ends included
SEED = 20_240_816

TITLE = "万舟录"
AUTHOR = "桑无渡"

PEOPLE = ("桑渡", "叶问潮", "阿槐", "老篙头", "温岸", "石小舢", "柳三更", "鹿眠", "贺兰汀", "卞知秋", "闻雪堂", "荆十")
PLACES = ("瓮城", "青篙渡", "十里芦", "断桥集", "白瓦镇", "听雨楼", "沉钟湾", "半山驿", "纸灯巷", "铁锚街", "望潮台")
THINGS = ("一盏风灯", "半卷海图", "一枚铜哨", "旧桨", "空船票", "没有刃的刀", "补了三回的帆", "缺角的砚台", "一封湿信")
TIMES = ("天快亮的时候", "雨停以后", "潮水退到第三级石阶", "更鼓敲过两遍", "船灯一盏一盏灭了", "雾还没有散", "晌午过后")
VERBS = ("望了望", "数了一遍", "放进怀里", "推到桌子对面", "举起来照了照", "擦了又擦", "藏在门后", "轻轻放下")
SAYINGS = (
    "你听，水在说话",
    "路是走出来的，河是等出来的",
    "我不是来讨债的，我是来还你一句话",
    "这船坐得下十二个人，坐不下一个后悔的人",
    "明天的风，今天借不到",
    "那扇门我关过三次，它自己开了四次",
)
TEMPLATES = (
    "{time}，{who}把{thing}{verb}，没有作声。",
    "从{place}到{place2}要走{number}里水路，{who}走了半辈子，还是记不住哪一段最浅。",
    "“{saying}。”{who}说。",
    "{who}看着{who2}，{who2}看着水，水里什么也没有，只有{place}的一角屋檐。",
    "有人说{thing}是{who}从{place}带出来的，也有人说，是它把{who}带出来的。",
    "{who2}问：“{saying}？”问完自己先笑了。",
    "{number}年以前，{place}还没有名字，往来的船只管它叫等一等。",
    "{time}，{place}的狗叫了{number}声，{who}数着，一声也没有漏。",
)
HEADINGS = ("{who}夜过{place}", "{thing}", "{place}来客", "{who}与{who2}", "再见{place}", "{place}的第{number}个人")
NUMERALS = "零一二三四五六七八九"


def main(arguments: list[str]) -> None:
    """Write the book to the named file, ``book.txt`` where none is named."""
    path = Path(arguments[0] if arguments else "book.txt")
    path.write_text(book(), encoding="utf-8", newline="\n")
    print(f"{path}: {CHAPTERS:,} chapters, {len(path.read_text(encoding='utf-8')):,} characters")


def book() -> str:
    """Return the whole book as text."""
    chance = random.Random(SEED)
    chapters = [f"书名：{TITLE}\n作者：{AUTHOR}\n\n"]
    written = len(chapters[0])
    for number in range(1, CHAPTERS + 1):
        chapters.append(_chapter(chance, number, CHARACTERS * number // CHAPTERS - written))
        written += len(chapters[-1])
    return "".join(chapters)


def _chapter(chance: random.Random, number: int, length: int) -> str:
    """Return a chapter of about ``length`` characters: it ends with the paragraph that reaches it."""
    lines = [f"第{numeral(number)}章　{_fill(chance, HEADINGS)}", ""]
    size = len(lines[0]) + 2
    while size < length:
        lines.append("　　" + "".join(_fill(chance, TEMPLATES) for _ in range(1 + int(chance.random() * 4))))
        size += len(lines[-1]) + 1
    return "\n".join([*lines, "", ""])


def _fill(chance: random.Random, templates: tuple[str, ...]) -> str:
    return _pick(chance, templates).format(
        who=_pick(chance, PEOPLE),
        who2=_pick(chance, PEOPLE),
        place=_pick(chance, PLACES),
        place2=_pick(chance, PLACES),
        thing=_pick(chance, THINGS),
        time=_pick(chance, TIMES),
        verb=_pick(chance, VERBS),
        saying=_pick(chance, SAYINGS),
        number=numeral(2 + int(chance.random() * 97)),
    )


def _pick(chance: random.Random, table: tuple[str, ...]) -> str:
    # random() is the one method whose sequence Python promises never to change.
    return table[int(chance.random() * len(table))]


def numeral(number: int) -> str:
    """Return the Chinese numeral of 1 to 9,999, as chapters print it: 十一, 一百零九, 二千."""
    digits = [int(digit) for digit in f"{number:04d}"]
    out = ""
    for digit, unit in zip(digits, ("千", "百", "十", ""), strict=True):
        if digit:
            out += NUMERALS[digit] + unit
        elif out and not out.endswith("零"):
            out += "零"
    return out.removesuffix("零").replace("一十", "十", 1) if number < 20 else out.removesuffix("零")


if __name__ == "__main__":
    main(sys.argv[1:])
