"""The ledger on books that the real line built: a single changed character is caught, wherever it stands."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from mutations import mutations, places

from ebook.build import build
from ebook.check import check
from ebook.settings import CheckSettings, PlaceSettings, Settings

CONTENT = Path(__file__).parents[1] / "content"
SAMPLES = sorted(path for path in CONTENT.iterdir() if path.suffix == ".txt" or path.is_dir())
PLACES = 1000 // len(SAMPLES)  # of each book; up to three mutations a place


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_changed_character_is_caught(sample: Path, tmp_path: Path) -> None:
    settings = Settings(check=CheckSettings(epubcheck=False), place=PlaceSettings(output=tmp_path))
    report = build([sample], settings)
    assert report.path is not None
    book = report.path.read_bytes()
    sources, cuts = report.draft.sources, report.draft.book.cuts
    chosen = Random(sample.name).sample(places(book), PLACES)
    for mutation in mutations(book, chosen):
        verdict = check(mutation.book, sources, cuts, None)
        assert not verdict.valid, f"{mutation.file}: {mutation.before!r} {mutation.kind} {mutation.after!r}"
