"""Hypothesis strategies, all in one place."""

from __future__ import annotations

from hypothesis import strategies as st

# Characters that break naive code: line ends, controls, bidi, joiners, private use, beyond the BMP, no characters.
_NASTY = (
    "\r\n\v\f\x85\u2028\u2029\x00\x1c\x1f\x7f\x9f\u202e\u2066\u200b\u200d\ufe00\ufeff\ufffd"
    "\ufffe\uffff\ue000\U0001fffe\U0010ffff𠮷"
)
_HAN = "的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
_MARKS = "　，。：；？！“”《》（）第章 \t\n"


def texts() -> st.SearchStrategy[str]:
    """Any text that is not only white space or what no book can carry: all planes, all controls, much Chinese."""
    characters = st.one_of(
        st.sampled_from(_HAN),
        st.sampled_from(_MARKS),
        st.sampled_from(_NASTY),
        st.characters(exclude_categories=["Cs"]),
    )
    return st.tuples(st.text(characters), st.sampled_from(_HAN), st.text(characters)).map("".join)


_OPENINGS = (
    *(
        "编者按",
        "编者按：",
        "■相关链接",
        "小贴士",
        "注释：",
        "参考文献",
        "注",
        "——题记",
        "问：",
        "答：",
        "《晚报》：",
        "陆长根：",
    ),
    *("陆：", "编辑同志：", "此致", "敬礼！", "①", "②", "[1] ", "〔1〕", "[注1]", "第一章 ", "一、", "1. ", ""),
)
_TEXTS = (
    "桥下再也没有潮水①，县志便改了名字[1]，少一个字，意思也就全变了，谁也没有说什么。",
    *("您自己戴表吗？", "不戴。", "孤灯照旧船，夜雨满空川。", "不见归来客，江风又一年。"),
    *("风从左边的口袋进去", "一九九二年五月二十日", "（编者）", ""),
)


def pages() -> st.SearchStrategy[str]:
    """Pages of lines that open structures, of text they may hold, in any order."""
    indents = st.sampled_from(("", "　　", "        ", "            "))
    lines = st.tuples(indents, st.sampled_from(_OPENINGS), st.sampled_from(_TEXTS)).map("".join)
    return st.lists(lines, min_size=1, max_size=24).map(lambda page: "旧桥记\n" + "\n".join(page))


_CELLS = (
    "村名",
    "户数",
    "东渡",
    "120",
    "1950年",
    "三眼",
    "",
    "—",
    "没有。",
    "表1　井",
    "第一章",
    "文/图",
    "春(chūn)眠(mián)",
    "a b",
    "\\|",
)
_PARTS = ("\t", "\t\t", " | ", "|", "｜", "│", "  ", "")
_FRAMES = ("", "|", "│")
_RULES = (
    "|---|---|",
    "┌──┬──┐",
    "├──┼──┤",
    "+---+",
    "——————",
    "-----",
    "表1　四村的井",
    "",
    "注：此表未完。",
    "编者按",
)
_PARAGRAPH = "　　五月的一个下午，他走进北街二十七号。柜台上摆着十一只钟，没有两只走得一样快，满屋子都是滴答声。"


def grids() -> st.SearchStrategy[str]:
    """Pages of rows with cells, lines between them and paragraphs, in any order."""
    row = st.tuples(
        st.sampled_from(_FRAMES), st.sampled_from(_PARTS), st.lists(st.sampled_from(_CELLS), min_size=1, max_size=5)
    ).map(lambda parts: parts[0] + parts[1].join(parts[2]) + parts[0])
    rows = st.tuples(row, st.integers(1, 4)).map(lambda pair: "\n".join([pair[0]] * pair[1]))
    line = st.one_of(rows, rows, st.sampled_from(_RULES), st.just(_PARAGRAPH))
    return st.lists(line, min_size=1, max_size=14).map(lambda page: "旧桥记\n" + "\n".join(page))
