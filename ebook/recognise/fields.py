"""What a clipping says of itself: date, source, persons, rights, each with the line it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ebook.model import Evidence, Metadata, Person, Value
from ebook.recognise.dates import Date, first_date
from ebook.recognise.fold import fold, halve, squeeze
from ebook.recognise.lexicon import words_for
from ebook.recognise.names import has_surname, is_name, names_in
from ebook.recognise.page import Row, join
from ebook.recognise.people import Name, has_role_word, people_of
from ebook.recognise.reading import FURNITURE, Decision
from ebook.recognise.script import language_of


@dataclass(frozen=True, slots=True)
class Read:
    """A row with the decision on it."""

    row: Row
    decision: Decision

    @property
    def zone(self) -> str:
        """``top``, ``head``, ``body`` or ``tail``."""
        zone = self.decision.state.split(".")[0]
        return zone if zone in ("top", "head", "tail") else "head" if zone.startswith("title") else "body"

    @property
    def role(self) -> str:
        """The role of the row."""
        return self.decision.role


def metadata_of(reads: Sequence[Read], name: str) -> Metadata:
    """Everything that the page says of itself; ``name`` is what messages call the file."""
    title = _joined(reads, ("title", "title2"), name)
    found = _date(reads)
    date = Value(found[1].iso, _evidence(name, found[0], "date")) if found else None
    source = _source(reads, name)
    return Metadata(
        title=title,
        subtitle=_joined(reads, ("deck",), name),
        kicker=_joined(reads, ("kicker",), name),
        people=_people(reads, name),
        date=date,
        publisher=source,
        source=_with_page(source, reads, date),
        rights=_rights(reads, name),
        language=Value(language_of(read.row.text for read in reads), Evidence("computed", name, 0.9, "script")),
    )


def _evidence(name: str, read: Read, reason: str) -> Evidence:
    margin = min(read.decision.choice.margin, 10.0)
    return Evidence("text", f"{name}:{read.row.number}", round(1 - 0.5 ** (1 + margin), 3), reason)


def _joined(reads: Sequence[Read], roles: tuple[str, ...], name: str) -> Value[str] | None:
    """The words of one role; a headline over two lines is joined without a space."""
    parts = [read for read in reads if read.role in roles]
    if not parts:
        return None
    words = parts[0].row.text
    for part in parts[1:] if "title" in roles else ():
        words += join(words, part.row.text) + part.row.text
    return Value(words, _evidence(name, parts[0], roles[0]))


# --- date -------------------------------------------------------------------------

_PUBLISHED = words_for("published")
_OTHER_DAY = words_for("other_day")


def _date(reads: Sequence[Read]) -> tuple[Read, Date] | None:
    """The day of publication: a date line, a masthead, a citation at the foot; never an event or a signature."""
    dated = [(read, date) for read in reads if read.row.size <= 100 and (date := _day(read.row))]
    for wanted in (_is_published, _is_head_data, _is_masthead, _is_citation, _is_machine):
        for read, date in dated:
            if wanted(read):
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


# --- source ---------------------------------------------------------------------------

_PAPER = words_for("paper")
_NOBODY = words_for("no_source")
_SOURCE = re.compile(
    r"(?:(?:稿件|信息|文章|新闻|本文|消息)?(?:来源|来自|出处)|发布机构|发文机关)\s*[:/]?\s*"
    r"(?P<name>《[^》]+》|[^|,。()\s:]+(?: [A-Z][A-Za-z]*)?)"
)
_CITED = re.compile(r"《(?P<name>[^》]{2,14})》\s*(?:\(|第|\d)")
_MASTHEAD = re.compile(
    r"(?P<name>\S{2,14}?)(?:多媒体数字报|多媒体数字版|数字报刊?|电子报|电子版|数字版)(?:\s*首页)?$|(?P<site>[^\s>]{2,12}(?:新闻网|报))(?:\s*(?:>>|>|»).*)?$"
)


def _source(reads: Sequence[Read], name: str) -> Value[str] | None:
    for give in (_stated, _beside_date, _cited, _on_masthead, _account):
        for read in reads:
            found = give(read)
            if found:
                return Value(found, _evidence(name, read, "source"))
    return _above_time(reads, name) or _said_again(reads, name)


def _above_time(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The account that published the page: one word on the line above the hour of publication."""
    for read, below in pairwise(reads):
        word = read.zone == "head" and read.role == "data" and " " not in read.row.folded and read.row.size <= 12
        if word and re.search(r"发布时间|\d:\d\d", below.row.folded) and not people_of(read.row.text):
            return Value(read.row.text, _evidence(name, read, "account"))
    return None


