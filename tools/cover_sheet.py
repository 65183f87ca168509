"""Contact sheets of covers for difficult titles, to look at them: ``cover_sheet.py FOLDER``.

``cover_sheet.py --doc docs/covers.png`` writes the sheet of a few covers that the documentation shows.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import get_args

from PIL import Image

from ebook.cover import draw
from ebook.model import Book, Evidence, Metadata, Person, Series, Value
from ebook.settings import Theme

_TOLD = Evidence("option", "--title")
_COLUMNS = 10
_SMALL = (240, 384)
_GAP = 16
# fmt: off
#: kind, language, title, subtitle, authors, publisher, what else.
_ROWS: Sequence[Sequence[str]] = (
    ("book", "zh-Hans", "潮", "", "舒未迟", "", ""),
    ("book", "zh-Hans", "潮信", "", "舒未迟", "", ""),
    ("book", "zh-Hans", "荻河手艺", "河边的五门手艺", "宋河清", "荻河周刊社", "河上人家"),
    ("book", "zh-Hant", "舊城南事", "", "林遠", "海嵐出版社", ""),
    ("book", "zh-Hans", "长夜行：灯火之外", "", "林远、裴照", "", ""),
    ("book", "zh-Hans", "给树看病的人", "", "夏无忧", "", ""),
    ("book", "zh-Hans", "《红楼梦》里的茶与酒", "一部小说的饮食地理", "陶望舒", "草木间", ""),
    ("book", "zh-Hans", "一只特立独行的猫，和它的三十七个邻居", "", "崔璨然", "", ""),
    ("book", "zh-Hans", "Rust 小手册：从语法到部署（第3版）", "", "埃里克·马", "", ""),
    ("book", "en", "It’s a Long, Long Way—to “Nowhere”", "A memoir of the river", "John Q. Featherstonehaugh", "", ""),
    ("book", "en", "Donaudampfschifffahrtsgesellschaftskapitän", "", "Ö. Ångström", "", ""),
    ("book", "zh-Hans", "囍龘䶮𬺈", "", "喆堃镕", "", ""),
    ("book", "zh-Hans", "……", "", "佚名", "", ""),
    ("book", "zh-Hans", "—", "", "", "", ""),
    ("book", "zh-Hans", "1973", "", "乔治·林", "", ""),
    ("book", "zh-Hans", "3.14159265358979323846264338327950288", "", "", "", ""),
    (
        "book",
        "zh-Hans",
        "关于进一步加强和改进新时代城市公园绿地养护管理工作若干问题的调查研究与思考——以北城区为例",
        "",
        "课题组",
        "",
        "",
    ),
    ("book", "zh-Hans", "重生之" + "我在渡口摆渡的那些年，" * 10, "", "渡人", "", ""),
    (
        "book",
        "zh-Hant",
        "「我們」的「他們」：戰後台灣的移民、記憶與『鄉愁』",
        "一九四五—一九九〇",
        "段橋",
        "澳汐書店",
        "島嶼叢書",
    ),
    ("book", "zh-Hans", "三日渡口", "", "乔安·莱维|范眠", "海嵐出版社", ""),
    ("clipping", "zh-Hans", "巷口一盏灯，雨天不收摊", "桂子巷旧书摊“雨座”十年见闻", "陶望舒", "临渡晚报", "2024-11-16"),
    ("clipping", "zh-Hant", "青嵐最後一間沖印店　老闆替全鎮保管「沒來拿的笑容」", "", "藍以寧", "", "2023-11-12"),
    ("clipping", "zh-Hant", "渡輪末班船長的三百本航海日誌", "", "莫問津", "", "2022-08-19"),
    ("clipping", "zh-Hans", "端午假期全市公园预计接待游客一百八十万人次", "", "穆清", "北城报", "2023-06-20"),
    ("clipping", "zh-Hans", "火", "", "", "", ""),
    ("clipping", "zh-Hans", "今天不营业", "", "", "青年报", "2021-01"),
    (
        "clipping",
        "zh-Hans",
        "“我就想把这口井，再守二十年”",
        "守井人老郑的一天",
        "穆清、康思源",
        "中国国家地理与人文旅行周刊",
        "2020",
    ),
    (
        "clipping",
        "zh-Hans",
        "AI进村30天：2.5亿条数据，100%上云？",
        "",
        "赵一、钱二、孙三、李四、周五、吴六、郑七、王八",
        "南方科技日报",
        "2025-02-28",
    ),
    (
        "clipping",
        "zh-Hans",
        "谁在偷走我们的睡眠？——一份关于城市、灯光与失眠者的长期观察报告（上）",
        "",
        "夏无忧",
        "草木间",
        "2019-11-02",
    ),
    ("clipping", "zh-Hans", "河\u3000流", "", "", "", "2019"),
)
# fmt: on


def _book(row: Sequence[str]) -> Book:
    kind, language, title, subtitle, names, publisher, other = row
    clipping = kind == "clipping"
    writers, _, translators = names.partition("|")
    people = [Person(name, ("aut",), _TOLD) for name in writers.split("、") if name]
    people += [Person(name, ("trl",), _TOLD) for name in translators.split("、") if name]
    metadata = Metadata(
        title=_told(title),
        subtitle=_told(subtitle),
        kicker=_told("百姓故事") if clipping and subtitle else None,
        people=tuple(people),
        date=_told(other) if clipping else None,
        publisher=_told(publisher),
        series=Value(Series(other, "1"), _TOLD) if other and not clipping else None,
        language=_told(language),
    )
    return Book("clipping" if clipping else "book", metadata, ())


def _told(text: str) -> Value[str] | None:
    return Value(text, _TOLD) if text else None


def sheet(books: Sequence[Book], themes: Sequence[Theme], columns: int) -> Image.Image:
    """The covers of the books in the themes, side by side; a grey field where a book has none."""
    pictures = [_small(book, theme) for theme in themes for book in books]
    lines = -(-len(pictures) // columns)
    wide, high = (side + _GAP for side in _SMALL)
    whole = Image.new("RGB", (columns * wide + _GAP, lines * high + _GAP), "#808080")
    for number, picture in enumerate(pictures):
        whole.paste(picture, (_GAP + number % columns * wide, _GAP + number // columns * high))
    return whole


def _small(book: Book, theme: Theme) -> Image.Image:
    cover, told = draw(book, theme)
    for diagnostic in told:
        print(theme, diagnostic.message("en"))
    if not cover:
        return Image.new("RGB", _SMALL, "#909090")
    return Image.open(BytesIO(cover.data)).resize(_SMALL, Image.Resampling.LANCZOS)


def main(arguments: Sequence[str]) -> None:
    """Write the sheets."""
    books = [_book(row) for row in _ROWS]
    if arguments[:1] == ["--doc"]:
        shown = [books[number] for number in (1, 2, 6, 20, 21, 9)]
        sheet(shown, get_args(Theme), 6).quantize(128).save(arguments[1], optimize=True)
        return
    folder = Path(arguments[0])
    themes: Sequence[Theme] = get_args(Theme)
    for theme in themes:
        sheet(books, [theme], _COLUMNS).save(folder / f"{theme}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
