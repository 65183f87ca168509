"""The checkers that stay between runs, as a person or ``build-epub doctor`` asks after them (docs/checker.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebook.check.private import Unfit, private_path
from ebook.diagnostics import Diagnostic

if TYPE_CHECKING:
    from ebook.check.resident import Resident as Resident  # noqa: PLC0414 - what is given back


def checkers(*, stop: bool = False) -> tuple[list[Resident], tuple[Diagnostic, ...]]:
    """Those that run, of whatever version; told to end where asked.  And what keeps us from finding any."""
    try:
        private_path()  # Unfit on Windows, where Python lacks what the module below needs
        from ebook.check.resident import residents

        found = []
        for here in residents():
            found.append(here.resident)
            if stop:
                here.stop()
    except Unfit as unfit:
        return [], (unfit.diagnostic,)
    return found, ()
