"""Good and broken EPUBs by name, each spoiled in one way: what EPUBCheck is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

import epubs
from epubs import COLOPHON, CONTENTS, COVER, CSS, FIRST, NAV, NCX, OPF, SECOND, TITLEPAGE

CONTAINER = "META-INF/container.xml"

_ITEM = '<item id="{id}" href="{href}" media-type="{type}"{more}/>\n</manifest>'
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"><title>灯</title>{inside}</svg>'
_AUDIO = b"ID3\x03\x00\x00\x00\x00\x00\x00"

#: file, what is replaced once, by what: the name of the case before it
CHANGES: Mapping[str, tuple[str, str, str]] = {
    # the package document
    "no title": (
        OPF,
        '<dc:title id="title">渡口集</dc:title>\n<meta refines="#title" property="title-type">main</meta>',
        "",
    ),
    "no language": (OPF, "<dc:language>zh-Hans</dc:language>", ""),
    "bad language": (OPF, "<dc:language>zh-Hans</dc:language>", "<dc:language>中文</dc:language>"),
    "bad xml:lang": (OPF, 'unique-identifier="id" xml:lang="zh-Hans"', 'unique-identifier="id" xml:lang="汉语"'),
    "no identifier": (OPF, 'unique-identifier="id"', 'unique-identifier="other"'),
    "no unique-identifier": (OPF, ' unique-identifier="id"', ""),
    "bad uuid": (OPF, "urn:uuid:0b0c2f3e-6a55-5a7e-9d54-6a3f1d0c7b11", "urn:uuid:0b0c2f3e"),
    "no modified": (OPF, '<meta property="dcterms:modified">2023-06-30T00:00:00Z</meta>\n', ""),
    "modified twice": (OPF, "</metadata>", '<meta property="dcterms:modified">2023-07-01T00:00:00Z</meta></metadata>'),
    "bad modified": (OPF, "2023-06-30T00:00:00Z", "2023-06-30"),
    "bad date": (OPF, "<dc:date>2023-06-30", "<dc:date>30.6.2023"),
    "empty date": (OPF, "<dc:date>2023-06-30", "<dc:date>"),
    "empty title": (OPF, "渡口集</dc:title>", "</dc:title>"),
    "bad role": (OPF, ">aut</meta>", ">schreiber</meta>"),
    "unknown property": (OPF, "</metadata>", '<meta property="colour">red</meta></metadata>'),
    "unknown prefix": (OPF, "</metadata>", '<meta property="shop:price">9</meta></metadata>'),
    "reserved prefix": (OPF, "<package xmlns", '<package prefix="dcterms: http://example.org/" xmlns'),
    "bad prefix": (OPF, "<package xmlns", '<package prefix="shop" xmlns'),
    "refines nothing": (OPF, 'refines="#title"', 'refines="#nothing"'),
    "unknown element": (OPF, "<spine ", "<binding/><spine "),
    "unknown attribute": (OPF, "<spine ", '<spine colour="red" '),
    "duplicate id": (OPF, '<item id="d5"', '<item id="d4"'),
    "undeclared file in the spine": (OPF, '<itemref idref="d5"/>', '<itemref idref="d6"/>'),
    "twice in the spine": (OPF, '<itemref idref="d5"/>', '<itemref idref="d5"/><itemref idref="d4"/>'),
    "picture in the spine": (OPF, '<itemref idref="d5"/>', '<itemref idref="d5"/><itemref idref="cover-image"/>'),
    "nothing linear": (
        OPF,
        '<itemref idref="d1"/><itemref idref="d2"/><itemref idref="d3"/><itemref idref="d4"/><itemref idref="d5"/>',
        '<itemref idref="d1" linear="no"/>',
    ),
    "empty spine": (
        OPF,
        '<itemref idref="d1"/><itemref idref="d2"/><itemref idref="d3"/><itemref idref="d4"/><itemref idref="d5"/>',
        "",
    ),
    "not linear": (OPF, '<itemref idref="d2"/>', '<itemref idref="d2" linear="no"/>'),
    "file declared twice": (
        OPF,
        "</manifest>",
        _ITEM.format(id="d6", href="text/title.xhtml", type="application/xhtml+xml", more=""),
    ),
    "declared file missing": (
        OPF,
        "</manifest>",
        _ITEM.format(id="d6", href="text/more.xhtml", type="application/xhtml+xml", more=""),
    ),
    "remote picture declared": (
        OPF,
        "</manifest>",
        _ITEM.format(id="d6", href="https://example.org/a.png", type="image/png", more=""),
    ),
    "declared with a fragment": (OPF, 'href="text/colophon.xhtml"', 'href="text/colophon.xhtml#a"'),
    "declares itself": (
        OPF,
        "</manifest>",
        _ITEM.format(id="d6", href="package.opf", type="application/oebps-package+xml", more=""),
    ),
    "no nav": (OPF, ' properties="nav"', ""),
    "two navs": (
        OPF,
        'media-type="application/xhtml+xml"/>\n<item id="d2"',
        'media-type="application/xhtml+xml" properties="nav"/>\n<item id="d2"',
    ),
    "unknown item property": (OPF, 'properties="nav"', 'properties="nav shiny"'),
    "scripted without a script": (
        OPF,
        '<item id="d5" href="text/colophon.xhtml"',
        '<item id="d5" properties="scripted" href="text/colophon.xhtml"',
    ),
    "wrong media type": (OPF, "image/png", "image/jpeg"),
    "unknown media type": (
        OPF,
        'href="text/colophon.xhtml" media-type="application/xhtml+xml"',
        'href="text/colophon.xhtml" media-type="text/x-poem"',
    ),
    "old media type": (
        OPF,
        'href="text/colophon.xhtml" media-type="application/xhtml+xml"',
        'href="text/colophon.xhtml" media-type="text/html"',
    ),
    "fallback to nothing": (OPF, '<item id="d5"', '<item fallback="d9" id="d5"'),
    "fallback in a circle": (OPF, '<item id="d5"', '<item fallback="d5" id="d5"'),
    "toc that is no NCX": (OPF, 'toc="ncx"', 'toc="nav"'),
    "no toc": (OPF, 'toc="ncx" ', ""),
    "unknown version": (OPF, 'version="3.0"', 'version="4.0"'),
    "bad direction": (OPF, 'page-progression-direction="ltr"', 'page-progression-direction="up"'),
    "guide": (OPF, "</spine>", '</spine><guide><reference type="toc" href="text/contents.xhtml"/></guide>'),
    "guide to nowhere": (OPF, "</spine>", '</spine><guide><reference type="toc" href="text/more.xhtml"/></guide>'),
    "ill-formed package": (OPF, "</metadata>", "<metadata>"),
    "entity in the package": (OPF, "渡口集</dc:title>", "渡口&copy;集</dc:title>"),
    "collection": (
        OPF,
        "</package>",
        '<collection role="index"><link href="text/contents.xhtml"/></collection></package>',
    ),
    "bad collection": (OPF, "</package>", '<collection role="manifest"><link href="a"/></collection></package>'),
    "link without rel": (OPF, "</metadata>", '<link href="text/title.xhtml"/></metadata>'),
    "link to a record": (
        OPF,
        "</metadata>",
        '<link rel="record" href="https://example.org/a" media-type="application/marc"/></metadata>',
    ),
    "fixed layout": (OPF, "</metadata>", '<meta property="rendition:layout">pre-paginated</meta></metadata>'),
    "bad layout": (OPF, "</metadata>", '<meta property="rendition:layout">liquid</meta></metadata>'),
    "media duration": (OPF, "</metadata>", '<meta property="media:duration">0:10:00</meta></metadata>'),
    "dictionary": (OPF, "</metadata>", "<dc:type>dictionary</dc:type></metadata>"),
    "schoolbook": (OPF, "</metadata>", "<dc:type>edupub</dc:type></metadata>"),
    # the container
    "rootfile missing": (CONTAINER, "EPUB/package.opf", "EPUB/other.opf"),
    "no rootfile": (
        CONTAINER,
        '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>',
        "",
    ),
    "rootfile of another type": (CONTAINER, "application/oebps-package+xml", "text/xml"),
    "ill-formed container": (CONTAINER, "</rootfiles>", ""),
    # the nav and the NCX
    "nav without toc": (NAV, '<nav epub:type="toc"', '<nav epub:type="lot"'),
    "nav with text in a list": (NAV, "<ol>\n<li>", "<ol>\n夹<li>"),
    "nav link without words": (NAV, ">扉页</a>", "></a>"),
    "nav link to nowhere": (NAV, "text/title.xhtml", "text/more.xhtml"),
    "nav fragment to nowhere": (NAV, "#s1", "#s9"),
    "nav out of order": (NAV, "text/title.xhtml", "text/colophon.xhtml"),
    "nav link out of the book": (NAV, "text/title.xhtml", "https://example.org/"),
    "landmark twice": (NAV, 'epub:type="bodymatter"', 'epub:type="toc"'),
    "landmark without a type": (NAV, '<a epub:type="bodymatter" ', "<a "),
    "ncx with another identifier": (NCX, "urn:uuid:0b0c2f3e", "urn:uuid:1b0c2f3e"),
    "ncx link to nowhere": (NCX, "text/title.xhtml", "text/more.xhtml"),
    "ncx with an id twice": (NCX, 'id="p2"', 'id="p1"'),
    "ncx play order": (NCX, 'playOrder="2"', 'playOrder="0"'),
    "ill-formed ncx": (NCX, "</navMap>", ""),
    # the text
    "unknown tag": (FIRST, "<p>", "<p><blink/>"),
    "ill-formed": (FIRST, "</h1>", ""),
    "unknown entity": (FIRST, "</h1>", "&nbsp;</h1>"),
    "external entity": (FIRST, "<!DOCTYPE html>", '<!DOCTYPE html SYSTEM "http://example.org/a.dtd">'),
    "old doctype": (
        FIRST,
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">',
    ),
    "wrong encoding": (FIRST, 'encoding="utf-8"', 'encoding="gb18030"'),
    "id twice": (FIRST, "<h1>", '<h1 id="s1">'),
    "link to nowhere": (FIRST, "</h1>", '<a href="chapter-009.xhtml">见后</a></h1>'),
    "link to no fragment": (FIRST, "</h1>", '<a href="chapter-002.xhtml#s9">见后</a></h1>'),
    "link out of the folder": (FIRST, "</h1>", '<a href="../../../a.xhtml">见后</a></h1>'),
    "link to what is not in the spine": (FIRST, "</h1>", '<a href="../nav.xhtml">目录</a></h1>'),
    "absolute file link": (FIRST, "</h1>", '<a href="file:///etc/passwd">见后</a></h1>'),
    "bad address": (FIRST, "</h1>", '<a href="https:///a b">见后</a></h1>'),
    "unregistered scheme": (FIRST, "</h1>", '<a href="shop:9">见后</a></h1>'),
    "picture missing": (FIRST, "</h1>", '<img src="../images/lamp.png" alt="灯"/></h1>'),
    "picture without alt": (FIRST, "</h1>", '<img src="../images/cover.png"/></h1>'),
    "remote picture": (FIRST, "</h1>", '<img src="https://example.org/a.png" alt="灯"/></h1>'),
    "remote style sheet": (FIRST, "../styles/book.css", "https://example.org/a.css"),
    "picture as a fragment": (FIRST, "</h1>", '<img src="../images/cover.png#a" alt="灯"/></h1>'),
    "script undeclared": (FIRST, "</title>", "</title><script>1</script>"),
    "svg undeclared": (FIRST, "</h1>", _SVG.format(inside="") + "</h1>"),
    "mathml undeclared": (FIRST, "</h1>", '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></h1>'),
    "bad mathml": (FIRST, "</h1>", '<math xmlns="http://www.w3.org/1998/Math/MathML"><mx/></math></h1>'),
    "bad svg": (FIRST, "</h1>", _SVG.format(inside="<lamp/>") + "</h1>"),
    "form": (FIRST, "</h1>", "</h1><form action='https://example.org/'><p><input/></p></form>"),
    "frame": (FIRST, "</h1>", "</h1><iframe src='chapter-002.xhtml'></iframe>"),
    "epub:switch": (FIRST, "</h1>", "</h1><epub:switch><epub:default><p>灯</p></epub:default></epub:switch>"),
    "epub:trigger": (FIRST, "</title>", '</title><epub:trigger action="play" ref="a" event="click" observer="b"/>'),
    "unknown epub:type": (FIRST, 'epub:type="chapter"', 'epub:type="kapitel"'),
    "forbidden epub:type": (FIRST, "<head>", '<head epub:type="chapter">'),
    "table wrong": (FIRST, "</h1>", "</h1><table><p>灯</p></table>"),
    "style in the text": (FIRST, "<p>", '<p style="color: #">'),
    "style element wrong": (FIRST, "</title>", "</title><style>p { color </style>"),
    "two languages": (FIRST, 'lang="zh-Hans" xml', 'lang="en" xml'),
    "no title element": (FIRST, "<title>第一章 渡口</title>", ""),
    "empty title element": (FIRST, "第一章 渡口</title>", "</title>"),
    "two headings": (COLOPHON, "<dl>", "<h1>又</h1><dl>"),
    "empty list": (CONTENTS, "<ol>\n<li>", "<ol></ol><ol>\n<li>"),
    "meta refresh": (TITLEPAGE, "<meta charset", '<meta http-equiv="refresh" content="1"/><meta charset'),
    "not utf-8": (TITLEPAGE, '<meta charset="utf-8"/>', '<meta charset="gb18030"/>'),
    "two alternatives": (SECOND, "<p>", "<p><audio src='a.mp3'></audio>"),
    "data address": (SECOND, "<p>", "<p><a href='data:text/plain,a'>见后</a>"),
    "viewport": (SECOND, "<title>", '<meta name="viewport" content="width=9,height"/><title>'),
    "duplicate attribute": (SECOND, "<p>", '<p id="a" id="b">'),
    "private namespace": (SECOND, "<p>", '<p><x:a xmlns:x="urn:x"/>'),
    # the style sheet
    "css ill-formed": (CSS, "}", ""),
    "css with a remote font": (
        CSS,
        "h1 {",
        '@font-face { font-family: "a"; src: url(https://example.org/a.otf); } h1 {',
    ),
    "css with a font missing": (CSS, "h1 {", '@font-face { font-family: "a"; src: url(a.otf); } h1 {'),
    "css with an empty font": (CSS, "h1 {", "@font-face { } h1 {"),
    "css import": (CSS, "h1 {", '@import "a.css"; h1 {'),
    "css fixed": (CSS, "margin: 0", "position: fixed"),
    "css direction": (CSS, "margin: 0", "direction: rtl"),
    "css charset": (CSS, "h1 {", '@charset "gb18030"; h1 {'),
    "css namespace": (CSS, "h1 {", '@namespace "http://www.w3.org/1999/xhtml"; h1 {'),
    "css picture missing": (CSS, "margin: 0", "background: url(../images/lamp.png)"),
}


def books() -> Mapping[str, bytes]:
    """Every case by name."""
    return dict(_cases())


def _cases() -> Iterator[tuple[str, bytes]]:
    files = epubs.files()
    yield "right", epubs.packed(files)
    yield "right, stored", epubs.stored(files)
    for name, (file, old, new) in CHANGES.items():
        yield name, epubs.replaced(file, old, new)
    yield from _containers(files)
    yield from _contents(files)
    yield from _old(files)


def _containers(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Faults of the zip."""

    def of(changed: Mapping[str, bytes]) -> bytes:
        return epubs.packed({**files, **changed})

    def without(name: str) -> bytes:
        return epubs.packed({key: data for key, data in files.items() if key != name})

    whole = epubs.packed(files)
    yield "no zip", b"no book at all"
    yield "nothing", b""
    yield "cut short", whole[: len(whole) // 2]
    yield "empty zip", epubs.packed({})
    yield "no mimetype", without("mimetype")
    yield "wrong mimetype", of({"mimetype": b"application/zip"})
    yield "mimetype with a line end", of({"mimetype": b"application/epub+zip\n"})
    yield (
        "mimetype last",
        epubs.packed({**{k: v for k, v in files.items() if k != "mimetype"}, "mimetype": files["mimetype"]}),
    )
    yield "mimetype deflated", epubs.zipped(_deflated(files))
    yield "extra field", epubs.zipped(_extra(files))
    yield "no container", without(CONTAINER)
    yield "no package", without(OPF)
    for name in (NAV, NCX, CSS, COVER, FIRST):
        yield f"missing {name}", without(name)
    yield "undeclared file", of({"EPUB/more.txt": b"more"})
    yield "undeclared file in META-INF", of({"META-INF/more.xml": b"<a/>"})
    yield "rights", of({"META-INF/rights.xml": b"<a/>"})
    yield "bad encryption", of({"META-INF/encryption.xml": b"<a/>"})
    yield "bad signatures", of({"META-INF/signatures.xml": b"<a/>"})
    yield "name with a space", of({"EPUB/a b.txt": b"a"})
    yield "name with a colon", of({"EPUB/a:b.txt": b"a"})
    yield "names that differ in case", of({"EPUB/Nav.xhtml": files[NAV]})
    yield "file name in Chinese", of({"EPUB/灯.txt": b"a"})


def _contents(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Faults of single files."""
    yield "empty chapter", epubs.packed({**files, FIRST: b""})
    yield (
        "chapter in UTF-16",
        epubs.packed({**files, FIRST: files[FIRST].decode().replace("utf-8", "utf-16").encode("utf-16")}),
    )
    yield "chapter with a bad byte", epubs.packed({**files, FIRST: files[FIRST].replace("清".encode(), b"\xff\xfe")})
    yield "chapter in XML 1.1", epubs.packed({**files, FIRST: files[FIRST].replace(b'version="1.0"', b'version="1.1"')})
    yield "empty picture", epubs.packed({**files, COVER: b""})
    yield "picture that is text", epubs.packed({**files, COVER: b"a picture"})
    yield "picture cut short", epubs.packed({**files, COVER: files[COVER][:30]})
    yield "picture that is a jpeg", epubs.packed({**files, COVER: b"\xff\xd8\xff\xe0" + bytes(40)})
    yield "css in UTF-16", epubs.packed({**files, CSS: files[CSS].decode().encode("utf-16")})
    yield "sound", _with(files, "EPUB/a.mp3", _AUDIO, "audio/mpeg", "<audio src='../a.mp3'></audio>")
    yield "foreign sound", _with(files, "EPUB/a.wav", b"RIFF", "audio/wav", "<audio src='../a.wav'></audio>")
    yield "foreign picture", _with(files, "EPUB/a.tif", b"II*\0", "image/tiff", "<img src='../a.tif' alt='灯'/>")
    yield (
        "svg picture",
        _with(files, "EPUB/a.svg", _SVG.format(inside="").encode(), "image/svg+xml", "<img src='../a.svg' alt='灯'/>"),
    )
    yield (
        "bad svg picture",
        _with(
            files, "EPUB/a.svg", _SVG.format(inside="<p/>").encode(), "image/svg+xml", "<img src='../a.svg' alt='灯'/>"
        ),
    )
    yield (
        "two faults in two files",
        epubs.packed(
            {
                **files,
                FIRST: files[FIRST].replace(b"<p>", b"<q><p>", 1),
                SECOND: files[SECOND].replace(b"<p>", b"<p><blink/>"),
            }
        ),
    )
    yield "many faults", epubs.packed({**files, SECOND: files[SECOND].replace(b"<p>", b"<p>" + b"<blink/>\n" * 20)})


def _old(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Books of EPUB 2."""
    opf = files[OPF].decode().replace('version="3.0"', 'version="2.0"')
    opf = re.sub(r"<meta (refines|property).*</meta>\n", "", opf)
    opf = re.sub(r' (properties|page-progression-direction)="[^"]*"| xml:lang="[^"]*"| id="(title|c1|c2)"', "", opf)
    opf = opf.replace('<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml"/>\n', "")
    pages = {
        name: _old_page(data.decode()).encode() if name.endswith(".xhtml") else data
        for name, data in files.items()
        if name != NAV
    }
    old = {**pages, OPF: opf.encode()}
    yield "EPUB 2", epubs.packed(old)
    yield "EPUB 2 without ncx", epubs.packed({name: data for name, data in old.items() if name != NCX})
    yield "EPUB 2 with an unknown tag", epubs.packed({**old, FIRST: old[FIRST].replace(b"<p>", b"<p><blink/>")})
    yield "EPUB 2 with a section", epubs.packed({**old, FIRST: files[FIRST]})
    yield "EPUB 2 with an id twice", epubs.packed({**old, FIRST: old[FIRST].replace(b"<h1>", b'<h1 id="s1">')})
    yield (
        "EPUB 2 with a bad role",
        epubs.packed(
            {
                **old,
                OPF: old[OPF].replace(
                    b"<dc:creator>", b'<dc:creator xmlns:opf="http://www.idpf.org/2007/opf" opf:role="schreiber">'
                ),
            }
        ),
    )


def _old_page(page: str) -> str:
    page = page.replace("<!DOCTYPE html>\n", "").replace('<meta charset="utf-8"/>\n', "").replace(' hidden=""', "")
    page = re.sub(r' xmlns:epub="[^"]*"| epub:type="[^"]*"| role="[^"]*"| lang="[^"]*"', "", page)
    return page.replace("<section>", "<div>").replace("</section>", "</div>")


def _with(files: Mapping[str, bytes], name: str, data: bytes, media_type: str, tag: str) -> bytes:
    """The book with one more resource, and a tag in its first heading that uses it."""
    item = _ITEM.format(id="more", href=name.removeprefix("EPUB/"), type=media_type, more="")
    opf = files[OPF].replace(b"</manifest>", item.encode())
    return epubs.packed({**files, OPF: opf, FIRST: files[FIRST].replace(b"</h1>", tag.encode() + b"</h1>"), name: data})


def _deflated(files: Mapping[str, bytes]) -> Iterator[tuple[ZipInfo, bytes]]:
    for name, data in files.items():
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED
        yield info, data


def _extra(files: Mapping[str, bytes]) -> Iterator[tuple[ZipInfo, bytes]]:
    for name, data in files.items():
        info = ZipInfo(name)
        info.compress_type = ZIP_STORED
        info.extra = b"\xfe\xca\x00\x00" if name == "mimetype" else b""
        yield info, data
