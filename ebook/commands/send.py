"""``build-epub send``: books onto a reading device that is mounted as a disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ebook.commands import given
from ebook.commands.attempt import Failure, attempt, tell_failure
from ebook.console import Console, Progress
from ebook.diagnostics import Diagnostic, Problem
from ebook.wording import printable, wording

if TYPE_CHECKING:
    from ebook.send import Device, Sent


def send(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Send each book; the worst exit code.  Raises SND-001, SND-002."""
    from ebook.send import find_device

    books = [Path(name) for name in options["sources"]]
    if not books or not options["to"]:
        raise Problem(Diagnostic("SND-001"))
    device = find_device(Path(options["to"]))
    codes = [_send_one(book, device, options, console) for book in books]
    if not all(codes) and console.format == "text" and not console.quiet:
        console.say(wording("next", console.language)[device.kind])
    return max(codes)


def _send_one(book: Path, device: Device, options: Mapping[str, Any], console: Console) -> int:
    from ebook.as_json import send_json
    from ebook.send import send as send_book

    with Progress(console, str(book)) as progress:
        progress.watch("send")
        outcome = attempt(lambda: send_book(book, device, force=options["force"], epoch=given.epoch()))
    if isinstance(outcome, Failure):
        if console.format == "json":
            console.say(send_json(book, None, outcome.diagnostics, outcome.code, console.language))
            outcome = replace(outcome, diagnostics=())
        return tell_failure(outcome, console)
    if console.format == "json":
        console.say(send_json(book, outcome, outcome.diagnostics, 0, console.language))
    else:
        _tell(outcome, console)
    return 0


def _tell(sent: Sent, console: Console) -> None:
    console.tell(sent.diagnostics)
    if not console.quiet:
        words = wording("send", console.language)
        size = f"{sent.size / 1000:,.0f} KB"
        console.say(printable(" · ".join((str(sent.path), words[sent.device], size, words["verified"]))))
