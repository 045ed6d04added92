"""The desk of moderation: what waits, and one report with its own words beside those for the public."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendapa.cases.actions import open_as_staff
from pendapa.cases.permissions import can_read
from pendapa.complaints.models import Complaint, Publication
from pendapa.complaints.moderating.actions import moderate_complaint, undo_step
from pendapa.complaints.moderating.forms import ReportForm
from pendapa.complaints.moderating.proposing import harmless_page, queue_page
from pendapa.complaints.moderating.queries import (
    counts_of_queue,
    decided_photo,
    known_words,
    photos_to_moderate,
    report_to_moderate,
)
from pendapa.complaints.moderating.rules import findings, parted, redacted
from pendapa.complaints.permissions import COMPLAINT_MODERATE
from pendapa.kernel.problems import Conflict, Invalid, Problem
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

VIEWS = {"menunggu": Publication.PENDING, "terbit": Publication.PUBLISHED, "ditahan": Publication.WITHHELD}
DECISIONS = {"terbitkan": Publication.PUBLISHED, "tahan": Publication.WITHHELD, "simpan": Publication.PENDING}


@staff_page
@never_cache
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    require(request.actor, COMPLAINT_MODERATE)
    shown = request.GET.get("tampil", "")
    shown = shown if shown in VIEWS else "menunggu"
    only_harmless = shown == "menunggu" and request.GET.get("temuan") == "tidak"
    cursor = request.GET.get("sesudah", "")
    if only_harmless:
        rows, following = harmless_page(request.actor, cursor)
    else:
        rows, following = queue_page(request.actor, VIEWS[shown], cursor)
    counts = counts_of_queue(request.actor)
    context = {
        "rows": rows,
        "tabs": [
            {"label": state.label, "key": key, "count": counts[state], "current": key == shown}
            for key, state in VIEWS.items()
        ],
        "may_choose": shown == "menunggu",
        "only_harmless": only_harmless,
        "show_all": not only_harmless,
        "is_all_ticked": "semua" in request.GET,
        "cursor": cursor,
        "here": _query(tampil=shown, temuan="tidak" if only_harmless else "", sesudah=cursor, semua="1"),
        "following": following and _query(tampil=shown, temuan="tidak" if only_harmless else "", sesudah=following),
    }
    return render(request, "complaints/moderating/queue.html", context)


def _query(**given: str) -> str:
    return "?" + urlencode({name: value for name, value in given.items() if value})


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest, number: str) -> HttpResponse:
    complaint = report_to_moderate(request.actor, number)
    require(request.actor, COMPLAINT_MODERATE, complaint)
    if request.method == "POST":
        return _decide(request, complaint)
    proposed = complaint.public_text or redacted(complaint.text, known_words(complaint.case))
    form = ReportForm(initial={"public_text": proposed, "revision": complaint.case.revision})
    return _render(request, complaint, form)


@staff_page
@require_POST
def undo(request: StaffRequest, number: str) -> HttpResponse:
    complaint = report_to_moderate(request.actor, number)
    step = request.POST.get("step", "")
    try:
        undo_step(request.actor, complaint.pk, int(step[:18]) if step.isdecimal() else 0, at=timezone.now())
    except (Conflict, Invalid) as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Taken back. The report stands as it did before."))
    return redirect("moderation:report", complaint.case.number)


def _decide(request: StaffRequest, complaint: Complaint) -> HttpResponse:
    form = ReportForm(request.POST)
    publication = DECISIONS.get(request.POST.get("keputusan", ""))
    if not form.is_valid() or publication is None:
        return _render(request, complaint, form, status=422)
    try:
        moderate_complaint(
            request.actor,
            complaint.pk,
            form.cleaned_data["public_text"],
            publication,
            reason=form.cleaned_data["reason"],
            expected_revision=form.cleaned_data["revision"],
            at=timezone.now(),
        )
    except (Invalid, Conflict) as refused:
        _tell(form, refused)
        return _render(request, complaint, form, status=refused.status)
    done = {
        Publication.PUBLISHED: _("Published. Everyone can read it now."),
        Publication.WITHHELD: _("Withheld. The public does not see it."),
        Publication.PENDING: _("Kept. It is not public."),
    }
    messages.success(request, done[publication])
    return redirect("moderation:report", complaint.case.number)


def _tell(form: ReportForm, refused: Problem) -> None:
    for error in refused.errors:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    if not refused.errors:
        form.add_error(None, str(refused))


def _render(request: StaffRequest, complaint: Complaint, form: ReportForm, *, status: int = 200) -> HttpResponse:
    """Showing the page is reading the case, and is recorded as such."""
    open_as_staff(request.actor, complaint.case, at=timezone.now())
    found = findings(complaint.text, known_words(complaint.case))
    steps = list(complaint.moderation_steps.order_by("-id")[:30])
    newest = next((step for step in steps if step.undone_by_id is None and step.what != step.What.UNDONE), None)
    context: dict[str, Any] = {
        "complaint": complaint,
        "case": complaint.case,
        "form": form,
        "pieces": parted(complaint.text, found),
        "found": len(found),
        "photos": [{"held": held, "decided": decided_photo(held)} for held in photos_to_moderate(complaint)],
        "steps": steps,
        "newest": newest,
        "may_read": can_read(request.actor, complaint.case),
    }
    return render(request, "complaints/moderating/report.html", context, status=status)
