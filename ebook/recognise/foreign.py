"""Runs of words in a European language inside Chinese text, with the language that they are in.

A name, an acronym, a brand tell no language; a sentence or a phrase does by its
small words.  So a run has three words at the least, and one of them is a small
word of one language alone; what no such word tells stays untagged.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain

from ebook.model import Foreign, Inline, Text

_FEWEST = 3  # words
_LEAST = {"en": 1}  # small words; of other languages two, since one may be a surname in pinyin (Ma, De)
_LATIN = "!-~\u00a1-\u024f\u2019"  # with the apostrophe
_RUN = re.compile(f"(?<![{_LATIN}])[{_LATIN}]++(?:[ \u00a0][{_LATIN}\u2018]++)++")
_WORD = re.compile("[^\\W\\d_]+(?:['\u2019-][^\\W\\d_]+)*")
_AROUND = "()[]<>\"'\u00ab\u00bb|/*_#=+~&- \u2018\u2019"


def tagged(text: str) -> Sequence[Inline]:
    """The text with its foreign runs told; as one piece where it has none."""
    pieces: list[Inline] = []
    at = 0
    for start, stop, language in _runs(text):
        if at < start:
            pieces.append(Text(text[at:start]))
        pieces.append(Foreign(text[start:stop], language))
        at = stop
    if at < len(text):
        pieces.append(Text(text[at:]))
    return pieces


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    if " " not in text and "\u00a0" not in text:  # nearly every paragraph
        return
    for match in _RUN.finditer(text):
        words = match[0].strip(_AROUND)
        language = _language(words)
        if language:
            words = words.lstrip(" .,;:!?")
            start = match.start() + match[0].index(words)
            yield start, start + len(words), language


def _language(run: str) -> str | None:
    """Whose small words a run has; None where most of it is no words, or the small words are those of several."""
    parts = [part.strip(".,:;!?()[]\"'") for part in run.split()]
    words = [part for part in parts if _WORD.fullmatch(part)]
    if len(words) < _FEWEST or 2 * len(words) <= len(parts):
        return None
    small = [word.lower() for word in words if not word.isupper()]
    known = [languages for word in small if (languages := _small_words().get(word))]
    (best, most), (_, second) = (*Counter(chain(*known)).most_common(2), ("", 0), ("", 0))[:2]
    return best if most > second and most >= _LEAST.get(best, 2) and (best,) in known else None


@cache
def _small_words() -> Mapping[str, tuple[str, ...]]:
    """Each small word with the languages that have it."""
    data = tomllib.loads(files("ebook.recognise").joinpath("words/languages.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for entry in data["language"]:
        for word in entry["words"].split():
            found[word] = (*found.get(word, ()), entry["tag"])
    return found
