"""The case page of the desk: what was handed in beside its documents, the history, and what may be done."""

import re
import uuid
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendapa.cases import actions
from pendapa.cases.kinds import kind_of, related_of_kinds
from pendapa.cases.models import Case, CaseFile, Objection
from pendapa.cases.permissions import (
    CASE_ASSIGN,
    CASE_MESSAGE,
    CASE_WORK,
    IDENTITY_UNMASK,
    OBJECTION_ANSWER,
    is_applicant,
)
from pendapa.cases.queries import (
    case_files,
    cases_visible_to,
    clock_progress,
    colleagues_for,
    load_clocks,
    main_clock,
    timeline,
    with_clocks,
)
from pendapa.desk.forms import AssignForm, MessageForm, NoteForm, ObjectionAnswerForm, UnmaskForm
from pendapa.desk.openings import record_opening
from pendapa.documents.permissions import DOCUMENT_REVOKE
from pendapa.documents.queries import documents_about
from pendapa.files.responses import file_response
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.oversight.permissions import REPORT_HANDLE
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, require

_REVISION = re.compile(r"[0-9]{1,9}")


@staff_page
@never_cache
def case(request: StaffRequest, number: str) -> HttpResponse:
    return _render(request, _case(request, number))


@staff_page
@require_POST
def claim(request: StaffRequest, number: str) -> HttpResponse:
    return _changed(request, number, actions.claim_case, _("The case is with you now."))


@staff_page
@require_POST
def release(request: StaffRequest, number: str) -> HttpResponse:
    return _changed(request, number, actions.release_case, _("The case is free for your colleagues again."))


@staff_page
@require_POST
def assign(request: StaffRequest, number: str) -> HttpResponse:
    found = _case(request, number)
    require(request.actor, CASE_ASSIGN, found)
    form = AssignForm(request.POST, colleagues=colleagues_for(found))
    if not form.is_valid():
        return _render(request, found, assign_form=form, status=422)
    actions.assign_case(
        request.actor,
        found.pk,
        form.cleaned_data["account"],
        expected_revision=form.cleaned_data["revision"],
        at=timezone.now(),
    )
    messages.success(request, _("Assigned to {name}.").format(name=form.cleaned_data["account"]))
    return redirect("desk:case", found.number)


@staff_page
@require_POST
def message(request: StaffRequest, number: str) -> HttpResponse:
    found = _case(request, number)
    require(request.actor, CASE_WORK, found)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _render(request, found, message_form=form, status=422)
    actions.send_message(
        request.actor, found.pk, form.cleaned_data["body"], key=form.cleaned_data["key"], at=timezone.now()
    )
    messages.success(request, _("Your message is sent."))
    return redirect("desk:case", found.number)


@staff_page
@require_POST
def note(request: StaffRequest, number: str) -> HttpResponse:
    found = _case(request, number)
    require(request.actor, CASE_WORK, found)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _render(request, found, note_form=form, status=422)
    actions.write_note(request.actor, found.pk, form.cleaned_data["note"], at=timezone.now())
    messages.success(request, _("Your note is kept."))
    return redirect("desk:case", found.number)


@staff_page
@require_POST
@never_cache
def unmask(request: StaffRequest, number: str) -> HttpResponse:
    """Show the identity number once, on this one answer; the reason is recorded and the person can read it."""
    found = _case(request, number)
    require(request.actor, IDENTITY_UNMASK, found)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return _render(request, found, unmask_form=form, status=422)
    identity_number = kind_of(found).identity_number
    if identity_number is None:
        raise NotFound(_("A matter of this kind has no identity number."))
    nik = identity_number(found)
    actions.unmask_identity(request.actor, found, "nik", form.cleaned_data["why"], at=timezone.now())
    return _render(request, found, unmasked=nik or _("No identity number was given."))


@staff_page
@require_POST
def objection(request: StaffRequest, number: str) -> HttpResponse:
    found = _case(request, number)
    require(request.actor, OBJECTION_ANSWER, found)
    form = ObjectionAnswerForm(request.POST)
    if not form.is_valid():
        return _render(request, found, objection_form=form, status=422)
    actions.answer_objection(
        request.actor, found.pk, form.cleaned_data["answer"], form.cleaned_data["is_upheld"], at=timezone.now()
    )
    messages.success(request, _("Your answer is sent."))
    return redirect("desk:case", found.number)


