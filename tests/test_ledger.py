"""The text ledger: what is lost, added, moved or changed between source and finished book is named."""

from __future__ import annotations

from collections.abc import Sequence

import epubs
import pytest
from mutations import changes, mutations, places

from ebook.check import check
from ebook.diagnostics import Diagnostic
from ebook.model import Cut, Encoding, Line, Removed, Source
from ebook.resources import words


def faults(book: bytes, sources: Sequence[Source] | None = None, cuts: Sequence[Cut] = ()) -> list[Diagnostic]:
    """The ledger's errors."""
    verdict = check(book, [epubs.book_source()] if sources is None else sources, cuts, None)
    return [d for d in verdict.diagnostics if d.severity == "error" and d.id.startswith("LED")]


def ids(book: bytes, sources: Sequence[Source] | None = None, cuts: Sequence[Cut] = ()) -> list[str]:
    return [fault.id for fault in faults(book, sources, cuts)]


def second_chapter(*lines: str) -> Source:
    """The source whose second chapter has these lines after its heading, one beneath the other."""
    return epubs.source("\n".join((*epubs.LINES[:7], *lines)))


def test_a_right_book_balances_and_tells_the_account() -> None:
    verdict = check(epubs.packed(epubs.files()), [epubs.book_source()], [], None)
    (account,) = [d for d in verdict.diagnostics if d.id == "LED-001"]
    characters = sum(len("".join(line.split())) for line in epubs.LINES)
    assert f"{characters} characters in the text" in account.message("en")
    indents = "".join(epubs.book_source().text).count("\u3000")
    assert f"U+3000 {indents}" in account.message("zh")


@pytest.mark.parametrize(
    ("old", "new", "ident", "told"),
    [
        ("没有人", "没人", "LED-011", "有"),
        ("没有人", "没没有人", "LED-012", "没"),
        ("没有人", "没人有", "LED-014", "人有"),
        ("<p>灯一盏一盏地灭了。</p>", "", "LED-011", "灯一盏一盏地灭了。"),
        ("</section>", "<p>本书由某站整理</p></section>", "LED-012", "本书由某站整理"),
        ("<p>清晨的渡口没有人。</p>", "<p>清晨的渡口没有人！</p>", "LED-014", "！"),
    ],
)
def test_a_changed_text_is_named(old: str, new: str, ident: str, told: str) -> None:
    (fault,) = faults(epubs.replaced(epubs.FIRST, old, new))
    assert fault.id == ident
    assert told in fault.message("zh")
    assert fault.exit_code == 4


def test_the_line_of_the_source_is_told() -> None:
    (fault,) = faults(epubs.replaced(epubs.SECOND, "一行脚印", "一行印"))
    source = epubs.book_source()
    assert fault.file == source.name
    assert "脚印" in source.lines[(fault.line or 0) - 1].text


def test_moved_text_is_called_moved() -> None:
    first, second = "<p>清晨的渡口没有人。</p>\n", "<p>灯一盏一盏地灭了。</p>"
    book = epubs.with_file(epubs.FIRST, lambda text: text.replace(first, "").replace(second, second + first))
    assert ids(book) == ["LED-013"]


def test_a_document_that_is_not_in_the_spine_is_lost() -> None:
    (fault,) = faults(epubs.replaced(epubs.OPF, '<itemref idref="d4"/>', ""))
    assert fault.id == "LED-011"
    assert "第二章归人" in fault.message("en")


def test_text_hidden_in_a_page_around_the_text_is_lost() -> None:
    assert "LED-011" in ids(epubs.replaced(epubs.SECOND, 'epub:type="chapter"', 'epub:type="colophon"'))


def test_an_apparatus_section_beside_text_makes_no_apparatus() -> None:
    assert ids(epubs.replaced(epubs.SECOND, "<p>", '<div epub:type="colophon"></div><p>')) == []


