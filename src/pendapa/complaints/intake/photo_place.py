"""The place that a camera wrote into a photo, read only when its person allows it, before the photo is made anew."""

import io
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD

from pendapa.complaints.rules import is_place


def place_in_photo(content: bytes) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees from a picture's EXIF data; None for a picture without, or for what is none."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            data = picture.getexif().get_ifd(IFD.GPSInfo)
        latitude = _degrees(data[GPS.GPSLatitude], data[GPS.GPSLatitudeRef])
        longitude = _degrees(data[GPS.GPSLongitude], data[GPS.GPSLongitudeRef])
    except Exception:  # noqa: BLE001 - whatever is in the file, a photo without a place is no error
        return None
    return (latitude, longitude) if is_place(latitude, longitude) else None


def _degrees(parts: Any, direction: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if str(direction).strip("\x00 ").upper() in ("S", "W") else value, 6)
