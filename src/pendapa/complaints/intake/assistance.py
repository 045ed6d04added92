"""What the machine offers while a report is written: topic and unit, reports that may be the same, answers known.

Only offers: a person or an officer decides. Nothing here may keep a report from being sent, so whatever goes wrong
is noted and nothing is offered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import structlog
from django.db import DatabaseError

from pendapa.complaints.duplicates import likely_duplicates
from pendapa.complaints.models import Complaint, Draft, KnowledgeAnswer, Topic
from pendapa.complaints.public.knowledge import answers_like
from pendapa.complaints.suggesting import suggest
from pendapa.people.models import Organization

T = TypeVar("T")
log = structlog.get_logger(__name__)
MOST_UNITS = 3
MOST_DUPLICATES = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """Units and topics that fit, best first, and the words that spoke for them."""

    units: tuple[Organization, ...] = ()
    topics: tuple[Topic, ...] = ()
    because: tuple[str, ...] = ()


def offer_for(text: str, region_code: str = "") -> Offer:
    """What fits a report's words and place, as far as the body knows such units and topics."""
    found = _asked(lambda: suggest(text, region_code=region_code))
    if found is None:
        return Offer()
    units, topics = [name for name, _score in found.units], [name for name, _score in found.topics]
    by_unit = {unit.name: unit for unit in Organization.objects.filter(name__in=units)}
    by_topic = {topic.name: topic for topic in Topic.objects.filter(name__in=topics, is_active=True)}
    return Offer(
        tuple(by_unit[name] for name in units if name in by_unit)[:MOST_UNITS],
        tuple(by_topic[name] for name in topics if name in by_topic),
        tuple(found.because),
    )


def offer_as_answers(offer: Offer) -> dict[str, Any]:
    """What a draft keeps of an offer, so that turning pages asks for nothing again."""
    return {
        "units": [unit.code for unit in offer.units],
        "topics": [topic.slug for topic in offer.topics],
        "because": list(offer.because),
    }


def offer_in(answers: dict[str, Any], topics: list[Topic]) -> Offer:
    """The offer that a draft keeps; `topics` are those that may be chosen."""
    kept = answers.get("offer") or {}
    codes, slugs = kept.get("units", []), kept.get("topics", [])
    by_code = {unit.code: unit for unit in Organization.objects.filter(code__in=codes)} if codes else {}
    by_slug = {topic.slug: topic for topic in topics}
    return Offer(
        tuple(by_code[code] for code in codes if code in by_code),
        tuple(by_slug[slug] for slug in slugs if slug in by_slug),
        tuple(str(word) for word in kept.get("because", [])),
    )


def likely_same(draft: Draft, *, at: datetime) -> list[Complaint]:
    """Public reports that may be about the same as a draft, the likeliest first, at most three."""
    answers = draft.answers
    found = _asked(
        lambda: likely_duplicates(
            str(answers.get("text", "")),
            answers.get("latitude"),
            answers.get("longitude"),
            str(answers.get("region_code", "")),
            at,
        )
    )
    return [candidate.complaint for candidate in found or ()][:MOST_DUPLICATES]


def known_answers(draft: Draft) -> list[KnowledgeAnswer]:
    """Published answers to questions like this one, the nearest first; whoever finds theirs need not ask."""
    text = str(draft.answers.get("text", ""))
    return _asked(lambda: answers_like(text)) or []


def _asked(ask: Callable[[], T]) -> T | None:
    """What a part of this house says; None when it cannot say anything."""
    try:
        return ask()
    except (ImportError, AttributeError, LookupError, ValueError, DatabaseError) as silent:
        log.info("no_offer", reason=type(silent).__name__)
        return None
