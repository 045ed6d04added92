"""Copies of photos that the public may see: smaller, without metadata, with areas that nobody can make readable."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image

from pendapa.kernel.problems import FieldError, Invalid

LONG_EDGE = 1280
PREVIEW_EDGE = 320
MOST_AREAS = 40
MOSAIC = 5
"""Squares across the shorter side of an area: no face and no plate is recognised in so few."""
_LINE = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a picture, in per cent of its width and height, from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def __str__(self) -> str:
        return f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"


def parsed_areas(text: str) -> list[Area]:
    """One area a line, four numbers each: left, top, width, height. Raises Invalid naming the field `areas`."""
    areas = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        try:
            left, top, width, height = (float(number) for number in _LINE.split(line))
        except ValueError:
            raise _refused(line) from None
        if not (0 <= left < 100 and 0 <= top < 100 and 0 < width <= 100 and 0 < height <= 100):
            raise _refused(line)
        areas.append(Area(round(left, 2), round(top, 2), round(width, 2), round(height, 2)))
    if len(areas) > MOST_AREAS:
        message = _("Mark at most {most} areas.").format(most=MOST_AREAS)
        raise Invalid(message, errors=[FieldError("areas", message)])
    return areas


def public_copy(content: bytes, areas: Iterable[Area], long_edge: int = LONG_EDGE) -> bytes:
    """A JPEG whose long edge is at most `long_edge`, each area a coarse mosaic. The content is not changed."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    for area in areas:
        _make_unreadable(picture, area)
    picture.thumbnail((long_edge, long_edge), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", picture.size)
    canvas.paste(picture)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=78 if long_edge > PREVIEW_EDGE else 60, optimize=True, progressive=True)
    return out.getvalue()


def _make_unreadable(picture: Image.Image, area: Area) -> None:
    box = (
        int(picture.width * area.left / 100),
        int(picture.height * area.top / 100),
        min(picture.width, int(picture.width * (area.left + area.width) / 100) + 1),
        min(picture.height, int(picture.height * (area.top + area.height) / 100) + 1),
    )
    width, height = box[2] - box[0], box[3] - box[1]
    if width <= 0 or height <= 0:
        return
    square = max(1, min(width, height) // MOSAIC, max(width, height) // (MOSAIC * 4))
    coarse = picture.crop(box).resize((max(1, width // square), max(1, height // square)), Image.Resampling.BOX)
    picture.paste(coarse.resize((width, height), Image.Resampling.NEAREST), box)


def _refused(line: str) -> Invalid:
    message = _("“{line}” is no area. Write four numbers from 0 to 100: left, top, width, height.")
    message = message.format(line=line[:40])
    return Invalid(message, errors=[FieldError("areas", message)])
