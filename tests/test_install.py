"""The product finds what ships beside its code from a wheel, an editable install and a checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from epub import Epub

SHEET = b"".join((ROOT / "styles" / f"{name}.css").read_bytes() for name in ("base", "classic"))
ASK = (
    "import sys, ebook.resources as r; print(r.styles()); sys.stdout.flush(); "
    "sys.stdout.buffer.write(r.stylesheet('classic'))"
)


def ask(*options: str, path: str, cwd: Path) -> tuple[Path, bytes]:
    """Where a Python that finds the package by this path takes the style sheet from, and the sheet."""
    env = {**os.environ, "PYTHONPATH": path}
    told = subprocess.run([sys.executable, *options, "-c", ASK], cwd=cwd, env=env, stdout=subprocess.PIPE, check=True)
    folder, _, sheet = told.stdout.partition(os.linesep.encode())
    return Path(os.fsdecode(folder)), sheet


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_from_a_wheel(wheel: Path, tmp_path: Path) -> None:
    folder, sheet = ask(path=str(wheel), cwd=tmp_path)
    assert folder == wheel / "ebook" / "styles"
    assert sheet == SHEET


def test_from_an_editable_install(tmp_path: Path) -> None:
    folder, sheet = ask(path="", cwd=tmp_path)
    assert sheet == SHEET
    assert folder == ROOT / "styles"


def test_from_a_checkout(tmp_path: Path) -> None:
    folder, sheet = ask("-S", path=os.pathsep.join([str(ROOT), *sys.path]), cwd=tmp_path)
    assert sheet == SHEET
    assert folder == ROOT / "styles"


def test_a_wheel_builds_a_book(wheel: Path, tmp_path: Path) -> None:
    """Every data file is in it: words, messages, style sheet, the checker's class."""
    code = "import sys; from ebook.cli import main; sys.exit(main(sys.argv[1:]))"
    article = ROOT / "content" / "xiangkou-bookstall.txt"
    env = {**os.environ, "PYTHONPATH": str(wheel)}
    subprocess.run([sys.executable, "-c", code, article, "-o", "one.epub"], cwd=tmp_path, env=env, check=True)
    assert Epub(tmp_path / "one.epub").files


def test_a_wheel_shows_a_preview(wheel: Path, tmp_path: Path) -> None:
    """The page and the engine are in it, to the byte, with their licences."""
    code = "from ebook.preview.site import static; import json; print(json.dumps(sorted(static())))"
    env = {**os.environ, "PYTHONPATH": str(wheel)}
    told = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, stdout=subprocess.PIPE, check=True)
    assert {"page/main.js", "page/page.css", "foliate-js/view.js", "foliate-js/vendor/zip.js"} <= set(
        json.loads(told.stdout)
    )
    assert vendored(wheel / "ebook") == vendored(ROOT / "ebook")
    (metadata,) = wheel.glob("*.dist-info/METADATA")
    said = metadata.read_text(encoding="utf-8")
    assert "License-Expression: AGPL-3.0-or-later AND MIT AND BSD-3-Clause" in said
    assert "License-File: ebook/preview/foliate-js/vendor/LICENSE" in said


def vendored(package: Path) -> dict[str, bytes]:
    folder = package / "preview" / "foliate-js"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_source_archive_holds_it_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (built,) = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(built, tmp_path, filter="data")
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert vendored(folder / "ebook") == vendored(ROOT / "ebook")
    assert (folder / "ebook" / "preview" / "page" / "index.html").is_file()


def test_a_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    names = {path.relative_to(wheel).parts[0].split("-")[0] for path in wheel.iterdir()}
    assert names == {"ebook", "build_epub"}
    assert not [path for path in wheel.rglob("*") if "__pycache__" in path.parts or "tests" in path.parts]
