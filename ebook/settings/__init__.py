"""Settings: one frozen record per stage, and the metadata that a person declares.

Values come from options, then ``book.toml``, then what was read; each keeps
its :class:`~ebook.model.Evidence`, so ``inspect`` can say which.

``records``: what each stage is told.  ``values``: what a person may write, checked.
``project``: a folder with a ``book.toml``.  ``manuscript``: what becomes one book.  ``settle``: which value wins.
"""

from ebook.settings.manuscript import Manuscript, manuscripts, unfold
from ebook.settings.project import Project, open_project
from ebook.settings.records import (
    CheckSettings,
    PlaceSettings,
    ReadSettings,
    RecogniseSettings,
    Settings,
    TypesetSettings,
)
from ebook.settings.settle import settle
from ebook.settings.values import declare

__all__ = [
    "CheckSettings",
    "Manuscript",
    "PlaceSettings",
    "Project",
    "ReadSettings",
    "RecogniseSettings",
    "Settings",
    "TypesetSettings",
    "declare",
    "manuscripts",
    "open_project",
    "settle",
    "unfold",
]
