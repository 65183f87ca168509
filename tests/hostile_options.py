"""Bad input: options, titles, ``book.toml``, covers."""

from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO

from hostile import ARTICLE, Kind, Lay, both, directory, file, link, pipe, text
from PIL import Image

_ARTICLE = text(ARTICLE)


def _given(name: str, told: str, *options: str, lay: Lay = _ARTICLE) -> Kind:
    """An article built with options."""
    return Kind(name, told, ("a.txt", *options), lay)


# --- options --------------------------------------------------------------------

_TWO = both(file("a.txt"), file("b.txt"))
OPTIONS = (
    _given("unknown option", "USE-001", "--titel", "潮信"),
    _given("option without its value", "USE-002", "--title"),
    _given("flag with a value", "USE-015", "--force=yes"),
    _given("unknown kind", "USE-003", "--kind", "boook"),
    _given("unknown format", "USE-003", "--format", "yaml"),
    _given("unknown language of messages", "USE-003", "--ui", "fr"),
    _given("unknown language", "MET-002", "--language", "zh_CN"),
    _given("unknown edition", "USE-003", "--edition", "generic,kobbo"),
    _given("no edition", "USE-003", "--edition", ""),
    _given("empty edition", "USE-003", "--edition", "kindle,,kobo"),
    _given("no date", "MET-001", "--date", "2023年6月30日"),
    _given("30 February", "MET-001", "--date", "2023-02-30"),
    _given("an identifier with spaces", "MET-006", "--identifier", "my book"),
    _given("an ISBN with a wrong digit", "MET-007", "--identifier", "978-7-02-000220-8"),
    _given("a place in a series that is no number", "MET-008", "--series", "河上人家#三"),
    _given("three faults at once", "MET-005 MET-001 MET-002", "--title", "", "--date", "x", "--language", "zh_CN"),
    _given("a control character in a name", "MET-004", "--author", "林\x07远"),
    Kind("two sources", "USE-004", ("a.txt", "b.txt"), _TWO),
    Kind("two sources of standard input", "USE-012", ("-", "-", "--each")),
    Kind("two sources with one title", "USE-013", ("--each", "a.txt", "b.txt", "--title", "潮信"), _TWO),
    Kind("two sources with one output", "USE-006", ("--each", "a.txt", "b.txt", "-o", "one.epub"), _TWO),
    Kind(
        "two sources, one missing",
        "TXT-005",
        ("--each", "c.txt", "a.txt", "-q"),
        _TWO,
        books=True,
        says="Not built: c.txt (3)",
    ),
    Kind("inspect with two sources", "USE-011", ("inspect", "a.txt", "b.txt"), _TWO),
    Kind("preview of two sources", "PRV-001", ("preview", "a.txt", "b.txt"), _TWO),
    Kind("preview of standard input", "PRV-002", ("preview", "-")),
    Kind("preview of a finished book in vertical lines", "PRV-003", ("preview", "a.epub", "--vertical")),
    Kind("preview of a file that is no EPUB", "EPB-005", ("preview", "a.epub"), file("a.epub")),
    Kind("preview of a text that is not there", "TXT-005", ("preview", "b.txt")),
    Kind("a port that is no number", "PRV-004", ("preview", "a.txt", "--port", "http"), _ARTICLE),
    Kind("a port out of range", "PRV-004", ("preview", "a.txt", "--port", "65536"), _ARTICLE),
    Kind("pictures of no page", "PRV-004", ("preview", "a.txt", "--png", "p", "--pages", "0"), _ARTICLE),
    *(
        Kind(f"SOURCE_DATE_EPOCH={value[:12]}", "USE-007", lay=_ARTICLE, env={"SOURCE_DATE_EPOCH": value})
        for value in ("-86400", "today", "1.5", "253402300800", "9" * 5000, "١٢")
    ),
    Kind("SOURCE_DATE_EPOCH=0", "-", lay=_ARTICLE, env={"SOURCE_DATE_EPOCH": "0"}),
)

# --- titles ---------------------------------------------------------------------