@staff_page
@never_cache
def file(request: StaffRequest, number: str, file_id: uuid.UUID) -> HttpResponse:
    found = _case(request, number)
    held = case_files(found).filter(file_id=file_id).first()
    if held is None:
        raise NotFound(_("This file does not belong to the case."))
    held.case = found
    at = timezone.now()
    actions.open_as_staff(request.actor, found, at=at)
    actions.record_file_reading(request.actor, held, at=at)
    return file_response(held.file, inline="simpan" not in request.GET)


def _case(request: StaffRequest, number: str) -> Case:
    """The case with all that its page shows of single rows, in one query."""
    objections = Objection.objects.filter(case=OuterRef("pk"))
    cases = with_clocks(cases_visible_to(request.actor)).select_related("assignee", *related_of_kinds())
    written = normalise_number(number)
    found = cases.annotate(has_objections=Exists(objections)).filter(number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no such case among those of your unit."))
    load_clocks(found)
    return found


def _changed(request: StaffRequest, number: str, change: Any, done: str) -> HttpResponse:
    found = _case(request, number)
    revision = request.POST.get("revision", "")
    try:
        change(
            request.actor,
            found.pk,
            expected_revision=int(revision) if _REVISION.fullmatch(revision) else found.revision,
            at=timezone.now(),
        )
    except Conflict as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("desk:case", found.number)


def _render(request: StaffRequest, case: Case, *, status: int = 200, **given: Any) -> HttpResponse:
    """The page of the case; whichever form leads to it, showing it is reading it."""
    record_opening(request, case, at=timezone.now())
    actor = request.actor
    today = local_date(timezone.now())
    clock = main_clock(case) if case.is_open else None
    words = list(case.messages.all())
    objections = _objections(case)
    files = list(case_files(case))
    shown = next((f for f in files if str(f.file_id) == request.GET.get("berkas")), files[0] if files else None)
    may_work = can(actor, CASE_WORK, case)
    context: dict[str, Any] = {
        "case": case,
        "kind": kind_of(case),
        "panels": [panel.html(request) for panel in kind_of(case).staff_panels(request, case)],
        "clock": clock,
        "progress": clock_progress(clock, today) if clock else None,
        "is_overdue": clock is not None and clock.is_overdue(today),
        "entries": timeline(case, actor),
        "files": files,
        "shown": shown,
        "issued": documents_about(case.subject) if any(f.origin == CaseFile.Origin.ISSUED for f in files) else [],
        "may_revoke": can(actor, DOCUMENT_REVOKE, case) and not is_applicant(actor, case),
        "conversation": [m for m in words if m.side != "internal"],
        "notes": [m for m in words if m.side == "internal"],
        "decision": None if case.is_open else case.decision,
        "objections": objections,
        "open_objection": next((one for one in objections if one.answered_at is None), None),
        "may_work": may_work,
        "may_message": may_work and can(actor, CASE_MESSAGE, case),
        "may_assign": can(actor, CASE_ASSIGN, case) and case.is_open,
        "may_unmask": can(actor, IDENTITY_UNMASK, case),
        "may_answer_objection": can(actor, OBJECTION_ANSWER, case),
        "may_report_on": can(actor, REPORT_HANDLE, case),
        "is_mine": str(case.assignee_id) == actor.id,
        "live_url": settings.PENDAPA_LIVE_URL,
        **_forms(case, may_assign=can(actor, CASE_ASSIGN, case)),
        **given,
    }
    return render(request, "desk/case.html", context, status=status)


def _objections(case: Case) -> list[Objection]:
    """Oldest first, each with the decision that it was filed against."""
    if not getattr(case, "has_objections", True):
        return []
    return list(case.objections.select_related("decision__decided_by", "answered_by").order_by("id"))


def _forms(case: Case, *, may_assign: bool) -> dict[str, django_forms.Form]:
    """The empty forms of the page; one that was handed in wrongly takes the place of its own."""
    forms: dict[str, django_forms.Form] = {
        "message_form": MessageForm(initial={"key": uuid.uuid4()}),
        "note_form": NoteForm(),
        "unmask_form": UnmaskForm(),
        "objection_form": ObjectionAnswerForm(),
    }
    if may_assign:
        forms["assign_form"] = AssignForm(colleagues=colleagues_for(case), initial={"revision": case.revision})
    return forms
