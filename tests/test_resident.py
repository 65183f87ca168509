"""The resident checker: one for each user and version, trusted where it is the user's own, gone when not needed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import epubs
import pytest
from conftest import ROOT, SCRIPT, Run
from test_epubcheck import full_disk

from ebook.check import jvm, resident, start_checker
from ebook.check.epubcheck import Report
from ebook.check.jvm import Jvm
from ebook.check.private import Unfit, private_folder, private_path
from ebook.check.process import Process
from ebook.check.resident import Resident, residents
from ebook.diagnostics import Diagnostic
from ebook.settings import CheckSettings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no Unix sockets")

ARTICLE = ROOT / "content" / "xiangkou-bookstall.txt"
BOOK = epubs.packed(epubs.files())
EMPTY = frozenset({"work.lock"})  # what stays in the private folder


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime folder where no resident checker is yet; near the root, since the path of a socket is short."""
    with TemporaryDirectory(prefix="be-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)
        monkeypatch.undo()
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        with suppress(Unfit):
            for here in residents():
                here.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the process of a run's own, which passes every book at once: here the other one matters."""
    script = (
        "import json, sys\n"
        "for line in sys.stdin.buffer:\n"
        "    question = json.loads(line); sys.stdin.buffer.read(question.get('length', 0))\n"
        "    answer = {'id': question['id'], 'version': 'own', 'messages': [], 'failure': None}\n"
        "    print(json.dumps(answer), flush=True)\n"
    )
    command = (sys.executable, "-c", script)
    monkeypatch.setattr("ebook.check.epubcheck._own", lambda _jvm, **_: Process(command))


def judge() -> Report:
    with start_checker(CheckSettings()) as checker:
        assert checker
        return checker.check(BOOK)


def running() -> list[Resident]:
    return [here.resident for here in residents()]


def eventually(fact: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.05)
    return fact()


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def told(report: Report) -> list[str]:
    return [item.id for item in report.diagnostics]


# --- one that stays --------------------------------------------------------------


def test_the_second_run_finds_the_checker_of_the_first(runtime: Path) -> None:
    assert told(judge()) == []
    (first,) = running()
    assert told(judge()) == []
    (second,) = running()
    assert (second.process, second.judged) == (first.process, first.judged + 1)
    assert {path.suffix for path in (runtime / "build-epub").iterdir()} == {".sock", ".lock", ""}


def test_eight_commands_at_once_start_one(runtime: Path, tmp_path: Path) -> None:
    assert not (runtime / "build-epub").exists()
    commands = [[str(SCRIPT), str(ARTICLE), "-o", str(tmp_path / f"{number}.epub")] for number in range(8)]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        for command in commands
    ]
    for process in started:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
    (only,) = running()
    assert only.judged == len(commands)
    assert len({(tmp_path / f"{number}.epub").read_bytes() for number in range(8)}) == 1


def test_it_is_apart_from_who_started_it(tmp_path: Path) -> None:
    """Ctrl-C in the caller's terminal, the end of the caller's session, an unmounted folder: none is its business."""
    command = [str(SCRIPT), str(ARTICLE), "-o", "one.epub"]
    caller = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, "MARK": "caller"}, start_new_session=True)
    assert caller.wait(60) == 0
    (here,) = running()
    assert os.getsid(here.process) not in (caller.pid, os.getsid(0))
    assert os.getpgid(here.process) not in (caller.pid, os.getpgid(0))
    process = Path(f"/proc/{here.process}")
    if process.exists():
        assert (process / "cwd").readlink() == Path("/")
        assert "MARK" not in (process / "environ").read_text(encoding="utf-8")
        files = {str((process / "fd" / number).readlink()) for number in "012"}
        assert not any(name.startswith(("/dev/pts", str(tmp_path))) for name in files)


