"""The cover picture: what a person gives → a plain JPEG or PNG that every reading system shows.

Kept byte for byte where it is one already; else set anew: upright (EXIF
orientation), RGB (sRGB) or grey, alpha on white, at most 2560 pixels long, the
first frame of a moving picture, and without the camera's notes on place and
owner.  The magic number decides the type, the suffix is not asked.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ebook.diagnostics import Diagnostic, Problem
from ebook.model import Resource
from ebook.read.files import display, load

if TYPE_CHECKING:  # Pillow takes 50 ms to import: only a run with a picture pays for it
    from PIL.Image import Image

MOST_PIXELS = 100_000_000  # decoded, 300 MB
LONGEST = 2560  # pixels; the ideal height of a Kindle cover (KDP G6GTK3T3NUHKLEFX)
_MOST_BYTES = 100_000_000
_READ = ("JPEG", "PNG", "GIF", "WEBP")
_HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "gamma", "srgb"}
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)


def read_picture(path: Path | None) -> tuple[Resource | None, tuple[Diagnostic, ...]]:
    """The cover picture, and what there is to say about it; None where none is asked for.

    Raises IMG-001 to IMG-004.
    """
    if path is None:
        return None, ()
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
            return _resource(data if _is_fine(image) else _anew(image, kind), kind), told
    except UnidentifiedImageError as error:
        raise _problem("IMG-002", path) from error
    except Image.DecompressionBombError as error:
        raise _problem("IMG-003", path, most=MOST_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise _problem("IMG-004", path, error=str(error)) from error


def _resource(data: bytes, kind: str) -> Resource:
    name, media_type = ("cover.png", "image/png") if kind == "PNG" else ("cover.jpg", "image/jpeg")
    return Resource(f"images/{name}", data, media_type)


def _is_fine(image: Image) -> bool:
    """Whether the file can go into the book as it is; decodes it, so that a broken one shows here."""
    image.load()
    return (
        image.format in ("JPEG", "PNG")
        and image.mode in ("RGB", "L")
        and max(image.size) <= LONGEST
        and not _moves(image)
        and set(image.info) <= _HARMLESS  # no EXIF, XMP, comment, colour profile, transparency; not progressive
    )


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
