"""The command line as a user meets it: stdout, stderr, the exit code, the opened book."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from time import monotonic

import pytest
import raised
from conftest import ROOT, SCRIPT, Run
from epub import Epub
from hostile import ARTICLE

from ebook import __version__
from ebook.__main__ import main as start
from ebook.cli import main
from ebook.console import Console
from ebook.diagnostics import catalogue
from ebook.draft import Clock
from ebook.options import OPTIONS, taken
from ebook.settings import Settings
from ebook.wording import choose_language, pad, width, wrap


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A small clipping of our own words."""
    path = tmp_path / "渡口 article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


# --- the way that succeeds ------------------------------------------------------


def test_one_command_one_valid_book(run: Run, article: Path, tmp_path: Path) -> None:
    done = run(article)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"dist/渡口的灯\.epub · 《渡口的灯》 · 1 chapter · ledger balanced · EPUBCheck [\d.]+ clean\n", done.stdout
    )
    assert Epub(tmp_path / "dist" / "渡口的灯.epub").values("title") == ["渡口的灯"]


def test_without_epubcheck_the_last_line_says_so(run: Run, article: Path) -> None:
    done = run("build", "--no-check", article, "-o", "books")
    assert done.returncode == 0
    assert done.stdout.endswith("EPUBCheck not run (--no-check)\n")


def test_options_may_stand_before_the_source(run: Run, article: Path, tmp_path: Path) -> None:
    done = run("--no-check", "--title", "新名", article, "-o", "one.epub")
    assert done.returncode == 0
    assert "info[MET-101] title: “新名” (--title) stands in place of “渡口的灯”" in done.stderr
    assert Epub(tmp_path / "one.epub").values("title") == ["新名"]


def test_every_metadata_option_reaches_the_book(run: Run, article: Path, tmp_path: Path) -> None:
    done = run(
        *("--no-check", article, "-o", "one.epub", "--title", "甲", "--subtitle", "乙", "--author", "林远"),
        *(
            "--author",
            "白苹",
            "--translator",
            "丁一",
            "--photographer",
            "林远",
            "--editor",
            "己二",
            "--date",
            "2020-05",
        ),
        *("--publisher", "庚社", "--source", "辛报", "--rights", "壬权", "--language", "zh-hans"),
        *("--identifier", "urn:x:1", "--series", "癸丛#2"),
    )
    assert done.returncode == 0, done.stderr
    book = Epub(tmp_path / "one.epub")
    found = {name: book.values(name) for name in ("title", "date", "publisher", "rights", "language", "identifier")}
    assert found == {
        "title": ["甲", "乙"],
        "date": ["2020-05"],
        "publisher": ["庚社"],
        "rights": ["壬权"],
        "language": ["zh-Hans"],
        "identifier": ["urn:x:1"],
    }
    assert any("辛报" in source for source in book.values("source"))
    assert book.people() == {"林远": {"aut", "pht"}, "白苹": {"aut"}, "丁一": {"trl"}, "己二": {"edt"}}
    assert "癸丛" in book.files[book.package_name].decode()


def test_standard_input(run: Run, tmp_path: Path) -> None:
    done = run("-", "--no-check", "-o", "one.epub", stdin=ARTICLE)
    assert done.returncode == 0
    assert Epub(tmp_path / "one.epub").values("title") == ["渡口的灯"]


def test_a_folder_with_a_book_toml_is_one_book(run: Run, tmp_path: Path) -> None:
    done = run("--no-check", ROOT / "content" / "dihe-shouyi")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert Epub(tmp_path / "dist" / "荻河手艺.epub").people()["裴照"] == {"pht"}


def test_quiet_says_nothing(run: Run, article: Path) -> None:
    done = run("-q", "--no-check", article)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_verbose_tells_the_encoding_and_the_account(run: Run, article: Path) -> None:
    done = run("-v", "--no-check", article)
    assert "info[TXT-020]" in done.stderr
    assert "info[LED-001]" in done.stderr


