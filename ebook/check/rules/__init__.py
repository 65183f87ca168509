"""The rules of our own gate, one small function each; ``gate.py`` has the table.

A rule takes the opened book and yields (file or None, what is wrong there), and the line where it knows it.
Its docstring names the clause or the device's guide that it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ebook.check.epub import Epub

Fault = tuple[str | None, str] | tuple[str | None, str, int]
Rule = Callable[[Epub], Iterator[Fault]]
