"""What devices ask of the file as a whole and of its package document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebook.check.devices.facts import Facts
from ebook.check.epub import NS, XHTML_TYPE, line_of, placed, select
from ebook.check.rules import Fault

_MEGABYTE = 1_000_000
_BY_MAIL, _AT_ALL = 50 * _MEGABYTE, 200 * _MEGABYTE
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._/-]+")
_DISPLAY_OPTIONS = "META-INF/com.apple.ibooks.display-options.xml"
_OPTION = re.compile(rb'name="specified-fonts"\s{0,9}>\s{0,9}true')
_ENCRYPTION = "META-INF/encryption.xml"
_ALGORITHM = re.compile(rb"""EncryptionMethod\b[^<>]{0,200}?\bAlgorithm=["']([^"'<>]{1,200})""")
#: Only the first bytes of fonts are changed by these (EPUB 3.3 sec-font-obfuscation; Adobe's own).
_OBFUSCATION = frozenset((b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC"))
_MOST_XML = 1 << 20
_OUTSIDE = "//*[not(local-name()='a' or local-name()='area')]/@href|//@src|//*[local-name()='image']/@xlink:href"
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)

#: The languages that KDP lists (G200673300, seen 2022-09-13 by innocenat/kindle-epub-fix, and 2026-11-23), by the first
#: subtag: of two letters, else of three.
_LISTED = """
af gsw ar eu nb br ca zh kw co da nl stq en fi fr fy gl de gu hi is ga it ja lb mr ml gv frr nn pl pt oc rm sco
gd es sv ta cy afr ara eus baq nob bre cat zho chi cor cos dan nld dut eng fin fra fre fry glg deu ger guj hin isl
ice gle ita jpn ltz mar mal glv nor nno por oci roh gla spa swe tam cym wel no
"""


def too_heavy_for_mail(facts: Facts) -> Iterator[Fault]:
    """A book sent by e-mail has at most 50 MB."""
    if _BY_MAIL < len(facts.epub.data) <= _AT_ALL:
        yield None, _megabytes(facts)


def too_heavy(facts: Facts) -> Iterator[Fault]:
    """A book sent through the web or the app has at most 200 MB."""
    if len(facts.epub.data) > _AT_ALL:
        yield None, _megabytes(facts)


def _megabytes(facts: Facts) -> str:
    return f"{len(facts.epub.data) / _MEGABYTE:.0f} MB"


def protected(facts: Facts) -> Iterator[Fault]:
    """Nothing in the book is encrypted, but for fonts by the two ways that readers know."""
    found = set(_ALGORITHM.findall(facts.epub.head(_ENCRYPTION, _MOST_XML))) - _OBFUSCATION
    yield from ((_ENCRYPTION, algorithm.decode("utf-8", "replace")) for algorithm in sorted(found))


def names(facts: Facts) -> Iterator[Fault]:
    """The names of files are letters, figures, dot, hyphen and low line."""
    for item in facts.epub.items:
        if not _PLAIN_NAME.fullmatch(item.name):
            yield facts.epub.opf_name, item.name


def no_language(facts: Facts) -> Iterator[Fault]:
    """The package says in which language the book is."""
    if not any((element.text or "").strip() for element in facts.epub.metadata("dc:language")):
        yield facts.epub.opf_name, "dc:language"


def unlisted_language(facts: Facts) -> Iterator[Fault]:
    """The first language is among those that Kindle knows."""
    for element in facts.epub.metadata("dc:language")[:1]:
        tag = (element.text or "").strip()
        if tag and tag.partition("-")[0].lower() not in _LISTED.split():
            yield facts.epub.opf_name, tag, line_of(element)


def several_titles(facts: Facts) -> Iterator[Fault]:
    """The package has one ``dc:title``."""
    found = facts.epub.metadata("dc:title")
    if len(found) > 1:
        yield facts.epub.opf_name, f"{len(found)} × dc:title", line_of(found[1])


def other_identifier(facts: Facts) -> Iterator[Fault]:
    """The NCX has the identifier of the package."""
    epub = facts.epub
    if epub.ncx is None:
        return
    wanted = epub.opf.get("unique-identifier")
    known = {_bare(e.text) for e in epub.metadata("dc:identifier") if e.get("id") == wanted}
    for element in select(epub.ncx, "//ncx:meta[@name='dtb:uid']"):
        if _bare(element.get("content")) not in known:
            yield facts.epub.ncx_name, f"dtb:uid {element.get('content')}", line_of(element)


def _bare(identifier: str | None) -> str:
    return (identifier or "").strip().removeprefix("urn:uuid:")


def no_cover(facts: Facts) -> Iterator[Fault]:
    """A cover picture is marked; a book of ours has none only where its maker wanted none."""
    if facts.cover is None and not facts.epub.ours:
        yield facts.epub.opf_name, "cover-image"


def no_thumbnail(facts: Facts) -> Iterator[Fault]:
    """``meta name="cover"`` names the cover's item too."""
    named = {element.get("content") for element in facts.epub.metadata("opf:meta[@name='cover']")}
    if facts.cover is not None and facts.cover.id not in named:
        yield facts.epub.opf_name, f"cover-image {facts.cover.name}"


def page_called_cover(facts: Facts) -> Iterator[Fault]:
    """Where no ``meta name="cover"`` stands, no page has the id ``cover``."""
    if not facts.epub.metadata("opf:meta[@name='cover']"):
        found = (item for item in facts.epub.items if item.id == "cover" and item.media_type == XHTML_TYPE)
        yield from ((facts.epub.opf_name, item.name) for item in found)


def vertical_pages(facts: Facts) -> Iterator[Fault]:
    """Pages of vertical lines follow each other from right to left."""
    spine = facts.epub.opf.find("opf:spine", NS)
    found = None if spine is None else spine.get("page-progression-direction")
    if spine is not None and found != "rtl" and facts.vertical:
        yield facts.epub.opf_name, f"page-progression-direction {found}", line_of(spine)


def vertical_lines(facts: Facts) -> Iterator[Fault]:
    """A vertical book says so once more for Kindle."""
    told = {e.get("content") for e in facts.epub.metadata("opf:meta[@name='primary-writing-mode']")}
    if facts.vertical and "vertical-rl" not in told:
        yield facts.epub.opf_name, "primary-writing-mode"


def fonts_untold(facts: Facts) -> Iterator[Fault]:
    """A book with fonts of its own says so once more for Apple Books."""
    faces = [(file, block) for file, block in facts.blocks if block.before.lower().startswith("@font-face")]
    found = next(((file, block.line) for file, block in faces if "url(" in block.inside.lower()), None)
    metas = facts.epub.metadata("opf:meta[@property='ibooks:specified-fonts']")
    told = any(e.text == "true" for e in metas) or _OPTION.search(facts.epub.head(_DISPLAY_OPTIONS, _MOST_XML))
    if found and not told:
        yield found[0], "ibooks:specified-fonts", found[1]


def remote(facts: Facts) -> Iterator[Fault]:
    """Nothing that the book shows is fetched from elsewhere."""
    for name in sorted({link.file for link in facts.links if _REMOTE.match(link.value)}):
        found = placed(facts.epub.pages[name].root, _OUTSIDE)
        yield from ((name, value, line) for value, line in found if _REMOTE.match(value))
    for link in facts.addresses:
        if link.target is None and re.search(r"[(\"']\s{0,9}(?:https?:)?//", link.value[:40], re.IGNORECASE):
            yield link.file, link.value, link.line
