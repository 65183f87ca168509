"""What the product ships beside its code: the style sheets that anyone can read and change, and the fixed words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

#: What a book says it was made by.  Without a version, which would change the bytes of every book with each release.
GENERATOR = "build-epub"

#: An XHTML file of a book: {language} and {sheet} as values of attributes, {title} and {body} as markup.
XHTML = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{sheet}"/>
</head>
<body>
{body}
</body>
</html>
"""

_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo", "yue-hant")


def styles() -> Traversable:
    """The folder of style sheets.

    A wheel carries it inside the package; in a checkout and an editable
    install it stands beside the package, where readers look for it.
    """
    inside = files("ebook") / "styles"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "styles"


_CHARSET = re.compile(r'\A\s*@charset\s+"[^"]*"\s*;', re.IGNORECASE)
_SIDES = {"top": "right", "right": "bottom", "bottom": "left", "left": "top"}
_SIDE = re.compile(r"\b(margin|padding|border)-(top|right|bottom|left)(?=\s*:)")
_ALL_SIDES = re.compile(r"\b((?:margin|padding)\s*:\s*)([^;{}]+)")


def stylesheet(theme: str, language: str = "zh", *, vertical: bool = False, own: str = "") -> bytes:
    """The one style sheet of a book: what every book has, its theme, its language, its lines, and the person's own.

    ``styles/`` is written for horizontal lines; for vertical ones every side is turned, so that no rule has a twin
    that could be forgotten.  ``own`` comes last, as it is but for its ``@charset``, which only a first rule may be.
    """
    text = "".join(_shipped(name) for name in ("base", theme, *(["latin"] if word_table(language) == "en" else [])))
    if vertical:
        text = _turned(text) + _shipped("vertical")
    return (text + f"\n{without_charset(own)}" if own else text).encode()


def without_charset(css: str) -> str:
    """A style sheet without the rule that names its encoding."""
    return _CHARSET.sub("", css)


@cache
def _shipped(name: str) -> str:
    return (styles() / f"{name}.css").read_text(encoding="utf-8")


def _turned(css: str) -> str:
    """A sheet for horizontal lines as one for vertical lines that follow each other from right to left.

    A block begins at the right then, a line at the top (CSS Writing Modes 3, logical-to-physical).  ``text-align``
    turns by itself; what is centred on a page stands at the head of its line, as vertical books have it.
    """
    css = css.replace("text-align: center", "text-align: left")
    css = _SIDE.sub(lambda found: f"{found[1]}-{_SIDES[found[2]]}", css)
    return _ALL_SIDES.sub(lambda found: found[1] + " ".join(_turned_values(*found[2].split())), css)


def _turned_values(top: str, right: str | None = None, bottom: str | None = None, left: str | None = None) -> list[str]:
    """One to four values, of which a missing one is that of the other side (CSS 2.1, 8.3)."""
    right = right or top
    return [left or right, top, right, bottom or top]


def words(language: str) -> Mapping[str, str]:
    """The fixed words of the pages around the text, for a BCP 47 language; ``und`` is taken for Chinese."""
    return _words()[word_table(language)]


def word_table(language: str) -> Literal["Hans", "Hant", "en"]:
    """Whose fixed words a BCP 47 language has: simplified or traditional Chinese, else English."""
    tag = language.lower()
    if tag.startswith(_TRADITIONAL):
        return "Hant"
    return "Hans" if tag.split("-", maxsplit=1)[0] in ("zh", "und", "yue") else "en"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads((files("ebook") / "words.toml").read_text(encoding="utf-8"))
    return table
