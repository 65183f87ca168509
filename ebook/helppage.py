"""The page that --help prints, in the language of the user."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from ebook.diagnostics import Language
from ebook.options import DEFAULT, TAKES, taken
from ebook.wording import example, pad, width, wording, wrap

_COLUMN = 26  # where the words of an option begin
_COMPLETION = 'eval "$(_BUILD_EPUB_COMPLETE=bash_source build-epub)"'


def help_page(command: str, params: Sequence[click.Parameter], language: Language, columns: int) -> Iterator[str]:
    """The lines of a command's page."""
    sections, notes = wording("sections", language), wording("help", language)
    yield f"{sections['usage']} {wording('usage', language)[command]}"
    yield ""
    yield from wrap(wording("commands", language)[command], columns)
    rows: dict[str, list[click.Option]] = {}
    options = (param for param in params if isinstance(param, click.Option))
    for (section, *_), option in zip(taken(command), options, strict=True):
        rows.setdefault(section, []).append(option)
    for section, of_section in rows.items():
        yield from ("", *wrap(sections[section], columns))
        for option in of_section:
            yield from _row(_names(option), option.help or "", columns)
    yield from ("", sections["examples"])
    yield from (f"  {line}" for line in example(command, language))
    if command == DEFAULT:
        yield ""
        others = ", ".join(name for name in TAKES if name != DEFAULT)
        yield from wrap(notes["others"].format(commands=others), columns)
        yield from wrap(notes["completion"], columns)
        yield f"  {_COMPLETION}"


def _names(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return names if option.is_flag else f"{names} {option.metavar}"


def _row(names: str, words: str, columns: int) -> Iterator[str]:
    first, *rest = wrap(words, columns - _COLUMN - 2)
    head = f"  {names}"
    if width(head) > _COLUMN - 1:
        yield head
        head = ""
    yield pad(head, _COLUMN) + first
    yield from (" " * _COLUMN + line for line in rest)
