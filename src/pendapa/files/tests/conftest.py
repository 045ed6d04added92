import io
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfWriter


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_CLAMD = ""


@pytest.fixture
def photo() -> bytes:
    """A JPEG as a phone writes it: turned by EXIF, with the place where it was taken."""
    picture = Image.new("RGB", (640, 320), "white")
    picture.paste("red", (0, 0, 100, 100))
    exif = picture.getexif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 15.0, 3.0), 3: "E", 4: (112.0, 45.0, 9.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"Jalan Kenanga 14")
    return out.getvalue()


@pytest.fixture
def pdf_with() -> Callable[..., bytes]:
    def make(change: Callable[[PdfWriter], None] = lambda _writer: None, pages: int = 1) -> bytes:
        writer = PdfWriter()
        for _page in range(pages):
            writer.add_blank_page(width=200, height=200)
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return make
