"""The AZW3 that the user's own calibre makes of the Kindle edition: opened by libmobi, which shares nothing with us."""

from __future__ import annotations

import os
import posixpath
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import books
import pytest
from conftest import ROOT, SCRIPT, Run
from epub import NS, Epub, find, squeeze, text
from lxml import etree
from test_edition import ARTICLE, published

from ebook import Settings, build, mobi
from ebook.build import Report
from ebook.calibre import azw3
from ebook.calibre import converter as module
from ebook.diagnostics import Problem
from ebook.edition import EDITIONS
from ebook.model import Publication
from ebook.package import package
from ebook.place import identifier_of
from ebook.resources import stylesheet
from ebook.settings import CheckSettings, PlaceSettings, TypesetSettings
from ebook.typeset import typeset

SAMPLE = ROOT / "content" / "xiangkou-bookstall.txt"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-ins for calibre are scripts of a shell")


class Azw3:
    """An AZW3 as libmobi's ``mobitool`` takes it apart."""

    def __init__(self, path: Path, folder: Path) -> None:
        folder.mkdir()
        subprocess.run([_tool("mobitool", "libmobi-tools"), "-s", "-o", folder, path], check=True, capture_output=True)
        self.files = {item.name: item.read_bytes() for item in folder.rglob("*") if item.is_file()}
        self.package: Any = etree.fromstring(next(data for name, data in self.files.items() if name.endswith(".opf")))
        ncx = etree.fromstring(next(data for name, data in self.files.items() if name.endswith(".ncx")))
        self.contents = [squeeze(text(point[0])) for point in ncx.iter(f"{NCX}navPoint")]
        self.targets = [str(point[1].get("src")) for point in ncx.iter(f"{NCX}navPoint")]
        self.pages: dict[str, Any] = {
            name: etree.fromstring(data) for name, data in sorted(self.files.items()) if name.endswith(".html")
        }
        self.exth = mobi.records(path.read_bytes())

    def values(self, name: str) -> list[str]:
        """The texts of a Dublin Core element."""
        return [text(item) for item in self.package.iter(f"{{{NS['dc']}}}{name}")]

    def words(self) -> str:
        """The text of all pages, without white space."""
        return squeeze("".join(text(find(page, "//h:body")[0]) for page in self.pages.values()))

    def meta(self, name: str) -> list[str]:
        return [item.get("content") for item in self.package.iter("{*}meta") if item.get("name") == name]


@cache
def _tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"no {name} here (Debian: {package})")
    return found


@pytest.fixture
def calibre() -> str:
    """The machine's own calibre; skips where there is none."""
    return _tool("ebook-convert", "calibre")


def whole(book: Epub) -> str:
    """The text of every page of an EPUB, those around the text too."""
    return squeeze("".join(text(find(tree, "/h:html/h:body")[0]) for tree in book.documents.values()))


def made(folder: Path, source: Path, **typeset: Any) -> Report:
    settings = Settings(
        editions=("kindle", "azw3"),
        check=CheckSettings(epubcheck=False),
        typeset=TypesetSettings(**typeset),
        place=PlaceSettings(output=folder / "books", force=True),
    )
    return build([source], settings)


def pair(folder: Path, words: str | None = None, **typeset: Any) -> tuple[Epub, Azw3]:
    """The Kindle edition of a text, and the AZW3 of it."""
    source = SAMPLE
    if words is not None:
        source = folder / "page.txt"
        source.write_text(words, encoding="utf-8")
    kindle, azw = (one.path for one in made(folder, source, **typeset).editions)
    assert kindle
    assert azw
    return Epub(kindle), Azw3(azw, folder / "opened")


# --- what stands in it ----------------------------------------------------------


@pytest.mark.usefixtures("calibre")
def test_an_azw3_has_the_text_the_contents_and_the_cover_of_the_kindle_edition(tmp_path: Path) -> None:
    kindle, azw = pair(tmp_path)
    assert azw.words() == whole(kindle)
    ncx = etree.fromstring(kindle.files["EPUB/toc.ncx"])
    assert azw.contents == [squeeze(text(point[0])) for point in ncx.iter(f"{NCX}navPoint")]
    assert all(target.partition("#")[0] in azw.pages for target in azw.targets)
    assert len(azw.pages) == len(kindle.documents), "no page was parted or joined"
    (cover,) = azw.meta("cover")
    (item,) = [item for item in azw.package.iter("{*}item") if item.get("id") == cover]
    assert azw.files[item.get("href")] == kindle.files["EPUB/images/cover.jpg"]


