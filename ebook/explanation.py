"""For people: why a line was read as it was, and what to write to overrule it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ebook.diagnostics import Language
from ebook.model import Candidate, Clue, Explanation, Source
from ebook.settings import LINE_ROLES
from ebook.wording import clip, pad, printable, width, wording

_WIDTH = 100  # columns
_BEHIND = 9  # columns of how much worse the whole reads
_BEST = 4  # roles whose clues are shown, unless all are wanted
_WHOLE = 40  # characters: an anchor is no longer; of a longer line the first words are enough
_ANCHOR = 30

#: What a person writes for a role that has no name of its own among those that can be written.
_WRITTEN: Mapping[str, str] = {
    "number": "heading", "title2": "title", "aut": "data", "trl": "data", "contents": "furniture",
}  # fmt: skip


def explanations(found: Iterable[Explanation], source: Source, language: Language, *, whole: bool = False) -> str:
    """The explanations one below another; ``whole`` gives the clues of every role, not of the best alone."""
    most = None if whole else _BEST
    return "\n\n".join("\n".join(_explanation(one, source, language, most)) for one in found)


def _explanation(one: Explanation, source: Source, language: Language, most: int | None) -> Iterator[str]:
    words, roles = wording("explain", language), wording("roles", language)
    lines = f"{one.line}" if one.line == one.last else f"{one.line}–{one.last}"
    yield words["line"].format(line=lines, text=clip(printable(one.text), _WIDTH - 20))
    yield "  " + _verdict(one, language)
    yield from _begins(one, language)
    column = max((width(roles.get(item.role, item.role)) for item in one.candidates), default=0)
    for item in one.candidates[:most]:
        yield from _candidate(item, column, language, best=item is one.candidates[0])
    if rest := one.candidates[len(one.candidates) if most is None else most :]:
        told = [f"{roles.get(item.role, item.role)} {item.behind:.2f}" for item in rest]
        yield from _block("  " + words["worse"] + " ", told)
    weighed = {"table", *(item.role for item in one.candidates)}  # tables are found before a page is weighed
    impossible = [roles[role] for role in LINE_ROLES if role not in weighed]
    if impossible and len(one.candidates) > len(impossible):
        yield from _block("  " + words["impossible"] + " ", impossible)
    yield "  " + words["overrule"].format(option=option(one), file=Path(source.stem or "NAME").name + ".read.toml")
    yield from ("    " + printable(line) for line in snippet(one, source).splitlines())


def _verdict(one: Explanation, language: Language) -> str:
    words, roles = wording("explain", language), wording("roles", language)
    choice, best = one.choice, one.candidates[0] if one.candidates else None
    role = roles.get(choice.role, choice.role)
    if choice.told:
        said = words["told"].format(role=role, where=printable(choice.told))
        return said + (words["without"].format(role=roles.get(best.role, best.role)) if best else "")
    if best and best.role != choice.role:
        return words["second"].format(role=role, reason=choice.clues[0].name, first=roles.get(best.role, best.role))
    if choice.runner_up is None:
        return words["sure"].format(role=role)
    other = roles.get(choice.runner_up, choice.runner_up)
    return words["read"].format(role=role, other=other, margin=f"{choice.margin:.2f}")


def _begins(one: Explanation, language: Language) -> Iterator[str]:
    """Why another article begins here, and what to write if none does."""
    words, begins = wording("explain", language), one.begins
    if begins is None:
        return
    where = "begins" if one.line == begins.headline else "begins-above"
    head = words[where].format(headline=begins.headline, margin=f"{begins.margin:.2f}")
    yield from _block(f"  {head} ", [clue_text(clue) for clue in begins.clues])
    yield "  " + words["no-article"].format(option=f"--set '{begins.headline}=heading'")


def _candidate(item: Candidate, column: int, language: Language, *, best: bool) -> Iterator[str]:
    words, role = wording("explain", language), wording("roles", language).get(item.role, item.role)
    behind = words["best"] if best else words["behind"].format(behind=f"{item.behind:.2f}")
    head = f"  {pad(role, column)}  {pad(behind, _BEHIND)}  {item.score:+7.2f} = "
    yield from _block(head, [clue_text(clue) for clue in item.clues] or ["0"])


def clue_text(clue: Clue) -> str:
    """A clue with its weight."""
    return f"{clue.name} {clue.weight:+.2f}" if math.isfinite(clue.weight) else clue.name


def _block(head: str, pieces: Sequence[str]) -> Iterator[str]:
    """The pieces behind the head, in as many lines as they need."""
    line = head
    for i, piece in enumerate(pieces):
        mark = " · " if i else ""
        if mark and width(line + mark + piece) > _WIDTH:
            yield line + " ·"
            line, mark = " " * width(head), ""
        line += mark + printable(piece)
    yield line


# --- what to write ----------------------------------------------------------------------------------


def other_role(one: Explanation) -> str:
    """The role that a person would most likely write instead: the best that can be written and that it has not."""
    ranked = [_WRITTEN.get(item.role, item.role) for item in one.candidates]
    now = _WRITTEN.get(one.choice.role, one.choice.role)
    fallback = "body" if now != "body" else "heading"
    return next((role for role in ranked if role != now and role in LINE_ROLES), fallback)


def option(one: Explanation) -> str:
    """The option that overrules the reading of the line."""
    return f"--set '{one.line}={other_role(one)}'"


def snippet(one: Explanation, source: Source) -> str:
    """The same for ``NAME.read.toml``: anchored to the line's words; with its number where they stand there twice."""
    text = source.lines[one.line - 1].text.strip()
    words = text if len(text) <= _WHOLE else text[:_ANCHOR] + "…"
    begins = words.removesuffix("…")
    stripped = [line.text.strip() for line in source.lines]
    twins = sum(other.startswith(begins) if words != text else other == text for other in stripped)
    number = f"\nnumber = {one.line}" if twins > 1 else ""
    return f'[[line]]\ntext = {json.dumps(words, ensure_ascii=False)}\nrole = "{other_role(one)}"{number}'