@pytest.mark.parametrize(
    ("line", "markup", "verdict"),
    [
        ("第三章 雪", "第三章 雪", []),
        ("第三章\u3000雪", "第三章 雪", ["LED-015"]),
        ("第三章  雪", "第三章 雪", ["LED-015"]),
        ("第三章 雪", "第三章雪", ["LED-015"]),
        ("第三章雪", "第三章 雪", ["LED-015"]),
        ("第三章\u200b雪", "第三章雪", ["LED-015"]),
        ("第三章 雪", "第三章</p><p>雪", []),
        ("第三章 雪", "第三章<br/>雪", []),
        ("第三章雪", "第三章<br/>雪", []),
        ("第三章 雪", "第三章\n雪", ["LED-015"]),
        ("第三章雪", " 第三章雪", ["LED-015"]),
        ("第三章雪", "第三章雪\u3000", ["LED-015"]),
        ("\u3000第三章雪 ", "第三章雪", []),
        ("漢(hàn)字", "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", []),
        ("漢字", "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", ["LED-012"]),
        ("漢字", "<em>漢</em><span>字</span>", []),
        ("漢 字", "<em>漢</em> <span>字</span>", []),
        ("漢 字", "<em>漢 </em><span>字</span>", []),
        ("漢字", "<em>漢</em> <span>字</span>", ["LED-015"]),
    ],
)
def test_white_space_inside_a_line_is_kept(line: str, markup: str, verdict: list[str]) -> None:
    assert ids(epubs.body_of([markup]), [second_chapter(line)]) == verdict


@pytest.mark.parametrize(
    ("lines", "markup", "verdict"),
    [
        (("江水", "东流"), "江水东流", []),
        (("江水", "东流"), "江水 东流", ["LED-015"]),
        (("a river", "runs east"), "a river runs east", []),
        (("a river", "runs east"), "a riverruns east", ["LED-015"]),
        (("a well-", "known river"), "a well-known river", []),
        (("a well-", "known river"), "a well- known river", ["LED-015"]),
        (("un café", "noir"), "un café noir", []),
        (("a river", "runs east"), "a river  runs east", ["LED-015"]),
        (("see [1", "] below"), "see [1] below", []),
        (("江水", "runs east"), "江水runs east", []),
        (("江水。”", "“东流"), "江水。”“东流", []),
        (("江水", "", "东流"), "江水东流", []),
    ],
)
def test_lines_that_are_joined(lines: tuple[str, ...], markup: str, verdict: list[str]) -> None:
    assert ids(epubs.body_of([markup]), [second_chapter(*lines)]) == verdict


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_ends_a_line(end: str) -> None:
    source = epubs.source(end.join(epubs.LINES) + end)
    assert ids(epubs.packed(epubs.files()), [source]) == []
    short = Source(source.name, source.text, source.lines[:-1], (), source.encoding)
    assert ids(epubs.packed(epubs.files()), [short]) == []


def test_several_sources_stand_one_after_another() -> None:
    halves = [epubs.source("\n".join(epubs.LINES[:6]), "一.txt"), epubs.source("\n".join(epubs.LINES[6:]), "二.txt")]
    assert ids(epubs.packed(epubs.files()), halves) == []
    (fault,) = faults(epubs.replaced(epubs.SECOND, "雪落", "雪"), halves)
    assert (fault.file, fault.line) == ("二.txt", 2)


# --- what reading removed -------------------------------------------------------


def with_controls(*removed: Removed, line: str = "雪\x01落\u202e了一夜，路上只有一行脚印。") -> Source:
    text = "\n".join((*epubs.LINES[:7], line))
    columns = {item.column for item in removed}
    kept = "".join(character for column, character in enumerate(line) if column not in columns)
    lines = tuple(Line(number, text) for number, text in enumerate((*epubs.LINES[:7], kept), 1))
    return Source("渡口.txt", text, lines, removed, Encoding("UTF-8", 1.0, "test"))


def test_removed_characters_are_accounted_for() -> None:
    source = with_controls(Removed(8, 1, "\x01"), Removed(8, 3, "\u202e"))
    assert ids(epubs.packed(epubs.files()), [source]) == []


