"""The straight line stays straight: no stage knows another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "ebook"
#: What every stage may know: the model, the messages, its settings, what ships beside the code, and plain facts.
SHARED = {"model", "diagnostics", "settings", "resources", "numerals", "filename", "rare", "extras"} | {
    "group",
    "mobi",
    "passing",
    "whole",
}
STAGES = {
    "read",
    "convert",
    "recognise",
    "cover",
    "typeset",
    "embed",
    "edition",
    "package",
    "check",
    "calibre",
    "place",
}
#: What calls the stages.
ABOVE = {
    "__init__",
    "__main__",
    "build",
    "draft",
    "cli",
    "commands",
    "options",
    "program",
    "helppage",
    "console",
    "wording",
    "as_json",
    "inspection",
}
ABOVE |= {
    "explanation",
    "oddities",
    "judge",
    "judgement",
    "sarif",
    "doctor",
    "checkers",
    "structures",
    "send",
    "finish",
    "proof",
    "preview",
}
#: What may call stages: the line, the line to a proof, the way back, and what looks whether the checker works.
LINES = {"build", "draft", "proof", "judge", "doctor", "checkers", "send", "finish"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def subject(path: Path) -> str:
    """The first name under ebook/: the stage or the module a file belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    """The subjects of our own package that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [
                f"{node.module}.{alias.name}" if node.module == "ebook" else str(node.module) for alias in node.names
            ]
        yield from (name.split(".")[1] for name in names if name.startswith("ebook."))


def test_every_file_has_its_layer() -> None:
    assert {subject(path) for path in modules()} == SHARED | STAGES | ABOVE


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    own = subject(path)
    known = set(imports(path)) - {own}
    if own in SHARED | STAGES:
        assert known <= SHARED
    elif own not in LINES:
        assert not known & STAGES


def test_stages_meet_in_the_line() -> None:
    assert {stage for part in ("draft", "build", "finish") for stage in imports(PACKAGE / f"{part}.py")} >= STAGES


def test_only_the_ends_touch_the_disk() -> None:
    """Between read and place all runs in memory; the checker alone hands Java a file."""
    for path in modules():
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        if subject(path) in ("convert", "recognise", "cover", "typeset", "embed", "edition", "package"):
            assert not names & {"write_bytes", "write_text", "unlink", "mkdir"}, path
