"""What each stage is told: one frozen record per stage, so that none sees what is not its business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ebook.model import Metadata
from ebook.settings.devices import DeviceName
from ebook.settings.editions import EditionName

Theme = Literal["classic", "newspaper", "modern"]

#: From which script or usage of Chinese into which, in OpenCC's names: s simplified, t traditional, tw Taiwan, hk
#: Hong Kong; with p the words too (软件 → 軟體), not the characters alone.
Conversion = Literal["s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s", "s2twp", "tw2sp", "t2tw", "t2hk"]

#: A font that a person names: a file, or what the font is called.
FontName = Path | str

#: The cover that a person gives; "none" says that the book has none.
Picture = Path | Literal["none"]

#: The style sheet that a person adds; "none" says that the book has none beside its own.
Sheet = Path | Literal["none"]

#: The theme of a text where nobody names one: a book looks like a book, an article like the paper it stood in.
THEME_OF: Mapping[str, Theme] = {"book": "classic", "clipping": "newspaper"}


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How the bytes of the sources are read."""

    encoding: str | None = None  # None: decided on the decoded text
    repair: bool = False  # replace a bad byte by U+FFFD instead of refusing it


@dataclass(frozen=True, slots=True)
class Override:
    """What a person says of a line: the role it has, or that the lines of its form are headings, or are none."""

    role: str  # of ``told.LINE_ROLES``, or "headings-like", "not-headings-like"
    text: str = ""  # the line's own words; with … at the end, its first words
    number: int | None = None  # the line; beside a text, it tells the nearest of twins
    where: str = "--set"  # "--set", "article.read.toml:3"
    source: int | None = None  # which of the sources; None: any


@dataclass(frozen=True, slots=True)
class RecogniseSettings:
    """How the text is recognised."""

    kind: Literal["clipping", "book"] | None = None  # None: told from the text
    overrides: tuple[Override, ...] = ()  # the weakest first


@dataclass(frozen=True, slots=True)
class CoverSettings:
    """Which cover the book has."""

    picture: Picture | None = None  # None: one is drawn


@dataclass(frozen=True, slots=True)
class FontSettings:
    """Which fonts come with the book."""

    text: FontName | None = None  # for the whole text; None, "": the reading device's
    rare: FontName | None = None  # for the characters that devices lack, alone


@dataclass(frozen=True, slots=True)
class TypesetSettings:
    """How the publication is set."""

    epoch: int | None = None  # SOURCE_DATE_EPOCH, seconds since 1970; None: the source's own date
    vertical: bool = False  # lines from top to bottom, pages from right to left
    sheet: Sheet | None = None  # the person's own style sheet, which comes last


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Which checks are run: the ledger and the gate always are."""

    epubcheck: bool = True
    resident: bool = True  # whether a warm checker that stays between runs may be used (docs/checker.md)
    devices: tuple[DeviceName, ...] = ()  # a finished book is judged for these; one just made for its edition's


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """Where the book goes: a folder, or a file that ends in .epub."""

    output: Path = Path("dist")
    force: bool = False
    keep_invalid: bool = False
    strict: bool = False  # warnings keep the book from being placed
    taken: frozenset[Path] = frozenset()  # books of this run, which another must not replace


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a build is told."""

    read: ReadSettings = ReadSettings()
    convert: Conversion | None = None
    recognise: RecogniseSettings = RecogniseSettings()
    cover: CoverSettings = CoverSettings()
    theme: Theme | None = None  # of the cover and the style sheet; None: by the kind of text (``THEME_OF``)
    typeset: TypesetSettings = TypesetSettings()
    fonts: FontSettings = FontSettings()
    editions: tuple[EditionName, ...] = ()  # in the order of their making; none: the generic one
    check: CheckSettings = CheckSettings()
    place: PlaceSettings = PlaceSettings()
    declared: Metadata = field(default_factory=Metadata)  # from options and book.toml
