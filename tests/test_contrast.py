"""Ink and ground: in every theme as Chromium paints it, on white, sepia and black; and on every drawn cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, Run
from contrast import NORMAL, Ink, inks, ratio, rgb
from test_cover import THEMES, full, letters

from ebook.cover.content import content
from ebook.cover.design import DESIGNS
from ebook.cover.faces import faces
from ebook.cover.palette import Palette
from ebook.cover.sheet import WIDTH, Area, Letter, Mark
from ebook.draft import read_book
from ebook.model import Publication, Resource
from ebook.resources import stylesheet
from ebook.settings import Settings, Theme, TypesetSettings
from ebook.typeset import typeset

CASES = ROOT / "tests" / "cases" / "recognise"
TEXTS = ("wild-structures-notes-and-references", "wild-structures-interview-with-box")
#: Elements that must be among those that are measured, or the measure proves nothing.
SEEN = {"h1.", "p.", "a.noteref", "span.speaker", "p.question", "p.label", "h1.title", "span.label"}


@cache
def published(path: Path, theme: Theme, *, vertical: bool) -> Publication:
    draft = read_book([path], Settings())
    sheet = stylesheet(theme, "zh-Hans", vertical=vertical)
    return typeset(draft.book, draft.sources, None, sheet, TypesetSettings(vertical=vertical))


def spoiled(publication: Publication, css: str) -> Publication:
    """With a rule more in its style sheet."""
    resources = [
        replace(item, data=item.data + css.encode()) if item.media_type == "text/css" else item
        for item in publication.resources
    ]
    return replace(publication, resources=tuple[Resource, ...](resources))


def faint(found: Sequence[Ink]) -> list[Ink]:
    return [ink for ink in found if ink.ratio < ink.least]


# The ratios that W3C's own "Understanding 1.4.3" and G18 name: black on white, the lightest grey that passes, the next.
@pytest.mark.parametrize(("one", "other", "wanted"), [("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54)])
def test_the_measure_is_that_of_wcag(one: str, other: str, wanted: float) -> None:
    assert round(ratio(rgb(one), rgb(other)), 2) == wanted


@pytest.mark.parametrize("theme", THEMES)
def test_all_text_of_a_theme_stands_out_on_every_ground(theme: Theme) -> None:
    books = [published(CASES / text / "input.txt", theme, vertical=side) for text in TEXTS for side in (False, True)]
    found = list(inks(books))
    assert {ink.element for ink in found} >= SEEN
    assert {ink.ground for ink in found} == {"rgb(255, 255, 255)", "rgb(250, 244, 232)", "rgb(0, 0, 0)"}
    assert faint(found) == []


@pytest.mark.parametrize(
    ("css", "element"),
    [
        ("p { color: #222222 }", "p."),
        ("aside { background: #333333 }", "p."),
        ("a { color: #0000ee }", "a.noteref"),
        ("h1 { color: #bbbbbb }", "h1."),
    ],
)
def test_the_measure_sees_what_would_be_lost(css: str, element: str) -> None:
    """On a black page, behind a box, in the blue of browsers, pale on white."""
    texts = (published(CASES / text / "input.txt", "classic", vertical=False) for text in TEXTS)
    assert element in {ink.element for ink in faint(list(inks([spoiled(text, css) for text in texts])))}


def test_a_colour_of_a_persons_own_sheet_is_warned_of(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("渡口的灯\n　　灯亮了。\n", encoding="utf-8")
    (tmp_path / "own.css").write_text("p { color: #222 }\n", encoding="utf-8")
    done = run("a.txt", "--css", "own.css", "--no-check", "-o", "a.epub")
    assert done.returncode == 0
    assert "warning[GAT-505]" in done.stderr
    assert "color #222: 1.32" in done.stderr
    plain = run("a.txt", "--no-check", "--force", "-o", "a.epub")
    assert "GAT-505" not in plain.stderr


# --- covers ---------------------------------------------------------------------


def behind(letter: Letter, marks: Sequence[Mark]) -> Iterator[str]:
    """The colours that a letter stands on: the last area below all of it, and a disc that reaches under it."""
    left, top, right, bottom = letter.ink
    for mark in reversed(marks):
        if isinstance(mark, Letter):
            beside = mark.ink[0] >= right or mark.ink[2] <= left or mark.ink[1] >= bottom or mark.ink[3] <= top
            if mark.size >= WIDTH * 3 / 4 and not beside:
                yield mark.fill
        elif mark.left <= left and mark.right >= right and mark.top <= top and mark.bottom >= bottom:
            yield mark.fill
            return


PALETTES = [(theme, palette) for theme in THEMES for palette in DESIGNS[theme].palettes]


@pytest.mark.parametrize("kind", ["book", "clipping"])
@pytest.mark.parametrize(
    ("theme", "palette"), PALETTES, ids=[f"{theme} {palette.ground}" for theme, palette in PALETTES]
)
def test_every_word_of_a_cover_stands_out_from_its_ground(theme: Theme, palette: Palette, kind: str) -> None:
    """4.5:1 also for the title, which is large: a cover is seen as small as a stamp."""
    design = DESIGNS[theme]
    text = content(full("渡口的灯与一只翻过来的船", kind=kind))
    marks = list(design.marks(text, faces(design.style, is_traditional=False), palette) or ())
    printed = letters(marks)
    assert len(printed) > 20
    for letter in printed:
        grounds = list(behind(letter, marks[: marks.index(letter)]))
        assert grounds, letter
        assert all(ratio(rgb(letter.fill), rgb(ground)) >= NORMAL for ground in grounds), (letter.fill, grounds)


def test_a_cover_has_words_and_grounds_of_several_colours() -> None:
    """What is measured is more than the title on the sheet."""
    design = DESIGNS["modern"]
    text = content(full("渡口的灯", kind="clipping"))
    marks = list(design.marks(text, faces("sans", is_traditional=False), design.palettes[0]) or ())
    assert len({letter.fill for letter in letters(marks)}) > 2
    assert len({mark.fill for mark in marks if isinstance(mark, Area)}) > 1
