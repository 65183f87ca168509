"""What a person declares: options and book.toml, checked, ordered, and set against what was read."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebook.diagnostics import Problem
from ebook.model import Book, Division, Evidence, Metadata, Paragraph, Person, Series, Span, Text, Value
from ebook.numerals import number
from ebook.settings import declare, open_project, settle
from ebook.settings.lines import lines
from ebook.settings.order import natural
from ebook.settings.project import KEYS
from ebook.settings.settle import clean_name

Folder = Callable[..., Path]
READ = Evidence("text", "a.txt:1", 0.9)
DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with a book.toml and empty text files of these names."""

    def make(toml: str | bytes, *names: str) -> Path:
        (tmp_path / "book.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
        for name in names or ("第一章.txt",):
            (tmp_path / name).write_text("字\n", encoding="utf-8")
        return tmp_path

    return make


def faults(folder: Path) -> list[tuple[str, int | None]]:
    """The ids and lines of everything that is wrong with a folder's book.toml."""
    with pytest.raises(Problem) as raised:
        open_project(folder)
    assert {item.exit_code for item in raised.value.diagnostics} == {2}
    for item in raised.value.diagnostics:
        assert item.message("zh")
        assert item.remedy("en"), item.id
    return [(item.id, item.line) for item in raised.value.diagnostics]


def declared(folder: Path) -> Metadata:
    return open_project(folder).declared


# --- book.toml ------------------------------------------------------------------


def test_the_documented_book_toml_is_read(folder: Folder) -> None:
    example = re.search(r"```toml\n(.*?)```", (DOCS / "book-toml.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example
    names = ("第2期 补网.txt", "第10期 修钟.txt", "cover.jpg", "mine.css", "rare.otf")
    project = open_project(folder(example[1], *names))
    assert set(re.findall(r"^([\w-]+) =", example[1], re.MULTILINE)) == KEYS.keys()
    assert project.declared.title == Value("荻河手艺", Evidence("book.toml", f"{project.folder / 'book.toml'}:1"))
    assert [(person.name, person.roles) for person in project.declared.people] == [
        ("宋河清", ("aut",)),
        ("裴照", ("pht",)),
    ]
    assert project.declared.series
    assert project.declared.series.value == Series("河上人家", "1")
    assert [path.name for path in project.paths] == ["第2期 补网.txt", "第10期 修钟.txt"]
    assert (project.cover, project.theme) == (project.folder / "cover.jpg", "classic")
    assert project.convert == "s2tw"
    assert (project.fonts.text, project.fonts.rare) == ("Noto Serif TC", project.folder / "rare.otf")
    assert (project.vertical, project.sheet) == (True, project.folder / "mine.css")


def test_an_empty_book_toml_is_a_book(folder: Folder) -> None:
    project = open_project(folder(""))
    assert project.declared == Metadata()
    assert [path.name for path in project.paths] == ["第一章.txt"]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(folder: Folder) -> None:
    toml = """\
titel = "潮信"
subtitle = 12
date = "2023-06-31"
language = "zh_CN"
authors = [
  "林远",
  { name = "白苹", role = "auhtor" },
  { role = "trl", nmae = "x" },
  7,
]
chapters = ["第一张.txt", "../a.txt", "第一章.txt", "第一章.txt", "cover.png"]
cover = "nowhere.gif"

[series]
name = "丛书"
positoin = 1
colour = "red"
"""
    assert faults(folder(toml, "第一章.txt", "cover.png")) == [
        ("CFG-003", 1),
        ("CFG-005", 2),
        ("MET-001", 3),
        ("MET-002", 4),
        ("MET-003", 7),
        ("CFG-003", 8),
        ("CFG-006", 8),
        ("CFG-005", 9),
        ("CFG-013", 11),
        ("CFG-007", 11),
        ("CFG-012", 11),
        ("CFG-009", 11),
        ("CFG-014", 12),
        ("CFG-003", 16),
        ("CFG-004", 17),
    ]


@pytest.mark.parametrize(
    ("toml", "fault", "line"),
    [
        (b"title = \xd6\xd0", "CFG-010", 1),
        (b'# \xe6\xb1\x9f\ntitle = "\xd6\xd0"', "CFG-010", 2),
        ("title = 潮信", "CFG-002", 1),
        ('title = "潮信"\ntitle = "又名"', "CFG-002", 2),
        ("a = " + "[" * 5000, "CFG-002", 1),
        ("#" + "x" * (1 << 20), "CFG-011", None),
        ("authors = 3", "CFG-005", 1),
        ("authors = [{ name = 3 }]", "CFG-005", 1),
        ("series = []", "CFG-005", 1),
        ('series = { name = "丛书", position = "三" }', "MET-008", 1),
        ('series = { name = "丛书", position = true }', "CFG-005", 1),
        ("chapters = []", "CFG-005", 1),
        ("chapters = [1]", "CFG-005", 1),
        ('cover = "/etc/passwd"', "CFG-007", 1),
        ('title = ""', "MET-005", 1),
        ('title = "潮\\u0001信"', "MET-004", 1),
        ('identifier = "978-7-02-000220-8"', "MET-007", 1),
        ("date = 07:30:00", "CFG-005", 1),
    ],
)
def test_a_fault_names_its_line(folder: Folder, toml: str | bytes, fault: str, line: int | None) -> None:
    assert faults(folder(toml)) == [(fault, line)]


def test_a_misspelt_key_and_file_are_answered_with_the_right_one(folder: Folder) -> None:
    with pytest.raises(Problem) as raised:
        open_project(folder('autors = []\ncover = "cuver.jpg"', "第一章.txt", "cover.jpg"))
    assert [item.values["meant"] for item in raised.value.diagnostics] == ["authors", "cover.jpg"]


def test_a_link_out_of_the_folder_is_refused(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    place = folder("")
    (place / "第二章.txt").symlink_to(secret)
    assert [fault for fault, _ in faults(place)] == ["CFG-007"]


def test_a_folder_that_cannot_be_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder("")

    def forbidden(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert [fault for fault, _ in faults(place)] == ["CFG-001"]


def test_a_folder_without_text_is_no_book(folder: Folder) -> None:
    place = folder("", "notes.md")
    assert [fault for fault, _ in faults(place)] == ["CFG-008"]


def test_book_toml_may_have_a_byte_order_mark_windows_lines_and_toml_dates(folder: Folder) -> None:
    metadata = declared(folder(b"\xef\xbb\xbftitle = '\xe6\xbd\xae'\r\ndate = 2023-06-30\r\n"))
    assert metadata.title
    assert metadata.date
    assert (metadata.title.value, metadata.date.value) == ("潮", "2023-06-30")
    assert metadata.date.evidence.where.endswith(":2")


def test_one_person_in_two_roles_is_one_person(folder: Folder) -> None:
    toml = '[[authors]]\nname = "陶望舒"\n[[authors]]\nname = "陶望舒"\nrole = "摄影"\nsort = "Tao Wangshu"'
    (person,) = declared(folder(toml)).people
    assert (person.roles, person.file_as) == (("aut", "pht"), "Tao Wangshu")


# --- the lines of keys ----------------------------------------------------------


def test_lines_of_keys_whatever_stands_in_the_values() -> None:
    toml = '''\
a = """
title = "no key"
\\"""" # "
"b.c" = [ # ]
  1, {x = 1, y = [
  2]}, "]",
]
d.e = 2023-06-30T07:32:00

[f]
g = \'\'\'
h = 1\'\'\'
[[i]]
j = 1.5
[[i]]
j = -2
'''
    assert lines(toml) == {
        ("a",): 1,
        ("b.c",): 4,
        ("b.c", 0): 5,
        ("b.c", 1): 5,
        ("b.c", 1, "x"): 5,
        ("b.c", 1, "y"): 5,
        ("b.c", 1, "y", 0): 6,
        ("b.c", 2): 6,
        ("d", "e"): 8,
        ("f",): 10,
        ("f", "g"): 11,
        ("i",): 13,
        ("i", 0): 13,
        ("i", 0, "j"): 14,
        ("i", 1): 15,
        ("i", 1, "j"): 16,
    }


# --- order ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        ["第2章", "第10章", "第101章"],
        ["第九回", "第十回", "第十一回", "第二十回", "第一百零二回"],
        ["1", "02", "３", "10"],
        ["前言", "序", "第一章", "第两章", "第三章", "尾声", "后记", "附录"],
        ["卷一 第二章", "卷一 第十章", "卷二 第一章"],
    ],
)
def test_natural_order(names: list[str]) -> None:
    order = sorted({*names}, key=natural)
    if "序" in names:  # neither 前言 nor 序 has a number, and each of the back matter is as good as another
        assert {*order[:2]} == {*names[:2]}
        assert order[2:5] == names[2:5]
        assert {*order[5:]} == {*names[5:]}
    else:
        assert order == names


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_files_are_ordered_by_number_however_it_is_written(one: int, two: int) -> None:
    for write in (str, chinese):
        first, second = natural(f"第{write(one)}章"), natural(f"第{write(two)}章")
        assert (first < second) == (one < two) or write(one) == write(two)


@given(st.integers(0, 99_999))
def test_chinese_numbers(value: int) -> None:
    assert number(chinese(value)) == value


def chinese(value: int) -> str:
    """A number as people write it: 一百零二, 十二."""
    if value >= 10_000:
        rest = value % 10_000
        return chinese(value // 10_000) + "万" + ("零" if 0 < rest < 1000 else "") + (chinese(rest) if rest else "")
    words, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = value // unit % 10
        if figure:
            words += ("零" if pending and words else "") + "零一二三四五六七八九"[figure] + name
        pending = not figure
    return words.removeprefix("一") if 10 <= value < 20 else words or "零"


# --- options --------------------------------------------------------------------


def test_all_wrong_options_are_told_at_once() -> None:
    with pytest.raises(Problem) as raised:
        declare(
            {"date": "2023年6月30日", "language": "chinese", "title": " ", "author": ["林\x00远"], "series": "书#x"}
        )
    found = {item.values["key"]: (item.id, item.values.get("meant")) for item in raised.value.diagnostics}
    assert found == {
        "--date": ("MET-001", "2023-06-30"),
        "--language": ("MET-002", "zh-Hans"),
        "--title": ("MET-005", None),
        "--author": ("MET-004", None),
        "--series": ("MET-008", None),
    }


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("zh-hans", "zh-Hans"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("en", "en"),
        ("yue-Hant-HK", "yue-Hant-HK"),
        ("de-x-A", "de-x-a"),
    ],
)
def test_language_tags_get_their_usual_capitals(written: str, tag: str) -> None:
    language = declare({"language": written}).language
    assert language
    assert language.value == tag


@pytest.mark.parametrize("tag", ["zh_CN", "z", "cn", "zh-", "中文", "zh-Hans-CN-", "chinese", "en us"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(Problem):
        declare({"language": tag})


@pytest.mark.parametrize("date", ["2023", "2023-06", "2024-02-29", "0794-01-01"])
def test_dates(date: str) -> None:
    value = declare({"date": date}).date
    assert value
    assert value.value == date


@pytest.mark.parametrize(
    "date", ["2023-02-29", "2023-13", "23-06-30", "2023-6-30", "２０２３", "0000", "2023-06-30T00:00"]
)
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(Problem):
        declare({"date": date})


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("978-7-02-000220-7", "urn:isbn:9787020002207"),
        ("ISBN 7-02-000220-X", "urn:isbn:702000220X"),
        ("urn:uuid:6f1c2f0e-4b57-5c1d-9a35-2d8f60f7a9c1", "urn:uuid:6f1c2f0e-4b57-5c1d-9a35-2d8f60f7a9c1"),
    ],
)
def test_identifiers(written: str, identifier: str) -> None:
    value = declare({"identifier": written}).identifier
    assert value
    assert value.value == identifier


# --- which value wins -----------------------------------------------------------


def book(kind: str = "clipping", **read: Value[str]) -> Book:
    """A book as recognised, with what was read of it."""
    people = (Person("江舟", ("aut", "pht"), READ), Person("白苹", ("trl",), READ))
    blocks = (Paragraph((Text("　　雨下了一夜，河水涨过了第三级石阶，渡口停了船。"),), Span(0, 1, 1)),)
    division = Division("article", 1, blocks=blocks)
    return Book("book" if kind == "book" else "clipping", Metadata(people=people, **read), (division,))  # type: ignore[arg-type]


def test_what_is_declared_wins_and_says_so() -> None:
    read = book(title=Value("旧名", READ), date=Value("2023", READ), subtitle=Value("副题", READ))
    settled, told = settle(read, (), declare({"title": "新名", "date": "2023", "subtitle": ""}), "a")
    assert settled.metadata.title == Value("新名", Evidence("option", "--title"))
    assert settled.metadata.subtitle is None
    assert [(item.id, item.values["key"]) for item in told] == [("MET-101", "title"), ("MET-102", "subtitle")]


def test_a_declared_person_replaces_those_of_the_same_role_only() -> None:
    settled, told = settle(
        book(title=Value("题", READ)), (), declare({"photographer": ["裴照"], "translator": [""]}), "a"
    )
    assert [(person.name, person.roles) for person in settled.metadata.people] == [
        ("江舟", ("aut",)),
        ("裴照", ("pht",)),
    ]
    assert [item.id for item in told] == ["MET-101", "MET-102"]


def test_a_person_read_in_one_role_and_declared_in_another_is_one() -> None:
    settled, _ = settle(book(title=Value("题", READ)), (), declare({"editor": ["江舟"]}), "a")
    assert [(person.name, {*person.roles}) for person in settled.metadata.people] == [
        ("江舟", {"aut", "pht", "edt"}),
        ("白苹", {"trl"}),
    ]


def test_without_a_title_a_clipping_takes_its_opening_words() -> None:
    settled, told = settle(book(), (), Metadata(), "scan0001")
    assert settled.metadata.title
    assert settled.metadata.title.value == "雨下了一夜"
    assert [(item.id, item.severity) for item in told] == [("MET-103", "warning")]


def test_without_a_title_a_book_takes_its_files_name() -> None:
    settled, told = settle(book("book"), (), Metadata(), "《长夜行》作者：林远")
    assert settled.metadata.title
    assert (settled.metadata.title.value, settled.metadata.title.evidence.origin) == ("长夜行", "file name")
    assert [item.id for item in told] == ["MET-104"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_file_name_gives_a_title(name: str) -> None:
    assert clean_name(name)


def test_the_identifier_hangs_on_title_first_writer_date_and_source_only() -> None:
    def identifier(**read: str) -> str:
        values = {name: Value(text, READ) for name, text in {"date": "2023", "title": "题", **read}.items()}
        value = settle(book("clipping", **values), (), Metadata(), "a")[0].metadata.identifier
        assert value
        return value.value

    assert identifier() == identifier(rights="不得转载", publisher="某报")
    assert len({identifier(), identifier(title="另题"), identifier(date="2024"), identifier(source="某报")}) == 4


def test_what_nobody_knows_stays_empty() -> None:
    settled, _ = settle(book(title=Value("题", READ)), (), Metadata(), "a")
    metadata = settled.metadata
    assert metadata.language
    assert metadata.language.value == "und"
    assert [metadata.date, metadata.publisher, metadata.source, metadata.rights, metadata.series] == [None] * 5
