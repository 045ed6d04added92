"""The living page: each component in all its states."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pendapa.ui.icon_names import ICON_NAMES
from pendapa.ui.living import ExampleForm


def living_page(request: HttpRequest) -> HttpResponse:
    """`/ui/`, while DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    now = timezone.now()
    empty, faulty = ExampleForm(prefix="a"), ExampleForm({"b-name": "Bintang", "b-nik": "12"}, prefix="b")
    context = {
        "icons": sorted(ICON_NAMES),
        "now": now,
        "yesterday": now - timedelta(days=1),
        "form": empty,
        "faulty": faulty,
        "sections": ["reading", "buttons", "progress", "lists", "forms"],
        "labels": ["Pemohon", "Orang tua", "Data anak", "Dokumen", "Periksa"],
    }
    return render(request, "ui/living/page.html", context)
