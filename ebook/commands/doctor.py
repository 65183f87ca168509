"""``build-epub doctor``: whether this machine can build books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ebook.console import Console
from ebook.diagnostics import Diagnostic, Problem
from ebook.wording import pad, printable, width, wording

if TYPE_CHECKING:
    from ebook.doctor import Finding

_OUTPUT = Path("dist")
_NEEDED = 7


def doctor(_context: click.Context, options: Mapping[str, Any], console: Console) -> int:
    """Print what is there and what is missing; 0 where a build can work, else 7.  Raises USE-018."""
    from ebook.doctor import examine

    if options["sources"]:
        raise Problem(Diagnostic("USE-018", {"argument": options["sources"][0]}))
    findings = list(examine(_OUTPUT, console.language))
    faults = [finding.fault for finding in findings if finding.fault]
    code = _NEEDED if any(fault.severity == "error" for fault in faults) else 0
    if console.format == "json":
        from ebook.as_json import doctor_json

        console.say(doctor_json(findings, code, console.language))
    else:
        _tell(findings, code, console)
    return code


def _tell(findings: Sequence[Finding], code: int, console: Console) -> None:
    words = wording("doctor", console.language)
    column = max(width(words[finding.name]) for finding in findings) + 2
    for finding in findings:
        console.say(pad(words[finding.name], column) + printable(finding.there))
        for line in console.lines([finding.fault] if finding.fault else []):
            console.say(f"  {line}")
    console.say(words["unfit" if code else "fit"])
