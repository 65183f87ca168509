"""A small, right EPUB in memory, and ways to spoil it."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ebook.model import Encoding, Line, Source

OPF = "EPUB/package.opf"
NAV = "EPUB/nav.xhtml"
NCX = "EPUB/toc.ncx"
CSS = "EPUB/styles/book.css"
COVER = "EPUB/images/cover.png"
TITLEPAGE = "EPUB/text/title.xhtml"
CONTENTS = "EPUB/text/contents.xhtml"
FIRST = "EPUB/text/chapter-001.xhtml"
SECOND = "EPUB/text/chapter-002.xhtml"
COLOPHON = "EPUB/text/colophon.xhtml"

# The text of the book, a line a block; "|" in a body is a line end.
LINES = (
    "第一章　渡口",
    "清晨的渡口没有人。",
    "老周把船系在柳树下，说：“等一等。”他看了看天，又看了看水，才慢慢解开缆绳，往对岸的灯火摇去。船头的水声，一下比一下远。",
    "His boat was called Spring Wind, a 4 m skiff.",
    "夜渡",
    "灯一盏一盏地灭了。",
    "第二章　归人",
    "雪落了一夜，路上只有一行脚印。",
)


def source(text: str, name: str = "渡口.txt") -> Source:
    """A source as the reader of plain text makes it."""
    pieces = re.split("\r\n|[\n\r\v\f\x85\u2028\u2029]", text)
    lines = tuple(Line(number, piece) for number, piece in enumerate(pieces, 1))
    return Source(name, text, lines, (), Encoding("UTF-8", 1.0, "test"), "渡口")


def book_source() -> Source:
    """The source of :func:`files`."""
    return source("\n\n".join("　　" + line for line in LINES) + "\n")


def page(title: str, section: str, body: str, language: str = "zh-Hans") -> str:
    """An XHTML document with one section of a type, and the role that means the same where there is one."""
    role = "" if section == "titlepage" else f' role="doc-{section}"'
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" \
xml:lang="{language}">
<head>
<meta charset="utf-8"/>
<title>{" ".join(title.split())}</title>
<link rel="stylesheet" type="text/css" href="../styles/book.css"/>
</head>
<body>
<section epub:type="{section}"{role}>
{body}
</section>
</body>
</html>
"""


_OPF = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="zh-Hans">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:0b0c2f3e-6a55-5a7e-9d54-6a3f1d0c7b11</dc:identifier>
<dc:title id="title">渡口集</dc:title>
<meta refines="#title" property="title-type">main</meta>
<dc:language>zh-Hans</dc:language>
<dc:creator id="c1">周渡</dc:creator>
<meta refines="#c1" property="role" scheme="marc:relators">aut</meta>
<dc:contributor id="c2">林照</dc:contributor>
<meta refines="#c2" property="role" scheme="marc:relators">pht</meta>
<dc:date>2023-06-30</dc:date>
<dc:publisher>江边日报</dc:publisher>
<dc:source>江边日报 2023-06-30 第5版</dc:source>
<dc:rights>版权归作者所有</dc:rights>
<meta property="dcterms:modified">2023-06-30T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityFeature">horizontalWriting</meta>
<meta property="schema:accessibilityFeature">withoutAdditionalWordSegmentation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">全书为可重排的文字。</meta>
<meta name="cover" content="cover-image"/>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="style" href="styles/book.css" media-type="text/css"/>
<item id="cover-image" href="images/cover.png" media-type="image/png" properties="cover-image"/>
<item id="d1" href="text/title.xhtml" media-type="application/xhtml+xml"/>
<item id="d2" href="text/contents.xhtml" media-type="application/xhtml+xml"/>
<item id="d3" href="text/chapter-001.xhtml" media-type="application/xhtml+xml"/>
<item id="d4" href="text/chapter-002.xhtml" media-type="application/xhtml+xml"/>
<item id="d5" href="text/colophon.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine toc="ncx" page-progression-direction="ltr">
<itemref idref="d1"/><itemref idref="d2"/><itemref idref="d3"/><itemref idref="d4"/><itemref idref="d5"/>
</spine>
</package>
"""

_NAV = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-Hans" xml:lang="zh-Hans">
<head>
<meta charset="utf-8"/>
<title>目录</title>
<link rel="stylesheet" type="text/css" href="styles/book.css"/>
</head>
<body>
<nav epub:type="toc" role="doc-toc">
<h1>目录</h1>
<ol>
<li><a href="text/title.xhtml">扉页</a></li>
<li><a href="text/contents.xhtml">目录</a></li>
<li><a href="text/chapter-001.xhtml">第一章　渡口</a>
<ol>
<li><a href="text/chapter-001.xhtml#s1">夜渡</a></li>
</ol>
</li>
<li><a href="text/chapter-002.xhtml">第二章　归人</a></li>
<li><a href="text/colophon.xhtml">出处与版权</a></li>
</ol>
</nav>
<nav epub:type="landmarks" hidden="">
<ol>
<li><a epub:type="toc" href="text/contents.xhtml">目录</a></li>
<li><a epub:type="bodymatter" href="text/chapter-001.xhtml">正文</a></li>
</ol>
</nav>
</body>
</html>
"""


