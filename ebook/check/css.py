"""Style sheets as the check reads them: blocks with their lines, each sheet looked through once, however hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What is not closed goes on to the end (CSS Syntax 3, 4.3.2 and 4.3.6): so each is looked through once, however many.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = re.compile(r""""[^"]*"|'[^']*'""")
_SEEN = re.compile(r"[^\n]")
_BRACE = re.compile(r"[{}]")


@dataclass(slots=True)
class Block:
    """What stands between two braces: ``before`` it the selectors or an at-rule.

    Strings are left out; ``line`` is that of the opening brace, ``around`` the outermost at-rule that holds it.
    """

    before: str
    line: int
    around: str = ""
    inside: str = ""
    holds: bool = False  # whether other blocks stand in it; then nothing else does that we look at

    @property
    def selectors(self) -> tuple[str, ...]:
        """The selectors in small letters; an at-rule is one."""
        return tuple(part.strip().lower() for part in self.before.split(","))

    @property
    def declarations(self) -> Iterator[tuple[str, str, int]]:
        """Each property and its value in small letters, and its line."""
        line = self.line
        for part in self.inside.split(";"):
            name, colon, value = part.partition(":")
            if colon:
                space = name[: len(name) - len(name.lstrip())]
                yield name.strip().lower(), value.strip().lower(), line + space.count("\n")
            line += part.count("\n")


def without_comments(css: str) -> str:
    """A sheet with white space for its comments: every line keeps its number."""
    return _COMMENT.sub(_blank, css)


def without_strings(css: str) -> str:
    """A sheet with white space for its strings."""
    return _STRING.sub(_blank, css)


def _blank(found: re.Match[str]) -> str:
    return _SEEN.sub(" ", found[0])


def blocks(css: str) -> Iterator[Block]:
    """The blocks of a sheet, those inside an at-rule before it; what is never closed is no block."""
    css = without_strings(without_comments(css))
    opened: list[Block] = []
    start, line = 0, 1
    for brace in _BRACE.finditer(css):
        text = css[start : brace.start()]
        line, start = line + text.count("\n"), brace.end()
        if brace[0] == "{":
            around = opened[0].before if opened else ""
            for block in opened[-1:]:
                block.holds = True
            opened.append(Block(text.rpartition(";")[2].strip(), line, around))
        elif opened:
            block = opened.pop()
            block.inside = "" if block.holds else text
            yield block
