"""The desk's pages that know reports: one step of the work at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Textarea
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pendapa.cases.actions import open_as_staff
from pendapa.complaints import actions
from pendapa.complaints.intake.assistance import Offer, offer_for
from pendapa.complaints.models import Answer, AnswerTemplate, Complaint
from pendapa.complaints.queries import complaints_visible_to, templates_for
from pendapa.complaints.rules import LONGEST_TEXT
from pendapa.complaints.working import forms
from pendapa.complaints.working.steps import STEPS, StaffStep
from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules
from pendapa.files.taking_in import take_in_files
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, NotFound, Problem, TooMany
from pendapa.kernel.text import plain_text
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, require

FORMS: dict[str, type[forms.StepForm]] = {
    "periksa": forms.CheckForm,
    "teruskan": forms.ForwardForm,
    "alihkan": forms.ForwardForm,
    "jawab": forms.AnswerForm,
    "tanya": forms.AskForm,
    "ubah-jenis": forms.CorrectForm,
    "gabung": forms.MergeForm,
    "pecah": forms.SplitForm,
    "tutup": forms.CloseForm,
    "buka-lagi": forms.StepForm,
    "pisahkan": forms.StepForm,
}
RULES = UploadRules(max_count=5)
Given = dict[str, Any]


@staff_page
@never_cache
def step(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """One step: what it asks, then what it does. A conflict or an error keeps what was typed, and so does a report that
    went out of reach meanwhile: of it nothing is told then."""
    try:
        return _step(request, number, step)
    except (NotFound, Forbidden) as problem:
        typed = _typed(request, step)
        if not typed:
            raise
        context = {"detail": str(problem), "typed": typed}
        return render(request, "complaints/out_of_reach.html", context, status=problem.status)


def _step(request: StaffRequest, number: str, step: str) -> HttpResponse:
    complaint = _complaint(request, number)
    chosen = next((one for one in STEPS if one.key == step), None)
    if chosen is None:
        raise NotFound(_("There is no such step."))
    require(request.actor, chosen.permission, complaint)
    open_as_staff(request.actor, complaint.case, at=timezone.now())
    posted = request.method == "POST"
    is_open_question = step in ("periksa", "teruskan") and complaint.suggested_unit is None
    offer = offer_for(complaint.text, complaint.region_code) if is_open_question else Offer()
    form = FORMS[step](
        request.POST if posted else None,
        request.FILES if posted else None,
        complaint=complaint,
        initial=_initial(request, complaint, chosen, offer),
    )
    refused: Problem | None = None
    if posted and form.is_valid():
        try:
            done = ACTS[step](request, complaint, form.cleaned_data, timezone.now())
        except (Conflict, Invalid, TooMany) as problem:
            refused = problem
            _show(problem, form)
            form.data = {**form.data.dict(), "revision": _complaint(request, number).case.revision}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Done: {step}.").format(step=chosen.title))
            return _after(request, done)
    elif not posted and not chosen.is_open(complaint):
        messages.warning(request, _("This cannot be done with the report as it is now."))
        return redirect("desk:case", complaint.case.number)
    context = {
        "case": complaint.case,
        "complaint": complaint,
        "step": chosen,
        "form": form,
        "offer": offer,
        "templates": list(templates_for(complaint.case.unit)) if step == "jawab" else [],
    }
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "complaints/step.html", context, status=status)


def _check(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    checked = actions.verify_complaint(
        request.actor, complaint.pk, given["kind"], given["topic"], expected_revision=given["revision"], at=at
    )
    if given["unit"] is not None:
        return actions.forward_complaint(request.actor, complaint.pk, given["unit"], at=at)
    return checked


def _forward(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    return actions.forward_complaint(
        request.actor,
        complaint.pk,
        given["unit"],
        reason=given["reason"],
        expected_revision=given["revision"],
        at=at,
    )


def _answer(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    answer = actions.answer_complaint(
        request.actor,
        complaint.pk,
        given["body"],
        is_public=given.get("audience") == "public",
        key=given["key"],
        files=_photos(request),
        expected_revision=None if _is_sent(given["key"]) else given["revision"],
        at=at,
    )
    return answer.complaint


def _ask(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    return actions.ask_back(request.actor, complaint.pk, given["question"], key=given["key"], at=at)


def _correct(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    return actions.correct_complaint(
        request.actor, complaint.pk, given["kind"], given["topic"], expected_revision=given["revision"], at=at
    )


def _merge(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    written = normalise_number(given["into"])
    other = complaints_visible_to(request.actor).filter(case__number=written).first() if written else None
    if other is None:
        message = _("We do not find a report with this number among those of your unit.")
        raise Invalid(message, errors=[FieldError("into", message)])
    return actions.merge_complaints(request.actor, complaint.pk, other.pk, at=at)


def _split(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    return actions.split_complaint(
        request.actor, complaint.pk, given["text"], given["kind"], given["topic"], key=given["key"], at=at
    )


def _close(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    return actions.close_complaint(
        request.actor, complaint.pk, given["reason"], expected_revision=given["revision"], at=at
    )


def _reopen(request: StaffRequest, complaint: Complaint, given: Given, at: datetime) -> Complaint:
    return actions.reopen_complaint(request.actor, complaint.pk, expected_revision=given["revision"], at=at)


def _separate(request: StaffRequest, complaint: Complaint, _given: Given, at: datetime) -> Complaint:
    return actions.separate_complaint(request.actor, complaint.pk, at=at)


ACTS: dict[str, Callable[[StaffRequest, Complaint, Given, datetime], Complaint]] = {
    "periksa": _check,
    "teruskan": _forward,
    "alihkan": _forward,
    "jawab": _answer,
    "tanya": _ask,
    "ubah-jenis": _correct,
    "gabung": _merge,
    "pecah": _split,
    "tutup": _close,
    "buka-lagi": _reopen,
    "pisahkan": _separate,
}


def _complaint(request: StaffRequest, number: str) -> Complaint:
    written = normalise_number(number)
    found = complaints_visible_to(request.actor).filter(case__number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no such report among those of your unit."))
    return found


def _typed(request: StaffRequest, step: str) -> list[dict[str, str]]:
    """What somebody wrote in the long fields of a step, under their labels."""
    if request.method != "POST" or step not in FORMS:
        return []
    long = {name: field for name, field in FORMS[step].base_fields.items() if isinstance(field.widget, Textarea)}
    found = {name: plain_text(request.POST.get(name, "")).strip()[:LONGEST_TEXT] for name in long}
    return [{"label": str(long[name].label), "text": text} for name, text in found.items() if text]


def _initial(request: StaffRequest, complaint: Complaint, step: StaffStep, offer: Offer) -> dict[str, Any]:
    if step.key in ("periksa", "teruskan"):
        unit = complaint.suggested_unit or (offer.units[0] if offer.units else None)
        topic = complaint.topic or (offer.topics[0] if offer.topics else None)
        return {"unit": unit.code if unit else "", "topic": topic.slug if topic else ""}
    if step.key == "jawab" and request.GET.get("templat", "").isdecimal():
        chosen: AnswerTemplate | None = (
            templates_for(complaint.case.unit).filter(pk=int(request.GET["templat"][:9])).first()
        )
        return {"body": chosen.body} if chosen else {}
    return {}


def _photos(request: StaffRequest) -> list[StoredFile]:
    """The files that came with an answer; raises Invalid naming the one that cannot be taken."""
    taken = take_in_files(request.FILES.getlist("photos"), RULES, name="photos")
    if taken.errors:
        raise Invalid(taken.errors[0].message, errors=taken.errors)
    return taken.files


def _is_sent(key: UUID) -> bool:
    return Answer.objects.filter(message__submission_key=key).exists()


def _show(problem: Problem, form: forms.StepForm) -> None:
    for error in problem.errors:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    if not problem.errors:
        form.add_error(None, str(problem))


def _after(request: StaffRequest, complaint: Complaint) -> HttpResponse:
    """Back to the report; to the queue when it now belongs to somebody else."""
    found = complaints_visible_to(request.actor).filter(pk=complaint.pk).first()
    if found is None or not can(request.actor, STEPS[0].permission, found):
        return redirect("desk:queue")
    return redirect("desk:case", found.case.number)
