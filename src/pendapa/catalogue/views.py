"""The catalogue at the desk: every version of every standard, what it changed, review and publication."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendapa.catalogue.actions import publish_standard, return_standard_to_draft, submit_standard_for_review
from pendapa.catalogue.forms import DecisionForm, ReturnForm
from pendapa.catalogue.languages import language_or_active
from pendapa.catalogue.models import ServiceStandard
from pendapa.catalogue.permissions import PUBLISH_STANDARD, SUBMIT_STANDARD, VIEW_CATALOGUE_DESK
from pendapa.catalogue.presenting import standard_row
from pendapa.catalogue.queries import desk_services, standards_visible_to, version_differences
from pendapa.journal.queries import STAFF, entries_about
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, require

Status = ServiceStandard.Status


@staff_page
@never_cache
def services(request: StaffRequest) -> HttpResponse:
    require(request.actor, VIEW_CATALOGUE_DESK)
    return render(request, "catalogue/desk_services.html", {"services": desk_services(request.actor)})


@staff_page
@never_cache
def versions(request: StaffRequest, slug: str) -> HttpResponse:
    require(request.actor, VIEW_CATALOGUE_DESK)
    found = list(standards_visible_to(request.actor).filter(service__slug=slug).order_by("-version"))
    if not found:
        raise NotFound(_("There is no service of this name, or you do not look after it."))
    service = found[0].service
    context = {"service": service, "versions": found, "entries": entries_about(service.subject, STAFF).reverse()[:50]}
    return render(request, "catalogue/desk_versions.html", context)


@staff_page
@never_cache
def standard(request: StaffRequest, slug: str, version: int) -> HttpResponse:
    return _standard_page(request, _visible_standard(request, slug, version))


@staff_page
@require_POST
def submit(request: StaffRequest, slug: str, version: int) -> HttpResponse:
    draft = _visible_standard(request, slug, version)
    require(request.actor, SUBMIT_STANDARD, draft)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _standard_page(request, draft, status=422)
    submit_standard_for_review(request.actor, draft, revision=form.cleaned_data["revision"], at=timezone.now())
    messages.success(request, _("The standard now waits for review."))
    return redirect("catalogue:standard", slug, version)


@staff_page
@require_POST
def send_back(request: StaffRequest, slug: str, version: int) -> HttpResponse:
    draft = _visible_standard(request, slug, version)
    require(request.actor, PUBLISH_STANDARD, draft)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _standard_page(request, draft, form=form, status=422)
    reason, revision = form.cleaned_data["reason"], form.cleaned_data["revision"]
    try:
        return_standard_to_draft(request.actor, draft, reason, revision=revision, at=timezone.now())
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        draft.refresh_from_db()
        return _standard_page(request, draft, form=form, status=conflict.status)
    messages.success(request, _("The standard was sent back."))
    return redirect("catalogue:standard", slug, version)


@staff_page
@require_POST
def publish(request: StaffRequest, slug: str, version: int) -> HttpResponse:
    reviewed = _visible_standard(request, slug, version)
    require(request.actor, PUBLISH_STANDARD, reviewed)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _standard_page(request, reviewed, status=422)
    publish_standard(request.actor, reviewed, revision=form.cleaned_data["revision"], at=timezone.now())
    messages.success(request, _("The standard is published. It counts from now on."))
    return redirect("catalogue:standard", slug, version)


def _visible_standard(request: StaffRequest, slug: str, version: int) -> ServiceStandard:
    require(request.actor, VIEW_CATALOGUE_DESK)
    found = standards_visible_to(request.actor).filter(service__slug=slug, version=version).first()
    if found is None:
        raise NotFound(_("There is no such version of a service that you look after."))
    return found


def _standard_page(
    request: StaffRequest, shown: ServiceStandard, *, form: ReturnForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "service": shown.service,
        "shown": shown,
        "standard": standard_row(shown, language_or_active()),
        "differences": version_differences(shown) if shown.version > 1 else [],
        "may_submit": shown.status == Status.DRAFT and can(request.actor, SUBMIT_STANDARD, shown),
        "may_publish": shown.status == Status.REVIEW and can(request.actor, PUBLISH_STANDARD, shown),
        "return_form": form or ReturnForm(initial={"revision": shown.revision}),
    }
    return render(request, "catalogue/desk_standard.html", context, status=status)
