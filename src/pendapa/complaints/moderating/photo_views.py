"""One photo before the moderator: areas to make unreadable, shown or withheld; and the files themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.cases.actions import open_as_staff, record_file_reading
from pendapa.cases.models import CaseFile
from pendapa.complaints.models import Complaint
from pendapa.complaints.moderating.actions import decide_photo
from pendapa.complaints.moderating.forms import PhotoForm
from pendapa.complaints.moderating.permissions import PHOTO_MODERATE
from pendapa.complaints.moderating.photos import Area, parsed_areas
from pendapa.complaints.moderating.queries import decided_photo, photos_to_moderate, report_to_moderate
from pendapa.files.responses import file_response
from pendapa.kernel.problems import Invalid, NotFound
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    complaint, held = _held(request, number, file_id)
    decided = decided_photo(held)
    if request.method == "POST":
        form = PhotoForm(request.POST)
        if form.is_valid() and _decide(request, complaint, held, form):
            return redirect("moderation:photo", complaint.case.number, file_id)
        return _render(request, complaint, held, form, status=422)
    drawn = "\n".join(str(Area(**area)) for area in (decided.areas if decided else None) or [])
    description = decided.description if decided else ""
    return _render(request, complaint, held, PhotoForm(initial={"areas": drawn, "description": description}))


@staff_page
@never_cache
@require_safe
def original(request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    complaint, held = _held(request, number, file_id)
    held.case = complaint.case
    at = timezone.now()
    open_as_staff(request.actor, complaint.case, at=at)
    record_file_reading(request.actor, held, at=at)
    return file_response(held.file, inline=True)


@staff_page
@never_cache
@require_safe
def public_copy(request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    _complaint, held = _held(request, number, file_id)
    decided = decided_photo(held)
    if decided is None or decided.copy is None:
        raise NotFound(_("There is no copy for the public yet."))
    return file_response(decided.copy, inline=True)


def _held(request: StaffRequest, number: str, file_id: UUID) -> tuple[Complaint, CaseFile]:
    complaint = report_to_moderate(request.actor, number)
    require(request.actor, PHOTO_MODERATE, complaint)
    held = photos_to_moderate(complaint).filter(file_id=file_id).first()
    if held is None:
        raise NotFound(_("This photo does not belong to the report."))
    return complaint, held


def _decide(request: StaffRequest, complaint: Complaint, held: CaseFile, form: PhotoForm) -> bool:
    is_shown = request.POST.get("keputusan") != "tahan"
    try:
        decide_photo(
            request.actor,
            complaint.pk,
            held.file_id,
            parsed_areas(form.cleaned_data["areas"]) if is_shown else [],
            form.cleaned_data["description"],
            is_shown=is_shown,
            at=timezone.now(),
        )
    except Invalid as refused:
        for error in refused.errors:
            form.add_error(error.field, error.message)
        return False
    done = _("The public sees this copy once the report is published.") if is_shown else _("The photo is withheld.")
    messages.success(request, done)
    return True


def _render(
    request: StaffRequest, complaint: Complaint, held: CaseFile, form: PhotoForm, *, status: int = 200
) -> HttpResponse:
    open_as_staff(request.actor, complaint.case, at=timezone.now())
    context = {
        "complaint": complaint,
        "case": complaint.case,
        "held": held,
        "decided": decided_photo(held),
        "form": form,
    }
    return render(request, "complaints/moderating/photo.html", context, status=status)
