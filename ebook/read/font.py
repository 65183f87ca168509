"""A font that a person gives by file or by name: from disk, from the packages of covers, or from the system."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Font
from ebook.read.files import display, load
from ebook.settings import FontName

_MOST_BYTES = 64 << 20  # the largest collections of Chinese fonts have 30 MB a weight
_SECONDS = 20  # fontconfig may have to look through all fonts of the system first
#: The fonts that covers are drawn with, by their names: a package, and its function that gives the file.
_PACKAGED = {
    "Noto Serif SC": ("pylopdf_fonts_zh_cn", "serif_path"),
    "Noto Sans SC": ("pylopdf_fonts_zh_cn", "sans_path"),
    "Noto Serif TC": ("pylopdf_fonts_zh_tw", "serif_path"),
    "Noto Sans TC": ("pylopdf_fonts_zh_tw", "sans_path"),
}


def read_font(wanted: FontName | None) -> Font | None:
    """The font; None where none is wanted.  Raises FNT-001 to FNT-004."""
    if wanted is None or wanted == "":
        return None
    if isinstance(wanted, Path):
        return Font(display(wanted), _bytes(wanted))
    path, face = _packaged(wanted) or _installed(wanted)
    return Font(wanted, _bytes(path), face)


def _bytes(path: Path) -> bytes:
    name = display(path)
    try:
        data = load(path, _MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        values = {"name": name, "error": getattr(error, "strerror", None) or str(error)}
        raise Problem(Diagnostic("FNT-001", values, name)) from error
    if len(data) > _MOST_BYTES:
        raise Problem(Diagnostic("FNT-003", {"name": name, "most": _MOST_BYTES >> 20}, name))
    return data


def _packaged(name: str) -> tuple[Path, int] | None:
    for known, (package, function) in _PACKAGED.items():
        if _plain(name) == _plain(known):
            return Path(getattr(import_module(package), function)()), 0
    return None


def _installed(name: str) -> tuple[Path, int]:
    """A font of the system, as fontconfig knows it; it answers with another where there is none of the name."""
    finder = shutil.which("fc-match")
    if finder and name.isprintable():
        pattern = ":family=" + re.sub(r"([\\:,=-])", r"\\\1", name)
        command = [finder, "--format", "%{file}\n%{index}\n%{family}\n%{fullname}", pattern]
        try:
            told = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False).stdout  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Problem(Diagnostic("FNT-001", {"name": name, "error": str(error)})) from error
        file, index, *names = (told.decode("utf-8", "replace") + "\n\n\n").split("\n")
        if file and _plain(name) in {_plain(one) for line in names for one in line.split(",")}:
            return Path(file), int(index or 0) & 0xFFFF  # above them the number of an instance
    raise Problem(Diagnostic("FNT-004", {"name": name, "known": ", ".join(_PACKAGED)}))


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()
