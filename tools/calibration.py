"""Calibration: of the lines read without a doubt, the share read right; of those in doubt, the share read wrong.

    python tools/calibration.py FOLDER… [--each]

Counted over the labelled pages of the folders (``tools/labels.py``), line by line:
every row that the label does not count as plain text, or that was not read as plain
text.  A row is read right if its role is one that the label allows for it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import labels
from examples import Example, example

from ebook.draft import Draft
from ebook.recognise.reading import FURNITURE


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a labelled page: how it was read, how it may be read, and whether the reading was in doubt."""

    page: str
    number: int
    role: str
    allowed: frozenset[str]
    doubted: bool

    @property
    def right(self) -> bool:
        """Is the role one that the label allows?"""
        return self.role in self.allowed


def lines_of(page: Example, draft: Draft) -> Iterator[Line]:
    """The lines of a page that are not plain text, by label or by reading."""
    reading = draft.readings[0]
    choices = {choice.line: choice for choice in reading.choices}
    doubted = {choice.line for choice in reading.doubts}
    for row, allowed in zip(page.page.rows, page.allowed, strict=True):
        plain = allowed | {"furniture"} if allowed & FURNITURE else allowed
        role = choices[row.number].role
        if (role, plain) != ("body", frozenset(("body",))):
            yield Line(page.case.name, row.number, role, plain, row.number in doubted)


def told(lines: Sequence[Line]) -> tuple[str, str]:
    """Both shares with their counts."""
    count = Counter((line.doubted, line.right) for line in lines)
    sure, doubted = count[False, True] + count[False, False], count[True, True] + count[True, False]
    return (
        f"without a doubt: {count[False, True]} of {sure} lines right ({_share(count[False, True], sure)})",
        f"in doubt: {count[True, False]} of {doubted} lines wrong ({_share(count[True, False], doubted)})",
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "none"


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--each", action="store_true", help="print each line that was read wrong without a doubt")
    arguments = parser.parse_args()
    pages = [example(case) for folder in arguments.folders for case in labels.cases(folder)]
    lines = [line for page in pages for line in lines_of(page, labels.read(page.case))]
    if arguments.each:
        for line in lines:
            if not line.right and not line.doubted:
                print(f"{line.page}:{line.number}: {line.role}, allowed: {', '.join(sorted(line.allowed))}")
    print(*told(lines), sep="\n")


if __name__ == "__main__":
    main()