@pytest.mark.usefixtures("calibre")
def test_an_azw3_says_of_itself_what_the_epub_says(tmp_path: Path) -> None:
    kindle, azw = pair(tmp_path)
    assert azw.values("title") == kindle.values("title")[:1]
    assert azw.values("creator") == kindle.values("creator") == ["陶望舒"]
    for name in ("publisher", "date", "rights", "source"):
        assert azw.values(name) == kindle.values(name) != [], name
    assert azw.values("language") == ["zh"], "all that the format has room for"
    assert {page.get("lang") for page in azw.pages.values()} == {"zh-CN"}
    asin = [value.decode() for kind, value in azw.exth if kind == mobi.ASIN]
    assert [f"urn:uuid:{number}" for number in asin] == kindle.values("identifier")


@pytest.mark.usefixtures("calibre")
def test_what_is_not_known_is_absent(tmp_path: Path) -> None:
    """Calibre would write "Unknown" for the writer and today for the day."""
    kindle, azw = pair(tmp_path, ARTICLE)
    for name in ("creator", "date", "publisher", "rights", "source"):
        assert azw.values(name) == kindle.values(name) == [], name


@pytest.mark.usefixtures("calibre")
def test_notes_lead_there_and_back(tmp_path: Path) -> None:
    _, azw = pair(tmp_path, ARTICLE)
    links = [
        (name, link.get("href"), link.get("id"))
        for name, page in azw.pages.items()
        for link in find(page, "//h:a[@role='doc-noteref' or @role='doc-backlink']")
    ]
    assert len(links) == 2
    for name, href, _ in links:
        target, _, fragment = href.partition("#")
        (led,) = find(azw.pages[posixpath.basename(target) or name], f"//*[@id='{fragment}']")
        assert squeeze(text(led)).startswith("①")


@pytest.mark.usefixtures("calibre")
@pytest.mark.parametrize("vertical", [False, True])
def test_vertical_lines_stay_vertical(tmp_path: Path, vertical: bool) -> None:  # noqa: FBT001
    _, azw = pair(tmp_path, ARTICLE.replace("一级", "12级"), vertical=vertical)
    sheet = "".join(data.decode() for name, data in azw.files.items() if name.endswith(".css"))
    assert ("writing-mode: vertical-rl" in sheet) == vertical
    assert azw.meta("primary-writing-mode") == (["vertical-rl"] if vertical else [])
    assert dict(azw.exth)[527] == (b"rtl" if vertical else b"ltr")
    upright = [text(span) for page in azw.pages.values() for span in find(page, "//h:span[@class='tcy']")]
    assert upright == (["12"] if vertical else [])


def with_marks(vertical: bool) -> Publication:  # noqa: FBT001
    """A page with ruby, dots of emphasis and a subheading inside a file."""
    sheet = stylesheet("classic", "zh-Hans", vertical=vertical, own="")
    page = typeset(
        replace(books.clipping(), metadata=books.metadata()), (), None, sheet, TypesetSettings(vertical=vertical)
    )
    marks = (
        "<p>念<ruby>漢字<rp>（</rp><rt>hàn zì</rt><rp>）</rp></ruby>和<em>着重</em>。</p><h2>其二</h2><p>又一段。</p>"
    )
    body = next(one for one in page.documents if one.kind == "body")
    changed = replace(body, data=body.data.replace(b"</section>", f"{marks}</section>".encode(), 1))
    documents = tuple(changed if one is body else one for one in page.documents)
    return EDITIONS["kindle"].make(replace(page, documents=documents))


