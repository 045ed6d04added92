"""Finds services by what a person types, also with typing errors: full text, and likeness to names and synonyms."""

import re
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F
from rapidfuzz import fuzz, utils

from pendapa.catalogue.indexing import CONFIGURATIONS
from pendapa.catalogue.languages import language_or_active
from pendapa.catalogue.models import CatalogueRevision, PublicService
from pendapa.catalogue.queries import published_services
from pendapa.catalogue.rows import Hit, ServiceRow

LONGEST_QUERY = 200
LIKE_ENOUGH = 72.0
LEAST_FULL_TEXT, FULL_TEXT_SPAN = 60.0, 20.0


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A name or synonym of a service, as written and as words to compare with."""

    slug: str
    text: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class _Names:
    """The catalogue's names in one language as of one revision: what to compare with, and the services they lead to."""

    revision: UUID | None
    services: dict[str, ServiceRow]
    phrases: list[_Phrase]


_remembered: dict[str, _Names] = {}
_lock = Lock()


def search_services(text: str, language: str | None = None, *, limit: int = 20) -> list[Hit]:
    """The published services that the text means, best first; an empty list for an empty text.

    A word that is half typed or mistyped still finds its service. Two queries while the catalogue stays as it is.
    """
    language = language_or_active(language)
    typed = " ".join(re.findall(r"\w+", text[:LONGEST_QUERY]))
    if not typed:
        return []
    names = _names(language)
    likeness = _likeness(typed, names)
    ranks = _full_text_ranks(typed, language)
    best_rank = max(ranks.values(), default=1.0)
    hits = []
    for slug in likeness.keys() | ranks.keys():
        service = names.services.get(slug)
        if service is None:
            continue
        score, phrase = likeness.get(slug, (0.0, ""))
        from_text = LEAST_FULL_TEXT + FULL_TEXT_SPAN * ranks[slug] / best_rank if slug in ranks else 0.0
        matched = phrase if score >= from_text and phrase.casefold() != service.name.casefold() else ""
        hits.append(Hit(service, round(max(score, from_text) + min(score, from_text) / 100, 2), matched))
    return sorted(hits, key=lambda hit: (-hit.score, hit.service.name))[:limit]


def _likeness(typed: str, names: _Names) -> dict[str, tuple[float, str]]:
    """The best likeness of each service's phrases to what was typed, at least `LIKE_ENOUGH`, with the phrase."""
    words = utils.default_process(typed).split()
    found: dict[str, tuple[float, str]] = {}
    for phrase in names.phrases:
        score = _score(words, phrase.words)
        if score >= LIKE_ENOUGH and score > found.get(phrase.slug, (0.0, ""))[0]:
            found[phrase.slug] = (score, phrase.text)
    return found


def _score(words: list[str], against: list[str]) -> float:
    """Each typed word against its most like word of the phrase; words the phrase has besides cost a little."""
    if not words or not against:
        return 0.0
    likes = [max(_word_likeness(word, other) for other in against) for word in words]
    weights = [len(word) for word in words]
    mean = sum(like * weight for like, weight in zip(likes, weights, strict=True)) / sum(weights)
    return mean - 2.0 * max(0, len(against) - len(words))


def _word_likeness(typed: str, word: str) -> float:
    if word == typed:
        return 100.0
    if len(typed) >= 3 and word.startswith(typed):
        return 95.0
    like = fuzz.ratio(typed, word)
    return like if len(typed) > 3 else 0.0


def _full_text_ranks(typed: str, language: str) -> dict[str, float]:
    query = SearchQuery(typed, config=CONFIGURATIONS[language], search_type="websearch")
    field = f"search_{language}"
    found = PublicService.objects.filter(**{field: query}).annotate(rank=SearchRank(F(field), query))
    return dict(found.values_list("slug", "rank"))


def _names(language: str) -> _Names:
    revision = CatalogueRevision.objects.values_list("token", flat=True).first()
    remembered = _remembered.get(language)
    if remembered is None or revision is None or remembered.revision != revision:
        remembered = _read_names(language, revision)
        with _lock:
            _remembered[language] = remembered
    return remembered


def _read_names(language: str, revision: UUID | None) -> _Names:
    services = {service.slug: service for service in published_services(language)}
    synonyms = dict(PublicService.objects.filter(slug__in=services).values_list("slug", "synonyms"))
    phrases = [
        _Phrase(slug, text, utils.default_process(text).split())
        for slug, service in services.items()
        for text in (service.name, *synonyms.get(slug, []))
    ]
    return _Names(revision, services, phrases)
