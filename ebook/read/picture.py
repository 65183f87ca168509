"""The cover picture: what a person gives → a plain JPEG or PNG that every reading system shows.

Kept byte for byte where it is one already; else set anew: upright (EXIF
orientation), RGB (sRGB) or grey of eight bits, alpha on white, at most 2560
pixels long and 5 MB heavy, the first frame of a moving picture, and without the
camera's notes on place and owner.  The magic number decides the type, the suffix
is not asked.  A picture too small or of an odd shape is taken, with a warning.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Resource
from ebook.read.files import display, load
from ebook.settings import Picture

if TYPE_CHECKING:  # Pillow takes 50 ms to import: only a run with a picture pays for it
    from PIL.Image import Image

MOST_PIXELS = 100_000_000  # decoded, 300 MB
LONGEST = 2560  # pixels; the ideal height of a Kindle cover (KDP G6GTK3T3NUHKLEFX)
LEAST = (625, 1000)  # pixels; a smaller cover is refused by shops (KDP G6GTK3T3NUHKLEFX)
RATIOS = (1.25, 1.8)  # height to width; Kindle's is 1.6, Kobo's 1.33 (kobolabs/epub-spec, Cover Images)
HEAVIEST = 5_000_000  # bytes of a picture in a book (KDP G75V4YX5X8GRGXWV)
_MOST_BYTES = 100_000_000
_READ = ("JPEG", "PNG", "GIF", "WEBP")
_HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "gamma", "srgb"}
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)


def read_picture(path: Picture | None) -> tuple[Resource | None, tuple[Diagnostic, ...]]:
    """The cover picture, and what there is to say about it; None where none is given.

    Raises IMG-001 to IMG-004.
    """
    if path is None or path == "none":
        return None, ()
    assert isinstance(path, Path)
    try:
        data = load(path, _MOST_BYTES)
    except (OSError, ValueError) as error:
        raise _problem("IMG-001", path, error=getattr(error, "strerror", None) or str(error)) from error
    with warnings.catch_warnings():  # Pillow warns of what we mend or refuse ourselves
        warnings.simplefilter("ignore")
        return _picture(data, path)


def _picture(data: bytes, path: Path) -> tuple[Resource, tuple[Diagnostic, ...]]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        # Only the header is read here; decoding comes after the size was looked at.
        with Image.open(BytesIO(data), formats=_READ) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _problem("IMG-003", path, most=MOST_PIXELS // 1_000_000)
            kind = "PNG" if image.format in ("PNG", "GIF") else "JPEG"
            told = (_diagnostic("IMG-005", path),) if _moves(image) else ()
            resource = _resource(image, data, kind)
        with Image.open(BytesIO(resource.data)) as image:
            return resource, (*told, *_shape(path, image.width, image.height))
    except UnidentifiedImageError as error:
        raise _problem("IMG-002", path) from error
    except Image.DecompressionBombError as error:
        raise _problem("IMG-003", path, most=MOST_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise _problem("IMG-004", path, error=str(error)) from error


def _resource(image: Image, data: bytes, kind: str) -> Resource:
    if not _is_fine(image):
        data = _anew(image, kind)
    if len(data) > HEAVIEST:
        data, kind = _lighter(data), "JPEG"
    name, media_type = ("cover.png", "image/png") if kind == "PNG" else ("cover.jpg", "image/jpeg")
    return Resource(f"images/{name}", data, media_type)


def _is_fine(image: Image) -> bool:
    """Whether the file can go into the book as it is; decodes it, so that a broken one shows here."""
    deep = _deep(image)  # which it does not tell any more once it is decoded
    image.load()
    return (
        image.format in ("JPEG", "PNG")
        and image.mode in ("RGB", "L")
        and max(image.size) <= LONGEST
        and not _moves(image)
        and not deep
        and set(image.info) <= _HARMLESS  # no EXIF, XMP, comment, colour profile, transparency; not progressive
    )


def _shape(path: Path, width: int, height: int) -> Iterator[Diagnostic]:
    """What is wrong with the size of the picture, as it stands in the book."""
    if width < LEAST[0] or height < LEAST[1]:
        least = f"{LEAST[0]} × {LEAST[1]}"
        yield _diagnostic("IMG-006", path, width=width, height=height, least=least)
    if not RATIOS[0] <= height / width <= RATIOS[1]:
        yield _diagnostic("IMG-007", path, ratio=f"{height / width:.2f}", least=RATIOS[0], most=RATIOS[1])


def _deep(image: Image) -> bool:
    """Whether a PNG has sixteen bits a colour, which Pillow reads as eight and does not tell."""
    return any(";16" in str(tile.args) for tile in getattr(image, "tile", ()))


def _moves(image: Image) -> bool:
    return bool(getattr(image, "is_animated", False))


def _anew(image: Image, kind: str) -> bytes:
    """The picture set anew, the same bytes for the same picture and Pillow."""
    from PIL import ImageOps  # noqa: PLC0415
    from PIL.Image import Resampling  # noqa: PLC0415

    plain = _flat(_srgb(ImageOps.exif_transpose(image)))  # upright first: the conversions forget EXIF
    plain.thumbnail((LONGEST, LONGEST), Resampling.LANCZOS)
    plain.info.clear()  # what Pillow would write again: EXIF, comments
    out = BytesIO()
    if kind == "PNG":
        plain.save(out, "PNG", optimize=True)
    else:
        plain.save(out, "JPEG", quality=92, subsampling=0)
    return out.getvalue()


def _lighter(data: bytes) -> bytes:
    """A heavy picture as a JPEG: a photograph saved as PNG, or one saved with more care than any screen shows."""
    from PIL import Image  # noqa: PLC0415

    for quality in (85, 60):  # the second for pure noise
        out = BytesIO()
        with Image.open(BytesIO(data)) as image:
            image.save(out, "JPEG", quality=quality, subsampling="4:2:0")
        if out.tell() <= HEAVIEST:
            break
    return out.getvalue()


def _srgb(image: Image) -> Image:
    """The picture in sRGB where it brings a colour profile: reading systems ignore profiles."""
    from PIL import ImageCms  # noqa: PLC0415

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):  # a broken profile, or one for other colours: as if there were none
        return image
    return converted or image


def _flat(image: Image) -> Image:
    """The picture in RGB or grey, its transparent parts white."""
    from PIL import Image as images  # noqa: N813, PLC0415

    if image.mode.startswith("I"):  # 16 bits a pixel: convert() would cut off what is above 255
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        seen = image.convert("RGBA")
        return images.alpha_composite(images.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def _problem(id_: str, path: Path, **values: object) -> Problem:
    return Problem(_diagnostic(id_, path, **values))


def _diagnostic(id_: str, path: Path, **values: object) -> Diagnostic:
    return Diagnostic(id_, {"name": display(path), **values}, file=display(path))
