"""Our own gate: a right book passes every rule, a book with one fault is named by the rule that watches for it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipInfo

import epubs
import pytest

from ebook.check import check
from ebook.check.gate import RULES, gate
from ebook.check.opening import read_epub
from ebook.diagnostics import Diagnostic, catalogue

Made = Callable[[], bytes]


def judged(book: bytes) -> list[Diagnostic]:
    """What the gate says."""
    verdict = check(book, [epubs.book_source()], [], None)
    return [diagnostic for diagnostic in verdict.diagnostics if diagnostic.id.startswith("GAT")]


def entries(**changed: bytes) -> list[tuple[ZipInfo, bytes]]:
    return [(epubs.entry(name), changed.get(name, data)) for name, data in epubs.files().items()]


def with_entry(name: str, data: bytes = b"", method: int = ZIP_DEFLATED) -> bytes:
    return epubs.zipped([*entries(), (epubs.entry(name, method), data)])


def with_item(name: str, item: str, data: bytes = b"x") -> bytes:
    """The book with one more file, which the manifest lists."""
    opf = epubs.files()[epubs.OPF].decode().replace("</manifest>", item + "</manifest>")
    return epubs.packed({**epubs.files(), epubs.OPF: opf.encode(), name: data})


def first_entry(change: Callable[[ZipInfo], None], data: bytes = b"application/epub+zip") -> bytes:
    info = epubs.entry("mimetype")
    change(info)
    return epubs.zipped([(info, data), *entries()[1:]])


def comment_of_entry() -> bytes:
    contents = entries()
    contents[2][0].comment = b"hello"
    return epubs.zipped(contents)


def data_descriptor() -> bytes:
    """The flag alone, in both headers: no zip writer at hand makes one for a stored entry."""
    book = bytearray(epubs.packed(epubs.files()))
    struct.pack_into("<H", book, 6, 0x08)
    struct.pack_into("<H", book, book.index(b"PK\x01\x02") + 8, 0x08)
    return bytes(book)


def encrypted() -> bytes:
    """The flag alone, on the picture, which the gate need not open."""
    book = bytearray(epubs.packed(epubs.files()))
    for name in re.finditer(re.escape(epubs.COVER.encode()), bytes(book)):
        header = name.start() - 46
        if book[header : header + 4] == b"PK\x01\x02":
            struct.pack_into("<H", book, header + 8, 0x01)
    return bytes(book)


def css(text: str) -> Made:
    return lambda: epubs.with_file(epubs.CSS, lambda sheet: sheet + text)


def swap(name: str, old: str, new: str) -> Made:
    return lambda: epubs.replaced(name, old, new)


def in_body(markup: str) -> Made:
    return swap(epubs.FIRST, "</section>", markup + "</section>")


def in_metadata(markup: str) -> Made:
    return swap(epubs.OPF, "</metadata>", markup + "</metadata>")


def in_manifest(item: str) -> Made:
    return swap(epubs.OPF, "</manifest>", item + "</manifest>")


def link_to_body() -> bytes:
    link = '<a href="#top">上</a></section>'
    return epubs.with_file(
        epubs.FIRST, lambda text: text.replace("<body>", '<body id="top">').replace("</section>", link)
    )


def third_level() -> bytes:
    inner = '<li><a href="text/chapter-001.xhtml#s1">夜渡</a>'
    deeper = inner + "<ol>" + inner + "</li></ol>"
    return epubs.replaced(epubs.NAV, inner, deeper)


def wrong_order() -> bytes:
    one, two = (
        '<li><a href="text/contents.xhtml">目录</a></li>',
        '<li><a href="text/colophon.xhtml">出处与版权</a></li>',
    )
    return epubs.with_file(epubs.NAV, lambda text: text.replace(two, "").replace(one, two + one))


def spans(*ids: str) -> str:
    """A paragraph of a KEPUB."""
    return "<p>" + "".join(f'<span class="koboSpan" id="{ident}">灯</span>' for ident in ids) + "</p>"


def kepub(body: str) -> Made:
    """The book with the text of its first chapter in Kobo's wrappers, and nothing else in them."""
    inside = f'<div id="book-columns"><div id="book-inner">{body}</div></div>'
    return lambda: epubs.with_file(
        epubs.FIRST, lambda page: re.sub(r"(?s)<body>.*</body>", f"<body>{inside}</body>", page)
    )


