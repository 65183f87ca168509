"""Labelled pages: what a careful editor says of a page, and what a reading of it got wrong.

    python tools/labels.py FOLDER [--write]

prints what is wrong on each page of the folder; ``--write`` notes it in the
folder's ``known.json``, which the tests hold the readings to, and says what changed.

A case is a folder with ``input.txt`` and ``label.json``; a folder of pairs
``NNN.txt``, ``NNN.json`` is read as well.  The keys of a label are told in
``tests/cases/README.md``.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebook.draft import Draft, read_book
from ebook.model import Block, Division, Heading, Paragraph, text_of, walk
from ebook.settings import Settings

ROLES = {
    "author": "aut",
    "correspondent": "aut",
    "photographer": "pht",
    "translator": "trl",
    "editor": "edt",
    "illustrator": "ill",
}
_ORNAMENTS = "■□◆◇●○▲△▶►★☆◎▎▪·—-:：【】[]"
_CREDIT = re.compile(r"(?:图片来源|圖片來源|图源|資料圖|资料图|图片|供图|摄影|攝影)[:/|].{1,30}|[^,。;、]{1,16}[摄攝]")


@dataclass(frozen=True, slots=True)
class Case:
    """A page with its label; pages of one site or paper share a ``group``."""

    name: str
    path: Path
    label: dict[str, Any]

    @property
    def group(self) -> str:
        """The publisher: sites of one house count as one."""
        return ".".join(str(self.label.get("site", self.name)).split(".")[-3:])


def cases(folder: Path) -> list[Case]:
    """Every labelled page of a folder, in order of name."""
    inside = [(path.parent.name, path.with_name("input.txt"), path) for path in folder.glob("*/label.json")]
    beside = [
        (path.stem, path.with_suffix(".txt"), path) for path in folder.glob("*.json") if path.name != "known.json"
    ]
    return [
        Case(name, text, json.loads(label.read_text(encoding="utf-8"))) for name, text, label in sorted(inside + beside)
    ]


def fold(text: str | None) -> str:
    """Text for comparison: NFKC, without white space and zero-width marks."""
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff]+", "", unicodedata.normalize("NFKC", text or ""))


def read(case: Case) -> Draft:
    """The page as the tool reads it."""
    return read_book([case.path], Settings())


def wrong(draft: Draft, label: dict[str, Any]) -> list[str]:
    """The fields that the reading has not as the label has them; empty where the page is perfect."""
    return [field for field, check in CHECKS.items() if not check(draft, label)]


def _value(draft: Draft, field: str) -> str:
    value = getattr(draft.book.metadata, field)
    return fold(value.value) if value and value.evidence.origin == "text" else ""


def _same(field: str, key: str) -> Any:  # noqa: ANN401 - a check
    return lambda draft, label: _value(draft, field) == fold(label.get(key))


def _source(draft: Draft, label: dict[str, Any]) -> bool:
    wanted = fold(label.get("source"))
    return not wanted or any(wanted in found for found in (_value(draft, "publisher"), _value(draft, "source")))


def _rights(draft: Draft, label: dict[str, Any]) -> bool:
    wanted, found = fold(label.get("rights")), _value(draft, "rights")
    return wanted in found and len(found) <= len(wanted) + 120 if wanted else not found


def _people(draft: Draft, label: dict[str, Any]) -> bool:
    found = {(fold(person.name), role) for person in draft.book.metadata.people for role in person.roles}
    return found == {(fold(person["name"]), ROLES[person["role"]]) for person in label.get("authors") or []}


def headings(divisions: tuple[Division, ...]) -> Iterator[str]:
    """The headings below the article's own, in the order of print."""
    for division in divisions:
        if division.heading:
            yield fold(text_of(division.heading.content))
        yield from headings(division.divisions)


def _headings(draft: Draft, label: dict[str, Any]) -> bool:
    wanted = [fold(heading["text"]) for heading in label.get("headings") or []]
    optional = {fold(line) for line in label.get("optional") or []} | {
        fold(line).strip(_ORNAMENTS) for line in label.get("optional") or []
    }
    joined = {number + heading: heading for number in optional for heading in wanted}
    found = [
        joined.get(heading, heading) for division in draft.book.divisions for heading in headings(division.divisions)
    ]
    found = [heading for heading in found if heading not in optional]
    return [_bare(heading) for heading in found] == [_bare(heading) for heading in wanted]


