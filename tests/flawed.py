"""A good book with one fault at a time that a reading device does not forgive; what is right; what is hostile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from struct import pack
from zlib import crc32

import epubs
from epubs import CONTENTS, COVER, CSS, FIRST, NAV, NCX, OPF, SECOND
from PIL import Image

Files = dict[str, bytes]
Spoil = Callable[[Files], object]


def picture(size: tuple[int, int], mode: str = "L", kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A small PNG whose head claims other measures."""
    data = bytearray(picture((9, 9)))
    data[16:24] = pack(">II", width, height)
    data[29:33] = pack(">I", crc32(data[12:29]))
    return bytes(data)


def good() -> Files:
    """The book of the tests with a cover that shops take."""
    return {**epubs.files(), COVER: picture((1600, 2560))}


# --- ways to spoil it -----------------------------------------------------------


def swap(name: str, old: str, new: str) -> Spoil:
    def spoil(files: Files) -> None:
        before = files[name].decode()
        files[name] = before.replace(old, new).encode()
        assert files[name] != before.encode(), f"nothing changed in {name}"

    return spoil


def in_body(markup: str) -> Spoil:
    return swap(FIRST, "</section>", markup + "</section>")


def in_metadata(markup: str) -> Spoil:
    return swap(OPF, "</metadata>", markup + "</metadata>")


def css(text: str) -> Spoil:
    return lambda files: files.update({CSS: files[CSS] + b"\n" + text.encode()})


def both(*spoils: Spoil) -> Spoil:
    return lambda files: [spoil(files) for spoil in spoils]


def item(name: str, media_type: str, data: bytes = b"x", more: str = "") -> Spoil:
    """One more file, which the manifest lists."""
    href = name.removeprefix("EPUB/")
    entry = f'<item id="more" href="{href}" media-type="{media_type}"{more}/></manifest>'
    return both(swap(OPF, "</manifest>", entry), lambda files: files.update({name: data}))


def drawn(name: str, media_type: str, data: bytes) -> Spoil:
    return item(f"EPUB/images/{name}", media_type, data)


def as_cover(data: bytes, media_type: str = "image/png") -> Spoil:
    told = swap(OPF, "image/png", media_type) if media_type != "image/png" else lambda _: None
    return both(told, lambda files: files.update({COVER: data}))


def encrypted(files: Files) -> None:
    method = '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
    files["META-INF/encryption.xml"] = f"<encryption>{method}</encryption>".encode()


def deep(levels: int) -> Spoil:
    """The entry 夜渡 again in itself, until there are so many levels."""
    inner = '<li><a href="text/chapter-001.xhtml#s1">夜渡</a>'
    nested = inner + "".join(f"<ol>{inner}" for _ in range(levels - 2)) + "</li></ol>" * (levels - 2)
    return swap(NAV, inner, nested)


def kepub(files: Files) -> None:
    """A page in Kobo's wrappers whose second sentence has no mark."""
    page = files[SECOND].decode()
    marked = '<h1><span class="koboSpan" id="kobo.1.1">雪</span>落</h1>'
    body = f'<div id="book-columns"><div id="book-inner">{marked}</div></div>'
    files[SECOND] = re.sub(r"(?s)<body>.*</body>", f"<body>{body}</body>", page).encode()


Command = Callable[..., tuple[int, str, str]]
COLUMNS = f"<table><tr>{'<td>1</td>' * 5}</tr></table>"
UNLISTED = '<item id="more" href="text/more.xhtml" media-type="application/xhtml+xml"/></manifest>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<image xlink:href="../images/cover.png"/></svg>'
)
VERTICAL = css("html { -epub-writing-mode: vertical-rl; writing-mode: vertical-rl; }")
FACE = '@font-face { font-family: "a"; src: url("../fonts/a.otf"); }'
LANDMARK = '<li><a epub:type="chapter" href="text/chapter-002.xhtml">二</a></li>'
JPEG, PNG, HEAVY = "image/jpeg", "image/png", bytes(5_000_000)
SHOWN = '<p><img src="../images/cover.png" alt="封面"/></p>'