MARKER = '<span epub:type="pagebreak" role="doc-pagebreak" id="page-1" aria-label="第4版"></span>'
PAGE_LIST = (
    '<nav epub:type="page-list" hidden=""><ol><li><a href="text/chapter-001.xhtml#page-1">第4版</a></li></ol></nav>'
)


def feature(name: str) -> Made:
    return in_metadata(f'<meta property="schema:accessibilityFeature">{name}</meta>')


def page_source(*names: str) -> str:
    return "".join(f'<meta property="pageBreakSource">{name}</meta>' for name in names)


def paged(marker: str = MARKER, source: str | None = None, listed: str = PAGE_LIST) -> bytes:
    """The book with one page of print, marked, listed, and said what it is of."""
    changed = {
        epubs.FIRST: ("<h1>", marker + "<h1>"),
        epubs.NAV: ("</body>", listed + "</body>"),
        epubs.OPF: ("</metadata>", (page_source("江边日报 2023-06-30") if source is None else source) + "</metadata>"),
    }
    contents = epubs.files()
    for name, (old, new) in changed.items():
        contents[name] = contents[name].replace(old.encode(), new.encode(), 1)
    return epubs.packed(contents)


def without_roles(metadata: str) -> bytes:
    """The book without a role, which its metadata claim."""
    contents = {name: re.sub(rb' role="[^"]*"', b"", data) for name, data in epubs.files().items()}
    contents[epubs.OPF] = contents[epubs.OPF].replace(b"</metadata>", metadata.encode() + b"</metadata>")
    return epubs.packed(contents)


def without_text(picture: str = '<img src="../images/cover.png"/>') -> bytes:
    """The book with a picture that is not told in words, and metadata that say text suffices."""
    return epubs.replaced(epubs.FIRST, "</section>", picture + "</section>")


