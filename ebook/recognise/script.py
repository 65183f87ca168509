"""Simplified or traditional, of Taiwan or Hong Kong, Chinese or not: the BCP 47 tag of a text, told from its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")
_ENOUGH = 20_000  # characters: more do not change the answer

# What is said in one place alone: its things and offices, and in Hong Kong the characters of Cantonese.  The forms of
# characters (裡 and 裏, 著 and 着) only lean to a place: Macau, Malaysia and many a writer have them too.
_PLACES = {
    "TW": (
        re.compile(
            "計程車|捷運|網路|軟體|公車站?|機車|里長|縣市|立法院|行政院|[臺台]幣|便當|國小|國中|腳踏車|影片"
            "|民國(?:[6-9][0-9]|1[0-9]{2}|[六七八九]十|一百)"
        ),
        re.compile("裡|[看走坐站笑拿帶跟隨等聽想說寫活開抱望]著|臺"),
    ),
    "HK": (
        re.compile("[嘅咁佢喺冇啲嚟咗嗰哋嘢邨]|港鐵|港元|港幣|小巴|立法會|區議會|行政長官|寫字樓|茶餐廳|酒樓"),
        re.compile("[裏着綫衞滙峯牀麪]|巴士"),
    ),
}
_LEAST = 3  # signs of a place, one of them more than a form; and four times as many as of the other


@cache
def _marks() -> tuple[frozenset[str], frozenset[str]]:
    """Characters of GB 2312 that Big5 lacks, and of Big5's common level that GB 2312 lacks."""
    simplified = {
        bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
    }
    common = {
        bytes((row, cell)).decode("big5", "ignore")
        for row in range(0xA4, 0xC7)
        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    }
    return frozenset(char for char in simplified - {""} if not _encodes(char, "big5")), frozenset(
        char for char in common - {""} if not _encodes(char, "gb2312")
    )


def _encodes(char: str, encoding: str) -> bool:
    return bool(char.encode(encoding, "ignore"))


def language_of(texts: Iterable[str]) -> str:
    """``zh-Hans``, ``zh-Hant`` with TW or HK where that is sure, ``en`` for a text in Latin letters, or ``und``."""
    sample = ""
    for text in texts:
        sample += text
        if len(sample) > _ENOUGH:
            break
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if han * 4 < latin:
        return "en"
    if not han:
        return "und"
    simplified, traditional = _marks()
    hans = sum(char in simplified for char in sample)
    hant = sum(char in traditional for char in sample)
    return f"zh-Hant{_place(sample)}" if hant > hans else "zh-Hans"


def _place(text: str) -> str:
    """``-TW``, ``-HK``, or nothing where the signs are few or divided: a wrong place is worse than none."""
    own = {place: len(words.findall(text)) for place, (words, _) in _PLACES.items()}
    signs = {place: own[place] + len(forms.findall(text)) for place, (_, forms) in _PLACES.items()}
    first, second = sorted(signs, key=signs.__getitem__, reverse=True)
    sure = own[first] and signs[first] >= _LEAST and signs[first] >= 4 * signs[second]
    return f"-{first}" if sure else ""
