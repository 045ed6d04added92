"""Near in place, in time and in words."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from pendapa.complaints.duplicates.likeness import LIKE_ENOUGH, likeness, profile_of
from pendapa.complaints.models import Complaint
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.rules import is_place
from pendapa.kernel.calendar import local_date, start_of_day

MOST_COMPARED, MOST_SHOWN = 300, 5
METRES_OF_A_DEGREE = 111_320.0
VILLAGE_PARTS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A public complaint that may be about the same: how alike in words (0–1), and how far by its rounded place."""

    complaint: Complaint
    likeness: float
    metres: float | None


def likely_duplicates(
    text: str, latitude: float | None, longitude: float | None, region_code: str, at: datetime
) -> list[Candidate]:
    """Public complaints about the same as `text`, the likeliest first, five at most (one query).

    Near means within PENDAPA_DUPLICATE_METRES (300) of a place, or in the same village, and received in the
    PENDAPA_DUPLICATE_DAYS (30) before `at`: whole days, so that nobody learns the hour from when one is no more found.
    Without a place there are none: words alone would lead astray.
    """
    near = _near(latitude, longitude, region_code)
    wanted = profile_of(text)
    if near is None or not wanted:
        return []
    since = start_of_day(local_date(at) - timedelta(days=settings.PENDAPA_DUPLICATE_DAYS))
    recent = public_complaints().filter(near, case__received_at__gte=since, case__received_at__lte=at)
    found = []
    for complaint in recent.order_by("-case__received_at")[:MOST_COMPARED]:
        metres = _metres_to(complaint, latitude, longitude)
        is_same_village = bool(region_code) and complaint.region_code == region_code
        if not is_same_village and (metres is None or metres > _most_metres()):
            continue
        alike = likeness(wanted, profile_of(complaint.public_text))
        if alike >= LIKE_ENOUGH:
            found.append(Candidate(complaint, round(alike, 3), metres))
    return sorted(found, key=lambda candidate: -candidate.likeness)[:MOST_SHOWN]


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance on a plane, good to a part in a thousand over a few kilometres."""
    north = (other_latitude - latitude) * METRES_OF_A_DEGREE
    east = (other_longitude - longitude) * METRES_OF_A_DEGREE * math.cos(math.radians(latitude))
    return math.hypot(north, east)


def _near(latitude: float | None, longitude: float | None, region_code: str) -> Q | None:
    """What the database narrows by: the village, or a square around the place."""
    is_village = region_code.count(".") + 1 == VILLAGE_PARTS
    near = Q(region_code=region_code) if is_village else None
    if latitude is None or longitude is None or not is_place(latitude, longitude):
        return near
    height = _most_metres() / METRES_OF_A_DEGREE
    width = height / max(math.cos(math.radians(latitude)), 0.01)
    square = Q(
        public_latitude__range=(latitude - height, latitude + height),
        public_longitude__range=(longitude - width, longitude + width),
    )
    return square if near is None else near | square


def _metres_to(complaint: Complaint, latitude: float | None, longitude: float | None) -> float | None:
    theirs = complaint.public_latitude, complaint.public_longitude
    if latitude is None or longitude is None or theirs[0] is None or theirs[1] is None:
        return None
    return metres_between(latitude, longitude, theirs[0], theirs[1])


def _most_metres() -> float:
    return float(settings.PENDAPA_DUPLICATE_METRES)
