"""The preflight as a user meets it: books of ours pass, ``check --for`` names what a device does not forgive."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import epubs
import pytest
from conftest import ROOT, Run
from epubs import CSS, OPF
from flawed import css, good, swap
from hostile import ARTICLE

from ebook.check.devices import preflight
from ebook.check.opening import read_epub
from ebook.cli import main
from ebook.cover import draw
from ebook.draft import read_book
from ebook.edition import EDITIONS, kindle
from ebook.package import package
from ebook.resources import stylesheet
from ebook.settings import DEVICES as NAMES
from ebook.settings import THEME_OF, EditionName, Settings, Theme, TypesetSettings
from ebook.typeset import typeset

Command = Callable[..., tuple[int, str, str]]

# --- books of ours --------------------------------------------------------------

THEMES: tuple[Theme, ...] = get_args(Theme)


def editions(
    source: Path, theme: Theme | None = None, *, vertical: bool = False
) -> Iterator[tuple[EditionName, bytes]]:
    """The editions of a text, made in memory; with a cover where a theme is asked for, since drawing takes long."""
    draft = read_book([source], Settings())
    settings = draft.manuscript.settings
    cover = draw(draft.book, theme)[0] if theme else None
    theme = theme or settings.theme or THEME_OF[draft.book.kind]
    language = draft.book.metadata.language
    assert language
    sheet = stylesheet(theme, language.value, vertical=vertical, own="")
    publication = typeset(draft.book, draft.sources, cover, sheet, TypesetSettings(vertical=vertical))
    for name, edition in EDITIONS.items():
        yield name, package(edition.make(publication))


def passes(name: EditionName, book: bytes) -> None:
    """No rule of its own device finds anything, nor of Apple Books, which opens the generic edition."""
    own = EDITIONS[name].device
    devices = [device for device in NAMES if device == own or (own == "generic" and device == "apple")]
    assert own in devices
    found = preflight(read_epub(book), devices)
    assert [f"{item.place} {item.message('en')}" for item in found] == []


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("source", sorted((ROOT / "content").iterdir()), ids=lambda path: path.stem)
def test_our_samples_pass_in_every_edition_and_look(source: Path, theme: Theme, *, vertical: bool) -> None:
    made = dict(editions(source, theme, vertical=vertical))
    assert set(made) == set(EDITIONS)
    for name, book in made.items():
        passes(name, book)


@pytest.mark.parametrize("folder", ["clippings", "books"])
def test_every_page_and_book_passes(shared: Path, folder: str) -> None:
    sources = sorted((shared / folder).glob("*.txt"))
    assert sources
    for source in sources:
        for name, book in editions(source):
            passes(name, book)


# --- the commands ---------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


@pytest.fixture
def theirs(tmp_path: Path) -> str:
    """A book of others with a fault for Kobo and one for Kindle, and one of hygiene that is no device's."""
    files = good()
    css("body { line-height: 1.2 }\nh2 { display: flex }")(files)
    swap(OPF, "<dc:date>2023-06-30", "<dc:date>30.6.2023")(files)
    (tmp_path / "theirs.epub").write_bytes(epubs.packed(files))
    return "theirs.epub"


def test_check_names_what_a_device_does_not_forgive_and_nothing_else(command: Command, theirs: str) -> None:
    code, out, err = command("check", "--no-check", "--for", "kobo,kindle", theirs)
    assert (code, err) == (0, "")
    head, kindle, kobo = sorted(out.splitlines(), key=lambda line: line.startswith("  "))
    assert head == (
        "theirs.epub · made elsewhere · for kindle, kobo · EPUBCheck not run (--no-check) · errors 0, warnings 2"
    )
    assert {kindle, kobo} == {
        (
            f"  {CSS}:4: warning[DEV-505] The style sheet sets the size, line height or colour of running text: "
            "body { line-height: 1.2 }. What a Kindle's reader has chosen is overruled — "
            "Leave it out; set headings and notes only"
        ),
        (
            f"  {CSS}:5: warning[DEV-503] The style sheet uses flexible boxes or grids: display: flex. "
            "Kobo has shown a single blank page for it — Use plain blocks and margins"
        ),
    }
    assert "DEV-503" not in command("check", "--no-check", "--for", "kindle", theirs)[1]
    assert "GAT-203" in command("check", "--no-check", theirs)[1]
    assert "DEV-" not in command("check", "--no-check", theirs)[1]


