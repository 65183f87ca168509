"""What the options of a command say, as the settings of the stages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ebook.diagnostics import Diagnostic, Problem

if TYPE_CHECKING:
    from ebook.settings import Picture, Settings, Sheet

_LAST_EPOCH = 253402300799  # 9999-12-31T23:59:59Z
_FIELDS = ("title", "subtitle", "date", "publisher", "source", "rights", "language", "identifier", "series")
_PEOPLE = ("author", "translator", "photographer", "editor")


def settings(options: Mapping[str, Any]) -> Settings:
    """Raises what :func:`~ebook.settings.declare` and :func:`~ebook.settings.told` raise, USE-003 and USE-007."""
    from ebook.settings import (
        CheckSettings,
        PlaceSettings,
        ReadSettings,
        RecogniseSettings,
        Settings,
        devices,
        editions,
        told,
    )

    given = Settings(
        read=ReadSettings(options["encoding"], options["repair"]),
        convert=options["convert"],
        recognise=RecogniseSettings(
            options["kind"], told(options["set"], options["headings_like"], options["not_headings_like"])
        ),
    )
    if "cover" in options:  # check takes no such options
        given = _of_the_book(given, options)
    if "check" in options:
        named = devices(options["for"]) if options.get("for") is not None else ()
        given = replace(given, check=CheckSettings(options["check"], options["resident"], named))
    if "output" not in options:
        return given
    if options["edition"] is not None:
        given = replace(given, editions=editions(options["edition"]))
    place = PlaceSettings(
        output=Path(options["output"]),
        force=options["force"],
        keep_invalid=options["keep_invalid"],
        strict=options["strict"],
    )
    return replace(given, place=place)


def _of_the_book(given: Settings, options: Mapping[str, Any]) -> Settings:
    """With what is said of the book: its values, its cover, its looks."""
    from ebook.settings import CoverSettings, FontSettings, TypesetSettings, declare, font

    cover, css = options["cover"], options["css"]
    picture: Picture | None = "none" if cover == "" else Path(cover) if cover else None
    sheet: Sheet | None = "none" if css == "" else Path(css) if css else None
    named = (options[name] for name in ("embed_font", "embed_rare"))
    return replace(
        given,
        cover=CoverSettings(picture),
        theme=options["theme"],
        typeset=TypesetSettings(epoch(), options["vertical"], sheet),
        fonts=FontSettings(*(None if name is None else font(name) for name in named)),
        declared=declare({name: options[name] for name in (*_FIELDS, *_PEOPLE)}),
    )


def epoch() -> int | None:
    """SOURCE_DATE_EPOCH (reproducible-builds.org), where it is set."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", text) or int(text) > _LAST_EPOCH:
        raise Problem(Diagnostic("USE-007", {"value": text}))
    return int(text)
