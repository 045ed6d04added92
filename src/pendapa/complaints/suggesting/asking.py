"""Asks what was learned; falls back to search where nothing was."""

from dataclasses import replace

from pendapa.complaints.suggesting.keeping import newest_learned
from pendapa.complaints.suggesting.searching import suggestion_by_search
from pendapa.complaints.suggesting.suggestion import Suggestion
from pendapa.regions.queries import full_name_of
from pendapa.regions.rules import is_region_code

DISTRICT_PARTS, VILLAGE_PARTS = 3, 4


def suggest(text: str, region_code: str = "", district: str = "", village: str = "") -> Suggestion:
    """Units and topics that a complaint is likely about, best first, and the words that led there.

    The place is told by a region code or by the names of district and village. Empty for an empty text. One query
    while the model stays the same, one more the first time a region code is asked about.
    """
    if not text.strip():
        return Suggestion()
    if region_code and not (district or village):
        district, village = place_names(region_code)
    newest = newest_learned()
    if newest is None:
        return suggestion_by_search(text)
    version, learned = newest
    return replace(learned.suggest(text, district, village), version=version)


def place_names(region_code: str) -> tuple[str, str]:
    """Names of district and village of a region code; empty where it is no code or names a larger place."""
    parts = region_code.count(".") + 1
    if not is_region_code(region_code) or parts < DISTRICT_PARTS:
        return "", ""
    names = full_name_of(region_code).split(", ")
    if parts == VILLAGE_PARTS:
        return (names[1], names[0]) if len(names) > 1 else ("", "")
    return names[0], ""
