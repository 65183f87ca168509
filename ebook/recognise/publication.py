"""Where a clipping was printed: the newspaper or account that the page names as its source, with date and page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ebook.model import Value
from ebook.recognise.dates import first_date
from ebook.recognise.decided import Read, evidence
from ebook.recognise.fold import fold, halve, squeeze
from ebook.recognise.lexicon import formulas_in, is_buttons, words_for
from ebook.recognise.names import is_full_name
from ebook.recognise.papername import is_paper, may_name
from ebook.recognise.people import people_of
from ebook.recognise.reading import FURNITURE
from ebook.recognise.row import Row

_NOBODY = words_for("no_source")
_STATED = re.compile(
    r"(?:(?:稿件|信息|文章|新闻|本文|消息)?(?<!图片)(?<!图)(?<!数据)(?:来源|来自|出处)|发布机构|发文机关|(?:发布|供稿|发文)单位)(?:于|微信公众号)?\s*[:/]?\s*"
    r"(?P<name>《[^》]+》|[^|,。()\s:]+(?: [A-Z][A-Za-z]*)?)"
)
_LONGEST_NAME = 14  # characters of a publication
_PLACE = re.compile(r"[省市县區区]$|自治区$")  # 来自湖北省: where the writer's line was
_CITED = re.compile(r"《(?P<name>[^》]{2,14})》\s*(?:\(|第|\d)")
_TITLE = re.compile(r"[\u4e00-\u9fff]{1,10}(?:报|周刊|月刊|季刊|杂志|通讯|文摘|诗刊|学报|新闻网|新闻)")
_MASTHEAD = re.compile(
    r"(?P<name>[^\s《》]{2,14}?)》?\s*(?:多媒体)?(?:数字|电子|网络|手机|在线)(?:报刊?|版|报纸)(?:阅读)?(?:平台)?(?:\s*首页)?$"
    r"|(?P<site>[^\s>《》]{2,12}(?:新闻网|报|周刊|月刊|周末|杂志))》?(?:\s+[A-Za-z ]+|\s*(?:>>|>|»).*)?$"
)
_AGENCY = re.compile(
    r"[(【\[]?\s*(?P<name>[\u4e00-\u9fff]{2,6}(?:社|网|报))"
    r"(?:记者|[\u4e00-\u9fff]{0,6}\d{1,2}(?:月\d{1,2})?日|(?:专?讯|综合报道)?[】\])])"
)
_OF_ACCOUNT = re.compile(r"原创\s+(?:\S{2,8}\s+)?(?P<name>[^\d\s]{2,12})(?:\s|$)")
_ENDS_OTHERWISE = re.compile(r"[,。于编版]$")


def source_of(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The publication that the page names, from the surest place that names one; None where none does."""
    for give in (_stated, _of_account, _days_ago, _beside_date, _cited, _masthead, _account, _agency):
        for read in reads:
            found = give(read)
            if found:
                return Value(found, evidence(name, read, "source"))
    return (
        _below_label(reads, name)
        or _above_kind(reads, name)
        or _below_original(reads, name)
        or _above_time(reads, name)
        or _said_again(reads, name)
        or _name_of_site(reads, name)
    )


def _stated(read: Read) -> str | None:
    """来源：X on a data line."""
    match = _STATED.search(read.row.folded) if read.role in ("data", "note") and read.row.size <= 90 else None
    if not match or re.match(r"图片|图源", read.row.folded):
        return None
    words = _same(read.row, match, "name").strip("《》[]【】() ")
    return None if len(words) < 2 or _NOBODY.match(fold(words)) or _PLACE.search(words) else words


def _same(row: Row, match: re.Match[str], group: str) -> str:
    return row.text[match.start(group) : match.end(group)]


def _beside_date(read: Read) -> str | None:
    """X日报 2019年…, or 2019-11-25 18:57 X."""
    date = first_date(read.row.folded) if read.zone != "tail" and read.role == "data" else None
    if not date:
        return None
    before, after = halve(read.row.text[: date.start]), halve(read.row.text[date.stop :])
    return _before(before.strip(" (|>《》-")) or _after(after)


def _before(words: str) -> str | None:
    parts = re.split(r"[\s《》|]+", words)
    if all(len(part) == 1 for part in parts) and len(parts) > 1:
        return "".join(parts)  # letters spaced out
    return next((part for part in parts if _TITLE.fullmatch(fold(part))), None) or (
        words if is_paper(words, anywhere=len(parts) == 1) else None
    )


def _after(words: str) -> str | None:
    rest = re.sub(r"^[日号\s]*(?:星期.|周.)?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?[\s|]*", "", words)
    parts = [part for part in re.split(r"[\s|(/]+", rest.strip()) if part and may_name(part)]
    return parts[0] if parts and is_paper(parts[0], anywhere=len(parts) == 1) else None


