"""Messages out: diagnostics as lines for people on stderr, results on stdout."""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Literal, Self, TextIO

from ebook.diagnostics import Diagnostic, Language, Problem
from ebook.wording import printable, wording

_COLOURS = {"info": "\x1b[36m", "warning": "\x1b[33m", "error": "\x1b[31m"}
_RESET, _ERASE = "\x1b[0m", "\r\x1b[K"
_PROMPT = ("MET-", "USE-", "FNT-", "CNV-")  # answers to what a person asked for: told without -v too
_MOST = 20  # messages of one id that people are shown

Remedy = Callable[[Diagnostic, Language], str]


@dataclass(frozen=True, slots=True)
class Console:
    """Where messages go, in which language, and how many."""

    language: Language
    format: Literal["text", "json", "sarif"] = "text"
    quiet: bool = False
    verbose: bool = False

    def tell(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Print diagnostics to stderr, a line each."""
        for line in self.lines(diagnostics):
            self.error(line)

    def lines(
        self, diagnostics: Iterable[Diagnostic], remedy: Remedy = Diagnostic.remedy, most: int = _MOST
    ) -> Iterator[str]:
        """``file:line: level[ID] what — remedy`` for each that is wanted; a remedy once for each id."""
        counts: Counter[str] = Counter()
        for item in filter(self._wanted, diagnostics):
            counts[item.id] += 1
            if counts[item.id] <= most:
                said = counts[item.id] == 1 or self.verbose
                yield self._line(item, remedy(item, self.language) if said else "")
        for key, count in counts.items():
            if count > most:
                yield f"[{key}] " + wording("summary", self.language)["more"].format(count=count - most)

    def _wanted(self, item: Diagnostic) -> bool:
        if item.severity == "info":
            return self.verbose or (not self.quiet and item.id.startswith(_PROMPT))
        return True

    def _line(self, item: Diagnostic, remedy: str) -> str:
        level = wording("severity", self.language)[item.severity]
        if coloured(sys.stderr):
            level = _COLOURS[item.severity] + level + _RESET
        place = printable(item.place) + ": " if item.place else ""
        what = printable(item.message(self.language))
        return f"{place}{level}[{item.id}] {what}" + (f" — {printable(remedy)}" if remedy else "")

    def error(self, line: str) -> None:
        """Print a line to stderr."""
        _write(sys.stderr, line + "\n")

    def say(self, text: str) -> None:
        """Print a result to stdout."""
        _write(sys.stdout, text + "\n")


def prepare_streams() -> None:
    """Never fail on a character that the terminal's encoding lacks: show its number instead."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def coloured(stream: TextIO) -> bool:
    """Whether the stream is a terminal that wants colour (no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person watches the stream on a terminal that understands escapes."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def _write(stream: TextIO | None, text: str) -> None:
    """Write and flush.  A reader that has gone is no fault: the rest is dropped.  Raises USE-010."""
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # what is still buffered has nowhere to go
        raise Problem(Diagnostic("USE-010", {"reason": error.strerror})) from error


class Progress:
    """A line on the terminal that says what is being done, from the first second on."""

    def __init__(self, console: Console, label: str) -> None:
        """Begin to watch; ``label`` names the source."""
        self._stages: Mapping[str, str] = wording("stages", console.language)
        self._label = printable(label)
        self._stage = ""
        self._start = monotonic()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        if is_terminal(sys.stderr) and not console.quiet:
            self._thread = threading.Thread(target=self._run, daemon=True)

    def watch(self, stage: str) -> None:
        """Take note of the stage that begins."""
        self._stage = stage

    def __enter__(self) -> Self:
        """Start the line."""
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        self._done.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        shown = False
        while not self._done.wait(0.25):
            seconds = monotonic() - self._start
            if seconds >= 1:
                words = self._stages.get(self._stage, "")
                _write(sys.stderr, f"{_ERASE}{self._label} · {words} · {seconds:.0f} s")
                shown = True
        if shown:
            _write(sys.stderr, _ERASE)
