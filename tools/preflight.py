"""Write the rules into docs/preflight.md, from the devices' tables and the catalogue: ``python tools/preflight.py``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "preflight.md"
MARK = "<!-- from here on written by tools/preflight.py -->\n"

sys.path.insert(0, str(ROOT))

from ebook.check.devices import DEVICES, apple, generic, kindle, kobo  # noqa: E402 - the checkout, wherever this is run
from ebook.diagnostics import catalogue  # noqa: E402

MODULES = {"kindle": kindle, "kobo": kobo, "apple": apple, "generic": generic}
_NAMES = {"kindle": "Kindle", "kobo": "Kobo", "apple": "Apple Books", "generic": "Every reader"}


def page() -> str:
    """The page: what stands above the mark as it is, below it the rules by device."""
    return PAGE.read_text(encoding="utf-8").partition(MARK)[0] + MARK + "\n".join(_rules()) + "\n"


def _rules() -> Iterator[str]:
    for device, sources in DEVICES.items():
        about = (MODULES[device].__doc__ or "").partition("\n")[2].replace("``", "`")
        yield f"\n## {_NAMES[device]} (`--for {device}`): {len(sources)} rules\n"
        yield from (" ".join(about.split()), "") if about.strip() else ()
        yield "| rule | what is wrong | what comes of it | the cure | where it comes from |"
        yield "|---|---|---|---|---|"
        for ident, source in sorted(sources.items()):
            entry = catalogue()[ident]
            cure = entry.cure["en"] or entry.remedy["en"]
            words = (ident, _bare(entry.message["en"]), entry.effect["en"], cure, source)
            yield "| " + " | ".join(map(_cell, words)) + " |"


def _bare(message: str) -> str:
    """A message without what is particular to the case."""
    return re.sub(r": [^:]*\{detail\}.*", "", message).replace("{detail}", "…")


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