def opposite(files: Files) -> None:
    """The entry of the second chapter before that of the first."""
    nav = files[NAV].decode()
    entry = '<li><a href="text/chapter-002.xhtml">第二章　归人</a></li>\n'
    files[NAV] = nav.replace(entry, "").replace("<ol>\n", f"<ol>\n{entry}", 1).encode()


#: The rule, what is told, the file and the place in it where that is known, the fault.
FAULTS: list[tuple[str, str, str, Spoil]] = [
    ("DEV-103", "aes128-cbc", "META-INF/encryption.xml", encrypted),
    ("DEV-104", "第 1 图.png", OPF, item("EPUB/images/第 1 图.png", "image/png", picture((9, 9)))),
    ("DEV-201", "dc:language", OPF, swap(OPF, "<dc:language>zh-Hans</dc:language>", "")),
    ("DEV-202", "us", f"{OPF}:7", swap(OPF, "<dc:language>zh-Hans", "<dc:language>us")),
    ("DEV-203", "2 × dc:title", OPF, swap(OPF, "<dc:language>", "<dc:title>旧事</dc:title><dc:language>")),
    ("DEV-204", "urn:uuid:1b", f"{NCX}:4", swap(NCX, "urn:uuid:0b", "urn:uuid:1b")),
    (
        "DEV-205",
        "cover-image",
        OPF,
        both(swap(OPF, '<meta name="cover" content="cover-image"/>', ""), swap(OPF, ' properties="cover-image"', "")),
    ),
    ("DEV-206", "images/cover.png", OPF, swap(OPF, '<meta name="cover" content="cover-image"/>', "")),
    (
        "DEV-207",
        "text/title.xhtml",
        OPF,
        both(
            swap(OPF, '<meta name="cover" content="cover-image"/>', ""),
            swap(OPF, '"d1"', '"cover"'),
        ),
    ),
    ("DEV-208", "ltr", OPF, both(VERTICAL, in_metadata('<meta name="primary-writing-mode" content="vertical-rl"/>'))),
    ("DEV-209", "primary-writing-mode", OPF, both(VERTICAL, swap(OPF, 'direction="ltr"', 'direction="rtl"'))),
    ("DEV-210", "specified-fonts", f"{CSS}:4", both(css(FACE), item("EPUB/fonts/a.otf", "font/otf"))),
    ("DEV-211", "https://example.org/a.png", FIRST, in_body('<p><img src="https://example.org/a.png" alt="图"/></p>')),
    ("DEV-211", "//example.org/a.css", FIRST, swap(FIRST, "../styles/book.css", "//example.org/a.css")),
    ("DEV-211", "https://example.org", f"{CSS}:4", css("h2 { background: url( 'https://example.org/a.png' ) }")),
    (
        "DEV-301",
        "nav, NCX",
        NCX,
        both(
            lambda files: files.update({NAV: re.sub(rb"(?s)<ol>.*</ol>\s*</nav>\s*<nav", b"</nav><nav", files[NAV])}),
            lambda files: files.update({NCX: re.sub(rb"(?s)<navMap>.*</navMap>", b"<navMap/>", files[NCX])}),
        ),
    ),
    ("DEV-302", "3 > 2: 夜渡", f"{NAV}:17", deep(3)),
    ("DEV-303", "4 > 3: 夜渡", NAV, deep(4)),
    (
        "DEV-304",
        "4: toc bodymatter",
        NAV,
        swap(NAV, "正文</a></li>", "正文</a></li>" + LANDMARK * 2),
    ),
    ("DEV-305", "扉页", f"{NAV}:14", opposite),
    ("DEV-306", "夜渡 → EPUB/text/chapter-001.xhtml#s9", f"{NAV}:17", swap(NAV, "#s1", "#s9")),
    ("DEV-306", "colophon.xhtml (not in the spine)", f"{NAV}:21", swap(OPF, '<itemref idref="d5"/>', "")),
    ("DEV-306", "none.xhtml", NAV, swap(NAV, "text/chapter-002.xhtml", "text/none.xhtml")),
    ("DEV-307", "夜渡", f"{NAV}:17", swap(FIRST, '<h2 id="s1">', '<h2 hidden="" id="s1">')),
    ("DEV-307", "夜渡", NAV, swap(FIRST, '<h2 id="s1">', '<h2 style="display: none" id="s1">')),
    ("DEV-308", "chapter-002", NAV, swap(NAV, "第二章　归人</a>", " </a>")),
    ("DEV-401", "encoding", f"{FIRST}:1", swap(FIRST, '<?xml version="1.0" encoding="utf-8"?>\n', "")),
    ("DEV-401", "encoding", f"{FIRST}:1", swap(FIRST, ' encoding="utf-8"?', "?")),
    ("DEV-402", "img", FIRST, in_body('<p><img alt="图"/></p>')),
    ("DEV-403", "140: 图", FIRST, in_body(SHOWN.replace("封面", "图" * 140))),
    ("DEV-404", "cover.png", FIRST, in_body(SHOWN.replace(' alt="封面"', ""))),
    ("DEV-405", "<p>", FIRST, in_body("<p>一<p>二</p></p>")),
    ("DEV-406", "<script>", FIRST, in_body("<script>1</script>")),
    ("DEV-406", "go()", FIRST, swap(FIRST, "<h1>", '<h1 onclick="go()">')),
    ("DEV-407", "<input>", FIRST, in_body("<p><input/></p>")),
    ("DEV-408", "<video>", FIRST, in_body("<video></video>")),
    ("DEV-409", "11 MB", FIRST, in_body(f"<p>{'a' * 9000}</p>" * 1200)),
    ("DEV-410", "5 > 4", FIRST, in_body(COLUMNS)),
    ("DEV-410", "6 > 4", FIRST, in_body('<table><tr><td colspan="6">1</td></tr></table>')),
    ("DEV-411", "color: red", FIRST, swap(FIRST, "<h1>", '<h1 style="color: red">')),
    ("DEV-412", "padding-left", FIRST, in_body('<p><span style="padding-left: 7ex">   </span>灯</p>')),
    ("DEV-413", "周渡", "EPUB/text/title.xhtml", swap("EPUB/text/title.xhtml", "<h1>", SHOWN + "<h1>")),
    ("DEV-414", "cover.png", FIRST, in_body(SVG)),
    (
        "DEV-415",
        "more.xhtml",
        FIRST,
        both(
            swap(OPF, "</manifest>", UNLISTED),
            lambda files: files.update({"EPUB/text/more.xhtml": files[SECOND]}),
            in_body('<p><a href="more.xhtml">注</a></p>'),
        ),
    ),
    ("DEV-416", "lamp.png", FIRST, in_body('<p><img src="../images/lamp.png" alt="灯"/></p>')),
    ("DEV-416", "#s9", f"{CONTENTS}:15", swap(CONTENTS, "#s1", "#s9")),
    ("DEV-417", "Cover.PNG", FIRST, in_body('<p><img src="../images/Cover.PNG" alt="灯"/></p>')),
    ("DEV-417", "Cover.PNG", f"{CSS}:4", css("h2 { background: url(../images/Cover.PNG) }")),
    ("DEV-418", "file:///C:/a.png", FIRST, in_body('<p><a href="file:///C:/a.png">灯</a></p>')),
    ("DEV-418", "C:\\a.png", FIRST, in_body('<p><a href="C:\\a.png">灯</a></p>')),
    ("DEV-501", "width: calc(1em + 2px)", f"{CSS}:4", css("h2 { width: calc(1em + 2px) }")),
    ("DEV-501", "min(", FIRST, swap(FIRST, "</head>", "<style>h2 { width: min(1em, 2px) }</style></head>")),
    ("DEV-502", "@media (min-width: 30em)", f"{CSS}:4", css("@media (min-width: 30em) { h2 { margin: 0 } }")),
    ("DEV-502", "@media amzn-kf8", CSS, css("@media amzn-kf8 { }")),
    ("DEV-503", "display: flex", f"{CSS}:5", css("h2 {\n display: flex }")),
    ("DEV-504", "50vh", f"{CSS}:4", css("img { height: 50vh }")),
    ("DEV-505", "body { line-height: 1.2 }", f"{CSS}:4", css("body { line-height: 1.2 }")),
    ("DEV-505", "p { color: #333 }", CSS, css("h1, p { color: #333 }")),
    ("DEV-506", "body { background: #fff }", f"{CSS}:4", css("body { background: #fff }")),
    ("DEV-507", "body { margin: 5% }", f"{CSS}:4", css("body { margin: 5% }")),
    ("DEV-507", "padding: 0 1em", CSS, css("p { padding: 0 1em }")),
    ("DEV-508", "h2 { margin-left: -1em }", f"{CSS}:4", css("h2 { margin-left: -1em }")),
    ("DEV-508", "margin: 0 -.5em", CSS, css("h2 { margin: 0 -.5em }")),
    ("DEV-509", "text-indent: 6em", f"{CSS}:4", css("p.far { text-indent: 6em }")),
    ("DEV-510", "position: absolute", f"{CSS}:4", css("h2 { position: absolute }")),
    ("DEV-511", "font-size: 90%", f"{CSS}:4", css("html { font-size: 90% }")),
    ("DEV-512", "div { margin: 1em }", f"{CSS}:4", css("div { margin: 1em }")),
    ("DEV-513", "span { color: red }", f"{CSS}:4", css("em, span { color: red }")),
    ("DEV-514", "display: table", f"{CSS}:4", css("section figure.wide { display: table }")),
    ("DEV-515", "direction: rtl", f"{CSS}:4", css("h2 { direction: rtl }")),
    ("DEV-516", "font/woff2", "EPUB/fonts/a.woff2", item("EPUB/fonts/a.woff2", "font/woff2")),
    ("DEV-517", "../fonts/a.otf", f"{CSS}:4", css(FACE)),
    ("DEV-601", "image/webp", "EPUB/images/a.webp", drawn("a.webp", "image/webp", picture((9, 9), kind="WEBP"))),
    ("DEV-601", "image/tiff", "EPUB/images/a.png", drawn("a.png", "image/png", picture((9, 9), kind="TIFF"))),
    ("DEV-602", "png ≠ image/jpeg", "EPUB/images/a.png", drawn("a.png", "image/png", picture((9, 9), kind="JPEG"))),
    ("DEV-603", "image/png", "EPUB/images/a.png", drawn("a.png", "image/png", b"")),
    ("DEV-604", "CMYK", "EPUB/images/a.jpg", drawn("a.jpg", "image/jpeg", picture((9, 9), "CMYK", "JPEG"))),
    ("DEV-605", "image/png", "EPUB/images/a.png", drawn("a.png", "image/png", picture((9, 9), "RGBA"))),
    ("DEV-605", "image/png", "EPUB/images/a.png", drawn("a.png", "image/png", picture((9, 9), "L", transparency=0))),
    ("DEV-606", "> 5 MB", "EPUB/images/a.jpg", drawn("a.jpg", JPEG, picture((9, 9), kind="JPEG") + HEAVY)),
    ("DEV-607", "3000 × 2000", "EPUB/images/a.png", drawn("a.png", "image/png", picture((3000, 2000)))),
    ("DEV-607", "30000 × 20000", "EPUB/images/a.png", drawn("a.png", "image/png", claiming(30_000, 20_000))),
    (
        "DEV-608",
        "image/gif",
        "EPUB/images/a.gif",
        drawn(
            "a.gif",
            "image/gif",
            picture((9, 9), "L", "GIF", save_all=True, append_images=[Image.new("L", (9, 9), 200)], loop=0),
        ),
    ),
    ("DEV-609", "600 × 2560", COVER, as_cover(picture((600, 2560)))),
    ("DEV-610", "image/gif", COVER, as_cover(picture((1600, 2560), kind="GIF"), "image/gif")),
    ("GAT-101", "epub+zip", "mimetype", lambda files: files.update({"mimetype": b"application/epub+zip\n"})),
    ("GAT-106", "2 ×", "epub/images/cover.png", lambda files: files.update({"EPUB/Images/cover.png": files[COVER]})),
    ("GAT-201", "none", OPF, swap(OPF, 'unique-identifier="id"', 'unique-identifier="none"')),
    ("GAT-405", "#top", FIRST, both(swap(FIRST, "<body>", '<body id="top">'), in_body('<p><a href="#top">上</a></p>'))),
    ("GAT-413", "KB", FIRST, in_body(f"<p>{'渡' * 100_000}</p>")),
    ("GAT-415", "<h1>", SECOND, kepub),
]  # fmt: skip