def test_timings_add_up(run: Run, article: Path) -> None:
    done = run("--timings", "--no-check", article)
    figures = [float(line.split()[0]) for line in done.stderr.splitlines()]
    assert [line.split()[-1] for line in done.stderr.splitlines()] == [
        *("reading", "converting", "recognising", "cover", "typesetting", "fonts", "editions", "packaging"),
        *("checking", "finishing", "placing"),
        "total",
    ]
    assert figures[-1] == pytest.approx(sum(figures[:-1]), abs=0.01)


# --- several books --------------------------------------------------------------


def test_several_sources_without_each_are_refused(run: Run, article: Path) -> None:
    done = run(article, article)
    assert done.returncode == 2
    assert "error[USE-004]" in done.stderr
    assert "--each" in done.stderr


def test_one_bad_file_does_not_stop_the_others(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("--each", "--no-check", "empty.txt", article, "nowhere.txt", "-o", "books")
    assert done.returncode == 3
    assert [path.name for path in (tmp_path / "books").iterdir()] == ["渡口的灯.epub"]
    assert done.stderr.splitlines()[-1] == "Not built: empty.txt (3) nowhere.txt (3)"


def test_two_books_of_one_name_do_not_overwrite_each_other(run: Run, article: Path, tmp_path: Path) -> None:
    twin = tmp_path / "b" / "twin.txt"
    twin.parent.mkdir()
    twin.write_text(ARTICLE + "　　又下起雨来。\n", encoding="utf-8")
    for force in ((), ("--force",)):
        done = run("--each", "--no-check", article, twin, "-o", "books", *force)
        assert done.returncode == 1
        assert "error[USE-014]" in done.stderr
        assert "又下起雨来" not in Epub(tmp_path / "books" / "渡口的灯.epub").words()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("-o", "one.epub"), "USE-006"),
        (("--title", "同名"), "USE-013"),
        (("--identifier", "urn:x:1"), "USE-013"),
    ],
)
def test_what_only_one_book_can_have(run: Run, article: Path, options: tuple[str, ...], fault: str) -> None:
    done = run("--each", article, "b.txt", *options)
    assert done.returncode == 2
    assert fault in done.stderr


def test_standard_input_is_read_once(run: Run) -> None:
    assert "USE-012" in run("--each", "-", "-", stdin=ARTICLE).stderr


def test_without_a_source_content_is_built(run: Run, tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "folder").mkdir(parents=True)
    (content / "folder" / "book.toml").write_text('title = "一册"', encoding="utf-8")
    (content / "folder" / "第一章.txt").write_text(ARTICLE, encoding="utf-8")
    (content / "notes").mkdir()
    (content / "灯.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("--no-check")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "dist").iterdir()} == {"一册.epub", "渡口的灯.epub"}


def test_without_a_source_and_content_help_is_printed(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run("--help").stdout


# --- mistakes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "fault", "words"),
    [
        (("--titel", "x", "a.txt"), "USE-001", "Did you mean --title?"),
        (("a.txt", "--title"), "USE-002", "--title"),
        (("a.txt", "--force=yes"), "USE-015", "--force"),
        (("a.txt", "--kind", "boook"), "USE-003", "did you mean book?"),
        (("a.txt", "--ui", "cn"), "USE-003", "zh, en"),
        (("a.txt", "--date", "5/3/2021"), "MET-001", "2023-06-30"),
        (("a.txt", "--identifier", "my book"), "MET-006", "urn:uuid"),
        (("a.txt", "--language", "zh_TW"), "MET-002", "Did you mean zh-Hant?"),
        (("a.txt", "--encoding", "gb1803"), "TXT-004", "GB18030"),
        (("nowhere.txt",), "TXT-005", "nowhere.txt"),
        ((".",), "USE-005", "book.toml"),
        (("inspect",), "USE-011", "inspect"),
        (("inspect", "a.txt", "--force"), "USE-001", "--force"),
    ],
)
def test_a_mistake_has_its_message_and_code(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], fault: str, words: str
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (catalogue()[fault].exit, "")
    assert f"error[{fault}]" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "dist").exists()


