"""The work queue: what is due first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pendapa.cases.kinds import declared_kinds
from pendapa.cases.permissions import CASE_INSPECT, CASE_READ, CASE_WORK
from pendapa.cases.queries import queue as queue_of
from pendapa.cases.queries import services_in_queue
from pendapa.desk.filters import DEADLINES, VIEWS, read_filters
from pendapa.journal.positions import present_position
from pendapa.journal.streams import stream_address, unit_topic
from pendapa.kernel.identifiers import normalise_number
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, reachable_paths


@staff_page
@never_cache
def queue(request: StaffRequest) -> HttpResponse:
    since = present_position()
    filters = read_filters(request.GET)
    page = queue_of(request.actor, **filters.as_query(request.actor), after=request.GET.get("sesudah", ""))
    return render(
        request,
        "desk/queue.html",
        {
            "page": page,
            "live_url": stream_address(*_topics(request), since=since),
            "next": _address_with(request, sesudah=page.next_cursor) if page.next_cursor else "",
            "first": _address_with(request, sesudah=None) if "sesudah" in request.GET else "",
            "filters": filters,
            "is_filtered": filters.is_filtered,
            "views": [
                {"label": label, "url": f"{reverse('desk:queue')}?tampil={key}", "current": key == filters.view}
                for key, label in VIEWS.items()
            ],
            "services": services_in_queue(request.actor),
            "kinds": [(kind.key, kind.label) for kind in declared_kinds().values()],
            "deadlines": DEADLINES.items(),
            "may_work": can(request.actor, CASE_WORK),
        },
    )


@staff_page
def open_by_number(request: StaffRequest) -> HttpResponse:
    number = normalise_number(request.GET.get("nomor", ""))
    if number is None:
        messages.warning(request, _("This is not a number of ours. Check each letter."))
        return redirect("desk:queue")
    return redirect("desk:case", number)


def _topics(request: StaffRequest) -> list[str]:
    """What the queue listens to: the branches whose cases it shows."""
    paths = {path for permission in (CASE_READ, CASE_INSPECT) for path in reachable_paths(request.actor, permission)}
    return [unit_topic(path) for path in sorted(paths)]


def _address_with(request: StaffRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}"
