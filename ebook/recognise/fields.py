"""What a clipping says of itself: date, source, persons, rights, each with the line it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ebook.model import Evidence, Metadata, Value
from ebook.recognise.credits import people_on
from ebook.recognise.dates import Date, first_date
from ebook.recognise.decided import Read, evidence
from ebook.recognise.lexicon import words_for
from ebook.recognise.printed import with_page
from ebook.recognise.publication import source_of
from ebook.recognise.reading import FURNITURE
from ebook.recognise.row import Row, join
from ebook.recognise.script import language_of


def metadata_of(reads: Sequence[Read], name: str) -> Metadata:
    """Everything that the page says of itself; ``name`` is what messages call the file."""
    title = _joined(reads, ("title", "title2"), name)
    found = _date(reads)
    date = Value(found[1].iso, evidence(name, found[0], "date")) if found else None
    source = source_of(reads, name)
    return Metadata(
        title=title,
        subtitle=_joined(reads, ("deck",), name),
        kicker=_joined(reads, ("kicker",), name),
        people=people_on(reads, name),
        date=date,
        publisher=source,
        source=with_page(source, reads, date),
        rights=_rights(reads, name),
        language=Value(language_of(read.row.text for read in reads), Evidence("computed", name, 0.9, "script")),
    )


def _joined(reads: Sequence[Read], roles: tuple[str, ...], name: str) -> Value[str] | None:
    """The words of one role; a headline over two lines is joined without a space."""
    parts = [read for read in reads if read.role in roles]
    if not parts:
        return None
    words = parts[0].row.text
    for part in parts[1:] if "title" in roles else ():
        words += join(words, part.row.text) + part.row.text
    return Value(words, evidence(name, parts[0], roles[0]))


# --- date -------------------------------------------------------------------------

_PUBLISHED = words_for("published")
_PIECE = 8  # characters: the year, or the day, of a date over two lines
_OTHER_DAY = words_for("other_day")


def _date(reads: Sequence[Read]) -> tuple[Read, Date] | None:
    """The day of publication: a date line, a masthead, a citation at the foot; never an event or a signature."""
    dated = [(read, date) for read in reads if read.row.size <= 100 and (date := _day(read.row))]
    dated += _in_pieces(reads)
    dated.sort(key=lambda pair: -len(pair[1].iso))  # a day says more than a month
    for wanted in (_is_published, _is_head_data, _is_masthead, _is_citation, _is_machine, _is_data):
        for read, date in dated:
            if wanted(read):
                return read, date
    return _updated(reads)


def _in_pieces(reads: Sequence[Read]) -> Iterator[tuple[Read, Date]]:
    """The year on one line and the day on the next."""
    for above, below in pairwise(reads):
        short = above.row.size <= _PIECE and below.row.size <= _PIECE and above.role == below.role == "data"
        date = (
            first_date(f"{above.row.folded} {below.row.folded}") if short and not first_date(below.row.folded) else None
        )
        if date:
            yield above, date


def _updated(reads: Sequence[Read]) -> tuple[Read, Date] | None:
    """The day of an update, where the head of the page tells no other."""
    for read in reads:
        if _is_head_data(read) and (date := first_date(read.row.folded)) and "更新" in read.row.folded[: date.start]:
            return read, date
    return None


def _day(row: Row) -> Date | None:
    folded = row.folded
    if (published := _PUBLISHED.search(folded)) and (date := first_date(folded[published.start() :])):
        return date
    date = first_date(folded)
    return (
        None
        if date
        and _OTHER_DAY.search(folded[: date.start])
        and not _PUBLISHED.search(folded)
        and not re.match(r"更新时间", folded[date.start - 6 :])
        and "点击" not in folded
        else date
    )


def _is_published(read: Read) -> bool:
    return read.role == "data" and read.zone != "tail" and bool(_PUBLISHED.search(read.row.folded))


def _is_data(read: Read) -> bool:
    """A line that gives the day of publication in so many words, or an early one that a picture parts from the head."""
    return read.role == "data" and (read.zone == "body" or bool(_PUBLISHED.match(read.row.folded)))


def _is_head_data(read: Read) -> bool:
    return read.role == "data" and read.zone in ("top", "head")


def _is_masthead(read: Read) -> bool:
    return read.role in FURNITURE and read.zone in ("top", "head") and read.role not in ("listed", "comments")


def _is_citation(read: Read) -> bool:
    return (
        read.zone in ("body", "tail")
        and read.role in ("data", "note")
        and bool(re.match(r"《[^》]+》\s*\(|\(?来源|来源", read.row.folded))
    )


def _is_machine(read: Read) -> bool:
    return read.role in FURNITURE and read.zone == "tail" and ".htm" in read.row.folded


# --- rights -----------------------------------------------------------------------------------


def _rights(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The statement on rights word for word, its lines joined by line ends."""
    rows = [read for read in reads if read.role == "rights"]
    if not rows:
        return None
    return Value("\n".join(read.row.text for read in rows), evidence(name, rows[0], "rights"))
