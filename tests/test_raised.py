"""The watch over the diagnostics itself: it fails a whole run, with workers and without, and lets a part be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import raised

from ebook.diagnostics import catalogue

_CONFTEST = """\
import raised

def pytest_configure(config):
    config.pluginmanager.register(raised, "raised")
"""
_CASE = """\
import pytest
from ebook.diagnostics import Diagnostic, catalogue

def make(ident, module):
    code = "from ebook.diagnostics import Diagnostic; Diagnostic(ident)"
    exec(code, {{"ident": ident, "__name__": module}})

@pytest.mark.parametrize("ident", sorted(catalogue()))
def test_one(ident):
    make(ident, "test_other" if ident == {left!r} else "ebook.somewhere")

def test_two():
    pass
"""


def outcome(folder: Path, left: str, *options: str) -> tuple[int, str]:
    """A run of tests that raise every diagnostic, one of them only by their own hand."""
    shutil.copy(raised.__file__, folder / "raised.py")
    (folder / "conftest.py").write_text(_CONFTEST, encoding="utf-8")
    (folder / "test_case.py").write_text(_CASE.format(left=left), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout


def test_every_file_of_tests_has_some() -> None:
    """An empty one would pass unseen, and the watch would take every run for a part of one."""
    files = Path(raised.__file__).parent.glob("test_*.py")
    assert [path.name for path in files if "def test_" not in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_whole_run_that_raises_all_passes(tmp_path: Path, workers: tuple[str, ...]) -> None:
    assert outcome(tmp_path, "", *workers)[0] == 0


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_what_nothing_of_ours_raised_fails_the_run(tmp_path: Path, workers: tuple[str, ...]) -> None:
    left = sorted(catalogue())[7]
    code, told = outcome(tmp_path, left, *workers)
    assert code == 1
    assert told.rstrip().splitlines()[-2] == left


def test_a_part_of_the_tests_proves_nothing(tmp_path: Path) -> None:
    assert outcome(tmp_path, "", "-k", "test_two")[0] == 0


def test_what_a_command_prints_counts() -> None:
    before = set(raised.Raised.ids)
    raised.note("a.txt:1: error[XYZ-999] nothing")
    assert raised.Raised.ids - before == {"XYZ-999"}
    raised.Raised.ids.discard("XYZ-999")
