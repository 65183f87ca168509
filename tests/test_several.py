"""Several articles in one text: each becomes an article of the book, and a page that is one stays one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import digests
import pytest
from conftest import ROOT, Run
from digests import ALL, CLOCK, FERRY, SEVERAL, Text
from epub import Epub, find, squeeze, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebook.check import check
from ebook.draft import Draft, read_book
from ebook.model import Division, text_of
from ebook.package import package
from ebook.resources import stylesheet
from ebook.settings import RecogniseSettings, Settings, told
from ebook.typeset import typeset

CASES = ROOT / "tests" / "cases" / "recognise"
PAGES = sorted(
    [path.with_name("input.txt") for path in CASES.glob("*/label.json")]
    + [path.with_name("input.txt") for path in CASES.glob("*/expected.json") if '"clipping"' in path.read_text("utf-8")]
)
SEPARATORS = ("\n--------------------\n", "\n\n\n\n", "\n")


def read(words: str, folder: Path, *overrides: str) -> Draft:
    path = folder / "digest.txt"
    path.write_text(words, encoding="utf-8")
    return read_book([path], Settings(recognise=RecogniseSettings(None, told(overrides))))


def built(draft: Draft, folder: Path) -> Epub:
    """The finished book, its ledger balanced."""
    data = package(typeset(draft.book, draft.sources, None, stylesheet("classic"), Settings().typeset))
    verdict = check(data, draft.sources, draft.book.cuts, None)
    assert [item.id for item in verdict.diagnostics if item.severity == "error"] == []
    (folder / "digest.epub").write_bytes(data)
    return Epub(folder / "digest.epub")


def articles(draft: Draft) -> list[Division]:
    return [division for division in draft.book.divisions if division.kind == "article"]


def titles(draft: Draft) -> list[str]:
    return [text_of(article.heading.content) if article.heading else "" for article in articles(draft)]


@pytest.mark.parametrize("digest", SEVERAL, ids=lambda digest: digest.name)
def test_each_article_is_one_of_the_book(digest: Text, tmp_path: Path) -> None:
    draft = read(digest.text, tmp_path)
    assert draft.readings[0].kind == "collection"
    assert titles(draft) == list(digest.titles)
    book = built(draft, tmp_path)
    assert [label for depth, label in book.contents() if depth == 1] == list(digest.titles)
    for piece in ALL[: len(digest.titles)]:
        page = next(tree for name, tree in book.documents.items() if book.is_text(name) and piece.title in text(tree))
        assert all(squeeze(paragraph) in squeeze(text(page)) for paragraph in piece.text)


@pytest.mark.parametrize("page", digests.ONE, ids=lambda page: page.name)
def test_a_page_that_only_looks_like_several_is_one(page: Text, tmp_path: Path) -> None:
    draft = read(page.text, tmp_path)
    assert len(articles(draft)) == 1, draft.readings[0].articles
    assert draft.readings[0].kind == "clipping"
    words = built(draft, tmp_path).words()
    assert all(squeeze(heading) in words for heading in page.kept)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_no_page_of_ours_is_several(page: Path) -> None:
    assert read_book([page], Settings()).readings[0].kind == "clipping"


def test_no_labelled_page_is_several(shared: Path) -> None:
    pages = sorted((shared / "clippings").glob("*.txt"))
    assert pages
    assert [page.name for page in pages if read_book([page], Settings()).readings[0].kind == "collection"] == []


def test_a_teaser_stays_in_the_text(tmp_path: Path) -> None:
    teaser = next(page for page in digests.ONE if "a teaser" in page.name)
    assert squeeze(CLOCK.text[0][:-1]) in built(read(teaser.text, tmp_path), tmp_path).words()


@pytest.mark.parametrize("rest", [FERRY.title, "（上接第一版）"])
def test_the_rest_of_an_article_stands_by_itself_where_another_stands_between(rest: str, tmp_path: Path) -> None:
    draft = read(digests.turned(headed=rest == FERRY.title), tmp_path)
    assert titles(draft) == [FERRY.title, CLOCK.title, rest]
    assert [len(article.blocks) for article in articles(draft)][-1] >= 2
    built(draft, tmp_path)


def test_sections_stay_inside_their_article(tmp_path: Path) -> None:
    digest = next(digest for digest in SEVERAL if digest.name == "articles with sections")
    book = built(read(digest.text, tmp_path), tmp_path)
    inside = [(2, "从前的样子"), (2, "后来的样子")]
    assert book.contents() == [entry for title in digest.titles for entry in ((1, title), *inside)]


def test_date_and_writer_stand_below_their_headline(tmp_path: Path) -> None:
    digest = next(digest for digest in SEVERAL if digest.name == "date and source without a separator")
    book = built(read(digest.text, tmp_path), tmp_path)
    heads = [tree for name, tree in book.documents.items() if book.is_text(name)]
    below = [text(find(tree, "//h:h1/following-sibling::*[1]")[0]) for tree in heads]
    assert below == [f"{piece.date} 来源：{piece.paper}" for piece in ALL]


def test_the_book_says_what_all_articles_say_alike(tmp_path: Path) -> None:
    book = built(read(SEVERAL[0].text, tmp_path), tmp_path)
    assert book.values("publisher") == ["临浦日报"]
    assert book.values("rights") == ["临浦日报社版权所有，未经书面授权，不得转载或建立镜像。"]
    assert (book.values("title"), book.people()) == (["digest"], {}), "no article's title and writers are those of all"


# --- whatever stands around them -------------------------------------------------


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\f\n"])
def test_line_ends_and_form_feeds_change_nothing(ends: str, tmp_path: Path) -> None:
    assert titles(read(SEVERAL[1].text.replace("\n", ends), tmp_path)) == list(SEVERAL[1].titles)


def test_rules_at_the_edges_are_cut_as_those_between(tmp_path: Path) -> None:
    rule = "=" * 20
    words = f"{rule}\n{SEVERAL[1].text}\n{rule}\n"
    draft = read(words, tmp_path)
    assert titles(draft) == list(SEVERAL[1].titles)
    assert rule not in built(draft, tmp_path).words()


def test_an_article_twice_is_there_twice(tmp_path: Path) -> None:
    page = SEVERAL[1].text.split("\n-----")[0]
    draft = read(f"{page}\n{'-' * 20}\n{page}", tmp_path)
    assert titles(draft) == [FERRY.title] * 2
    built(draft, tmp_path)


def test_a_text_without_a_headline_before_the_first_article(tmp_path: Path) -> None:
    draft = read(f"{FERRY.body}\n{'-' * 20}\n{SEVERAL[1].text}", tmp_path)
    assert titles(draft)[-4:] == list(SEVERAL[1].titles)[-4:]
    assert FERRY.title in titles(draft)
    built(draft, tmp_path)


def test_a_poem_and_a_wrapped_article_between_rules(tmp_path: Path) -> None:
    rule = "\n--------------------\n"
    verse = "河水涨到第三级台阶\n船还在岸上等着\n灯亮了一盏\n又亮了一盏\n没有人喊船\n只有水在走"
    poem = f"夜渡\n白露\n{verse}"
    prose = "".join(paragraph for piece in ALL[1:] for paragraph in piece.text)
    wrapped = "\n".join(["　　" + prose[:36], *(prose[i : i + 38] for i in range(36, len(prose), 38))])
    page, other = SEVERAL[1].text.split(rule)[0], SEVERAL[1].text.split(rule)[2]
    draft = read(rule.join([page, poem, f"{CLOCK.title}\n2020年4月2日 来源：河西晚报\n{wrapped}", other]), tmp_path)
    assert titles(draft) == [FERRY.title, "夜渡", CLOCK.title, ALL[2].title]
    assert len(articles(draft)[2].blocks) == 2, "the date line, and one paragraph"
    built(draft, tmp_path)


# --- a person's word -------------------------------------------------------------


def test_a_headline_that_is_told_to_be_a_heading_begins_no_article(tmp_path: Path) -> None:
    draft = read(SEVERAL[1].text, tmp_path, f"{CLOCK.title}=heading")
    assert titles(draft) == [title for title in SEVERAL[1].titles if title != CLOCK.title]


def test_a_told_headline_stands_beside_those_that_were_found(tmp_path: Path) -> None:
    page = f"{SEVERAL[1].text}\n再说一件小事\n{FERRY.body}"
    assert titles(read(page, tmp_path)) == list(SEVERAL[1].titles)
    draft = read(page, tmp_path, "再说一件小事=title")
    assert titles(draft) == [*SEVERAL[1].titles, "再说一件小事"]
    built(draft, tmp_path)


def test_two_told_headlines_with_text_between_are_two_articles(tmp_path: Path) -> None:
    page = f"{FERRY.title}\n{FERRY.body}\n{CLOCK.title}\n{CLOCK.body}"
    assert titles(read(page, tmp_path)) == [FERRY.title]
    draft = read(page, tmp_path, f"{FERRY.title}=title", f"{CLOCK.title}=title")
    assert titles(draft) == [FERRY.title, CLOCK.title]
    assert draft.diagnostics[-1].id != "RDG-010"


def test_two_told_headlines_without_text_between_are_not(tmp_path: Path) -> None:
    page = f"{FERRY.title}\n莫青禾\n{CLOCK.title}\n{CLOCK.body}"
    draft = read(page, tmp_path, f"{FERRY.title}=title", f"{CLOCK.title}=title")
    assert len(articles(draft)) == 1
    assert "RDG-010" in {item.id for item in draft.diagnostics}


def test_kind_clipping_is_one_article(run: Run, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(SEVERAL[1].text, encoding="utf-8")
    found = json.loads(run("inspect", "digest.txt", "--kind", "clipping", "--format", "json").stdout)
    assert [division["heading"] for division in found["divisions"]] == [FERRY.title]
    assert found["readings"][0]["articles"] == []


# --- inspect ---------------------------------------------------------------------


def test_inspect_says_where_articles_begin_and_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(SEVERAL[0].text, encoding="utf-8")
    section = run("inspect", "digest.txt").stdout.split("Articles (")[1].split("\n\n")[0]
    assert re.findall(r"^  line (\d+) +(\S+) +\+[\d.]+$", section, re.MULTILINE) == [
        (str(12 * i + 1), piece.title) for i, piece in enumerate(ALL) if i
    ]
    assert squeeze("the frame of the page once more +2.00") in squeeze(section)
    found = json.loads(run("inspect", "digest.txt", "--format", "json").stdout)
    first = found["readings"][0]["articles"][0]
    assert (first["line"], first["headline"], first["text"]) == (13, 17, CLOCK.title)
    assert sum(clue["weight"] for clue in first["clues"]) == pytest.approx(first["margin"] + 4)


@pytest.mark.parametrize("line", ["13", "17"])
def test_explain_says_why_an_article_begins_and_how_to_undo_it(line: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(SEVERAL[0].text, encoding="utf-8")
    done = run("inspect", "digest.txt", "--explain", line)
    assert "another article begins here" in done.stdout
    undone = re.search(r"if none does, --set '(\d+=heading)'", done.stdout)
    assert undone
    found = json.loads(run("inspect", "digest.txt", "--set", undone[1], "--format", "json").stdout)
    assert CLOCK.title not in [division["heading"] for division in found["divisions"]]
    assert "another article" not in run("inspect", "digest.txt", "--explain", "20").stdout
    told_so = json.loads(run("inspect", "digest.txt", "--explain", line, "--format", "json").stdout)
    assert told_so["explanations"][0]["begins"]["headline"] == 17


# --- our own pages, joined -------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from(PAGES), st.sampled_from(SEPARATORS)), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pages_joined_in_any_way_balance_and_every_headline_stands_in_the_contents(
    joined: list[tuple[Path, str]],
) -> None:
    words = "".join(page.read_text(encoding="utf-8").strip("\n") + separator for page, separator in joined)
    with TemporaryDirectory() as folder:
        draft = read(words, Path(folder))
        labels_of = [label for depth, label in built(draft, Path(folder)).contents() if depth == 1]
    if len(joined) == 1:
        assert len(articles(draft)) == 1
    if len(articles(draft)) > 1:
        headed = [squeeze(text_of(a.heading.content)) for a in articles(draft) if a.heading]
        assert [squeeze(label) for label in labels_of if label != "digest"] == headed
