"""What an AZW3 says of its book: what the EPUB says, no more and no less.

Calibre writes "Unknown" for a writer whom it does not find, now for a day, a title and its subtitle in one, and leaves
the source out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ebook import mobi
from ebook.filename import cut
from ebook.model import Metadata, Publication

_LONGEST = 2000  # bytes of a value; the title pages have it whole
_OURS = frozenset(
    (mobi.CREATOR, mobi.PUBLISHER, mobi.DATE, mobi.CONTRIBUTOR, mobi.RIGHTS, mobi.SOURCE, mobi.ASIN, mobi.TITLE)
)


def described(data: bytes, publication: Publication) -> bytes:
    """The AZW3 with the publication's own metadata.  Raises ValueError for what is no AZW3."""
    ours = [(kind, cut(text, _LONGEST).encode()) for kind, text in _values(publication.metadata)]
    theirs = [item for item in mobi.records(data) if item[0] not in _OURS or _is_maker(item)]
    moment = datetime.fromisoformat(publication.modified)
    return mobi.described(data, [*ours, *theirs], int(moment.timestamp()))


def _is_maker(item: mobi.Record) -> bool:
    """Whether a record says which calibre made the file."""
    return item[0] == mobi.CONTRIBUTOR and item[1].startswith(b"calibre (")


def _values(metadata: Metadata) -> Iterator[tuple[int, str]]:
    assert metadata.title
    assert metadata.identifier
    yield mobi.TITLE, metadata.title.value
    for person in metadata.people:
        yield mobi.CREATOR if "aut" in person.roles else mobi.CONTRIBUTOR, person.name
    values = (metadata.publisher, metadata.date, metadata.rights, metadata.source)
    for kind, value in zip((mobi.PUBLISHER, mobi.DATE, mobi.RIGHTS, mobi.SOURCE), values, strict=True):
        if value:
            yield kind, value.value
    yield mobi.ASIN, mobi.asin(metadata.identifier.value)
