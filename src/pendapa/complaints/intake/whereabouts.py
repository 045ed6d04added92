"""Where it is: read from the page, whichever of picker, words, position or map coordinates a person used."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from pendapa.complaints.rules import SIGNS_OF_PLACE, is_place, parsed_coordinate
from pendapa.kernel.problems import FieldError
from pendapa.kernel.text import plain_text
from pendapa.regions.models import Region
from pendapa.regions.queries import full_name_of, suggested_regions

FOUND = 6


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place as it was typed; `search` is what is still being looked for."""

    code: str = ""
    words: str = ""
    search: str = ""
    latitude: str = ""
    longitude: str = ""

    @property
    def name(self) -> str:
        """The village and all above it."""
        return full_name_of(self.code) if self.code else ""

    @property
    def found(self) -> list[Region]:
        """Villages that the words of the search name, without the one that is chosen."""
        if not self.search:
            return []
        return [one for one in suggested_regions(self.search, limit=FOUND) if one.code != self.code]

    def errors(self) -> list[FieldError]:
        """What must change; nothing of it is compulsory, for not everything reported has a place."""
        if not self.latitude and not self.longitude:
            return []
        if is_place(parsed_coordinate(self.latitude), parsed_coordinate(self.longitude)):
            return []
        return [FieldError("latitude", _("Write both coordinates as degrees, such as -7.98 and 112.63."))]

    def as_answers(self) -> dict[str, Any]:
        """What the draft keeps; coordinates only when both make sense."""
        latitude, longitude = parsed_coordinate(self.latitude), parsed_coordinate(self.longitude)
        whole = is_place(latitude, longitude)
        return {
            "region_code": self.code if self.name else "",
            "place": self.words,
            "latitude": latitude if whole else None,
            "longitude": longitude if whole else None,
        }


def whereabouts_of(answers: dict[str, Any]) -> Whereabouts:
    """The place that a draft holds."""
    return Whereabouts(
        code=str(answers.get("region_code", "")),
        words=str(answers.get("place", "")),
        latitude=_written(answers.get("latitude")),
        longitude=_written(answers.get("longitude")),
    )


def read_whereabouts(post: QueryDict) -> Whereabouts:
    """The place on a page that was sent.."""
    code = post.get("place.code", "")[:13]
    search = plain_text(post.get("place.search", "")).strip()[:100]
    return Whereabouts(
        code=code if full_name_of(code) else "",
        words=plain_text(post.get("place.street", "")).strip()[:SIGNS_OF_PLACE],
        search="" if code and "_search" not in post else search,
        latitude=post.get("latitude", "").strip()[:20],
        longitude=post.get("longitude", "").strip()[:20],
    )


def _written(degrees: Any) -> str:
    return "" if degrees is None else f"{degrees:.6f}".rstrip("0").rstrip(".")
