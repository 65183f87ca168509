"""The words of the trade: which formulas a line holds.  Data in ``words/page.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

#: A formula is a line of the page, not a paragraph: longer lines are looked at for rights and sources alone.
LONG = 120
_ALSO_IN_LONG_LINES = frozenset({"rights", "rights-start", "disclaimer", "abstract", "speaker"})


Formulas = tuple[tuple[str, re.Pattern[str]], ...]


def entries() -> list[dict[str, str]]:
    """The entries of ``words/page.toml``: ``clue``, ``pattern``, and the examples that try it."""
    data = tomllib.loads(files("ebook.recognise").joinpath("words/page.toml").read_text(encoding="utf-8"))
    return list(data["word"])


def joined(words: Iterable[Mapping[str, str]]) -> Formulas:
    """Every clue of the entries with its patterns as one regular expression, in the order of the entries."""
    grouped: dict[str, list[str]] = {}
    for entry in words:
        grouped.setdefault(entry["clue"], []).append(f"(?:{entry['pattern']})")
    return tuple((clue, re.compile("|".join(patterns))) for clue, patterns in grouped.items())


@cache
def formulas() -> Formulas:
    """The clues of the file with their patterns."""
    return joined(entries())


@cache
def words_for(subject: str) -> re.Pattern[str]:
    """The words of ``words/fields.toml`` for a subject, as one regular expression."""
    data = tomllib.loads(files("ebook.recognise").joinpath("words/fields.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(data[subject]["words"]))


@cache
def _buttons() -> frozenset[str]:
    return frozenset(files("ebook.recognise").joinpath("words/buttons.txt").read_text(encoding="utf-8").split())


@cache
def _run_together() -> re.Pattern[str]:
    """Two buttons or more without anything between: 登录注册写文章."""
    words = sorted((word for word in _buttons() if len(word) > 1), key=lambda word: -len(word))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){{2,6}}")


_BETWEEN = re.compile(r"[\s\d|:/()\[\]【】<>◀▶◁▷«»·,.+○●★☆—-]+")


def is_buttons(folded: str) -> bool:
    """Does the folded line hold the words of buttons and counters alone?"""
    if len(folded) > LONG:
        return False
    words = [word for word in _BETWEEN.split(folded) if word]
    plain = bool(words) and all(word in _buttons() for word in words) and (len(words) > 1 or len(words[0]) > 1)
    return plain or (len(words) == 1 and bool(_run_together().fullmatch(words[0])))


def formulas_in(folded: str) -> frozenset[str]:
    """The clues of the formulas that the folded line begins with."""
    if len(folded) <= LONG:
        return _formulas_in(folded)
    return frozenset(clue for clue, pattern in formulas() if clue in _ALSO_IN_LONG_LINES and pattern.match(folded))


@lru_cache(maxsize=4096)  # each line is asked for by itself and by its neighbours
def _formulas_in(folded: str) -> frozenset[str]:
    return frozenset(clue for clue, pattern in formulas() if pattern.match(folded))
