"""Applications as a kind of case: what their tracking page and their desk page show."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.applications.actions import reopen_application, withdraw_application
from pendapa.applications.actions.work import APPLICANT, may_do
from pendapa.applications.models import Application
from pendapa.applications.queries import application_of, form_of, process_of
from pendapa.applications.rules import files_in
from pendapa.cases.kinds import CaseKind, Panel, Situation, situation_by_status
from pendapa.cases.models import Case, Status
from pendapa.cases.permissions import is_applicant
from pendapa.forms.summary import SummaryPage, summary
from pendapa.journal.actors import Actor
from pendapa.workflow.models import OpenTask
from pendapa.workflow.queries import open_tasks


def situation_of(case: Case, today: date) -> Situation:
    """One sentence on what happens, what the applicant must do, and by when."""
    words = {
        Status.WAITING: (
            _("We need a correction from you"),
            _("Correct what is named below and send it again. Our clock stands still until then."),
        ),
        Status.GRANTED: (
            _("Your document is ready"),
            _("Download it below. Anyone can verify it by its QR code."),
        ),
        Status.REFUSED: (
            _("Your application was refused"),
            _("Read the reason below. You can file an objection, or apply anew."),
        ),
        Status.WITHDRAWN: (
            _("You took this application back"),
            _("You need to do nothing. You can apply anew at any time."),
        ),
    }
    headline, what_to_do = words.get(Status(case.status)) or _being_handled(case)
    return replace(situation_by_status(case, today), headline=headline, what_to_do=what_to_do)


def _being_handled(case: Case) -> tuple[str, str]:
    tasks = open_tasks(process_of(application_of(case)))
    now = _("Now: {step}.").format(step=tasks[0].local_name) + " " if tasks else ""
    return (
        _("The office is handling your application"),
        now + _("You need to do nothing now. We tell you as soon as there is news."),
    )


def party_panels(request: HttpRequest, case: Case) -> list[Panel]:
    """For the applicant: what to correct, and the answers as they were sent."""
    application = application_of(case)
    panels = []
    if case.status == Status.WAITING and application.correction_request:
        context = {"correction": application.correction_request, "fields": _fields_to_correct(application)}
        panels.append(Panel("applications/_correction_panel.html", {"case": case, **context}))
    panels.append(Panel("applications/_answers_panel.html", {"pages": _summary(application, "cases:file")}))
    return panels


def staff_panels(request: HttpRequest, case: Case) -> list[Panel]:
    """For the desk: the answers, and the decisions that are open to this officer."""
    application = application_of(case)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    tasks = open_tasks(process_of(application)) if application.process and case.is_open else []
    return [
        Panel("applications/_tasks_panel.html", {"case": case, "tasks": [_task_row(actor, t, case) for t in tasks]}),
        Panel("applications/_answers_panel.html", {"pages": _summary(application, "desk:file"), "for_staff": True}),
    ]


def _task_row(actor: Actor, task: Any, case: Case) -> dict[str, Any]:
    return {
        "task": task,
        "is_mine": task.role != APPLICANT and may_do(actor, task, case) and not is_applicant(actor, case),
        "waits_for_applicant": task.role == APPLICANT,
    }


def _fields_to_correct(application: Application) -> list[str]:
    fields = form_of(application.standard).fields
    asked = (application.correction_request or {}).get("fields", [])
    return [str(fields[name].label) for name in asked if name in fields]


def _summary(application: Application, file_view: str) -> list[SummaryPage]:
    number, answers = application.case.number, application.answers
    urls = {file_id: reverse(file_view, args=[number, file_id]) for _field, file_id in files_in(answers)}
    return summary(form_of(application.standard), answers, mask_nik=True, file_urls=urls)


def _withdraw(actor: Actor, case: Case, at: datetime) -> None:
    withdraw_application(actor, case.pk, at=at)


def _reopen(actor: Actor, case: Case, at: datetime) -> None:
    reopen_application(actor, case, at=at)


def identity_number_of(case: Case) -> str:
    """The NIK that was given with the application; empty without one."""
    return str(application_of(case).answers.get("nik", ""))


def next_steps_of(case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The open step of each application (one query)."""
    tasks = OpenTask.objects.select_related("instance").defer("instance__state")
    found = tasks.filter(instance__subject_type="case", instance__subject_id__in=[str(pk) for pk in case_ids])
    return {UUID(task.instance.subject_id): task.local_name for task in found}


APPLICATION = CaseKind(
    key="application",
    label=gettext_lazy("Application"),
    situation=situation_of,
    party_panels=party_panels,
    staff_panels=staff_panels,
    withdraw=_withdraw,
    reopen=_reopen,
    identity_number=identity_number_of,
    next_steps=next_steps_of,
    related=("application__standard__service", "application__standard__form_version", "application__process__version"),
)