@pytest.mark.usefixtures("calibre")
@pytest.mark.parametrize("vertical", [False, True])
def test_ruby_and_dots_stay(tmp_path: Path, vertical: bool) -> None:  # noqa: FBT001
    publication = with_marks(vertical)
    (tmp_path / "a.azw3").write_bytes(azw3(package(publication), publication))
    azw = Azw3(tmp_path / "a.azw3", tmp_path / "opened")
    (ruby,) = [ruby for page in azw.pages.values() for ruby in find(page, "//h:ruby")]
    assert [(child.tag.rpartition("}")[2], text(child)) for child in ruby] == [
        ("rp", "（"),
        ("rt", "hàn zì"),
        ("rp", "）"),
    ]
    (em,) = [em for page in azw.pages.values() for em in find(page, "//h:em")]
    sheet = "".join(data.decode() for name, data in azw.files.items() if name.endswith(".css"))
    rules = sheet.partition(f".{em.get('class')} {{")[2].partition("}")[0]
    assert "text-emphasis: filled circle" in rules
    assert len(azw.pages) == len(publication.documents), "a subheading begins no page"


@pytest.mark.usefixtures("calibre")
def test_rights_longer_than_the_room_that_calibre_left_are_cut_and_the_book_opens(tmp_path: Path) -> None:
    publication = published(title="灯" * 400, rights="保留一切权利。" * 2000, source="潮" * 2000, publisher="报" * 2000)
    publication = replace(publication, metadata=replace(publication.metadata, subtitle=None))
    (tmp_path / "a.azw3").write_bytes(azw3(package(publication), publication))
    azw = Azw3(tmp_path / "a.azw3", tmp_path / "opened")
    assert azw.values("title") == ["灯" * 400]
    assert azw.values("rights")[0] in "保留一切权利。" * 2000
    assert azw.values("publisher") == ["报" * 666]
    assert azw.words() == whole_of(publication)


def whole_of(publication: Publication) -> str:
    trees = [etree.fromstring(document.data) for document in publication.documents]
    return squeeze("".join(text(find(tree, "/h:html/h:body")[0]) for tree in trees))


# --- the file -------------------------------------------------------------------


@pytest.mark.usefixtures("calibre")
def test_the_same_text_gives_the_same_bytes_and_a_rebuild_replaces_its_own_book(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    found = []
    for zone in ("UTC", "Asia/Shanghai"):
        done = run("a.txt", "--edition", "azw3", "--no-check", env={"TZ": zone})
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{Path('dist') / '桥下的灯.azw3'} · ")
        found.append((tmp_path / "dist/桥下的灯.azw3").read_bytes())
        time.sleep(1.1)  # the format counts whole seconds
    assert found[0] == found[1]
    done = run("a.txt", "--edition", "azw3", "--no-check", "--identifier", "urn:x:other")
    assert (done.returncode, "OUT-001" in done.stderr) == (1, True)


@pytest.mark.usefixtures("calibre")
def test_the_epub_is_judged_by_the_official_checker_before(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("a.txt", "--edition", "azw3", "-o", "x.azw3")
    assert done.returncode == 0, done.stderr
    assert "EPUBCheck" in done.stdout
    assert done.stdout.rstrip().endswith("converted by calibre")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "x.azw3"]


def test_a_number_is_made_of_every_identifier_and_stays() -> None:
    given = "urn:uuid:6C0F7A1E-0000-5000-8000-000000000001"
    assert mobi.asin(given) == mobi.asin(mobi.asin(given)) == given[9:].lower()
    other = mobi.asin("urn:isbn:9787020002207")
    assert len(other) == 36
    assert other == mobi.asin(other) != mobi.asin("urn:isbn:9787020002208")


@pytest.mark.parametrize("cut", [0, 60, 77, 85, 90, 300])
def test_what_is_no_azw3_is_told_from_one(cut: int) -> None:
    for data in (stand_in()[:cut], stand_in()[:cut] + bytes(2000), b"PK\x03\x04" + bytes(3000)):
        with pytest.raises(ValueError):  # noqa: PT011 - whichever it is
            mobi.described(data, [(mobi.TITLE, b"t"), (mobi.ASIN, mobi.asin("x").encode())], 0)


def test_no_damage_to_an_azw3_brings_the_program_down(tmp_path: Path) -> None:
    path, whole, chance = tmp_path / "a.azw3", stand_in(), random.Random(4)
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(60, 450)] = chance.randrange(256)
        path.write_bytes(data)
        found = identifier_of(path)
        assert found is None or isinstance(found, str)


