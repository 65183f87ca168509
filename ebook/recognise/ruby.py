"""Readings that stand flat behind their characters, as a browser copies them: 春(chūn)眠(mián).

Neighbours that each have the reading of one syllable can only be ruby.  A gloss
alone (郗（xī）), as prose prints it, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from ebook.model import Inline, Ruby, Text, bare_text_of

_HAN = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\ufe00-\ufe0f\U000e0100-\U000e01ef]?"
_LETTER = "a-zA-Z\u00c0-\u01ff\u0300-\u036f\u02c7-\u02d9\u3105-\u312f\u31a0-\u31bf"
_PAIR = re.compile(rf"({_HAN})(?:\(([{_LETTER}1-5·]{{1,10}})\)|（([{_LETTER}1-5·]{{1,10}})）)")
_ZHUYIN = re.compile("[\u02d9·]?[\u3105-\u312f\u31a0-\u31bf]{1,3}[\u02ca\u02c7\u02cb\u02d9·]?")
_SYLLABLE = re.compile("(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv\u00fc]{1,3}(?:ng?|r)?|h?m|h?ng?")
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")  # on decomposed letters
_GAP = re.compile("[ \u3000]?")
_BESIDE = re.compile(f"{_HAN}$")
_MAY_HOLD = re.compile(f"[(（][{_LETTER}·]")


@dataclass(frozen=True, slots=True)
class _Gloss:
    """A character with its reading, from one place of the text to another; ``tone``: the reading has one."""

    start: int
    stop: int
    ruby: Ruby
    tone: bool


def glossed(text: str) -> Sequence[Inline]:
    """The text with its readings told as ruby; as one piece where it has none."""
    pieces: list[Inline] = []
    at = 0
    for gloss in _glosses(text):
        if at < gloss.start:
            pieces.append(Text(text[at : gloss.start]))
        pieces.append(gloss.ruby)
        at = gloss.stop
    if at < len(text):
        pieces.append(Text(text[at:]))
    return pieces


def bare(text: str) -> str:
    """The text without its readings: what it is to be judged by."""
    return text if _is_plain(text) else bare_text_of(glossed(text))


def _is_plain(text: str) -> bool:
    """Has the text nothing that looks like a reading: cheap, for nearly every line."""
    return ("(" not in text and "（" not in text) or not _MAY_HOLD.search(text)


def _glosses(text: str) -> Sequence[_Gloss]:
    """The readings of a text that has neighbours with readings, one of them with a tone.

    Beside such neighbours a character that stands alone between two marks
    (“好(hǎo)！”) has its reading as well.
    """
    if _is_plain(text):
        return ()
    found = [gloss for match in _PAIR.finditer(text) if (gloss := _gloss(match))]
    beside = {i for i, (one, other) in enumerate(pairwise(found)) if _GAP.fullmatch(text, one.stop, other.start)}
    runs = beside | {i + 1 for i in beside}
    if not any(found[i].tone for i in runs):
        return ()
    return [
        gloss
        for i, gloss in enumerate(found)
        if i in runs or not _BESIDE.search(text[max(0, gloss.start - 2) : gloss.start])
    ]


def _gloss(match: re.Match[str]) -> _Gloss | None:
    base, half, full = match.groups()
    reading = half or full
    plain, tone = _plain(reading)
    if not (_ZHUYIN.fullmatch(reading) or (_SYLLABLE.fullmatch(plain) and tone <= 1)):
        return None
    brackets = "()" if half else "（）"
    return _Gloss(match.start(), match.end(), Ruby(base, reading, brackets), bool(tone) or not plain.isascii())


def _plain(reading: str) -> tuple[str, int]:
    """A syllable without its tone in small letters, and how many tones it has: marks, or a figure behind it."""
    letters = reading[0].lower() + reading[1:]  # 中(Zhōng), but not 会(UN)
    marks = normalize("NFC", _TONES.sub("", normalize("NFD", letters)))
    return marks.rstrip("12345"), len(_TONES.findall(normalize("NFD", letters))) + sum(map(str.isdecimal, marks[-1:]))
