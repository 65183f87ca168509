"""Dates as pages print them, to ISO 8601.

Solar dates in figures and Chinese numerals, years of the Republic (民國 + 1911),
and the year alone of a periodical's issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ebook.numerals import number

_CN = "〇○零Oo0一二三四五六七八九十廿卅元"
_YEAR = rf"(?P<year>(?:19|20)\d\d|[一二][九〇○零O0][{_CN}]{{2}}|(?:中华)?民国(?P<roc>\d{{1,3}}|[{_CN}百]{{1,4}}))"
_MONTH = rf"(?P<month>\d{{1,2}}|[{_CN}]{{1,2}})"
_DAY = rf"(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})"
_FULL = re.compile(
    rf"(?<!\d){_YEAR} ?年 ?{_MONTH} ?月 ?{_DAY} ?[日号]"
    r"|(?:(?<![\d.])|(?<=:\d\d))(?P<y2>(?:19|20)\d\d)(?P<sep> ?[-/.] ?)(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})"
    r"(?!\d*[.%])"
)
_DAY_FIRST = re.compile(r"(?<![\d/])(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>(?:19|20)\d\d)(?!\d)")
_YEAR_APART = re.compile(r"(?<!\d)(?P<y2>(?:19|20)\d\d) (?P<m2>\d{1,2})/ ?(?P<d2>\d{1,2})(?= |$)")
_ROC = re.compile(r"(?<![\d.])(?P<roc>1[01]\d|[89]\d)\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})(?![\d.])")
_MONTHLY = re.compile(rf"(?<!\d){_YEAR} ?年 ?{_MONTH} ?月(?! ?[{_CN}\d])")
_ISSUE = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d) ?年 ?第? ?\d+ ?[期号]")
_ENGLISH = re.compile(
    r"\b(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? "
    r"(?P<d>\d{1,2})(?:,| [A-Z][a-z]{2},?)? (?P<y>(?:19|20)\d\d)\b"
)
_MISREAD = re.compile(r"(?<![A-Za-z\d])[lI](?=9\d\d ?年)")  # 1 as a scanner reads it
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Date:
    """A date at its place in the folded text; ``iso`` may be reduced to a month or a year."""

    iso: str
    start: int
    stop: int


def dates(folded: str) -> Iterator[Date]:
    """Every date of the folded text in order of precision, then of place."""
    folded = _MISREAD.sub("1", folded)
    for pattern in (_FULL, _DAY_FIRST, _YEAR_APART, _ROC, _ENGLISH, _MONTHLY, _ISSUE):
        for match in pattern.finditer(folded):
            iso = _iso(match)
            if iso:
                yield Date(iso, match.start(), match.end())


def first_date(folded: str) -> Date | None:
    """The most precise date of the folded text, the first of several."""
    return next(dates(folded), None)


def _iso(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if part.get("mon"):
        return _whole(int(part["y"]), _MONTHS.index(part["mon"]) + 1, int(part["d"]))
    if part.get("y2"):
        return _whole(int(part["y2"]), int(part["m2"]), int(part["d2"]))
    if part.get("roc") and not part.get("year"):
        return _whole(int(part["roc"]) + 1911, int(part["m"]), int(part["d"]))
    return _words(part)


def _words(part: dict[str, str | None]) -> str | None:
    year = number((part.get("roc") or part["year"] or "").replace("o", "0").replace("元", "一"))
    if year is None:
        return None
    year += 1911 if part.get("roc") else 0
    if not part.get("month"):
        return f"{year:04d}"
    month = number(part["month"] or "")
    if not part.get("day"):
        return f"{year:04d}-{month:02d}" if month and 1 <= month <= 12 else None
    return _whole(year, month or 0, number(part["day"] or "") or 0)


def _whole(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
