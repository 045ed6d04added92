"""Suggestions of places for pickers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from pendapa.regions.models import Level
from pendapa.regions.queries import suggested_regions
from pendapa.regions.rules import is_region_code

LONGEST_QUESTION = 100


@require_GET
@cache_control(public=True, max_age=86400)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Up to ten places for the words in `q`, of one level (`level`, village when absent, "any" for all), best first.

    `within` narrows to the places below a code. What is not understood finds nothing.
    """
    text = request.GET.get("q", "")[:LONGEST_QUESTION]
    level = request.GET.get("level", Level.VILLAGE)
    within = request.GET.get("within", "")
    understood = (level == "any" or level in Level.values) and (not within or is_region_code(within))
    chosen = None if level == "any" else Level(level) if level in Level.values else None
    found = suggested_regions(text, level=chosen, within=within) if understood and len(text.strip()) > 1 else []
    return JsonResponse(
        {"results": [{"code": place.code, "name": place.name, "full_name": place.full_name} for place in found]}
    )