@pytest.mark.parametrize(
    "source",
    [
        with_controls(Removed(8, 1, "\x01")),  # the other one stands in the line: lost in the book
        with_controls(Removed(8, 0, "雪"), Removed(8, 1, "\x01"), Removed(8, 3, "\u202e")),
        with_controls(Removed(8, 1, "\x02"), Removed(8, 3, "\u202e")),
        with_controls(Removed(8, 1, "\x01"), Removed(8, 3, "\u202e"), Removed(8, 99, "\x01")),
        with_controls(Removed(9, 1, "\x01"), Removed(8, 3, "\u202e")),
        with_controls(Removed(8, 1, "\x01"), Removed(8, 1, "\x01"), Removed(8, 3, "\u202e")),
    ],
)
def test_what_is_not_removed_as_told_is_an_error(source: Source) -> None:
    (fault,) = faults(epubs.packed(epubs.files()), [source])
    assert fault.id in ("LED-002", "LED-011")


@pytest.mark.parametrize("character", "字a　\t\u200b\u200d\ufe0f\ue000\ufffd")
def test_what_a_book_can_carry_is_not_removable(character: str) -> None:
    source = with_controls(Removed(8, 1, character), line=f"雪{character}落了一夜，路上只有一行脚印。")
    assert ids(epubs.packed(epubs.files()), [source]) == ["LED-002"]


def test_lines_that_are_not_the_text_are_an_error() -> None:
    source = epubs.book_source()
    lines = list(source.lines)
    lines[2] = Line(3, lines[2].text + "！")
    (fault,) = faults(
        epubs.packed(epubs.files()), [Source(source.name, source.text, tuple(lines), (), source.encoding)]
    )
    assert (fault.id, fault.line) == ("LED-002", 3)


# --- what was cut ---------------------------------------------------------------

PAGE_NUMBER = second_chapter("雪落了一夜，", "第3页", "路上只有一行脚印。")


def test_a_cut_is_not_in_the_text() -> None:
    book = epubs.packed(epubs.files())
    assert ids(book, [PAGE_NUMBER], [Cut(0, 9, 0, 3, "furniture", "a page number")]) == []
    assert ids(book, [PAGE_NUMBER]) == ["LED-011"]


def test_what_was_cut_must_not_stand_in_the_book() -> None:
    book = epubs.body_of(["雪落了一夜，第3页路上只有一行脚印。"])
    assert ids(book, [PAGE_NUMBER]) == []
    assert ids(book, [PAGE_NUMBER], [Cut(0, 9, 0, 3, "furniture", "a page number")]) == ["LED-012"]


def test_a_part_of_a_line_can_be_cut() -> None:
    source = second_chapter("正文：雪落了一夜，（下转第5版）路上只有一行脚印。")
    cuts = [Cut(0, 8, 9, 16, "furniture", "jump"), Cut(0, 8, 0, 3, "label", "label")]
    assert ids(epubs.packed(epubs.files()), [source], cuts) == []


@pytest.mark.parametrize(
    "cuts",
    [
        [(0, 9, 0, 4)],
        [(0, 9, -1, 3)],
        [(0, 9, 2, 2)],
        [(0, 0, 0, 3)],
        [(0, 11, 0, 3)],
        [(1, 9, 0, 3)],
        [(0, 9, 0, 2), (0, 9, 1, 3)],
        [(0, 9, 0, 3), (0, 9, 0, 3)],
    ],
)
def test_a_cut_that_cannot_be_is_an_error(cuts: list[tuple[int, int, int, int]]) -> None:
    given = [Cut(*cut, "furniture", "test") for cut in cuts]
    assert set(ids(epubs.packed(epubs.files()), [PAGE_NUMBER], given)) == {"LED-003"}


