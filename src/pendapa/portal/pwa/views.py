"""Manifest, service worker and asset links; the offline page, the complaint written without a server, install help."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from pendapa.complaints.rules import LONGEST_TEXT, MOST_PHOTOS, SHORTEST_TEXT
from pendapa.notices.queries import unread_count
from pendapa.people.pages import ActorRequest, PersonRequest, person_page, public_page
from pendapa.portal.pwa.manifest import web_manifest
from pendapa.portal.pwa.worker import service_worker


@public_page
@cache_control(no_cache=True)
@require_safe
def worker(request: ActorRequest) -> HttpResponse:
    """`/sw.js`, asked for anew each time: a device must not miss a release."""
    return HttpResponse(service_worker(), content_type="text/javascript; charset=utf-8")


@public_page
@cache_control(max_age=3600)
@require_safe
def manifest(request: ActorRequest) -> HttpResponse:
    return JsonResponse(
        web_manifest(), content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@public_page
@cache_control(max_age=3600)
@require_safe
def asset_links(request: ActorRequest) -> HttpResponse:
    """Which app of a store may open our addresses as its own (Digital Asset Links); [] when none is named."""
    target = {"namespace": "android_app", "package_name": settings.PENDAPA_APP_PACKAGE}
    relation = ["delegate_permission/common.handle_all_urls"]
    fingerprints = settings.PENDAPA_APP_FINGERPRINTS
    statements = [{"relation": relation, "target": {**target, "sha256_cert_fingerprints": fingerprints}}]
    return JsonResponse(statements if fingerprints and settings.PENDAPA_APP_PACKAGE else [], safe=False)


@public_page
@require_safe
def offline(request: ActorRequest) -> HttpResponse:
    """What can be done without a connection, and what waits on this device."""
    return render(request, "portal/pwa/offline.html")


@public_page
@require_safe
def complaint(request: ActorRequest) -> HttpResponse:
    """A complaint on one page, kept on the device and sent by its script; online `/lapor/` is the way."""
    context = {"shortest_text": SHORTEST_TEXT, "longest_text": LONGEST_TEXT, "most_photos": MOST_PHOTOS}
    return render(request, "portal/pwa/complaint.html", context)


# Another app on the phone sends the form, which knows no token of ours; nothing is done with it here.
@csrf_exempt
@public_page
def share(request: ActorRequest) -> HttpResponse:
    """Where photos are shared to. The service worker takes them before they get here; without one, begin anew."""
    return redirect("complaints:start")


@public_page
@require_safe
def install(request: ActorRequest) -> HttpResponse:
    return render(request, "portal/pwa/install.html")


@person_page
@cache_control(private=True, no_store=True)
def unread(request: PersonRequest) -> HttpResponse:
    """How many notices the person has not read: the number on the app's icon."""
    return JsonResponse({"unread": unread_count(request.actor)})
