"""A file in dist/ is a whole, valid book or it is not there, whatever happens."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from conftest import ROOT, SCRIPT, Run
from epub import Epub
from hostile import wait_until_it_listens

from ebook.build import build
from ebook.model import Book, Publication, Resource, Source
from ebook.settings import CheckSettings, PlaceSettings, Settings, TypesetSettings
from ebook.typeset import typeset

ARTICLE = ROOT / "content" / "xiangkou-bookstall.txt"
BOOK = "巷口一盏灯，雨天不收摊.epub"


def left(folder: Path) -> list[str]:
    """Every file in a folder, temporary ones too."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- ended early ----------------------------------------------------------------


def running(mark: str) -> list[int]:
    """The processes that were started under a mark (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:  # gone, or another user's
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc to look for processes in")
@pytest.mark.parametrize("after", [0.0, 0.6, 1.3])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_signal_leaves_no_half_file_and_no_process(tmp_path: Path, number: int, code: int, after: float) -> None:
    mark = f"MARK={uuid4()}"
    process = subprocess.Popen(
        [SCRIPT, ARTICLE, "-o", tmp_path],
        env={**os.environ, "LC_ALL": "C.UTF-8", "MARK": mark.partition("=")[2]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    wait_until_it_listens(process.pid)
    time.sleep(after)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    if process.returncode == 0:  # it was quicker than the signal
        assert left(tmp_path) == [BOOK]
        return
    assert process.returncode == code
    assert left(tmp_path) in ([], [BOOK])  # a whole book, if the signal came when it had just been placed
    assert "Traceback" not in told
    # A killed program cannot end its checker, which ends by itself when it has warmed up and finds nobody there.
    deadline = time.monotonic() + (30 if number == signal.SIGKILL else 5)
    while running(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(mark) == []


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [SCRIPT, "--no-check", ARTICLE, "-o", tmp_path],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "error[OUT-" in done.stderr
    assert left(tmp_path) == []


# --- what stands in the way -----------------------------------------------------


def test_a_rebuild_replaces_its_own_book(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("--no-check", ARTICLE).returncode == 0
    assert left(tmp_path) == [BOOK]


@pytest.mark.parametrize("other", [b"PK\x03\x04 damaged", b"notes of mine", b""])
def test_another_file_in_the_way_is_kept_without_force(run: Run, tmp_path: Path, other: bytes) -> None:
    path = tmp_path / "one.epub"
    path.write_bytes(other)
    done = run("--no-check", ARTICLE, "-o", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[OUT-001]" in done.stderr
    assert "--force" in done.stderr
    assert path.read_bytes() == other
    assert run("--no-check", ARTICLE, "-o", path, "--force").returncode == 0
    assert Epub(path).values("title")


def test_another_book_in_the_way_is_kept(run: Run, tmp_path: Path) -> None:
    run("--no-check", ARTICLE, "-o", "one.epub", "--identifier", "urn:x:other")
    before = (tmp_path / "one.epub").read_bytes()
    assert run("--no-check", ARTICLE, "-o", "one.epub").returncode == 1
    assert (tmp_path / "one.epub").read_bytes() == before


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_an_output_that_is_the_input_is_refused(run: Run, tmp_path: Path, link: object) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(ARTICLE.read_bytes())
    assert callable(link)
    link(source, tmp_path / "one.epub")
    done = run("--no-check", "--force", source, "-o", "one.epub")
    assert done.returncode == 2
    assert "error[OUT-002]" in done.stderr
    assert source.read_bytes() == ARTICLE.read_bytes()


def test_a_file_where_the_folder_should_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("mine", encoding="utf-8")
    done = run("--no-check", ARTICLE)
    assert done.returncode == 1
    assert (tmp_path / "dist").read_text(encoding="utf-8") == "mine"


def test_a_foreign_suffix_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("--no-check", ARTICLE, "-o", "one.mobi")
    assert done.returncode in (1, 2)
    assert left(tmp_path) == []


# --- a book that its checks refuse ----------------------------------------------


@pytest.fixture
def loses_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typesetter that drops one character of the text."""

    def careless(
        book: Book, sources: tuple[Source, ...], cover: Resource | None, sheet: bytes, settings: TypesetSettings
    ) -> Publication:
        publication = typeset(book, sources, cover, sheet, settings)
        documents = [
            replace(item, data=item.data.replace("伞".encode(), b"", 1)) if item.kind == "body" else item
            for item in publication.documents
        ]
        return replace(publication, documents=tuple(documents))

    monkeypatch.setattr("ebook.draft.typeset", careless)


@pytest.mark.usefixtures("loses_a_character")
def test_a_book_that_lost_a_character_is_not_placed(tmp_path: Path) -> None:
    settings = Settings(check=CheckSettings(epubcheck=False), place=PlaceSettings(output=tmp_path))
    report = build([ARTICLE], settings)
    assert (report.path, report.exit_code) == (None, 4)
    assert left(tmp_path) == []


@pytest.mark.usefixtures("loses_a_character")
def test_keep_invalid_leaves_it_under_another_name(tmp_path: Path) -> None:
    place = PlaceSettings(output=tmp_path, keep_invalid=True)
    report = build([ARTICLE], Settings(check=CheckSettings(epubcheck=False), place=place))
    assert (report.path, report.exit_code) == (None, 4)
    assert left(tmp_path) == [BOOK.replace(".epub", ".invalid.epub")]
    assert "USE-009" in [item.id for item in report.diagnostics]
