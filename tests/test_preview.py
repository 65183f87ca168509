"""``build-epub preview`` as a command: what it opens, says and leaves; how it ends; what it refuses."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import sleep
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from chromium import chromium
from conftest import ROOT, Run
from epubs import files, packed
from PIL import Image
from preview import Running, running

from ebook.cli import main
from ebook.commands.attempt import Failure
from ebook.diagnostics import Diagnostic, Language, Problem, catalogue
from ebook.preview import png
from ebook.preview.press import Press
from ebook.preview.watch import stamp, watched
from ebook.proof import Proof
from ebook.settings import CoverSettings, FontSettings, Settings, TypesetSettings
from ebook.wording import wording

ARTICLE = ROOT / "content" / "xiangkou-bookstall.txt"
POSIX = pytest.mark.skipif(os.name != "posix", reason="a fake browser is a script here")


def told(preview: Running, lines: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{preview.url}proof.json?lines={lines}", timeout=60) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
    return found


def book(preview: Running, lines: str) -> ZipFile:
    with urllib.request.urlopen(f"{preview.url}book.epub?lines={lines}", timeout=60) as answer:  # noqa: S310
        return ZipFile(BytesIO(answer.read()))


def package(preview: Running, lines: str) -> str:
    with book(preview, lines) as opened:
        return next(opened.read(name).decode() for name in opened.namelist() if name.endswith(".opf"))


# --- the beginning and the end --------------------------------------------------


def test_ctrl_c_ends_it_and_nothing_is_written(tmp_path: Path) -> None:
    with running(ARTICLE, "--ui", "en", cwd=tmp_path) as preview:
        told(preview, "vertical")
        code, out, said = preview.stop()
    assert (code, out) == (130, "")
    assert said.endswith("Ctrl-C ends it\n\nThe preview has ended\n")
    assert list(tmp_path.iterdir()) == []


def test_sigterm_ends_it_too(tmp_path: Path) -> None:
    with running(ARTICLE, cwd=tmp_path) as preview:
        code, _, said = preview.stop(signal.SIGTERM)
    assert code == 143
    assert "Traceback" not in said


def test_it_opens_the_default_browser(tmp_path: Path) -> None:
    script = tmp_path / "browser.py"
    script.write_text("import pathlib, sys; pathlib.Path('opened').write_text(sys.argv[1])\n", encoding="utf-8")
    with running(ARTICLE, cwd=tmp_path, browser=f"{sys.executable} {script} %s") as preview:
        told(preview, "horizontal")
        for _ in range(600):
            if (tmp_path / "opened").is_file() and (tmp_path / "opened").read_text("utf-8"):
                break
            sleep(0.1)
        assert (tmp_path / "opened").read_text("utf-8") == preview.url
    with running(ARTICLE, cwd=tmp_path) as preview:
        told(preview, "horizontal")
        assert (tmp_path / "opened").read_text("utf-8") != preview.url


def test_a_port_can_be_chosen_and_is_told_where_it_is_taken(tmp_path: Path, run: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(ARTICLE, "--port", str(port), cwd=tmp_path) as preview:
        assert preview.port == port
        done = run("preview", ARTICLE, "--no-browser", "--port", str(port))
    assert (done.returncode, done.stdout) == (7, "")
    assert f"error[PRV-005] Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_build_that_fails_is_not_shown(tmp_path: Path, run: Run) -> None:
    done = run("preview", "none.txt", "--watch", "--no-browser")
    assert (done.returncode, done.stdout) == (3, "")
    assert "error[TXT-005]" in done.stderr
    assert list(tmp_path.iterdir()) == []


# --- what is shown --------------------------------------------------------------


def test_a_source_is_built_as_build_would(tmp_path: Path, run: Run) -> None:
    options = ("--theme", "modern", "--title", "灯", "--set", "一把撑了十年的伞=body")
    assert run("build", ARTICLE, *options, "--no-check", "-o", "a.epub").returncode == 0
    with running(ARTICLE, *options, cwd=tmp_path) as preview:
        shown, built = book(preview, "horizontal"), ZipFile(tmp_path / "a.epub")
        for name in built.namelist():
            assert shown.read(name) == built.read(name), name
        shown.close()
        built.close()


def test_both_directions_of_a_source(tmp_path: Path) -> None:
    with running(ARTICLE, "--vertical", cwd=tmp_path) as preview:
        assert told(preview, "vertical") == {"number": 1, "vertical": True, "failed": False, "messages": []}
        assert told(preview, "horizontal")["number"] == 2
        assert 'page-progression-direction="rtl"' in package(preview, "vertical")
        assert 'page-progression-direction="ltr"' in package(preview, "horizontal")


def test_book_toml_says_how_it_begins_and_can_be_turned(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "book.toml").write_text('title = "灯"\nvertical = true\n', encoding="utf-8")
    (tmp_path / "book" / "a.txt").write_bytes(ARTICLE.read_bytes())
    with running("book", cwd=tmp_path) as preview:
        assert told(preview, "vertical")["number"] == 1
        told(preview, "horizontal")
        assert 'page-progression-direction="ltr"' in package(preview, "horizontal")


def test_a_finished_book_is_given_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.EPUB").write_bytes(packed(files()))
    with running("a.EPUB", cwd=tmp_path) as preview:
        assert told(preview, "vertical") == {"number": 1, "vertical": None, "failed": False, "messages": []}
        with book(preview, "vertical") as shown:
            assert {name: shown.read(name) for name in shown.namelist()} == files()


def test_messages_of_the_build_are_told_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("　　没有标题的一段话。\n　　又一段话。\n" * 9, encoding="utf-8")
    with running("a.txt", "--ui", "en", cwd=tmp_path) as preview:
        messages = told(preview, "horizontal")["messages"]
        _, _, said = preview.stop()
    assert messages
    for message in messages:
        place = f"{message['place']}: " if message["place"] else ""
        assert f"{place}warning[{message['id']}] {message['message']}" in said
        assert message["remedy"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "PRV-001"),
        (("a.txt", "b.txt"), 2, "PRV-001"),
        (("-",), 2, "PRV-002"),
        (("a.epub", "--vertical"), 2, "PRV-003"),
        (("a.epub", "--set", "1=title"), 2, "PRV-003"),
        (("a.txt", "--port", "0"), 2, "PRV-004"),
        (("a.txt", "--port", "²"), 2, "PRV-004"),
        (("a.txt", "--pages", "many"), 2, "PRV-004"),
        (("a.txt", "--frame", "tablet"), 2, "USE-003"),
        (("none.epub",), 3, "EPB-001"),
        ((".epub/",), 3, "TXT-005"),
    ],
)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = run("preview", *arguments, "--no-browser")
    assert (done.returncode, done.stdout) == (code, "")
    assert f"error[{told}]" in done.stderr


def test_a_file_that_is_no_epub_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_text("<html>", encoding="utf-8")
    done = run("preview", "a.epub", "--no-browser")
    assert done.returncode == 3
    assert "error[EPB-005]" in done.stderr


def test_other_commands_load_nothing_of_it() -> None:
    code = "import sys, ebook.cli, ebook.build; print([name for name in sys.modules if name in sys.argv])"
    costly = ("http.server", "webbrowser", "playwright", "ebook.proof", "ebook.preview", "ebook.preview.png")
    done = subprocess.run([sys.executable, "-c", code, *costly], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == "[]\n"


# --- the press ------------------------------------------------------------------


def test_what_is_watched(tmp_path: Path) -> None:
    text, sheet = tmp_path / "灯.txt", tmp_path / "my.css"
    settings = Settings(
        typeset=TypesetSettings(sheet=sheet),
        cover=CoverSettings(tmp_path / "a.png"),
        fonts=FontSettings(tmp_path / "a.ttf", "Noto Serif SC"),
    )
    names = ["灯.txt", "灯.read.toml", "my.css", "a.png", "a.ttf"]
    assert sorted(watched(text, settings)) == sorted(tmp_path / name for name in names)
    before = stamp(watched(text, settings))
    assert before == frozenset()
    for name in names:
        (tmp_path / name).write_text("1", encoding="utf-8")
        after = stamp(watched(text, settings))
        assert len(after - before) == 1, name
        before = after
    (tmp_path / "other.txt").write_text("1", encoding="utf-8")
    assert stamp(watched(text, settings)) == before
    assert len(stamp([tmp_path])) == len(names) + 2, "of a folder all that it holds"
    assert Path(".read.toml") in watched(Path(), settings), "the folder one stands in has no name"


def test_a_failure_keeps_the_last_good_proof() -> None:
    state: dict[str, Any] = {"stamp": frozenset({("a", 1, 1, 1)}), "made": Proof(b"second", vertical=False)}
    press = Press(lambda _: state["made"], Proof(b"first", vertical=False), lambda: state["stamp"], state["stamp"])
    assert press.look(vertical=False).number == 1
    assert press.last(vertical=False).data == b"first"
    for seen, made, number, data, failed in (
        (2, Failure(3, (Diagnostic("PRV-002"),)), 1, b"first", True),
        (3, Failure(70, trace="Traceback"), 1, b"first", True),
        (4, Proof(b"second", vertical=False), 2, b"second", False),
    ):
        state.update(stamp=frozenset({("a", seen, 1, 1)}), made=made)
        pulled = press.look(vertical=False)
        assert (pulled.number, pulled.proof.data, pulled.failure is not None) == (number, data, failed)
        assert press.last(vertical=False).data == data
        messages = pulled.told("zh")["messages"]
        assert isinstance(messages, list)
        assert bool(messages) is failed
    assert press.look(vertical=True).number == 3, "the other direction is another book"


def test_the_page_has_words_in_both_languages() -> None:
    index = (ROOT / "ebook" / "preview" / "page" / "index.html").read_text("utf-8")
    wanted = set(re.findall(r"\$(\w+)", index)) - {"nonce", "told", "frame", "language", "judged"}
    script = (ROOT / "ebook" / "preview" / "page" / "main.js").read_text("utf-8")
    wanted |= set(re.findall(r"words\.(\w+)", script))
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        assert wanted <= wording("preview", language).keys()


# --- pictures -------------------------------------------------------------------


def draw(folder: Path, *options: str) -> int:
    return main(["preview", str(ROOT / "content" / "chaoxin.txt"), "--png", str(folder), "--ui", "en", *options])


@pytest.mark.parametrize(
    ("frame", "lines", "size"),
    [("kindle", (), (1072, 1448)), ("kobo", ("--vertical",), (1264, 1680)), ("phone", (), (780, 1688))],
)
def test_pages_are_drawn_dot_for_dot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], frame: str, lines: tuple[str, ...], size: tuple[int, int]
) -> None:
    chromium()
    assert draw(tmp_path / "p", "--frame", frame, "--pages", "7", *lines) == 0
    assert capsys.readouterr().out == (
        f"{tmp_path / 'p'}: 7 pages, contact sheet contact-sheet.png · there are more; --pages draws them\n"
    )
    names = sorted(path.name for path in (tmp_path / "p").iterdir())
    assert names == ["contact-sheet.png", *(f"page-00{number}.png" for number in range(1, 8))]
    shades = []
    for name in names[1:]:
        with Image.open(tmp_path / "p" / name) as page:
            assert page.size == size
            shades.append(page.convert("L").resize((30, 40)).tobytes())
    assert len(set(shades)) == 7, "seven different pages"
    with Image.open(tmp_path / "p" / "contact-sheet.png") as sheet:
        assert sheet.width == 6 * 318 + 18
        left, right = (sheet.crop((x, 18, x + 300, 300)).convert("L").resize((9, 9)).tobytes() for x in (18, 1608))
    with Image.open(tmp_path / "p" / "page-001.png") as first:
        cover = first.convert("L").resize((300, round(300 * size[1] / size[0]))).crop((0, 0, 300, 282)).resize((9, 9))
    differs = [sum(abs(a - b) for a, b in zip(cover.tobytes(), one, strict=True)) for one in (left, right)]
    assert (differs[0] > differs[1]) is bool(lines), "pages go from right to left where they are turned so"
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_short_book_is_drawn_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chromium()
    (tmp_path / "a.epub").write_bytes(packed(files()))
    assert main(["preview", str(tmp_path / "a.epub"), "--png", str(tmp_path), "--ui", "zh"]) == 0
    assert re.search(r"：\d+ 页，总览 contact-sheet\.png\n$", capsys.readouterr().out)


def test_without_a_browser(tmp_path: Path, run: Run) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    done = run("preview", ARTICLE, "--png", "p", env={"PATH": str(empty)})
    assert (done.returncode, done.stdout) == (7, "")
    assert "error[PRV-006]" in done.stderr
    assert re.search(r"Run: \S.*(chromium|[Cc]hrome)", done.stderr)
    assert not (tmp_path / "p").exists()


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def fake(script: str) -> Path:
        path = tmp_path / "bin" / "chromium"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", str(path.parent), prepend=os.pathsep)
        return path

    return fake


@POSIX
def test_without_the_extra(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fake: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake("exit 0")
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    assert draw(tmp_path / "p") == 7
    assert re.search(r'error\[SYS-006\].*preview.* -m pip install "playwright>=', capsys.readouterr().err)


@POSIX
def test_a_browser_that_does_not_start(
    tmp_path: Path, fake: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("playwright.sync_api")
    path = fake("echo no libnss3 >&2; exit 127")
    assert draw(tmp_path / "p") == 7
    assert f"error[PRV-007] The browser {path} did not draw the pages: no libnss3 — " in capsys.readouterr().err


def test_what_the_engine_cannot_open_is_not_drawn() -> None:
    page = SimpleNamespace(
        wait_for_selector=lambda *_, **__: None,
        get_attribute=lambda *_: "unread",
        inner_text=lambda _: "Failed to load container file",
    )
    with pytest.raises(Problem) as raised:
        png._refuse_unread(page, "a.epub")  # type: ignore[arg-type]
    assert raised.value.diagnostic.id == "PRV-008"
    assert "Failed to load container file" in raised.value.diagnostic.message("en")
    assert catalogue()["PRV-008"].exit == 3


def test_a_book_that_is_none_is_not_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chromium()
    with ZipFile(tmp_path / "a.epub", "w") as empty:
        empty.writestr("a.txt", "x")
    assert main(["preview", str(tmp_path / "a.epub"), "--png", str(tmp_path / "p"), "--ui", "en"]) == 3
    assert "Failed to load container file" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p").write_text("a file", encoding="utf-8")
    with pytest.raises(Problem) as raised, png._writing(tmp_path / "p"):
        (tmp_path / "p").mkdir(parents=True, exist_ok=True)
    assert (raised.value.diagnostic.id, raised.value.diagnostic.exit_code) == ("PRV-009", 1)
    chromium()
    assert draw(tmp_path / "p") == 1
    assert f"error[PRV-009] The pictures cannot be written to {tmp_path / 'p'}" in capsys.readouterr().err