def _said_again(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The site's name at the head of the page, which its lead's dateline or its own foot says again."""
    for read in reads[:2]:
        words = read.row.text
        if read.zone == "top" and read.role in FURNITURE and 3 <= len(words) <= 10 and " " not in read.row.folded:
            again = (
                other.row.text for other in reads[2:] if other.role in (*FURNITURE, "rights") or other.role == "body"
            )
            if any(
                re.search(rf"(?:^.{{0,4}}|赞助|贊助){re.escape(words)}(?:记者|記者|讯|訊|电|電|$|版权|版權)", text[:40])
                for text in again
            ):
                return Value(words, _evidence(name, read, "masthead"))
    return None


def _stated(read: Read) -> str | None:
    """来源：X on a data line."""
    if read.role not in ("data", "note") or read.row.size > 90:
        return None
    match = _SOURCE.search(read.row.folded)
    if not match or re.match(r"图片|图源", read.row.folded):
        return None
    words = _same(read.row, match, "name").strip("《》[]【】() ")
    return None if len(words) < 2 or _NOBODY.match(fold(words)) else words


def _same(row: Row, match: re.Match[str], group: str) -> str:
    return row.text[match.start(group) : match.end(group)]


def _beside_date(read: Read) -> str | None:
    """X日报 2019年…, or 2019-11-25 18:57 X."""
    if read.zone == "tail" or read.role != "data":
        return None
    date = first_date(read.row.folded)
    if not date:
        return None
    before, after = halve(read.row.text[: date.start]).strip(" (|>《》"), halve(read.row.text[date.stop :])
    if (
        before
        and re.fullmatch(r"\S{2,14}", squeeze(before))
        and not re.search(r"[:第]|期次|时间|日期|于$", fold(before))
        and _is_paper(before, anywhere=len(before.split()) == 1)
    ):
        return _paper(before)
    after = re.sub(r"^[日号\s]*(?:星期.|周.)?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?[\s|]*", "", after)
    words = [word for word in re.split(r"[\s|(/]+", after.strip()) if word and not re.search(r"[:\d)(]|更新", word)]
    return words[0] if words and 2 <= len(words[0]) <= 14 and _is_paper(words[0], anywhere=len(words) == 1) else None


def _is_paper(words: str, *, anywhere: bool) -> bool:
    plain = squeeze(fold(words))
    return bool(_PAPER.search(plain)) or (
        anywhere and 2 <= len(plain) <= 8 and not (is_name(plain) and has_surname(plain))
    )


def _paper(words: str) -> str:
    """The paper's name without spaces between its letters."""
    parts = words.split()
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)


def _cited(read: Read) -> str | None:
    """《X》（date 第N版）."""
    if read.role not in ("data", "note") or read.row.size > 60 or re.match(r"\(?(?:选自|摘自)", read.row.folded):
        return None
    match = _CITED.match(read.row.folded)
    return _same(read.row, match, "name") if match and first_date(read.row.folded) else None


def _on_masthead(read: Read) -> str | None:
    if read.role not in FURNITURE | {"data"} or read.zone not in ("top", "head", "tail") or read.row.size > 24:
        return None
    match = _MASTHEAD.match(read.row.folded)
    group = "name" if match and match["name"] else "site"
    return _same(read.row, match, group) if match else None


def _account(read: Read) -> str | None:
    """作者 账号 日期 of a public account: the word before the date that is no person."""
    date = first_date(read.row.folded) if read.role == "data" and read.zone in ("top", "head") else None
    words = halve(read.row.text[: date.start]).split() if date else []
    return (
        words[-1]
        if words and 2 <= len(words[-1]) <= 12 and not re.search(r"[:,。]|日期|时间|于$", fold(words[-1]))
        else None
    )


_PAGE = re.compile(
    r"第?\s*[A-Z]?\d{1,3}\s*版|第\s*[一二三四五六七八九十]{1,3}\s*版|[A-Z]\d{2}(?=[\s:]|$)|(?:19|20)\d\d年?第?\d+期"
)


def _with_page(source: Value[str] | None, reads: Sequence[Read], date: Value[str] | None) -> Value[str] | None:
    """The newspaper with its date and page, as far as the page tells them."""
    if not source:
        return None
    page = next(
        (
            squeeze(match.group())
            for read in reads
            if read.zone in ("top", "head")
            and read.row.size <= 60
            and read.role in FURNITURE | {"data"}
            and (match := _PAGE.search(read.row.folded))
        ),
        None,
    )
    parts = [source.value, date.value if date else None, page]
    return Value(" ".join(part for part in parts if part), source.evidence)


# --- persons ------------------------------------------------------------------------------

_BRACKET = re.compile(r"[（(〔【\[]([^（）()〔〕【】\[\]]{2,60})[）)〕】\]]")
_TAIL_CREDIT = re.compile(r"[。！？”」…]\s*((?:本报|本刊)?(?:记者|通讯员|见习记者|实习生)\s*[^。]{2,24})$")


def _people(reads: Sequence[Read], name: str) -> tuple[Person, ...]:
    """Every person of a byline, credit or editor's line, once, with all that they did, in the order of print."""
    people: dict[str, Person] = {}
    for read, found in _named(reads):
        known = people.get(found.name)
        roles = tuple(dict.fromkeys((*(known.roles if known else ()), *found.roles)))
        evidence = known.evidence if known else _evidence(name, read, "byline")
        people[found.name] = Person(found.name, tuple(role for role in roles if role != "-"), evidence)
    return tuple(person for person in people.values() if person.roles)


