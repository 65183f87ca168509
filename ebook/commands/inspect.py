"""``build-epub inspect``: how a text is read; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ebook.commands.given import settings
from ebook.console import Console
from ebook.diagnostics import Diagnostic, Problem

_LINES = re.compile(r"([0-9]{1,9})(?:\s*[-–]\s*([0-9]{1,9}))?")


def inspect(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Print the reading, and why lines were read so.

    Raises USE-011, USE-024 and what :func:`~ebook.draft.read_book` and :func:`~ebook.draft.why` raise.
    """
    from ebook.as_json import inspect_json
    from ebook.draft import read_book, why
    from ebook.explanation import explanations
    from ebook.inspection import inspection

    paths = [Path(name) for name in options["sources"]]
    if len(paths) != 1:
        raise Problem(Diagnostic("USE-011", {"count": len(paths)}))
    wanted = [_lines(value) for value in options["explain"]]
    draft = read_book(paths, settings(options))
    explained = [one for lines in wanted for one in why(draft, lines)]
    if console.format == "json":
        console.say(inspect_json(draft, explained, console.language))
    elif explained:
        console.say(explanations(explained, draft.sources[0], console.language, whole=console.verbose))
    else:
        console.say(inspection(draft, console.language))
    if console.format == "text":
        console.tell(draft.diagnostics)
    return 0


def _lines(value: str) -> range:
    """``12`` or ``12-18``, both ends included."""
    found = _LINES.fullmatch(value.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 0 < first <= last:
        raise Problem(Diagnostic("USE-024", {"value": value}))
    return range(first, last + 1)
