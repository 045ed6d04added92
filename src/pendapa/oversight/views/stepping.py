"""One step on one page: what it asks, then what it does. An error or a conflict keeps what was typed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules
from pendapa.files.taking_in import store_upload
from pendapa.kernel.problems import Conflict, FieldError, Invalid, NotFound, Problem
from pendapa.oversight.exposure import Exposing
from pendapa.oversight.steps import Step
from pendapa.people.pages import StaffRequest

T = TypeVar("T")
RULES = UploadRules()


def step_named(steps: Sequence[Step[T]], key: str) -> Step[T]:
    """The step whose word stands in the address; raises NotFound."""
    found = next((one for one in steps if one.key == key), None)
    if found is None:
        raise NotFound(_("There is no such step."))
    return found


def run_step(
    request: StaffRequest, step: Step[T], target: T, *, back: str, number: str, title: str, context: dict[str, Any]
) -> HttpResponse:
    """Show the step's form, or do it and go back. Raises Forbidden for those who may not."""
    step.ask(request.actor, target)
    posted = request.method == "POST"
    form = step.make_form(request, target, request.POST if posted else None, request.FILES if posted else None)
    status = 200
    exposing: Exposing | None = None
    if posted and form.is_valid():
        try:
            step.act(request, target, form.cleaned_data, timezone.now())
        except Exposing as found:
            exposing, status = found, found.status
        except (Conflict, Invalid) as problem:
            show_problem(problem, form)
            _take_revision(form, target)
            status = problem.status
        else:
            messages.success(request, _("Done: {step}.").format(step=step.title))
            return redirect(back)
    elif posted:
        status = 422
    elif not step.is_open(target):
        messages.warning(request, _("This cannot be done as it stands now."))
        return redirect(back)
    shown = {"step": step, "form": form, "back": back, "number": number, "title": title, **context}
    shown["exposing"] = exposing
    return render(request, "oversight/step.html", shown, status=status)


def confirmed_in(request: StaffRequest) -> str:
    """The mark of what looks like personal data and was confirmed on the page; empty where nothing was."""
    return request.POST.get("confirmed", "")[:64]


def _take_revision(form: forms.Form, target: Any) -> None:
    """Whoever sends again has read what it is now."""
    if hasattr(target, "revision") and "revision" in form.fields:
        revision = type(target).objects.values_list("revision", flat=True).get(pk=target.pk)
        form.data = {**form.data.dict(), "revision": revision}  # type: ignore[attr-defined]


def show_problem(problem: Problem, form: forms.Form) -> None:
    """Put what was refused where it belongs in the form."""
    for error in problem.errors:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    if not problem.errors:
        form.add_error(None, str(problem))


def stored(upload: "UploadedFile[Any]", field: str = "file") -> StoredFile:
    """The file that was handed in, checked and kept; raises Invalid naming the field."""
    try:
        return store_upload(upload, RULES)
    except Invalid as refused:
        raise Invalid(str(refused), errors=[FieldError(field, str(refused))]) from refused
