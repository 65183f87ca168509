"""Clues of a line alone: its size, its marks, the formulas and the names it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebook.recognise.dates import first_date
from ebook.recognise.fold import halve, squeeze
from ebook.recognise.lexicon import formulas_in, is_buttons
from ebook.recognise.names import has_surname, is_name, names_in, staff_in
from ebook.recognise.people import is_credit, is_role, people_of, says_role
from ebook.recognise.row import Row, han_share

_SIZES = (
    (1, "size-1"),
    (5, "size-2-5"),
    (10, "size-6-10"),
    (20, "size-11-20"),
    (30, "size-21-30"),
    (45, "size-31-45"),
    (80, "size-46-80"),
)
FULL_STOP = re.compile(r"[。.][”’」』\"'）)]*$")
COMMA = re.compile(r"[，、,：:]$")
_MARK = re.compile(r"[！？!?…；;][”’」』\"'）)]*$")


def line_clues(row: Row) -> set[str]:
    """The names of the clues that the row gives whatever stands around it."""
    found = set(_shape(row)) | formulas_of(row)
    if not found & _BUTTONED and is_buttons(row.folded):
        found.add("buttons")
    if row.size <= 80:
        found |= set(_words(row))
    if found & {"people", "role-word", "date"}:
        found.discard("bar")  # names and dates are set apart by spaces as well
    if "rights" in found:
        found.discard("contact")  # whom to ask for leave
    if _OF_THE_TEXT.match(row.folded):
        found.discard("caption-credit")
    if found & {"caption-credit", "credit-alone"}:
        found.discard("source-word")  # the source of a picture
    if found & {"original-title", "label", "file-name"}:
        found.discard("caption-verb")
    if "credit-line" in found:
        found.discard("speaker")  # 报道：A is no one's speech
    return found


def formulas_of(row: Row) -> frozenset[str]:
    """The formulas of a row, also where its letters are spaced out or a bracket stands around them."""
    found = formulas_in(row.folded)
    if _SPACED.match(row.folded):
        found |= formulas_in(squeeze(row.folded))
    bare = row.folded.strip("[]【】()<> ")
    return found | (formulas_in(bare) & _BRACKETED if bare != row.folded else frozenset())


_OF_THE_TEXT = re.compile(r"本文(?:来自|转自|首发|由)|[文图]\s*[:/]")
_BUTTONED = frozenset({"navigation", "share", "view", "counter", "bar"})  # the same fact is not counted twice
_SPACED = re.compile(r"(?:\S ){4,}")
_BRACKETED = frozenset({"navigation", "share", "view", "advert", "list-opener"})


def _shape(row: Row) -> Iterator[str]:
    """Size, last mark and inner marks of the line alone."""
    yield next((name for limit, name in _SIZES if row.size <= limit), "size-81")
    if FULL_STOP.search(row.text):
        yield "full-stop"
    elif _MARK.search(row.text):
        yield "other-stop"
    elif COMMA.search(row.text):
        yield "comma-end"
    else:
        yield "bare-end"
    if re.search(r"[。！？!?；;].*\S", row.text[:-1]):
        yield "inner-stop"
    commas = len(re.findall("[，,]", row.text))
    if commas:
        yield "comma" if commas == 1 else "two-commas"
    if commas and re.fullmatch(r"[“「『\"].*[”」』\"]", row.text):
        yield "quoted-clauses"
    if re.search(r"\S {1,3}\S|\S\u3000\S", row.text):
        yield "inner-gap"
    if re.match(r"[“「『\"].*[。！？…，,][”」』\"]", row.text):
        yield "speech"
    if han_share(row.text) < 0.2:
        yield "not-chinese"


def _words(row: Row) -> Iterator[str]:
    """Dates and names in a line that is short enough to be made of them."""
    date = first_date(row.folded)
    if date:
        yield "date"
    if re.search(r"(?<!\d)(?:[01]?\d|2[0-4]):[0-5]\d(?!\d)", row.folded):
        yield "clock"
    if people_of(row.text) or (date and staff_in(halve(row.text)[: date.start])):
        yield "people"
        if is_credit(row.text):
            yield "credit-line"
    elif says_role(row.text):
        yield "role-word"
    if is_role(row.text):
        yield "role-alone"
    if _DATE_ALONE.fullmatch(row.folded) and first_date(row.folded):
        yield "date-alone"
    yield from _names(row)


def _names(row: Row) -> Iterator[str]:
    """Names behind marks, names and nothing else, a name at the end."""
    bullets = _BULLET.findall(row.folded) if _BULLET.match(row.folded) else []
    named = names_in(_BULLET.sub("", row.folded)) if bullets else []
    if named and (len(bullets) > 1 or all(map(has_surname, named))):
        yield "bullet-name"
    folded = _COUNTRY.sub("", row.folded)
    names = names_in(folded) if row.size <= 16 else []
    if names and squeeze("".join(names)) == squeeze(re.sub(r"[、,/;|&□■◎○●()]", "", folded)):
        yield "names-only"
        if all(has_surname(name) for name in names):
            yield "surnames"
        if any("·" in name for name in names):
            yield "foreign-name"
    if names and re.fullmatch(r"\(.*\)", row.folded) and all(map(has_surname, names)):
        yield "bracket-name"
    if row.size <= 24 and _ends_with_name(row.folded.split()):
        yield "name-last"


def _ends_with_name(words: list[str]) -> bool:
    return len(words) > 1 and is_name(words[-1]) and has_surname(words[-1])


_COUNTRY = re.compile(r"^[\[(][^\])]{1,6}[\])]\s*(?=\S)|\([^()]{1,8}\)$")
_DATE_ALONE = re.compile(
    r"[\s(\d〇○零一二三四五六七八九十廿元年月日号./:时分-]{8,24}"
    r"(?:星期.|周.|[\s)]|发布|出版|农历.{4,9}|AM|PM|am|pm)*"
)
_BULLET = re.compile(r"[□■◎○●☉※▪◇◆]\s*")
