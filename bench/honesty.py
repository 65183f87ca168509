"""Furniture honesty: of what was cut from labelled pages, how much was furniture, and was any of it text?

    python bench/honesty.py --shared ../shared

A cut line counts as right where the label lists it as furniture, as wrong where it
is a line of the body (from ``first_body`` to ``last_body``) that the label does not
list; other lines (a headline said twice, a lone button) are neither.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebook.draft import read_book
from ebook.recognise.fold import squeeze
from ebook.settings import Settings


@dataclass(frozen=True, slots=True)
class Honesty:
    """What was cut from one page: lines in all, of those furniture, and characters of the body."""

    cut: int
    furniture: int
    body: int


def folded(text: str) -> str:
    """Text for comparison: NFKC without white space."""
    return squeeze(unicodedata.normalize("NFKC", text))


def honesty(page: Path, label: dict[str, Any]) -> Honesty:
    """Compare the cuts of a page with its label."""
    draft = read_book([page], Settings())
    lines = {line.number: folded(line.text) for line in draft.sources[0].lines}
    known = {folded(line) for line in label["furniture"]} | {folded(label["title"])}
    cut = [lines[cut.line] for cut in draft.book.cuts]
    first, last = _body(list(lines.values()), label)
    inside = [lines[cut.line] for cut in draft.book.cuts if first <= cut.line <= last]
    return Honesty(len(cut), sum(line in known for line in cut), sum(len(line) for line in inside if line not in known))


def _body(lines: list[str], label: dict[str, Any]) -> tuple[int, int]:
    """The first and the last line of the body, counted from 1; an empty range where the label names none."""
    begin, end = (folded(label.get(key) or "") for key in ("first_body", "last_body"))
    first = next((i for i, line in enumerate(lines, 1) if begin and line.startswith(begin)), len(lines) + 1)
    last = max((i for i, line in enumerate(lines, 1) if end and line.startswith(end)), default=0)
    return first, last


def main() -> None:
    """Print one line a page that is not clean, and the totals."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="the folder with clippings/ and its labels")
    folder: Path = parser.parse_args().shared / "clippings"
    found = {
        path.stem: honesty(path.with_suffix(".txt"), json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
    }
    for name, page in found.items():
        if page.body:
            print(f"{name}: {page.body} characters of the body cut")
    cut, right, body = (sum(getattr(page, key) for page in found.values()) for key in ("cut", "furniture", "body"))
    print(
        f"{len(found)} pages: {cut} lines cut, {right} of them furniture (precision {right / max(cut, 1):.3f}), "
        f"{body} characters of the body cut"
    )


if __name__ == "__main__":
    main()
