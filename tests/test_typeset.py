"""Typeset: what a reader finds in the finished files of a publication."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

import books
import pytest
from books import division, metadata, para, person
from epub import find, squeeze, text
from lxml import etree

from ebook.model import (
    Block,
    Book,
    Break,
    Heading,
    NavPoint,
    Paragraph,
    ParagraphRole,
    Publication,
    Resource,
    text_of,
    walk,
)
from ebook.resources import stylesheet, words
from ebook.settings import TypesetSettings
from ebook.typeset import typeset

LIMIT = 256 * 1024


def publish(book: Book, cover: Resource | None = None, epoch: int | None = None) -> Publication:
    return typeset(book, (), cover, stylesheet("classic"), TypesetSettings(epoch=epoch))


def page(publication: Publication, name: str) -> Any:
    return next(etree.fromstring(item.data) for item in publication.documents if item.name == f"text/{name}.xhtml")


def bodies(publication: Publication) -> dict[str, Any]:
    return {item.name: etree.fromstring(item.data) for item in publication.documents if item.kind == "body"}


def lines(tree: Any) -> list[str]:
    """What stands in the body, an element that holds text a line."""
    return [text(item) for item in find(tree, "//h:body//*[self::h:p or self::h:h1 or self::h:h2 or self::h:h3]")]


def outline(points: tuple[NavPoint, ...], depth: int = 1) -> list[tuple[int, str, str]]:
    found = []
    for point in points:
        found += [(depth, point.label, point.href), *outline(point.children, depth + 1)]
    return found


def headings(publication: Publication) -> dict[str, list[int]]:
    """The ranks of the headings of each body file, in order."""
    names = {name: [etree.QName(item).localname for item in tree.iter()] for name, tree in bodies(publication).items()}
    return {name: [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)] for name, tags in names.items()}


SAMPLES = {
    "a clipping": books.clipping(),
    "a novel": books.novel(),
    "a novel of short chapters": books.novel(2),
    "several articles": Book(
        "clipping",
        metadata(),
        tuple(
            division("article", f"第{n}篇", "开头。", inside=[division("section", "小标题", "正文。")]) for n in "一二"
        ),
    ),
    "no heading at all": Book("book", metadata(), (division("front", None, "第一段。", "第二段。"),)),
    "one chapter too long": Book("book", metadata(), (division("chapter", "长", *["长长的一段。" * 30] * 800),)),
    "long sections": Book(
        "book",
        metadata(),
        (division("chapter", "长", inside=[division("section", n, *["一段话。" * 30] * 400) for n in "甲乙丙"]),),
    ),
}


@pytest.fixture(params=list(SAMPLES))
def book(request: pytest.FixtureRequest) -> Book:
    return SAMPLES[request.param]


def test_every_block_stands_once_and_in_order(book: Book) -> None:
    printed = [squeeze(line) for tree in bodies(publish(book)).values() for line in lines(tree)]
    assert printed == [
        squeeze(text_of(item.content)) for item in walk(book.divisions) if isinstance(item, Heading | Paragraph)
    ]


def test_nothing_else_stands_in_the_body_documents(book: Book) -> None:
    for tree in bodies(publish(book)).values():
        (section,) = find(tree, "/h:html/h:body/h:section")
        inside = "".join(lines(tree))
        assert squeeze(text(section)) == squeeze(inside)


def test_no_file_is_larger_than_readers_like(book: Book) -> None:
    assert max(len(document.data) for document in publish(book).documents) <= LIMIT


def test_a_file_has_one_h1_and_no_heading_skips_a_rank(book: Book) -> None:
    for name, ranks in headings(publish(book)).items():
        assert ranks.count(1) <= 1, name
        assert all(rank <= before + 1 for before, rank in pairwise([0, *ranks])), (name, ranks)


def test_the_contents_lead_in_order_to_every_heading(book: Book) -> None:
    publication = publish(book)
    order = [document.name for document in publication.documents]
    entries = outline(publication.contents)
    printed = [text_of(item.content) for item in walk(book.divisions) if isinstance(item, Heading)]
    labels = [label for _, label, _ in entries]
    assert [label for label in labels if label in printed] == printed
    assert [order.index(href.partition("#")[0]) for _, _, href in entries] == sorted(
        order.index(href.partition("#")[0]) for _, _, href in entries
    )
    for _, label, href in entries:
        name, _, fragment = href.partition("#")
        tree = next(etree.fromstring(item.data) for item in publication.documents if item.name == name)
        if fragment:
            assert [text(item) for item in find(tree, f"//*[@id='{fragment}']")] == [label]
        elif label in printed:
            assert text(find(tree, "//h:h1")[0]) == label


def test_every_file_is_what_readers_old_and_new_need(book: Book) -> None:
    for document in publish(book).documents:
        assert document.data.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n')
        assert re.fullmatch(r"text/[a-z0-9-]+\.xhtml", document.name)
        tree = etree.fromstring(document.data)
        assert tree.get("lang") == tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
        assert find(tree, "//h:meta/@charset") == ["utf-8"]
        assert text(find(tree, "//h:title")[0]).strip()
        assert find(tree, "//h:link/@href") == ["../styles/book.css"]
        assert not find(tree, "//comment() | //@style | //h:script")
        assert all(re.fullmatch("[a-z0-9-]+", name) for name in find(tree, "//@id"))


def test_an_article_opens_with_its_head_and_each_section_is_a_file() -> None:
    publication = publish(books.clipping())
    files = bodies(publication)
    assert [text(find(tree, "//h:h1")[0]) for tree in files.values()] == [
        "老码头的“灯塔书屋”", "一间候船室", "一本借书簿", "一盏灯",
    ]  # fmt: skip
    lead, _, second, last = files.values()
    assert lines(lead)[:3] == ["身边的文明", "老码头的“灯塔书屋”", "老蔡和他的三千册书"]
    assert [text(item) for item in find(second, "//h:h2")] == ["谁来借书"]
    assert lines(last)[-2:] == ["（责任编辑：曾国强）", "未经授权不得转载。"]
    assert [(depth, label) for depth, label, _ in outline(publication.contents)] == [
        (1, "老码头的“灯塔书屋”"), (1, "一间候船室"), (1, "一本借书簿"), (2, "谁来借书"),
        (1, "一盏灯"), (1, "出处与版权"),
    ]  # fmt: skip


def test_a_volume_opens_a_file_and_its_chapters_follow() -> None:
    publication = publish(books.novel())
    files = bodies(publication)
    types = [find(tree, "//h:section/@e:type") for tree in files.values()]
    assert types == [["bodymatter"], ["part"], ["chapter"], ["chapter"], ["part"], ["chapter"], ["chapter"]]
    assert [(depth, label) for depth, label, _ in outline(publication.contents)] == [
        (1, "潮信"), (1, "第一卷　旧港"), (2, "第一章　潮信"), (2, "第二章　潮信"),
        (1, "第二卷　新城"), (2, "第三章　潮信"), (2, "第四章　潮信"), (1, "出处与版权"),
    ]  # fmt: skip


def test_tiny_chapters_share_the_file_of_their_volume() -> None:
    files = bodies(publish(books.novel(2)))
    assert [len(find(tree, "//h:h2")) for tree in files.values()] == [0, 2, 2]


def test_articles_of_a_folder_keep_their_sections() -> None:
    files = bodies(publish(SAMPLES["several articles"]))
    assert [lines(tree) for tree in files.values()] == [[f"第{n}篇", "开头。", "小标题", "正文。"] for n in "一二"]


def test_a_long_chapter_is_split_between_paragraphs_and_listed_once() -> None:
    publication = publish(SAMPLES["one chapter too long"])
    assert len(bodies(publication)) > 1
    assert [label for _, label, _ in outline(publication.contents)] == ["长", "出处与版权"]


def test_a_text_without_headings_is_listed_under_its_title() -> None:
    publication = publish(SAMPLES["no heading at all"])
    assert outline(publication.contents)[0] == (1, "灯塔", "text/chapter-001.xhtml")


def days(iso: str) -> set[str]:
    """A date as a Chinese page prints it, in all its precisions."""
    match = re.fullmatch(r"(\d{4})(?:-0?(\d+))?(?:-0?(\d+))?", iso)
    return {"".join(f"{n}{unit}" for n, unit in zip(match.groups(), "年月日", strict=True) if n)} if match else set()


@pytest.mark.parametrize("role", get_args(ParagraphRole))
def test_a_role_is_a_class(role: ParagraphRole) -> None:
    (tree,) = bodies(publish(Book("book", metadata(), (division("chapter", "章", para("字", role)),)))).values()
    assert find(tree, "//h:p/@class") == ([] if role == "body" else [role])


def test_text_is_kept_word_for_word_and_only_its_ends_are_trimmed() -> None:
    blocks: list[Block | str] = [
        para("\u3000\u3000\u00a0\ufeff方　　舟\u200b 与 <老&蔡>\u200d\u3000\u2060"),
        para("上句|　下句", "verse"),
        para("\u3000\u200b"),
        Break(books.SPAN),
    ]
    (tree,) = bodies(publish(Book("book", metadata(), (division("chapter", "　章　名 ", *blocks),)))).values()
    assert lines(tree) == ["章　名", "方　　舟\u200b 与 <老&蔡>\u200d", "上句　下句"]
    assert len(find(tree, "//h:p[@class='verse']/h:br")) == 1
    assert find(tree, "//h:hr/@class") == ["break"]


def test_a_heading_over_two_lines_is_one_entry() -> None:
    publication = publish(Book("book", metadata(), (division("chapter", "上联|下联", "字。"),)))
    assert publication.contents[0].label == "上联下联"


@pytest.mark.parametrize("sample", [books.clipping(), books.novel()], ids=["clipping", "book"])
@pytest.mark.parametrize("name", ["titlepage", "colophon"])
def test_pages_around_the_text_print_fixed_words_and_metadata_alone(sample: Book, name: str) -> None:
    meta = sample.metadata
    known: set[str | None] = {*words("zh-Hans").values(), *(item.name for item in meta.people)}
    for field in ("title", "subtitle", "kicker", "date", "publisher", "source", "rights", "identifier"):
        found = getattr(meta, field)
        known |= {found.value, *days(found.value)} if found else set()
    known |= {meta.series.value.name, meta.series.value.position} if meta.series else set()
    printed = [
        text(item)
        for item in find(page(publish(sample), name), "//h:body//*[text()[normalize-space(translate(., '　', ''))]]")
    ]
    assert printed
    assert set(printed) <= known


def test_the_title_page_of_an_article() -> None:
    tree = page(publish(books.clipping()), "titlepage")
    assert find(tree, "//h:section/@e:type") == ["titlepage"]
    assert lines(tree) == [
        "澄江日报", "澄江日报 2021年09月15日 第07版", "2021年9月15日",
        "身边的文明", "老码头的“灯塔书屋”", "老蔡和他的三千册书",
        "作者　沈若溪　方舟", "摄影　沈若溪", "编辑　曾国强",
    ]  # fmt: skip
    assert [text(item) for item in find(tree, "//h:p[@class='kicker']")] == ["身边的文明"]


def test_the_title_page_of_a_book() -> None:
    tree = page(publish(books.novel()), "titlepage")
    assert lines(tree) == ["海边三部曲　2", "潮信", "海边旧事", "作者　欧阳雪", "插图　单立", "白鹭出版社"]


def test_the_colophon_closes_the_book_and_keeps_the_rights_word_for_word() -> None:
    publication = publish(books.clipping())
    assert publication.documents[-1].kind == "colophon"
    printed = lines(page(publication, "colophon"))
    assert printed[0] == "出处与版权"
    assert "版权　未经授权不得转载。" in printed
    assert "来源　澄江日报 2021年09月15日 第07版" in printed


def test_what_is_unknown_is_not_printed() -> None:
    printed = lines(page(publish(SAMPLES["no heading at all"]), "colophon"))
    assert [line.split("　")[0] for line in printed] == ["出处与版权", "书名", "标识"]


def test_a_source_that_is_the_newspaper_itself_is_printed_once() -> None:
    sample = replace(books.clipping(), metadata=metadata(publisher="澄江日报", source="澄江日报"))
    printed = lines(page(publish(sample), "colophon"))
    assert [line for line in printed if "澄江日报" in line] == ["出版　澄江日报"]


def test_the_contents_page_links_to_every_entry() -> None:
    publication = publish(books.novel())
    links = find(page(publication, "contents"), "//h:ol//h:a")
    assert [(text(link), f"text/{link.get('href')}") for link in links] == [
        (label, href) for _, label, href in outline(publication.contents)
    ]


def test_the_cover_has_a_page_of_its_own_before_all_others() -> None:
    picture = Resource("照片.png", b"\x89PNG", "image/png")
    publication = publish(books.clipping(), picture)
    assert publication.documents[0].kind == "cover"
    (image,) = find(page(publication, "cover"), "//h:section/*")
    assert image.attrib == {"src": "../images/cover.png", "alt": "老码头的“灯塔书屋”", "role": "doc-cover"}
    assert publication.cover == "images/cover.png"
    assert {item.name: item.data for item in publication.resources}["images/cover.png"] == picture.data
    assert not publish(books.clipping()).cover


def test_a_title_too_long_for_an_alternative_text_is_left_to_the_title_page() -> None:
    picture = Resource("a.png", b"\x89PNG", "image/png")
    for title, alternative in (("长" * 139, "长" * 139), ("长" * 140, "封面"), ('“A" & <B>', '“A" & <B>')):
        book = replace(books.clipping(), metadata=books.metadata(title=title))
        assert find(page(publish(book, picture), "cover"), "//h:img/@alt") == [alternative]


@pytest.mark.parametrize(
    ("language", "colophon"),
    [("zh-Hans", "出处与版权"), ("zh-Hant", "出處與版權"), ("zh-TW", "出處與版權"), ("zh", "出处与版权"),
     ("und", "出处与版权"), ("en-GB", "Source and Rights")],
)  # fmt: skip
def test_the_fixed_words_speak_the_language_of_the_book(language: str, colophon: str) -> None:
    publication = publish(replace(books.clipping(), metadata=metadata(language=language)))
    assert publication.contents[-1].label == colophon
    assert page(publication, "colophon").get("lang") == language


@pytest.mark.parametrize(
    ("date", "epoch", "modified"),
    [
        ("2021-09-15", None, "2021-09-15T00:00:00Z"),
        ("2021-09", None, "2021-09-01T00:00:00Z"),
        ("1936", None, "1936-01-01T00:00:00Z"),
        ("2021-09-15", 86_399, "1970-01-01T23:59:59Z"),
    ],
)
def test_the_date_of_change_is_never_the_clock(date: str, epoch: int | None, modified: str) -> None:
    sample = replace(books.clipping(), metadata=metadata(date=date))
    assert publish(sample, epoch=epoch).modified == modified


def test_a_book_without_a_date_has_a_constant_date_of_change() -> None:
    assert publish(SAMPLES["no heading at all"]).modified == "2000-01-01T00:00:00Z"


def test_accessibility_is_computed_from_the_book() -> None:
    whole = publish(books.clipping()).accessibility
    assert whole["accessMode"] == whole["accessModeSufficient"] == ("textual",)
    assert whole["accessibilityHazard"] == ("none",)
    assert {"structuralNavigation", "withoutAdditionalWordSegmentation"} <= set(whole["accessibilityFeature"])
    bare = publish(replace(SAMPLES["no heading at all"], metadata=metadata(language="en"))).accessibility
    assert not {"structuralNavigation", "withoutAdditionalWordSegmentation"} & set(bare["accessibilityFeature"])
    assert not any("conform" in f"{term}{values}".lower() for term, values in whole.items())


def test_a_role_without_a_word_of_its_own_is_printed_under_a_general_one() -> None:
    sample = replace(books.clipping(), metadata=metadata(people=[person("甲", "col", "com")]))
    assert lines(page(publish(sample), "titlepage"))[-1] == "参与　甲"
