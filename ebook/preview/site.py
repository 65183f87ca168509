"""What the browser is given: the page in the user's language, the page's own files, the engine; no other file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from ebook.diagnostics import Language
from ebook.wording import wording

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FOLDERS = ("page", "foliate-js")
_LANGUAGE: Mapping[Language, str] = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class View:
    """How the page begins: the frame around the book, how its lines run, what can be done with it."""

    language: Language
    frame: str
    vertical: bool | None  # None: a finished book, which says so itself
    watch: bool


def page(view: View, nonce: str) -> bytes:
    """The page; ``nonce`` is what its Content-Security-Policy lets scripts run by."""
    words = wording("preview", view.language)
    finished = view.vertical is None
    told = {
        "frame": view.frame,
        "lines": "vertical" if view.vertical else "horizontal",
        "finished": finished,
        "watch": view.watch,
        "words": words,
    }
    data = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")  # no word can end the script element
    plain = {name: escape(word) for name, word in words.items()}
    plain["judged"] = plain["judged_finished" if finished else "judged_source"]
    filled = {**plain, "told": data, "nonce": nonce, "frame": view.frame, "language": _LANGUAGE[view.language]}
    index = files("ebook.preview").joinpath("page", "index.html").read_text(encoding="utf-8")
    return Template(index).substitute(filled).encode()


def policy(nonce: str) -> str:
    """The Content-Security-Policy of the page, which the frames of a book inherit (blob: URLs, CSP 3, 7.8).

    Only our own scripts run, by the nonce: even a book that knew their addresses could not call them.  Nothing is
    fetched from elsewhere, no frame shows anything but the book, no form is sent.
    """
    rules = {
        "default-src": "'none'",
        "script-src": f"'nonce-{nonce}'",
        "connect-src": "'self'",
        "style-src": "'self' blob: 'unsafe-inline'",  # books have style attributes
        "img-src": "'self' blob: data:",
        "font-src": "blob: data:",
        "media-src": "blob: data:",
        "frame-src": "blob:",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def static() -> Mapping[str, tuple[str, bytes]]:
    """The files of the page and of the engine: path → media type and bytes."""
    root = files("ebook.preview")
    return {name: (_TYPES[suffix], one.read_bytes()) for name, suffix, one in _walk(root, _FOLDERS)}


def _walk(folder: Traversable, names: tuple[str, ...], path: str = "") -> Iterator[tuple[str, str, Traversable]]:
    for name in names:
        one, whole = folder.joinpath(name), f"{path}{name}"
        suffix = name[name.rfind(".") :] if "." in name else ""
        if one.is_dir():
            yield from _walk(one, tuple(sorted(inner.name for inner in one.iterdir())), f"{whole}/")
        elif suffix in _TYPES:
            yield whole, suffix, one
