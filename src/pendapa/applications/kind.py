"""Applications as a kind of case: what their tracking page and their desk page show."""

from collections.abc import Sequence
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
from pendapa.cases.kinds import CaseKind, Panel, Situation
from pendapa.cases.models import Case, Status
from pendapa.cases.permissions import is_applicant
from pendapa.cases.queries import main_clock
from pendapa.forms.summary import SummaryPage, summary
from pendapa.journal.actors import Actor
from pendapa.workflow.models import OpenTask
from pendapa.workflow.queries import open_tasks


def situation_of(case: Case, today: date) -> Situation:
    """One sentence on what happens, what the applicant must do, and by when."""
    clock = main_clock(case)
    due = clock.due_on if clock is not None and case.is_open else None
    match case.status:
        case Status.WAITING:
            return Situation(
                badge=_("Waiting for you"),
                tone="caution",
                headline=_("We need a correction from you"),
                what_to_do=_("Correct what is named below and send it again. Our clock stands still until then."),
                by=None,
            )
        case Status.GRANTED:
            return Situation(
                badge=_("Granted"),
                tone="good",
                headline=_("Your document is ready"),
                what_to_do=_("Download it below. Anyone can verify it by its QR code."),
                by=None,
            )
        case Status.REFUSED:
            return Situation(
                badge=_("Refused"),
                tone="danger",
                headline=_("Your application was refused"),
                what_to_do=_("Read the reason below. You can file an objection, or apply anew."),
                by=None,
            )
        case Status.WITHDRAWN:
            return Situation(
                badge=_("Withdrawn"),
                tone="quiet",
                headline=_("You took this application back"),
                what_to_do=_("You need to do nothing. You can apply anew at any time."),
                by=None,
            )
    return _being_handled(case, due)


def _being_handled(case: Case, due: date | None) -> Situation:
    tasks = open_tasks(process_of(application_of(case))) if case.pk else []
    step = tasks[0].local_name if tasks else ""
    return Situation(
        badge=_("Being handled"),
        tone="caution",
        headline=_("The office is handling your application"),
        what_to_do=(_("Now: {step}.").format(step=step) + " " if step else "")
        + _("You need to do nothing now. We tell you as soon as there is news."),
        by=due,
    )


def party_panels(request: HttpRequest, case: Case) -> list[Panel]:
    """For the applicant: what to correct, and the answers as they were sent."""
    application = application_of(case)
    panels = []
    if case.status == Status.WAITING and application.correction_request:
        context = {"correction": application.correction_request, "fields": _fields_to_correct(application)}
        panels.append(Panel("applications/_correction_panel.html", {"case": case, **context}))
    urls = {
        file_id: reverse("cases:file", args=[case.number, file_id]) for _f, file_id in files_in(application.answers)
    }
    panels.append(Panel("applications/_answers_panel.html", {"pages": _summary(application, urls)}))
    return panels


def staff_panels(request: HttpRequest, case: Case) -> list[Panel]:
    """For the desk: the answers, and the decisions that are open to this officer."""
    application = application_of(case)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    urls = {file_id: reverse("desk:file", args=[case.number, file_id]) for _f, file_id in files_in(application.answers)}
    tasks = open_tasks(process_of(application)) if application.process and case.is_open else []
    return [
        Panel("applications/_tasks_panel.html", {"case": case, "tasks": [_task_row(actor, t, case) for t in tasks]}),
        Panel("applications/_answers_panel.html", {"pages": _summary(application, urls), "for_staff": True}),
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


def _summary(application: Application, file_urls: dict[str, str]) -> list[SummaryPage]:
    definition = form_of(application.standard)
    return summary(definition, application.answers, mask_nik=True, file_urls=file_urls)


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
