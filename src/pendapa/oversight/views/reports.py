"""Reports to the independent overseer: at their desk, and what the unit is asked."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pendapa.cases.models import Case
from pendapa.cases.queries import cases_visible_to
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, NotFound
from pendapa.oversight import actions
from pendapa.oversight.forms.fields import StepForm
from pendapa.oversight.forms.reports import MoveForm, ReportAnswerForm, ReportForm
from pendapa.oversight.models import OverseerReport
from pendapa.oversight.permissions import REPORT_ANSWER, REPORT_HANDLE, may_judge, require_judge
from pendapa.oversight.queries import reports_visible_to, steps_visible_to
from pendapa.oversight.queries.deadlines import asked_on, deadline_on
from pendapa.oversight.queries.reports import reports_handled_by
from pendapa.oversight.rules import REPORT_MOVES, DeadlineStep, ReportState
from pendapa.oversight.steps import Given, Step, plain
from pendapa.oversight.views.stepping import run_step, show_problem, step_named
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

MOST_SHOWN = 100


def _handling(actor: Actor, report: OverseerReport) -> None:
    require_judge(actor, REPORT_HANDLE, report)


def _answering(actor: Actor, report: OverseerReport) -> None:
    require(actor, REPORT_ANSWER, report)


def _move_form(_request: StaffRequest, report: OverseerReport, data: Any, _files: Any) -> StepForm:
    return MoveForm(data, report=report, initial={"revision": report.revision})


def _move(request: StaffRequest, report: OverseerReport, given: Given, at: datetime) -> object:
    return actions.move_report(
        request.actor, report.pk, given["state"], given["text"], expected_revision=given["revision"], at=at
    )


def _answer(request: StaffRequest, report: OverseerReport, given: Given, at: datetime) -> object:
    return actions.answer_report(request.actor, report.pk, given["text"], expected_revision=given["revision"], at=at)


STEPS: tuple[Step[OverseerReport], ...] = (
    Step(
        "langkah",
        gettext_lazy("Next step"),
        _handling,
        lambda report: bool(REPORT_MOVES[report.state]),
        _move,
        _move_form,
        look="main",
        icon="arrow-right",
        warning=gettext_lazy("A step cannot be taken back. What you write to the unit is sent at once."),
    ),
    Step(
        "jawab",
        gettext_lazy("Answer the overseer"),
        _answering,
        lambda report: report.due_on is not None,
        _answer,
        plain(ReportAnswerForm),
        look="main",
        icon="message-square",
        warning=gettext_lazy("An answer cannot be changed or taken back."),
    ),
)


@staff_page
@never_cache
@require_safe
def reports(request: StaffRequest) -> HttpResponse:
    """The reports of the actor's office."""
    require(request.actor, REPORT_HANDLE)
    ended = request.GET.get("tampil") == "selesai"
    closed = [ReportState.CLOSED, ReportState.REFUSED]
    mine = reports_handled_by(request.actor)
    rows = mine.filter(state__in=closed) if ended else mine.exclude(state__in=closed)
    return render(request, "oversight/reports.html", {"rows": list(rows[:MOST_SHOWN]), "ended": ended})


@staff_page
@never_cache
def receive(request: StaffRequest) -> HttpResponse:
    """A new report, typed in."""
    require(request.actor, REPORT_HANDLE)
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, actor=request.actor, initial=_from_case(request.actor, request.GET.get("perkara", "")))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            case = _case(request.actor, given.pop("case_number"))
            report = actions.receive_report(request.actor, actions.ReportIn(**given, case=case), at=timezone.now())
        except (Conflict, Forbidden, Invalid) as problem:
            show_problem(problem, form)
        else:
            return redirect("oversight:report", report.number)
    return render(request, "oversight/receive_report.html", {"form": form}, status=status)


@staff_page
@never_cache
@require_safe
def report(request: StaffRequest, number: str) -> HttpResponse:
    """One report; whole for the overseer, for the unit what it is asked and told."""
    found = _report(request, number)
    context = {
        "report": found,
        "steps_taken": list(steps_visible_to(request.actor, found)),
        "is_overseer": may_judge(request.actor, REPORT_HANDLE, found),
        "steps": [step for step in STEPS if step.is_offered(request.actor, found)],
        "recommendation": deadline_on(DeadlineStep.RECOMMENDATION, asked_on(found) or local_date(timezone.now())),
    }
    return render(request, "oversight/report.html", context)


@staff_page
@never_cache
def report_step(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """One step of a report."""
    found = _report(request, number)
    return run_step(
        request,
        step_named(STEPS, step),
        found,
        back=reverse("oversight:report", args=[found.number]),
        number=found.number,
        title=found.subject_matter,
        context={"report": found},
    )


def _report(request: StaffRequest, number: str) -> OverseerReport:
    written = normalise_number(number)
    found = reports_visible_to(request.actor).filter(number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no such report among those that you may see."))
    return found


def _from_case(actor: Actor, number: str) -> dict[str, Any]:
    """What is known of a matter here that went further, as the form's first values."""
    written = normalise_number(number[:40])
    case = cases_visible_to(actor).filter(number=written).first() if written else None
    if case is None:
        return {}
    return {"case_number": case.number, "unit": case.unit.code, "subject_matter": case.title}


def _case(actor: Actor, typed: str) -> Case | None:
    if not typed.strip():
        return None
    written = normalise_number(typed)
    found = cases_visible_to(actor).filter(number=written).first() if written else None
    if found is None:
        message = _("We do not find a case with this number. Check each letter.")
        raise Invalid(message, errors=[FieldError("case_number", message)])
    return found
