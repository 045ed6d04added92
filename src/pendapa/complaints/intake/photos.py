"""Photos that came with a page, taken in; and those that a draft holds, as the page shows them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from pendapa.complaints.guarding.limits import count_photo
from pendapa.complaints.intake.photo_place import place_in_photo
from pendapa.complaints.models import Draft
from pendapa.complaints.rules import MOST_PHOTOS, is_place, parsed_coordinate
from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules
from pendapa.files.taking_in import take_in_files
from pendapa.kernel.problems import FieldError
from pendapa.people.visitors import address_of

RULES = UploadRules(kinds=frozenset({"image"}), max_bytes=12_000_000, max_count=MOST_PHOTOS)


@dataclass(frozen=True, slots=True)
class TakenPhotos:
    """The photos kept, the place that the first one with a place told, and what is wrong with the others."""

    files: list[StoredFile]
    place: tuple[float, float] | None
    errors: list[FieldError]


def take_in_photos(request: HttpRequest, *, held: int, read_place: bool) -> TakenPhotos:
    """Keep the photos under `photos`, without anything but the picture; at most six with those held already.

    With `read_place` the place is read from the bytes first, or from what script read on the device, where photos are
    made smaller before they are sent.
    """
    places: list[tuple[float, float] | None] = [_place_read_on_device(request)] if read_place else []
    at = timezone.now()
    taken = take_in_files(
        request.FILES.getlist("photos"),
        RULES,
        name="photos",
        held=held,
        admit=lambda: count_photo(address_of(request), at=at),
        look_at=lambda content: places.append(place_in_photo(content) if read_place else None),
    )
    return TakenPhotos(taken.files, next(filter(None, places), None), taken.errors)


def photo_rows(draft: Draft) -> list[dict[str, Any]]:
    """The photos of a draft, each with the address that shows it."""
    return [
        {**photo, "url": reverse("complaints:photo", args=[draft.pk, photo["id"]])}
        for photo in draft.answers.get("photos", [])
    ]


def _place_read_on_device(request: HttpRequest) -> tuple[float, float] | None:
    latitude = parsed_coordinate(request.POST.get("photo_latitude", ""))
    longitude = parsed_coordinate(request.POST.get("photo_longitude", ""))
    if latitude is None or longitude is None or not is_place(latitude, longitude):
        return None
    return latitude, longitude
