"""Whether words can be the name of a newspaper, a site or an account."""

from __future__ import annotations

import re

from ebook.recognise.fold import fold, squeeze
from ebook.recognise.lexicon import formulas_in, is_buttons, words_for
from ebook.recognise.names import has_surname, is_name

_PAPER = words_for("paper")
_SAYS_WHEN = re.compile(
    r"(?:(?:最[后新])?(?:阅读|发布|出刊|刊出|刊登|发表|更新|上载|出版|印发|发文|成文)?(?:日期|时间约?|于|日)?|星期.|农历.*|第.*[版期]|[AP]M|HKT|GMT|UTC|[ECP][SD]?T)[:/]?|.*[:/]"
)


def may_name(word: str) -> bool:
    """No number, no page, no button, no word that says when."""
    folded = fold(word)
    return not (
        re.search(r"[:\d)(]", folded)
        or _SAYS_WHEN.fullmatch(folded)
        or is_buttons(folded)
        or re.match(r"(?:发表|发布)于|来自|IP", folded)
        or formulas_in(folded) & {"channel", "share"}
    )


def is_paper(words: str, *, anywhere: bool) -> bool:
    """Whether the words name a newspaper; ``anywhere``: they stand alone, and need not say that it is one."""
    plain = squeeze(fold(words))
    if not 2 <= len(plain) <= 14 or not may_name(words) or re.search(r"[第期]|[于编版]$", plain):
        return False
    return bool(_PAPER.search(plain)) or (anywhere and len(plain) <= 8 and not (is_name(plain) and has_surname(plain)))
