"""Compiled classes beside their sources: are they what the sources say?"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

COMPILER = 17  # whose classes are kept; another's differ in their bytes


def same_classes(folder: Path, scratch: Path) -> None:
    """Compile the sources of a folder anew and compare with the classes that are there."""
    javac = shutil.which("javac")
    if javac is None:
        pytest.skip("no javac on this machine")
    subprocess.run([sys.executable, ROOT / "tools" / "java.py", folder, scratch], check=True)
    kept, made = ({path.relative_to(base): path for path in base.rglob("*.class")} for base in (folder, scratch))
    assert kept.keys() == made.keys()
    version = re.search(r"\d+", subprocess.run([javac, "-version"], capture_output=True, text=True, check=True).stdout)
    if version and int(version[0]) == COMPILER:
        assert [name for name in kept if kept[name].read_bytes() != made[name].read_bytes()] == []
