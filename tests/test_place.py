"""Placing: a book appears whole or not at all, under a name that every system takes, and never over another book."""

from __future__ import annotations

import errno
import io
import os
import random
import signal
import stat
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebook.diagnostics import Problem
from ebook.filename import filename
from ebook.place import identifier_of, invalid, place, targets
from ebook.settings import PlaceSettings

OURS = "urn:uuid:6c0f7a1e-0000-5000-8000-000000000001"
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<?xml version="1.0"?>{doctype}<package xmlns="http://www.idpf.org/2007/opf" unique-identifier="id" version="3.0">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>isbn</dc:identifier>'
    '<dc:identifier id="id"> {identifier} </dc:identifier></metadata></package>'
)


def epub(identifier: str, doctype: str = "", padding: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("EPUB/package.opf", PACKAGE.format(identifier=identifier, doctype=doctype) + padding)
    return out.getvalue()


def aim(output: Path, title: str = "题目", *, force: bool = False, sources: tuple[Path, ...] = ()) -> Path:
    return targets(title, PlaceSettings(output=output, force=force), sources, OURS)[0]


def refused(output: Path, *, force: bool = False, sources: tuple[Path, ...] = ()) -> tuple[str, int]:
    with pytest.raises(Problem) as caught:
        aim(output, force=force, sources=sources)
    diagnostic = caught.value.diagnostic
    for language in ("zh", "en"):
        assert diagnostic.message(language)
        assert diagnostic.remedy(language)
    return diagnostic.id, diagnostic.exit_code


# --- where ----------------------------------------------------------------------


def test_a_folder_gets_a_file_named_after_the_title(tmp_path: Path) -> None:
    assert aim(tmp_path) == tmp_path / "题目.epub"
    assert aim(tmp_path / "new" / "deep") == tmp_path / "new" / "deep" / "题目.epub"
    assert not (tmp_path / "new").exists()
    (tmp_path / "my.books").mkdir()
    assert aim(tmp_path / "my.books") == tmp_path / "my.books" / "题目.epub"


def test_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    for name in ("全角　名 字.epub", "A.EPUB"):
        assert aim(tmp_path / name) == tmp_path / name


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "book.pdf") == ("OUT-003", 2)
    (tmp_path / "notes.txt").write_text("笔记", encoding="utf-8")
    assert refused(tmp_path / "notes.txt") == ("OUT-003", 2)


def test_a_source_is_never_overwritten_by_any_name(tmp_path: Path) -> None:
    source = tmp_path / "源.txt"
    source.write_text("文", encoding="utf-8")
    (tmp_path / "soft.epub").symlink_to(source)
    (tmp_path / "hard.epub").hardlink_to(source)
    for name in ("soft.epub", "hard.epub"):
        assert refused(tmp_path / name, force=True, sources=(source,)) == ("OUT-002", 2)
    book = tmp_path / "a.epub"
    book.write_bytes(epub(OURS))
    assert refused(tmp_path / "." / "a.epub", force=True, sources=(Path(os.path.relpath(book)),)) == ("OUT-002", 2)


def test_another_book_in_the_way_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "题目.epub"
    path.write_bytes(epub("urn:uuid:another"))
    assert refused(tmp_path) == ("OUT-001", 1)
    assert aim(tmp_path, force=True) == path
    path.write_bytes(epub(OURS))
    assert aim(tmp_path) == path


@pytest.mark.parametrize(
    "data",
    [
        b"", b"not a zip", epub(OURS)[:-40], epub(OURS, padding=" " * 5_000_000), epub(OURS, padding="<"),
        epub("&ours;", '<!DOCTYPE package [<!ENTITY ours "' + OURS + '">]>'),
        epub("&ours;", '<!DOCTYPE package [<!ENTITY ours SYSTEM "file:///etc/hostname">]>'),
    ],
)  # fmt: skip
def test_what_is_no_sound_book_is_another_book(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "题目.epub"
    path.write_bytes(data)
    assert refused(path) == ("OUT-001", 1)


def test_no_damage_to_the_book_in_the_way_brings_the_program_down(tmp_path: Path) -> None:
    path, whole, chance = tmp_path / "a.epub", epub(OURS), random.Random(3)
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        found = identifier_of(path)
        assert found is None or isinstance(found, str)


def test_what_is_no_folder_and_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert refused(tmp_path / "file") == ("OUT-004", 1)
    assert refused(tmp_path / "file" / "deep" / "a.epub") == ("OUT-004", 1)
    os.mkfifo(tmp_path / "pipe.epub")
    assert refused(tmp_path / "pipe.epub", force=True) == ("OUT-005", 1)
    (tmp_path / "题目.epub").mkdir()
    assert refused(tmp_path, force=True) == ("OUT-005", 1)


def test_a_folder_that_may_not_be_written_is_refused_before_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):  # root may write everywhere
        monkeypatch.setattr(os, "access", lambda path, _: Path(path) != folder)
    assert refused(folder) == ("OUT-006", 1)
    assert refused(folder / "new") == ("OUT-006", 1)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, "OUT-007"),
        (errno.EDQUOT, "OUT-007"),
        (errno.EFBIG, "OUT-007"),
        (errno.EROFS, "OUT-006"),
        (errno.EACCES, "OUT-006"),
        (errno.EIO, "OUT-008"),
    ],
)
def test_a_fault_of_the_disk_has_its_message_and_leaves_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: str
) -> None:
    path = tmp_path / "a.epub"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("ebook.place.os.fsync", fail)
    with pytest.raises(Problem) as caught:
        place(b"new", path)
    assert (caught.value.diagnostic.id, caught.value.diagnostic.exit_code) == (fault, 1)
    assert {item.name: item.read_bytes() for item in tmp_path.iterdir()} == {"a.epub": b"old"}


