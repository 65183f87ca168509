"""The natural order of file names: 第2 before 第10, 第十 after 第九, 后记 after them all."""

from __future__ import annotations

import re

from ebook.numerals import NUMERAL, number

_NUMBER = re.compile(f"([{NUMERAL}]+)")
#: What stands at the end of a book, whatever its name sorts like.
_BACK = re.compile(r"(?:后记|後記|尾声|尾聲|番外|跋|附录|附錄|结语|結語|编后|編後)")


def natural(name: str) -> tuple[object, ...]:
    """A key to sort names by: numbers in figures and in Chinese by value, the back matter last."""
    pieces = _NUMBER.split(name)
    return (
        bool(_BACK.match(name)),
        [(0, number(piece) or 0, piece) if place % 2 else (1, 0, piece) for place, piece in enumerate(pieces) if piece],
        name,
    )
