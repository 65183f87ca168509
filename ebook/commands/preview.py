"""``build-epub preview``: a book on a local page, or its pages as pictures; no book is placed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from ebook.__main__ import INTERRUPTED
from ebook.commands import given
from ebook.commands.attempt import Failure, attempt, tell_failure
from ebook.console import Console, Progress
from ebook.diagnostics import Diagnostic, Problem
from ebook.wording import wording

if TYPE_CHECKING:
    from ebook.preview.press import Make, Press
    from ebook.preview.site import View
    from ebook.preview.watch import Stamp
    from ebook.proof import Proof
    from ebook.settings import Settings

_STDIN, _EPUB = Path("-"), ".epub"
_PORTS, _PAGES, _PAGES_DRAWN = range(1, 65_536), range(1, 10_000), 24


def preview(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Show the book until Ctrl-C (130), or draw it (0).  Raises PRV-001 to PRV-009 and what a build raises."""
    from ebook.preview.site import View

    path = _source(options)
    port = _number("--port", options["port"], _PORTS, 8000) or 0
    pages = _number("--pages", options["pages"], _PAGES, 40) or _PAGES_DRAWN
    watch = options["watch"] and not options["png"]
    press = _press(path, given.settings(options), console, watch=watch)
    if isinstance(press, Failure):
        return press.code  # told as it was made
    view = View(console.language, options["frame"], press.first.vertical, watch)
    if options["png"]:
        return _draw(press, view, options, pages, console)
    return _serve(press, view, port, console, browser=options["browser"])


def _press(path: Path, settings: Settings, console: Console, *, watch: bool) -> Press | Failure:
    """The press with a first proof in it."""
    from ebook.preview.press import Press
    from ebook.preview.watch import stamp, watched

    make = _making(path, settings, console)
    look: Callable[[], Stamp] = (lambda: stamp(watched(path, settings))) if watch else frozenset
    seen = look()  # before the files are read
    with Progress(console, str(path)) as progress:
        progress.watch("typeset")
        first = make(None)
    return first if isinstance(first, Failure) else Press(make, first, look, seen)


def _source(options: Mapping[str, Any]) -> Path:
    """The one thing to look at; what only a build can heed is refused for a finished book."""
    paths = [Path(name) for name in options["sources"]]
    if len(paths) != 1:
        raise Problem(Diagnostic("PRV-001", {"count": len(paths)}))
    if paths[0] == _STDIN:
        raise Problem(Diagnostic("PRV-002"))
    if _is_finished(paths[0]):
        from ebook.options import OPTIONS

        of_builds = (name for section in ("metadata", "reading") for name in OPTIONS[section])
        for name in of_builds:
            if options[name.replace("-", "_")] not in (None, (), False):
                raise Problem(Diagnostic("PRV-003", {"option": f"--{name}", "name": paths[0]}))
    return paths[0]


def _is_finished(path: Path) -> bool:
    return path.suffix.lower() == _EPUB


def _number(option: str, value: str | None, wanted: range, example: int) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and int(value[:9]) in wanted):
        values = {"option": option, "value": value, "least": wanted[0], "most": wanted[-1], "example": example}
        raise Problem(Diagnostic("PRV-004", values))
    return int(value)


def _making(path: Path, settings: Settings, console: Console) -> Make:
    """What pulls a proof, and tells on the terminal what a build would."""
    from ebook.proof import finished, pull

    def make(vertical: bool | None) -> Proof | Failure:  # noqa: FBT001 - three answers, not a switch
        made = attempt(lambda: finished(path) if _is_finished(path) else pull([path], settings, vertical=vertical))
        if isinstance(made, Failure):
            tell_failure(made, console)
        else:
            console.tell(made.diagnostics)
        return made

    return make


def _serve(press: Press, view: View, port: int, console: Console, *, browser: bool) -> int:
    """Until Ctrl-C, which is how a preview ends."""
    import webbrowser

    from ebook.preview.server import Server

    words = wording("preview", console.language)
    with Server(press, view, port) as server:
        console.say(words["address"].format(url=server.url))
        if not console.quiet:
            console.error(words["stop"])
        if browser:  # in a thread: some browsers come back only when they are closed
            Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.error(f"\n{words['end']}")
    return INTERRUPTED


def _draw(press: Press, view: View, options: Mapping[str, Any], pages: int, console: Console) -> int:
    from ebook.preview.png import draw

    words, name, folder = wording("preview", console.language), options["sources"][0], Path(options["png"])
    with Progress(console, name) as progress:
        progress.watch("draw")
        drawn = draw(press, view, folder, pages, name)
    if not console.quiet:
        told = words["pictures"].format(folder=folder, count=drawn.count, sheet=drawn.sheet.name)
        console.say(f"{told} · {words['more']}" if drawn.more else told)
    return 0
