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
    # Headlines without a mark, which only the words tell where to break.
    *(
        ("clipping", language, title, "", "穆清", "北城报", "2023-06-20")
        for language, title in (
            ("zh-Hans", "关于进一步加强和改进新时代城市公园绿地养护管理工作若干问题的调查研究与思考"),
            ("zh-Hans", "只有在那个寂静无人的冬天早晨他才听见门外的雪落在屋檐上的声音"),
            ("zh-Hans", "北城区人民政府办公厅关于印发老旧小区加装电梯工作实施方案的通知"),
            ("zh-Hans", "村里最后一位会修钟表的老人把手艺传给了来自城里的年轻姑娘并且不收一分钱学费"),
            ("zh-Hans", "县教育局组织开展中小学校园食品安全专项检查保障学生饮食健康"),
            ("zh-Hans", "电动自行车新国标实施后外卖骑手的车怎么办"),
            ("zh-Hans", "渡口摆渡人老蔡退休前的最后一个夜班他把灯交给了新来的大学生"),
            ("zh-Hans", "省气象台发布暴雨橙色预警未来二十四小时沿江十二个县区将有大到特大暴雨"),
            ("zh-Hans", "全国首个跨省流域生态保护补偿试点十年回访记者沿江看到鱼群回来了"),
            ("zh-Hans", "养老服务中心食堂每天中午为附近独居老人提供五元午餐已经坚持八年"),
            ("zh-Hans", "我国科学家在深海热液区发现三种此前未被描述过的微生物群落"),
            ("zh-Hans", "穆清在渡口等了三十年的那艘船终于回来了"),
            ("zh-Hans", "2023年全市GDP增长5.8%固定资产投资完成1200亿元"),
            ("zh-Hans", "5G基站AI摄像头和App怎样改变了这座1200人的小镇"),
            ("zh-Hans", "《临河志》《渡口旧闻》和《老船工口述》三部地方文献昨日首发"),
            ("zh-Hans", "《关于加强老旧小区电梯维护保养和更新改造工作的指导意见》今日起施行"),
            ("zh-Hant", "行政院通過中小企業發展條例修正草案將加薪減稅延長十年並擴大適用範圍"),
            ("zh-Hant", "渡輪末班船長在退休前把三百本航海日誌捐給了海事博物館"),
            ("zh-Hant", "港島電車公司宣布下月起調整早晚班次並增設長者專用座位"),
            ("zh-Hant", "戰後台灣的移民記憶與鄉愁是怎樣寫進一碗牛肉麵的"),
            ("zh-Hans", "记者在现场看到从清晨五点开始就有上千名市民排着长队" * 5),
            ("zh-Hans", "了不起的地方了解的确切时间里程碑性格化学家常便饭"),
            ("zh-Hans", "的的的的的的的的的的的的的的的的的的的的的的的的的的的的的的"),
            ("zh-Hans", "临河区青年志愿者协会联合十二所高校开展暑期支教活动纪实报告文学集"),
        )
    ),
    ("book", "zh-Hans", "我在渡口摆渡的那些年里见过的人和没有等到的船", "", "渡人", "", "河上人家"),
    ("book", "zh-Hans", "一个普通工人家庭的三代人用七十年守护同一座灯塔的故事", "口述实录", "穆清", "海嵐出版社", ""),
    ("book", "zh-Hans", "为什么我们总是在离开故乡多年以后才开始想念那条没有名字的小河", "", "林远", "", ""),
    ("book", "zh-Hans", "穿过大半个中国去看一位从未谋面的修表匠", "", "亚历山德拉·费奥多罗夫娜|范眠", "", ""),
    ("book", "zh-Hant", "舊城區最後一間手工鐘錶維修店的老師傅和他的徒弟們", "", "林遠", "", ""),
    ("book", "zh-Hans", "中国人民大学附属中学语文组教师下水作文三十年精选集", "", "课题组", "", ""),
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
        shown = [books[number] for number in (1, 2, 6, 20, 21, 35, 9)]
        sheet(shown, get_args(Theme), 7).quantize(128).save(arguments[1], optimize=True)
        return
    folder = Path(arguments[0])
    themes: Sequence[Theme] = get_args(Theme)
    for theme in themes:
        sheet(books, [theme], _COLUMNS).save(folder / f"{theme}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
