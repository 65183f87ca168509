"""The sample manuscripts of content/: each builds, loses nothing, and shows what an editor looks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from epub import Epub, find, squeeze, text

from ebook.build import Report, build
from ebook.settings import CheckSettings, PlaceSettings, Settings, declare

CONTENT = Path(__file__).resolve().parent.parent / "content"
RESERVED = (
    "本稿件所含文字、图片和音视频资料，版权均属临渡晚报所有，任何媒体、网站或个人未经授权不得转载，违者将依法追究责任。"
)
NOVEL = [
    "第一章　接班",
    "第二章　瓮屿没有信",
    "第三章　雾里的地址",
    "第四章　九十八封",
    "第五章　大潮",
    "第六章　写给海的信",
]


@dataclass(frozen=True)
class Sample:
    """What the reader of a sample must find; ``contents`` are the entries of the text, each with its depth."""

    name: str
    title: str
    subtitle: str | None
    people: dict[str, set[str]]
    date: str | None
    rights: str | None
    language: str
    contents: list[tuple[int, str]]


SAMPLES = [
    Sample(
        "xiangkou-bookstall.txt",
        "巷口一盏灯，雨天不收摊",
        "桂子巷旧书摊“雨座”十年见闻",
        {"陶望舒": {"aut", "pht"}},
        "2024-11-16",
        RESERVED,
        "zh-Hans",
        [(1, "巷口一盏灯，雨天不收摊"), (1, "一把撑了十年的伞"), (1, "一只不上锁的铁盒"), (1, "一条越走越亮的巷子")],
    ),
    Sample(
        "qinglan-photo-shop.txt",
        "青嵐最後一間沖印店　老闆替全鎮保管「沒來拿的笑容」",
        None,
        {"藍以寧": {"aut", "pht"}},
        "2023-11-12",
        "本網站之文字、圖片及影音，均屬海嵐日報所有，非經授權，不得轉載、公開播送或公開傳輸。",
        "zh-Hant-TW",
        [(1, "青嵐最後一間沖印店　老闆替全鎮保管「沒來拿的笑容」")],
    ),
    Sample(
        "dihe-shouyi",
        "荻河手艺",
        "《荻河周刊》“河上人家”栏目选编",
        {"宋河清": {"aut"}, "祁小满": {"aut"}, "柏舟": {"aut"}, "裴照": {"pht"}, "梁一苇": {"edt"}},
        "2022-12",
        "版权归荻河周刊社与各篇作者共有。欢迎个人抄存、朗读；转载请先来信。",
        "zh-Hans",
        [
            (1, "补网的人"), (2, "洞有洞的脾气"), (2, "三十六个结"),
            (1, "听缸"), (2, "好耳朵只要一只"), (2, "哑缸"),
            (1, "借灯的渡口"), (2, "一河两岸"), (2, "还回来的灯"),
            (1, "慢三分"), (2, "为一趟车"), (2, "没有人说破"),
            (1, "空一个字"), (2, "留给各家"), (2, "最难的一副"),
        ],
    ),
    Sample(
        "chaoxin.txt",
        "潮信",
        None,
        {"舒未迟": {"aut"}},
        None,
        None,
        "zh-Hans",
        [
            (1, "楔子"), (1, "第一卷　送信"), *((2, chapter) for chapter in NOVEL[:3]),
            (1, "第二卷　回信"), *((2, chapter) for chapter in NOVEL[3:]), (1, "尾声"),
        ],
    ),
    Sample(
        "jingtai.txt",
        "井台上的尺子",
        "——荻河下游四村水井小考",
        {"鲁砚农": {"aut"}},
        "2019-06",
        None,
        "zh-Hans",
        [(1, "井台上的尺子"), (1, "一、井在哪里"), (1, "二、水在哪里"), (1, "三、尺子在哪里")],
    ),
    Sample(
        "wudeng.txt",
        "霧燈",
        None,
        {"温若潮": {"aut"}},
        None,
        None,
        "zh-Hant-TW",
        [(1, "第一章　最後一班渡輪"), (1, "第二章　對岸的人"), (1, "第三章　來回票")],
    ),
    Sample("xiaoyudian.txt", "小雨点的信", None, {"苏小禾": {"aut"}}, None, None, "zh-Hans", [(1, "小雨点的信")]),
    Sample(
        "yueliang-chuanpiao.txt",
        "月亮的船票",
        None,
        {"林小漁": {"aut"}},
        None,
        None,
        "zh-Hant",
        [(1, "月亮的船票")],
    ),
]  # fmt: skip


@cache
def built(name: str) -> tuple[Report, Epub]:
    with TemporaryDirectory() as folder:
        settings = Settings(check=CheckSettings(epubcheck=False), place=PlaceSettings(output=Path(folder)))
        report = build([CONTENT / name], settings)
        assert report.path, [item.message("en") for item in report.diagnostics]
        return report, Epub(report.path)


every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def test_every_manuscript_of_content_is_among_the_samples() -> None:
    assert {path.name for path in CONTENT.iterdir()} == {sample.name for sample in SAMPLES}


@every_sample
def test_it_builds_without_a_warning(sample: Sample) -> None:
    report, _ = built(sample.name)
    assert [item.message("en") for item in report.diagnostics if item.severity != "info"] == []
    assert report.verdict.valid


@every_sample
def test_its_text_is_all_there_but_for_what_is_listed_as_cut(sample: Sample) -> None:
    report, epub = built(sample.name)
    kept = []
    for number, source in enumerate(report.draft.sources):
        for line in source.lines:
            characters = list(line.text)
            for cut in report.draft.book.cuts:
                if (cut.source, cut.line) == (number, line.number):
                    characters[cut.start : cut.stop] = [""] * (cut.stop - cut.start)
            kept += characters
    assert epub.words() == squeeze("".join(kept))


@every_sample
def test_its_metadata_is_what_the_page_says(sample: Sample) -> None:
    _, epub = built(sample.name)
    assert epub.values("title") == [title for title in (sample.title, sample.subtitle) if title]
    assert epub.people() == sample.people
    assert epub.values("date") == [sample.date] * (sample.date is not None)
    assert epub.values("rights") == [sample.rights] * (sample.rights is not None)
    assert epub.values("language") == [sample.language]


@every_sample
def test_its_table_of_contents_names_every_heading(sample: Sample) -> None:
    _, epub = built(sample.name)
    assert epub.contents() == sample.contents


@every_sample
def test_its_first_pages_name_the_book_and_its_people(sample: Sample) -> None:
    _, epub = built(sample.name)
    cover, titlepage = list(epub.documents.values())[:2]
    assert squeeze(sample.title) in [squeeze(alternative) for alternative in find(cover, "//h:img/@alt")]
    for words in (sample.title, *sample.people):
        assert squeeze(words) in squeeze(text(titlepage))


@every_sample
def test_its_last_page_prints_the_rights_word_for_word(sample: Sample) -> None:
    _, epub = built(sample.name)
    last = text(list(epub.documents.values())[-1])
    assert (sample.rights or sample.title) in last


def test_the_articles_of_a_folder_keep_their_own_byline_date_and_rights() -> None:
    _, epub = built("dihe-shouyi")
    chapters = [squeeze(text(tree)) for name, tree in epub.documents.items() if epub.is_text(name)]
    (lamps,) = (chapter for chapter in chapters if "借灯的渡口" in chapter)
    for words in ("2022年9月3日", "文/本刊记者宋河清图/裴照", "本文版权归荻河周刊社所有，未经授权不得转载。"):
        assert words in lamps


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("xiangkou-bookstall.txt", "【PDF版】"),
        ("xiangkou-bookstall.txt", "网友为此稿件打分的平均分是："),
        ("xiangkou-bookstall.txt", "临渡晚报多媒体数字版"),
        ("xiangkou-bookstall.txt", "按日期查阅"),
        ("qinglan-photo-shop.txt", "首頁"),
        ("qinglan-photo-shop.txt", "下載海嵐APP"),
        ("qinglan-photo-shop.txt", "相關新聞"),
        ("qinglan-photo-shop.txt", "老街屋頂長出一座菜園"),
    ],
)
def test_the_furniture_of_a_newspaper_page_is_not_in_the_book(name: str, words: str) -> None:
    _, epub = built(name)
    assert words not in epub.words()


def test_a_persons_word_stands_in_place_of_every_samples_own(tmp_path: Path) -> None:
    """README: "your word stands in place of what was read"; the words that it replaces are listed."""
    for source in (*sorted(CONTENT.glob("*.txt")), CONTENT / "dihe-shouyi"):
        declared = declare({"title": "雾", "author": ["周行"]})
        settings = Settings(
            declared=declared, place=PlaceSettings(tmp_path, force=True), check=CheckSettings(epubcheck=False)
        )
        report = build([source], settings)
        assert report.verdict.valid, source
        assert report.path == tmp_path / "雾.epub"
        cuts = [cut for cut in report.draft.book.cuts if cut.kind in ("moved", "overruled")]
        assert all(cut.kind == "overruled" for cut in cuts), source
        told = {item.id for item in report.draft.diagnostics}
        assert "MET-101" in told, source
