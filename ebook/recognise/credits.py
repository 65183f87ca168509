"""Who made a clipping: every person of a byline, credit or editor's line, with all that they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ebook.model import Person
from ebook.recognise.dates import first_date
from ebook.recognise.decided import Read, evidence
from ebook.recognise.fold import fold, halve, squeeze
from ebook.recognise.lexicon import words_for
from ebook.recognise.line import line_clues
from ebook.recognise.names import has_surname, is_full_name, is_name, is_pen_name, names_in, staff_in
from ebook.recognise.people import Name, has_role_word, is_role, people_of
from ebook.recognise.row import Row

_BRACKET = re.compile(r"[（(〔【\[]([^（）()〔〕【】\[\]]{2,60})[）)〕】\]]")
_TAIL_CREDIT = re.compile(r"[。！？”」…]\s*((?:本报|本刊)?(?:记者|通讯员|见习记者|实习生)\s*[^。]{2,24})$")


def people_on(reads: Sequence[Read], name: str) -> tuple[Person, ...]:
    """Every person of a byline, credit or editor's line, once, with all that they did, in the order of print."""
    people: dict[str, Person] = {}
    for read, found in _named(reads):
        known = people.get(found.name)
        roles = tuple(dict.fromkeys((*(known.roles if known else ()), *found.roles)))
        because = known.evidence if known else evidence(name, read, "byline")
        people[found.name] = Person(found.name, tuple(role for role in roles if role != "-"), because)
    return tuple(person for person in people.values() if person.roles)


def _named(reads: Sequence[Read]) -> Iterator[tuple[Read, Name]]:
    written = False
    for read in reads:
        for found in _names_on(read, reads):
            written |= "aut" in found.roles
            yield read, found
    if not written:
        yield from _followed(reads) or _signed(reads)


def _followed(reads: Sequence[Read]) -> list[tuple[Read, Name]]:
    """Who writes under the name that a button below lets follow."""
    for read, below in pairwise(reads):
        name = read.row.text
        follow = (
            words_for("follow").fullmatch(squeeze(below.row.folded)) and read.zone == "head" and read.role == "data"
        )
        if follow and is_pen_name(name) and not _PAPER.search(fold(name)):
            return [(read, Name(name, ("aut",)))]
    return []


def _signed(reads: Sequence[Read]) -> Iterator[tuple[Read, Name]]:
    """Who signed: a name alone near the end, or a place and a name below 敬礼 or above the day."""
    for read in reversed([read for read in reads if read.role in _SIGNED][-6:]):
        name = _REGARDS.sub("", halve(read.row.text).strip("()[]— ")).strip()
        if _is_signature(name) and len(name) <= 3 and read.zone != "top":
            yield read, Name(name, ("aut",))
            return
    for before, read, after in zip(reads, reads[1:], [*reads[2:], None], strict=False):
        words = halve(read.row.text).split()
        if words and _signs(before, read, after) and _is_signature(words[-1]):
            yield read, Name(words[-1], ("aut",))
            return


_SIGNED = frozenset(("body", "note", "data", "heading", "caption", "label"))
_OWNED = re.compile(r"(?:版权|著作权|版權|著作權)归?歸?[原本]?作者\s+(\S{2,14})\s+所有")
_REGARDS = re.compile(r"^(?:读者|讀者)|(?:敬上|谨上|敬启|謹上|敬啟)$")


def _is_signature(name: str) -> bool:
    return is_name(name) and has_surname(name)


def _signs(before: Read, read: Read, after: Read | None) -> bool:
    closes = re.match(r"此致|敬礼|敬上", before.row.folded)
    dated = after is not None and after.row.size <= 14 and first_date(after.row.folded)
    return bool(closes or dated) and read.row.size <= 24 and not read.row.stopped


def _names_on(read: Read, reads: Sequence[Read]) -> Iterable[Name]:
    text = read.row.text
    if read.role == "data":
        return _on_data_line(read, reads)
    if read.role in ("caption", "credit"):
        return _credited(text)
    if read.role == "body":
        return _in_paragraph(read, reads)
    if read.role == "rights":
        return [Name(match[1], ("aut",)) for match in _OWNED.finditer(text)]
    if read.role == "note":
        return [found for match in _BRACKET.finditer(text) if _is_whole(match, text) for found in people_of(match[1])]
    return ()


def _on_data_line(read: Read, reads: Sequence[Read]) -> Sequence[Name]:
    """The persons of a data line; the author of a book under review (《书名》 above) is not one of them."""
    at = reads.index(read)
    if at and re.fullmatch(r"《[^》]+》", reads[at - 1].row.text):
        return ()
    if len(_BULLET.findall(read.row.folded)) > 1:
        return [name for part in _BULLETED.split(read.row.text) for name in people_of(part) or _bare(part)]
    above = reads[at - 1].row if at else None
    if above and (is_role(above.text) or _LABEL.fullmatch(above.folded)) and not has_role_word(read.row.text):
        return people_of(f"{above.text.rstrip(' :：')}:{read.row.text}")
    original = _original(read.row, above)
    if original:
        return [Name(original, ("aut",))]
    found = people_of(read.row.text)
    if found or (has_role_word(read.row.text) and not _BULLET.match(read.row.folded)):
        return found
    return _bare_names(read)


