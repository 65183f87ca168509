"""Clues: what can be seen of each line, by name.

A clue is a plain fact about a line and its place on the page; what it is worth
for each role stands in ``weights.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ebook.recognise import again, onesentence
from ebook.recognise import neighbours as near
from ebook.recognise.fold import squeeze
from ebook.recognise.lexicon import formulas_in
from ebook.recognise.page import Page


def clues_of(page: Page, index: int) -> frozenset[str]:
    """The names of all clues of the row at ``index``."""
    found = set(page.lines[index]) | {name for name, holds in PLACE.items() if holds(page, index)}
    if "paper-name" in found:
        found -= {"title-said-later", "repeated"}  # a paper's name comes again, and is no headline for it
    if index > page.closed:
        found -= {"caption-verb", "caption-word"}  # headlines of other articles have such words as well
    if "caption-credit" in found and near.may_be_caption(page.rows[index]):
        found -= {"prose", "bullet-line"}
    if "above-kind" in found:
        found -= {"in-menu-run", "button-run"}
    if found & {"below-role", "above-name"}:
        found -= {"button-run", "in-menu-run", "buttons", "share", "navigation"}
    if "date-piece" in found:
        found -= {"counter", "page-name", "page-number", "number-alone", "not-chinese", "buttons"}
    return frozenset(found)


#: Facts of place and neighbourhood.
PLACE: dict[str, Callable[[Page, int], bool]] = {
    "button-run": lambda page, i: i in page.bars,
    "above-name": lambda page, i: i + 1 < len(page.rows) and near.is_credit_pair(page, i),
    "below-role": lambda page, i: i > 0 and near.is_credit_pair(page, i - 1),
    "below-caption-label": lambda page, i: i > 0 and "caption-label" in page.lines[i - 1],
    "dash-end": lambda page, i: bool(re.search(r"(?:——|──|—)$", page.rows[i].text)),
    "runs-on-from": near.goes_on,
    "tiny-sentence": lambda page, i: i in page.tiny,
    "above-follow": lambda page, i: 0 < i < page.first_prose and near.is_followed(page, i),
    "signs": near.signs,
    "stray": lambda page, i: i > page.closed and page.rows[i].size <= 6 and not page.rows[i].stopped,
    "stray-run": lambda page, i: i > page.last_prose >= 0 and i in page.strays,
    "dated-list": lambda page, i: i in page.dated_list and i > page.first_prose,
    "date-piece": lambda page, i: i in page.date_pieces,
    "loose-list": lambda page, i: i in page.loose_list,
    "sentence-apart": onesentence.sentence_apart,
    "comment-run": lambda page, i: i in page.replies,
    "gap-wider": lambda page, i: near.is_bare(page, i) and page.rows[i].gap > page.usual_gaps[1],
    "gap-narrower": lambda page, i: near.is_bare(page, i) and page.rows[i].gap < page.usual_gaps[0],
    "above-kind": lambda page, i: (
        i + 1 < len(page.rows) and "account-kind" in page.lines[i + 1] and page.rows[i].size <= 16
    ),
    "same-as-before": lambda page, i: i > 0 and squeeze(page.rows[i].folded) == squeeze(page.rows[i - 1].folded),
    "name-of-source": again.names_source,
    "first": lambda _, i: i == 0,
    "before-prose": lambda page, i: i < page.first_prose < len(page.rows),
    "between-prose": lambda page, i: page.first_prose < i < page.last_prose,
    "after-prose": lambda page, i: i > page.last_prose >= 0,
    "prose": lambda page, i: page.paragraphs[i],
    "prose-next": lambda page, i: near.prose_at(page, i + 1),
    "prose-before": lambda page, i: near.prose_at(page, i - 1),
    "indent-as-body": lambda page, i: page.indented_as_body(i),
    "no-indent": lambda page, i: page.indented and not page.indented_as_body(i),
    "indent-alone": lambda page, i: not page.indented and bool(page.rows[i].indent),
    "repeated": lambda page, i: page.repeats[squeeze(page.rows[i].folded)] > 1,
    "data-next": lambda page, i: near.neighbour(page, i, 1) is not None and near.data(page, i + 1),
    "data-before": lambda page, i: near.neighbour(page, i, -1) is not None and near.data(page, i - 1),
    "open-before": lambda page, i: near.ends_open(page, i, -1),
    "open-to-next": near.runs_on,
    "lone-sentence": onesentence.lone_sentence,
    "page-unmarked": lambda page, _: page.unmarked,
    "heading-series": lambda page, i: i in page.series,
    "stanza-alone": near.stanza_alone,
    "number-series": lambda page, i: i in page.numbered and i < page.closed and min(page.numbered) < page.last_prose,
    "sentence-above-data": onesentence.sentence_above_data,
    "tail-heap": lambda page, i: i in page.tail_heap,
    "under-book-title": lambda page, i: i > 0 and bool(re.fullmatch(r"《[^》]+》", page.rows[i - 1].text)),
    "word-before-data": near.word_before_data,
    "in-short-run": lambda page, i: near.in_run(page, i, 20, 5),
    "verse-run": lambda page, i: page.last_prose < 0 and near.in_run(page, i, 20, 5),
    "bracket-source": onesentence.with_bracket_source,
    "below-copyright": near.below_copyright,
    "between-buttons": near.between_buttons,
    "below-original": lambda page, i: i > 0 and squeeze(page.rows[i - 1].folded) == "原创" and page.rows[i].size <= 20,
    "in-menu-run": lambda page, i: near.in_run(page, i, 6, 6),
    "shorter-than-before": near.shorter_than_before,
    "deck-next": lambda page, i: (
        (row := near.neighbour(page, i, 1)) is not None and "deck-mark" in formulas_in(row.folded)
    ),
    "longer-than-next": lambda page, i: near.longer(page, i, 1),
    "longer-than-before": lambda page, i: near.longer(page, i, -1),
    "words-of-body": lambda page, i: page.rows[i].size >= 4 and page.overlaps[i] >= 0.4,
    "strange-to-body": lambda page, i: bool(page.body_pairs) and page.rows[i].size >= 4 and page.overlaps[i] < 0.15,
    "quoted-rights": lambda page, i: bool(near.QUOTED_RIGHTS.search(page.rows[i].folded)),
    "arrow-end": lambda page, i: page.rows[i].size <= 16 and bool(re.search(r"\S\s*[>»›→]+$", page.rows[i].folded)),
    "short-above-long": near.short_above_long,
    "slash-crumb": lambda page, i: bool(re.fullmatch(r"\S{2,8}\s+/\s+\S{2,8}(?:\s+/\s+\S{2,8})?", page.rows[i].folded)),
    "score": lambda page, i: bool(near.SCORE.search(page.rows[i].text)),
    "often": lambda page, i: page.repeats[squeeze(page.rows[i].folded)] > 2,
    "numbered-line": lambda page, i: bool(near.NUMBERED.match(page.rows[i].folded)),
    "last": lambda page, i: i == len(page.rows) - 1,
    "foot": lambda page, i: i > max(page.last_prose, 0) and i >= len(page.rows) - 3,
    "repeats-title": again.repeats_title,
    "dotted": lambda page, i: bool(re.search(r"[…·.]{4,}|\.{3,}\s*\d+$", page.rows[i].folded)),
    "siblings": lambda page, i: near.siblings(page, i) >= 2,
    "blank-above": lambda page, i: page.rows[i].gap > 0,
    "title-said-later": lambda page, i: (
        page.rows[i].size >= 6 and i < min(page.first_prose, again.HEAD) and again.said_later(page, i)
    ),
}
