"""Published findings and audits, in plain words, and whether residents notice the change."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.cases.actions import count_handing_in
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.pagination import keyset_page
from pendapa.kernel.problems import NotFound, TooMany
from pendapa.oversight.actions import notice_change
from pendapa.oversight.forms.public import NoticeForm
from pendapa.oversight.models import Audit, Finding
from pendapa.oversight.queries import noticed_counts, published_audits, published_findings
from pendapa.oversight.queries.public import as_told, units_with_findings
from pendapa.oversight.rules import OPEN_FINDINGS, FindingState, measure_named
from pendapa.oversight.sampling import Rule
from pendapa.people.pages import public_page
from pendapa.people.visitors import address_of

COOKIE, SALT = "perubahan", "pendapa.oversight.noticed"
LASTS = 365 * 24 * 3600
MOST_REMEMBERED = 60
MOST_IN_AN_HOUR = 20
"""Answers of one address: behind one there may be a whole office or village."""
STATES = {"buka": OPEN_FINDINGS, "selesai": (FindingState.CLOSED, FindingState.WITHDRAWN)}


@public_page(keep_seconds=30)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """The list, newest first; filters `unit` (code), `layanan` (slug) and `status` (buka, selesai)."""
    unit, status = request.GET.get("unit", "")[:40].replace("\x00", ""), request.GET.get("status", "")
    service = request.GET.get("layanan", "")[:60].replace("\x00", "")
    found = published_findings()
    if unit:
        found = found.filter(unit__code=unit)
    if service:
        found = found.filter(service__slug=service)
    if status in STATES:
        found = found.filter(state__in=STATES[status])
    page = keyset_page(found, order=("-published_at", "id"), cursor=request.GET.get("sesudah", "")[:300])
    query = request.GET.copy()
    query["sesudah"] = page.next_cursor
    context = {
        "rows": page.rows,
        "next": f"?{query.urlencode()}" if page.next_cursor else "",
        "first": reverse("oversight:public_findings") if "sesudah" in request.GET else "",
        "units": units_with_findings(),
        "unit": unit,
        "service": service,
        "status": status if status in STATES else "",
        "audits": list(published_audits()[:10]),
    }
    return render(request, "oversight/public/findings.html", context)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, number: str) -> HttpResponse:
    """One published finding; its form takes one answer per browser."""
    found = _finding(number)
    answered = _answered(request)
    has_answered = found.number in answered
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not has_answered and form.is_valid():
        try:
            count_handing_in("oversight.noticed", address_of(request), MOST_IN_AN_HOUR, at=timezone.now())
        except TooMany as refused:
            form.add_error(None, str(refused))
            return _render(request, found, form, has_answered=False, status=refused.status)
        notice_change(found.pk, form.cleaned_data["answer"], form.cleaned_data["comment"], at=timezone.now())
        response = redirect(reverse("oversight:public_finding", args=[found.number]) + "#perubahan")
        _remember(response, [*answered, found.number])
        return response
    if form.is_bound and has_answered:
        return redirect(reverse("oversight:public_finding", args=[found.number]) + "#perubahan")
    return _render(request, found, form, has_answered=has_answered, status=422 if form.is_bound else 200)


@public_page(keep_seconds=30)
@require_safe
def audit(request: HttpRequest, number: str) -> HttpResponse:
    """One published audit: its conclusion, and how to draw its sample again."""
    written = normalise_number(number)
    found: Audit | None = published_audits().filter(number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no published audit with this number."))
    context = {
        "audit": found,
        "sample": list(found.sample.values_list("handle", flat=True)),
        "findings": list(published_findings().filter(audit=found)),
        "is_weighted": found.rule == Rule.RISK,
    }
    return render(request, "oversight/public/audit.html", context)


def _render(
    request: HttpRequest, finding: Finding, form: NoticeForm, *, has_answered: bool, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "finding": finding,
        "told": as_told(finding),
        "measure": measure_named(finding.measure) if finding.measure else None,
        "form": form,
        "has_answered": has_answered,
        "noticed": noticed_counts(finding),
    }
    return render(request, "oversight/public/finding.html", context, status=status)


def _finding(number: str) -> Finding:
    written = normalise_number(number)
    found = published_findings().filter(number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no published finding with this number."))
    return found


def _answered(request: HttpRequest) -> list[str]:
    """The findings on which this browser has answered; nothing else stands in the cookie, and we keep no copy."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, "")[:4000], salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return []
    return [str(one) for one in kept][-MOST_REMEMBERED:] if isinstance(kept, list) else []


def _remember(response: HttpResponse, numbers: list[str]) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(numbers[-MOST_REMEMBERED:], salt=SALT),
        max_age=LASTS,
        path=reverse("oversight:public_findings"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
