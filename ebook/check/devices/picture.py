"""A picture of a book, looked at by the first bytes of its file: what it is, how large, in which colours."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from ebook.check.epub import Epub, Item

if TYPE_CHECKING:
    from PIL.Image import Image

HEAVIEST = 5_000_000  # bytes (KDP G75V4YX5X8GRGXWV; kobolabs/epub-spec, Limitations and Maximums)
_HEAD = 256 << 10  # bytes: what stands before the measures of a picture, profile and camera's notes too

#: What the files of a kind begin with, by the media type.
_MAGIC: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"....ftyp(?:hei|mif)", re.DOTALL), "image/heic"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff"),
    (re.compile(rb"\xff\x0a|\0\0\0\x0cJXL "), "image/jxl"),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), "image/bmp"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<"), "image/svg+xml"),
)
_OPENED = ("image/jpeg", "image/png", "image/gif")  # what Pillow is asked about
_TRANSPARENT = frozenset(("RGBA", "LA", "PA"))
_LOOP = b"NETSCAPE2.0"  # the mark of a GIF that moves
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; ``kind`` is its media type as its bytes tell it, empty where they tell none."""

    name: str
    declared: str
    kind: str
    heavy: bool  # more than 5 MB
    moves: bool
    width: int  # 0 where it cannot be told
    height: int
    mode: str
    transparent: bool
    read: int  # bytes that were looked at


def picture(epub: Epub, item: Item, size: int) -> Picture:
    """Look at a picture; ``size`` is what its entry claims, which counts only where it is true."""
    head = epub.head(item.name, _HEAD)
    kind = next((kind for magic, kind in _MAGIC if magic.match(head)), "")
    heavy = size > HEAVIEST and len(epub.head(item.name, HEAVIEST + 1)) > HEAVIEST
    width, height, mode, transparent = _measured(head, kind) if kind in _OPENED else (0, 0, "", False)
    moves = kind == "image/gif" and _LOOP in head
    read = len(head) + (HEAVIEST if heavy else 0)
    return Picture(item.name, item.media_type, kind, heavy, moves, width, height, mode, transparent, read)


def _measured(head: bytes, kind: str) -> tuple[int, int, str, bool]:
    """Width, height, mode, whether anything of it may shine through; nothing is decoded.

    ``Image.open`` would refuse the largest, and warn of others for the whole process: these are only measured.
    """
    from PIL import GifImagePlugin, JpegImagePlugin, PngImagePlugin  # a book without pictures does not wait for Pillow

    readers: dict[str, Callable[[BytesIO], Image]] = {
        "image/jpeg": JpegImagePlugin.JpegImageFile,
        "image/png": PngImagePlugin.PngImageFile,
        "image/gif": GifImagePlugin.GifImageFile,
    }
    try:
        with readers[kind](BytesIO(head)) as image:
            through = image.mode in _TRANSPARENT or "transparency" in image.info
            return image.width, image.height, image.mode, through
    except _BROKEN:
        return 0, 0, "", False