FAULTS: list[tuple[str, str, Made]] = [
    ("GAT-101", "compressed", lambda: first_entry(lambda info: setattr(info, "compress_type", ZIP_DEFLATED))),
    ("GAT-101", "extra field", lambda: first_entry(lambda info: setattr(info, "extra", b"\x99\x99\4\0text"))),
    ("GAT-101", "application/epub+zip", lambda: first_entry(lambda _: None, b"application/epub+zip\n")),
    ("GAT-101", "first", lambda: epubs.zipped([*entries()[1:], entries()[0]])),
    ("GAT-101", "first", lambda: b"junk" + epubs.packed(epubs.files())),
    ("GAT-101", "data descriptor", data_descriptor),
    ("GAT-102", "comment", lambda: epubs.zipped(entries(), comment=b"made by hand")),
    ("GAT-102", "comment", comment_of_entry),
    ("GAT-103", "EPUB/text/", lambda: with_entry("EPUB/text/")),
    ("GAT-104", "method 12", lambda: with_entry("EPUB/x.txt", b"x", ZIP_BZIP2)),
    ("GAT-104", "encrypted", encrypted),
    ("GAT-105", "图片", lambda: with_entry("EPUB/图片.png")),
    ("GAT-105", "..", lambda: with_entry("../evil.txt")),
    ("GAT-105", "/etc", lambda: with_entry("/etc/passwd")),
    ("GAT-105", "a b", lambda: with_entry("EPUB/a b.txt")),
    ("GAT-105", "Big", lambda: with_entry("EPUB/Big.txt")),
    ("GAT-105", "dot.", lambda: with_entry("EPUB/dot.")),
    ("GAT-106", "2 ×", lambda: with_entry("EPUB/Nav.xhtml")),
    ("GAT-107", ".DS_Store", lambda: with_entry("EPUB/.DS_Store")),
    ("GAT-107", "calibre", lambda: with_entry("META-INF/calibre_bookmarks.txt")),
    ("GAT-107", "a.png", in_manifest('<item id="a" href="a.png" media-type="image/png"/>')),
    ("GAT-201", "none", swap(epubs.OPF, 'unique-identifier="id"', 'unique-identifier="none"')),
    ("GAT-201", "id", swap(epubs.OPF, "urn:uuid:0b0c2f3e-6a55-5a7e-9d54-6a3f1d0c7b11", "")),
    ("GAT-202", "+08:00", swap(epubs.OPF, "2023-06-30T00:00:00Z", "2023-06-30T00:00:00+08:00")),
    ("GAT-202", "02-30", swap(epubs.OPF, "2023-06-30T00:00:00Z", "2023-02-30T00:00:00Z")),
    ("GAT-202", ",", in_metadata('<meta property="dcterms:modified">2023-06-30T00:00:00Z</meta>')),
    ("GAT-202", "", swap(epubs.OPF, '<meta property="dcterms:modified">2023-06-30T00:00:00Z</meta>', "")),
    ("GAT-203", "2023-6-3", swap(epubs.OPF, "<dc:date>2023-06-30", "<dc:date>2023-6-3")),
    ("GAT-203", "2023-13", swap(epubs.OPF, "<dc:date>2023-06-30", "<dc:date>2023-13")),
    ("GAT-203", ",", in_metadata("<dc:date>1936</dc:date>")),
    ("GAT-204", "dc:title", swap(epubs.OPF, "渡口集", "")),
    ("GAT-204", "title-type", swap(epubs.OPF, "<dc:language>", "<dc:title>某</dc:title><dc:language>")),
    ("GAT-205", "author", swap(epubs.OPF, ">aut<", ">author<")),
    ("GAT-205", "pht", lambda: epubs.with_file(epubs.OPF, lambda t: t.replace(' scheme="marc:relators">pht', ">pht"))),
    ("GAT-206", "zh_CN", swap(epubs.OPF, "<dc:language>zh-Hans", "<dc:language>zh_CN")),
    ("GAT-206", "zh-Hant", swap(epubs.SECOND, 'lang="zh-Hans"', 'lang="zh-Hant"')),
    ("GAT-206", "zh", swap(epubs.OPF, 'xml:lang="zh-Hans"', 'xml:lang="zh"')),
    ("GAT-207", "cover", swap(epubs.OPF, '<meta name="cover" content="cover-image"/>', "")),
    ("GAT-207", "cover", swap(epubs.OPF, ' properties="cover-image"', "")),
    ("GAT-207", "image/gif", swap(epubs.OPF, 'media-type="image/png"', 'media-type="image/gif"')),
    ("GAT-207", "id cover", lambda: epubs.with_file(epubs.OPF, lambda text: text.replace('"d1"', '"cover"'))),
    ("GAT-208", "None", swap(epubs.OPF, ' page-progression-direction="ltr"', "")),
    ("GAT-208", "rtl", swap(epubs.OPF, 'direction="ltr"', 'direction="rtl"')),
    ("GAT-208", "ltr", css("body { writing-mode: vertical-rl; }")),
    ("GAT-209", "0 ×", swap(epubs.OPF, '<itemref idref="d5"/>', "")),
    ("GAT-209", "2 ×", swap(epubs.OPF, '<itemref idref="d5"/>', '<itemref idref="d5"/><itemref idref="d5"/>')),
    ("GAT-210", "webp", lambda: with_item("EPUB/a.webp", '<item id="a" href="a.webp" media-type="image/webp"/>')),
    ("GAT-210", "scripted", swap(epubs.OPF, '<item id="d1"', '<item properties="scripted" id="d1"')),
    ("GAT-211", "accessMode", swap(epubs.OPF, '<meta property="schema:accessMode">textual</meta>', "")),
    ("GAT-211", "reading", swap(epubs.OPF, ">readingOrder<", ">reading<")),
    ("GAT-211", "none", in_metadata('<meta property="schema:accessibilityHazard">flashing</meta>')),
    ("GAT-212", "alternativeText", feature("alternativeText")),
    ("GAT-212", "ruby", feature("rubyAnnotations")),
    ("GAT-212", "verticalWriting", swap(epubs.OPF, ">horizontalWriting<", ">verticalWriting<")),
    ("GAT-212", "pageNavigation", feature("pageNavigation")),
    ("GAT-212", "visual", in_metadata('<meta property="schema:accessMode">visual</meta>')),
    ("GAT-212", "WCAG", in_metadata('<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2</meta>')),
    ("GAT-211", "accessModeSufficient", swap(epubs.OPF, "schema:accessModeSufficient", "schema:accessModes")),
    ("GAT-211", "Summary", swap(epubs.OPF, "全书为可重排的文字。", "")),
    ("GAT-211", "textual visual", swap(epubs.OPF, 'Sufficient">textual<', 'Sufficient">textual visual<')),
    ("GAT-212", "ARIA", lambda: without_roles('<meta property="schema:accessibilityFeature">ARIA</meta>')),
    ("GAT-212", "pageBreakMarkers", feature("pageBreakMarkers")),
    ("GAT-212", "printPageNumbers", feature("printPageNumbers")),
    ("GAT-212", "accessModeSufficient textual", without_text),
    ("GAT-212", "Level AAAA", in_metadata(
        '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AAAA</meta>'
        '<meta property="a11y:certifiedBy">某</meta>'
    )),
    ("GAT-213", "pageBreakSource", lambda: paged(source="")),
    ("GAT-213", "某报, 某刊", lambda: paged(source=page_source("某报", "某刊"))),
    ("GAT-213", "urn:uuid", lambda: paged(source=page_source("urn:uuid:0b0c2f3e-6a55-5a7e-9d54-6a3f1d0c7b11"))),
    ("GAT-301", "0 ×", swap(epubs.NAV, '<nav epub:type="toc"', '<nav epub:type="lot"')),
    ("GAT-301", "chapter-002", swap(epubs.NAV, "第二章　归人</a>", " </a>")),
    ("GAT-302", "目录", wrong_order),
    ("GAT-302", "none", swap(epubs.NAV, "text/chapter-002.xhtml", "text/none.xhtml")),
    ("GAT-302", "s9", swap(epubs.NAV, "#s1", "#s9")),
    ("GAT-303", "index", swap(epubs.NAV, 'epub:type="toc" href', 'epub:type="index" href')),
    ("GAT-303", "bodymatter bodymatter", swap(epubs.NAV, 'epub:type="toc" href', 'epub:type="bodymatter" href')),
    ("GAT-303", "nested", swap(epubs.NAV, "正文</a></li>", "正文</a><ol><li/></ol></li>")),
    ("GAT-304", "nav", swap(epubs.NCX, "text/chapter-002.xhtml", "text/chapter-001.xhtml")),
    ("GAT-304", "nav", swap(epubs.NAV, '<li><a href="text/contents.xhtml">目录</a></li>\n<li>', "<li>")),
    ("GAT-304", "dtb:uid", swap(epubs.NCX, "urn:uuid:0b", "urn:uuid:1b")),
    ("GAT-304", "no NCX", swap(epubs.OPF, '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>', "")),
    ("GAT-305", "playOrder", swap(epubs.NCX, 'playOrder="5"', 'playOrder="7"')),
    ("GAT-306", "3", third_level),
    ("GAT-307", "pagebreak 1", in_body('<span epub:type="pagebreak" id="page5"></span>')),
    ("GAT-307", "pagebreak 1", lambda: paged(listed="")),
    ("GAT-307", "page-list 1", lambda: paged(marker="")),
    ("GAT-401", "xml", swap(epubs.FIRST, '<?xml version="1.0" encoding="utf-8"?>\n', "")),
    ("GAT-401", "charset", swap(epubs.FIRST, '<meta charset="utf-8"/>', "")),
    ("GAT-402", "script", in_body("<script>1</script>")),
    ("GAT-402", "go()", swap(epubs.FIRST, "<p>", '<p onclick="go()">')),
    ("GAT-403", "javascript", in_body('<a href="javascript:1">去</a>')),
    ("GAT-403", "JavaScript", in_body('<a href=" JavaScript:1">去</a>')),
    ("GAT-403", "data:", in_body('<a href="data:text/html,x">去</a>')),
    ("GAT-403", "file:", in_body('<a href="file:///etc/passwd">去</a>')),
    ("GAT-403", "//example.org", in_body('<img src="//example.org/a.png" alt="图"/>')),
    ("GAT-403", "https", in_body('<img src="https://example.org/a.png" alt="图"/>')),
    ("GAT-403", "https", swap(epubs.FIRST, "../styles/book.css", "https://example.org/a.css")),
    ("GAT-404", "#none", in_body('<a href="chapter-002.xhtml#none">去</a>')),
    ("GAT-404", "none.xhtml", in_body('<a href="none.xhtml">去</a>')),
    ("GAT-404", "none.png", in_body('<img src="none.png" alt="图"/>')),
    ("GAT-405", "#top", link_to_body),
    ("GAT-406", "s1", swap(epubs.FIRST, "<p>", '<p id="s1">')),
    ("GAT-407", "h3", lambda: epubs.with_file(epubs.FIRST, lambda text: text.replace("h2", "h3"))),
    ("GAT-407", "h1 h1", lambda: epubs.with_file(epubs.FIRST, lambda text: text.replace("h2", "h1"))),
    ("GAT-407", "h2", lambda: epubs.with_file(epubs.SECOND, lambda text: text.replace("h1", "h2"))),
    ("GAT-408", "color", swap(epubs.FIRST, "<p>", '<p style="color:red">')),
    ("GAT-408", "style", swap(epubs.FIRST, "</head>", "<style>p { margin: 0 }</style></head>")),
    ("GAT-409", "--", in_body("<!-- draft -->")),
    ("GAT-410", "U+202E", swap(epubs.FIRST, "清晨", "清\u202e晨")),
    ("GAT-410", "U+202E", swap(epubs.FIRST, "清晨", "清&#x202e;晨")),
    ("GAT-410", "U+0085", swap(epubs.FIRST, "清晨", "清&#x85;\u2066晨")),
    ("GAT-410", "U+2066", in_body('<img src="../images/cover.png" alt="&#x2066;"/>')),
    ("GAT-410", "U+2067", swap(epubs.OPF, "江边日报<", "江边日报\u2067<")),
    ("GAT-411", "img", in_body('<img src="../images/cover.png"/>')),
    ("GAT-411", "img", in_body('<img src="../images/cover.png" alt=""/>')),
    ("GAT-411", "img", in_body(f'<img src="../images/cover.png" alt="{"图" * 140}"/>')),
    ("GAT-411", "img", in_body('<img alt="图"/>')),
    ("GAT-412", "<p>", in_body("<p>　</p><p> </p>")),
    ("GAT-412", "<h1>", swap(epubs.TITLEPAGE, "<h1>渡口集</h1>", "<h1></h1>")),
    ("GAT-413", "KB", in_body(f"<p>{'渡' * 100_000}</p>")),
    ("GAT-414", "U+E000 (1 ×), U+F0000 (1 ×)", swap(epubs.FIRST, "清晨", "清\ue000\U000f0000晨")),
    ("GAT-415", "book-inner", in_body('<p><span class="koboSpan" id="kobo.1.1">灯</span></p>')),
    ("GAT-415", "<p>", kepub('<p>灯<span class="koboSpan" id="kobo.1.1">亮</span></p>')),
    ("GAT-415", "kobo.2.1", kepub(spans("kobo.2.2", "kobo.2.1"))),
    ("GAT-415", "kobo.1.1", kepub(spans("kobo.1.1", "kobo.1.1"))),
    ("GAT-415", "s1", kepub(spans("s1"))),
    ("GAT-415", "koboSpan kobo.1.2", kepub(spans("kobo.1.1").replace("灯", spans("kobo.1.2")[3:-4]))),
    ("GAT-416", "chapter: role None", swap(epubs.FIRST, ' role="doc-chapter"', "")),
    ("GAT-416", "toc: role navigation", swap(epubs.NAV, "doc-toc", "navigation")),
    ("GAT-416", "noteref", in_body('<p>灯<a epub:type="noteref" href="#s1">1</a></p>')),
    ("GAT-416", "pagebreak", lambda: paged(MARKER.replace(' role="doc-pagebreak"', ""))),
    ("GAT-417", "2 × 第一章 渡口", swap(epubs.SECOND, "<title>第二章 归人", "<title>第一章 渡口")),
    ("GAT-417", "<title>", swap(epubs.COLOPHON, "<title>出处与版权", "<title> ")),
    ("GAT-418", "pagebreak page-1", lambda: paged(MARKER.replace(' aria-label="第4版"', ""))),
    ("GAT-418", "pagebreak None", lambda: paged(MARKER.replace(' id="page-1"', ""))),
    ("GAT-418", "pagebreak page-1", lambda: paged(MARKER.replace("></span>", "><b>4</b></span>"))),
    ("GAT-505", "color #999: 2.85", css("p { color: #999; }")),
    ("GAT-505", "color rgb(20, 20, 20): 1.14", css("p { color: rgb(20, 20, 20); }")),
    ("GAT-505", "background beige", css("aside { background: beige; }")),
    ("GAT-505", "color navy, background black", css("h1 { background-color: black; color: navy; }")),
    ("GAT-501", "min(", css("p { margin: min(1em, 2em); }")),
    ("GAT-501", "CALC(", css("p { margin: CALC(1em + 2px); }")),
    ("GAT-501", "var(", css("p { margin: var(--m); }")),
    ("GAT-501", "is(", css("p:is(.note, .box) { margin: 0; }")),
    ("GAT-501", "color-mix(", css("p { color: color-mix(in srgb, red, blue); }")),
    ("GAT-502", "@layer", css("@layer base;")),
    ("GAT-503", "transform", css("p { transform: none; }")),
    ("GAT-503", "--gap", css("p { --gap: 1em; }")),
    ("GAT-502", "@media", css("@media print { p { margin: 0; } }")),
    ("GAT-502", "@supports", css("@supports (display: grid) { p { margin: 0; } }")),
    ("GAT-503", "direction", css("p{direction:rtl}")),
    ("GAT-503", "unicode-bidi", css("p { unicode-bidi : embed; }")),
    ("GAT-503", "position", css("p { position: absolute; }")),
    ("GAT-503", "flex", css("p { display: flex; }")),
    ("GAT-503", "grid", css("p { margin: 0; grid-template-columns: 1em; }")),
    ("GAT-504", "example.org", css("p { background: url(https://example.org/a.png); }")),
    ("GAT-504", "none.png", css("p { background: url('none.png'); }")),
    ("GAT-504", "a.css", css("@import 'a.css';")),
]  # fmt: skip


