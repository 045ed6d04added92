"""The writes: accept a process, start it, take a step, stop it. Who may do so is for the caller to ask."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.journal.actions import Subject
from pendapa.kernel.calendar import CalendarGap, body_calendar, local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.kernel.statements import insert_row, insert_rows
from pendapa.workflow import engine
from pendapa.workflow.definition import load_process
from pendapa.workflow.engine import FeelEngine, Services
from pendapa.workflow.models import OpenTask, ProcessInstance, ProcessVersion
from pendapa.workflow.outline import Outcome, ProcessDefinition, Step
from pendapa.workflow.versions import loaded_version
from pendapa.workflow.vocabulary import REQUIREMENTS

WITHDRAWN = "withdrawn"
CHANGED_BY_A_STEP = ("revision", "state", "finished_at", "ending")


class HandlerMissing(LookupError):
    """The caller did not bring a handler for a service task of the process."""


@transaction.atomic
def register_process(xml: bytes) -> ProcessVersion:
    """The version of exactly this file, made when it is new. Raises ProcessFaults."""
    digest = hashlib.sha256(xml).hexdigest()
    known = ProcessVersion.objects.filter(digest=digest).first()
    if known is not None:
        return known
    definition = load_process(xml)
    version, _is_new = ProcessVersion.objects.get_or_create(
        digest=digest,
        defaults={
            "key": definition.key,
            "name": definition.name,
            "xml": xml,
            "outline": definition.as_json(),
            "spec": definition.spec,
            "created_at": timezone.now(),
        },
    )
    return version


def start_process(
    version: ProcessVersion, subject: Subject, data: Mapping[str, Any], services: Services, *, at: datetime
) -> ProcessInstance:
    """Begin a process for a subject and run it to its first user tasks.

    `data` is JSON for the conditions alone and is kept in clear: hand in no personal data. `services` has a handler
    for each service task: it gets the data and gives what to add to it, inside this transaction.
    """
    loaded = loaded_version(version.pk)
    _require_handlers(loaded.definition, services)
    with transaction.atomic(savepoint=False):
        workflow = engine.begin(loaded.spec, data, FeelEngine(services))
        instance = ProcessInstance(
            version=version, subject_type=subject.type, subject_id=subject.id, started_at=at, state={}, revision=0
        )
        return _save_step(instance, workflow, loaded.definition, at, {})


@transaction.atomic
def complete_task(
    instance: ProcessInstance,
    task_uuid: UUID,
    outcome: str,
    data: Mapping[str, Any],
    services: Services,
    *,
    at: datetime,
    expected_revision: int | None = None,
) -> ProcessInstance:
    """Finish an open user task with one of its outcomes and run on to the next; returns the instance as it now is.

    `data` is added to what conditions see, as `outcome`, and under the key of the task. What an outcome requires
    (reason, legal basis, signature) must be in it; handlers see it during this step, but it is not kept here.
    Raises Conflict when the task is no longer open or the instance has another revision than expected, and Invalid
    for an unknown outcome or when something required is missing.
    """
    locked = ProcessInstance.objects.select_for_update(no_key=True).get(pk=instance.pk)
    if expected_revision is not None and locked.revision != expected_revision:
        raise Conflict(_("Someone else has worked on this in the meantime. Look at it again, then decide."))
    waiting = {task.task_uuid: task for task in locked.open_tasks.all()}
    open_task = waiting.get(task_uuid)
    if open_task is None:
        raise Conflict(_("This step has already been done. Look at it again to see what comes next."))
    loaded = loaded_version(locked.version_id)
    _require_handlers(loaded.definition, services)
    chosen = _require_outcome(loaded.definition.step(open_task.key), outcome)
    _require_additions(chosen, data)
    kept = {name: value for name, value in data.items() if name not in REQUIREMENTS}
    passing = {name: value for name, value in data.items() if name in REQUIREMENTS}
    workflow = engine.restore(locked.state, loaded.spec, FeelEngine(services, passing))
    task = workflow.get_task_from_id(task_uuid)
    task.data.update({**kept, "outcome": outcome, open_task.key: {**kept, "outcome": outcome}})
    task.run()
    engine.run_on(workflow)
    return _save_step(locked, workflow, loaded.definition, at, waiting)


@transaction.atomic
def withdraw_process(instance: ProcessInstance, *, at: datetime) -> ProcessInstance:
    """Stop an instance where it stands; its open tasks go. Raises Conflict when it has already finished."""
    locked = ProcessInstance.objects.select_for_update(no_key=True).get(pk=instance.pk)
    if locked.is_finished:
        raise Conflict(_("This has already been finished."))
    locked.open_tasks.all().delete()
    locked.revision += 1
    locked.finished_at = at
    locked.ending = WITHDRAWN
    locked.save(update_fields=["revision", "finished_at", "ending"])
    return locked


def _require_handlers(definition: ProcessDefinition, services: Services) -> None:
    if missing := sorted(definition.services - services.keys()):
        raise HandlerMissing(", ".join(missing))


def _require_outcome(step: Step, outcome: str) -> Outcome:
    chosen = step.outcome(outcome)
    if chosen is None:
        message = _("Choose one of the decisions offered.")
        raise Invalid(message, errors=[FieldError("outcome", message)])
    return chosen


def _require_additions(outcome: Outcome, data: Mapping[str, Any]) -> None:
    messages = {
        "reason": _("Give the reason."),
        "legal_basis": _("Name the legal basis."),
        "signature": _("Confirm with your signature."),
        "fields": _("Name at least one answer that must be corrected."),
    }
    if missing := outcome.missing(data):
        raise Invalid(
            _("Something is still missing for this decision."),
            errors=[FieldError(name, messages[name]) for name in missing],
        )


def _save_step(
    instance: ProcessInstance,
    workflow: engine.Workflow,
    definition: ProcessDefinition,
    at: datetime,
    waiting: Mapping[UUID, OpenTask],
) -> ProcessInstance:
    """Keep the state reached and put the open tasks in place of those that waited before."""
    instance.revision += 1
    instance.state = engine.state_of(workflow)
    if workflow.is_completed():
        instance.finished_at = at
        instance.ending = engine.endings_of(workflow)[-1]
    if instance.pk is None:
        insert_row(instance)
    else:
        instance.save(update_fields=CHANGED_BY_A_STEP)
    ready = {task.id: engine.key_of(task) for task in engine.tasks_waiting_for_people(workflow)}
    if done := [task.pk for task_uuid, task in waiting.items() if task_uuid not in ready]:
        OpenTask.objects.filter(pk__in=done).delete()
    new = {task_uuid: key for task_uuid, key in ready.items() if task_uuid not in waiting}
    insert_rows([_open_task(instance, definition, task_uuid, key, at) for task_uuid, key in new.items()])
    return instance


def _open_task(
    instance: ProcessInstance, definition: ProcessDefinition, task_uuid: UUID, key: str, at: datetime
) -> OpenTask:
    step = definition.step(key)
    return OpenTask(
        instance=instance,
        task_uuid=task_uuid,
        key=step.key,
        name=step.name,
        name_en=step.name_en,
        lane=next(lane.name for lane in definition.lanes if lane.key == step.lane),
        role=step.role,
        since=at,
        due=_due_on(step, at),
    )


def _due_on(step: Step, at: datetime) -> date | None:
    if step.working_days is None:
        return None
    try:
        return body_calendar().add_working_days(local_date(at), step.working_days)
    except CalendarGap:
        return None  # a target of its own for one step is no reason to stop the work; the clock of the matter tells