def test_a_build_that_is_interrupted_leaves_it_running(tmp_path: Path) -> None:
    judge()
    (here,) = running()
    caller = subprocess.Popen([SCRIPT, ARTICLE, "-o", tmp_path / "one.epub"], start_new_session=True)
    time.sleep(0.1)
    os.killpg(caller.pid, signal.SIGINT)
    caller.wait(60)
    assert [one.process for one in running()] == [here.process]
    assert told(judge()) == []


def test_it_ends_when_nobody_needs_it_and_leaves_nothing(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "IDLE", 0.5)
    judge()
    (here,) = running()
    assert eventually(lambda: not alive(here.process))
    assert {path.name for path in (runtime / "build-epub").iterdir()} == EMPTY
    assert told(judge()) == []  # and another is started


def test_a_book_that_takes_too_long_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "LONGEST", 0.0)
    report = judge()
    assert (told(report), report.version) == (["CHK-008"], "own")


def test_stop(runtime: Path) -> None:
    judge()
    (here,) = running()
    for one in residents():
        one.stop()
    assert eventually(lambda: not alive(here.process), 5)
    assert {path.name for path in (runtime / "build-epub").iterdir()} == EMPTY
    assert running() == []


def test_another_version_is_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "IDLE", 2.0)
    judge()
    (old,) = running()
    monkeypatch.setattr(resident, "IDLE", 600.0)
    monkeypatch.setattr(Jvm, "key", lambda _: "another")
    judge()
    assert len({one.process for one in running()} - {old.process}) == 1
    assert eventually(lambda: not alive(old.process)), "whom nobody asks any more ends"
    assert len(running()) == 1


def test_the_key_changes_with_what_is_installed(tmp_path: Path) -> None:
    java, jar = tmp_path / "java", tmp_path / "epubcheck.jar"
    java.write_bytes(b"1")
    jar.write_bytes(b"1")
    found = Jvm(str(java), jar)
    keys = [found.key(), found.key()]
    jar.write_bytes(b"22")
    keys.append(found.key())
    java.write_bytes(b"22")
    keys.append(found.key())
    assert [keys.index(key) for key in keys] == [0, 0, 2, 3]
    assert len(f"/run/user/4294967295/build-epub/{keys[0]}.sock") <= 104


def test_the_command_says_how_it_is_and_ends_it(run: Run, runtime: Path) -> None:
    env = {"XDG_RUNTIME_DIR": str(runtime)}
    assert run("checker", env=env).stdout == "No resident checker is running\n"
    assert list(runtime.iterdir()) == [], "asking makes nothing"
    judge()
    (here,) = running()
    assert f"process {here.process}: EPUBCheck 5.3.0, Java " in run("checker", "status", env=env).stdout
    (told,) = json.loads(run("checker", "status", "--format", "json", env=env).stdout)["checkers"]
    assert (told["process"], told["judged"]) == (here.process, 1)
    assert run("checker", "stop", env=env).stdout == f"process {here.process} has ended; books judged: 1\n"
    assert not alive(here.process)
    assert run("checker", "stop", env=env).stdout == "No resident checker is running\n"


@pytest.mark.parametrize(("words", "ident"), [(["stpo"], "USE-003"), (["stop", "now"], "USE-018")])
def test_the_command_takes_two_words(run: Run, words: list[str], ident: str) -> None:
    done = run("checker", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error[{ident}]" in done.stderr


def test_the_command_says_why_it_finds_none(run: Run, runtime: Path) -> None:
    (runtime / "build-epub").mkdir(mode=0o755)
    done = run("checker", env={"XDG_RUNTIME_DIR": str(runtime)})
    assert (done.returncode, done.stdout) == (0, "No resident checker is running\n")
    assert "info[CHK-007]" in done.stderr


@pytest.mark.parametrize(("options", "env"), [
    (["--no-resident"], {}), ([], {"BUILD_EPUB_RESIDENT": "0"}), ([], {"BUILD_EPUB_RESIDENT": "", "CI": "true"}),
])  # fmt: skip
def test_it_can_be_turned_off(run: Run, runtime: Path, options: list[str], env: dict[str, str]) -> None:
    done = run(ARTICLE, "-v", *options, env={**env, "XDG_RUNTIME_DIR": str(runtime)})
    assert done.returncode == 0
    assert "CHK-" not in done.stderr
    assert running() == []
    assert {path.name for path in (runtime / "build-epub").iterdir()} == EMPTY


# --- what stands in its place ------------------------------------------------------


def refused(report: Report) -> Diagnostic:
    (only,) = report.diagnostics
    assert (only.severity, report.version) == ("info", "own")
    return only


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o755, 0o720])
def test_a_folder_that_others_can_touch_is_refused(runtime: Path, mode: int) -> None:
    folder = runtime / "build-epub"
    folder.mkdir()
    folder.chmod(mode)
    assert refused(judge()).id == "CHK-007"
    assert list(folder.iterdir()) == []


