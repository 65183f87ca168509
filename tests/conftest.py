"""Fixtures of all tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import raised

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(sys.executable).with_name("build-epub")

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_configure(config: pytest.Config) -> None:
    """Watch which diagnostics the tests raise."""
    config.pluginmanager.register(raised, "raised")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled pages and books that are kept beside the project, not in it."""
    folder = Path(os.environ.get("BUILD_EPUB_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no labelled pages at {folder}: BUILD_EPUB_SHARED names another folder")
    return folder


@pytest.fixture(scope="session", autouse=True)
def warm_checker() -> Iterator[None]:
    """One resident checker for the whole run, ours and the commands', in a folder of its own; CI too has the time.

    The folder is near the root: the path of a socket is short.
    """
    if os.name != "posix":
        yield
        return
    from ebook.check.resident import residents

    with tempfile.TemporaryDirectory(prefix="be-", ignore_cleanup_errors=True) as folder:
        changed = {"XDG_RUNTIME_DIR": folder, "BUILD_EPUB_RESIDENT": "1"}
        before = {name: os.environ.get(name) for name in changed}
        os.environ.update(changed)
        yield
        for here in residents():
            here.stop()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command as a user runs it, in an empty folder, with English messages where no locale is asked for."""

    def run(
        *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path = tmp_path, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "NO_COLOR"))}
        done = subprocess.run(
            [SCRIPT, *map(str, arguments)],
            cwd=cwd,
            env={**clean, "LC_ALL": "C.UTF-8", **(env or {})},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        raised.note(done.stdout + done.stderr)
        return done

    return run
