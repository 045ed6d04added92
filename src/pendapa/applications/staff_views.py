"""The desk's pages that know applications: finish a step of the process, see the document before it is signed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pendapa.applications.actions.work import complete_task, may_do
from pendapa.applications.forms import StepForm
from pendapa.applications.issuing import preview_for
from pendapa.applications.models import Application
from pendapa.applications.permissions import APPLICATION_WORK
from pendapa.applications.queries import application_of, form_of
from pendapa.cases.actions import open_as_staff
from pendapa.cases.models import Case
from pendapa.cases.queries import case_visible_to
from pendapa.files.responses import content_response
from pendapa.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require
from pendapa.workflow.models import OpenTask
from pendapa.workflow.outline import Outcome
from pendapa.workflow.queries import open_task


@staff_page
@never_cache
def finish_task(request: StaffRequest, number: str, task_id: UUID) -> HttpResponse:
    case = _case(request, number)
    application = application_of(case)
    task = open_task(application.process, task_id) if application.process else None
    if task is None:
        messages.warning(request, _("This step has been done already. Look at the case as it is now."))
        return redirect("desk:case", case.number)
    if not may_do(request.actor, task, case):
        raise Forbidden(_("This step belongs to somebody with another role."))
    outcome = task.step.outcome(request.POST.get("outcome") or request.GET.get("outcome", ""))
    if outcome is None:
        raise Invalid(_("Choose one of the decisions offered."))
    form = StepForm(
        request.POST if request.method == "POST" else None,
        outcome=outcome,
        definition=form_of(application.standard),
        initial={"outcome": outcome.key, "revision": case.revision},
    )
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            complete_task(
                request.actor,
                case.pk,
                task_id,
                form.step,
                expected_revision=form.cleaned_data["revision"],
                at=timezone.now(),
            )
        except Conflict as refused:
            conflict = str(refused)
            form.data = {**form.data.dict(), "revision": case.revision}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Done: {outcome}.").format(outcome=outcome.local_label))
            return redirect("desk:case", case.number)
    return _render_step(request, case, application, task, outcome, form, conflict)


@staff_page
@never_cache
def preview(request: StaffRequest, number: str) -> HttpResponse:
    case = _case(request, number)
    require(request.actor, APPLICATION_WORK, case)
    at = timezone.now()
    content = preview_for(request.actor, case, application_of(case), at=at)
    open_as_staff(request.actor, case, at=at)
    return content_response(content, f"{case.number}.pdf", "application/pdf", inline=True)


def _case(request: StaffRequest, number: str) -> Case:
    case = case_visible_to(request.actor, number)
    if case.kind != "application":
        raise NotFound(_("There is no such case among those of your unit."))
    return case


def _render_step(
    request: StaffRequest,
    case: Case,
    application: Application,
    task: OpenTask,
    outcome: Outcome,
    form: StepForm,
    conflict: str,
) -> HttpResponse:
    context = {
        "case": case,
        "task": task,
        "outcome": outcome,
        "form": form,
        "conflict": conflict,
        "signs": "signature" in outcome.requires,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "applications/finish_task.html", context, status=status)
