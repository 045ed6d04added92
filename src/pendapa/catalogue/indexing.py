"""Keeps what the full-text search looks through: names first, then what people say, then the standard's words."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.db.models.expressions import CombinedExpression

from pendapa.catalogue.languages import localised
from pendapa.catalogue.models import PublicService, ServiceStandard

CONFIGURATIONS = {"id": "indonesian", "en": "english"}


def index_service(service: PublicService, standard: ServiceStandard) -> None:
    """Write the search vectors of a service from its published standard."""
    PublicService.objects.filter(pk=service.pk).update(
        search_id=_vector(service, standard, "id"), search_en=_vector(service, standard, "en")
    )


def _vector(service: PublicService, standard: ServiceStandard, language: str) -> CombinedExpression:
    name = {"id": service.name, "en": service.name_en}[language]
    summary = {"id": service.summary, "en": service.summary_en}[language]
    listed = [item["name"] for item in [*standard.evidence, *standard.steps]]
    weighted = [
        (name, "A"),
        (" ".join(service.synonyms), "A"),
        (f"{summary} {localised(standard.output, language)}", "B"),
        (" ".join(localised(words, language) for words in listed), "C"),
        (" ".join(localised(words, language) for words in standard.components.values()), "D"),
    ]
    vectors = [SearchVector(Value(text), weight=weight, config=CONFIGURATIONS[language]) for text, weight in weighted]
    combined: CombinedExpression = vectors[0] + vectors[1]
    for vector in vectors[2:]:
        combined = combined + vector
    return combined