def test_a_record_that_grows_moves_those_behind_it() -> None:
    long = [(mobi.TITLE, "灯".encode() * 3000), (mobi.ASIN, mobi.asin("x").encode())]
    data = mobi.described(stand_in(), long, 2**40)
    assert mobi.records(data) == tuple(long)
    assert data.endswith(b"the second record")
    assert data[int.from_bytes(data[86:90]) :] == b"the second record"
    assert data[36:44] == b"\xff" * 8, "a moment beyond what the format can tell"


def stand_in() -> bytes:
    """The least that is an AZW3: two records."""
    exth = b"EXTH" + (12 + 11).to_bytes(4) + (1).to_bytes(4) + (100).to_bytes(4) + (11).to_bytes(4) + b"who" + b"\0"
    head = bytearray(16 + 264)
    head[16:24] = b"MOBI" + (264).to_bytes(4)
    head[84:92] = (len(head) + len(exth)).to_bytes(4) + (3).to_bytes(4)
    first = bytes(head) + exth + b"old" + bytes(500)
    start = 78 + 16 + 2
    table = start.to_bytes(4) + bytes(4) + (start + len(first)).to_bytes(4) + bytes(4)
    return bytes(60) + b"BOOKMOBI" + bytes(8) + (2).to_bytes(2) + table + bytes(2) + first + b"the second record"


# --- a calibre that is missing, fails or hangs ----------------------------------

StandIn = Callable[[str], Path]


@pytest.fixture
def calibre_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A script in calibre's place; ``$2`` is the file that is wanted."""

    def write(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "ebook-convert").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / "ebook-convert").chmod(0o755)
        (tmp_path / "temp").mkdir()
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
        return folder

    return write


def refused(epub: bytes = b"epub") -> tuple[str, int, str]:
    with pytest.raises(Problem) as caught:
        azw3(epub, published())
    found = caught.value.diagnostic
    return found.id, found.exit_code, str(found.values.get("reason"))


def test_without_calibre_the_other_editions_are_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("a.txt", "--no-check", "-v", "--edition", "azw3,kobo", env={"PATH": str(tmp_path)})
    assert done.returncode == 7
    assert done.stderr.count("error[CAL-001]") == 1
    assert done.stderr.index("CAL-001") < done.stderr.index("TXT-020"), "before the work"
    assert "calibre-ebook.com" in done.stderr
    assert "The azw3 edition was not placed" in done.stderr
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["桥下的灯.kepub.epub"]


def test_without_calibre_nothing_is_read_where_nothing_else_is_wanted(run: Run, tmp_path: Path) -> None:
    done = run("nowhere.txt", "--edition", "azw3", env={"PATH": str(tmp_path)})
    assert (done.returncode, "CAL-001" in done.stderr, "TXT-" in done.stderr) == (7, True, False)


@posix
@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("echo first; echo 'ValueError: broken' >&2; exit 3", ("CAL-002", 7, "exit 3: ValueError: broken")),
        ("exit 0", ("CAL-002", 7, "No such file or directory")),
        (": > $2", ("CAL-003", 5, "no BOOKMOBI")),
        ("echo half a book > $2", ("CAL-003", 5, "no BOOKMOBI")),
        ("kill -9 $$", ("CAL-002", 7, "exit -9: ")),
    ],
)
def test_a_calibre_that_fails_is_told(
    calibre_that: StandIn, tmp_path: Path, script: str, fault: tuple[str, int, str]
) -> None:
    calibre_that(script)
    assert refused() == fault
    assert list((tmp_path / "temp").iterdir()) == []


@posix
def test_a_calibre_that_fails_keeps_no_other_edition_away(calibre_that: StandIn, tmp_path: Path) -> None:
    calibre_that("exit 3")
    (tmp_path / "page.txt").write_text(ARTICLE, encoding="utf-8")
    places = PlaceSettings(output=tmp_path / "books", keep_invalid=True)
    check = CheckSettings(epubcheck=False)
    report = build([tmp_path / "page.txt"], Settings(editions=("kindle", "azw3"), check=check, place=places))
    assert report.exit_code == 7
    assert [item.id for item in report.diagnostics if item.id in ("CAL-002", "USE-009", "USE-027")] == [
        "CAL-002",
        "USE-027",
    ]
    assert [path.name for path in (tmp_path / "books").iterdir()] == ["桥下的灯.kindle.epub"]


