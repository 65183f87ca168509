"""Onto a device: the right edition, whole or not at all, whatever happens to the device meanwhile."""

from __future__ import annotations

import errno
import json
import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT, SCRIPT, Run
from epub import Epub
from test_azw3 import stand_in

from ebook import mobi
from ebook.build import build
from ebook.diagnostics import Problem
from ebook.edition import EDITIONS
from ebook.model import Publication
from ebook.place import identifier_of
from ebook.send import Sent, find_device, send
from ebook.settings import CheckSettings, PlaceSettings, Settings

ARTICLE = "渡口的灯\n2021年3月5日 来源：临河日报\n　　傍晚六点，临河渡口的灯亮了。摆渡人把缆绳绕了三圈。\n"
BOOK = "渡口的灯"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in every edition, that of calibre stood in for; only to be read."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    settings = Settings(
        editions=("generic", "kindle", "kobo"),
        check=CheckSettings(epubcheck=False),
        place=PlaceSettings(output=folder / "dist"),
    )
    path = build([folder / "a.txt"], settings).path
    assert path
    records = [(mobi.TITLE, BOOK.encode()), (mobi.ASIN, mobi.asin(identifier_of(path) or "").encode())]
    path.with_suffix(".azw3").write_bytes(mobi.described(stand_in(), records, 0))
    return folder / "dist"


@pytest.fixture
def books(library: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(library, tmp_path / "dist"))


def kobo(folder: Path) -> Path:
    (folder / ".kobo").mkdir(parents=True)
    (folder / ".kobo/version").write_text("N249,4.1.15,4.38.21908,4.1.15,4.1.15,00000000-0000-0000-0000-000000000390")
    return folder


def kindle(folder: Path) -> Path:
    for name in ("documents", "system", "fonts"):
        (folder / name).mkdir(parents=True)
    return folder


def plain(folder: Path) -> Path:
    folder.mkdir()
    return folder


def dropbox(folder: Path) -> Path:
    (folder / "Apps/Rakuten Kobo").mkdir(parents=True)
    return folder / "Apps/Rakuten Kobo"


