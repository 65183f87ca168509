"""Write docs/diagnostics.md from the catalogue: ``python tools/diagnostics.py``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "ebook" / "diagnostics.toml"
PAGE = ROOT / "docs" / "diagnostics.md"

_LABELS = {
    ("effect", "zh"): "后果：",
    ("effect", "en"): "What comes of it: ",
    ("remedy", "zh"): "办法：",
    ("remedy", "en"): "Remedy: ",
    ("cure", "zh"): "在做好的书里：",
    ("cure", "en"): "In a finished book: ",
}
_HEAD = """\
# Diagnostics

Every message of `build-epub`, by subject. Written by `tools/diagnostics.py` from `ebook/diagnostics.toml`; do not edit.

An `error` ends the run with the exit code given (`exit-codes.md`); a `warning` does so only with `--strict`;
an `info` is told with `-v`, and always where it answers what you asked for (MET, USE).
What stands in `{braces}` is particular to the case. `build-epub check` tells what is only our own rule (GAT)
or a device's (DEV, `preflight.md`) as a `warning` on books that others made, and so what EPUBCheck itself calls a
warning.

Every id here is raised by some test: a whole run of the tests fails where one is not (`tests/raised.py`).
"""


def page() -> str:
    """The whole page."""
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return _HEAD + "".join(_entry(key, entries[key]) for key in sorted(entries))


def _entry(key: str, entry: Mapping[str, object]) -> str:
    return "\n".join(["", f"## {key}", "", *_lines(entry), ""])


def _lines(entry: Mapping[str, object]) -> Iterator[str]:
    code = f", exit {entry['exit']}" if entry.get("exit") else ""
    yield f"{entry['severity']}{code}. For example: {_plain(entry['example'])}."
    for language in ("zh", "en"):
        yield ""
        yield f"> {_plain(entry[language])}"
        for what in ("effect", "remedy", "cure"):
            if words := entry.get(f"{what}_{language}"):
                yield ">"
                yield f"> {_LABELS[what, language]}{_plain(words)}"


def _plain(words: object) -> str:
    """A format string as it will read: its doubled braces are single ones."""
    return str(words).replace("{{", "{").replace("}}", "}")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