def _point(order: int, label: str, href: str, inner: str = "") -> str:
    return (
        f'<navPoint id="p{order}" playOrder="{order}"><navLabel><text>{label}</text></navLabel>'
        f'<content src="{href}"/>{inner}</navPoint>\n'
    )


_NCX = (
    """<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="zh-Hans">
<head>
<meta name="dtb:uid" content="urn:uuid:0b0c2f3e-6a55-5a7e-9d54-6a3f1d0c7b11"/>
<meta name="dtb:depth" content="2"/>
</head>
<docTitle><text>渡口集</text></docTitle>
<navMap>
"""
    + _point(1, "扉页", "text/title.xhtml")
    + _point(2, "目录", "text/contents.xhtml")
    + _point(3, "第一章　渡口", "text/chapter-001.xhtml", _point(4, "夜渡", "text/chapter-001.xhtml#s1"))
    + _point(5, "第二章　归人", "text/chapter-002.xhtml")
    + _point(6, "出处与版权", "text/colophon.xhtml")
    + "</navMap>\n</ncx>\n"
)

_COLOPHON = """<h1>出处与版权</h1>
<dl>
<dt class="label">书名</dt><dd>渡口集</dd>
<dt class="label">作者</dt><dd>周渡</dd>
<dt class="label">摄影</dt><dd>林照</dd>
<dt class="label">出版</dt><dd>江边日报</dd>
<dt class="label">来源</dt><dd>江边日报 2023-06-30 第5版</dd>
<dt class="label">日期</dt><dd>2023-06-30</dd>
<dt class="label">版权</dt><dd>版权归作者所有</dd>
</dl>"""

_CONTENTS = """<h1>目录</h1>
<ol>
<li><a href="chapter-001.xhtml">第一章　渡口</a>
<ol>
<li><a href="chapter-001.xhtml#s1">夜渡</a></li>
</ol>
</li>
<li><a href="chapter-002.xhtml">第二章　归人</a></li>
</ol>"""

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _png() -> bytes:
    """A grey picture of 3 × 4 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 3, 4, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\x80\x80\x80" * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def files() -> dict[str, bytes]:
    """The files of the book in the order of the zip."""
    one, two, three, four, five, six, seven, eight = LINES
    first = f'<h1>{one}</h1>\n<p>{two}</p>\n<p>{three}</p>\n<p>{four}</p>\n<h2 id="s1">{five}</h2>\n<p>{six}</p>'
    texts = {
        "META-INF/container.xml": _CONTAINER,
        OPF: _OPF,
        NAV: _NAV,
        NCX: _NCX,
        CSS: "h1 { text-align: center; }\np { margin: 0; text-indent: 2em; }\n",
        TITLEPAGE: page("扉页", "titlepage", "<h1>渡口集</h1>\n<p>周渡</p>"),
        CONTENTS: page("目录", "toc", _CONTENTS),
        FIRST: page(one, "chapter", first),
        SECOND: page(seven, "chapter", f"<h1>{seven}</h1>\n<p>{eight}</p>"),
        COLOPHON: page("出处与版权", "colophon", _COLOPHON),
    }
    return {"mimetype": b"application/epub+zip", **{name: text.encode() for name, text in texts.items()}, COVER: _png()}


def entry(name: str, method: int = ZIP_DEFLATED) -> ZipInfo:
    """A zip entry as it should be."""
    info = ZipInfo(name)
    info.compress_type = ZIP_STORED if name == "mimetype" else method
    return info


def packed(contents: Mapping[str, bytes]) -> bytes:
    """The zip of files."""
    return zipped((entry(name), data) for name, data in contents.items())


def stored(contents: Mapping[str, bytes]) -> bytes:
    """The zip of files, without compression: quick."""
    return zipped((entry(name, ZIP_STORED), data) for name, data in contents.items())


def zipped(entries: Iterable[tuple[ZipInfo, bytes]], comment: bytes = b"") -> bytes:
    """The zip of entries, for tests of the container itself."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
        archive.comment = comment
    return out.getvalue()


def with_file(name: str, change: Callable[[str], str]) -> bytes:
    """The book with one of its files changed."""
    contents = files()
    before = contents[name].decode()
    after = change(before)
    assert after != before, f"nothing changed in {name}"
    return packed({**contents, name: after.encode()})


def replaced(name: str, old: str, new: str) -> bytes:
    """The book with the first ``old`` of one file replaced by ``new``."""
    return with_file(name, lambda text: text.replace(old, new, 1))


def body_of(lines: Iterable[str]) -> bytes:
    """The book with other paragraphs after the heading of its second chapter."""
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return with_file(SECOND, lambda text: re.sub("<p>.*</p>", lambda _: paragraphs, text))


def rewritten(book: bytes, old: str, new: str) -> bytes:
    """A finished book with a text of its files replaced wherever it stands."""
    with ZipFile(BytesIO(book)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    after = {name: data.replace(old.encode(), new.encode()) for name, data in contents.items()}
    assert after != contents, f"nothing changed: {old}"
    return packed(after)
