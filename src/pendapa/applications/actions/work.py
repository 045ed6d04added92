"""The office's work: finish one step of the process with one of its outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.applications.models import Application
from pendapa.applications.permissions import APPLICATION_WORK
from pendapa.applications.queries import application_of, process_of
from pendapa.applications.service_tasks import process_services
from pendapa.applications.verbs import ApplicationReturned, TaskCompleted
from pendapa.cases.actions import lock_case, pause_clocks, touch, write_note
from pendapa.cases.models import Case, Status
from pendapa.cases.permissions import require_impartial
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid
from pendapa.notices.actions import queue_message
from pendapa.people.permissions import acting_grant, require
from pendapa.people.roles import Role
from pendapa.workflow import actions as workflow
from pendapa.workflow.models import OpenTask
from pendapa.workflow.outline import Outcome
from pendapa.workflow.queries import open_task, open_tasks

APPLICANT = "applicant"
LONGEST_REASON = 4_000
STANDS_IN_FOR = {
    Role.OFFICER: frozenset({Role.OFFICER, Role.VERIFIER, Role.APPROVER, Role.HEAD}),
    Role.VERIFIER: frozenset({Role.VERIFIER, Role.APPROVER, Role.HEAD}),
    Role.APPROVER: frozenset({Role.APPROVER, Role.HEAD}),
    Role.HEAD: frozenset({Role.HEAD}),
}
"""Which roles may do the task of a lane: a higher one may stand in for a lower, never the other way round."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an officer hands in with an outcome: words, and the fields that the applicant must correct."""

    outcome: str
    reason: str = ""
    legal_basis: str = ""
    fields: Sequence[str] = field(default_factory=tuple)
    is_confirmed: bool = False

    @property
    def additions(self) -> dict[str, Any]:
        """What comes with the outcome, by the names under which a drawing requires it."""
        return {
            "reason": self.reason,
            "legal_basis": self.legal_basis,
            "signature": self.is_confirmed,
            "fields": list(self.fields),
        }


@transaction.atomic
def complete_task(
    actor: Actor, case_id: UUID, task_id: UUID, step: Step, *, expected_revision: int, at: datetime
) -> Case:
    """Finish a task of the case's process; what follows from it happens in the same transaction.

    Raises Forbidden for a lane that is not the actor's or a matter of their own, Conflict when somebody else has
    changed the case since it was read (`expected_revision`), Invalid when the outcome needs words that are missing.
    """
    case = lock_case(case_id, expected_revision=expected_revision)
    require(actor, APPLICATION_WORK, case)
    require_impartial(actor, case)
    application = application_of(case)
    task = _task_of(application, task_id)
    _require_lane(actor, task, case)
    outcome = _outcome_of(task, step)
    _require_words(outcome, step)
    grant = acting_grant(actor, APPLICATION_WORK, case)
    record(
        actor,
        TaskCompleted(
            task=task.key,
            outcome=outcome.key,
            task_name=task.name,
            task_name_en=task.name_en,
            outcome_label=outcome.label,
            outcome_label_en=outcome.label_en,
        ),
        case.subject,
        at=at,
        as_role=grant.role if grant else "",
        for_organisation=grant.organisation if grant else "",
    )
    application.process = workflow.complete_task(
        process_of(application),
        task.task_uuid,
        step.outcome,
        step.additions,
        process_services(actor, case, application, at=at),
        at=at,
    )
    _follow_process(actor, case, application, step, at=at)
    touch(case)
    return case


def may_do(actor: Actor, task: OpenTask, case: Case) -> bool:
    """Whether the actor's roles let them finish this task on this case."""
    roles = STANDS_IN_FOR.get(Role(task.role), frozenset()) if task.role != APPLICANT else frozenset()
    return any(
        grant.role in roles and (case.unit.path == grant.path or case.unit.path.startswith(grant.path + "/"))
        for grant in actor.grants
    )


def _task_of(application: Application, task_id: UUID) -> OpenTask:
    task = open_task(application.process, task_id) if application.process else None
    if task is None:
        raise Conflict(_("This step has been done already. Look at the case as it is now."))
    return task


def _require_lane(actor: Actor, task: OpenTask, case: Case) -> None:
    if not may_do(actor, task, case):
        raise Forbidden(_("This step belongs to somebody with another role."))


def _outcome_of(task: OpenTask, step: Step) -> Outcome:
    outcome = task.step.outcome(step.outcome)
    if outcome is None:
        message = _("Choose one of the decisions offered.")
        raise Invalid(message, errors=[FieldError("outcome", message)])
    return outcome


def _require_words(outcome: Outcome, step: Step) -> None:
    words = {
        "reason": _("Write the reason, so that the applicant understands it."),
        "legal_basis": _("Name the legal basis of this decision."),
        "signature": _("Look at the document and confirm that you sign it."),
        "fields": _("Name at least one answer that must be corrected."),
    }
    errors = [FieldError(name, words[name]) for name in outcome.missing(step.additions)]
    if outcome.requires and len(step.reason) > LONGEST_REASON:
        errors.append(FieldError("reason", _("Say it in at most 4,000 letters.")))
    if errors:
        raise Invalid(_("Something is missing for this step."), errors=errors)


def _follow_process(actor: Actor, case: Case, application: Application, step: Step, *, at: datetime) -> None:
    waits = any(task.role == APPLICANT for task in open_tasks(process_of(application)))
    if case.is_open and not waits and step.reason:
        write_note(actor, case.pk, step.reason, at=at)
    if not waits or not case.is_open:
        return
    case.status = Status.WAITING
    application.correction_request = {"reason": step.reason, "fields": list(step.fields), "at": at.isoformat()}
    application.save(update_fields=["correction_request"])
    pause_clocks(case, "applicant_must_act", at=at)
    record(actor, ApplicationReturned(reason=step.reason, fields=list(step.fields)), case.subject, at=at)
    _tell_correction(case, step, at=at)


def _tell_correction(case: Case, step: Step, *, at: datetime) -> None:
    if not case.contact_email:
        return
    with override(case.language_of_person):
        queue_message(
            key=f"correction:{case.pk}:{case.revision}",
            to=case.contact_email,
            subject=_("Please correct your application {number}").format(number=case.number),
            body=_("We need a correction before we can go on:\n{reason}\n\nOpen your application:\n{link}").format(
                reason=step.reason, link=settings.PENDAPA_PUBLIC_URL + reverse("cases:track", args=[case.number])
            ),
            at=at,
        )