@posix
def test_a_calibre_that_cannot_be_started_is_told(calibre_that: StandIn) -> None:
    folder = calibre_that("")
    (folder / "ebook-convert").write_bytes(b"\x7fELF")
    assert refused()[:2] == ("CAL-002", 7)


@posix
def test_a_calibre_that_hangs_is_ended_with_all_that_it_started(
    calibre_that: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LEAST", 1.0)
    calibre_that(f"sleep 600 & echo $! > '{tmp_path}/child'; wait")
    assert refused() == ("CAL-002", 7, "no answer after 1 s")
    assert gone(int((tmp_path / "child").read_text()))
    assert list((tmp_path / "temp").iterdir()) == []


def gone(process: int) -> bool:
    """Whether a process ends, within a few seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_calibre_and_leaves_nothing(
    calibre_that: StandIn, tmp_path: Path, number: int, code: int
) -> None:
    calibre_that(f"sleep 600 & echo $! > '{tmp_path}/child'; wait")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    env = {**os.environ, "TMPDIR": str(tmp_path / "temp"), "LC_ALL": "C.UTF-8"}
    command = [str(SCRIPT), "a.txt", "--no-check", "--edition", "azw3", "-o", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE)
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in told) == (code, False)
    assert gone(int((tmp_path / "child").read_text()))
    assert list((tmp_path / "temp").iterdir()) == []
    assert not (tmp_path / "out").exists()


@posix
def test_calibre_sees_little_of_the_users_surroundings(
    calibre_that: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "hush")
    calibre_that(f"env > '{tmp_path}/seen'; echo \"$@\" > '{tmp_path}/asked'; cat > /dev/null; exit 1")
    refused()
    seen = dict(line.split("=", 1) for line in (tmp_path / "seen").read_text().splitlines() if "=" in line)
    assert "A_SECRET" not in seen
    for name in ("HOME", "TMPDIR", "CALIBRE_CONFIG_DIRECTORY", "CALIBRE_TEMP_DIR"):
        assert seen[name].startswith(str(tmp_path / "temp")), name
    assert (seen["QT_QPA_PLATFORM"], seen["PYTHONHASHSEED"]) == ("offscreen", "0")
    assert "--no-inline-toc --output-profile=kindle_pw3" in (tmp_path / "asked").read_text()


@posix
def test_a_book_that_its_checks_refuse_is_not_converted(
    calibre_that: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(page: Publication) -> Publication:
        lost = [replace(one, data=one.data.replace("灯亮了".encode(), "灯亮".encode())) for one in page.documents[:-1]]
        return replace(page, documents=(*lost, page.documents[-1]))

    calibre_that(f"touch '{tmp_path}/called'; exit 1")
    monkeypatch.setattr("ebook.build.EDITIONS", {**EDITIONS, "azw3": replace(EDITIONS["azw3"], make=spoil)})
    (tmp_path / "page.txt").write_text(ARTICLE, encoding="utf-8")
    places = PlaceSettings(output=tmp_path / "books", keep_invalid=True)
    settings = Settings(editions=("azw3",), check=CheckSettings(epubcheck=False), place=places)
    report = build([tmp_path / "page.txt"], settings)
    assert (report.path, report.exit_code) == (None, 4)
    assert not (tmp_path / "called").exists()
    assert [path.name for path in (tmp_path / "books").iterdir()] == ["桥下的灯.kindle.invalid.epub"]


@pytest.mark.usefixtures("calibre")
def test_doctor_says_which_calibre_there_is(run: Run, tmp_path: Path) -> None:
    line = next(line for line in run("doctor").stdout.splitlines() if line.startswith("calibre"))
    assert str(shutil.which("ebook-convert")) in line
    without = run("doctor", env={"PATH": f"{Path(sys.executable).parent}{os.pathsep}{tmp_path}"})
    assert "SYS-008" in without.stdout
