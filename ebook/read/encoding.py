"""Which encoding the bytes are in: decided on the decoded text, never on byte statistics.

Byte order mark → strict UTF-8 → every candidate decoded and compared by the
likelihood of its text (``likeness``).  What is too close to call is an error
that names the candidates.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterable
from difflib import get_close_matches

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Encoding
from ebook.read.decoding import CODECS
from ebook.read.likeness import BAD, likelihood, share, strange, weight

BOMS = (
    ("UTF-8", codecs.BOM_UTF8),
    ("UTF-16LE", codecs.BOM_UTF16_LE),
    ("UTF-16BE", codecs.BOM_UTF16_BE),
    ("GB18030", b"\x84\x31\x95\x33"),
)
_UTF16 = ("UTF-16LE", "UTF-16BE")
_ALIASES = {
    **dict.fromkeys(("utf8", "utf8sig", "utf8bom"), ("UTF-8",)),
    **dict.fromkeys(("utf16", "unicode", "ucs2"), _UTF16),
    "utf16le": ("UTF-16LE",),
    "utf16be": ("UTF-16BE",),
    **dict.fromkeys(("gb18030", "gbk", "gb2312", "gb", "cp936", "936", "euccn"), ("GB18030",)),
    **dict.fromkeys(("big5", "big5hkscs", "hkscs", "cp950", "950", "big5eten"), ("Big5-HKSCS",)),
}
_SURE = 0.9  # below it a person must say
_CHINESE = 0.4  # a smaller share of common characters is no Chinese that anybody writes
_FEW = 8  # so few characters cannot show a share
_CONTROLS = 0.3  # a larger share of controls is no text
_SAMPLE = 65536

_SHORT = 16
# Two bytes of a Han character in GBK may be a Latin, Greek, Cyrillic or Arabic letter in UTF-8.
_TWO_BYTES = re.compile("[^A-Za-z\u00a0\u0800-\U0010ffff]*")
_VALID = 8.0  # how much it speaks for UTF-8 to be valid, in log odds


def decide(data: bytes, asked: str | None, file: str) -> Encoding:
    """The encoding of the data; ``asked`` (``--encoding``) overrules.  Raises TXT-003, TXT-004."""
    candidates = named(asked) if asked else tuple(CODECS)
    for name, mark in BOMS:
        if name in candidates and data.startswith(mark):
            return Encoding(name, 1.0, "BOM")
    if len(candidates) == 1:
        return Encoding(candidates[0], 1.0, f"--encoding {asked}")
    if "UTF-8" in candidates and _is_utf8(data):
        return Encoding("UTF-8", 1.0, "ASCII" if data.isascii() else "UTF-8")
    return _likeliest(data, candidates, file)


def named(asked: str) -> tuple[str, ...]:
    """The encodings a person's word for them means.  Raises TXT-004 for a word we do not know."""
    key = re.sub(r"[-_\s]", "", asked.lower())
    if key not in _ALIASES:
        near = get_close_matches(key, _ALIASES, n=1, cutoff=0.5)
        guess = _ALIASES[near[0]][0] if near else "UTF-8"
        raise Problem(Diagnostic("TXT-004", {"asked": asked, "guess": guess, "known": ", ".join(CODECS)}))
    return _ALIASES[key]


def _is_utf8(data: bytes) -> bool:
    """Whether the data is UTF-8 beyond doubt: valid, no NUL (UTF-16), and not a word or two of GBK in disguise."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return not ("\0" in text or (len(text) < _SHORT and not text.isascii() and _TWO_BYTES.fullmatch(text)))


def _likeliest(data: bytes, candidates: Iterable[str], file: str) -> Encoding:
    """The candidate whose text is likeliest, if it is so by far."""
    sample = _sample(data)
    texts: dict[str, str] = {}  # by text: what two encodings read alike is no choice
    for name in candidates:
        texts.setdefault(sample.decode(CODECS[name], "replace"), name)
    scores = {text: likelihood(text) for text in texts}
    for text, name in texts.items():
        if name == "UTF-8" and "\ufffd" not in text:
            scores[text] += _VALID
    best, *others = sorted(scores, key=lambda text: -scores[text])
    confidence = round(1 / sum(math.exp(scores[text] - scores[best]) for text in scores), 3)
    reason = ", ".join(f"{texts[text]} {share(text):.0%}" for text in (best, *others[:1]))
    if confidence < _SURE or not _convincing(best, texts[best]):
        raise _undecided(b"\0" in data, [texts[text] for text in (best, *others[:1])], reason, file)
    return Encoding(texts[best], confidence, reason)


def _convincing(text: str, name: str) -> bool:
    """Whether anybody may have written the text: much of it controls, or Han of which few are common, nobody has."""
    if name == "UTF-8" and "\ufffd" not in text:
        return sum(weight(character) == BAD for character in text) < len(text) * _CONTROLS
    return len(text) <= _FEW or (share(text) >= _CHINESE and strange(text) <= 1 - _CHINESE)


def _undecided(binary: bool, names: Iterable[str], reason: str, file: str) -> Problem:  # noqa: FBT001
    if binary:
        return Problem(Diagnostic("TXT-011", {"name": file, "kind": "NUL"}, file=file))
    return Problem(Diagnostic("TXT-003", {"candidates": ", ".join(names), "reason": reason}, file=file))


def _sample(data: bytes) -> bytes:
    """The part that is judged: from shortly before the first byte that is not ASCII (at an even offset, for UTF-16)."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1024) & ~1 if first else 0
    return data[start : start + _SAMPLE]
