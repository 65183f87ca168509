"""Killed at any moment, a run leaves the old book or the new one, and nothing else: bench/kill.py, small."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "bench"))
import kill

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc to look for processes in")


@pytest.mark.parametrize(("resident", "unfit", "times"), [(True, False, 12), (False, False, 3), (True, True, 3)])
def test_a_kill_at_any_moment_leaves_a_whole_book_and_nothing_else(
    resident: bool,  # noqa: FBT001
    unfit: bool,  # noqa: FBT001
    times: int,
) -> None:
    with TemporaryDirectory(prefix="kill-") as folder:  # pytest's own is too long for the checker's socket
        totals = kill.kill_at_random(kill.Rig(Path(folder), resident=resident, unfit=unfit), times, random.Random(3))
    assert [(what, count) for what, count in totals.items() if count and what == what.upper()] == []
    assert not any("NO WHOLE BOOK" in what for what in totals)
    assert sum(count for what, count in totals.items() if ": killed" in what) == times