def _named(reads: Sequence[Read]) -> Iterator[tuple[Read, Name]]:
    written = False
    for read in reads:
        for found in _names_on(read, reads):
            written |= "aut" in found.roles
            yield read, found
    if not written:
        yield from _signed(reads)


def _signed(reads: Sequence[Read]) -> Iterator[tuple[Read, Name]]:
    """Who signed a letter: a name, or a place and a name, below 敬礼 or above the day."""
    for before, read, after in zip(reads, reads[1:], [*reads[2:], None], strict=False):
        signs = re.match(r"此致|敬礼|敬上", before.row.folded) or (
            after and after.row.size <= 14 and first_date(after.row.folded)
        )
        if signs and read.row.size <= 24 and not read.row.stopped:
            words = halve(read.row.text).split()
            if words and is_name(words[-1]) and has_surname(words[-1]):
                yield read, Name(words[-1], ("aut",))
                return


def _names_on(read: Read, reads: Sequence[Read]) -> Iterable[Name]:
    text = read.row.text
    if read.role == "data":
        return _on_data_line(read, reads)
    if read.role in ("caption", "credit"):
        return _credited(text)
    if read.role == "body":
        return _in_paragraph(read, reads)
    if read.role == "note":
        return [found for match in _BRACKET.finditer(text) if _is_whole(match, text) for found in people_of(match[1])]
    return ()


def _on_data_line(read: Read, reads: Sequence[Read]) -> Sequence[Name]:
    """The persons of a data line; the author of a book under review (《书名》 above) is not one of them."""
    at = reads.index(read)
    if at and re.fullmatch(r"《[^》]+》", reads[at - 1].row.text):
        return ()
    return people_of(read.row.text) or (() if has_role_word(read.row.text) else _bare_names(read))


def _is_whole(match: re.Match[str], text: str) -> bool:
    return match.start() == 0 and match.end() >= len(text.rstrip("。 "))


def _bare_names(read: Read) -> list[Name]:
    """A line of names and nothing else under the title, or a name behind the place it belongs to."""
    plain = halve(read.row.text)
    if read.zone != "head" or first_date(read.row.folded) or read.row.size > 24 or re.search(r"[:]", plain):
        return []
    names = names_in(plain)
    if names and squeeze("".join(names)) == squeeze(re.sub(r"[、,/;|&□■◎○●☉※▪◇◆\[\]()]", "", plain)):
        marked = bool(re.match("[□■◎○●☉※▪◇◆]", plain))
        return [Name(name, ("aut",)) for name in names if marked or has_surname(name)]
    last = plain.split()[-1]
    return [Name(last, ("aut",))] if is_name(last) and has_surname(last) else []


def _credited(text: str) -> list[Name]:
    """The photographer at the end of a caption."""
    bracket = [match[1] for match in _BRACKET.finditer(text) if match.end() >= len(text.rstrip("。 "))]
    tail = re.split(r"[。！？!?，,]\s*|\s{2,}|”", text.rstrip("。）) "))[-1]
    for words in (*bracket, tail):
        found = [name for name in people_of(words) if set(name.roles) & {"pht", "ill", "aut"}]
        if found:
            return [name for name in found if "pht" in name.roles or "ill" in name.roles]
    return []


def _in_paragraph(read: Read, reads: Sequence[Read]) -> list[Name]:
    """本报讯（记者 A） at the front of the first paragraph, （A B） or 。通讯员 A at the end of one."""
    text, folded = read.row.text, read.row.folded
    opening = next((match for match in _BRACKET.finditer(text) if match.start() <= 24), None)
    if opening and _opens(folded, opening) and (found := people_of(opening[1])):
        return found
    closing = _TAIL_CREDIT.search(text)
    if closing:
        return people_of(closing[1])
    ending = [match for match in _BRACKET.finditer(text) if match.end() >= len(text.rstrip("。 0123456789"))]
    return _ending(ending[-1], reads, read) if ending else []


def _opens(folded: str, opening: re.Match[str]) -> bool:
    before = folded[: opening.start()]
    return not before.strip() or bool(re.search(r"(?:讯|电|消息|报道)\s*$", before))


def _ending(match: re.Match[str], reads: Sequence[Read], read: Read) -> list[Name]:
    found = people_of(match[1])
    if found:
        return found
    names = names_in(halve(match[1]))
    whole = names and squeeze("".join(names)) == squeeze(halve(match[1]))
    is_last = all(other.role != "body" for other in reads[reads.index(read) + 1 :])
    return [Name(name, ("aut",)) for name in names] if whole and is_last and all(map(has_surname, names)) else []


# --- rights -----------------------------------------------------------------------------------


def _rights(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The statement on rights word for word, its lines joined by line ends."""
    rows = [read for read in reads if read.role == "rights"]
    if not rows:
        return None
    return Value("\n".join(read.row.text for read in rows), _evidence(name, rows[0], "rights"))