def test_a_link_in_place_of_the_folder_is_refused(runtime: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    (runtime / "build-epub").symlink_to(tmp_path / "theirs")
    report = refused(judge())
    assert (report.id, str(report.values["mode"])[0]) == ("CHK-007", "l")
    assert list((tmp_path / "theirs").iterdir()) == []


def test_a_link_to_nowhere_and_a_file_are_refused(runtime: Path) -> None:
    (runtime / "build-epub").symlink_to(runtime / "nowhere")
    assert refused(judge()).id == "CHK-007"
    (runtime / "build-epub").unlink()
    (runtime / "build-epub").write_text("mine", encoding="utf-8")
    assert refused(judge()).id == "CHK-007"


def test_a_folder_of_somebody_else_is_refused(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (runtime / "build-epub").mkdir(mode=0o700)
    mine = os.geteuid()
    if mine == 0:
        os.chown(runtime / "build-epub", 12345, -1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: mine + 1)
    assert refused(judge()).id == "CHK-007"


def test_a_folder_in_which_anybody_may_rename_is_refused(runtime: Path) -> None:
    runtime.chmod(0o777)
    assert refused(judge()).id == "CHK-012"
    runtime.chmod(0o1777)
    assert told(judge()) == []


def test_without_a_runtime_folder_the_temp_folder_serves(
    tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(runtime))
    for value in ("", "relative", str(tmp_path / "missing")):
        monkeypatch.setenv("XDG_RUNTIME_DIR", value)
        assert private_path() == runtime / f"build-epub-{os.geteuid()}"
    assert private_folder().stat().st_mode & 0o777 == 0o700


def test_a_refusal_is_told_on_the_command_line(runtime: Path, tmp_path: Path) -> None:
    (runtime / "build-epub").mkdir(mode=0o755)
    done = subprocess.run(
        [SCRIPT, ARTICLE, "-v", "-o", tmp_path / "one.epub"], capture_output=True, encoding="utf-8", check=True
    )
    assert "[CHK-007]" in done.stderr


def test_a_stale_socket_is_replaced() -> None:
    path = private_folder() / f"{jvm.find_jvm().key()}.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    assert told(judge()) == []
    assert len(running()) == 1


def test_a_file_in_place_of_the_socket_is_replaced() -> None:
    (private_folder() / f"{jvm.find_jvm().key()}.sock").write_text("a file", encoding="utf-8")
    assert told(judge()) == []


def test_a_killed_process_is_replaced(runtime: Path) -> None:
    judge()
    (here,) = running()
    os.kill(here.process, signal.SIGKILL)
    assert eventually(lambda: not alive(here.process))
    assert told(judge()) == []
    (other,) = running()
    assert other.process != here.process
    assert len(list((runtime / "build-epub").glob("work-*"))) == 1, "what the killed one left is cleared away"


def test_a_process_killed_in_mid_check_costs_no_verdict() -> None:
    with start_checker(CheckSettings()) as checker:
        assert checker
        checker.check(BOOK)
        (here,) = running()
        os.kill(here.process, signal.SIGSTOP)
        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(checker.check, BOOK) for _ in range(2)]
            time.sleep(0.2)
            os.kill(here.process, signal.SIGKILL)
            assert [told(one.result()) for one in waiting] == [["CHK-008"], ["CHK-008"]]
        assert checker.check(BOOK).version == "own"


def test_a_process_that_does_not_answer_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    judge()
    (here,) = running()
    monkeypatch.setattr(resident, "_PATIENCE", 0.5)
    os.kill(here.process, signal.SIGSTOP)
    try:
        assert told(judge()) == ["CHK-008"]
    finally:
        os.kill(here.process, signal.SIGCONT)


def test_one_that_speaks_nonsense_is_done_without() -> None:
    path = private_folder() / f"{jvm.find_jvm().key()}.sock"
    script = (
        "import socket, sys\n"
        "server = socket.socket(socket.AF_UNIX); server.bind(sys.argv[1]); server.listen()\n"
        "while True:\n    side = server.accept()[0]; side.recv(999); side.sendall(b'hello\\n')\n"
    )
    fake = subprocess.Popen([sys.executable, "-c", script, str(path)])
    try:
        assert eventually(path.exists)
        assert told(judge()) == ["CHK-008"]
    finally:
        fake.kill()
        fake.wait()


def test_a_folder_whose_lock_is_held_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr(resident, "_PATIENCE", 0.2)
    handle = os.open(private_folder(), os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert told(judge()) == ["CHK-008"]
    finally:
        os.close(handle)


def test_a_path_too_long_for_a_socket_is_done_without(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = runtime / ("x" * 100)
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    assert told(judge()) == ["CHK-008"]


def test_a_java_that_does_not_start_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is what it said; a process of our own may still do."""
    monkeypatch.setattr(Jvm, "command", _serve_fails(Jvm.command))
    (note,) = judge().diagnostics
    assert (note.id, "no such thing" in note.message("en")) == ("CHK-008", True)
    assert running() == []


def test_a_java_that_hangs_is_done_without_and_does_not_stay(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f"echo $$ > {runtime}/one; sleep 600 & echo $! > {runtime}/two; wait"
    monkeypatch.setattr(resident, "_PATIENCE", 0.5)
    monkeypatch.setattr(Jvm, "command", lambda *_: ("/bin/sh", "-c", script))
    assert told(judge()) == ["CHK-008"]
    for name in ("one", "two"):
        process = int((runtime / name).read_text(encoding="utf-8"))
        assert eventually(lambda: not alive(process)), name  # noqa: B023 - called at once


def _serve_fails(command: Callable[..., tuple[str, ...]]) -> Callable[..., tuple[str, ...]]:
    def fails(found: Jvm, *arguments: str) -> tuple[str, ...]:
        broken = ("/bin/sh", "-c", "echo no such thing >&2; exit 1")
        return broken if arguments[0] == "serve" else command(found, *arguments)

    return fails


def test_a_full_disk_under_the_resident_process_costs_no_verdict() -> None:
    with full_disk(), start_checker(CheckSettings()) as first:
        assert first
        assert eventually(lambda: len(running()) == 1)
    (note,) = judge().diagnostics
    assert note.id == "CHK-008"


def test_a_disk_that_is_full_costs_no_verdict(runtime: Path) -> None:
    """A real one, where a file system can be mounted: the socket finds its place, the book does not."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(runtime)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        fill(runtime)
        assert told(judge()) == ["CHK-008"]
        for here in residents():
            here.stop()
    finally:
        subprocess.run(["umount", "-l", str(runtime)], check=True)


def fill(disk: Path) -> None:
    """Write until there is no room for a single byte."""
    with suppress(OSError), (disk / "full").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def test_a_system_without_unix_sockets_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise Unfit(Diagnostic("CHK-009"))

    monkeypatch.setattr("ebook.check.epubcheck.private_path", none)
    assert told(judge()) == ["CHK-009"]
    assert running() == []
