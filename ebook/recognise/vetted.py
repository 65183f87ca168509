"""Second thoughts: what needs the whole reading, once every row has its role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ebook.model import Clue
from ebook.recognise.decided import Read
from ebook.recognise.fold import squeeze
from ebook.recognise.lexicon import words_for
from ebook.recognise.line import formulas_of
from ebook.recognise.reading import FURNITURE
from ebook.recognise.row import Row

_NEARLY = 0.5  # log odds: a rival that is nearer is as good, and text is not cut for less

_TEXT = frozenset(("body", "note", "data", "caption", "credit", "label"))
_NEAR = 2  # rows: beside the headline, a longer line may be part of it
_BESIDE, _ANYWHERE = 12, 24  # characters of a line that may be part of a head: there, and elsewhere above the text
_TELLS = 2.0  # what one clue alone has to be worth to tell that such a line is none
_LONGEST_HEADING = 24
_NAMES = frozenset({"organisation", "site-name", "paper-name", "masthead"})
_OWNER = re.compile(r"Copyright|©|版权所有")
_FOOTER = words_for("footer")


@dataclass(frozen=True, slots=True)
class _Whole:
    """What second thoughts ask of a page: its headline and where that stands, the first paragraph, rights, headings."""

    title: str
    at: int
    first: int
    fuller: bool  # a statement on rights beside the © line
    headed: bool  # more than one heading


def vetted(reads: Sequence[Read]) -> list[Read]:
    """The rows with second thoughts: no row that a person told gets any."""
    whole = _Whole(
        squeeze("".join(read.row.folded for read in reads if read.role in ("title", "title2"))),
        next((i for i, read in enumerate(reads) if read.role == "title"), -_NEAR - 1),
        next((i for i, read in enumerate(reads) if read.role == "body"), len(reads)),
        fuller=any(read.role == "rights" and is_statement(read.row) for read in reads),
        headed=sum(read.role in ("heading", "subheading") for read in reads) > 1,
    )
    return [read if read.decision.choice.told else _vetted(read, i, whole) for i, read in enumerate(reads)]


def _vetted(read: Read, index: int, whole: _Whole) -> Read:
    for holds, role, reason in _THOUGHTS:
        if holds(read, index, whole):
            return with_role(read, role or ("note" if read.zone == "tail" else "body"), reason)
    return read


def _in_doubt(read: Read, _index: int, _whole: _Whole) -> bool:
    choice = read.decision.choice
    return read.role in FURNITURE and choice.margin < _NEARLY and choice.runner_up in _TEXT


def _near_heading(read: Read, _index: int, whole: _Whole) -> bool:
    choice = read.decision.choice
    near = read.role == "body" and choice.runner_up == "heading" and choice.margin < _NEARLY
    return near and whole.headed and _is_bare(read.row)


def _is_bare(row: Row) -> bool:
    """A short line without a mark at its front or its end."""
    return (
        row.size <= _LONGEST_HEADING
        and bool(re.match(r"[\w“「《]", row.text))
        and not re.search(r"[。，：；:,]$", row.text)
    )


def _untold(read: Read, index: int, whole: _Whole) -> bool:
    """A line at the head, long enough for one of the article, that no clue alone tells to be none."""
    least = _BESIDE if abs(index - whole.at) <= _NEAR else _ANYWHERE
    if read.role != "furniture" or read.zone not in ("top", "head") or read.row.size < least:
        return False
    return not formulas_of(read.row) & _NAMES and not any(c.weight >= _TELLS for c in read.decision.choice.clues)


def _title_again(read: Read, index: int, whole: _Whole) -> bool:
    again = whole.title and index < whole.first and squeeze(read.row.folded) == whole.title
    return bool(again) and read.role not in ("title", "title2")


def _of_the_site(read: Read, _index: int, whole: _Whole) -> bool:
    """A © line below a fuller statement, or one mixed with an address, a number of registration or a menu."""
    if read.role != "rights":
        return False
    mixed = _FOOTER.search(read.row.folded) and (not is_statement(read.row) or _OWNER.match(read.row.folded))
    return bool(mixed) or (whole.fuller and not is_statement(read.row))


def is_statement(row: Row) -> bool:
    """Does the row say what may be done with the text?"""
    return "rights" in formulas_of(row)


#: What a row may be in the light of the whole, the first that holds: what it takes, the role (none: of text), why.
_THOUGHTS = (
    (_in_doubt, "", "too near to text to be cut"),
    (_near_heading, "heading", "as near to one as the headings of the page"),
    (_untold, "body", "nothing tells that it is furniture"),
    (_title_again, "furniture", "the headline once more"),
    (_of_the_site, "furniture", "copyright line of the site"),
)


def with_role(read: Read, role: str, reason: str) -> Read:
    """The row in another role, for a reason."""
    was = read.decision.choice
    other = was.role if was.runner_up == role else was.runner_up
    choice = replace(was, role=role, runner_up=other, clues=(Clue(reason, 9.0), *was.clues))
    return Read(read.row, replace(read.decision, role=role, choice=choice))
