"""Where a Chinese sentence ends, for devices that count a reader's place in sentences.

A sentence ends with 。！？；or an ellipsis and takes the closing quotes and
brackets with it (GB/T 15834-2011, 5.1.2); an opening one begins the next.  No
mark of several characters (……, ——, ？！) is parted.  Runs of text come as
markup, whose references (``&amp;``) count as characters and are never parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Characters; a page of an e-reader is to have the beginning of a span (jgoguen/calibre-kobo-driver#30).
MOST = 200

_STOP = "。！？；…⋯｡‼⁇⁈⁉"
_CLOSING = "」』”’）》】〉〕］｝〗〙〛〞)\\]}"
# What is read as one with the character before it: combining marks, variation selectors, the joiner.
_JOINED = "\u0300-\u036f\u20d0-\u20ff\u3099\u309a\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_NO_END = "，、：,"  # after 《走！》 or “走！” these show that the sentence goes on

_END = re.compile(
    rf"""
    《[^《》]{{1,40}}+》                    # a title is never parted, whatever stands in it
    |(?P<end>
      (?:[{_STOP}] | \.{{3,}}+ | (?<![ -~])[!?] | ——(?=[{_CLOSING}]))
      (?:[{_STOP}{_CLOSING}{_JOINED}!?] | \.{{3,}}+)*+
      (?P<quote>["']?+)
      (?![{_NO_END}])\s*+
      | (?<!\d)(?<!\b[A-Z])[.!?][”’"')\]]*+\s++      # Latin: a mark and a space, no number, no initial
    )""",
    re.VERBOSE,
)
_PAUSE = re.compile(rf"[，、：,]+[{_CLOSING}{_JOINED}]*|\s+")
_REFERENCE = re.compile(r"&[^;&\s]{0,8}\Z")
_JOINING = re.compile(rf"[{_JOINED}]")


def sentences(text: str) -> Iterator[str]:
    """A run of text in its sentences, which joined are the run; none is longer than :data:`MOST` characters."""
    start = 0
    for match in _END.finditer(text):
        if match["end"] is None:
            continue
        end = _before_opening_quote(text, start, match)
        if end > start:
            yield from _capped(text[start:end])
            start = end
    if start < len(text):
        yield from _capped(text[start:])


def _before_opening_quote(text: str, start: int, match: re.Match[str]) -> int:
    """Where the sentence ends: a straight quote after its mark closes where one is open, else it opens the next."""
    quote = match["quote"]
    if quote and text.count(quote, start, match.start("quote")) % 2 == 0:
        return match.start("quote")
    return match.end()


def _capped(sentence: str) -> Iterator[str]:
    """A sentence in pieces that are not too long: parted after a comma or a space, else anywhere it may be."""
    while len(sentence) > MOST:
        pauses = [match.end() for match in _PAUSE.finditer(sentence, MOST // 2, MOST)]
        at = _whole(sentence, pauses[-1] if pauses else MOST)
        yield sentence[:at]
        sentence = sentence[at:]
    yield sentence


def _whole(sentence: str, at: int) -> int:
    """The last place up to ``at`` where neither a reference nor what is read as one character is parted."""
    if reference := _REFERENCE.search(sentence, 0, at):
        at = reference.start()
    while at > 1 and (_JOINING.match(sentence[at]) or sentence[at - 1] == "\u200d"):
        at -= 1
    return at if at > 1 else MOST  # nothing but combining marks