def left(folder: Path) -> list[str]:
    """Every file on a device but its own, temporary ones too."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith((".kobo/", "system/")))


def refused(book: Path, to: Path, *, force: bool = False) -> tuple[str, int]:
    with pytest.raises(Problem) as caught:
        send(book, find_device(to), force=force)
    found = caught.value.diagnostic
    for language in ("zh", "en"):
        assert found.message(language)
        assert found.remedy(language)
    return found.id, found.exit_code


def sent(book: Path, to: Path, *, force: bool = False) -> Sent:
    return send(book, find_device(to), force=force)


# --- which edition, and where to ------------------------------------------------


@pytest.mark.parametrize("given", [f"{BOOK}.epub", f"{BOOK}.kindle.epub", f"{BOOK}.kepub.epub", f"{BOOK}.azw3"])
@pytest.mark.parametrize(
    ("lay", "where"),
    [(kobo, f"{BOOK}.kepub.epub"), (kindle, f"documents/{BOOK}.azw3"), (dropbox, f"{BOOK}.kepub.epub")],
)
def test_a_device_gets_its_own_edition_whichever_is_given(
    library: Path, tmp_path: Path, lay: Callable[[Path], Path], where: str, given: str
) -> None:
    device = lay(tmp_path / "device")
    done = sent(library / given, device)
    assert left(device) == [where]
    assert done.path == device / where
    assert (device / where).read_bytes() == (library / Path(where).name).read_bytes()
    assert done.sha256 == sha256((device / where).read_bytes()).hexdigest()
    assert done.diagnostics == ()


@pytest.mark.parametrize("given", [f"{BOOK}.epub", f"{BOOK}.kindle.epub", f"{BOOK}.kepub.epub", f"{BOOK}.azw3"])
def test_a_folder_gets_what_is_given(library: Path, tmp_path: Path, given: str) -> None:
    sent(library / given, plain(tmp_path / "reader"))
    assert left(tmp_path / "reader") == [given]


def test_a_folder_of_a_device_is_one_of_it(library: Path, tmp_path: Path) -> None:
    (kobo(tmp_path / "k") / "中文/小说").mkdir(parents=True)
    (kindle(tmp_path / "a") / "documents/小说").mkdir()
    book = library / f"{BOOK}.epub"
    assert sent(book, tmp_path / "k/中文/小说").path == tmp_path / f"k/中文/小说/{BOOK}.kepub.epub"
    assert sent(book, tmp_path / "k/.kobo").path == tmp_path / f"k/{BOOK}.kepub.epub"
    assert sent(book, tmp_path / "a/documents/小说").path == tmp_path / f"a/documents/小说/{BOOK}.azw3"
    assert sent(book, tmp_path / "a/system").path == tmp_path / f"a/documents/{BOOK}.azw3"


def test_a_kobo_gets_the_plain_epub_where_no_kepub_is_there_and_it_is_told(books: Path, tmp_path: Path) -> None:
    (books / f"{BOOK}.kepub.epub").unlink()
    done = sent(books / f"{BOOK}.epub", kobo(tmp_path / "k"))
    assert [item.id for item in done.diagnostics] == ["SND-005"]
    assert left(tmp_path / "k") == [f"{BOOK}.epub"]


def test_what_a_device_does_not_show_is_not_sent(books: Path, tmp_path: Path) -> None:
    (books / f"{BOOK}.azw3").rename(tmp_path / "only.azw3")
    assert refused(books / f"{BOOK}.epub", kindle(tmp_path / "a")) == ("SND-004", 3)
    assert refused(tmp_path / "only.azw3", kobo(tmp_path / "k")) == ("SND-007", 3)
    assert left(tmp_path / "a") == left(tmp_path / "k") == []


def test_the_same_name_beside_it_is_not_the_same_book(run: Run, books: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    other = books / f"{BOOK}.kepub.epub"
    run("b.txt", "--no-check", "--edition", "kobo", "-o", other, "--identifier", "urn:x:other", "--force")
    done = sent(books / f"{BOOK}.epub", kobo(tmp_path / "k"))
    assert done.path.name == f"{BOOK}.epub"


@pytest.mark.parametrize("data", [b"", b"no book", b"PK\x03\x04 half"])
@pytest.mark.parametrize("name", ["a.epub", "a.azw3", "a.KEPUB.EPUB"])
def test_what_is_no_sound_book_is_refused(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refused(tmp_path / name, kobo(tmp_path / "k")) == ("SND-003", 3)


def test_a_book_that_failed_its_checks_is_refused(books: Path, tmp_path: Path) -> None:
    (books / f"{BOOK}.epub").rename(books / f"{BOOK}.invalid.epub")
    assert refused(books / f"{BOOK}.invalid.epub", plain(tmp_path / "reader")) == ("SND-003", 3)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    device = plain(tmp_path / "reader")
    (tmp_path / "folder.epub").mkdir()
    os.mkfifo(tmp_path / "pipe.epub")
    assert refused(tmp_path / "nowhere.epub", device) == ("EPB-001", 3)
    assert refused(tmp_path / "folder.epub", device) == refused(tmp_path / "pipe.epub", device) == ("EPB-002", 3)


def test_a_name_that_the_device_cannot_have_is_made_one(books: Path, tmp_path: Path) -> None:
    odd = books / 'A: "B"? .kepub.epub'
    (books / f"{BOOK}.kepub.epub").rename(odd)
    assert sent(odd, kobo(tmp_path / "k")).path.name == "A： ＂B＂？.kepub.epub"
    long = books / ("灯" * 81 + ".kepub.epub")
    odd.rename(long)
    assert len(sent(long, tmp_path / "k").path.name.encode()) <= 255


# --- a text ---------------------------------------------------------------------


def test_a_text_is_built_for_the_device_and_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    kobo(tmp_path / "k")
    done = run("send", "a.txt", "--to", "k")
    assert done.returncode == 0, done.stderr
    assert left(tmp_path / "k") == [f"{BOOK}.kepub.epub"]
    assert not (tmp_path / "dist").exists()
    checked = run("check", f"k/{BOOK}.kepub.epub", "--against", "a.txt")
    assert "ledger balanced" in checked.stdout
    assert "no errors, no warnings" in checked.stdout


def test_a_text_for_a_kindle_needs_calibre_and_says_what_does_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    kindle(tmp_path / "a")
    done = run("send", "a.txt", "--to", "a", env={"PATH": str(tmp_path)})
    assert (done.returncode, left(tmp_path / "a")) == (7, [])
    assert "CAL-001" in done.stderr
    assert "Send to Kindle" in done.stderr


@pytest.mark.skipif(not shutil.which("ebook-convert"), reason="no calibre here (Debian: calibre)")
def test_a_text_becomes_an_azw3_on_a_kindle(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    kindle(tmp_path / "a")
    assert run("send", "a.txt", "--to", "a").returncode == 0
    (found,) = (tmp_path / "a/documents").iterdir()
    assert dict(mobi.records(found.read_bytes()))[mobi.TITLE] == BOOK.encode()


def test_a_text_that_makes_no_book_is_told_as_ever(run: Run, tmp_path: Path) -> None:
    kobo(tmp_path / "k")
    assert (run("send", "nowhere.txt", "--to", "k").returncode, left(tmp_path / "k")) == (3, [])


@pytest.mark.usefixtures("loses_a_character")
def test_a_book_that_its_checks_refuse_does_not_come_onto_a_device(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert refused(tmp_path / "a.txt", kobo(tmp_path / "k"))[1] == 4
    assert left(tmp_path / "k") == []


@pytest.fixture
def loses_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition that loses a character of the text."""

    def spoil(page: Publication) -> Publication:
        lost = [replace(one, data=one.data.replace("缆绳".encode(), "缆".encode())) for one in page.documents]
        return replace(page, documents=tuple(lost))

    monkeypatch.setattr("ebook.build.EDITIONS", {**EDITIONS, "kobo": replace(EDITIONS["kobo"], make=spoil)})


