"""What the product ships beside its code: the style sheet that anyone can read and change, and the fixed words."""

from __future__ import annotations

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


#: The style sheet of each theme.
_SHEETS: Mapping[str, str] = {"classic": "book.css", "newspaper": "book.css", "modern": "book.css"}


def stylesheet(theme: str) -> bytes:
    """The style sheet of a book in a theme."""
    return (styles() / _SHEETS[theme]).read_bytes()


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
