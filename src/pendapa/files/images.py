"""Pictures made anew: upright, of a sensible size, and without anything but the picture."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from pendapa.kernel.problems import Invalid

LONG_EDGE = 2400
JPEG_QUALITY = 85
# A JPEG is decoded at a fraction of its size, so a large photo costs little; the others are decoded whole.
MOST_PIXELS_JPEG = 120_000_000
MOST_PIXELS = 40_000_000


def reencode_image(content: bytes) -> tuple[bytes, str]:
    """The picture upright, its long edge at most 2400 px, without metadata (no place, no device), and its media type.

    JPEG and opaque WebP become JPEG, PNG and transparent WebP become PNG. Raises Invalid with what to do.
    """
    with _clear_refusal():
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        _refuse_too_large(picture)
        as_png = picture.format == "PNG" or (picture.format == "WEBP" and picture.mode == "RGBA")
        picture.draft("RGB", (LONG_EDGE, LONG_EDGE))
        picture.load()
        upright = ImageOps.exif_transpose(picture) or picture
        upright.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
        plain = _in_plain_colours(upright, keep_transparency=as_png)
    return _written_as(plain, "PNG" if as_png else "JPEG")


@contextmanager
def _clear_refusal() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield
    except Image.DecompressionBombError as error:
        raise Invalid(_("This picture has too many pixels. Take it again with a lower resolution.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, TypeError) as error:
        raise Invalid(_("This picture is damaged and cannot be opened. Take or save it again.")) from error


def _refuse_too_large(picture: Image.Image) -> None:
    most = MOST_PIXELS_JPEG if picture.format in ("JPEG", "MPO") else MOST_PIXELS
    if picture.width * picture.height > most:
        raise Invalid(_("This picture has too many pixels. Take it again with a lower resolution."))


def _in_plain_colours(picture: Image.Image, *, keep_transparency: bool) -> Image.Image:
    """RGB, RGBA or grey in sRGB; a colour profile is applied, since it is then left out."""
    transparent = "A" in picture.mode or "transparency" in picture.info
    mode = "RGBA" if keep_transparency and transparent else "L" if picture.mode in ("1", "L") else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None
        picture = converted or picture
    return picture if picture.mode == mode else picture.convert(mode)


def _written_as(picture: Image.Image, image_format: str) -> tuple[bytes, str]:
    """Pasted onto a fresh canvas first: whatever the reader kept beside the pixels stays behind."""
    canvas = Image.new(picture.mode, picture.size)
    canvas.paste(picture)
    out = io.BytesIO()
    if image_format == "PNG":
        canvas.save(out, "PNG", optimize=False)
        return out.getvalue(), "image/png"
    canvas.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue(), "image/jpeg"