def test_without_a_folder_for_temporary_files_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert refused(tmp_path / "a.txt", kobo(tmp_path / "k")) == ("OUT-008", 1)


# --- what stands in the way -----------------------------------------------------


def test_the_same_book_is_replaced_and_another_is_kept_unless_forced(run: Run, library: Path, tmp_path: Path) -> None:
    device = kobo(tmp_path / "k")
    book, there = library / f"{BOOK}.kepub.epub", device / f"{BOOK}.kepub.epub"
    for _ in range(2):
        sent(book, device)
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    run("b.txt", "--no-check", "--edition", "kobo", "-o", there, "--identifier", "urn:x:other", "--force")
    other = there.read_bytes()
    assert refused(book, device) == ("SND-008", 1)
    assert there.read_bytes() == other
    sent(book, device, force=True)
    assert there.read_bytes() == book.read_bytes()
    assert left(device) == [there.name]


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_the_way_stays(library: Path, tmp_path: Path, force: bool) -> None:  # noqa: FBT001
    (kobo(tmp_path / "k") / f"{BOOK}.kepub.epub").mkdir()
    assert refused(library / f"{BOOK}.epub", tmp_path / "k", force=force) == ("SND-008", 1)


@pytest.mark.parametrize("force", [False, True])
def test_links_that_lead_out_of_the_device_are_not_followed(
    library: Path,
    tmp_path: Path,
    force: bool,  # noqa: FBT001
) -> None:
    outside = plain(tmp_path / "home")
    (outside / "mine").write_text("mine")
    device = kindle(tmp_path / "a")
    (device / "documents").rmdir()
    (device / "documents").symlink_to(outside)
    assert refused(library / f"{BOOK}.epub", device, force=force) == ("SND-006", 1)
    (kobo(tmp_path / "k") / f"{BOOK}.kepub.epub").symlink_to(outside / "mine")
    assert refused(library / f"{BOOK}.epub", tmp_path / "k", force=force) == ("SND-006", 1)
    assert left(outside) == ["mine"]
    assert (outside / "mine").read_text() == "mine"