def test_epubcheck_judges_beside_the_preflight(command: Command, theirs: str) -> None:
    code, out, _ = command("check", "--for", "all", theirs)
    assert code == 0
    assert "CHK-001" in out
    assert "for kindle, kobo, apple, generic · EPUBCheck 5" in out


def test_programs_are_told_the_devices(command: Command, theirs: str) -> None:
    out = command("check", "--no-check", "--for", "all", "--format", "json", theirs)[1]
    told = json.loads(out)
    assert told["devices"] == list(NAMES)
    (kobo,) = [item for item in told["diagnostics"] if item["id"] == "DEV-503"]
    assert kobo["values"] == {"detail": "display: flex", "devices": "kobo"}
    assert (kobo["file"], kobo["line"], kobo["severity"]) == (CSS, 5, "warning")
    assert "blank page" in kobo["message"]
    assert kobo["remedy"] == "Use plain blocks and margins"
    assert json.loads(command("check", "--no-check", "--format", "json", theirs)[1])["devices"] == []


def test_code_hosts_are_told_too(command: Command, theirs: str) -> None:
    log = json.loads(command("check", "--no-check", "--for", "kobo", "--format", "sarif", theirs)[1])
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("DEV-503", "warning")
    assert "blank page" in result["message"]["text"]
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["help"]["text"] == "Use plain blocks and margins"


def test_strict_heeds_warnings(command: Command, theirs: str, tmp_path: Path) -> None:
    assert command("check", "--no-check", "--for", "kobo", "--strict", theirs)[0] == 1
    assert command("check", "--no-check", "--for", "apple", "--strict", theirs)[0] == 0
    (tmp_path / "none.epub").write_bytes(b"no book")
    assert command("check", "--no-check", "--strict", theirs, "none.epub")[0] == 5


@pytest.mark.parametrize(("given", "meant"), [("kinle", "kindle"), ("kobo,", "all"), ("kindle,nook", "kobo")])
def test_a_device_that_is_not_known_is_answered_once(command: Command, theirs: str, given: str, meant: str) -> None:
    code, out, err = command("check", "--for", given, theirs)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("error[USE-003] --for cannot be")
    assert "kindle, kobo, apple, generic, all" in line
    assert meant in line


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["kindle", "kobo", "apple", "generic", "all"]),
        ("k", ["kindle", "kobo"]),
        ("kindle,k", ["kindle,kobo"]),
        ("kindle,", ["kindle,kobo", "kindle,apple", "kindle,generic", "kindle,all"]),
    ],
)
def test_a_shell_completes_the_devices(run: Run, typed: str, offered: list[str]) -> None:
    asked = {
        "_BUILD_EPUB_COMPLETE": "bash_complete",
        "COMP_WORDS": f"build-epub check --for {typed}",
        "COMP_CWORD": "3",
    }
    assert [line.partition(",")[2] for line in run(env=asked).stdout.splitlines()] == offered


def test_a_build_is_judged_for_its_edition(command: Command, tmp_path: Path) -> None:
    """A style sheet of a person's own that a Kindle does not forgive: told of the Kindle's book alone, and heeded."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "a.css").write_text("body { line-height: 1.2 }", encoding="utf-8")
    code, out, err = command("a.txt", "--no-check", "--css", "a.css", "--edition", "generic,kindle", "-o", "books")
    assert code == 0
    assert err.count("DEV-") == 1
    assert "warning[DEV-505]" in err
    code, out, err = command(
        "a.txt", "--no-check", "--css", "a.css", "--edition", "generic,kindle", "-o", "strict", "--strict"
    )
    assert code == 1
    assert [path.name for path in (tmp_path / "strict").iterdir()] == [
        line.partition(" · ")[0].rpartition("/")[2] for line in out.splitlines()
    ]
    assert "kindle edition was not placed" in err


def test_a_book_of_ours_that_a_device_refuses_is_not_placed(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was before the Kindle edition left the subtitle's title out."""
    monkeypatch.setattr(kindle, "_with_one_title", lambda publication: publication)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    code, _, err = command("a.txt", "--no-check", "--subtitle", "副题", "--edition", "kindle", "-o", "books")
    assert code == 5
    assert re.search(r"content\.opf:\d+: error\[DEV-203\] .*E999", err)
    assert not any((tmp_path / "books").glob("*"))
