"""Simplified or traditional, Chinese or not: the BCP 47 tag of a text, told from its characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")
_ENOUGH = 20_000  # characters: more do not change the answer


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
    """``zh-Hans``, ``zh-Hant``, ``en`` for a text in Latin letters, or ``und``."""
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
    return "zh-Hant" if hant > hans else "zh-Hans"