def test_a_link_to_the_device_itself_is_followed(library: Path, tmp_path: Path) -> None:
    (tmp_path / "reader").symlink_to(kobo(tmp_path / "k"))
    assert sent(library / f"{BOOK}.epub", tmp_path / "reader").path == tmp_path / f"k/{BOOK}.kepub.epub"


def test_where_no_folder_is_nothing_is_made(library: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for name in ("nowhere", "file", "round", "file/in"):
        assert refused(library / f"{BOOK}.epub", tmp_path / name) == ("SND-002", 1)
    assert not (tmp_path / "nowhere").exists()


# --- a device that is full, read-only, failing or gone --------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A Kobo on a file system of its own, of 1.2 MB."""
    folder = plain(tmp_path / "disk")
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no file system can be mounted here: {error}")
    yield kobo(folder)
    subprocess.run(["umount", folder], check=True)


def test_a_device_without_room_is_told_before_anything_is_written(library: Path, disk: Path) -> None:
    (disk / "songs").write_bytes(bytes(800_000))
    assert refused(library / f"{BOOK}.epub", disk) == ("SND-009", 1)
    assert left(disk) == ["songs"]


def test_a_device_that_fills_meanwhile_keeps_what_stood_there(
    library: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = library / f"{BOOK}.epub"
    sent(book, disk)
    before = (disk / f"{BOOK}.kepub.epub").read_bytes()
    (disk / "songs").write_bytes(bytes(1_100_000))
    monkeypatch.setattr("ebook.send.onto._SPARE", -(10**9))  # as if the room had been there a moment ago
    assert refused(book, disk) == ("SND-010", 1)
    assert left(disk) == ["songs", f"{BOOK}.kepub.epub"]
    assert (disk / f"{BOOK}.kepub.epub").read_bytes() == before


def test_a_device_that_is_read_only_is_told(library: Path, disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    assert refused(library / f"{BOOK}.epub", disk) == ("SND-011", 1)
    assert left(disk) == []


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.EIO, "SND-013"), (errno.ENODEV, "SND-013"), (errno.ENXIO, "SND-013"),
        (errno.ENOSPC, "SND-010"), (errno.EROFS, "SND-011"), (errno.EACCES, "SND-011"),
    ],
)  # fmt: skip
def test_a_device_that_fails_keeps_what_stood_there(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: str
) -> None:
    device = kobo(tmp_path / "k")
    book = library / f"{BOOK}.epub"
    sent(book, device)

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)  # no cable can be pulled here
    assert refused(book, device) == (fault, 1)
    assert left(device) == [f"{BOOK}.kepub.epub"]


def test_the_room_of_a_device_is_looked_at_first(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, usage = kobo(tmp_path / "k"), shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=500_000))
    assert refused(library / f"{BOOK}.epub", device) == ("SND-009", 1)
    assert left(device) == []


