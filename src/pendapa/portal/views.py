"""The public shell: home, search, services and the pages that explain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pendapa.catalogue.queries import (
    life_events,
    published_services,
    published_version,
    service_page,
    services_by_life_event,
    versions_of,
)
from pendapa.catalogue.search import search_services
from pendapa.complaints.public.filters import ReportFilters
from pendapa.complaints.public.queries import answers_like, newest_reports
from pendapa.complaints.public.rows import row_of
from pendapa.evaluation.queries import index_of_service
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import public_page

KEPT_SECONDS = 10
LONGEST_QUERY = 100
MOST_REPORTS = 4


@public_page(keep_seconds=KEPT_SECONDS)
def home(request: HttpRequest) -> HttpResponse:
    online = published_services(is_online=True)
    return render(request, "portal/home.html", {"life_events": life_events(), "online_services": online})


@public_page(keep_seconds=KEPT_SECONDS)
def services(request: HttpRequest) -> HttpResponse:
    everything = published_services()
    grouped = services_by_life_event()
    placed = {service.slug for _event, members in grouped for service in members}
    others = [service for service in everything if service.slug not in placed]
    return render(request, "portal/services.html", {"groups": grouped, "others": others, "count": len(everything)})


@public_page(keep_seconds=KEPT_SECONDS)
def life_event(request: HttpRequest, key: str) -> HttpResponse:
    event = next((event for event in life_events() if event.key == key), None)
    if event is None:
        raise NotFound(_("We have no page for this moment of life."))
    return render(request, "portal/life_event.html", {"event": event, "services": published_services(life_event=key)})


@public_page(keep_seconds=KEPT_SECONDS)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    page = service_page(slug)
    if page is None:
        raise NotFound(_("We do not find this service. It may have another name: please search for it."))
    index = index_of_service(page.id)
    return render(request, "portal/service.html", {"service": page, "standard": page.standard, "index": index})


@public_page(keep_seconds=KEPT_SECONDS)
def standard_history(request: HttpRequest, slug: str) -> HttpResponse:
    page = service_page(slug)
    versions = versions_of(slug)
    if page is None or not versions:
        raise NotFound(_("We do not find this service. It may have another name: please search for it."))
    return render(request, "portal/standard_history.html", {"service": page, "versions": versions})


@public_page(keep_seconds=KEPT_SECONDS)
def standard_version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    page = service_page(slug)
    standard = published_version(slug, version)
    if page is None or standard is None:
        raise NotFound(_("This version of the standard was never in force."))
    return render(request, "portal/standard_version.html", {"service": page, "standard": standard})


@public_page
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    hits = search_services(query) if query else []
    reports = newest_reports(ReportFilters(words=query), MOST_REPORTS + 1) if query else []
    context = {
        "query": query,
        "hits": hits,
        "answers": answers_like(query) if query else [],
        "reports": [row_of(report) for report in reports[:MOST_REPORTS]],
        "has_more_reports": len(reports) > MOST_REPORTS,
        "life_events": life_events() if not hits else [],
    }
    return render(request, "portal/search.html", context)


@public_page(keep_seconds=KEPT_SECONDS)
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@public_page(keep_seconds=KEPT_SECONDS)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@public_page(keep_seconds=KEPT_SECONDS)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")
