import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pendapa.files.images import LONG_EDGE, reencode_image
from pendapa.kernel.problems import Invalid


def written(picture: Image.Image, image_format: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, image_format, **options)
    return out.getvalue()


def test_a_photo_loses_the_place_and_device_and_stands_upright(photo):
    assert Image.open(io.BytesIO(photo)).getexif().get_ifd(0x8825)
    content, media_type = reencode_image(photo)
    made = Image.open(io.BytesIO(content))
    assert media_type == "image/jpeg"
    assert made.size == (320, 640)
    assert not made.getexif()
    assert b"Jalan" not in content
    assert b"PhoneMaker" not in content
    assert made.getpixel((310, 10))[1] < 60  # the red corner has turned with the picture


def test_a_large_photo_is_made_smaller():
    content, _type = reencode_image(written(Image.new("RGB", (5000, 1000)), "JPEG"))
    assert Image.open(io.BytesIO(content)).size == (LONG_EDGE, 480)


@pytest.mark.parametrize(
    ("mode", "image_format", "expected"),
    [
        ("RGBA", "PNG", "image/png"),
        ("P", "PNG", "image/png"),
        ("I;16", "PNG", "image/png"),
        ("1", "PNG", "image/png"),
        ("RGB", "WEBP", "image/jpeg"),
        ("RGBA", "WEBP", "image/png"),
        ("CMYK", "JPEG", "image/jpeg"),
        ("L", "JPEG", "image/jpeg"),
    ],
)
def test_every_usual_kind_of_picture_is_taken(mode, image_format, expected):
    picture = Image.new(mode, (20, 10))
    if mode == "RGBA":
        picture.putalpha(100)
    content, media_type = reencode_image(written(picture, image_format))
    assert media_type == expected
    assert Image.open(io.BytesIO(content)).size == (20, 10)


def test_what_follows_the_picture_is_left_behind(photo):
    content, _type = reencode_image(photo + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in content


def png_bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))

    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("edge", [7_000, 30_000, 2_000_000_000])
def test_a_decompression_bomb_is_refused_unopened(edge):
    with pytest.raises(Invalid, match="piksel|pixels"):
        reencode_image(png_bomb(edge, edge))


def test_other_formats_are_refused_whatever_they_call_themselves():
    with pytest.raises(Invalid):
        reencode_image(written(Image.new("RGB", (5, 5)), "GIF"))


@given(st.binary(max_size=400), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b""]))
@settings(max_examples=150, deadline=None)
def test_garbage_is_refused_with_words(body, start):
    with pytest.raises(Invalid):
        reencode_image(start + body)


@given(st.integers(min_value=20), st.integers(min_value=1, max_value=255))
@settings(max_examples=60, deadline=None)
def test_a_damaged_picture_is_either_made_anew_or_refused(place, change):
    content = bytearray(written(Image.radial_gradient("L"), "JPEG"))
    content[place % len(content)] ^= change
    with contextlib.suppress(Invalid):
        assert reencode_image(bytes(content))[0]
