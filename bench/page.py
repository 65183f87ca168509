"""The page of figures, docs/performance.md: every measurement has a section of its own, and replaces no other."""

from __future__ import annotations

import re
from pathlib import Path


def tell(section: str, page: Path | None) -> None:
    """Print a section, which begins with its heading, or put it into a page in the place of its older self."""
    if page is None:
        print(section)
        return
    heading = re.escape(section.partition("\n")[0])
    whole = page.read_text(encoding="utf-8") if page.exists() else ""
    older = re.compile(rf"^{heading}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    text = f"{section.rstrip()}\n\n"
    whole = older.sub(lambda _: text, whole, count=1) if older.search(whole) else f"{whole.rstrip()}\n\n{text}"
    page.write_text(f"{whole.strip()}\n", encoding="utf-8")
