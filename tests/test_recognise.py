"""Recognition, case by case: what a page or a book is read as (``tests/cases/recognise``)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import labels
import pytest

from ebook.draft import Draft, read_book
from ebook.model import Division, Heading, walk
from ebook.model import text_of as words
from ebook.settings import Settings
from ebook.structures import structures

FOLDER = Path(__file__).parent / "cases" / "recognise"
CASES = sorted(path.parent for path in FOLDER.glob("*/expected.json"))
LABELLED = labels.cases(FOLDER)
KNOWN = labels.known(FOLDER)


def read(case: Path) -> Draft:
    return read_book([case / "input.txt"], Settings())


def headings(divisions: tuple[Division, ...], level: int = 1) -> list[list[Any]]:
    """The headings of the divisions with their depth, in the order of print."""
    found: list[list[Any]] = []
    for division in divisions:
        inner = level
        if division.heading:
            found.append([level, words(division.heading.content)])
            inner += 1
        found += headings(division.divisions, inner)
    return found


def outline(draft: Draft) -> list[list[Any]]:
    """The headings inside a clipping's text, or all those of a book."""
    if draft.readings[0].kind == "book":
        return headings(draft.book.divisions)
    return headings(draft.book.divisions[0].divisions)


def counted(divisions: tuple[Division, ...]) -> dict[str, int]:
    """The structures of all divisions."""
    found: Counter[str] = Counter()
    for division in divisions:
        found.update(structures(division))
        found.update(counted(division.divisions))
    return dict(found)


def people(draft: Draft) -> list[list[str]]:
    return [[person.name, role] for person in draft.book.metadata.people for role in person.roles]


def cut_lines(draft: Draft) -> list[str]:
    lines = draft.sources[0].lines
    kinds = ("furniture", "contents")
    return [lines[cut.line - 1].text[cut.start : cut.stop] for cut in draft.book.cuts if cut.kind in kinds]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, request: pytest.FixtureRequest) -> None:
    if case.name.startswith("known-"):
        request.applymarker(pytest.mark.xfail(strict=True, reason="known failure: mend it, then rename the folder"))
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    draft = read(case)
    assert draft.readings[0].kind == expected["kind"]
    for key in ("title", "subtitle", "kicker", "date", "rights"):
        if key in expected:
            value = getattr(draft.book.metadata, key)
            assert (value.value if value and value.evidence.origin == "text" else None) == expected[key], key
    if "people" in expected:
        assert sorted(people(draft)) == sorted(expected["people"])
    if "headings" in expected:
        assert outline(draft) == expected["headings"]
    if "structures" in expected:
        assert counted(draft.book.divisions) == expected["structures"]
    if "cut" in expected:
        assert set(cut_lines(draft)) <= {line.strip() for line in expected["cut"]}


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.name)
def test_labelled_page(case: labels.Case) -> None:
    """Each page is read as its label says, save for the fields that ``known.json`` notes: mended ones leave it."""
    assert labels.wrong(labels.read(case), case.label) == KNOWN.get(case.name, [])


def test_every_line_can_say_why_it_was_read_so() -> None:
    draft = read(CASES[0].parent / "wild-party-paper-portal")
    choices = {choice.line: choice for choice in draft.readings[0].choices}
    printed = {line.number for line in draft.sources[0].lines if line.text.strip()}
    assert set(choices) == printed
    assert all(choice.clues for choice in choices.values())
    assert all(choice.margin > 0 and choice.runner_up != choice.role for choice in choices.values())


def test_a_heading_keeps_its_place_among_the_paragraphs() -> None:
    draft = read(CASES[0].parent / "wild-party-paper-portal")
    lines = [piece.span.first for piece in walk(draft.book.divisions)]
    assert lines == sorted(lines)
    assert any(isinstance(piece, Heading) for piece in walk(draft.book.divisions))


def test_one_giant_chapter_does_not_hide_the_others(tmp_path: Path) -> None:
    paragraph = "　　河水涨到了第三级台阶，摆渡的老陈把缆绳又绕了一圈，然后坐下来等雨停。\n"
    chapters = [f"第{number}章 渡口\n" + paragraph * (4000 if number == "二" else 5) for number in "一二三四五"]
    (tmp_path / "input.txt").write_text("\n".join(chapters), encoding="utf-8")
    draft = read(tmp_path)
    assert outline(draft) == [[1, f"第{number}章 渡口"] for number in "一二三四五"]


def test_numbers_that_skip_or_come_twice_are_told() -> None:
    draft = read(FOLDER / "wild-novel-missing-and-restarted-numbers")
    told = [diagnostic.values for diagnostic in draft.diagnostics if diagnostic.id == "RDG-004"]
    assert [(values["wanted"], values["found"]) for values in told] == [(3, 4), (6, 5)]


def test_text_behind_a_heading_is_a_paragraph_of_its_own() -> None:
    draft = read(FOLDER / "wild-novel-headings-glued-to-text")
    first = draft.book.divisions[0]
    assert first.heading is not None
    assert words(first.heading.content) == "第一章 涨水"
    assert len(first.blocks) == 8
    torn = read(FOLDER / "wild-novel-heading-torn-from-its-first-character")
    assert not any(words(block.content).endswith("第") for block in labels.blocks(torn))


def test_a_site_s_lines_are_cut_from_a_novel_and_named() -> None:
    case = FOLDER / "wild-novel-advertisements-between-paragraphs"
    draft = read(case)
    assert cut_lines(draft) == json.loads((case / "expected.json").read_text(encoding="utf-8"))["cut"]
    assert {cut.reason for cut in draft.book.cuts} == {"a site's advertisement"}