_DEVICES = ("CON", "nul", "COM1", "LPT¹", "aux.txt")
TITLES = (
    _given("a title of 300 characters", "MET-101", "--title", "灯" * 300),
    _given("a title of 40,000 characters", "MET-101 IMG-010", "--title", "灯" * 40_000),
    _given("a title of controls", "MET-004", "--title", "\x01\x02"),
    _given("a title of dots", "MET-101", "--title", "..."),
    *(_given(f"a title that Windows reserves: {name}", "MET-101", "--title", name) for name in _DEVICES),
    _given("a title with slashes", "MET-101", "--title", "../../a/b\\c"),
    _given("a title with a bidi control", "MET-004", "--title", "灯\u202etxt.exe"),
    _given("an empty title", "MET-005", "--title", ""),
    _given("a title of white space", "MET-005", "--title", " \u3000\u00a0 "),
    _given("a title of invisible characters", "MET-005", "--title", "\u2060\u200b\ufeff"),
    _given("a title with a line end", "MET-101", "--title", "渡口\n灯"),
    _given("a title that is no UTF-8", "MET-004", "--title", os.fsdecode(b"\xff\xfe")),
    _given("a title of markup", "MET-101", "--title", "<b>&amp;</b>]]>"),
    _given("a title of one emoji", "MET-101 IMG-008", "--title", "\U0001f469\u200d\U0001f467"),
    Kind("a file name of invisible characters", "-", ("\u2060.txt",), file("\u2060.txt", "\u3000\u3000灯亮了。\n" * 9)),
    Kind("a file name of 85 characters", "-", ("灯" * 83 + ".txt",), file("灯" * 83 + ".txt", "灯亮了。\n" * 9)),
)

# --- book.toml ------------------------------------------------------------------


_INSIDE = file("in/a.txt")


def _book(name: str, told: str, toml: bytes | str, lay: Lay = _INSIDE, where: str = "in/book.toml:1") -> Kind:
    """A folder with a book.toml and an article."""
    return Kind(name, told, ("in",), both(lay, file("in/book.toml", toml)), where)


def _unread(lay: Lay) -> Kind:
    return Kind("book.toml that may not be read", "CFG-001", ("in",), lay, "in/book.toml", bound=True)


