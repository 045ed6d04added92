"""`/laporan/`: what others reported and what became of it."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.complaints.actions import join_complaint
from pendapa.complaints.guarding.limits import count_following
from pendapa.complaints.models import Complaint
from pendapa.complaints.public.drawing import Bar, bar_chart, map_picture
from pendapa.complaints.public.filters import STATES, ReportFilters, read_filters
from pendapa.complaints.public.forms import FollowForm
from pendapa.complaints.public.presenting import named_statistics
from pendapa.complaints.public.queries import (
    page_of_reports,
    photo_file,
    places_of,
    points_of,
    public_answers,
    public_photos,
    topics_in_public,
    units_in_public,
)
from pendapa.complaints.public.rows import row_of
from pendapa.complaints.public.timeline import public_timeline
from pendapa.complaints.queries import public_complaint
from pendapa.files.responses import file_response
from pendapa.kernel.problems import Problem
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.visitors import address_of

KEPT_SECONDS = 10
STATISTICS_KEPT_SECONDS = 60
PHOTO_KEPT = "public, max-age=300"


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    filters = read_filters(request.GET)
    page = page_of_reports(filters, request.GET.get("sesudah", ""))
    context = {
        "rows": [row_of(complaint) for complaint in page.rows],
        "next": _address(filters, sesudah=page.next_cursor) if page.next_cursor else "",
        "first": _address(filters) if "sesudah" in request.GET else "",
        **_filter_context(filters),
    }
    return render(request, "complaints/public/list.html", context)


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The rounded places as a picture, and the same as a list of districts."""
    filters = read_filters(request.GET)
    points = points_of(filters)
    places = Counter(places_of(filters))
    nowhere = places.pop("", 0)
    title = _("Map of published reports. The same is told by the list of places below.")
    context = {
        "picture": map_picture(points, title),
        "points": len(points),
        "places": [
            {"name": name, "count": count, "url": _address(filters, tempat=name)}
            for name, count in sorted(places.items(), key=lambda item: (-item[1], item[0]))[:100]
        ],
        "nowhere": nowhere,
        **_filter_context(filters),
    }
    return render(request, "complaints/public/map.html", context)


@public_page(keep_seconds=STATISTICS_KEPT_SECONDS)
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    filters = read_filters(request.GET)
    found = named_statistics(filters)
    groups = []
    for key, title, heading in (
        ("units", _("By unit"), _("Unit")),
        ("topics", _("By topic"), _("Topic")),
        ("months", _("By month of arrival"), _("Month")),
    ):
        rows = found[key]
        bars = [Bar(row.name, row.answer_days, row.answer_told) for row in rows if row.answer_days is not None]
        chart = bar_chart(
            bars[:20] if key != "months" else bars[-24:], _("Days to the first answer: {what}").format(what=title)
        )
        groups.append({"key": key, "title": title, "heading": heading, "rows": rows, "chart": chart})
    context = {"total": found["total"], "groups": groups, "query": filters.as_query(), **_filter_context(filters)}
    return render(request, "complaints/public/statistics.html", context)


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    complaint = public_complaint(number)
    if complaint.case.number != number:
        return redirect("reports:report", complaint.case.number)
    photos = public_photos(complaint)
    context = {
        "row": row_of(complaint),
        "complaint": complaint,
        "answers": public_answers(complaint),
        "events": public_timeline(complaint),
        "photos": [photo for photo in photos if photo.case_file.message_id is None],
        "results": [photo for photo in photos if photo.case_file.message_id is not None],
    }
    return render(request, "complaints/public/report.html", context)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: ActorRequest, number: str) -> HttpResponse:
    """“I have this too”: be counted, and be told."""
    complaint = public_complaint(number)
    form = FollowForm(request.POST) if request.method == "POST" else FollowForm()
    if request.method == "POST" and form.is_valid():
        try:
            _join(request, complaint, form)
        except Problem as refused:
            form.add_error(None, str(refused))
            return _render_follow(request, complaint, form, status=refused.status)
        messages.success(request, _("You are counted. Thank you for saying so."))
        return redirect("reports:report", complaint.case.number)
    return _render_follow(request, complaint, form, status=422 if form.is_bound else 200)


@public_page
@require_safe
def photo(request: HttpRequest, number: str, place: int) -> HttpResponse:
    return _photo(number, place, preview=False)


@public_page
@require_safe
def photo_preview(request: HttpRequest, number: str, place: int) -> HttpResponse:
    return _photo(number, place, preview=True)


def _photo(number: str, place: int, *, preview: bool) -> HttpResponse:
    response = file_response(photo_file(number, min(place, 30_000), preview=preview), inline=True)
    response["Cache-Control"] = PHOTO_KEPT
    return response


def _join(request: ActorRequest, complaint: Complaint, form: FollowForm) -> None:
    """A machine that fell into the trap is thanked like everybody else, and counts for nothing."""
    if form.is_of_a_machine:
        return
    at = timezone.now()
    count_following(address_of(request), at=at)
    join_complaint(
        request.actor, complaint.case.number, key=form.cleaned_data["key"], email=form.cleaned_data["email"], at=at
    )


def _render_follow(request: ActorRequest, complaint: Complaint, form: FollowForm, *, status: int) -> HttpResponse:
    is_known = request.actor.kind == "person"
    context = {"row": row_of(complaint), "complaint": complaint, "form": form, "is_known": is_known}
    return render(request, "complaints/public/follow.html", context, status=status)


def _filter_context(filters: ReportFilters) -> dict[str, Any]:
    return {
        "filters": filters,
        "query": filters.as_query(),
        "topics": topics_in_public(),
        "units": units_in_public(),
        "states": [(key, label) for key, (label, _stages) in STATES.items()],
    }


def _address(filters: ReportFilters, **changes: str) -> str:
    query = filters.as_query(**changes)
    return f"{reverse('reports:list')}?{query}" if query else reverse("reports:list")
