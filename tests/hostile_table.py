"""The table of bad input, whole, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import hostile_fonts
import hostile_options
import hostile_places
import hostile_texts
import hostile_world
from hostile import Kind, Outcome

SECTIONS: Mapping[str, tuple[Kind, ...]] = {
    "No text": hostile_texts.NO_TEXT,
    "Encodings": hostile_texts.ENCODINGS,
    "Characters and lines": hostile_texts.SHAPES,
    "No file": hostile_texts.NO_FILE,
    "Options and environment variables": hostile_options.OPTIONS,
    "Titles and names": hostile_options.TITLES,
    "book.toml": hostile_options.PROJECTS,
    "Covers": hostile_options.COVERS,
    "Fonts and conversions": hostile_fonts.FONTS,
    "Style sheets": hostile_options.SHEETS,
    "Disks": hostile_places.DISKS,
    "What stands in the way of the book": hostile_places.WAYS,
    "Streams": hostile_places.STREAMS,
    "Signals": hostile_world.SIGNALS,
    "The world around": hostile_world.WORLD,
    "The checker": hostile_world.CHECKER,
}
KINDS = tuple(kind for kinds in SECTIONS.values() for kind in kinds)


def rows(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Rows of a Markdown table: kind, messages, exit code, seconds by the clock and of a processor, peak memory."""
    for outcome in outcomes:
        name = outcome.kind.name.replace("|", "\\|")
        ids = "" if outcome.ids == "-" else outcome.ids
        measured = f"{outcome.seconds:.2f} | {outcome.work:.2f} | {outcome.megabytes:.0f}"
        yield f"| {name} | {ids} | {outcome.code} | {measured} |"


HEAD = ("| kind | messages | exit code | seconds | CPU s | peak MB |", "|---|---|---|---|---|---|")