PROJECTS = (
    _book("book.toml: no quotes", "CFG-002", "title = 潮信", where="in/book.toml:1:9"),
    _book("book.toml: unknown key", "CFG-003", 'titel = "潮信"'),
    _book("book.toml: a key like none", "CFG-004", 'colour = "red"'),
    _book("book.toml: wrong type", "CFG-005", "title = 12"),
    _book("book.toml: an edition that there is not", "CFG-005", 'editions = ["kindle", "kobbo"]'),
    _book("book.toml: editions that are no list", "CFG-005", 'editions = "kindle"'),
    _book("book.toml: no edition", "CFG-005", "editions = []"),
    _book("book.toml: an edition that is a number", "CFG-005", "editions = [3]"),
    _book("book.toml: a person without a name", "CFG-006", 'authors = [{ role = "trl" }]'),
    _book("book.toml: unknown role", "MET-003", 'authors = [{ name = "林远", role = "auhtor" }]'),
    _book("book.toml: no date", "MET-001", 'date = "2023年"'),
    _book("book.toml: a control character", "MET-004", 'title = "\\u0007"'),
    _book(
        "book.toml: a path out of the folder",
        "CFG-007",
        'chapters = ["../a.txt"]',
        both(file("a.txt"), file("in/a.txt")),
    ),
    _book("book.toml: an absolute path", "CFG-007", 'cover = "/etc/passwd"'),
    _book(
        "book.toml: a link out of the folder",
        "CFG-007",
        'chapters = ["b.txt"]',
        both(file("a.txt"), directory("in"), link("in/b.txt", "../a.txt")),
    ),
    _book(
        "book.toml: a chapter that is a loop of links",
        "CFG-013|CFG-014",
        'chapters = ["a.txt"]',
        both(directory("in"), link("in/a.txt", "b.txt"), link("in/b.txt", "a.txt")),
    ),
    _book("book.toml: a chapter that is no text", "CFG-009", 'chapters = ["a.docx"]', file("in/a.docx")),
    _book("book.toml: a chapter twice", "CFG-012", 'chapters = ["a.txt", "./a.txt"]'),
    _book("book.toml: a chapter like another", "CFG-013", 'chapters = ["aa.txt"]'),
    _book("book.toml: a chapter that is not there", "CFG-013|CFG-014", 'chapters = ["第一章.txt"]'),
    _book(
        "book.toml: a chapter that is a pipe",
        "CFG-013|CFG-014",
        'chapters = ["a.txt"]',
        both(directory("in"), pipe("in/a.txt")),
    ),
    _book(
        "book.toml: a cover that is a folder",
        "CFG-013|CFG-014",
        'cover = "c.jpg"',
        both(file("in/a.txt"), directory("in/c.jpg")),
    ),
    _book("book.toml: no text in the folder", "CFG-008", "", directory("in"), where="in/book.toml"),
    _book("book.toml: an empty text in the folder", "TXT-010", "", file("in/a.txt", b""), where="in/a.txt"),
    _book("book.toml in GBK", "CFG-010", 'title = "潮信"'.encode("gbk")),
    _book("book.toml of 2 MB", "CFG-011", "#" * 2_000_000, where="in/book.toml"),
    _book("book.toml: 100,000 brackets", "CFG-002", "a = " + "[" * 100_000),
    _book("book.toml: 50,000 dots in a key", "CFG-002|CFG-004", "a" + ".a" * 50_000 + " = 1"),
    _book("book.toml: a number of 100,000 digits", "CFG-002|CFG-005", "title = " + "9" * 100_000),
    _book("book.toml: a null", "CFG-002", 'title = "\0"', where="in/book.toml:1:10"),
    _book("book.toml: the year 9999999", "CFG-002", "date = 9999999-01-01", where="in/book.toml:1:15"),
    _book("book.toml: faults in three lines", "CFG-005 CFG-003 CFG-014", 'title = 1\ntitel = "a"\ncover = "图.jpg"'),
    _unread(both(file("in/a.txt"), file("in/book.toml", "", 0o000))),
    Kind("book.toml is a folder", "USE-005", ("in",), both(file("in/a.txt"), directory("in/book.toml"))),
    Kind("book.toml is a pipe", "USE-005", ("in",), both(file("in/a.txt"), pipe("in/book.toml"))),
    Kind(
        "book.toml is a link to /dev/zero",
        "USE-005",
        ("in",),
        both(file("in/a.txt"), link("in/book.toml", "/dev/zero")),
    ),
    Kind("an empty folder", "USE-005", ("in",), directory("in")),
)

# --- covers ---------------------------------------------------------------------