def test_what_cannot_be_looked_at_is_told(run: Run, tmp_path: Path) -> None:
    """A name that no file system has; a folder whose book.toml is a pipe, which nobody waits on."""
    assert run("字" * 1000 + ".txt").returncode == catalogue()["TXT-008"].exit
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "folder" / "book.toml")
    assert "USE-005" in run("folder").stderr


def test_a_file_name_that_is_no_text(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(b"\x01\xff\xe7\x81\xaf.txt")
    (tmp_path / name).write_text("第一章 雨\n雨下了一夜。\n第二章 风\n风停了。\n", encoding="utf-8")
    done = run("--kind", "book", "--no-check", name, "-o", "one.epub")
    assert done.returncode == 0, done.stderr
    assert Epub(tmp_path / "one.epub").values("title") == ["灯"]


def test_all_wrong_values_are_told_at_once(run: Run) -> None:
    done = run("a.txt", "--date", "x", "--language", "x y", "--series", "书#甲")
    assert re.findall(r"\[(\S+)\]", done.stderr) == ["MET-001", "MET-002", "MET-008"]


def test_a_message_names_file_line_and_remedy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('title = "潮信"\nautor = "林远"\n', encoding="utf-8")
    (tmp_path / "a.txt").touch()
    done = run(tmp_path.name, cwd=tmp_path.parent)
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"{tmp_path.name}/book.toml:2: error[CFG-003] There is no key autor — Did you mean authors?"
    )


def test_a_wrong_source_date_epoch(run: Run, article: Path) -> None:
    done = run(article, env={"SOURCE_DATE_EPOCH": "today"})
    assert done.returncode == 2
    assert "USE-007" in done.stderr