def test_a_device_that_is_gone_meanwhile_is_told(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = kobo(tmp_path / "k")
    monkeypatch.setattr(os, "fsync", lambda _: shutil.rmtree(device))
    assert refused(library / f"{BOOK}.epub", device) == ("SND-013", 1)
    assert not device.exists()


def test_what_is_read_back_otherwise_is_not_placed(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = kobo(tmp_path / "k")

    def spoil(descriptor: int) -> None:
        os.pwrite(descriptor, b"\0", 100)

    monkeypatch.setattr(os, "fsync", spoil)
    assert refused(library / f"{BOOK}.epub", device) == ("SND-012", 1)
    assert left(device) == []


def test_a_file_system_that_cannot_sync_a_folder_is_no_fault(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, sync = kobo(tmp_path / "k"), os.fsync

    def picky(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", picky)
    assert sent(library / f"{BOOK}.epub", device).path.exists()


def test_a_kill_at_any_moment_leaves_a_whole_book_and_the_next_run_clears_up(library: Path, tmp_path: Path) -> None:
    device, chance = kobo(tmp_path / "k"), random.Random(5)
    code = (
        "import sys; from pathlib import Path; from ebook.send import find_device, send\n"
        "device = find_device(Path(sys.argv[2])); print('ready', flush=True)\n"
        "while True: send(Path(sys.argv[1]), device)"
    )
    book = library / f"{BOOK}.kepub.epub"
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", code, book, device], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        process.stdout.close()
        if (device / book.name).exists():
            assert (device / book.name).read_bytes() == book.read_bytes()
    sent(book, device)
    assert left(device) == [book.name]


# --- what a person is told ------------------------------------------------------


def test_it_says_where_the_book_is_and_what_to_do_next(run: Run, books: Path, tmp_path: Path) -> None:
    device = kobo(tmp_path / "k")
    done = run("send", f"dist/{BOOK}.epub", "--to", "k")
    first, last = done.stdout.splitlines()
    assert first.startswith(f"{device / BOOK}.kepub.epub · Kobo · ")
    assert first.endswith("read back and the same")
    assert "eject the Kobo" in last
    assert "弹出" in run("send", f"dist/{BOOK}.epub", "--to", "k", "--ui", "zh").stdout
    assert run("send", f"dist/{BOOK}.epub", "--to", "k", "-q").stdout == ""
    assert books.exists()


def test_of_several_books_one_that_fails_does_not_stop_the_others(run: Run, books: Path, tmp_path: Path) -> None:
    kindle(tmp_path / "a")
    (books / "half.epub").write_bytes(b"PK half")
    done = run("send", "dist/half.epub", f"dist/{BOOK}.epub", "--to", "a", "--format", "json")
    bad, good = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 3
    assert (bad["exit"], bad["path"], bad["diagnostics"][0]["id"]) == (3, None, "SND-003")
    assert (good["exit"], good["device"], good["edition"]) == (0, "kindle", "azw3")
    data = (tmp_path / f"a/documents/{BOOK}.azw3").read_bytes()
    assert (good["bytes"], good["sha256"]) == (len(data), sha256(data).hexdigest())


@pytest.mark.parametrize("words", [(), ("--to", "k"), ("a.epub",)])
def test_a_book_and_a_place_are_needed(run: Run, words: tuple[str, ...]) -> None:
    done = run("send", *words)
    assert (done.returncode, "SND-001" in done.stderr) == (2, True)


@pytest.mark.skipif(not hasattr(pty, "openpty"), reason="no terminal can be made here")
def test_after_a_build_a_person_is_told_how_each_edition_gets_onto_its_device(tmp_path: Path) -> None:
    """On a terminal alone: a program, a log and -q hear nothing of it."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    command = [str(SCRIPT), "a.txt", "--no-check", "--edition", "generic,kindle,kobo"]
    assert "sendtokindle" in on_terminal(command, tmp_path)
    assert "build-epub send" in on_terminal([*command, "--ui", "zh"], tmp_path)
    assert on_terminal([*command, "-q"], tmp_path) == ""
    assert "Kobo" not in on_terminal([*command[:-1], "generic"], tmp_path)


def on_terminal(command: list[str], folder: Path) -> str:
    """What a command says on standard error, where that is a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:  # Linux: the other end has closed
            pass
        assert process.wait(timeout=60) == 0
    os.close(ours)
    return said.decode()


def test_the_sample_on_a_device_opens(run: Run, tmp_path: Path) -> None:
    kobo(tmp_path / "k")
    assert run("send", ROOT / "content" / "xiangkou-bookstall.txt", "--to", "k").returncode == 0
    (found,) = (tmp_path / "k").glob("*.kepub.epub")
    assert Epub(found).values("title")
