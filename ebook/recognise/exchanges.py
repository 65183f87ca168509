"""Questions and answers: who asks and who answers, told by the turns they take."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ebook.model import Block, Division, Paragraph, RunIn, text_of
from ebook.recognise.onpage import changed, is_body, opened, runs
from ebook.recognise.openers import says

_TURN = re.compile(r"([《「“]?[^\s:：，。！？；、,.!?;《》“”「」（）()]{1,10}[》」”]?)(\s?[:：])(?=\s*\S)")
_PLAIN = frozenset("问問答QAqa")  # what a turn begins with where no names are looked for
_ASKS = re.compile("[?？]")
_FEWEST = 2  # pairs of question and answer

Role = Literal["question", "answer"]


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph that begins with a name and a colon."""

    name: str
    asks: bool  # there is a question mark in it


def with_exchanges(division: Division, *, names: bool) -> Division:
    """The division with its questions and answers; ``names``: also where they are opened by names, not 问 and 答."""
    bodies = [block for run in runs(division) for block in run if is_body(block)]
    roles = _roles([turn for block in bodies if (turn := _turn(text_of(block.content), names=names))])
    if not roles:
        return division
    last = next(block for block in reversed(bodies) if _said(block, roles))
    exchange = _Exchange(roles, last)
    return changed(division, lambda blocks: tuple(exchange.set(blocks)))


def _turn(text: str, *, names: bool) -> _Turn | None:
    if not names and text[:1] not in _PLAIN:  # most paragraphs of a book
        return None
    found = _TURN.match(text)
    return _Turn(_name(found[1]), bool(_ASKS.search(text))) if found else None


def _name(words: str) -> str:
    """Q1 and Q2 are one asker."""
    return words[0].upper() if re.fullmatch(r"[QAqa]\d{0,2}", words) else words


def _roles(turns: Sequence[_Turn]) -> dict[str, Role]:
    """The role of each name; empty where these are no questions and answers."""
    whole = _whole({turn.name for turn in turns})
    order = [whole[turn.name] for turn in turns]
    counts = Counter(order)
    asker = _asker(turns, order, counts)
    if not asker:
        return {}
    speakers = {name for name, count in counts.items() if count >= _FEWEST or says("answerer", name)}
    order = [name for name in order if name in speakers]
    pairs = sum(one == asker != other for one, other in pairwise(order))
    if pairs < _FEWEST or 3 * pairs < 2 * order.count(asker):
        return {}
    return {name: "question" if full == asker else "answer" for name, full in whole.items() if full in speakers}


def _asker(turns: Sequence[_Turn], order: Sequence[str], counts: Counter[str]) -> str | None:
    """Who asks: by the word for it, else who of the two that speak most asks in most of the turns."""
    known = next((name for name in order if says("asker", name)), None)
    if known:
        return known
    asked = Counter(name for turn, name in zip(turns, order, strict=True) if turn.asks)
    two = [name for name, count in counts.most_common(2) if count >= _FEWEST]
    if len(two) < _FEWEST:
        return None
    asker, other = sorted(two, key=lambda name: -asked[name] / counts[name])
    sure = 3 * asked[asker] >= 2 * counts[asker] and 2 * asked[other] <= counts[other]
    return asker if sure else None


def _whole(names: Iterable[str]) -> dict[str, str]:
    """Each name with the fullest form of it: full names come first, then surnames of one character or two."""
    fullest: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (len(name), name)):
        fullest |= {name: name, name[:1]: name, name[:2]: name}
    return {name: fullest[name] for name in names}


class _Exchange:
    """Marks the turns, run by run."""

    def __init__(self, roles: Mapping[str, Role], last: Paragraph) -> None:
        self._roles, self._last = roles, last
        self._over = False

    def set(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """The blocks with the turns marked; paragraphs go on with a turn up to a heading, but not with the last one."""
        role: Role | None = None
        for block in blocks:
            said = _said(block, self._roles)
            self._over = self._over or block is self._last
            if said and isinstance(block, Paragraph):
                role, stop = said
                speaker, rest = opened(block, stop)
                yield replace(block, content=(RunIn(speaker, "speaker"), *rest), role=role)
            elif role and not self._over and is_body(block):
                yield replace(block, role=role)
            else:
                yield block


def _said(block: Block, roles: Mapping[str, Role]) -> tuple[Role, int] | None:
    """The role of a turn and where the speaker's name ends, colon and all."""
    found = _TURN.match(text_of(block.content)) if is_body(block) else None
    role = roles.get(_name(found[1])) if found else None
    return (role, found.end()) if found and role else None
