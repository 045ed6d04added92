"""Where villages lie, as far as published reports tell: the Ministry's list holds names and no coordinates."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Avg, Count, QuerySet

from pendapa.complaints.models import Complaint
from pendapa.complaints.queries import public_complaints

MOST: Final = 400
VILLAGE: Final = r"^\d\d\.\d\d\.\d\d\.\d{4}$"


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A village and the middle of the rounded places of what was reported there."""

    code: str
    name: str
    latitude: float
    longitude: float


def known_places() -> list[KnownPlace]:
    """Villages with published reports that have a place, those with most reports first, at most 400 (one query)."""
    middles = (
        _placed()
        .values("region_code", "region_name")
        .annotate(latitude=Avg("public_latitude"), longitude=Avg("public_longitude"), reports=Count("pk"))
    )
    return [
        KnownPlace(row["region_code"], row["region_name"], round(row["latitude"], 4), round(row["longitude"], 4))
        for row in middles.order_by("-reports", "region_code")[:MOST]
    ]


def can_show_map() -> bool:
    """Whether a map would show anything at all: pictures of a map, the territory, or one village that we know."""
    return bool(settings.PENDAPA_MAP_TILES or settings.PENDAPA_MAP_CENTRE) or _placed().exists()


def _placed() -> QuerySet[Complaint]:
    return (
        public_complaints()
        .select_related(None)
        .order_by()
        .filter(public_latitude__isnull=False, public_longitude__isnull=False, region_code__regex=VILLAGE)
    )