LET_PASS: Mapping[str, Spoil] = {
    "a quiet media query": css("@media print { h2 { margin: 0 } }"),
    "calc inside @supports": css("@supports (width: calc(1px + 1px)) { h2 { width: calc(1em + 1px) } }"),
    "words in comments and strings": css("/* calc(1px) display: flex */ h2::before { content: 'body { color: red }' }"),
    "styles of classes": css("p.note { color: #333; margin: 0 2em; line-height: 1.2 } .box div { margin: 1em }"),
    "defaults": css(
        "body { margin: 0 auto; padding: 0; font-size: 100%; line-height: normal; background: transparent }"
    ),
    "a hanging indent": css("p.far { text-indent: -2em; padding-left: 2em; margin-top: -0em }"),
    "a plain table": in_body("<table><tr><td>1</td><td>2</td></tr></table>"),
    "a link into the network": in_body('<p><a href="https://example.org/">灯</a></p>'),
    "ornament": both(
        drawn("a.png", "image/png", picture((9, 9))), in_body('<p><img src="../images/a.png" alt=""/></p>')
    ),
    "a font that is obfuscated": lambda files: files.update(
        {"META-INF/encryption.xml": b'<EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/>'}
    ),
    "a uuid without its scheme": swap(NCX, "urn:uuid:", ""),
    "fonts that are told": both(
        css(FACE),
        item("EPUB/fonts/a.otf", "font/otf"),
        in_metadata('<meta property="ibooks:specified-fonts">true</meta>'),
    ),
    "fonts that are told as of old": both(
        css(FACE),
        item("EPUB/fonts/a.otf", "font/otf"),
        lambda files: files.update(
            {"META-INF/com.apple.ibooks.display-options.xml": b'<option name="specified-fonts">true</option>'}
        ),
    ),
    "English without a declaration": lambda files: files.update(
        {SECOND: re.sub(r"[^\x00-\x7f]", "a", files[SECOND].decode().partition("\n")[2]).encode()}
    ),
    "an address in the sheet itself": css("h2 { background: url(data:image/png;base64,AAAA) }"),
    "vertical-lr": css("body { writing-mode: vertical-lr }"),
    "fixed pages": both(
        in_metadata('<meta property="rendition:layout">pre-paginated</meta>'),
        css("body { margin: 5%; height: 100vh; background: #fff } h2 { position: absolute; margin: -1em }"),
    ),
    "a still GIF": drawn("a.gif", "image/gif", picture((9, 9), kind="GIF")),
    "image/jpg": drawn("a.jpg", "image/jpg", picture((9, 9), kind="JPEG")),
    "an SVG": drawn("a.svg", "image/svg+xml", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
}


#: Books that would take minutes or hours if they were looked through again and again.
HOSTILE: tuple[Spoil, ...] = (
    css("{" * 100_000),
    css("a{" * 100_000 + "}" * 100_000),
    css("/* " * 100_000),
    css("url( " * 100_000),
    css("@import '" * 50_000),
    css("a{b:" + "-" * 200_000 + "}"),
    css("p { text-indent: " + "9" * 100_000 + "em; margin: " + "-" * 100_000 + " }"),
    lambda files: files.update({"META-INF/encryption.xml": b"EncryptionMethod " * 60_000}),
    in_body('<p><a href="#s1">a</a></p>' * 20_000),
    drawn("a.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 500_000),
    drawn("a.jpg", "image/jpeg", b"\xff\xd8\xff\xe1" + bytes(70_000)),
    drawn("a.gif", "image/gif", b"GIF89a" + b"\xff" * 100),
)
