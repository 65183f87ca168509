"""What is to become one book: a file, a folder with a ``book.toml``, each entry of ``content/``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.settings.inside import is_text
from ebook.settings.order import natural
from ebook.settings.project import NAME, open_project
from ebook.settings.readtoml import read_told
from ebook.settings.records import FontSettings, Settings
from ebook.settings.settle import override


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is to become one book: its files in order, what it is called on disk, the settings it is built with."""

    paths: tuple[Path, ...]
    name: str
    settings: Settings


def unfold(paths: Sequence[Path], settings: Settings) -> Manuscript:
    """A folder's files, with the settings that its ``book.toml`` and the files beside the texts complete.

    Raises USE-005 for a folder without ``book.toml``, USE-023 for a line that is given by its number alone where there
    are several files, and what :func:`open_project` and :func:`read_told` raise.
    """
    return _told(_unfold(paths, settings))


def _told(manuscript: Manuscript) -> Manuscript:
    """With what the files beside the texts say of their lines; options win over them."""
    given = manuscript.settings.recognise
    if len(manuscript.paths) > 1:
        for override in given.overrides:
            if not override.text:
                values = {"option": override.where, "line": override.number, "count": len(manuscript.paths)}
                raise Problem(Diagnostic("USE-023", values))
    beside = tuple(override for index, path in enumerate(manuscript.paths) for override in read_told(path, index))
    recognise = replace(given, overrides=(*beside, *given.overrides))
    return replace(manuscript, settings=replace(manuscript.settings, recognise=recognise)) if beside else manuscript


def _unfold(paths: Sequence[Path], settings: Settings) -> Manuscript:
    folder = paths[0]
    if len(paths) > 1 or not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for what cannot be looked at
        return Manuscript(tuple(paths), "" if folder == Path("-") else folder.stem, settings)
    if not os.path.isfile(folder / NAME):  # noqa: PTH113 - the same; and a pipe is no file
        raise Problem(Diagnostic("USE-005", {"folder": str(folder)}))
    project = open_project(folder)
    cover = replace(settings.cover, picture=settings.cover.picture or project.cover)
    declared = override(project.declared, settings.declared)
    given, fonts = settings.typeset, settings.fonts
    typeset = replace(given, vertical=given.vertical or project.vertical, sheet=given.sheet or project.sheet)
    text = project.fonts.text if fonts.text is None else fonts.text
    rare = project.fonts.rare if fonts.rare is None else fonts.rare
    theme, conversion = settings.theme or project.theme, settings.convert or project.convert
    settings = replace(settings, cover=cover, theme=theme, convert=conversion, typeset=typeset, declared=declared)
    settings = replace(settings, fonts=FontSettings(text, rare), editions=settings.editions or project.editions)
    return Manuscript(project.paths, folder.resolve().name, settings)


def manuscripts(folder: Path) -> tuple[Path, ...]:
    """What a folder such as ``content/`` holds: text files and folders with a ``book.toml``, in natural order."""
    if not folder.is_dir():
        return ()
    found = [path for path in folder.iterdir() if is_text(path) or (path / NAME).is_file()]
    return tuple(sorted(found, key=lambda path: natural(path.name)))