def _cited(read: Read) -> str | None:
    """《X》（date 第N版）."""
    if read.role not in ("data", "note") or read.row.size > 60 or re.match(r"\(?(?:选自|摘自)", read.row.folded):
        return None
    match = _CITED.match(read.row.folded)
    return _same(read.row, match, "name") if match and first_date(read.row.folded) else None


def _masthead(read: Read) -> str | None:
    """X日报数字报, or the name of a paper alone."""
    if read.role not in FURNITURE | {"data"} or read.zone == "body" or read.row.size > 24:
        return None
    shift = len(read.row.folded) - len(read.row.folded.lstrip("《 "))
    match = _MASTHEAD.match(read.row.folded[shift:])
    if not match:
        return None
    group = "name" if match["name"] else "site"
    return read.row.text[shift + match.start(group) : shift + match.end(group)]


def _of_account(read: Read) -> str | None:
    """原创 作者 账号 of a public account."""
    match = _OF_ACCOUNT.match(read.row.folded) if read.role == "data" else None
    return _same(read.row, match, "name") if match else None


def _days_ago(read: Read) -> str | None:
    """账号 昨天 of a public account."""
    told = read.role == "data" and "account-day" in formulas_in(read.row.folded)
    return halve(read.row.text).split()[0] if told else None


def _below_label(reads: Sequence[Read], name: str) -> Value[str] | None:
    """来源： on one line, the publication on the next."""
    for above, read in pairwise(reads):
        label = words_for("source_label").fullmatch(squeeze(above.row.folded).rstrip(":"))
        if label and 2 <= read.row.size <= _LONGEST_NAME and may_name(read.row.text):
            return Value(read.row.text, evidence(name, read, "source"))
    return None


def _above_kind(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The account on the line above what kind of account it is: 企鹅号."""
    for read, below in pairwise(reads):
        if read.role == "data" and "account-kind" in formulas_in(below.row.folded) and not first_date(read.row.folded):
            return Value(read.row.text, evidence(name, read, "account"))
    return None


def _below_original(reads: Sequence[Read], name: str) -> Value[str] | None:
    """作者 账号 on the line below 原创."""
    for above, read in pairwise(reads):
        words = halve(read.row.text).split()
        if squeeze(above.row.folded) == "原创" and read.role == "data" and len(words) > 1 and may_name(words[-1]):
            return Value(words[-1], evidence(name, read, "source"))
    return None


def _account(read: Read) -> str | None:
    """作者 账号 日期 of a public account: the last word before the date."""
    date = first_date(read.row.folded) if read.role == "data" and read.zone in ("top", "head") else None
    words = halve(read.row.text[: date.start]).split() if date else []
    return (
        words[-1]
        if words
        and not re.search(r"\d", words[-1])
        and not is_full_name(words[-1])
        and 2 <= len(words[-1]) <= 12
        and may_name(words[-1])
        and not _ENDS_OTHERWISE.search(words[-1])
        else None
    )


def _agency(read: Read) -> str | None:
    """（X社记者 …8日电） at the front of the text."""
    match = _AGENCY.match(read.row.folded) if read.role == "body" else None
    words = _same(read.row, match, "name") if match else ""
    return None if not words or _NOBODY.match(fold(words)) else words


def _above_time(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The account that published the page: one word on the line above the hour of publication."""
    lines = [read for read in reads if not is_buttons(read.row.folded) and "share" not in formulas_in(read.row.folded)]
    for read, below in pairwise(lines):
        word = read.zone == "head" and read.role == "data" and " " not in read.row.folded and read.row.size <= 12
        word = word and not re.search(r"\d", read.row.folded)
        if word and re.search(r"发布时间|\d:\d\d", below.row.folded) and not people_of(read.row.text):
            return Value(read.row.text, evidence(name, read, "account"))
    return None


def _name_of_site(reads: Sequence[Read], name: str) -> Value[str] | None:
    """A word alone on the first line that no button, channel or menu explains."""
    read = next(iter(reads), None)
    if read is None or read.zone != "top" or read.role not in FURNITURE or not 2 <= read.row.size <= 8:
        return None
    plain = " " not in read.row.folded and not formulas_in(read.row.folded) and not is_buttons(read.row.folded)
    return Value(read.row.text, evidence(name, read, "masthead")) if plain else None


def _said_again(reads: Sequence[Read], name: str) -> Value[str] | None:
    """The site's name at the head of the page, which its own foot says again."""
    dated = next((i for i, read in enumerate(reads) if read.role == "data" and first_date(read.row.folded)), 0)
    for read in (*reads[:2], *reads[dated + 1 : dated + 2]):
        words = read.row.text
        if (
            read.zone in ("top", "head")
            and read.role in FURNITURE | {"data"}
            and 2 <= len(words) <= 10
            and " " not in read.row.folded
            and may_name(words)
        ):
            again = (other.row.text[:40] for other in reads[2:] if other.role in (*FURNITURE, "rights"))
            if any(re.search(rf"(?:^.{{0,4}}|赞助|贊助|©.*){re.escape(words)}", text) for text in again):
                return Value(words, evidence(name, read, "masthead"))
    return None
