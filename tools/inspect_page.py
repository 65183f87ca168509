"""Write docs/inspect.md, what inspect says of three clippings and a book: ``python tools/inspect_page.py``.

With ``--picture`` also docs/inspect.png, the terminal as it looks, by a Chromium that is installed.
"""

from __future__ import annotations

import html
import io
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from ebook.cli import main as build_epub

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "inspect.md"
PICTURE = ROOT / "docs" / "inspect.png"

_CASES = "tests/cases/recognise"
_HEAD = """\
# What inspect shows

Three clippings and a book of the project's own words, as `build-epub inspect` reads them. Written by
`tools/inspect_page.py`; do not edit. `cli.md` has the options, `recognition.md` says how to read the figures,
`read-toml.md` how to overrule.

![inspect and --explain in a terminal](inspect.png)
"""
#: A heading, what to see there, and the commands.
_SHOWN: Sequence[tuple[str, str, Sequence[str]]] = (
    (
        "A page of a newspaper's site",
        "Each value has its place; what is cut has the clue it was cut for. Line 7 is a heading by look and place.",
        (
            f"inspect {_CASES}/wild-party-paper-portal/input.txt",
            f"inspect {_CASES}/wild-party-paper-portal/input.txt --explain 7",
        ),
    ),
    (
        "A page with a line in doubt",
        "A short speech could be a heading: the doubt names it, `--explain` weighs it, a word ends it.",
        (
            f"inspect {_CASES}/negative-short-speech-between-paragraphs/input.txt",
            f"inspect {_CASES}/negative-short-speech-between-paragraphs/input.txt --explain 8",
            f"inspect {_CASES}/negative-short-speech-between-paragraphs/input.txt --set '会编草鞋吗？=body'",
        ),
    ),
    (
        "A page of a news site, in traditional characters",
        "Menus above and a list below are cut; the statement on rights and the photographer are kept.",
        ("inspect content/qinglan-photo-shop.txt",),
    ),
    (
        "A book",
        "In a book the set of lines that a form finds is judged: how many there are, how well their numbers run on.",
        (
            "inspect content/chaoxin.txt",
            "inspect content/chaoxin.txt --explain 18-23",
            "inspect content/chaoxin.txt --not-headings-like 第二章　瓮屿没有信",
        ),
    ),
)
_PICTURED = (
    f"inspect {_CASES}/negative-short-speech-between-paragraphs/input.txt",
    f"inspect {_CASES}/negative-short-speech-between-paragraphs/input.txt --explain 8",
)
_STYLE = """\
body { margin: 0; padding: 14px 18px; background: #1d2027; color: #d9dce3; width: 980px; }
pre { margin: 0; font: 14px/1.45 "Noto Sans Mono CJK SC", "WenQuanYi Zen Hei Mono", monospace; }
b { color: #8fd18f; font-weight: normal; }
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_shown(*part) for part in _SHOWN)


def _shown(title: str, words: str, commands: Sequence[str]) -> str:
    said = "".join(f"\n```text\n$ build-epub {command}\n{told(command, 'en')}```\n" for command in commands)
    return f"\n## {title}\n\n{words}\n{said}"


def told(command: str, language: str) -> str:
    """What a command says on stdout, run in the folder of the project."""
    out = io.StringIO()
    with chdir(ROOT), redirect_stdout(out), redirect_stderr(io.StringIO()):
        code = build_epub([*shlex.split(command), "--ui", language])
    assert code == 0, command
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def picture() -> None:
    """Set the commands and what they say as a terminal shows them, and take a picture of it."""
    lines = [f"<b>$ build-epub {html.escape(command)}</b>\n{html.escape(told(command, 'zh'))}" for command in _PICTURED]
    text = f'<meta charset="utf-8"><style>{_STYLE}</style><pre>' + "\n".join(lines) + "</pre>"
    height = 40 + round(14 * 1.45 * text.count("\n"))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(text, encoding="utf-8")
        size = f"--window-size=1016,{height}"
        command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={folder}", size]
        subprocess.run([*command, f"--screenshot={PICTURE}", source.as_uri()], check=True, capture_output=True)  # noqa: S603 - our own page


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
    if "--picture" in sys.argv:
        picture()
        print(PICTURE.relative_to(ROOT))
