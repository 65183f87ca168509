"""build-epub: Chinese clippings, manuscripts and books as EPUB 3.

The library in one line: ``ebook.build([Path("article.txt")], ebook.Settings())``.
``docs/api.md`` shows the rest.  Names are looked up when first used, so that
``import ebook`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ebook.build import Report, build, one_checker
    from ebook.diagnostics import Diagnostic, Problem
    from ebook.draft import Draft, read_book
    from ebook.judge import Judgement, judging
    from ebook.settings import Settings, declare

__version__ = "0.1.0"

__all__ = [
    "Diagnostic",
    "Draft",
    "Judgement",
    "Problem",
    "Report",
    "Settings",
    "__version__",
    "build",
    "declare",
    "judging",
    "one_checker",
    "read_book",
]

_HOMES = {
    "Diagnostic": "ebook.diagnostics",
    "Draft": "ebook.draft",
    "Judgement": "ebook.judge",
    "Problem": "ebook.diagnostics",
    "Report": "ebook.build",
    "Settings": "ebook.settings",
    "build": "ebook.build",
    "declare": "ebook.settings",
    "judging": "ebook.judge",
    "one_checker": "ebook.build",
    "read_book": "ebook.draft",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
