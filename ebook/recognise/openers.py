"""The words that open a structure inside an article.  Data in ``words/structures.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ebook.model import AsideKind
from ebook.recognise.fold import EDGE, fold

_LONGEST = 24  # characters of a label with its ornaments
_BEFORE = rf"[■●◆▲▎◎★☆◇□【\[(<{EDGE}]*"  # no dash: ——题记 says what the lines above are
_ENDS = re.compile("[:：】\\]］]")  # what a label that is run in ends with
_KINDS: tuple[AsideKind, ...] = ("note", "box", "tip", "notes", "references")


@cache
def words() -> Mapping[str, str]:
    """The patterns of each kind as one, unanchored."""
    data = tomllib.loads(files("ebook.recognise").joinpath("words/structures.toml").read_text(encoding="utf-8"))
    grouped: dict[str, list[str]] = {}
    for entry in data["word"]:
        grouped.setdefault(entry["kind"], []).append(entry["pattern"])
    return {kind: "|".join(patterns) for kind, patterns in grouped.items()}


@cache
def _whole(kind: str) -> re.Pattern[str]:
    return re.compile(words()[kind])


def says(kind: str, text: str, longest: int = _LONGEST) -> bool:
    """Is the whole text one of the words of a kind?  It has at most so many characters."""
    return len(text) <= longest and bool(_whole(kind).fullmatch(fold(text.strip(EDGE))))


@cache
def _labels() -> re.Pattern[str]:
    named = "|".join(f"(?P<{kind}>{words()[kind]})" for kind in _KINDS)
    return re.compile(rf"{_BEFORE}(?:{named})[】\])>—{EDGE}]*:?[{EDGE}]*")


@cache
def _run_in() -> re.Pattern[str]:
    named = "|".join(f"(?P<{kind}>{words()[kind]})" for kind in _KINDS[:3])
    return re.compile(rf"(?:[【\[](?:{named})[】\]]:?|(?:{named.replace('?P<', '?P<bare_')})[{EDGE}]*:)(?=[{EDGE}]*\S)")


def label_of(text: str) -> AsideKind | None:
    """What a line opens that is a label and nothing else."""
    found = _labels().fullmatch(fold(text)) if len(text) <= _LONGEST else None
    return next((kind for kind in _KINDS if found[kind]), None) if found else None


def run_in(text: str) -> tuple[AsideKind, int] | None:
    """What a paragraph is that begins with a label, and where the label ends (编者按：每年春天…)."""
    if not _ENDS.search(text, 0, _LONGEST):  # most paragraphs
        return None
    found = _run_in().match(fold(text[: 2 * _LONGEST]))
    if not found:
        return None
    kind = next(kind for kind in _KINDS[:3] if found[kind] or found[f"bare_{kind}"])
    return kind, found.end()
