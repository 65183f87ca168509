"""Letters: the salutation, the closing words, and who signed where and when, also under notices and poems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ebook.model import Block, Division, Paragraph, ParagraphRole, text_of
from ebook.recognise.dates import first_date
from ebook.recognise.fold import fold
from ebook.recognise.onpage import Lines, body_indent, changed, is_body, runs
from ebook.recognise.openers import says
from ebook.recognise.row import STOP

_GREETING = re.compile(r"[^。；;“”？?]{1,19}[：:]")  # where the letter has closing words as well
_YEAR = re.compile(r"(?:19|20)\d\d[年.]")
_FOOT = 10  # paragraphs from the end among which the closing words stand
_SIGNED = 24  # characters of a line of a signature
_LINES = 4  # of a signature
_PUSHED = 8  # columns beyond the indent of the text: what stands so far to the right was set there
_LAST: frozenset[ParagraphRole] = frozenset({"body", "note", "byline", "dateline", "data", "verse"})

Roles = dict[int, ParagraphRole]  # by the id of the paragraph


def with_letter(article: Division, lines: Lines) -> Division:
    """The article with the parts of a letter told; as it is where nothing shows that it is one."""
    flow = [block for run in runs(article) for block in run if isinstance(block, Paragraph)]
    roles = _letter(flow) or _dated_verse(flow)
    roles |= {id(line): "signature" for line in _pushed(flow, lines) if id(line) not in roles}
    if not roles:
        return article

    def change(blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(
            replace(block, role=roles[id(block)]) if isinstance(block, Paragraph) and id(block) in roles else block
            for block in blocks
        )

    return changed(article, change)


def _letter(flow: Sequence[Paragraph]) -> Roles:
    closing = list(_closing(flow))
    behind = flow[closing[-1] + 1 :] if closing else _dated_end(flow)
    greeting = _greeting(flow, sure=bool(closing))
    if not greeting and not closing:
        return {}
    roles: Roles = {id(flow[i]): "closing" for i in closing}
    roles |= {id(line): "signature" for line in _signature(behind)}
    return roles | ({id(greeting): "salutation"} if greeting else {})


def _greeting(flow: Sequence[Paragraph], *, sure: bool) -> Paragraph | None:
    """The salutation: the first line of the text, or the one above that was taken for a byline (编辑您好：)."""
    at = next((i for i, block in enumerate(flow) if is_body(block)), len(flow))
    for line in flow[max(0, at - 1) : at + 1]:
        text = text_of(line.content)
        if line.role in _LAST and (says("salutation", text) or (is_body(line) and sure and _GREETING.fullmatch(text))):
            return line
    return None


def _closing(flow: Sequence[Paragraph]) -> Iterator[int]:
    """Where the closing words stand: 此致 on a line, 敬礼 on the next."""
    start = max(1, len(flow) - _FOOT)
    first = next((i for i in range(start, len(flow)) if _closes(flow[i])), len(flow))
    yield from takewhile(lambda i: _closes(flow[i]), range(first, len(flow)))


def _closes(line: Paragraph) -> bool:
    return line.role in _LAST and says("closing", text_of(line.content))


def _signature(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines of a signature that the lines begin with: a place, a name, a date."""
    return list(takewhile(_is_signed, lines[:_LINES]))


def _is_signed(line: Paragraph) -> bool:
    text = text_of(line.content)
    return line.role in _LAST and len(text) <= _SIGNED and not STOP.search(text) and text[0] not in "（(【["


def _dated_end(flow: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The last lines of the text where they are a name and a date, or a date."""
    end = next((i for i in range(len(flow), 0, -1) if flow[i - 1].role in _LAST), 0)
    if not end or not _is_signed(flow[end - 1]) or not _is_dated(flow[end - 1]):
        return ()
    return flow[end - 2 : end] if end > 1 and _is_signed(flow[end - 2]) else flow[end - 1 : end]


def _dated_verse(flow: Sequence[Paragraph]) -> Roles:
    """The date below a poem, with its place."""
    verse = [line for line in flow if line.role == "verse"]
    return {id(verse[-1]): "signature"} if len(verse) > 1 and _is_signed(verse[-1]) and _is_dated(verse[-1]) else {}


def _is_dated(line: Paragraph) -> bool:
    text = fold(text_of(line.content))
    return bool(_YEAR.search(text) or first_date(text))


def _pushed(flow: Sequence[Paragraph], lines: Lines) -> Iterator[Paragraph]:
    """Short lines below the text that many spaces push to the right (落款)."""
    indent = body_indent(lines, flow)
    first = next((i for i, line in enumerate(flow) if is_body(line)), len(flow))
    for line in flow[first + 1 :]:
        if line.role != "verse" and _is_signed(line) and lines.indent(line) >= indent + _PUSHED:
            yield line
