"""In which line of a TOML file each key and each item of a list stands: ``tomllib`` does not tell."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Key = tuple[str | int, ...]

_TOKEN = re.compile(
    r'(?P<string>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<end>\n)|(?P<mark>[\[\]{},=.])|(?P<word>[^\s\[\]{},=.#\"']+)",
    re.DOTALL,
)


@dataclass(slots=True)
class _Scanner:
    """A pass over the tokens of a file that ``tomllib`` has found to be right."""

    tokens: list[tuple[str, str, int]]  # kind, text, line
    at: int = 0
    found: dict[Key, int] = field(default_factory=dict)
    items: Counter[Key] = field(default_factory=Counter)  # of each array of tables so far

    def scan(self) -> None:
        table: Key = ()
        while self.at < len(self.tokens):
            kind, text, line = self.tokens[self.at]
            if kind == "end":
                self.at += 1
            elif text == "[" and kind == "mark":
                table = self._header(line)
            else:
                self._pair(table)

    def _header(self, line: int) -> Key:
        brackets = 0
        while self._mark() == "[":
            brackets, self.at = brackets + 1, self.at + 1
        key = self._key()
        self.at += brackets
        if brackets > 1:  # an array of tables: one item more
            self.items[key] += 1
            key = (*key, self.items[key] - 1)
            self.found.setdefault(key[:-1], line)
        self.found.setdefault(key, line)
        return key

    def _pair(self, table: Key) -> None:
        line = self.tokens[self.at][2]
        key = table + self._key()
        self.at += 1  # the equals sign
        self.found.setdefault(key, line)
        self._value(key)

    def _key(self) -> Key:
        parts: list[str] = []
        while self.at < len(self.tokens) and self._mark() not in ("=", "]"):
            kind, text, _ = self.tokens[self.at]
            if kind == "string":
                parts.append(tomllib.loads(f"k = {text}")["k"])
            elif kind == "word":
                parts.append(text)
            self.at += 1
        return tuple(parts)

    def _value(self, key: Key) -> None:
        if self._mark() == "[":
            self._array(key)
        elif self._mark() == "{":
            self._inline_table(key)
        else:
            while self.at < len(self.tokens) and self._mark() not in (",", "]", "}", "\n"):
                self.at += 1

    def _array(self, key: Key) -> None:
        self.at += 1
        index = 0
        while self._mark() != "]":
            if self._mark() in (",", "\n"):
                self.at += 1
                continue
            self.found[(*key, index)] = self.tokens[self.at][2]
            self._value((*key, index))
            index += 1
        self.at += 1

    def _inline_table(self, key: Key) -> None:
        self.at += 1
        while self._mark() != "}":
            if self._mark() in (",", "\n"):
                self.at += 1
            else:
                self._pair(key)
        self.at += 1

    def _mark(self) -> str:
        if self.at >= len(self.tokens):
            return "\n"
        kind, text, _ = self.tokens[self.at]
        return text if kind in ("mark", "end") else ""


def lines(text: str) -> Mapping[Key, int]:
    """The line of every key, from 1: ``("title",)``, ``("authors", 0, "role")``.  The text must be valid TOML."""
    scanner = _Scanner(list(_tokens(text)))
    scanner.scan()
    return scanner.found


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line, last = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        kind = match.lastgroup or ""
        if kind != "comment":
            yield kind, match[0], line
