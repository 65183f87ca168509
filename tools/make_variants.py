"""Write ``ebook/recognise/words/variants.txt``: one simplified character for each traditional one.

    pip install opencc && python tools/make_variants.py

The pairs are those of OpenCC (t2s, Apache-2.0), a character at a time, with the few
of the trade that it leaves alone.  Matching alone is done in this form: no book ever
holds a character of it that its source does not.
"""

from __future__ import annotations

from pathlib import Path

import opencc

VARIANTS = Path(__file__).parent.parent / "ebook" / "recognise" / "words" / "variants.txt"
IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
TRADE = {"佈": "布", "臺": "台", "週": "周", "姊": "姐"}
A_LINE = 40
BMP = 0xFFFF


def main() -> None:
    """Write the file."""
    convert = opencc.OpenCC("t2s").convert
    pairs = {char: convert(char) for block in IDEOGRAPHS for char in map(chr, block)} | TRADE
    words = [
        f"{char}{plain}" for char, plain in pairs.items() if plain != char and len(plain) == 1 and ord(plain) <= BMP
    ]
    VARIANTS.write_text(
        "".join(" ".join(words[i : i + A_LINE]) + "\n" for i in range(0, len(words), A_LINE)), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
