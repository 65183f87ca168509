"""Rules for the ZIP container: EPUB 3.3 sec-container-file, sec-zip-container-zipreqs; Kobo and Kindle guides."""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED

from ebook.check.epub import Epub
from ebook.check.rules import Fault

_MIMETYPE = b"application/epub+zip"
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_DATA_DESCRIPTOR, _ENCRYPTED = 0x08, 0x01
_ROOT = "EPUB/"  # the package's folder, the one name with capitals beside META-INF
_SEGMENT = re.compile(r"[a-z0-9_-]([a-z0-9._-]*[a-z0-9_-])?")
_LONGEST_NAME = 255  # bytes
_META_INF = frozenset(
    f"META-INF/{name}.xml" for name in ("container", "encryption", "manifest", "metadata", "rights", "signatures")
)


def mimetype(epub: Epub) -> Iterator[Fault]:
    """The mimetype is the first entry: stored, plain, without extra field or data descriptor (sec-zip-container-mime).

    Reading systems and ``file`` look for it at a fixed offset; EPUBCheck 5.3.0 lets a deflated one pass.
    """
    first = epub.entries[0]
    if first.filename != "mimetype" or first.header_offset != 0:
        yield "mimetype", "not the first entry"
        return
    offset = first.header_offset
    header = epub.data[offset : offset + _LOCAL_HEADER.size].ljust(_LOCAL_HEADER.size, b"\0")
    _, _, flags, method, *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    content = epub.data[offset + len(header) + name_length + extra_length :][: first.file_size]
    faults = {
        "compressed": method != ZIP_STORED,
        "extra field": extra_length != 0 or bool(first.extra),
        "data descriptor": bool(flags & _DATA_DESCRIPTOR),
        "not application/epub+zip": method == ZIP_STORED and content != _MIMETYPE,
    }
    yield from (("mimetype", fault) for fault, is_so in faults.items() if is_so)


def comments(epub: Epub) -> Iterator[Fault]:
    """No comment, neither of the archive nor of an entry: Kobo takes it for Adobe DRM (crowdagger/epub-builder#10)."""
    if epub.comment:
        yield None, "ZIP comment"
    yield from ((entry.filename, "ZIP comment") for entry in epub.entries if entry.comment)


def directories(epub: Epub) -> Iterator[Fault]:
    """No directory entries (EPUB 3.3 sec-zip-container-zipreqs)."""
    yield from ((entry.filename, "directory entry") for entry in epub.entries if entry.is_dir())


def methods(epub: Epub) -> Iterator[Fault]:
    """Stored or deflated, not encrypted, version needed at most 4.5 (sec-zip-container-zipreqs)."""
    for entry in epub.entries:
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            yield entry.filename, f"method {entry.compress_type}"
        if entry.flag_bits & _ENCRYPTED:
            yield entry.filename, "encrypted"
        if entry.extract_version not in (10, 20, 45):
            yield entry.filename, f"version {entry.extract_version}"


def names(epub: Epub) -> Iterator[Fault]:
    """ASCII ``[a-z0-9._-]``, relative, without ``..``, at most 255 bytes (sec-container-filenames; Kobo "OPF")."""
    for entry in epub.entries:
        name = entry.filename.rstrip("/").removeprefix(_ROOT)
        plain = all(_SEGMENT.fullmatch(segment) for segment in name.split("/"))
        if not (plain or entry.filename in _META_INF) or len(entry.filename) > _LONGEST_NAME:
            yield entry.filename, "name"


def twins(epub: Epub) -> Iterator[Fault]:
    """Names are unique, also where capitals do not count (sec-container-filenames)."""
    count = Counter(entry.filename.lower() for entry in epub.entries)
    yield from ((name, f"{times} ×") for name, times in count.items() if times > 1)


def inventory(epub: Epub) -> Iterator[Fault]:
    """The archive holds what the manifest lists, META-INF and the mimetype, and nothing else (sec-spine-elem).

    Junk of calibre, macOS or Windows counts as more; EPUBCheck only notes it.
    """
    held = {entry.filename for entry in epub.entries if not entry.is_dir()}
    listed = {item.name for item in epub.items}
    yield from (
        (name, "not in the manifest") for name in sorted(held - listed - _META_INF - {"mimetype", epub.opf_name})
    )
    yield from ((name, "not in the archive") for name in sorted(listed - held))
