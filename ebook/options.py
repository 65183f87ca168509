"""Every option, once, and which of them each command takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

DEFAULT = "build"  # the command where none is named
PATH = click.Path(readable=False)  # a shell completes it; whether it can be read is told by those who read it

#: What ``ebook.settings.Conversion`` lists; written here again, since --help and --version load no settings.
CONVERSIONS = ("s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s", "s2twp", "tw2sp", "t2tw", "t2hk")

#: Every option under its heading: the key of its words in help.toml, its names, what click is told of it.
OPTIONS: Mapping[str, Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]]] = {
    "metadata": {
        "title": (("--title",), {"metavar": "TEXT"}),
        "subtitle": (("--subtitle",), {"metavar": "TEXT"}),
        "author": (("--author",), {"metavar": "NAME", "multiple": True}),
        "translator": (("--translator",), {"metavar": "NAME", "multiple": True}),
        "photographer": (("--photographer",), {"metavar": "NAME", "multiple": True}),
        "editor": (("--editor",), {"metavar": "NAME", "multiple": True}),
        "date": (("--date",), {"metavar": "DATE"}),
        "publisher": (("--publisher",), {"metavar": "NAME"}),
        "source": (("--source",), {"metavar": "TEXT"}),
        "rights": (("--rights",), {"metavar": "TEXT"}),
        "language": (("--language",), {"metavar": "TAG"}),
        "identifier": (("--identifier",), {"metavar": "ID"}),
        "series": (("--series",), {"metavar": "NAME[#N]"}),
        "cover": (("--cover",), {"metavar": "FILE", "type": PATH}),
        "theme": (("--theme",), {"choices": ("classic", "newspaper", "modern")}),
        "embed-font": (("--embed-font",), {"metavar": "FILE|NAME"}),
        "embed-rare": (("--embed-rare",), {"metavar": "FILE|NAME"}),
        "vertical": (("--vertical",), {"is_flag": True}),
        "css": (("--css",), {"metavar": "FILE", "type": PATH}),
    },
    "reading": {
        "encoding": (("--encoding",), {"metavar": "NAME"}),
        "repair": (("--repair",), {"is_flag": True}),
        "convert": (("--convert",), {"choices": CONVERSIONS}),
        "kind": (("--kind",), {"choices": ("clipping", "book")}),
        "set": (("--set",), {"metavar": "LINE=ROLE", "multiple": True}),
        "headings-like": (("--headings-like",), {"metavar": "LINE", "multiple": True}),
        "not-headings-like": (("--not-headings-like",), {"metavar": "LINE", "multiple": True}),
    },
    "explaining": {
        "explain": (("--explain",), {"metavar": "LINE[-LINE]", "multiple": True}),
    },
    "previewing": {
        "watch": (("--watch",), {"is_flag": True}),
        "frame": (("--frame",), {"choices": ("phone", "kindle", "kobo"), "default": "phone"}),
        "port": (("--port",), {"metavar": "N"}),
        "browser": (("--no-browser", "browser"), {"is_flag": True, "flag_value": False, "default": True}),
        "png": (("--png",), {"metavar": "DIR", "type": PATH}),
        "pages": (("--pages",), {"metavar": "N"}),
    },
    "output": {
        "output": (("-o", "--output"), {"metavar": "DIR|FILE.epub", "type": PATH, "default": "dist"}),
        "edition": (("--edition",), {"metavar": "NAME[,NAME]"}),
        "each": (("--each",), {"is_flag": True}),
        "force": (("--force",), {"is_flag": True}),
        "strict": (("--strict",), {"is_flag": True}),
        "keep-invalid": (("--keep-invalid",), {"is_flag": True}),
    },
    "sending": {
        "to": (("--to",), {"metavar": "DIR", "type": PATH}),
    },
    "checking": {
        "for": (("--for",), {"names": ("kindle", "kobo", "apple", "generic", "all")}),
        "check": (("--no-check", "check"), {"is_flag": True, "flag_value": False, "default": True}),
        "resident": (("--no-resident", "resident"), {"is_flag": True, "flag_value": False, "default": True}),
        "against": (("--against",), {"metavar": "SOURCE", "multiple": True, "type": PATH}),
        "heed": (("--strict", "heed"), {"is_flag": True}),
        "report": (("--format",), {"choices": ("text", "json", "sarif"), "default": "text"}),
    },
    "messages": {
        "format": (("--format",), {"choices": ("text", "json"), "default": "text"}),
        "quiet": (("-q", "--quiet"), {"is_flag": True}),
        "verbose": (("-v", "--verbose"), {"is_flag": True}),
        "timings": (("--timings",), {"is_flag": True}),
        "ui": (("--ui",), {"choices": ("zh", "en")}),
        "version": (("--version",), {"is_flag": True, "is_eager": True, "expose_value": False}),
        "help": (("-h", "--help"), {"is_flag": True, "is_eager": True, "expose_value": False}),
    },
}
#: What each command takes: whole sections, and single options.
TAKES: Mapping[str, tuple[str, ...]] = {
    "build": ("metadata", "reading", "output", "check", "resident", "messages"),
    "inspect": ("metadata", "reading", "explaining", "format", "quiet", "verbose", "ui", "help"),
    "preview": ("metadata", "reading", "previewing", "quiet", "verbose", "ui", "help"),
    "check": ("checking", "reading", "quiet", "verbose", "ui", "help"),
    "send": ("sending", "force", "format", "quiet", "verbose", "ui", "help"),
    "doctor": ("format", "ui", "help"),
    "checker": ("format", "ui", "help"),
}


def all_options() -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The names of every option, and what click is told of it."""
    return (option for section in OPTIONS.values() for option in section.values())


def taken(command: str) -> Iterator[tuple[str, str, tuple[str, ...], Mapping[str, Any]]]:
    """The options of a command, each with its section and its key."""
    for section, options in OPTIONS.items():
        for key, told in options.items():
            if section in TAKES[command] or key in TAKES[command]:
                yield section, key, *told
