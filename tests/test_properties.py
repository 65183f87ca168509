"""What holds of every text: it builds to a book whose ledger balances and that the official EPUBCheck passes."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from strategies import texts

from ebook.check import check, start_checker
from ebook.diagnostics import Problem
from ebook.draft import read_book
from ebook.model import Verdict
from ebook.package import package
from ebook.resources import stylesheet
from ebook.settings import CheckSettings, Settings
from ebook.typeset import typeset

SAMPLES = 200


def made(text: str, folder: Path) -> tuple[bytes, Verdict] | str:
    """The book of a text and what ledger and gate say of it; the id of the refusal where it is not read."""
    path = folder / "text.txt"
    path.write_bytes(text.encode("utf-8"))
    try:
        draft = read_book([path], Settings())
    except Problem as problem:
        return problem.diagnostic.id
    book = package(typeset(draft.book, draft.sources, None, stylesheet("classic"), Settings().typeset))
    return book, check(book, draft.sources, draft.book.cuts, None)


@given(texts())
@example("书名：〇\n作者：甲、乙\n第一章\n第一章\n第二章 \u202e倒")
@example("甲\u2028乙\u0000\u200b\ufeff")
@example("a\n\n\u3000\u3000\u200b\n")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_balances_and_passes_the_gate(text: str) -> None:
    with TemporaryDirectory() as folder:
        result = made(text, Path(folder))
    if isinstance(result, str):
        assert result in {"TXT-010", "TXT-011"}, "only a text of white space or of binary data is refused"
    else:
        assert [item.id for item in result[1].diagnostics if item.severity == "error"] == []


def test_any_text_passes_the_official_epubcheck(tmp_path: Path) -> None:
    seeded = Random(20261124)
    books = [
        result
        for result in (made(_text(seeded), tmp_path) for _ in range(SAMPLES * 5 // 4))
        if not isinstance(result, str)
    ]
    assert len(books) >= SAMPLES
    with start_checker(CheckSettings()) as checker:
        assert checker
        for book, _ in books:
            assert [item.values for item in checker.check(book).diagnostics] == []


def _text(seeded: Random) -> str:
    """Lines of Chinese, controls, marks and characters of every plane, in the shapes of pages and books."""
    alphabet = (
        "的一是了我不人在他有，。：；？！“”《》（）第章回卷记者摄来源版权　 \t\x01\x85\ufeff\u202e\u200d\ue000<&>\"'𠮷"
    )
    heads = ("第{}章 ", "一、", "□ 本报记者 ", "来源：", "2023年6月30日 ", "（记者 ", "　　", "— ", "【", "")
    lines = []
    for number in range(seeded.randint(1, 14)):
        plane = chr(seeded.choice((seeded.randrange(0x20, 0xD800), seeded.randrange(0xE000, 0x110000))))
        words = "".join(seeded.choice(alphabet + plane) for _ in range(seeded.choice((2, 9, 18, 60, 140))))
        lines.append(seeded.choice(heads).format(number + 1) + words)
    return seeded.choice(("\n", "\r\n", "\r", "\n\n")).join(lines)
