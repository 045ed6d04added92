"""Messages with the officer, and the files of a case."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pendapa.cases.actions import open_as_staff, record_file_reading, send_message
from pendapa.cases.actions.messages import MOST_FILES
from pendapa.cases.forms import MessageForm, read_kept_files
from pendapa.cases.models import CaseFile
from pendapa.cases.permissions import as_party, is_applicant
from pendapa.cases.queries import case_of_party, case_visible_to
from pendapa.cases.views.tracking import render_tracking, tracked_case
from pendapa.files.responses import file_response
from pendapa.files.rules import UploadRules
from pendapa.files.taking_in import take_in_files
from pendapa.kernel.problems import Forbidden, Invalid, NotFound, Problem
from pendapa.people.pages import ActorRequest, PersonRequest, has_second_factor, public_page

RULES = UploadRules(max_count=MOST_FILES)


@public_page
@never_cache
def message(request: ActorRequest, number: str) -> HttpResponse:
    """Send a message. Whatever cannot be sent comes back as it was, its files too."""
    if request.method != "POST":
        return redirect("cases:track", number)
    case = case_of_party(request.actor, number)
    form = MessageForm(request.POST)
    kept = read_kept_files(case, request.POST.get("kept", ""))
    removed = request.POST.get("remove")
    if removed is not None:
        kept = [file for file in kept if str(file.pk) != removed]
    taken = take_in_files(request.FILES.getlist("files"), RULES, name="files", held=len(kept))
    kept += taken.files
    file_errors = [error.message for error in taken.errors]
    status = 422
    if removed is not None:
        form = MessageForm(initial={"body": request.POST.get("body", ""), "key": request.POST.get("key", "")})
        file_errors, status = [], 200
    elif form.is_valid() and not file_errors:
        try:
            send_message(
                as_party(request.actor, case),
                case.pk,
                form.cleaned_data["body"],
                files=kept,
                key=form.cleaned_data["key"],
                at=timezone.now(),
            )
        except Problem as refused:
            form.add_error("body" if isinstance(refused, Invalid) else None, str(refused))
            status = refused.status
        else:
            messages.success(request, _("Your message has been sent."))
            return redirect(reverse("cases:track", args=[case.number]) + "#messages")
    again = tracked_case(request, number)
    if again is None:
        raise NotFound(_("We do not find a matter with this number that you may see."))
    return render_tracking(request, again, form=form, kept=kept, file_errors=file_errors, status=status)


@public_page
@never_cache
@require_safe
def file(request: ActorRequest, number: str, file_id: UUID) -> HttpResponse:
    """A file of a case, for its person and for the staff who may see the case; every opening is recorded."""
    case = case_visible_to(request.actor, number)
    found = CaseFile.objects.select_related("file").filter(case=case, file_id=file_id).first()
    if found is None:
        raise NotFound(_("This file does not belong to the matter."))
    found.case = case
    at = timezone.now()
    actor = as_party(request.actor, case) if str(case.pk) in request.actor.secrets else request.actor
    if actor.is_staff and not is_applicant(actor, case):
        _require_second_factor(request)
        open_as_staff(actor, case, at=at)
    record_file_reading(actor, found, at=at)
    return file_response(found.file, inline="simpan" not in request.GET)


def _require_second_factor(request: ActorRequest) -> None:
    if not has_second_factor(cast(PersonRequest, request)):
        raise Forbidden(_("Set up a second sign-in step first: staff need it to open files of others."))
