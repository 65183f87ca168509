"""Bad input and bad luck: one clear message, the documented exit code, nothing lost, nothing left behind.

``-s`` shows the table; ``tools/bad_input_table.py`` writes it to docs/bad-input.md.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import raised
from conftest import ROOT
from hostile import Kind, Outcome, Unavailable, attempt, faults
from hostile_table import HEAD, KINDS, SECTIONS, rows

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and limits as POSIX has them")


@pytest.fixture(scope="module")
def outcomes() -> Iterator[list[Outcome]]:
    """What the kinds came to; printed in the end."""
    met: list[Outcome] = []
    yield met
    print("", *HEAD, *rows(met), sep="\n")  # noqa: T201 - what the run has to show


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_one_clear_message_nothing_lost_nothing_left(kind: Kind, tmp_path: Path, outcomes: list[Outcome]) -> None:
    try:
        outcome = attempt(kind, tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    outcomes.append(outcome)
    raised.note(outcome.told)
    assert faults(outcome) == [], outcome.told


def test_no_kind_is_named_twice() -> None:
    assert [name for name, count in Counter(kind.name for kind in KINDS).items() if count > 1] == []


def test_the_page_lists_every_kind() -> None:
    page = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(SECTIONS)
    listed = re.findall(r"^\| ((?:[^|\\]|\\.)+?) \| ([^|]*?) ?\| (-?\d+) \|", page, re.MULTILINE)
    assert [name.replace("\\|", "|") for name, _, _ in listed] == [kind.name for kind in KINDS]
    assert [
        name for (name, ids, _), kind in zip(listed, KINDS, strict=True) if (ids or "-") not in kind.told.split("|")
    ] == []