def _original(row: Row, above: Row | None) -> str | None:
    """原创 作者 账号 of a public account, on one line or two: the writer."""
    match = _ORIGINAL.match(row.folded)
    if match and not re.search(r"\d", match[2]):
        return row.text[match.start(1) : match.end(1)]
    return halve(row.text).split()[0] if above and squeeze(above.folded) == "原创" else None


def _is_whole(match: re.Match[str], text: str) -> bool:
    return match.start() == 0 and match.end() >= len(text.rstrip("。 "))


_BULLETED = re.compile(r"(?<!\s)\s+(?=\S{0,4}[□■◎○●☉※▪◇◆])")
_LABEL = re.compile(
    r"(?:文|图|摄影|撰文|文字|插画|插图|编辑|责任编辑|口述|整理|翻译)(?:\s*[/、&]\s*(?:文|图|摄影|摄|撰文|文字))*\s*:?"
)
_ON_THE_DAY = re.compile(r"(?<!\s)\s*\d{2,4}年\d{1,2}月\d{1,2}日$")
_PAPER = re.compile(rf"(?:{words_for('paper').pattern})$")
_ORIGINAL = re.compile(r"原创\s+(\S{2,8})\s+(\S{2,12})")  # of a public account: the writer, then the account
_BULLET = re.compile(r"[□■◎○●☉※▪◇◆]")


def _bare(part: str) -> list[Name]:
    """The names of a part that a mark sets off and no word explains: the writers."""
    return [Name(name, ("aut",)) for name in names_in(halve(part))]


def _bare_names(read: Read) -> list[Name]:
    """A line of names and nothing else under the title, or a name behind the place it belongs to."""
    plain = _without_paper(re.sub(r"\([^()]*\)$|^\[[^\]]{1,6}\]", "", halve(read.row.text)).strip())
    if "bracket-name" in line_clues(read.row):
        return [Name(name, ("aut",)) for name in names_in(halve(read.row.text).strip("()"))]
    if read.zone != "head" or read.row.size > 40:
        return []
    if date := first_date(read.row.folded):
        return _before_date(halve(read.row.text)[: date.start])
    if read.row.size > 24 or ":" in plain:
        return []
    names = names_in(plain)
    if names and squeeze("".join(names)) == squeeze(re.sub(r"[、,/;|&□■◎○●☉※▪◇◆\[\]()]", "", plain)):
        marked = bool(_BULLET.match(plain)) or any("·" in name for name in names)
        return [Name(name, ("aut",)) for name in names if marked or has_surname(name)]
    last = plain.split()[-1]
    return [Name(last, ("aut",))] if is_name(last) and has_surname(last) else []


def _before_date(words: str) -> list[Name]:
    """A name before the date, or names behind the departments they belong to."""
    name = re.split(r"[|]", words.strip(" ·|,"))[-1].strip()
    names = [name] if is_full_name(name) else staff_in(words)
    return [Name(name, ("aut",)) for name in names]


def _without_paper(plain: str) -> str:
    """A/某报: the name without the paper it writes for."""
    parts = [part.strip() for part in re.split(r"[/|]", plain)]
    people = [part for part in parts if not _PAPER.search(fold(part))]
    return people[0] if len(parts) == 2 and len(people) == 1 else plain


def _credited(text: str) -> list[Name]:
    """The photographer at the end of a caption."""
    text = _ON_THE_DAY.sub("", text)
    bracket = [match[1] for match in _BRACKET.finditer(text) if match.end() >= len(text.rstrip("。 "))]
    tail = re.split(r"[。！？!?”]\s*", text.rstrip("。）) "))[-1]
    tail = tail if len(tail) <= 16 else re.split(r"[，,]\s*|\s{2,}", tail)[-1]
    for words in (*bracket, tail):
        found = [name for name in people_of(words) if set(name.roles) & {"pht", "ill", "aut"}]
        if found:
            return [name for name in found if "pht" in name.roles or "ill" in name.roles]
    return []


def _in_paragraph(read: Read, reads: Sequence[Read]) -> list[Name]:
    """本报讯（记者 A） at the front of the first paragraph, （A B） or 。通讯员 A at the end of one."""
    text, folded = read.row.text, read.row.folded
    opening = next((match for match in _BRACKET.finditer(text) if match.start() <= 24), None)
    if opening and _opens(folded, opening) and (found := people_of(opening[1]) or _agency_names(folded, opening)):
        return found
    closing = _TAIL_CREDIT.search(text)
    if closing:
        return people_of(closing[1])
    ending = [match for match in _BRACKET.finditer(text) if match.end() >= len(text.rstrip("。 0123456789"))]
    return _ending(ending[-1], reads, read) if ending else []


def _agency_names(folded: str, opening: re.Match[str]) -> list[Name]:
    """（A B） behind 电 or 讯: reporters whose post is not told."""
    if not re.search(r"(?:讯|电)\s*$", folded[: opening.start()]):
        return []
    words = halve(opening[1])
    names = names_in(words)
    whole = squeeze("".join(names)) == squeeze(re.sub(r"[、,]", "", words))
    return [Name(name, ("aut",)) for name in names] if whole and all(map(has_surname, names)) else []


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
