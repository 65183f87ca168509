"""The rules of Chinese typography (CLREQ), those of the style sheets and those of the text; pages are measured in
``test_geometry.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2
from conftest import ROOT
from epub import Epub, find, text

from ebook.build import build
from ebook.resources import stylesheet
from ebook.settings import CheckSettings, PlaceSettings, RecogniseSettings, Settings, TypesetSettings

SHEETS = sorted((ROOT / "styles").glob("*.css"))
THEMES = ("classic", "newspaper", "modern")
TITLE = "一九九八年的Wi-Fi：“灯塔”与『潮信』（上）"
#: What a typesetter might be tempted to change: dashes, dots, marks that meet, marks of titles and of gaps, Western
#: words among Chinese ones, narrow marks, the quotation marks of other places.
TEXT = (
    "他说——“等一等……”《潮信》（〈渡口〉）·灯。",
    "她答:\"OK...\" 'yes' -- 就走了…",
    "共12个App，3.14米，Wi-Fi 6E，A座No.5。",
    "真的？！不会吧！！！〓〓县□□村口口乡",
    "「戰後」的『鄉愁』，他唸作（xiāngchóu）。",
    "逝者张三,享年八十;其子李四、王五：敬挽。",
)
ARTICLE = f"{TITLE}\n2021年3月5日 来源：临河日报\n\n" + "\n".join(f"　　{line}" for line in TEXT) + "\n"
HEADINGS = tuple(f"h{rank}" for rank in range(1, 7))
HEAD = (".kicker", ".deck", ".dateline", ".byline")
VERTICAL_FORMS = re.compile("[\ufe10-\ufe19\ufe30-\ufe4f]")
STEERING = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\u00ad\ufeff]")


@pytest.fixture(scope="module", params=[False, True], ids=["horizontal", "vertical"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Epub:
    folder = tmp_path_factory.mktemp("typography")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    settings = Settings(
        recognise=RecogniseSettings("clipping"),
        typeset=TypesetSettings(vertical=request.param),
        check=CheckSettings(epubcheck=False),
        place=PlaceSettings(folder),
    )
    report = build([folder / "a.txt"], settings)
    assert report.path, report.diagnostics
    return Epub(report.path)


def declared(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each selector of a sheet with its properties and values, as they stand."""
    for rule in tinycss2.parse_stylesheet(path.read_text("utf-8"), skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            parts = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            values = [(part.lower_name, tinycss2.serialize(part.value).strip()) for part in parts]
            yield from ((selector.strip(), values) for selector in tinycss2.serialize(rule.prelude).split(","))


# --- the text ---------------------------------------------------------------------------


def test_no_character_is_changed_added_or_taken_away(book: Epub) -> None:
    """CLREQ prohibition_rules_for_unbreakable_marks, adjustment_of_adjacent_punctuation_marks, symbol_of_death,
    mixed_text_composition_in_horizontal_writing_mode: all of it is the engine's business."""
    pages = [page for name, page in book.documents.items() if book.is_text(name)]
    found = [text(line) for page in pages for line in find(page, "//h:p")]
    assert [line for line in found if line in TEXT] == list(TEXT), found
    assert [text(line) for page in pages for line in find(page, "//h:h1")] == [TITLE]


def test_indents_and_vertical_forms_are_not_written_into_the_text(book: Epub) -> None:
    """CLREQ first_line_indents; upright forms of marks are the font's (vert), never characters."""
    for page in book.documents.values():
        assert not [line for line in find(page, "//h:p | //h:h1 | //h:li") if re.match(r"\s", "".join(line.itertext()))]
        words = "".join(page.itertext())
        assert not VERTICAL_FORMS.search(words)
        assert not STEERING.search(words)
        assert not find(page, "//h:body//h:br")


# --- the sheets -------------------------------------------------------------------------


def test_paragraphs_are_told_by_their_indent_and_have_straight_edges() -> None:
    """CLREQ first_line_indents, necessity_for_line_adjustment."""
    (values,) = [dict(values) for selector, values in declared(ROOT / "styles" / "base.css") if selector == "p"][:1]
    assert (values["margin"], values["text-indent"], values["text-align"]) == ("0", "2em", "justify")
    assert values["line-break"] == values["-webkit-line-break"] == values["-epub-line-break"] == "strict"


@pytest.mark.parametrize(
    "name",
    [
        *HEADINGS,
        *HEAD,
        ".caption",
        ".credit",
        "p.label",
        "p.note",
        ".data",
        ".signature",
        ".editor",
        ".rights",
        ".salutation",
        ".titlepage p",
    ],
)
def test_what_is_no_paragraph_has_no_indent(name: str) -> None:
    """CLREQ first_line_indents: the last rule that says how far such a line is indented."""
    said = [
        dict(values).get("text-indent") for sheet in SHEETS for selector, values in declared(sheet) if selector == name
    ]
    assert [indent for indent in said if indent][-1:] == ["0"]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_older_names_of_a_property_come_before_it(path: Path) -> None:
    """For engines that know one of them alone: plain, then -epub-, then -webkit-, then the standard's."""
    for selector, values in declared(path):
        names = [name for name, _ in values]
        for name, value in values:
            twins = [twin for twin in (f"-epub-{name}", f"-webkit-{name}") if twin in names]
            assert [names.index(twin) for twin in twins] == sorted(names.index(twin) for twin in twins)
            assert all(names.index(twin) < names.index(name) for twin in twins), (selector, name)
            assert all(dict(values)[twin] == value for twin in twins), (selector, name)
            if name.startswith("break-"):
                assert dict(values)[f"page-{name}"] == value, (selector, name)
        old = {name.removeprefix("-epub-") for name in names if name.startswith("-epub-")}
        assert old - {"text-combine"} <= {*names}, selector


def test_headings_and_their_like_stay_with_what_follows() -> None:
    """CLREQ adjustments_of_orphans_and_widows."""
    values = [item for item in declared(ROOT / "styles" / "base.css") if "break-after" in dict(item[1])]
    held = {selector for selector, _ in values}
    assert {dict(value)["break-after"] for _, value in values} == {"avoid"}
    assert held >= {*HEADINGS, *HEAD, "p.label", ".question"}


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_faces_are_named_by_their_kind_alone(theme: str, vertical: bool) -> None:  # noqa: FBT001
    """A device takes its own Song or Hei; a Latin face by name would give narrow quotation marks (TW 字體)."""
    families = re.findall(r"font-family\s*:\s*([^;}]+)", stylesheet(theme, "zh-Hans", vertical=vertical).decode())
    assert {family.strip() for family in families} <= {"serif", "sans-serif", "cursive"}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_chinese_is_never_slanted(path: Path) -> None:
    """CLREQ handling_interlinear_punctuation: stress is dots; italics are for a language in Latin letters."""
    slanted = [
        selector for selector, values in declared(path) if dict(values).get("font-style") in ("italic", "oblique")
    ]
    assert bool(slanted) == (path.name == "latin.css")
