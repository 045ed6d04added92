"""What is printed for a counter: the poster with the code, and slips each of which counts once."""

import io

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.evaluation.actions import make_slips
from pendapa.evaluation.actions.answering import Channel
from pendapa.evaluation.permissions import SURVEY_EDIT, SURVEY_ENTER
from pendapa.evaluation.queries import survey_seen_by
from pendapa.evaluation.surveys.forms import SlipsForm
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require


@staff_page
@never_cache
@require_safe
def poster(request: StaffRequest, survey_id: int) -> HttpResponse:
    """The code for the counter, to print and hang up."""
    survey = survey_seen_by(request.actor, survey_id)
    if survey is None or not {Channel.LINK, Channel.COUNTER} & set(survey.channels):
        raise NotFound(_("There is no such survey among those of your unit."))
    require(request.actor, SURVEY_ENTER, survey)
    address = settings.PENDAPA_PUBLIC_URL + reverse("evaluation:sheet", args=[survey.code])
    context = {"survey": survey, "address": address, "code": qr_picture(address, 8)}
    return render(request, "evaluation/surveys/poster.html", context)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slips(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Ask how many, then show them once, to print and cut."""
    survey = survey_seen_by(request.actor, survey_id)
    if survey is None or not survey.is_open or Channel.SLIP not in survey.channels:
        raise NotFound(_("There is no such survey among those of your unit."))
    require(request.actor, SURVEY_EDIT, survey)
    form = SlipsForm(request.POST if request.method == "POST" else None, services=survey.services.all())
    if form.is_bound and form.is_valid():
        service = form.cleaned_data["service"]
        tokens = make_slips(request.actor, survey.pk, service, form.cleaned_data["count"], at=timezone.now())
        base = settings.PENDAPA_PUBLIC_URL
        made = [(base + reverse("evaluation:survey", args=[token])) for token in tokens]
        context = {"survey": survey, "service": service, "slips": [(one, qr_picture(one, 3)) for one in made]}
        return render(request, "evaluation/surveys/slips_sheet.html", context)
    context = {"survey": survey, "form": form}
    return render(request, "evaluation/surveys/slips.html", context, status=422 if form.errors else 200)


def qr_picture(address: str, scale: int) -> SafeString:
    """The QR code of an address as a picture with its words."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=scale, border=2, dark="#000", light="#fff", xmldecl=False, svgns=True, nl=False
    )
    label = _("QR code that leads to {address}").format(address=address)
    return format_html(
        '<div role="img" aria-label="{}">{}</div>',
        label,
        mark_safe(drawn.getvalue().decode()),  # noqa: S308  drawn by segno from an address of ours
    )