# --- the pages around the text --------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "ident"),
    [
        (epubs.TITLEPAGE, "<p>周渡</p>", "<p>周渡</p><p>某某电子书网</p>", "LED-021"),
        (epubs.TITLEPAGE, "<p>周渡</p>", "周渡 著", "LED-021"),
        (epubs.CONTENTS, "</ol>\n</section>", "</ol><p>共二章</p>\n</section>", "LED-021"),
        (epubs.COLOPHON, "<dd>2023-06-30", "<dd>2023-06-31", "LED-021"),
        (epubs.COLOPHON, "<dd>江边日报<", '<dd class="publisher">江边日报 2023-06-30 第5版<', "LED-021"),
        (epubs.COLOPHON, "<dd>林照<", '<dd class="pht">周渡<', "LED-021"),
        (epubs.CONTENTS, "夜渡</a>", "夜里</a>", "LED-022"),
        (epubs.NAV, "夜渡</a>", "夜里</a>", "LED-022"),
        (epubs.NAV, "chapter-002.xhtml", "chapter-001.xhtml", "LED-022"),
        (epubs.NAV, "正文</a>", "正经</a>", "LED-022"),
        (epubs.NCX, "夜渡", "夜里", "LED-022"),
        (epubs.NCX, "渡口集", "渡口", "LED-022"),
        (epubs.OPF, "渡口集", "渡口", "LED-023"),
        (epubs.OPF, "林照", "林", "LED-023"),
        (epubs.OPF, "版权归作者所有", "版权归出版者所有", "LED-023"),
        (epubs.SECOND, "<title>第二章 归人", "<title>第一章 渡口", "LED-024"),
        (epubs.COLOPHON, "<title>出处与版权", "<title>出处", "LED-024"),
    ],
)
def test_the_pages_around_the_text_only_repeat(name: str, old: str, new: str, ident: str) -> None:
    assert ident in ids(epubs.replaced(name, old, new))


def test_a_heading_over_two_lines_is_repeated_without_a_break() -> None:
    book = epubs.packed(
        {
            name: data.replace("第二章　归人".encode(), "第二章归人".encode()).replace(
                "<h1>第二章归人".encode(), "<h1>第二章<br/>归人".encode()
            ).replace("<title>第二章 归人".encode(), "<title>第二章归人".encode())
            for name, data in epubs.files().items()
        }
    )  # fmt: skip
    lines = (*epubs.LINES[:6], "第二章", "归人", epubs.LINES[7])
    assert ids(book, [epubs.source("\n".join(lines))]) == []


def test_a_document_without_a_heading_continues_the_one_before_it() -> None:
    book = epubs.replaced(epubs.SECOND, "<h1>第二章　归人</h1>", "<p>第二章　归人</p>")
    assert "LED-024" in ids(book)


def test_moved_text_stands_on_the_title_page() -> None:
    source = epubs.source("\n".join(("渡口集", "周渡", "二〇二三年夏", *epubs.LINES)))
    cuts = [Cut(0, line, 0, stop, "moved", "front") for line, stop in ((1, 3), (2, 2), (3, 6))]
    assert ids(epubs.packed(epubs.files()), [source], cuts) == ["LED-004"]
    book = epubs.replaced(epubs.TITLEPAGE, "<p>周渡</p>", "<p>周渡</p><p>二〇二三年夏</p>")
    assert ids(book, [source], cuts) == []


# --- single characters ----------------------------------------------------------


def test_no_fixed_word_is_a_slip_of_another() -> None:
    """Or a mutation could turn one right text into another."""
    for language in ("zh-Hans", "zh-Hant", "en"):
        fixed = set(words(language).values())
        for word in fixed:
            slips = {changed for at in range(len(word)) for _, changed in changes(word, at)}
            assert slips & fixed == set()


def test_every_character_of_a_book_counts() -> None:
    """Each character of content deleted, doubled and swapped with its neighbour: every time, it is an error."""
    book = epubs.packed(epubs.files())
    sources = [epubs.book_source()]
    seen = 0
    for mutation in mutations(book, places(book)):
        seen += 1
        verdict = check(mutation.book, sources, [], None)
        assert not verdict.valid, f"{mutation.file}: {mutation.before} {mutation.kind} {mutation.after}"
    assert seen >= 1000
