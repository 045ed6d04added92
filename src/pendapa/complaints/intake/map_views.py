"""What the map for the pin is drawn from: the middle of the territory, and villages of which we know where they lie."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from pendapa.complaints.intake.known_places import known_places
from pendapa.people.pages import public_page

KEPT_SECONDS = 60


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def map_places(request: HttpRequest) -> JsonResponse:
    """`{"centre": [latitude, longitude] or null, "places": [{code, name, latitude, longitude}, …]}`."""
    places = [
        {"code": one.code, "name": one.name, "latitude": one.latitude, "longitude": one.longitude}
        for one in known_places()
    ]
    return JsonResponse({"centre": settings.PENDAPA_MAP_CENTRE, "places": places})
