"""Make ebook/package/readings.txt: the characters of given names that have one reading.

    python tools/make_readings.py > ebook/package/readings.txt

Needs pypinyin (0.55 was used), which the product itself does not: importing it
takes longer than a whole build, and half of the surnames with a reading of
their own come out wrong.  Characters: GB 2312 and the first level of Big5.
Left out is every character with two readings, tones aside, unless all but one
are those of old books.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pypinyin import Style, pinyin

# Common in given names; their other readings are archaic, dialect, or never used in a name.
ONE_IN_NAMES = {
    "娜": "na", "强": "qiang", "強": "qiang", "洋": "yang", "明": "ming", "超": "chao", "平": "ping", "英": "ying",
    "红": "hong", "紅": "hong", "倩": "qian", "浩": "hao", "俊": "jun", "淑": "shu", "胜": "sheng", "勝": "sheng",
    "若": "ruo", "溪": "xi", "鑫": "xin", "波": "bo", "宁": "ning", "寧": "ning", "南": "nan", "石": "shi",
    "敬": "jing", "清": "qing", "青": "qing", "文": "wen", "新": "xin", "成": "cheng", "正": "zheng", "光": "guang",
    "春": "chun", "秋": "qiu", "月": "yue", "天": "tian", "景": "jing", "先": "xian", "世": "shi", "广": "guang",
    "山": "shan", "和": "he", "亚": "ya", "亞": "ya", "远": "yuan", "遠": "yuan", "方": "fang", "立": "li",
}  # fmt: skip


def characters() -> Iterator[str]:
    """The hanzi of GB 2312, then those of Big5's first level that it lacks."""
    seen = dict.fromkeys(_decoded("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)))
    big5 = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    seen.update(dict.fromkeys(_decoded("big5", range(0xA4, 0xC7), big5)))
    return iter(seen)


def _decoded(encoding: str, leads: range, trails: range | list[int]) -> Iterator[str]:
    for lead in leads:
        for trail in trails:
            character = bytes((lead, trail)).decode(encoding, "ignore")
            if "\u4e00" <= character <= "\u9fff":
                yield character


def main() -> None:
    """Print the table: a reading, then its characters."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for character in characters():
        found = set(pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=True)[0])
        reading = ONE_IN_NAMES.get(character) or (found.pop() if len(found) == 1 else None)
        if reading:
            table[reading].append(character)
    print("# Characters with one reading in names.  Made by tools/make_readings.py: change that, not this.")
    for reading in sorted(table):
        print(reading, "".join(sorted(table[reading])))


if __name__ == "__main__":
    main()
