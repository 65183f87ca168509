"""Which page of a newspaper a clipping stood on: 第07版, 第三版, A3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ebook.model import PrintedPage, Value
from ebook.recognise.decided import Read
from ebook.recognise.fold import squeeze
from ebook.recognise.reading import FURNITURE

_PAGE = re.compile(
    r"(?:第\s*)?[A-Z]?\d{1,3}\s*版|第\s*[一二三四五六七八九十]{1,3}\s*版|[A-Z]\d{1,2}(?=[\s:]|$)|(?:19|20)\d\d年?第?\d+期"
)
_NUMBER = "期"  # 2023年第5期 is no page but a whole number of a magazine
_LONGEST = 60  # characters of a line that names a page


def with_page(source: Value[str] | None, reads: Sequence[Read], date: Value[str] | None) -> Value[str] | None:
    """The newspaper with its date and page, as far as the page tells them."""
    return Value(_joined(source, date, _page(reads)), source.evidence) if source else None


def printed_page(source: Value[str] | None, reads: Sequence[Read], date: Value[str] | None) -> PrintedPage | None:
    """The page of the newspaper that the text stood on; None where the text does not tell both."""
    page = _page(reads)
    if not source or not page or page.endswith(_NUMBER):
        return None
    return PrintedPage(page, _joined(source, date, None))


def _joined(source: Value[str], date: Value[str] | None, page: str | None) -> str:
    return " ".join(part for part in (source.value, date.value if date else None, page) if part)


def _page(reads: Sequence[Read]) -> str | None:
    return next(_pages(reads), None)


def _pages(reads: Sequence[Read]) -> Iterator[str]:
    for read in reads:
        near = read.zone in ("top", "head") and read.row.size <= _LONGEST
        match = _PAGE.search(read.row.folded) if near else None
        if match and read.role in FURNITURE | {"data"}:
            yield squeeze(match.group())