def _bare(text: str) -> str:
    return text.strip(_ORNAMENTS) or text


def _captions(draft: Draft, label: dict[str, Any]) -> bool:
    wanted = [fold(caption) for caption in label.get("captions") or []]
    found = [fold(text_of(block.content)) for block in blocks(draft) if block.role == "caption"]
    found = [caption for caption in found if caption in wanted or not _CREDIT.fullmatch(caption)]
    return all(any(_near(a, b) for b in found) for a in wanted) and all(any(_near(a, b) for b in wanted) for a in found)


def _near(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return bool(short) and short in long and len(short) >= 0.7 * len(long)


def blocks(draft: Draft) -> Iterator[Paragraph]:
    """The paragraphs of the text in order."""
    for piece in walk(draft.book.divisions):
        if isinstance(piece, Paragraph):
            yield piece


def cut_lines(draft: Draft) -> list[tuple[int, str]]:
    """The lines that were cut as furniture: number and folded text."""
    lines = draft.sources[0].lines
    return [
        (cut.line, fold(lines[cut.line - 1].text[cut.start : cut.stop]))
        for cut in draft.book.cuts
        if cut.kind == "furniture"
    ]


def _furniture(draft: Draft, label: dict[str, Any]) -> bool:
    wanted = {fold(line) for line in label.get("furniture") or []} - {fold(label.get("source"))}
    kept = {
        fold(text_of(piece.content)) for piece in walk(draft.book.divisions) if isinstance(piece, Heading | Paragraph)
    }
    return not wanted & kept


def _text(draft: Draft, label: dict[str, Any]) -> bool:
    """No line that the label counts as text was cut: not one of the body, not one that stands beside it."""
    furniture = {fold(line) for line in label.get("furniture") or []}
    title = fold(label.get("title"))
    return all(line in furniture or line == title or _is_data(line, label) for _, line in cut_lines(draft))


def _is_data(line: str, label: dict[str, Any]) -> bool:
    """A short line that only says again who, when or where."""
    known = [fold(label.get(key)) for key in ("source", "title")]
    return any(word and word in line and len(line) <= len(word) + 6 for word in known)


def _paragraphs(draft: Draft, label: dict[str, Any]) -> bool:
    pieces = [
        fold(text_of(piece.content)) for piece in walk(draft.book.divisions) if isinstance(piece, Heading | Paragraph)
    ]
    ends = [fold(label.get(key)) for key in ("first_body", "last_body")]
    begins = all(any(piece.startswith(end) for piece in pieces) for end in ends if end)
    return begins and all(any(fold(joint) in piece for piece in pieces) for joint in label.get("joins") or [])


CHECKS = {
    "title": _same("title", "title"),
    "kicker": _same("kicker", "kicker"),
    "subtitle": _same("subtitle", "subtitle"),
    "date": _same("date", "date"),
    "source": _source,
    "people": _people,
    "headings": _headings,
    "captions": _captions,
    "rights": _rights,
    "furniture": _furniture,
    "text": _text,
    "paragraphs": _paragraphs,
}


def known(folder: Path) -> dict[str, list[str]]:
    """What is known to be wrong, by case."""
    path = folder / "known.json"
    noted: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return noted


def main() -> None:
    """Print what is wrong on each page, and note it if told to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="note it in known.json")
    arguments = parser.parse_args()
    found = {case.name: wrong(read(case), case.label) for case in cases(arguments.folder)}
    before = known(arguments.folder)
    for name, fields in found.items():
        change = "" if fields == before.get(name, []) else f" (was: {', '.join(before.get(name, [])) or 'right'})"
        if fields or change:
            print(f"{name}: {', '.join(fields) or 'right'}{change}")
    print(f"{sum(not fields for fields in found.values())} of {len(found)} perfect")
    if arguments.write:
        text = json.dumps({name: fields for name, fields in found.items() if fields}, indent=1, ensure_ascii=False)
        (arguments.folder / "known.json").write_text(text + "\n", encoding="utf-8")


__all__ = ["CHECKS", "Block", "Case", "cases", "cut_lines", "fold", "headings", "read", "wrong"]


if __name__ == "__main__":
    main()
