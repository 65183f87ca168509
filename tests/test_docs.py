"""The documents say what the program does: held against the code."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import ebook
from ebook import __version__
from ebook.cli import main
from ebook.diagnostics import catalogue
from ebook.options import TAKES, all_options, taken
from ebook.settings.project import KEYS
from ebook.settings.values import ROLES

DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])


def page(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def commands(path: str) -> dict[str, str]:
    """The commands under the markers of a README."""
    return dict(re.findall(r"^<!-- command: (\w+) -->\n```sh\n(.*?)\n```$", page(path), re.MULTILINE | re.DOTALL))


# --- README ---------------------------------------------------------------------


def test_both_readmes_give_the_same_two_commands() -> None:
    english, chinese = map(commands, READMES)
    assert list(english) == ["build", "test"]
    assert english == chinese
    assert all("\n" not in command for command in english.values())


@pytest.mark.parametrize("name", ["build", "test"])
def test_ci_runs_the_commands_of_the_readme(name: str) -> None:
    script = page(".ci/run")
    function = next(line for line in script.splitlines() if line.startswith("readme()"))
    found = subprocess.run(["bash", "-c", f"{function}\nreadme {name}"], cwd=ROOT, capture_output=True, check=True)
    assert found.stdout.decode().strip() == commands("README.md")[name]
    assert f'run "$(readme {name})"' in script


@pytest.mark.parametrize("path", READMES)
def test_the_readmes_use_only_what_there_is(path: str) -> None:
    known = {name for names, _ in all_options() for name in names}
    for line in re.findall(r"^build-epub .*$", page(path), re.MULTILINE):
        options = [word for word in shlex.split(line, comments=True) if word.startswith("-") and word != "-"]
        assert set(options) <= known, line


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8")):
        assert "://" in target or (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_page_that_is_named_is_there(path: Path) -> None:
    for name in re.findall(r"`((?:docs/)?[\w-]+\.md)`", path.read_text(encoding="utf-8")):
        assert any((folder / name).exists() for folder in (ROOT, DOCS)), name


# --- the reference --------------------------------------------------------------


def test_every_option_is_documented() -> None:
    text = page("docs/cli.md")
    for names, _ in all_options():
        for name in names:
            assert not name.startswith("-") or f"`{name}`" in text, name


def test_no_option_is_documented_that_is_not_there() -> None:
    known = {name for names, _ in all_options() for name in names}
    assert set(re.findall(r"`(-{1,2}[a-z][a-z-]*)", page("docs/cli.md"))) <= known


@pytest.mark.parametrize("command", TAKES)
def test_every_command_is_documented(command: str) -> None:
    assert f"\n## {command}\n" in page("docs/cli.md")


def test_the_diagnostics_page_is_current() -> None:
    code = "import sys; sys.path.insert(0, 'tools'); import diagnostics; sys.stdout.reconfigure(encoding='utf-8')"
    code += "; print(diagnostics.page(), end='')"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert told.stdout == page("docs/diagnostics.md"), "write it anew: python tools/diagnostics.py"
    told_of = dict(re.findall(r"^## (\S+)$(.*?)(?=^## |\Z)", told.stdout, re.MULTILINE | re.DOTALL))
    assert told_of.keys() == catalogue().keys()
    for key, entry in catalogue().items():
        for language in ("zh", "en"):
            for words in (entry.message[language], entry.remedy[language], entry.cure[language]):
                assert words.replace("{{", "{").replace("}}", "}") in told_of[key], key
        assert f"{entry.severity}" in told_of[key]
        assert not entry.exit or f"exit {entry.exit}" in told_of[key]
        assert re.search(r"For example: \S", told_of[key]), key


def test_the_page_of_the_preflight_is_current() -> None:
    import preflight

    from ebook.check.devices import DEVICES

    told = preflight.page()
    assert told == page("docs/preflight.md"), "write it anew: python tools/preflight.py"
    for device, sources in DEVICES.items():
        assert f"(`--for {device}`): {len(sources)} rules" in told
        for ident, source in sources.items():
            assert re.search(rf"^\| {ident} \| .* \| {re.escape(source)} \|$", told, re.MULTILINE), ident


def test_the_page_of_inspect_is_current() -> None:
    import inspect_page

    assert inspect_page.page() == page("docs/inspect.md"), "write it anew: python tools/inspect_page.py"
    assert (DOCS / "inspect.png").stat().st_size < 150_000


def test_every_exit_code_is_documented() -> None:
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", page("docs/exit-codes.md"), re.MULTILINE)}
    assert {entry.exit for entry in catalogue().values()} | {70, 130, 143} <= documented


def test_every_key_and_role_of_book_toml_is_documented() -> None:
    text = page("docs/book-toml.md")
    for word in (*KEYS, *ROLES, "name", "role", "sort", "position"):
        assert f"`{word}`" in text, word


def test_every_kind_of_diagnostic_is_said_in_the_catalogue() -> None:
    head = page("ebook/diagnostics.toml").partition("[")[0]
    for subject in {key.partition("-")[0] for key in catalogue()}:
        assert f" {subject} " in head, subject


# --- the library and the map ----------------------------------------------------


def test_the_example_of_the_library_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").symlink_to(ROOT / "content")
    monkeypatch.chdir(tmp_path)
    example = re.search(r"```python\n(.*?)```", page("docs/api.md"), re.DOTALL)
    assert example
    exec(compile(example[1], "docs/api.md", "exec"), {})  # noqa: S102 - our own page
    told = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"books/巷口一盏灯\.epub 0 [\d.]+", told[0].replace("\\", "/"))
    assert any(line.startswith("MET-101 info") for line in told)
    assert (tmp_path / "books" / "巷口一盏灯.epub").is_file()


@pytest.mark.parametrize("first", ["pass", "import ebook.build", "ebook.build"])
def test_build_can_be_called_whoever_imported_what_before(first: str) -> None:
    lines = ["import ebook", first, "assert callable(ebook.build)", "from ebook.build import Report"]
    code = "\n".join([*lines, "assert callable(ebook.build)"])
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_every_public_name_is_documented() -> None:
    for name in ebook.__all__:
        assert name == "__version__" or f"`{name}" in page("docs/api.md"), name


def test_the_map_names_every_part_of_the_code() -> None:
    text = page("docs/architecture.md")
    for path in (ROOT / "ebook").iterdir():
        if path.name not in ("__pycache__", "py.typed"):
            assert f"`ebook/{path.name}" in text, path.name


def test_the_map_numbers_the_stages_in_the_order_of_build() -> None:
    stages = re.findall(r"^## \d+\. (\w+)", page("docs/architecture.md"), re.MULTILINE)
    line = re.search(r"The straight line: (.*)\.", page("ebook/build.py"))
    assert line
    assert [stage.lower() for stage in stages] == line[1].split(" → ")


def test_the_changelog_knows_the_version() -> None:
    assert __version__ in page("CHANGELOG.md")


def test_contributing_names_files_that_are_there() -> None:
    for name in re.findall(r"`((?:ebook|tests|tools|docs)/[\w./-]+)`", page("CONTRIBUTING.md")):
        assert (ROOT / name).exists() or "NAME" in name, name


@pytest.mark.parametrize("command", TAKES)
def test_help_has_words_for_every_option(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    pages = []
    for language in ("zh", "en"):
        assert main([command, "--help", "--ui", language]) == 0
        pages.append(capsys.readouterr().out)
    assert pages[0] != pages[1]
    for told in pages:
        assert len(re.findall(r"^  -", told, re.MULTILINE)) == len(list(taken(command)))


def test_the_help_names_every_other_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help", "--ui", "en"]) == 0
    told = capsys.readouterr().out
    assert all(command in told for command in TAKES)
