"""Our way to run EPUBCheck changes no verdict: the official command judges the same books, and the same is told."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import epubs
import pytest
import spoiled
from conftest import ROOT
from javac import same_classes

from ebook.check import jvm, start_checker
from ebook.check.epubcheck import BOOK
from ebook.check.process import OwnChecker
from ebook.diagnostics import Diagnostic
from ebook.settings import CheckSettings

Told = frozenset[tuple[object, ...]]
Verdicts = Mapping[str, Told]

LOOP = ROOT / "tests" / "java"
PATIENCE = 120.0
FAULTS = ("FATAL", "ERROR", "WARNING")


NAMES = {"right, in capitals": "书 一.EPUB"}  # of the file, where it is another


@pytest.fixture(scope="module")
def books() -> Mapping[str, bytes]:
    return {**spoiled.books(), **dict.fromkeys(NAMES, epubs.packed(epubs.files()))}


@pytest.fixture(scope="module")
def official(books: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """What the official command tells of each book: its own report, as it is by default, in one process."""
    folder = tmp_path_factory.mktemp("official")
    paths = [
        _written(folder / str(number) / NAMES.get(name, BOOK), data)
        for number, (name, data) in enumerate(books.items())
    ]
    found = jvm.find_jvm()
    classes = f"{LOOP}:{found.jar}"
    command = [found.java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m", "-cp", classes, "Official"]
    subprocess.run(
        command, input="\n".join(map(str, paths)).encode(), capture_output=True, env=jvm.environment(), check=True
    )
    reports = [json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8")) for path in paths]
    return dict(zip(books, map(_of_report, reports), strict=True))


def _written(path: Path, data: bytes) -> Path:
    path.parent.mkdir()
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def own() -> Iterator[OwnChecker]:
    running = OwnChecker(jvm.find_jvm())
    yield running
    running.close()


@pytest.fixture(scope="module")
def ours(books: Mapping[str, bytes], own: OwnChecker) -> Verdicts:
    """What our process tells of each book, four at a time."""
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda name: own.judge(NAMES.get(name, BOOK), books[name], PATIENCE), books)
    return dict(zip(books, map(_of_answer, answers), strict=True))


def _of_report(report: Mapping[str, Any]) -> Told:
    """Each message at each of its places; the official report leaves out what it says of one place twice."""
    messages = report["messages"]
    assert not any(message["additionalLocations"] for message in messages), "too many places: make fewer faults"
    folder = f"{Path(report['checker']['path']).parent}/"
    return frozenset(
        (told["ID"], told["severity"], *_place(place, folder), _words(told["message"]))
        for told in messages
        for place in told["locations"]
    )


def _of_answer(answer: Any) -> Told:
    return frozenset((told["id"], told["severity"], *_place(told), _words(told["text"])) for told in answer["messages"])


def _place(told: Mapping[str, Any], folder: str = "") -> tuple[object, ...]:
    path = unquote(told["path"]).removeprefix("file://").removeprefix(folder)
    return path, told["line"], told["column"]


def _words(text: str) -> tuple[str, ...]:
    """A message without the order of its alternatives, nor the numbers of its namespaces: both vary from run to run."""
    return tuple(sorted(re.findall(r"\w+", re.sub(r"\bns\d+\b", "ns", text))))


def test_the_books_are_many_and_their_faults_various(official: Verdicts) -> None:
    faults = {key[0] for told in official.values() for key in told if key[1] in FAULTS}
    assert len(official) >= 80
    assert len(faults) >= 25


def test_our_process_tells_what_the_official_command_tells(official: Verdicts, ours: Verdicts) -> None:
    assert {name: ours[name] ^ told for name, told in official.items() if ours[name] != told} == {}


def test_the_checker_tells_each_fault(official: Verdicts, books: Mapping[str, bytes]) -> None:
    """The whole way, from several threads, over the resident process."""
    with start_checker(CheckSettings()) as checker, ThreadPoolExecutor(4) as pool:
        assert checker
        told = pool.map(lambda name: checker.check(books[name], NAMES.get(name, BOOK)), books)
        reports = dict(zip(books, told, strict=True))
    for name, verdict in official.items():
        faults = {(*key[:3], *map(_known, key[3:5])) for key in verdict if key[1] in FAULTS}
        assert set(_faults(reports[name].diagnostics)) == faults, name


def _faults(diagnostics: Sequence[Diagnostic]) -> Iterator[tuple[object, ...]]:
    for item in diagnostics:
        severity = str(item.values["severity"]).upper()
        yield item.values["id"], severity, item.file, item.line, item.column


def _known(number: Any) -> int | None:
    """EPUBCheck counts from 1; 0 and -1 say that it does not know."""
    return number if number > 0 else None


def test_the_official_loop_is_that_of_its_source(tmp_path: Path) -> None:
    same_classes(LOOP, tmp_path)
