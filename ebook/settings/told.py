"""What a person may say of the lines of a text, in options or in a file beside it: one check for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ebook.diagnostics import Diagnostic
from ebook.settings.given import raise_all
from ebook.settings.records import Override
from ebook.settings.suggest import closest

#: The roles of lines, each with the other words people write for it.
LINE_ROLES: Mapping[str, Sequence[str]] = {
    "title": ("标题", "書名", "书名"),
    "kicker": ("引题", "肩题"),
    "deck": ("副题", "subtitle"),
    "data": ("资料行", "date", "source", "byline", "日期", "来源", "署名"),
    "caption": ("图说",),
    "credit": ("图片署名",),
    "label": ("栏目标记",),
    "body": ("正文", "text"),
    "heading": ("小标题", "chapter", "章"),
    "subheading": ("次级小标题",),
    "rights": ("版权声明", "版权"),
    "note": ("注",),
    "table": ("表格", "表"),
    "furniture": ("版面文字", "cut"),
}
#: What may be said of the form of a line.
LIKE, UNLIKE = "headings-like", "not-headings-like"


def line_role(word: str) -> str | None:
    """The role by its name or another word for it; None for a word that names none."""
    word = word.strip().lower()
    return next((role for role, others in LINE_ROLES.items() if word == role or word in others), None)


def meant_role(word: str) -> str:
    """The role that a mistyped word was meant to be."""
    near = closest(word.strip().lower(), [name for role, others in LINE_ROLES.items() for name in (role, *others)])
    return line_role(near or "heading") or "heading"


def told(sets: Sequence[str], like: Sequence[str] = (), unlike: Sequence[str] = ()) -> tuple[Override, ...]:
    """What options say: ``LINE=role``, and lines whose form is that of headings, or of none.

    A LINE of figures alone is a number, any other the line's own words.  Raises
    one :class:`~ebook.diagnostics.Problem` (USE-021, USE-022) with every fault.
    """
    faults: list[Diagnostic] = []
    forms = [
        _line(words, role, f"--{role}", faults) for role, given in ((LIKE, like), (UNLIKE, unlike)) for words in given
    ]
    lines = [override for words in sets for override in _set(words, faults)]
    raise_all(faults)
    return (*forms, *lines)


def _set(words: str, faults: list[Diagnostic]) -> Iterator[Override]:
    line, mark, word = words.rpartition("=")
    role = line_role(word)
    if mark and not role:
        values = {"value": word.strip(), "meant": meant_role(word), "known": ", ".join(LINE_ROLES)}
        faults.append(Diagnostic("USE-022", values))
    else:
        yield _line(line, role or "", "--set", faults)


def _line(words: str, role: str, option: str, faults: list[Diagnostic]) -> Override:
    """The override of a line that is given by number or by words."""
    words = words.strip()
    if not words or (words.isdecimal() and not 0 < int(words[:10]) < 10**9):
        faults.append(Diagnostic("USE-021", {"option": option}))
    if words.isdecimal():
        return Override(role, number=int(words[:10]), where=option)
    return Override(role, words, where=option)