def test_a_right_book_passes() -> None:
    assert judged(epubs.packed(epubs.files())) == []


@pytest.mark.parametrize(
    "book",
    [
        paged(),
        paged(source='<dc:source id="s">某报</dc:source><meta property="source-of" refines="#s">pagination</meta>'),
        css("p { color: #767676; }")(),  # 4.54 on white, 4.62 on black
        css("h1 { color: #fff; background: #333; } a { color: inherit; } p { background: none; }")(),
        in_metadata(
            '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>'
            '<meta property="a11y:certifiedBy">某</meta>'
        )(),
    ],
    ids=["pages", "pages of a dc:source", "a grey for day and night", "ink and ground", "a claim that somebody made"],
)
def test_what_is_right_passes(book: bytes) -> None:
    assert judged(book) == []


@pytest.mark.parametrize(("ident", "told", "made"), FAULTS, ids=[f"{ident} {told}" for ident, told, _ in FAULTS])
def test_a_fault_is_named(ident: str, told: str, made: Made) -> None:
    named = [d for d in judged(made()) if d.id == ident]
    assert any(told in f"{d.file} {d.values['detail']}" for d in named), judged(made())
    assert {d.exit_code for d in named} == ({5} if catalogue()[ident].severity == "error" else {0})


def test_every_rule_is_tried_and_told() -> None:
    assert {ident for ident, _, _ in FAULTS} == set(RULES)
    assert set(RULES) | {"GAT-001", "GAT-002"} == {ident for ident in catalogue() if ident.startswith("GAT")}
    assert all(rule.__doc__ for rule in RULES.values())


