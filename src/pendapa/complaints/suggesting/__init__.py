"""Suggests unit and topic of a complaint from what the body answered before."""

from pendapa.complaints.suggesting.suggestion import Suggestion

__all__ = ["Suggestion", "suggest"]


def suggest(text: str, region_code: str = "", district: str = "", village: str = "") -> Suggestion:
    """Units and topics, best first, with the words that led there; see `asking.suggest`, loaded when first asked."""
    from pendapa.complaints.suggesting import asking

    return asking.suggest(text, region_code, district, village)
