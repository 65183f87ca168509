"""How often the encoding of a text is told right: random cuts of Chinese pages in every encoding that holds them.

    python bench/charsets.py --shared ../shared

Three kinds of cuts: of 100 to 2000 characters, of 8 to 40, and of 100 to 2000
with one byte lost or 0xFF put in (not in UTF-16, where a lost byte leaves no
text).  Traditional cuts are taken from the pages that Big5-HKSCS can hold.  A
refusal ("too close to call") is counted apart from a wrong answer.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from ebook.diagnostics import Problem
from ebook.read.encoding import BOMS, decide

CUTS = 200
LONG, SHORT = (100, 2000), (8, 40)
# Column: the encoding's name for us, the codec, the byte order mark, and whether the pages are traditional.
COLUMNS = {
    "UTF-8": ("UTF-8", "utf-8", b"", False),
    "UTF-16 BOM": ("UTF-16LE", "utf-16-le", dict(BOMS)["UTF-16LE"], False),
    "UTF-16LE": ("UTF-16LE", "utf-16-le", b"", False),
    "Big5": ("Big5-HKSCS", "big5hkscs", b"", True),
    "GB18030": ("GB18030", "gb18030", b"", False),
    "GB18030 trad.": ("GB18030", "gb18030", b"", True),
}
DAMAGED = ("UTF-8", "Big5", "GB18030", "GB18030 trad.")

Damage = Callable[[bytes, random.Random], bytes]


def lose(data: bytes, chance: random.Random) -> bytes:
    """One byte lost."""
    at = chance.randrange(len(data))
    return data[:at] + data[at + 1 :]


def put_in(data: bytes, chance: random.Random) -> bytes:
    """0xFF put in somewhere."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + b"\xff" + data[at:]


def leave(data: bytes, _: random.Random) -> bytes:
    """No damage."""
    return data


def pages(shared: Path) -> dict[bool, list[str]]:
    """The texts of the clippings, simplified (False) and traditional (True)."""
    found: dict[bool, list[str]] = {False: [], True: []}
    for path in sorted((shared / "clippings").glob("*.txt")):
        text = path.read_text("utf-8-sig")
        found[_holds("big5hkscs", text)].append(text)
    return found


def _holds(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def cut(texts: Sequence[str], lengths: tuple[int, int], chance: random.Random) -> str:
    """A random cut that is not only white space."""
    while True:
        text = chance.choice(texts)
        length = min(chance.randint(*lengths), len(text))
        start = chance.randint(0, len(text) - length)
        if not (piece := text[start : start + length]).isspace() and not piece.isascii():
            return piece


def answer(data: bytes) -> str:
    """The encoding's name, or ``refused``."""
    try:
        return decide(data, None, "cut").name
    except Problem:
        return "refused"


def measure(
    texts: dict[bool, list[str]], columns: Sequence[str], lengths: tuple[int, int], damages: Sequence[Damage]
) -> tuple[Counter[str], int, int]:
    """Right answers by column, refusals, and cuts in all."""
    right: Counter[str] = Counter()
    refused = total = 0
    for column in columns:
        name, codec, mark, traditional = COLUMNS[column]
        for damage in damages:
            chance = random.Random(f"{column}{damage.__name__}{lengths}")
            for _ in range(CUTS):
                found = answer(damage(mark + cut(texts[traditional], lengths, chance).encode(codec), chance))
                right[column] += found == name
                refused += found == "refused"
                total += 1
    return right, refused, total


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds clippings/*.txt")
    texts = pages(parser.parse_args().shared)
    if not all(texts.values()):
        sys.exit("clippings/*.txt must hold simplified and traditional pages")
    print("| cuts | " + " | ".join(COLUMNS) + " | right | refused | wrong | ms each |")
    print("|---" * (len(COLUMNS) + 5) + "|")
    rows: tuple[tuple[str, Sequence[str], tuple[int, int], Sequence[Damage]], ...] = (
        ("100-2000 characters", tuple(COLUMNS), LONG, (leave,)),
        ("8-40 characters", tuple(COLUMNS), SHORT, (leave,)),
        ("one byte lost or 0xFF put in", DAMAGED, LONG, (lose, put_in)),
    )
    for label, columns, lengths, damages in rows:
        begun = time.perf_counter()
        right, refused, total = measure(texts, columns, lengths, damages)
        each = (time.perf_counter() - begun) * 1000 / total
        cells = " | ".join(str(right[column]) if column in columns else "-" for column in COLUMNS)
        good = sum(right.values())
        print(f"| {label} | {cells} | {good}/{total} | {refused} | {total - good - refused} | {each:.2f} |")


if __name__ == "__main__":
    main()