@pytest.mark.parametrize(
    "made",
    [
        in_body('<p><a href="https://example.org/">去</a></p>'),
        in_body('<p><img src="../images/cover.png" alt="图"/></p>'),
        in_body("<hr/><p><br/></p><table><tr><td></td></tr></table>"),
        swap(epubs.FIRST, "</head>", '<style id="kobostylehacks">p { margin: 0 }</style></head>'),
        css("/* calc(), @media, direction: rtl */ p { content: 'min(1)'; margin: 0 }"),
        css("p.a--b:first-child, .is-x { margin: 0; text-transform: uppercase; } p { content: counter(min); }"),
        css("h1 { text-emphasis-position: under; -epub-ruby-position: over; background-position: 0 0; }"),
        swap(epubs.OPF, "<dc:date>2023-06-30", "<dc:date>2023-06"),
        swap(epubs.OPF, "<dc:date>2023-06-30", "<dc:date>1936"),
    ],
)
def test_what_is_right_is_let_pass(made: Made) -> None:
    assert judged(made()) == []


def test_the_marks_of_a_kepub_are_let_pass_and_do_not_count_for_its_size() -> None:
    body = spans(*(f"kobo.1.{number}" for number in range(1, 6000))) + spans("kobo.2.1") + "<div><pre>灯</pre></div>"
    assert {"GAT-408", "GAT-412", "GAT-413", "GAT-415"}.isdisjoint(item.id for item in judged(kepub(body)()))


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: b"", "zip"),
        (lambda: epubs.packed(epubs.files())[:-30], "zip"),
        (lambda: epubs.zipped(entries()[:1]), "container.xml"),
        (swap("META-INF/container.xml", "package.opf", "none.opf"), "none.opf"),
        (swap(epubs.FIRST, "</p>", ""), "mismatch"),
        (swap(epubs.FIRST, "清晨", "清&nbsp;晨"), "nbsp"),
        (lambda: epubs.packed({**epubs.files(), epubs.FIRST: b"\xff\xfe"}), "chapter-001"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(made: Made, told: str) -> None:
    (fault,) = judged(made())
    assert fault.id == "GAT-001"
    assert told in f"{fault.file} {fault.message('en')}"


@pytest.mark.parametrize("value", ['"x"', 'SYSTEM "file:///etc/passwd"'])
def test_a_page_with_entities_of_its_own_is_not_looked_into(value: str) -> None:
    (fault,) = judged(swap(epubs.FIRST, "html>", f"html [<!ENTITY x {value}>]>")())
    assert (fault.id, fault.file, fault.exit_code) == ("GAT-002", epubs.FIRST, 5)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ebook.check.opening.MAX_TEXT_FILE", 100_000)
    (fault,) = judged(in_body(f"<p>{'渡' * 100_000}</p>")())
    assert (fault.id, fault.file) == ("GAT-002", epubs.FIRST)


def test_a_damaged_book_never_raises() -> None:
    """Bytes changed, lost and doubled at random: always a verdict."""
    book = epubs.packed(epubs.files())
    sources = [epubs.book_source()]
    for seed in range(500):
        chance = Random(seed)
        at, size = chance.randrange(len(book)), chance.choice((1, 4, 50))
        piece = chance.choice((b"", bytes([chance.randrange(256)]), book[at : at + size] * 2))
        check(book[:at] + piece + book[at + size :], sources, [], None)


def test_a_picture_that_is_ornament_makes_no_claim_untrue() -> None:
    book = without_text('<img src="../images/cover.png" alt=""/>')
    assert "GAT-212" not in {item.id for item in gate(read_epub(book))}
