"""For people: what the checks found in finished books (``build-epub check``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ebook.console import Console
from ebook.diagnostics import Diagnostic, Language
from ebook.judge import Judgement
from ebook.wording import printable, wording

_ORDER = ("error", "warning", "info")
_MOST, _MOST_ADVICE = 20, 3  # messages of one id that people are shown: of our own books, of others'


def judgement(found: Judgement, console: Console) -> Iterator[str]:
    """The book with its counts on one line, and a line for each finding; nothing where -q is given and all is well."""
    words = wording("check", console.language)
    errors, warnings = found.count("error"), found.count("warning")
    version = found.verdict.epubcheck
    parts = [
        printable(str(found.path)),
        "" if found.verdict.ours is None else words["ours" if found.verdict.ours else "others"],
        words["devices"].format(devices=", ".join(found.devices)) if found.devices else "",
        words["judged"].format(version=version) if version else words["unchecked"],
        words["balanced"] if found.balanced else "",
        words["counts"].format(errors=errors, warnings=warnings) if errors or warnings else words["clean"],
    ]
    if errors or warnings or not console.quiet:
        yield " · ".join(part for part in parts if part)
        most = _MOST if found.verdict.ours or console.verbose else _MOST_ADVICE
        items = sorted(found.verdict.diagnostics, key=lambda item: _ORDER.index(item.severity))
        yield from (f"  {line}" for line in console.lines(items, Diagnostic.cure, most))


def total(books: int, judged: Sequence[Judgement], language: Language) -> str:
    """How many books there were, and what was found in all of them."""
    return wording("check", language)["total"].format(
        books=books,
        clean=sum(not found.count("error") for found in judged),
        invalid=sum(found.count("error") > 0 for found in judged),
        unread=books - len(judged),
        errors=sum(found.count("error") for found in judged),
        warnings=sum(found.count("warning") for found in judged),
    )
