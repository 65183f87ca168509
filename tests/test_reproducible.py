"""The same input gives the same bytes, whatever machine it is: one SHA-256."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, SCRIPT, Run
from epub import Epub

CONTENT = ROOT / "content"
MACHINES = [
    ("UTC", "C.UTF-8", "0", 0o022),
    ("Asia/Shanghai", "zh_CN.UTF-8", "1", 0o077),
    ("America/New_York", "C", "2", 0o000),
    ("Pacific/Kiritimati", "POSIX", "3", 0o027),
    ("Antarctica/Troll", "de_DE.ISO-8859-1", "random", 0o002),
]


@pytest.mark.parametrize("name", sorted(path.name for path in CONTENT.iterdir()))
def test_one_book_on_every_machine(name: str, tmp_path: Path) -> None:
    digests = set()
    for number, (zone, locale, seed, mask) in enumerate(MACHINES):
        folder = tmp_path / f"第{number} folder"
        folder.mkdir()
        env = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "HOME": str(folder)}
        source = os.path.relpath(CONTENT / name, folder) if number % 2 else CONTENT / name
        subprocess.run(
            [SCRIPT, "--no-check", "-q", source, "-o", "book.epub"], cwd=folder, env=env, umask=mask, check=True
        )
        digests.add(hashlib.sha256((folder / "book.epub").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_clock_that_stands_before_1980(run: Run, tmp_path: Path) -> None:
    """The zip format knows no earlier year (APPNOTE 4.4.6): a book has the same bytes, and its dates are valid."""
    clock = {"PYTHONPATH": str(ROOT / "tests" / "clock")}
    year = [sys.executable, "-c", "import datetime, time; print(datetime.date.today().year, time.localtime().tm_year)"]
    assert subprocess.check_output(year, env={**os.environ, **clock}, encoding="utf-8").split() == ["1975", "1975"]
    for name, env in (("now", {}), ("then", clock)):
        assert run("-q", CONTENT / "chaoxin.txt", "-o", f"{name}.epub", env=env).returncode == 0
    now, then = (tmp_path / f"{name}.epub" for name in ("now", "then"))
    assert now.read_bytes() == then.read_bytes()
    with zipfile.ZipFile(then) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert run("check", then, env=clock).returncode == 0


def test_source_date_epoch_is_the_time_of_the_last_change(run: Run, tmp_path: Path) -> None:
    for epoch in ("0", "1700000000"):
        run("--no-check", CONTENT / "chaoxin.txt", "-o", f"{epoch}.epub", env={"SOURCE_DATE_EPOCH": epoch})
    books = {epoch: Epub(tmp_path / f"{epoch}.epub") for epoch in ("0", "1700000000")}
    assert "1970-01-01T00:00:00Z" in books["0"].files[books["0"].package_name].decode()
    assert "2023-11-14T22:13:20Z" in books["1700000000"].files[books["0"].package_name].decode()


def test_the_text_may_change_and_the_identifier_stays(run: Run, tmp_path: Path) -> None:
    text = (CONTENT / "xiangkou-bookstall.txt").read_text(encoding="utf-8")
    identifiers = set()
    for name, words in (("a", text), ("b", text.replace("。", "！"))):
        (tmp_path / f"{name}.txt").write_text(words, encoding="utf-8")
        assert run("--no-check", f"{name}.txt", "-o", f"{name}.epub").returncode == 0
        identifiers.update(Epub(tmp_path / f"{name}.epub").values("identifier"))
    assert len(identifiers) == 1