def _png(width: int, height: int) -> bytes:
    """The beginning of a PNG of any size, without its pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1 << 20), 9)
    chunks = ((header, 13), (b"IDAT" + packed, len(packed)))
    body = b"".join(struct.pack(">I", size) + data + struct.pack(">I", zlib.crc32(data)) for data, size in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def _picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (600, 800), **saved: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **saved)
    return out.getvalue()


def _moving() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (600, 800), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _cover(name: str, told: str, data: bytes, megabytes: float = 130) -> Kind:
    lay = both(_ARTICLE, file("c.jpg", data))
    return Kind(name, told, ("a.txt", "--cover", "c.jpg"), lay, "c.jpg" if told != "-" else "", megabytes=megabytes)


COVERS = (
    _given("a cover that is not there", "IMG-001", "--cover", "c.jpg"),
    _given("a cover that is a folder", "IMG-001", "--cover", "."),
    _given("a cover that is /dev/zero", "IMG-001", "--cover", "/dev/zero"),
    _given("a cover that is a pipe", "IMG-001", "--cover", "p", lay=both(_ARTICLE, pipe("p"))),
    _cover("an empty cover", "IMG-002", b""),
    _cover("a cover that is text", "IMG-002", ARTICLE.encode()),
    _cover("a cover in SVG", "IMG-002", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    _cover("a cover of 20,000 × 20,000", "IMG-003", _png(20_000, 20_000)),
    _cover("a cover of 4 × 25,000,000", "IMG-004|IMG-003", _png(4, 25_000_000), 400),
    _cover("a cover that breaks off", "IMG-004", _picture("JPEG")[:2000]),
    _cover("a cover whose pixels are missing", "IMG-004", _png(600, 800)[:60]),
    _cover("a cover that moves", "IMG-005 IMG-006", _moving()),
    _cover("a cover in CMYK", "IMG-006", _picture("JPEG", "CMYK")),
    _cover("a cover with a broken colour profile", "IMG-006", _picture("JPEG", icc_profile=b"no profile")),
    _cover("a cover of 9,000 × 9,000", "IMG-007", _picture("PNG", "1", (9000, 9000)), 700),
)

# --- style sheets ----------------------------------------------------------------


def _sheet(name: str, told: str, css: bytes | str, where: str = "m.css:1") -> Kind:
    return Kind(name, told, ("a.txt", "--css", "m.css"), both(_ARTICLE, file("m.css", css)), where)


SHEETS = (
    _given("a style sheet that is not there", "STY-001", "--css", "m.css"),
    _given("a style sheet that is a folder", "STY-001", "--css", "."),
    _given("a style sheet that is /dev/zero", "STY-001", "--css", "/dev/zero"),
    _given("a style sheet that is a pipe", "STY-001", "--css", "p", lay=both(_ARTICLE, pipe("p"))),
    _sheet("a style sheet in GBK", "STY-002", "/* 潮 */".encode("gbk"), "m.css"),
    _sheet("a style sheet with a null", "STY-002", "p { \0 }", "m.css"),
    _sheet("a style sheet of 1 MB", "STY-002", "p { } " * 170_000, "m.css"),
    _sheet("a style sheet that is text", "STY-003", ARTICLE),
    _sheet("a style sheet without a colon", "STY-003", "\np { color red }", "m.css:2"),
    _sheet("a style sheet that is not closed", "STY-003", "p { color: red"),
    _sheet("a style sheet with a comment that is not closed", "STY-003", "p { margin: 0 }\n/* mine"),
    _sheet("a style sheet with a rule in a rule", "STY-003", "p { .note { margin: 0 } }"),
    _sheet("a style sheet of 100,000 brackets", "STY-003", "p " + "{" * 100_000),
    _sheet("a style sheet for wide screens", "STY-004", "p { margin: 0 }\n@media (min-width: 9em) { }", "m.css:2"),
    _sheet("a style sheet that computes", "STY-004", "p { margin: calc(1em + 2px) }"),
    _sheet("a style sheet that turns lines itself", "STY-004", "html { writing-mode: vertical-rl }"),
    _sheet("a style sheet with a namespace", "STY-004", '@namespace "http://www.w3.org/1999/xhtml";'),
    _sheet("a style sheet that fetches a picture", "STY-005", "p { background: url(https://example.org/a.png) }"),
    _sheet("a style sheet that fetches another", "STY-005", '/* mine */ @import "b.css";'),
    _sheet(
        "a style sheet that fetches a font",
        "STY-005",
        '@font-face {\n font-family: "a";\n src: url(https://example.org/a.woff2);\n}',
        "m.css:3",
    ),
    _sheet("a style sheet with two faults", "STY-004 STY-005", "p { top: var(--a) }\nb { background: url(b.png) }"),
    _sheet("an empty style sheet", "-", "", ""),
    _sheet("a style sheet with a charset and CRLF", "-", '@charset "utf-8";\r\np { color: inherit }\r\n', ""),
    _book("book.toml: a style sheet out of the folder", "CFG-007", 'css = "/etc/passwd"'),
    _book("book.toml: vertical that is no truth", "CFG-005", 'vertical = "yes"'),
)

KINDS = (*OPTIONS, *TITLES, *PROJECTS, *COVERS, *SHEETS)
