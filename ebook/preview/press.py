"""The press: pulls a proof of the book in each direction when it is wanted, and anew when its files have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import sleep

from ebook.as_json import diagnostics
from ebook.commands.attempt import Failure
from ebook.diagnostics import Language
from ebook.preview.watch import Stamp
from ebook.proof import Proof
from ebook.wording import wording

#: Builds the book with horizontal or vertical lines; None: as its settings, or the finished book itself, have it.
Make = Callable[[bool | None], Proof | Failure]

_SETTLE = 0.05  # seconds that files must have rested: an editor may write in several goes
_MOST_LOOKS = 20
_TOLD = 50  # messages that the page is given: of all of them a build tells


@dataclass(frozen=True, slots=True)
class Pull:
    """The last good proof, and what came of the last try."""

    number: int  # of the good proof; another one is another book
    proof: Proof
    failure: Failure | None = None  # of the last try; the proof is the one before
    stamp: Stamp = field(default_factory=frozenset)

    def told(self, language: Language) -> Mapping[str, object]:
        """What the page is told of it."""
        found = self.failure.diagnostics if self.failure else self.proof.diagnostics
        kept = [item for item in found if item.severity != "info"][:_TOLD]
        messages = [
            {"severity": told["severity"], "id": told["id"], "place": item.place, **_words(told)}
            for item, told in zip(kept, diagnostics(kept, language), strict=True)
        ]
        if self.failure and self.failure.trace:
            messages.append({"severity": "error", "id": "", "place": "", "remedy": "", "message": _bug(language)})
        return {
            "number": self.number,
            "vertical": self.proof.vertical,
            "failed": self.failure is not None,
            "messages": messages,
        }


def _words(told: Mapping[str, object]) -> Mapping[str, object]:
    return {name: told[name] for name in ("message", "remedy")}


def _bug(language: Language) -> str:
    return wording("preview", language)["bug"]


class Press:
    """Begins with a first proof; safe to ask from several threads."""

    def __init__(
        self, make: Make, first: Proof, watch: Callable[[], Stamp] = frozenset, seen: Stamp = frozenset()
    ) -> None:
        """``seen`` is the stamp of before the first proof; without ``watch`` no proof is pulled twice."""
        self._make = make
        self._watch = watch
        self._lock = Lock()
        self._count = 1
        self.first = first
        self._pulls = {first.vertical: Pull(1, first, stamp=seen)}

    def look(self, *, vertical: bool | None) -> Pull:
        """The newest proof in a direction; of a finished book there is only the one."""
        if self.first.vertical is None:
            vertical = None
        with self._lock:
            if vertical not in self._pulls or self._watch() != self._pulls[vertical].stamp:
                self._pull(vertical=vertical)
            return self._pulls[vertical]

    def last(self, *, vertical: bool | None) -> Proof:
        """The proof that was pulled last, as long as a person looks at it."""
        with self._lock:
            pulled = self._pulls.get(None if self.first.vertical is None else vertical)
            return pulled.proof if pulled else self.first

    def _pull(self, *, vertical: bool | None) -> None:
        before = self._pulls.get(vertical) or self._pulls[self.first.vertical]
        stamp = self._settled()
        made = self._make(vertical)
        if isinstance(made, Failure):
            self._pulls[vertical] = Pull(before.number, before.proof, made, stamp)
        else:
            self._count += 1
            self._pulls[vertical] = Pull(self._count, made, stamp=stamp)

    def _settled(self) -> Stamp:
        """The stamp, once it has rested."""
        stamp = self._watch()
        for _ in range(_MOST_LOOKS if stamp else 0):
            sleep(_SETTLE)
            stamp, before = self._watch(), stamp
            if stamp == before:
                break
        return stamp
