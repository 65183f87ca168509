"""The container: a ZIP whose bytes depend on its contents alone (EPUB 3.3, sec-zip-container-zipreqs).

zipfile writes the clock, the umask's habits and the system into every entry;
here all are fixed, so the same book has the same bytes on every machine.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP can hold
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_LEVEL = 6  # higher ones take half as long again for a hundredth of the size


class Container(zipfile.ZipFile):
    """A ZIP file in memory with reproducible entries.

    Memory can be sought in, so zipfile sets no data descriptors; a comment,
    an extra field or a directory entry is never made.
    """

    def __init__(self) -> None:
        """Begin with the mimetype: first, stored, without an extra field (sec-zip-container-mime)."""
        self.memory = BytesIO()
        super().__init__(self.memory, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self._put("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)

    def writestr(self, name: str, data: bytes | str, *_: object, **__: object) -> None:  # type: ignore[override]
        """Add a file, deflated.  What else ebooklib says about the entry does not matter here."""
        self._put(name, data.encode() if isinstance(data, str) else data, zipfile.ZIP_DEFLATED)

    def finished(self) -> bytes:
        """Close the file and give its bytes."""
        self.close()
        return self.memory.getvalue()

    def _put(self, name: str, data: bytes, method: int) -> None:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.create_system = _UNIX
        entry.external_attr = _PLAIN_FILE
        super().writestr(entry, data, method)
