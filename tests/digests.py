"""Texts of several articles, and pages that only look like several.  All words are invented; the layouts are met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """An article: what stands in its head, and its paragraphs."""

    title: str
    author: str
    paper: str
    date: str
    text: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(f"　　{paragraph}" for paragraph in self.text)


@dataclass(frozen=True)
class Text:
    """A text with the headlines of its articles, and the headings that must stay inside them."""

    name: str
    text: str
    titles: tuple[str, ...]
    kept: tuple[str, ...] = ()


FERRY = Piece(
    "渡口老船工的最后一班船", "莫青禾", "临浦日报", "2020年3月15日",
    (
        "渡口的老船工姓陆，撑了四十一年船。三月里的一天，他把最后一班客人送到对岸，收起跳板，把缆绳在木桩上绕了三圈。",
        "上游的桥通车以后，坐船的人一天比一天少。从前赶集的日子，船要来回二十多趟，如今一天只剩两个人，一个是教师，一个是放羊的。",
        "老陆说，船不会拆，就停在岸边。“谁要过河，喊一声就行。”他把竹篙靠在门后，竹篙上磨出的凹痕正好放得下一只手。",
    ),
)  # fmt: skip
CLOCK = Piece(
    "修钟人守着一条旧街", "白露", "河西晚报", "2020年4月2日",
    (
        "旧街尽头的钟表铺只有一扇门宽，墙上挂着六十多只钟，没有两只走得一样快。修钟人说，走得太准的钟没有人送来修。",
        "他的放大镜是父亲留下的，镜圈用棉线缠过三回。修一只座钟要拆下一百多个零件，洗净，晾干，再一个一个装回去，急不得。",
        "去年街口拆了一半，铺子还在。常有人抱着不走的钟来，修好以后却不来取，他就替他们上弦，一只一只地上过去。",
    ),
)  # fmt: skip
SNAIL = Piece(
    "雨后数蜗牛的中学生", "宁小满", "青禾周刊", "2020年5月20日",
    (
        "城北中学的后墙有一片苔藓，雨停以后会爬出许多蜗牛。生物小组的六个学生数了两年，记下了一万三千多只，每一只都写了编号。",
        "他们发现蜗牛在旱季会往墙缝里退，最深的一道缝里住着二十七只。带队的老师说，数据不说谎，可是学生常常数着数着就笑起来。",
        "今年夏天他们打算换一面墙再数。有个学生在本子上写：墙不一样，雨是一样的，蜗牛大概也不会太认生。",
    ),
)  # fmt: skip
SALT = Piece(
    "盐田里长大的三姐妹", "齐望舒", "海角新闻网", "2020年6月8日",
    (
        "三姐妹的名字都带一个盐字旁的故事。大姐出生那天晒出了头茬盐，二姐出生那天下了暴雨，三妹出生的时候盐田正在放水。",
        "如今大姐管着一百二十亩滩涂，二姐开了一家民宿，三妹在县城教书。每年立秋，三个人都要回来，把最后一池盐收到仓里去。",
        "收盐那几天，风大，话要喊着说。大姐说盐要赶在潮水前头，二姐说客人要看日出，三妹只是笑，一耙一耙地往前推。",
    ),
)  # fmt: skip
LIBRARY = Piece(
    "山顶图书馆只有一位读者", "韩半山", "岭南文汇", "2020年7月1日",
    (
        "山顶的图书馆是用旧气象站改的，一共九百本书，管理员和读者是同一个人。他每天上山，先看云，再看书，看完在簿子上登记。",
        "簿子上的借书人都是他自己，字迹却不一样：春天写得快，冬天写得慢。有一年大雪封山，他三个月没有还一本书，罚了自己两块钱。",
        "上个月来了一位迷路的客人，借走一本讲鲸鱼的书，说下回还。管理员等着，每天傍晚把灯多点一刻钟，好让山下看得见。",
    ),
)  # fmt: skip
ALL = (FERRY, CLOCK, SNAIL, SALT, LIBRARY)

Layout = Callable[[Piece], str]


def _digest(name: str, layout: Layout, between: str = "\n", pieces: Sequence[Piece] = ALL) -> Text:
    return Text(name, between.join(layout(piece) for piece in pieces), tuple(piece.title for piece in pieces))


def _plain(piece: Piece) -> str:
    return f"{piece.title}\n{piece.body}"


def _signed(piece: Piece) -> str:
    return f"{piece.title}\n{piece.author}\n{piece.body}"


def _dated(piece: Piece) -> str:
    return f"{piece.title}\n{piece.date} 来源：{piece.paper}\n{piece.body}"


def _quoted(piece: Piece) -> str:
    return f"{piece.title}\n●{piece.author}\n{piece.body}\n（摘自《{piece.paper}》2020年第2期）"


def _edition(piece: Piece) -> str:
    return (
        f"临浦日报 {piece.date} 星期五\nA0{ALL.index(piece) + 1}：副刊\n上一版 下一版\n往期 目录\n"
        f"{piece.title}\n本报记者 {piece.author}\n{piece.body}\n上一篇 下一篇\n版权声明\n"
        "临浦日报社版权所有，未经书面授权，不得转载或建立镜像。"
    )


def _archive(piece: Piece) -> str:
    return f"第{ALL.index(piece) + 2}版(文艺)\n专栏：新街口\n\n{piece.title}\n{piece.author}\n\n{piece.body}\n"


def _taiwan(piece: Piece) -> str:
    body = "\n".join(piece.text)
    return (
        f"聯享新聞網 / 地方 / 竹嶺\n{piece.title}\n"
        f"2022-06-1{ALL.index(piece)} 00:26 聯享報／ 記者{piece.author}／竹嶺報導\n"
        f"分享\n{body}\n延伸閱讀\n鐵道旁的百年米倉 週末辦市集\n共 0 則留言\n規範"
    )


def _hongkong(piece: Piece) -> str:
    body = "\n".join(piece.text)
    return (
        f"要聞　港聞　副刊　體育\n2022-08-1{ALL.index(piece)}\n{piece.title}\n{body}\n文：{piece.author}\n編輯：段橋\n"
        "版權屬澳汐報業有限公司所有，未經授權，不得轉載。"
    )


def _wechat(piece: Piece) -> str:
    body = "\n\n".join(piece.text)
    return (
        f"{piece.title}\n\n原创 {piece.author} 慢车到站\n\n慢车到站\n微信号 manchedaozhan\n"
        f"2021-07-0{ALL.index(piece) + 1} 22:08\n\n"
        f"{body}\n\n-END-\n\n文：{piece.author}\n喜欢此内容的人还喜欢\n在县城坐末班车的人\n分享 收藏 在看 216\n"
    )


def _portal(piece: Piece) -> str:
    return (
        f"{piece.title}\n本报记者　{piece.author}\n2024年04月0{ALL.index(piece) + 1}日08:17　　来源：浣东日报\n"
        f"小字号\n{piece.body}\n"
        "　　《浣东日报》（2024年04月09日 第 07 版）\n(责编：戚晓、万木)\n分享让更多人看到"
    )


def _sections(piece: Piece) -> str:
    first, second, third = piece.text
    head = f"{piece.title}\n{piece.date} 来源：{piece.paper}"
    return f"{head}\n　　{first}\n从前的样子\n　　{second}\n后来的样子\n　　{third}"


def _source_below(piece: Piece) -> str:
    return f"{piece.title}\n{piece.body}\n（{piece.author}，原载{piece.date}《{piece.paper}》）"


def _bracketed(piece: Piece) -> str:
    return f"【{piece.title}】\n作者：{piece.author}　来源：{piece.paper}\n{piece.body}"


SEVERAL: tuple[Text, ...] = (
    _digest("pages of one digital edition", _edition),
    _digest("a rule of hyphens", _dated, "\n--------------------\n"),
    _digest("a rule of equals signs", _signed, "\n\n====================\n\n"),
    _digest("a rule of stars", _plain, "\n\n**********************\n\n"),
    _digest("blank lines alone, dated", _dated, "\n\n\n\n"),
    _digest("blank lines alone, signed", _signed, "\n\n\n\n"),
    _digest("a newspaper's archive", _archive),
    _digest("date and source without a separator", _dated),
    _digest("an author behind a mark, quoted from", _quoted),
    _digest("pages of a Taiwan paper", _taiwan),
    _digest("pages of a Hong Kong paper", _hongkong),
    _digest("pages of an account", _wechat),
    _digest("pages of a portal", _portal),
    _digest("articles with sections", _sections, "\n--------------------\n"),
    _digest("articles with sections, no separator", _sections),
    _digest("where it stood, below", _source_below, "\n\n"),
    Text("headlines in brackets", "\n\n\n".join(map(_bracketed, ALL)), tuple(f"【{piece.title}】" for piece in ALL)),
    _digest("two articles", _dated, "\n\n\n", ALL[:2]),
    _digest("two pages of an account", _wechat, "\n", ALL[:2]),
    _digest("two pages of a paper", _edition, "\n", ALL[:2]),
)


def _page(name: str, head: str, parts: Iterable[str], titles: tuple[str, ...] = (), kept: tuple[str, ...] = ()) -> Text:
    return Text(name, "\n".join((head, *parts)), titles, kept)


_HEAD = "河岸来信\n2021年3月5日 来源：临河日报"


def _letters() -> Text:
    heads = ("路灯该修了", "公交站牌看不清", "谢谢那位司机", "小区的树")
    names = ("城东读者 陆平", "北街居民 白云", "一位母亲 宁静", "退休教师 韩松")
    parts = [f"{head}\n　　{piece.text[0]}\n{name}" for head, piece, name in zip(heads, ALL, names, strict=False)]
    return _page("letters to the editor", "读者来信\n2021年3月5日 来源：临河日报", parts, kept=heads)


def _special() -> Text:
    heads = ("江边：水退了", "山里：路通了", "城中：灯亮了", "海上：船回了")
    parts = [f"{head}\n本报记者 {piece.author}\n{piece.body}" for head, piece in zip(heads, ALL, strict=False)]
    head = "汛期过后的四个地方\n2021年8月3日 来源：临河日报\n　　" + LIBRARY.text[0]
    return _page("a special with a reporter for each section", head, parts, kept=heads)


def _diary() -> Text:
    heads = ("初到雨镇", "石桥与早市", "翻过垭口", "归途")
    parts = [
        f"{head}\n2021年5月{i + 1}日 晴\n{piece.body}" for i, (head, piece) in enumerate(zip(heads, ALL, strict=False))
    ]
    return _page("a diary of a journey", "雨镇四日\n莫青禾\n　　" + LIBRARY.text[0], parts, kept=heads)


def _timeline() -> Text:
    dates = ("2019年3月2日", "2019年7月15日", "2020年1月8日", "2020年6月30日")
    parts = [f"{date}\n　　{piece.text[1]}" for date, piece in zip(dates, ALL, strict=False)]
    return _page("a timeline", "一座桥的来历\n2021年3月5日 来源：临河日报\n　　" + LIBRARY.text[0], parts)


def _essay() -> Text:
    return _page("an essay with breaks", _HEAD, ["\n\n* * *\n\n".join(piece.body for piece in ALL)])


def _essay_of_rules() -> Text:
    return _page("an essay with rules for breaks", _HEAD, ["\n-----\n".join(piece.body for piece in ALL)])


def _answers() -> Text:
    parts = [f"问：{piece.title}，是怎么一回事？\n\n答：{piece.text[0]}\n\n{piece.text[1]}\n" for piece in ALL]
    return _page("questions and answers", _HEAD, parts)


def _related() -> Text:
    teasers = [f"{piece.title}\n{piece.date}\n{piece.text[0][:46]}……" for piece in ALL[1:]]
    return _page("related articles with teasers", _dated(FERRY), ["相关阅读", *teasers])


def _comments() -> Text:
    names = ("江上客", "小城旧事", "白露为霜", "半山听雨")
    parts = [
        f"{name}\n2020-03-16 1{i}:20\n{piece.text[0]}\n回复 赞"
        for i, (name, piece) in enumerate(zip(names, ALL, strict=False))
    ]
    return _page("readers' comments", _dated(FERRY), ["网友评论", *parts])


def _teaser(mark: str) -> Text:
    teaser = f"{CLOCK.title}\n{CLOCK.date} 来源：{CLOCK.paper}\n　　{CLOCK.text[0][:-1]}{mark}"
    return _page(f"a teaser that ends in {mark}", _dated(FERRY), [teaser])


def _spaced_comments() -> Text:
    parts = [f"\n\n\n{piece.author}\n2020-03-16 11:20\n{piece.text[0]}" for piece in ALL[1:]]
    return _page("readers' comments far apart", _dated(FERRY), ["网友评论", *parts])


def _ruled_sections() -> Text:
    heads = ("从前的样子", "后来的样子", "往后的样子", "不变的样子")
    parts = [f"--------------------\n{head}\n{piece.body}" for head, piece in zip(heads, ALL, strict=False)]
    return _page("sections under rules", _HEAD, ["　　" + LIBRARY.text[0], *parts], kept=heads)


def _poems() -> Text:
    verse = "河水涨到第三级台阶\n船还在岸上等着\n灯亮了一盏\n又亮了一盏"
    parts = [f"{head}\n\n{verse}\n" for head in ("渡口", "旧街", "雨后")]
    return _page("poems on one page", "河岸诗三首\n莫青禾\n2021年3月5日 来源：临河日报", parts)


def _turned_page() -> Text:
    """One article over two pages of the paper: only the frame stands between its parts."""
    first, *rest = FERRY.text
    frame = "临浦日报 2020年3月15日 星期五\nA0{}：副刊\n上一版 下一版"
    head = f"{frame.format(1)}\n{FERRY.title}\n本报记者 {FERRY.author}\n　　{first}\n（下转第三版）"
    return _page("turned to another page", head, [frame.format(3), "（上接第一版）", *(f"　　{text}" for text in rest)])


def _briefs() -> Text:
    heads = ("城东", "城西", "城南", "城北")
    parts = [f"{head}\n\n　　{piece.text[0]}\n\n\n" for head, piece in zip(heads, ALL, strict=False)]
    return _page("sections with wide space", _HEAD, parts, kept=heads)


ONE: tuple[Text, ...] = (
    _letters(), _special(), _diary(), _timeline(), _essay(), _essay_of_rules(), _answers(), _related(), _comments(),
    *map(_teaser, ("……", "……[详细]", "……【查看全文】", "……阅读全文", "...點我看更多")),
    _spaced_comments(), _ruled_sections(), _poems(), _turned_page(), _briefs(),
)  # fmt: skip


def turned(*, headed: bool) -> str:
    """An article that breaks off, another one, and the rest of the first, with its headline or without."""
    first, *rest = FERRY.text
    again = f"{FERRY.title}\n" if headed else ""
    return "\n".join(
        [
            f"{FERRY.title}\n本报记者 {FERRY.author}\n　　{first}\n（下转第三版）\n--------------------",
            f"{CLOCK.title}\n本报记者 {CLOCK.author}\n{CLOCK.body}\n--------------------",
            f"{again}（上接第一版）",
            *(f"　　{text}" for text in rest),
        ]
    )
