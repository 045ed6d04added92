"""Finding places."""

import time

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Length

from pendapa.regions import rules
from pendapa.regions.models import Level, Region

SUGGESTIONS = 10
NAMES_REMEMBERED = 4096
SECONDS_REMEMBERED = 300.0
_full_names: dict[str, tuple[str, float]] = {}


def regions_matching(text: str, *, level: Level | None = None, within: str = "") -> QuerySet[Region]:
    """Places whose name, or the names above them, hold a word beginning with each word of `text`, best first.

    Narrowed to one `level` and to the places below the code `within`; none for an empty question.
    """
    query = rules.prefix_query(text)
    if not query:
        return Region.objects.none()
    search = SearchQuery(query, config="simple", search_type="raw")
    found = Region.objects.filter(words=search)
    if level is not None:
        found = found.filter(level=level)
    if within:
        found = found.filter(code__startswith=f"{within}.")
    own_name_first = SearchRank(F("words"), search, weights=Value([0.0, 0.0, 0.1, 1.0]))
    return found.annotate(rank=own_name_first, length=Length("name")).order_by("-rank", "length", "code")


def suggested_regions(
    text: str, *, level: Level | None = Level.VILLAGE, within: str = "", limit: int = SUGGESTIONS
) -> list[Region]:
    """The first `limit` of `regions_matching`, for a picker."""
    return list(regions_matching(text, level=level, within=within).defer("words")[:limit])


def children_of(code: str = "") -> QuerySet[Region]:
    """The places directly below `code` by name; the provinces for an empty code."""
    return Region.objects.filter(parent=code or None).defer("words").order_by("name")


def region_with_code(code: str) -> Region | None:
    """The place of a code; None when there is none or `code` is no code."""
    return Region.objects.filter(code=code).defer("words").first() if rules.is_region_code(code) else None


def full_name_of(code: str) -> str:
    """The place and all above it ("Jatimulyo, Lowokwaru, Kota Malang, Jawa Timur"); empty when not known.

    Remembered for some minutes: only `load_regions` changes a name.
    """
    remembered = _full_names.get(code)
    if remembered is not None and time.monotonic() < remembered[1]:
        return remembered[0]
    region = region_with_code(code)
    if region is None:
        return ""
    if len(_full_names) >= NAMES_REMEMBERED:
        _full_names.clear()
    _full_names[code] = (region.full_name, time.monotonic() + SECONDS_REMEMBERED)
    return region.full_name


def forget_names() -> None:
    """Let this process ask for every name again."""
    _full_names.clear()
