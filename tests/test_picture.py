"""The cover picture: plain ones go in untouched, others are set anew, hostile ones are refused."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from ebook.diagnostics import Problem
from ebook.read import read_picture
from ebook.read.picture import HEAVIEST


def picture(tmp_path: Path, image: Image.Image, kind: str, **options: object) -> Path:
    path = tmp_path / "cover.any"
    image.save(path, kind, **options)
    return path


def opened(path: Path) -> Image.Image:
    resource, _ = read_picture(path)
    assert resource is not None
    assert read_picture(path)[0] == resource
    image = Image.open(io.BytesIO(resource.data))
    assert image.format is not None
    assert resource.media_type == f"image/{image.format.lower()}"
    assert resource.name == {"JPEG": "images/cover.jpg", "PNG": "images/cover.png"}[image.format]
    return image


NOISE = Image.effect_noise((60, 90), 50).convert("RGB")


def test_no_cover_is_none() -> None:
    assert read_picture(None) == (None, ())


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_plain_picture_goes_in_untouched(tmp_path: Path, kind: str) -> None:
    path = picture(tmp_path, NOISE, kind)
    resource, _ = read_picture(path)
    assert resource is not None
    assert resource.data == path.read_bytes()


@pytest.mark.parametrize(
    ("image", "kind", "options"),
    [
        (NOISE, "WEBP", {}),
        (NOISE, "JPEG", {"progressive": True}),
        (NOISE, "JPEG", {"comment": b"secret place"}),
        (NOISE.convert("CMYK"), "JPEG", {}),
        (NOISE.convert("P"), "GIF", {}),
        (NOISE.convert("P"), "GIF", {"save_all": True, "append_images": [NOISE.rotate(90).convert("P")]}),
        (NOISE.convert("1"), "PNG", {}),
        (NOISE.convert("RGBA"), "PNG", {}),
    ],
)
def test_other_pictures_are_set_anew(tmp_path: Path, image: Image.Image, kind: str, options: dict[str, object]) -> None:
    result = opened(picture(tmp_path, image, kind, **options))
    assert (result.mode, result.size) == ("RGB", image.size)
    assert not set(result.info) & {"progressive", "progression", "comment", "exif", "icc_profile", "transparency"}


def test_a_photograph_is_turned_upright_and_its_notes_are_dropped(tmp_path: Path) -> None:
    image = Image.new("RGB", (80, 40), "white")
    image.paste("black", (0, 0, 40, 40))
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "A camera"  # turn by 90 degrees; maker
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    result = opened(picture(tmp_path, image, "JPEG", exif=notes, icc_profile=profile))
    assert result.size == (40, 80)
    assert not result.getexif()
    assert result.convert("L").getpixel((20, 10)) == 0
    assert result.convert("L").getpixel((20, 70)) == 255


def test_the_transparent_becomes_white_and_sixteen_bits_keep_their_shades(tmp_path: Path) -> None:
    clear = opened(picture(tmp_path, Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"))
    assert clear.getpixel((0, 0)) == (255, 255, 255)
    deep = opened(picture(tmp_path, Image.new("I;16", (4, 4), 0x8000), "PNG"))
    assert deep.getpixel((0, 0)) == 0x80


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    assert opened(picture(tmp_path, Image.new("RGB", (5120, 512)), "PNG")).size == (2560, 256)


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    for side in (12_000, 60_000):
        header = (side).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
        path = picture(tmp_path, NOISE, "PNG")
        data = path.read_bytes()
        chunk = b"IHDR" + header
        path.write_bytes(data[:12] + chunk + crc(chunk) + data[33:])
        assert picture_refused(path) == "IMG-003"


def crc(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def picture_refused(path: Path) -> str:
    with pytest.raises(Problem) as caught:
        read_picture(path)
    assert caught.value.diagnostic.exit_code == 3
    assert caught.value.diagnostic.message("zh")
    assert caught.value.diagnostic.remedy("en")
    return caught.value.diagnostic.id


def test_pictures_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    assert picture_refused(tmp_path / "none.jpg") == "IMG-001"
    assert picture_refused(tmp_path) == "IMG-001"
    os.mkfifo(tmp_path / "pipe.jpg")
    assert picture_refused(tmp_path / "pipe.jpg") == "IMG-001"
    (tmp_path / "a.jpg").write_bytes(b"%PDF-1.7")
    assert picture_refused(tmp_path / "a.jpg") == "IMG-002"
    path = picture(tmp_path, NOISE, "JPEG")
    path.write_bytes(path.read_bytes()[:1500])
    assert picture_refused(path) == "IMG-004"


def test_no_damage_to_a_picture_brings_the_program_down(tmp_path: Path) -> None:
    chance = random.Random(7)
    path, outcomes = tmp_path / "cover.any", set()
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        whole = picture(tmp_path, NOISE, kind).read_bytes()
        for _ in range(100):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 5)):
                data[chance.randrange(min(len(data), 200))] = chance.randrange(256)
            path.write_bytes(data)
            try:
                outcomes.add("read" if read_picture(path)[0] else "nothing")
            except Problem as problem:
                outcomes.add(problem.diagnostic.id)
    assert outcomes > {"read"}
    assert all(outcome == "read" or outcome.startswith("IMG-") for outcome in outcomes)


# --- what a person is told of a picture that is taken ----------------------------


def told(tmp_path: Path, size: tuple[int, int], **options: object) -> list[str]:
    _, diagnostics = read_picture(picture(tmp_path, Image.new("RGB", size, "white"), "JPEG", **options))
    assert all(item.severity == "warning" and item.message("zh") and item.remedy("en") for item in diagnostics)
    return [item.id for item in diagnostics]


def test_a_picture_that_shops_want_goes_in_without_a_word(tmp_path: Path) -> None:
    for size in ((1600, 2560), (625, 1000), (1200, 1600), (800, 1224), (1000, 1250)):
        assert told(tmp_path, size) == []


def test_a_small_picture_is_a_warning(tmp_path: Path) -> None:
    assert told(tmp_path, (624, 1000)) == ["IMG-006"]
    assert told(tmp_path, (720, 999)) == ["IMG-006"]


def test_a_picture_of_an_odd_shape_is_a_warning(tmp_path: Path) -> None:
    assert told(tmp_path, (1600, 1200)) == ["IMG-007"]
    assert told(tmp_path, (2000, 2000)) == ["IMG-007"]
    assert told(tmp_path, (700, 2000)) == ["IMG-007"]
    assert told(tmp_path, (640, 480)) == ["IMG-006", "IMG-007"]


def test_the_shape_is_that_of_the_picture_set_upright(tmp_path: Path) -> None:
    lying = Image.Exif()
    lying[0x0112] = 6
    assert told(tmp_path, (1600, 1000), exif=lying) == []
    assert told(tmp_path, (1000, 1600), exif=lying) == ["IMG-007"]


def test_a_heavy_picture_is_made_lighter(tmp_path: Path) -> None:
    noise = Image.effect_noise((1600, 2560), 200)
    heavy = Image.merge("RGB", [noise, noise.transpose(Image.Transpose.ROTATE_180), noise])
    path = picture(tmp_path, heavy, "PNG")
    assert path.stat().st_size > HEAVIEST
    resource, _ = read_picture(path)
    assert resource is not None
    assert len(resource.data) < HEAVIEST
    result = opened(path)
    assert (result.format, result.size) == ("JPEG", (1600, 2560))


def test_sixteen_bits_a_colour_become_eight(tmp_path: Path) -> None:
    rows = (b"\0" + b"\x80\x01" * 12) * 4
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    data = b"".join(struct.pack(">I", len(body)) + name + body + crc(name + body) for name, body in chunks)
    path = tmp_path / "deep.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    resource, _ = read_picture(path)
    assert resource is not None
    assert resource.data[24] == 8  # the header's bit depth
    assert opened(path).getpixel((0, 0)) == (128, 128, 128)


def test_a_book_without_a_cover_asks_for_no_picture() -> None:
    assert read_picture("none") == (None, ())
