"""Judgements as SARIF 2.1.0 (OASIS), which code hosts show beside the files they are about.

A place is the line of the source where it is known, since that is the file a
code host has; else the book, with the place inside it as a logical location.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from ebook import __version__
from ebook.diagnostics import Diagnostic, Language, catalogue

Finding = tuple[Path, Diagnostic]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(findings: Sequence[Finding], exit_code: int, language: Language) -> str:
    """One log with one run: each finding a result, each id that occurs a rule."""
    rules = sorted({item.id for _, item in findings})
    run = {
        "tool": {
            "driver": {
                "name": "build-epub",
                "version": __version__,
                "language": "zh-Hans" if language == "zh" else "en",
                "rules": [_rule(ident, language) for ident in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": exit_code in (0, 4, 5), "exitCode": exit_code}],
        "results": [_result(path, item, rules.index(item.id), language) for path, item in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)


def _rule(ident: str, language: Language) -> Mapping[str, object]:
    entry = catalogue()[ident]
    rule: dict[str, object] = {
        "id": ident,
        "shortDescription": {"text": entry.message[language]},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }
    cure = entry.cure[language] or entry.remedy[language]
    return rule | ({"help": {"text": cure}} if cure else {})


def _result(path: Path, item: Diagnostic, index: int, language: Language) -> Mapping[str, object]:
    # EPUBCheck's own id stands under ours: ruleId may be hierarchical (3.27.5).
    rule = f"{item.id}/{item.values['id']}" if item.id == "CHK-001" else item.id
    return {
        "ruleId": rule,
        "ruleIndex": index,
        "level": _LEVELS[item.severity],
        "message": {"text": item.message(language)},
        "locations": [dict(_location(path, item))],
    }


def _location(path: Path, item: Diagnostic) -> Iterator[tuple[str, object]]:
    file, line = item.source or (str(path), None)
    if item.id.startswith("LED-") and item.line and item.file:  # the ledger speaks of the source
        file, line = item.file, item.line
    artifact: dict[str, object] = {"artifactLocation": {"uri": _uri(Path(file))}}
    yield "physicalLocation", artifact | ({"region": {"startLine": line}} if line else {})
    if item.file and item.file not in (file, str(path)):
        inside = ":".join(str(part) for part in (item.file, item.line, item.column) if part is not None)
        yield "logicalLocations", [{"fullyQualifiedName": inside}]


def _uri(path: Path) -> str:
    """A relative URI for a relative path, so that a code host finds the file in its repository."""
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
