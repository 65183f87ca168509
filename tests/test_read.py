"""Reading: any text in any of our encodings comes in whole; what is no text is refused in plain words."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from ebook.diagnostics import Problem
from ebook.model import Source
from ebook.read import read
from ebook.read.decoding import CODECS, MOST_FAULTS, decode
from ebook.read.encoding import BOMS, decide, named
from ebook.read.likeness import common
from ebook.read.text import read_text, split
from ebook.settings import ReadSettings

PAGE = """修鞋摊前的借书角

　　柳荫路口有一个修鞋摊，摊主今年六十一岁，补鞋、配钥匙样样都接。
　　街坊们说：“看完请还，别急。”
"""
TRADITIONAL = """修鞋攤前的借書角

　　柳蔭路口有一個修鞋攤，攤主今年六十一歲，補鞋、配鑰匙樣樣都接。
　　街坊們說：「看完請還，別急。」
"""
HOLDERS = [(name, PAGE) for name in CODECS if name != "Big5-HKSCS"] + [
    (name, TRADITIONAL) for name in ("Big5-HKSCS", "GB18030", "UTF-8")
]


def read_one(path: Path, encoding: str | None = None, *, repair: bool = False) -> tuple[Source, list[str]]:
    (source,), found = read([path], ReadSettings(encoding, repair))
    return source, [diagnostic.id for diagnostic in found]


def refused(path: Path, encoding: str | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        read_one(path, encoding)
    for language in ("zh", "en"):
        assert caught.value.diagnostic.message(language)
        assert caught.value.diagnostic.remedy(language)
    return caught.value


def lines_of(source: Source) -> list[str]:
    return [line.text for line in source.lines]


# --- encodings ------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "text"), HOLDERS)
def test_the_encoding_is_told_from_the_text(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "页.txt"
    path.write_bytes(text.encode(CODECS[encoding]))
    (source,), (told,) = read([path], ReadSettings())
    assert (source.encoding.name, source.text) == (encoding, text)
    assert source.encoding.confidence > 0.9
    assert told.id == "TXT-020"
    assert encoding in told.message("zh")


@pytest.mark.parametrize(("encoding", "mark"), BOMS)
def test_a_byte_order_mark_decides_and_is_no_text(tmp_path: Path, encoding: str, mark: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + PAGE.encode(CODECS[encoding]))
    source, _ = read_one(path)
    assert (source.encoding.name, source.encoding.reason, source.text) == (encoding, "BOM", PAGE)
    assert read_one(path, encoding)[0].text == PAGE


@given(texts(), st.sampled_from(list(CODECS)))
def test_any_text_comes_back_line_by_line(text: str, encoding: str) -> None:
    try:
        data = text.encode(CODECS[encoding])
    except UnicodeEncodeError:
        return
    if data.decode(CODECS[encoding]) != text or any(data.startswith(mark) for _, mark in BOMS):
        return
    source, _ = read_text(data, "a.txt", "a", ReadSettings(encoding))
    assert source.text == text
    assert put_together(source) == text


@given(texts())
def test_lines_and_what_was_removed_make_up_the_text(text: str) -> None:
    source, _ = read_text(text.encode(), "a.txt", "a", ReadSettings("utf-8"))
    assert put_together(source) == text.removeprefix("\ufeff")
    assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))


def put_together(source: Source) -> str:
    """The text from its lines, from what was removed, and from the line ends of the source."""
    text, at = "", 0
    for line in source.lines:
        characters = list(line.text)
        for removed in source.removed:
            if removed.line == line.number:
                characters.insert(removed.column, removed.character)
        text += "".join(characters)
        at = len(text)
        ends = ("\r\n", "\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
        text += next((end for end in ends if source.text.startswith(end, at)), "")
    return text


@given(st.lists(st.sampled_from(sorted(common())), min_size=16, max_size=200), st.sampled_from(list(CODECS)))
def test_common_characters_are_told_in_every_encoding(characters: list[str], encoding: str) -> None:
    data = "".join(characters).encode(CODECS[encoding], "ignore")
    if len(data) >= 32:
        assert decide(data, None, "a.txt").name == encoding


@pytest.mark.parametrize(
    "text",
    ["a", "OK", "Hello.\r\n", "naïve café", "да", "£5", "好", "你好", "end\x1a", "a line\x00another line, and more"],
)
def test_short_and_latin_texts_are_read_as_utf_8(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8", newline="")
    source, _ = read_one(path)
    assert (source.encoding.name, source.text) == ("UTF-8", text)


@pytest.mark.parametrize("encoding", ["UTF-16LE", "UTF-16BE"])
def test_latin_text_in_utf_16_needs_no_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Hello, world.\n".encode(CODECS[encoding]))
    assert read_one(path)[0].text == "Hello, world.\n"
    assert read_one(path, "utf-16")[0].encoding.name == encoding


@pytest.mark.parametrize("text", ["联通", "你好", "学院 ", "新闻"])
def test_a_word_in_gbk_is_not_taken_for_utf_8(text: str) -> None:
    assert decide(text.encode("gbk"), None, "a.txt").name == "GB18030"


@pytest.mark.parametrize(
    "data",
    ["鑫淼".encode("gbk"), "日本語のテキストです。これは長い文章です。".encode("shift_jis"), bytes(range(128, 256))],
)
def test_what_is_too_close_to_call_names_the_candidates(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    diagnostic = refused(path).diagnostic
    assert (diagnostic.id, diagnostic.exit_code) == ("TXT-003", 3)
    assert sum(name in diagnostic.message("en") for name in CODECS) >= 2
    assert "--encoding" in diagnostic.remedy("zh")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("gbk", "GB18030"), ("GB2312", "GB18030"), ("cp936", "GB18030"), ("Big5", "Big5-HKSCS"), ("utf8", "UTF-8"),
        ("UTF_8", "UTF-8"), ("utf-16le", "UTF-16LE"), ("big5-hkscs", "Big5-HKSCS"),
    ],
)  # fmt: skip
def test_the_usual_names_of_encodings_are_known(asked: str, names: str) -> None:
    assert named(asked) == (names,)


def test_an_unknown_encoding_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE, encoding="utf-8")
    diagnostic = refused(path, "gbk18030").diagnostic
    assert (diagnostic.id, diagnostic.exit_code) == ("TXT-004", 2)
    assert "GB18030" in diagnostic.message("zh")


def test_the_encoding_asked_for_overrules(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("嬛璟".encode("gbk"))
    source, _ = read_one(path, "gbk")
    assert (source.text, source.encoding.reason) == ("嬛璟", "--encoding gbk")


# --- bad bytes ------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "text"), [pair for pair in HOLDERS if not pair[0].startswith("UTF-16")])
def test_a_bad_byte_is_named_and_repaired_alone(tmp_path: Path, encoding: str, text: str) -> None:
    before, after = text[:30], text[30:]
    head = before.encode(CODECS[encoding])
    path = tmp_path / "坏.txt"
    path.write_bytes(head + b"\xff" + after.encode(CODECS[encoding]))

    problem = refused(path)
    assert (problem.diagnostic.id, problem.diagnostic.exit_code) == ("TXT-001", 3)
    line, column = before.count("\n") + 1, len(before) - before.rindex("\n")
    assert problem.diagnostic.place == f"{path}:{line}:{column}"
    for said in ("0xFF", str(len(head)), encoding):
        assert said in problem.diagnostic.message("zh")
    assert "--repair" in problem.diagnostic.remedy("zh")

    source, ids = read_one(path, repair=True)
    assert source.text == before + "\ufffd" + after
    assert ids == ["TXT-020", "TXT-021"]


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_byte_put_into_a_character_costs_no_character(encoding: str) -> None:
    data = PAGE.encode(CODECS[encoding])
    for at in range(len(data) + 1):
        text, faults = decode(data[:at] + b"\xff" + data[at:], encoding)
        assert text.replace("\ufffd", "") == PAGE
        assert [(fault.offset, fault.byte) for fault in faults] == [(at, 0xFF)]


def test_a_lost_byte_does_not_garble_the_rest_of_the_line() -> None:
    data = PAGE.encode("gb18030")
    for at in (byte for byte in range(len(data)) if data[byte] >= 0x80):
        text, _ = decode(data[:at] + data[at + 1 :], "GB18030")
        lost = len(PAGE) - agreeing(text, PAGE) - agreeing(text[::-1], PAGE[::-1])
        assert lost < 6


def agreeing(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def test_several_bad_bytes_are_counted_and_each_repair_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff".join(line.encode() for line in PAGE.splitlines(keepends=True)))
    number = PAGE.count("\n") - 1
    assert f" {number} " in refused(path).diagnostic.message("zh")
    _, ids = read_one(path, repair=True)
    assert ids.count("TXT-021") == number


def test_another_encoding_is_not_repaired_to_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((PAGE * (MOST_FAULTS // 20)).encode("gbk"))
    with pytest.raises(Problem) as caught:
        read_one(path, "utf-8", repair=True)
    assert caught.value.diagnostic.id == "TXT-002"


@pytest.mark.parametrize("unit", [b"\x00\xd8", b"\x00\xdc"])
def test_half_a_surrogate_pair_is_a_bad_byte(tmp_path: Path, unit: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(PAGE[:20].encode("utf-16-le") + unit + PAGE[20:].encode("utf-16-le"))
    assert refused(path).diagnostic.id == "TXT-001"
    source, _ = read_one(path, repair=True)
    assert source.text == PAGE[:20] + "\ufffd\ufffd" + PAGE[20:]


# --- characters -----------------------------------------------------------------


def test_every_line_end_ends_a_line_and_no_other_does() -> None:
    ends = ["\r\n", "\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"]
    lines, removed = split("".join(f"行{end}" for end in ends))
    assert [line.text for line in lines] == ["行"] * len(ends)
    assert not removed
    lines, removed = split("a\x1cb\x1dc\x1ed")
    assert [line.text for line in lines] == ["abcd"]
    assert [(each.column, each.character) for each in removed] == [(1, "\x1c"), (3, "\x1d"), (5, "\x1e")]


def test_what_no_book_can_carry_is_removed_and_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一行\n二\u202e行\x07\x07\ufffe完\x9f\n", encoding="utf-8")
    (source,), found = read([path], ReadSettings())
    assert lines_of(source) == ["一行", "二行完"]
    (told,) = [each for each in found if each.id == "TXT-022"]
    assert told.place == f"{path}:2:2"
    for said in ("5", "U+202E ×1", "U+0007 ×2", "U+FFFE ×1", "U+009F ×1"):
        assert said in told.message("zh")


def test_joiners_selectors_and_private_use_stay(tmp_path: Path) -> None:
    text = "葛\U000e0100字\u200d\u200c\u200b\ufeff零 \ue000\U000f0000"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    (source,), found = read([path], ReadSettings())
    assert lines_of(source) == [text]
    assert [each.id for each in found] == ["TXT-020", "TXT-023"]
    assert "U+E000 ×1" in found[1].message("en")
    assert "U+F0000 ×1" in found[1].message("en")


def test_a_replacement_character_of_the_source_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("好\n坏\ufffd了\n", encoding="utf-8")
    (source,), found = read([path], ReadSettings())
    assert source.lines[1].text == "坏\ufffd了"
    assert [(each.id, each.line, each.column) for each in found[1:]] == [("TXT-024", 2, 2)]


# --- files ----------------------------------------------------------------------


def test_the_name_is_the_users_and_the_stem_is_composed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = unicodedata.normalize("NFD", "Café 第一.卷.txt")
    Path(name).write_text(PAGE, encoding="utf-8")
    source, _ = read_one(Path(name))
    assert (source.name, source.stem) == (name, "Café 第一.卷")


def test_several_sources_keep_their_order(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.TXT"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    sources, _ = read([tmp_path / "乙.txt", tmp_path / "甲.TXT"], ReadSettings())
    assert [source.stem for source in sources] == ["乙", "甲"]


def test_a_dash_reads_standard_input() -> None:
    code = (
        "from pathlib import Path; from ebook.read import read; from ebook.settings import ReadSettings\n"
        "(source,), _ = read([Path('-')], ReadSettings()); print(ascii((source.name, source.stem, source.text)))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=PAGE.encode("gbk"), capture_output=True, check=True)
    assert done.stdout.decode().strip() == ascii(("-", "", PAGE))


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "\u3000\u3000\n\u2028".encode(), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_without_words_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert refused(path).diagnostic.id == "TXT-010"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n", b"PK\x03\x04....", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"{\\rtf1 a}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "\ufeffa".encode("utf-32-le"), bytes(5000),
        b"\x7fELF\x02\x01\x01" + random.Random(1).randbytes(5000),
    ],
)  # fmt: skip
def test_what_is_no_text_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    diagnostic = refused(path).diagnostic
    assert (diagnostic.id, diagnostic.exit_code) == ("TXT-011", 3)


def test_other_formats_are_refused_with_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04")
    diagnostic = refused(path).diagnostic
    assert diagnostic.id == "TXT-012"
    assert ".txt" in diagnostic.remedy("zh")


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        names = ("none.txt", "pipe.txt", "folder.txt", "loop.txt", "zero.txt", "s.txt", "n" * 300 + ".txt")
        ids = [refused(tmp_path / name).diagnostic.id for name in names]
    assert ids == ["TXT-005", "TXT-007", "TXT-006", "TXT-008", "TXT-007", "TXT-007", "TXT-008"]


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert refused(path).diagnostic.id == "TXT-008"


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ebook.read.files.MOST_BYTES", 1000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 1000)
    assert read_one(path)[0].text == "a" * 1000
    path.write_bytes(b"a" * 1001)
    assert refused(path).diagnostic.id == "TXT-009"


def test_a_text_that_is_being_written_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("灯亮了。", encoding="utf-8")
    look = os.fstat

    def look_and_add(number: int) -> os.stat_result:
        told = look(number)
        with path.open("a", encoding="utf-8") as more:
            more.write("船走得慢。")
        return told

    monkeypatch.setattr(os, "fstat", look_and_add)
    with pytest.raises(Problem) as caught:
        read([path], ReadSettings())
    assert caught.value.diagnostic.id == "TXT-015"
