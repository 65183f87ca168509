"""The big book of the bench: the same bytes every time, so that figures of different days can be compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

GENERATE = Path(__file__).resolve().parent.parent / "bench" / "generate.py"


def generate(path: Path, hash_seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, GENERATE, path], env=environment, check=True, capture_output=True)
    return path.read_bytes()


def test_it_has_two_thousand_chapters_and_three_million_characters_whenever_it_is_made(tmp_path: Path) -> None:
    book = generate(tmp_path / "book.txt", "1")
    assert book == generate(tmp_path / "again.txt", "2")
    text = book.decode()
    assert 3_000_000 <= len(text) < 3_001_000
    numbers = re.findall(r"^第(.+)章　", text, re.MULTILINE)
    assert len(set(numbers)) == len(numbers) == 2_000
    assert [numbers[at - 1] for at in (10, 11, 20, 101, 110, 1010, 2000)] == [
        "十", "十一", "二十", "一百零一", "一百一十", "一千零一十", "二千",
    ]  # fmt: skip
