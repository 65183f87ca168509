"""Marks and notes, linked both ways, in the finished book."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

import pytest
from epub import Epub, find, text
from structured import bodies, classes, made

TYPE = "{http://www.idpf.org/2007/ops}type"
FIRST = "　　县城东门外的石桥{}，在地方文献里有四个名字，最早的一个见于万历年间的碑记，写作望潮，那时海水涨到桥下。\n"
SECOND = "　　到了乾隆年间，海岸东移三十里，桥下再也没有潮水{}，县志便改了名字，少一个字，意思也就全变了。\n"
TITLE = "一座桥的两种名字\n作者：温一叶\n"


def links(book: Epub) -> dict[str, Any]:
    """Where each link of the text leads, by its id or its mark: the element it finds."""
    found = {}
    for name, page in book.documents.items():
        for link in find(page, "//h:a[@e:type='noteref' or @e:type='biblioref' or @e:type='backlink']"):
            file, _, fragment = link.get("href").partition("#")
            target = book.documents[posixpath.join(posixpath.dirname(name), file) if file else name]
            (found[link.get("id") or f"back from {text(link)}"],) = find(target, f"//*[@id='{fragment}']")
    return found


STYLES = [("①", "②"), ("[1]", "[2]"), ("［1］", "［2］"), ("〔1〕", "〔2〕"), ("﹝1﹞", "﹝2﹞"), ("【1】", "【2】")]
STYLES += [("[注1]", "[注2]"), ("〔一〕", "〔二〕"), ("¹", "²")]


@pytest.mark.parametrize("marks", STYLES, ids="".join)
@pytest.mark.parametrize("label", ["注释：\n", "", "参考文献\n"], ids=["notes", "no label", "references"])
def test_marks_and_notes_lead_to_each_other(tmp_path: Path, marks: tuple[str, str], label: str) -> None:
    one, two = marks
    notes = f"{one}碑在今城隍庙内，拓本藏县图书馆，字迹大半不可辨认。\n{two}一说改名在嘉庆初年，见于旧志的按语。\n"
    book = made(tmp_path, TITLE + FIRST.format(one) + SECOND.format(two) + label + notes)
    assert classes(book, "noteref") == [one, two]
    found = links(book)
    assert text(found["noteref-1"]).strip().startswith(f"{one}碑在")
    assert text(found["noteref-2"]).strip().startswith(f"{two}一说")
    assert found[f"back from {one}"].get("id") == "noteref-1"
    kinds = {link.get("role") for link in bodies(book, "//h:a[@class='noteref']")}
    assert kinds == {"doc-biblioref" if label.startswith("参考") else "doc-noteref"}


def test_a_note_is_a_footnote_with_its_backlink_first(tmp_path: Path) -> None:
    book = made(tmp_path, TITLE + FIRST.format("①") + SECOND.format("") + "注释\n①碑在今城隍庙内。\n")
    (note,) = bodies(book, "//h:aside")
    assert (note.get("role"), note.get(TYPE)) == ("doc-footnote", "footnote")
    (section,) = bodies(book, "//h:section[@class='notes']")
    assert section.get("role") == "doc-endnotes"
    (back,) = find(note, "h:p[1]/h:a[1]")
    assert (back.get("role"), text(back), back.getprevious()) == ("doc-backlink", "①", None)
    assert text(note).strip() == "①碑在今城隍庙内。", "nothing is added"


def test_a_second_mark_leads_to_the_same_note(tmp_path: Path) -> None:
    book = made(tmp_path, TITLE + FIRST.format("①") + SECOND.format("①") + "注释\n①碑在今城隍庙内。\n")
    found = links(book)
    assert found["noteref-1"] is found["noteref-1-2"]
    assert found["back from ①"].get("id") == "noteref-1"


def test_marks_without_a_note_and_notes_without_a_mark_stay_plain(tmp_path: Path) -> None:
    notes = "注释\n①碑在今城隍庙内。\n③此条正文里没有引过。\n"
    book = made(tmp_path, TITLE + FIRST.format("①") + SECOND.format("②") + notes)
    assert classes(book, "noteref") == ["①"]
    assert len(bodies(book, "//h:aside")) == 1
    assert "③此条正文里没有引过。" in text(bodies(book, "//h:section[@class='notes']")[0])


def test_notes_with_figures_belong_to_the_only_marks_there_are(tmp_path: Path) -> None:
    notes = "注释：\n1. 碑在今城隍庙内，拓本藏县图书馆。\n2. 一说改名在嘉庆初年。\n"
    book = made(tmp_path, TITLE + FIRST.format("①") + SECOND.format("②") + notes)
    assert set(links(book)) == {"noteref-1", "noteref-2", "back from 1.", "back from 2."}


def test_notes_and_references_side_by_side(tmp_path: Path) -> None:
    lists = "注释：\n①碑在今城隍庙内。\n参考文献：\n[1] 温家藏.望潮桥碑记[M].旧刻本.\n[2] 管如海.桥名考[J].\n"
    book = made(tmp_path, TITLE + FIRST.format("①") + SECOND.format("[2]") + lists)
    assert [link.get("role") for link in bodies(book, "//h:a[@class='noteref']")] == ["doc-noteref", "doc-biblioref"]
    (section,) = bodies(book, "//h:section[@class='references']")
    assert (section.get("role"), section.get(TYPE)) == ("doc-bibliography", "bibliography")
    assert [text(p).strip()[:3] for p in find(section, ".//h:p")] == ["参考文", "[1]", "[2]"]


@pytest.mark.parametrize(
    "words",
    [
        FIRST.format("")
        + "　　修桥有三条规矩：①不许夜里动土；②不许外姓掌墨；③不许空手上桥，哪一条都破不得，破了要赔一席酒。\n"
        + SECOND.format(""),
        FIRST.format("") + "①不许夜里动土，动了要重来。\n②不许外姓掌墨，掌了要换人。\n" + SECOND.format(""),
        FIRST.format("") + SECOND.format("") + "①不许夜里动土，动了要重来。\n②不许外姓掌墨，掌了要换人。\n",
        FIRST.format("①") + SECOND.format("[2]"),
    ],
    ids=["counted in a sentence", "a list", "a list at the end", "marks alone"],
)
def test_a_list_is_no_list_of_notes(tmp_path: Path, words: str) -> None:
    book = made(tmp_path, TITLE + words)
    assert classes(book, "noteref") == []
    assert bodies(book, "//h:aside|//h:section[@class='notes']") == []


def chapters(notes: tuple[str, str, str], marks: tuple[str, str, str], end: str = "") -> str:
    texts = (FIRST.format(mark) + SECOND.format("") * 3 + note for mark, note in zip(marks, notes, strict=True))
    return "".join(f"第{n}章 桥\n\n{words}\n" for n, words in zip("一二三", texts, strict=True)) + end


def test_each_chapter_has_its_own_notes(tmp_path: Path) -> None:
    notes = ("注：\n①头一章的注。\n", "①第二章的注。\n", "注释\n①第三章的注。\n")
    book = made(tmp_path, "书名：桥\n作者：温一叶\n" + chapters(notes, ("①", "①", "①")))
    found = links(book)
    assert [text(found[f"noteref-{n}"]).strip() for n in (1, 2, 3)] == [note.split("\n")[-2] for note in notes]
    assert all("chapter" not in link.get("href") for link in bodies(book, "//h:a[@class='noteref']")), "in the file"


@pytest.mark.parametrize("heading", ["附录 注释\n", "注释\n"], ids=["a chapter", "behind the last chapter"])
def test_one_list_at_the_end_of_the_book(tmp_path: Path, heading: str) -> None:
    end = heading + "\n[1] 头一章的注。\n[2] 第二章的注。\n[3] 第三章的注。\n"
    book = made(tmp_path, "书名：桥\n作者：温一叶\n" + chapters(("", "", ""), ("[1]", "[2]", "[3]"), end))
    found = links(book)
    assert [text(found[f"noteref-{n}"]).strip() for n in (1, 2, 3)] == end.split("\n")[2:5]
    assert text(found["back from [1]"]) == "[1]"
    names = [name.rpartition("/")[2] for name, page in book.documents.items() if find(page, "//h:aside")]
    assert {link.get("href").partition("#")[0] for link in bodies(book, "//h:a[@class='noteref']")} <= {*names, ""}


def test_marks_that_start_again_have_no_list_at_the_end(tmp_path: Path) -> None:
    end = "附录 注释\n\n[1] 不知道是哪一章的注。\n[2] 也不知道是哪一章的注。\n"
    book = made(tmp_path, "书名：桥\n作者：温一叶\n" + chapters(("", "", ""), ("[1]", "[1]", "[2]"), end))
    assert classes(book, "noteref") == []


def test_a_chapter_too_long_for_one_file_links_across(tmp_path: Path) -> None:
    long = FIRST.format("①") + SECOND.format("") * 2000 + "注释：\n①碑在今城隍庙内。\n"
    book = made(
        tmp_path,
        "书名：桥\n作者：温一叶\n第一章 桥\n\n" + long + "".join(f"第{n}章 桥\n\n" + SECOND.format("") for n in "二三"),
    )
    (mark,) = bodies(book, "//h:a[@class='noteref']")
    assert mark.get("href").startswith("chapter-001-")
    assert text(links(book)["noteref-1"]).strip() == "①碑在今城隍庙内。"


def test_a_mark_in_a_heading_is_linked_and_the_contents_keep_its_words(tmp_path: Path) -> None:
    notes = "注：\n①桥在东门外。\n"
    book = made(
        tmp_path,
        "书名：桥\n作者：温一叶\n" + chapters((notes, "", ""), ("", "", "")).replace("第一章 桥", "第一章 桥①"),
    )
    assert [text(link) for link in bodies(book, "//h:h1/h:a")] == ["①"]


def test_text_that_looks_like_our_own_marks_is_text(tmp_path: Path) -> None:
    words = '　　他在纸上写 href="#note-1" id="noteref-1" 几个字，谁也看不懂，后来才知道那是他一辈子做的事。\n'
    book = made(tmp_path, TITLE + words + FIRST.format("①") + SECOND.format("") + "注释\n①碑在今城隍庙内。\n")
    assert 'href="#note-1" id="noteref-1"' in "".join(text(page) for page in book.documents.values())
    assert len(links(book)) == 2
