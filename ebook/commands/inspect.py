"""``build-epub inspect``: how a text is read; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ebook.commands.given import settings
from ebook.console import Console
from ebook.diagnostics import Diagnostic, Problem


def inspect(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Print the reading.  Raises USE-011 and what :func:`~ebook.build.read_book` raises."""
    from ebook.as_json import inspect_json
    from ebook.build import read_book
    from ebook.inspection import inspection

    paths = [Path(name) for name in options["sources"]]
    if len(paths) != 1:
        raise Problem(Diagnostic("USE-011", {"count": len(paths)}))
    draft = read_book(paths, settings(options))
    if console.format == "json":
        console.say(inspect_json(draft, console.language))
    else:
        console.say(inspection(draft, console.language))
        console.tell(draft.diagnostics)
    return 0
