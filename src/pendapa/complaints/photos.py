"""Photos that came with a page, taken in; and those that a draft holds, as the page shows them."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.complaints.guarding.limits import count_photo
from pendapa.complaints.models import Draft
from pendapa.complaints.photo_place import place_in_photo
from pendapa.complaints.rules import MOST_PHOTOS, is_place, parsed_coordinate
from pendapa.files.actions import store_file
from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules
from pendapa.kernel.problems import FieldError, Problem
from pendapa.people.visitors import address_of

RULES = UploadRules(kinds=frozenset({"image"}), max_bytes=12_000_000, max_count=MOST_PHOTOS)


@dataclass
class TakenPhotos:
    """The photos kept, the place that the first one with a place told, and what is wrong with the others."""

    files: list[StoredFile] = field(default_factory=list)
    place: tuple[float, float] | None = None
    errors: list[FieldError] = field(default_factory=list)


def take_in_photos(request: HttpRequest, *, held: int, read_place: bool) -> TakenPhotos:
    """Keep the photos under `photos`, without anything but the picture; at most six with those held already.

    With `read_place` the place is read from the bytes first, or from what script read on the device, where photos are
    made smaller before they are sent.
    """
    taken = TakenPhotos()
    if read_place:
        taken.place = _place_read_on_device(request)
    for upload in request.FILES.getlist("photos"):
        if held + len(taken.files) >= MOST_PHOTOS:
            taken.errors.append(FieldError("photos", _("Add at most {most} photos.").format(most=MOST_PHOTOS)))
            break
        content = bytes(upload.read(RULES.max_bytes + 1))
        try:
            count_photo(address_of(request), at=timezone.now())
            taken.files.append(store_file(content, upload.name or "", RULES))
        except Problem as refused:
            taken.errors.append(FieldError("photos", f"{upload.name}: {refused}"))
            continue
        if read_place and taken.place is None:
            taken.place = place_in_photo(content)
    return taken


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
