"""How a clipping is laid out: the states of a page and the steps between them.

A page runs through three zones.  The head holds furniture, date lines and
kickers up to the title, then decks, bylines and captions; the body holds
paragraphs under headings; the tail holds notes, editors, rights and the
furniture of the foot.  A step that is not listed is impossible; the number is
its cost (log odds) where it is unusual.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Each state with the role that its lines play.
STATES: Mapping[str, str] = {
    "top.furniture": "furniture", "top.opener": "opener", "top.listed": "listed", "top.data": "data", "top.kicker": "kicker",
    "title": "title", "title2": "title2",
    "head.deck": "deck", "head.data": "data", "head.furniture": "furniture", "head.caption": "caption",
    "head.credit": "credit", "head.label": "label", "head.text": "body", "head.rights": "rights",
    "head.opener": "opener", "head.listed": "listed",
    "body": "body", "number": "number", "heading": "heading", "subheading": "subheading", "caption": "caption", "credit": "credit",
    "label": "label", "data": "data", "furniture": "furniture", "opener": "opener", "listed": "listed",
    "tail.furniture": "furniture", "tail.opener": "opener", "tail.listed": "listed",
    "tail.thread": "thread", "tail.comments": "comments",
    "tail.rights": "rights", "tail.data": "data", "tail.note": "note", "tail.caption": "caption", "tail.credit": "credit",
    "tail.label": "label",
}  # fmt: skip


def _steps(targets: str, cost: float = 0.0) -> dict[str, float]:
    return dict.fromkeys(targets.split(), cost)


_TOP = _steps("top.furniture top.data top.kicker top.opener title") | _steps("body", -6.0)
_HEAD = (
    _steps("head.data head.furniture head.caption head.credit head.label head.opener body")
    | _steps("head.rights", -1.5) | _steps("head.text", -2.5) | _steps("number heading", -2.0)
)  # fmt: skip
_TAIL = _steps("tail.furniture tail.opener tail.thread tail.rights tail.data tail.note tail.caption tail.credit tail.label")
_LEAVE = {state: cost - 0.5 for state, cost in _TAIL.items()}
_BODY = (
    _steps("body number heading caption credit label") | _steps("data", -0.8) | _steps("furniture", -0.8) | _steps("opener", -1.0) | _LEAVE
)  # fmt: skip

#: Where a page may begin.
START: Mapping[str, float] = _TOP

#: Where it may end: a page without a body is no article.
END: Mapping[str, float] = {state: 0.0 for state in STATES if state.startswith("tail.") or state in {
    "body", "caption", "credit", "data", "furniture", "listed", "label"}} | _steps("title heading subheading", -8.0) | {
    state: -6.0 for state in STATES if state.startswith(("top.", "head."))}  # fmt: skip

#: The steps from each state.
STEPS: Mapping[str, Mapping[str, float]] = {
    "top.furniture": _TOP,
    "top.opener": _TOP | _steps("top.listed"),
    "top.listed": _TOP | _steps("top.listed"),
    "top.data": _TOP,
    "top.kicker": _steps("title") | _steps("top.furniture top.data", -2.0) | _steps("top.kicker", -3.0),
    "title": _HEAD | _steps("title2 head.deck"),
    "title2": _HEAD | _steps("head.deck"),
    "head.deck": _HEAD | _steps("head.deck", -2.5),
    "head.data": _HEAD | _steps("head.deck", -1.5),
    "head.furniture": _HEAD | _steps("head.deck", -1.0),
    "head.caption": _HEAD | _steps("head.deck", -3.0),
    "head.credit": _HEAD,
    "head.label": _HEAD | _steps("head.text"),
    "head.text": _HEAD | _steps("head.text", -1.0),
    "head.rights": _HEAD,
    "head.opener": _HEAD | _steps("head.listed"),
    "head.listed": _HEAD | _steps("head.listed"),
    "body": _BODY,
    "number": _steps("heading body caption") | _steps("label furniture", -2.0),
    "heading": _steps("body") | _steps("subheading", -0.5) | _steps("caption label", -1.0) | _steps("furniture credit", -2.0) | _steps("data", -2.5),
    "subheading": _steps("body") | _steps("subheading", -3.0) | _steps("caption label", -1.0) | _steps("heading", -5.0),
    "caption": _BODY,
    "credit": _BODY,
    "label": _BODY | _steps("heading", -1.5) | _steps("furniture", -2.5),
    "data": _BODY | _steps("data", -0.3),
    "furniture": _BODY | _steps("furniture opener") | _steps("heading", -0.5),
    "opener": _steps("listed furniture opener") | _steps("body", -3.0) | _TAIL,
    "listed": _steps("listed furniture opener") | _steps("body", -1.0) | _steps("data caption", -2.0) | _steps("heading", -4.0) | _TAIL,
    "tail.furniture": _TAIL,
    "tail.opener": _TAIL | _steps("tail.listed") | _steps("tail.note tail.caption", -2.0),
    "tail.listed": _TAIL | _steps("tail.listed") | _steps("tail.note tail.caption tail.credit tail.label", -4.0),
    "tail.thread": _steps("tail.thread tail.comments tail.rights tail.furniture tail.opener") | _steps("tail.data", -3.0),
    "tail.comments": _steps("tail.comments tail.rights tail.thread tail.opener") | _steps("tail.data", -3.0) | _steps("tail.note", -8.0),
    "tail.rights": _TAIL,
    "tail.data": _TAIL,
    "tail.note": _TAIL,
    "tail.caption": _TAIL,
    "tail.credit": _TAIL,
    "tail.label": _TAIL,
}  # fmt: skip
