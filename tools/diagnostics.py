"""Write docs/diagnostics.md from the catalogue: ``python tools/diagnostics.py``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "ebook" / "diagnostics.toml"
PAGE = ROOT / "docs" / "diagnostics.md"

_HEAD = """\
# Diagnostics

Every message of `build-epub`, by subject. Written by `tools/diagnostics.py` from `ebook/diagnostics.toml`; do not edit.

An `error` ends the run with the exit code given (`exit-codes.md`); a `warning` does so only with `--strict`;
an `info` is told with `-v`, and always where it answers what you asked for (MET, USE).
What stands in `{braces}` is particular to the case.
"""


def page() -> str:
    """The whole page."""
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return _HEAD + "".join(_entry(key, entries[key]) for key in sorted(entries))


def _entry(key: str, entry: Mapping[str, object]) -> str:
    return "\n".join(["", f"## {key}", "", *_lines(entry), ""])


def _lines(entry: Mapping[str, object]) -> Iterator[str]:
    code = f", exit {entry['exit']}" if entry.get("exit") else ""
    yield f"{entry['severity']}{code}. For example: {entry['example']}."
    for language in ("zh", "en"):
        remedy = entry.get(f"remedy_{language}")
        yield ""
        yield f"> {entry[language]}" + (f" — {remedy}" if remedy else "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
