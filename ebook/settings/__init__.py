"""Settings: one frozen record per stage, and the metadata that a person declares.

Values come from options, then ``book.toml``, then what was read; each keeps
its :class:`~ebook.model.Evidence`, so ``inspect`` can say which.

``records``: what each stage is told.  ``values``: what a person may write, checked.
``editions``: which editions a book is made in.  ``devices``: which devices a finished one is judged for.
``told``: what a person may say of lines; ``readtoml``: in ``NAME.read.toml`` beside a text.
``project``: a folder with a ``book.toml``, what it declares (``declared``) and names (``inside``); ``form``: a file of
ours in TOML.  ``given``: what a person wrote, with where.
``manuscript``: what becomes one book.  ``settle``: which value wins.
"""

from ebook.settings.devices import DEVICES, DeviceName, devices
from ebook.settings.editions import EditionName, editions
from ebook.settings.manuscript import Manuscript, manuscripts, unfold
from ebook.settings.project import Project, open_project
from ebook.settings.records import (
    THEME_OF,
    CheckSettings,
    Conversion,
    CoverSettings,
    FontName,
    FontSettings,
    Override,
    Picture,
    PlaceSettings,
    ReadSettings,
    RecogniseSettings,
    Settings,
    Sheet,
    Theme,
    TypesetSettings,
)
from ebook.settings.settle import settle
from ebook.settings.told import LIKE, LINE_ROLES, UNLIKE, told
from ebook.settings.values import declare, font

__all__ = [
    "DEVICES",
    "LIKE",
    "LINE_ROLES",
    "THEME_OF",
    "UNLIKE",
    "CheckSettings",
    "Conversion",
    "CoverSettings",
    "DeviceName",
    "EditionName",
    "FontName",
    "FontSettings",
    "Manuscript",
    "Override",
    "Picture",
    "PlaceSettings",
    "Project",
    "ReadSettings",
    "RecogniseSettings",
    "Settings",
    "Sheet",
    "Theme",
    "TypesetSettings",
    "declare",
    "devices",
    "editions",
    "font",
    "manuscripts",
    "open_project",
    "settle",
    "told",
    "unfold",
]