def test_strict_places_nothing_where_there_are_warnings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("　　雨下了一夜，河水涨过了石阶\ue000。\n", encoding="utf-8")
    done = run("--strict", "--no-check", "a.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[USE-008]" in done.stderr
    assert not list(tmp_path.glob("dist/*"))


def test_a_bug_of_ours_shows_its_traceback(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(import_module("ebook.build"), "package", broken)  # which ebook.build alone may not be
    monkeypatch.setenv("LC_ALL", "C")
    assert main([str(article), "--no-check"]) == 70
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "this is our bug" in told


def test_a_terminal_is_safe_from_names_and_values(run: Run) -> None:
    done = run("a\x1b[31mred\n.txt")
    assert "\x1b" not in done.stderr
    assert done.stderr.count("\n") == 1


# --- inspect --------------------------------------------------------------------


def test_inspect_shows_value_origin_place_and_confidence(run: Run, article: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = run("inspect", article, "--publisher", "临河日报社")
    assert done.returncode == 0
    assert re.search(r"title +渡口的灯 +text · line 1 · \d\.\d\d", done.stdout)
    assert re.search(r"publisher +临河日报社 +option · --publisher · 1\.00", done.stdout)
    assert re.search(r"author +江舟", done.stdout)
    assert re.search(r"line 1 +渡口的灯 +\d+ characters", done.stdout)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_inspect_is_aligned_for_wide_characters(run: Run, article: Path) -> None:
    lines = run("inspect", article, "--ui", "zh").stdout.splitlines()
    start = lines.index("书名页") + 1
    notes = [re.search(r"(文稿|推算) · ", line) for line in lines[start : lines.index("", start)]]
    columns = {width(found.string[: found.start()]) for found in notes if found}
    assert len(columns) == 1


def test_inspect_as_json(run: Run, article: Path) -> None:
    data = json.loads(run("inspect", "--format", "json", article).stdout)
    assert data["kind"] == "clipping"
    assert data["metadata"]["title"]["value"] == "渡口的灯"
    assert data["metadata"]["title"]["evidence"]["origin"] == "text"
    assert data["divisions"][0]["heading"] == "渡口的灯"
    assert data["readings"][0]["encoding"]["name"] == "UTF-8"
    assert sum(data["readings"][0]["roles"].values()) == len(ARTICLE.splitlines())


# --- JSON -----------------------------------------------------------------------


def test_a_build_as_json_is_one_object_on_one_line(run: Run, article: Path) -> None:
    done = run("--format", "json", "--no-check", article)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    data = json.loads(done.stdout)
    assert (data["path"], data["exit"], data["epubcheck"]) == ("dist/渡口的灯.epub", 0, None)
    assert {item["id"] for item in data["diagnostics"]} >= {"LED-001", "TXT-020"}
    line = "read convert recognise cover typeset embed edition package check finish place"
    stages = set(line.split())
    assert stages == data["timings"].keys()


def test_a_failure_as_json(run: Run) -> None:
    done = run("--each", "--format", "json", "a.txt", "b.txt")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(item["source"], item["path"], item["exit"]) for item in objects] == [
        (["a.txt"], None, 3),
        (["b.txt"], None, 3),
    ]
    assert objects[0]["diagnostics"][0]["id"] == "TXT-005"
    assert done.stderr == ""


# --- languages, terminals, streams ----------------------------------------------


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(run: Run, env: dict[str, str], language: str) -> None:
    told = run("nowhere.txt", env=env).stderr
    assert ("错误[TXT-005]" in told) == (language == "zh")


def test_ui_wins_over_the_locale_for_messages_and_help(run: Run) -> None:
    assert "错误[" in run("nowhere.txt", "--ui", "zh").stderr
    assert run("--ui=zh", "--help").stdout.startswith("用法：")
    assert run("--help", env={"LC_ALL": "zh_CN.UTF-8"}).stdout.startswith("用法：")
    assert run("inspect", "--ui", "en", "--help", env={"LC_ALL": "zh_CN.UTF-8"}).stdout.startswith("Usage:")
    assert choose_language([]) in ("zh", "en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_names_every_option_and_fits(run: Run, language: str) -> None:
    page = run("--help", "--ui", language, env={"COLUMNS": "80"}).stdout
    for _, _, names, _ in taken("build"):
        assert names[0] in page
    assert all(width(line) <= 80 for line in page.splitlines() if not line.startswith("  build-epub"))


def test_inspect_has_only_the_options_that_bear_on_reading(run: Run) -> None:
    page = run("inspect", "--help").stdout
    assert all(names[0] in page for names, _ in OPTIONS["metadata"].values())
    assert "--force" not in page


def test_an_ascii_locale_does_not_break_the_run(run: Run, article: Path) -> None:
    done = run("--no-check", article, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "\\u6e21\\u53e3" in done.stdout


def test_json_is_json_in_an_ascii_locale(run: Run, article: Path) -> None:
    done = run("--no-check", "--format", "json", article, env={"PYTHONIOENCODING": "ascii"})
    assert json.loads(done.stdout)["metadata"]["title"]["value"] == "渡口的灯"


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What a line does in a shell that reports the code of the first command of a pipe."""
    done = subprocess.run(
        ["bash", "-c", f'epub() {{ "{SCRIPT}" "$@"; }}; {line}'],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    raised.note(done.stderr)
    return done


def test_a_reader_that_goes_is_no_fault(article: Path) -> None:
    done = shell(f'epub inspect "{article}" | true; exit ${{PIPESTATUS[0]}}', article.parent)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_stdout_is_no_fault(article: Path, tmp_path: Path) -> None:
    done = shell(f'epub --no-check "{article}" >&-', article.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "dist" / "渡口的灯.epub").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_stdout_is_told(article: Path) -> None:
    for arguments in (f'inspect "{article}"', "--help"):
        done = shell(f"epub {arguments} --ui en >/dev/full", article.parent)
        assert done.returncode == 1
        assert "error[USE-010]" in done.stderr
        assert "Traceback" not in done.stderr


def terminal(*arguments: str | Path, env: dict[str, str] | None = None) -> str:
    """What a terminal is shown."""
    main_end, end = pty.openpty()
    clean = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", **(env or {})}
    with subprocess.Popen([SCRIPT, *arguments], stdin=end, stdout=end, stderr=end, env=clean) as process:
        os.close(end)
        shown = b""
        while True:
            try:
                piece = os.read(main_end, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            shown += piece
        process.wait()
    os.close(main_end)
    return shown.decode()


def test_colour_on_a_terminal_only_and_not_with_no_color() -> None:
    assert "\x1b[31merror\x1b[0m[TXT-005]" in terminal("nowhere.txt")
    assert "\x1b" not in terminal("nowhere.txt", env={"NO_COLOR": "1"})
    assert "\x1b" not in terminal("nowhere.txt", env={"TERM": "dumb"})


def test_long_work_shows_its_stage_on_a_terminal(article: Path, tmp_path: Path) -> None:
    shown = terminal(article, "--no-resident", "-o", tmp_path / "one.epub")
    assert re.search(r"渡口 article\.txt · checking · \d s", shown)
    assert shown.replace("\r\n", "\n").rstrip("\n").split("\x1b[K")[-1].startswith(str(tmp_path))


# --- speed, completion, the library ---------------------------------------------


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ebook", "--version"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, f"build-epub {__version__}\n")


def test_an_interrupt_while_loading_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ebook.cli.main", _interrupted)
    assert start() == 130


def _interrupted() -> int:
    raise KeyboardInterrupt


def test_version_names_the_version(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"build-epub {__version__}\n")


def test_importing_the_library_loads_no_stage() -> None:
    code = "import ebook, sys; sys.exit(any(name.startswith('ebook.') or name == 'click' for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["build-epub", "insp"], {"inspect"}),
        (["build-epub", "--tit"], {"--title"}),
        (["build-epub", "a.txt", "--kee"], {"--keep-invalid"}),
        (["build-epub", "inspect", "--for"], {"--format"}),
        (["build-epub", "a.txt", "--kind", ""], {"clipping", "book"}),
    ],
)
def test_shell_completion(run: Run, words: list[str], expected: set[str]) -> None:
    done = run(
        env={
            "_BUILD_EPUB_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(words),
            "COMP_CWORD": str(len(words) - 1),
        }
    )
    assert {line.partition(",")[2] for line in done.stdout.splitlines() if line.startswith("plain")} == expected


def test_shell_completion_offers_files_as_sources(run: Run) -> None:
    done = run(env={"_BUILD_EPUB_COMPLETE": "bash_complete", "COMP_WORDS": "build-epub a", "COMP_CWORD": "1"})
    assert "file," in done.stdout


def test_every_diagnostic_is_whole() -> None:
    for key, entry in catalogue().items():
        for language in ("zh", "en"):
            holes = set(re.findall(r"{(\w+)", entry.message[language] + entry.remedy[language]))
            assert set(re.findall(r"{(\w+)", entry.cure[language])) <= holes, key
            assert entry.message[language], key
            assert bool(entry.remedy["zh"]) == bool(entry.remedy["en"]), key
            assert bool(entry.cure["zh"]) == bool(entry.cure["en"]), key
            assert holes == set(re.findall(r"{(\w+)", entry.message["zh"] + entry.remedy["zh"])), key
        assert (entry.exit > 0) == (entry.severity == "error"), key


def test_a_clock_tells_each_stage_as_it_begins() -> None:
    told: list[str] = []
    clock = Clock(told.append)
    start = monotonic()
    with clock.stage("read"):
        assert told == ["read"]
    assert 0 <= clock.timings["read"] <= monotonic() - start
    assert Settings().place.output == Path("dist")
    assert Console("zh").format == "text"


def test_columns() -> None:
    assert width("字a") == 3
    assert pad("字", 4) == "字  "
    assert list(wrap("一二三四，五 word next", 8)) == ["一二三", "四，五", "word", "next"]
    assert list(wrap("  深一层", 80)) == ["  深一层"]
