"""What is to become one book: a file, a folder with a ``book.toml``, each entry of ``content/``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.settings.order import natural
from ebook.settings.project import NAME, is_text, open_project
from ebook.settings.records import Settings
from ebook.settings.settle import override


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is to become one book: its files in order, what it is called on disk, the settings it is built with."""

    paths: tuple[Path, ...]
    name: str
    settings: Settings


def unfold(paths: Sequence[Path], settings: Settings) -> Manuscript:
    """A folder's files, with the settings that its ``book.toml`` completes; files stay as they are.

    Raises USE-005 for a folder without ``book.toml``, and what :func:`open_project` raises.
    """
    folder = paths[0]
    if len(paths) > 1 or not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for what cannot be looked at
        return Manuscript(tuple(paths), "" if folder == Path("-") else folder.stem, settings)
    if not os.path.isfile(folder / NAME):  # noqa: PTH113 - the same; and a pipe is no file
        raise Problem(Diagnostic("USE-005", {"folder": str(folder)}))
    project = open_project(folder)
    typeset = replace(settings.typeset, cover=settings.typeset.cover or project.cover)
    declared = override(project.declared, settings.declared)
    return Manuscript(project.paths, folder.resolve().name, replace(settings, typeset=typeset, declared=declared))


def manuscripts(folder: Path) -> tuple[Path, ...]:
    """What a folder such as ``content/`` holds: text files and folders with a ``book.toml``, in natural order."""
    if not folder.is_dir():
        return ()
    found = [path for path in folder.iterdir() if is_text(path) or (path / NAME).is_file()]
    return tuple(sorted(found, key=lambda path: natural(path.name)))
