"""inspect says why each line was read so, and what to write to overrule it; every wrong word is answered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time

import pytest
from conftest import ROOT, Run

from ebook.diagnostics import Problem
from ebook.draft import Draft, read_book, why
from ebook.explanation import option, other_role, snippet
from ebook.model import Explanation
from ebook.oddities import TIMES, length, odd_lengths
from ebook.settings import LIKE, LINE_ROLES, UNLIKE, RecogniseSettings, Settings, told
from ebook.settings.readtoml import KEYS, LINE

CASES = ROOT / "tests" / "cases" / "recognise"
_PAGES = ("wild-party-paper-portal", "wild-wechat-numbered", "wild-hard-wrapped")
PAGES = [CASES / name / "input.txt" for name in _PAGES]
BOOKS = [ROOT / "content" / "chaoxin.txt", CASES / "wild-novel-with-printed-contents" / "input.txt"]
DOCS = ROOT / "docs"


def explained(path: Path, *words: str) -> tuple[Draft, tuple[Explanation, ...]]:
    draft = read_book([path], Settings(recognise=RecogniseSettings(None, told(words))))
    return draft, why(draft, range(1, len(draft.sources[0].lines) + 1))


@pytest.mark.parametrize("path", [*PAGES, *BOOKS], ids=lambda path: path.parent.name)
def test_every_line_is_explained_and_the_clues_add_up(path: Path) -> None:
    draft, found = explained(path)
    covered = {number for one in found for number in range(one.line, one.last + 1)}
    assert covered >= {line.number for line in draft.sources[0].lines if line.text.strip()}
    choices = {choice.line: choice for choice in draft.readings[0].choices}
    for one in found:
        assert one.candidates[0].behind == 0
        assert [item.behind for item in one.candidates] == sorted(item.behind for item in one.candidates)
        for item in one.candidates:
            assert sum(clue.weight for clue in item.clues) == pytest.approx(item.score, abs=0.01)
        assert choices.get(one.line, one.choice).role == one.choice.role
        if one.choice.role == one.candidates[0].role and len(one.candidates) > 1:
            assert one.choice.runner_up == one.candidates[1].role
            assert one.choice.margin == pytest.approx(one.candidates[1].behind, abs=0.02)


@pytest.mark.parametrize("path", [PAGES[0], PAGES[2], *BOOKS], ids=lambda path: path.parent.name)
def test_what_it_says_to_write_overrules_the_line(path: Path, tmp_path: Path) -> None:
    draft, found = explained(path)
    copy = tmp_path / "page.txt"
    copy.write_text(draft.sources[0].text, encoding="utf-8")
    for one in found[:: max(1, len(found) // 12)]:
        wanted = other_role(one)
        by_option = re.fullmatch(r"--set '(\d+=\w+)'", option(one))
        assert by_option
        (tmp_path / "page.read.toml").write_text(snippet(one, draft.sources[0]), encoding="utf-8")
        from_file = read_book([copy], Settings())
        from_option = read_book([path], Settings(recognise=RecogniseSettings(None, told([by_option[1]]))))
        for again in (from_file, from_option):
            [said] = again.readings[0].said
            assert (said.line, said.role) == (one.line, wanted)
            choice = next(c for c in again.readings[0].choices if c.line == one.line)
            assert choice.role == wanted != one.choice.role


def test_a_told_line_is_explained_without_the_word_too() -> None:
    _, [*found] = explained(PAGES[0], "1=kicker")
    first = found[0]
    assert (first.choice.role, first.choice.told, first.candidates[0].role) == ("kicker", "--set", "title")


# --- on the command line --------------------------------------------------------


def test_explain_a_line_and_a_range(run: Run) -> None:
    done = run("inspect", PAGES[0], "--explain", "7", "--explain", "1-2")
    assert done.returncode == 0
    assert re.findall(r"^Line (\d+):", done.stdout, re.MULTILINE) == ["7", "1", "2"]
    assert re.search(r"read as heading, next \w+; the whole reads [\d.]+ worse", done.stdout)
    assert re.search(r"^  heading +best +\+[\d.]+ = .*bare-end \+", done.stdout, re.MULTILINE)
    assert "--set '7=" in done.stdout
    assert '[[line]]\n    text = "先请井，后请人"\n    role = ' in done.stdout


def test_explain_gives_every_clue_with_v(run: Run) -> None:
    few, all_of_them = (run("inspect", PAGES[0], "--explain", "7", *more).stdout for more in ((), ("-v",)))
    roles = r"^  \w[\w ]+? +(?:best|-[\d.]+) +[+-][\d.]+ = "
    assert len(re.findall(roles, few, re.MULTILINE)) == 4
    assert len(re.findall(roles, all_of_them, re.MULTILINE)) > 8
    assert "worse (-v shows why):" in few


def test_explain_for_programs(run: Run) -> None:
    done = run("inspect", PAGES[0], "--explain", "7", "--set", "8=note", "--format", "json")
    found = json.loads(done.stdout, parse_constant=pytest.fail)  # no NaN, no Infinity: they are not JSON
    [one] = found["explanations"]
    assert (one["line"], one["role"], one["text"]) == (7, "heading", "先请井，后请人")
    assert one["candidates"][0]["behind"] == 0
    assert {"name", "weight"} == set(one["candidates"][0]["clues"][0])
    assert one["overrule"]["option"].startswith("--set '7=")
    [said] = found["readings"][0]["told"]
    assert (said["role"], said["line"], said["where"], said["lines"]) == ("note", 8, "--set", 1)


def test_a_build_reports_what_was_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGES[0].read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "a.read.toml").write_text('[[line]]\ntext = "再请水"\nrole = "body"\n', encoding="utf-8")
    done = run("a.txt", "--no-check", "--format", "json")
    found = json.loads(done.stdout)
    assert found["exit"] == 0
    assert [said["where"] for said in found["readings"][0]["told"]] == ["a.read.toml:1"]
    again = run("check", found["path"], "--against", "a.txt", "--no-check")
    assert "ledger balanced" in again.stdout, "the file beside the source counts for check too"


def test_inspect_shows_what_was_told(run: Run) -> None:
    done = run("inspect", PAGES[0], "--set", "再请水=body", "--not-headings-like", "先请井，后请人")
    section = done.stdout.split("What you told\n")[1].split("\n\n")[0]
    assert re.search(r"line 9 +再请水 +body · --set$", section, re.MULTILINE)
    assert re.search(r"line 7 +先请井，后请人 +no headings are like it · --not-headings-like", section, re.MULTILINE)
    assert "line 7 " not in done.stdout.split("Headings and lengths\n")[1].split("\n\n")[0]


def test_inspect_shows_odd_lengths_and_numbers_that_jump(run: Run, tmp_path: Path) -> None:
    sizes = {1: 20, 2: 20, 3: 1, 5: 20, 6: 300}
    line = "　　渡口的人都知道，船要等人，人也要等船。\n"
    text = "".join(f"第{number}章 船{number}\n{line * size}" for number, size in sizes.items())
    (tmp_path / "novel.txt").write_text(text, encoding="utf-8")
    done = run("inspect", "novel.txt")
    odd = done.stdout.split("Odd lengths")[1].split("\n\n")[0]
    assert re.findall(r"第(\d)章", odd) == ["3", "6"]
    jumps = done.stdout.split("Numbers that jump\n")[1].split("\n\n")[0]
    assert re.search(r"第5章.*4 was due, 5 is there", jumps)
    found = json.loads(run("inspect", "novel.txt", "--format", "json").stdout)
    assert [one["heading"] for one in found["lengths"]["odd"]] == ["第3章 船3", "第6章 船6"]
    assert [(gap["wanted"], gap["found"]) for gap in found["gaps"]] == [(4, 5)]


def test_the_rule_of_odd_lengths() -> None:
    draft = read_book([BOOKS[0]], Settings())
    middle, odd = odd_lengths(draft.book.divisions)
    assert middle > 0
    assert odd == [], "chapters between a fifth and five times the middle are not odd"
    assert all(length(division) * TIMES >= middle for division in draft.book.divisions)


@pytest.mark.parametrize(
    ("numbers", "jumps"),
    [
        ("一、 二、 四、", [(3, 4)]),
        ("1. 2. 3.", []),
        ("一 三 二", [(2, 3), (4, 2)]),
        ("一、 二、 一、", []),
        ("2.1 2.2 5.1", []),
    ],
)
def test_numbers_of_a_clipping_that_jump_are_told(numbers: str, jumps: list[tuple[int, int]], tmp_path: Path) -> None:
    line = "　　渡口的人都知道，船要等人，人也要等船，等来等去，一辈子就过去了一大半，谁也没有怨过谁。"
    heads = [f"{number}船" if number[-1] in "、." else number for number in numbers.split()]
    text = "\n".join(["渡口", line, *(part for head in heads for part in (head, line))])
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    words = told([f"{number}=heading" for number in range(3, 3 + 2 * len(heads), 2)])
    draft = read_book([tmp_path / "a.txt"], Settings(recognise=RecogniseSettings("clipping", words)))
    found = [item.values for item in draft.diagnostics if item.id == "RDG-004"]
    assert [(values["wanted"], values["found"]) for values in found] == jumps


def test_doubts_come_the_narrowest_first() -> None:
    for path in sorted(CASES.glob("*/input.txt")):
        draft = read_book([path], Settings())
        margins = [choice.margin for choice in draft.readings[0].doubts]
        assert margins == sorted(margins)


# --- what is answered with an error ---------------------------------------------


@pytest.mark.parametrize(
    ("words", "fault", "says"),
    [
        (("--set", "12=headign"), "USE-022", "Did you mean heading?"),
        (("--set", "12=小标提"), "USE-022", "Did you mean heading?"),
        (("--set", "heading"), "USE-021", "--set does not say which line"),
        (("--set", "=heading"), "USE-021", "--set does not say which line"),
        (("--set", "0=heading"), "USE-021", "--set does not say which line"),
        (("--headings-like", " "), "USE-021", "--headings-like does not say which line"),
        (("--explain", "twelve"), "USE-024", "--explain 12-18"),
        (("--explain", "18-12"), "USE-024", "--explain 12-18"),
        (("--explain", "900"), "USE-025", "the text has 16 lines"),
        (("--explain", "900-901"), "USE-025", "--explain 900-901"),
    ],
)
def test_a_wrong_option_is_answered(words: tuple[str, ...], fault: str, says: str, run: Run) -> None:
    done = run("inspect", PAGES[0], *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error[{fault}]" in done.stderr
    assert says in done.stderr


def test_both_wrong_options_are_answered_at_once(run: Run) -> None:
    done = run(PAGES[0], "--set", "1=x", "--set", "2=y")
    assert done.returncode == 2
    assert done.stderr.count("error[USE-022]") == 2


def test_a_number_says_nothing_in_a_book_of_several_files(run: Run) -> None:
    folder = ROOT / "content" / "dihe-shouyi"
    for words, fault in ((("--set", "3=body"), "USE-023"), (("--explain", "3"), "USE-026")):
        done = run("inspect", folder, *words)
        assert done.returncode == 2
        assert f"error[{fault}]" in done.stderr


def test_one_word_cannot_be_meant_for_several_books(run: Run) -> None:
    done = run("--each", *PAGES[:2], "--not-headings-like", "3", "--no-check")
    assert done.returncode == 2
    assert "error[USE-013] 2 books cannot all have the same --not-headings-like" in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[line]]\nrole = "body"', [("CFG-015", 1)]),
        ('[[line]]\ntext = "再请水"', [("CFG-015", 1)]),
        ('[[line]]\ntext = "再请水"\nrole = "headign"', [("CFG-016", 3)]),
        ('[[line]]\ntext = "再请水"\nrole = 3', [("CFG-016", 3)]),
        ('[[line]]\ntext = "再请水"\nrole = "body"\nheadings-like = ["x"]', [("CFG-017", 4)]),
        (f"headings-like = {json.dumps([str(i) for i in range(101)])}", [("CFG-018", 1)]),
        ('[[line]]\ntext = "再请水"\nrole = "body"\nnumber = 0', [("CFG-005", 4)]),
        ('[[line]]\ntext = "再请水"\nrole = "body"\nnumber = true', [("CFG-005", 4)]),
        ('[[line]]\ntext = ""\nrole = "body"', [("CFG-005", 2)]),
        ('[[line]]\ntext = "再请水"\nrole = "body"\nnumbre = 3', [("CFG-003", 4)]),
        ("headings-like = [3]", [("CFG-005", 1)]),
        ("line = 3", [("CFG-005", 1)]),
        ('lines = "x"\nqqqq = 1', [("CFG-003", 1), ("CFG-004", 2)]),
        ("headings-like = 老渡口", [("CFG-002", 1)]),
        (b"# \xd6\xd0", [("CFG-010", 1)]),
        ("#" + "x" * (1 << 20), [("CFG-011", None)]),
    ],
)
def test_faults_of_the_file_are_told_with_their_lines(
    text: str | bytes, expected: list[tuple[str, int | None]], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("再请水\n", encoding="utf-8")
    beside = tmp_path / "a.read.toml"
    beside.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Problem) as caught:
        read_book([tmp_path / "a.txt"], Settings())
    assert [(item.id, item.line) for item in caught.value.diagnostics] == expected
    for item in caught.value.diagnostics:
        assert item.exit_code == 2
        assert item.file == str(beside)
        assert "book.toml" not in item.message("zh") + item.message("en") + item.remedy("en")


def test_the_file_of_the_documentation_is_read(tmp_path: Path) -> None:
    page = (DOCS / "read-toml.md").read_text(encoding="utf-8")
    beside, text = re.findall(r"```(?:toml|text)\n(.*?)```", page, re.DOTALL)[:2]
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    (tmp_path / "article.read.toml").write_text(beside, encoding="utf-8")
    draft = read_book([tmp_path / "article.txt"], Settings())
    assert len(draft.readings[0].said) == beside.count("[[line]]") + beside.count("headings-like")
    assert not [item for item in draft.diagnostics if item.id in ("RDG-006", "RDG-007")]
    for word in (*KEYS, *LINE, *LINE_ROLES, LIKE, UNLIKE):
        assert f"`{word}`" in page or f"`[[{word}]]`" in page, word


def test_every_role_is_named_in_the_reference() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for role in LINE_ROLES:
        assert f"`{role}`" in page, role


def test_a_file_full_of_lines_that_are_gone_takes_no_long_time(tmp_path: Path) -> None:
    """The file is as hostile as any input: its cost grows with its size, not with the square."""
    count = 20_000
    (tmp_path / "a.txt").write_text("再请水\n先请井，后请人\n" * 2_000, encoding="utf-8")
    beside = "".join(f'[[line]]\ntext = "不在{i}"\nrole = "body"\n' for i in range(count))
    (tmp_path / "a.read.toml").write_text(beside, encoding="utf-8")
    start = process_time()
    draft = read_book([tmp_path / "a.txt"], Settings())
    assert process_time() - start < 10
    assert sum(item.id in ("RDG-006", "RDG-007") for item in draft.diagnostics) == count
