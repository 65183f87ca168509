"""A row with the decision on it: what the fields of a clipping are read from."""

from __future__ import annotations

from dataclasses import dataclass

from ebook.model import Evidence
from ebook.recognise.reading import Decision
from ebook.recognise.row import Row


@dataclass(frozen=True, slots=True)
class Read:
    """A row with the decision on it."""

    row: Row
    decision: Decision

    @property
    def zone(self) -> str:
        """``top``, ``head``, ``body`` or ``tail``."""
        zone = self.decision.state.split(".")[0]
        return zone if zone in ("top", "head", "tail") else "head" if zone.startswith("title") else "body"

    @property
    def role(self) -> str:
        """The role of the row."""
        return self.decision.role


def evidence(name: str, read: Read, reason: str) -> Evidence:
    """The evidence of a value that stands on a row: the wider the margin, the surer."""
    margin = min(read.decision.choice.margin, 10.0)
    return Evidence("text", f"{name}:{read.row.number}", round(1 - 0.5 ** (1 + margin), 3), reason)