# --- names ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("修鞋摊前的“借书角”", "修鞋摊前的“借书角”.epub"),
        ("A/B: C?", "A／B： C？.epub"),
        ("..隐藏. ", "隐藏.epub"),
        ("上\n下\t卷\u3000一", "上 下 卷 一.epub"),
        ("con", "_con.epub"),
        ("Com1.上", "_Com1.上.epub"),
        ("Console", "Console.epub"),
        ("a\u202eb\x00c\u200b", "abc.epub"),
        ("e\u0301", "é.epub"),
        ("e\u202e\u0301", "é.epub"),
        ("", "book.epub"),
        ("...", "book.epub"),
        ("\ud800", "book.epub"),
    ],
)
def test_file_names_are_portable(title: str, name: str) -> None:
    assert filename(title) == name


@given(st.text(st.one_of(st.characters(), st.sampled_from('<>:"/\\|?*. \u200d\ufe0f👨👩🇨🇳\u0301')), max_size=400))
def test_any_title_gives_a_portable_name(title: str) -> None:
    name = filename(title)
    stem = name.removesuffix(".epub")
    assert len(name.encode()) <= 255
    assert unicodedata.is_normalized("NFC", name)
    assert stem == stem.strip(". ")
    assert stem
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in name)
    assert filename(stem) == name
    assert len(invalid(Path(name)).name.encode()) <= 255


@pytest.mark.parametrize("unit", ["書", "e\u0323\u0302", "👨‍👩‍👧", "🇨🇳", "葛\U000e0100", "👍🏽"])
def test_a_long_title_is_cut_between_characters(unit: str) -> None:
    unit = unicodedata.normalize("NFC", unit)
    stem = filename(unit * 200).removesuffix(".epub")
    assert stem == unit * (len(stem) // len(unit))
    assert 200 < len(stem.encode()) <= 250


def test_an_invalid_book_has_its_own_name(tmp_path: Path) -> None:
    assert invalid(tmp_path / "题目.epub") == tmp_path / "题目.invalid.epub"


# --- writing --------------------------------------------------------------------


def test_a_book_is_placed_and_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "new" / "题.epub"
    for data in (b"one", b"two"):
        place(data, path)
        assert path.read_bytes() == data
        assert list(path.parent.iterdir()) == [path]
    umask = os.umask(0o022)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_the_longest_name_can_be_placed(tmp_path: Path) -> None:
    for path in (tmp_path / ("长" * 83 + ".epub"), tmp_path / filename("書" * 300)):
        place(b"book", path)
        place(b"book", invalid(path))
        assert path.read_bytes() == b"book"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(5, "I/O error")])
def test_a_failure_leaves_the_old_book_and_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(_: int) -> None:
        raise error

    path = tmp_path / "a.epub"
    place(b"old", path)
    monkeypatch.setattr(os, "fsync", fail)  # no disk can be made to fail at will
    with pytest.raises((KeyboardInterrupt, Problem)):
        place(b"new", path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_another_book_that_has_come_meanwhile_is_kept(tmp_path: Path) -> None:
    (path,) = targets("题", PlaceSettings(output=tmp_path), (), "urn:x:1")
    path.write_bytes(b"another book")
    with pytest.raises(Problem) as caught:
        place(b"book", path, "urn:x:1")
    assert caught.value.diagnostic.id == "OUT-001"
    assert path.read_bytes() == b"another book"
    assert list(tmp_path.iterdir()) == [path]
    place(b"book", path)
    assert path.read_bytes() == b"book"


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)


def test_a_disk_without_room_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    place(b"old", path)
    code = (
        "import resource, sys; from pathlib import Path; from ebook.place import place\n"
        "from ebook.diagnostics import Problem\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: place(b'x' * 5000, Path(sys.argv[1]))\n"
        "except Problem as problem: print(problem.diagnostic.id, problem.diagnostic.exit_code)"
    )
    assert python(code, str(path)).communicate(timeout=60)[0] == "OUT-007 1\n"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_takes_no_files_is_told() -> None:
    with pytest.raises(Problem) as caught:
        place(b"book", Path("/proc/self/a.epub"))
    assert caught.value.diagnostic.exit_code == 1


def test_a_kill_at_any_moment_leaves_a_whole_book(tmp_path: Path) -> None:
    path = tmp_path / "题.epub"
    code = (
        "import sys; from pathlib import Path; from ebook.place import place\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for byte in (b'a', b'b'): place(byte * 2_000_000, Path(sys.argv[1]))"
    )
    chance = random.Random(11)
    for _ in range(8):
        process = python(code, str(path))
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        process.stdout.close()
        if path.exists():
            assert path.read_bytes() in (b"a" * 2_000_000, b"b" * 2_000_000)
    place(b"last", path)
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_is_swept_and_what_lives_is_not(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait(timeout=60)
    path = tmp_path / "题.epub"
    stale = [tmp_path / f".题.epub.{pid}.tmp" for pid in (dead.pid, os.getpid(), 10**30)]
    kept = [
        tmp_path / f".题.epub.{os.getppid()}.tmp",
        tmp_path / f".他.epub.{dead.pid}.tmp",
        tmp_path / ".题.epub.note.tmp",
    ]
    for each in stale + kept:
        each.write_bytes(b"half")
    place(b"book", path)
    assert sorted(tmp_path.iterdir()) == sorted([path, *kept])
