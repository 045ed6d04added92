"""The reads: what is open, for whom, and what comes next."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from pendapa.journal.actions import Subject
from pendapa.workflow.models import OpenTask, ProcessInstance, ProcessVersion
from pendapa.workflow.outline import Step
from pendapa.workflow.versions import definition_of


def open_tasks(instance: ProcessInstance) -> list[OpenTask]:
    """The tasks of an instance that wait for a person, oldest first."""
    return list(_with_instance().filter(instance=instance))


def open_task(instance: ProcessInstance, task_uuid: UUID) -> OpenTask | None:
    """The open task with this id, or None when it has been done."""
    return _with_instance().filter(instance=instance, task_uuid=task_uuid).first()


def open_tasks_for_roles(roles: Iterable[str]) -> QuerySet[OpenTask]:
    """The tasks that wait for any of these roles, oldest first; narrow it further by the subjects one may see."""
    return _with_instance().filter(role__in=list(roles))


def instance_of(subject: Subject) -> ProcessInstance | None:
    """The newest instance of a subject."""
    return (
        ProcessInstance.objects.filter(subject_type=subject.type, subject_id=subject.id)
        .order_by("-started_at", "-pk")
        .first()
    )


def latest_version(key: str) -> ProcessVersion | None:
    """The version of a process that was accepted last."""
    return ProcessVersion.objects.filter(key=key).defer("xml").order_by("-created_at", "-pk").first()


def steps_of(version: ProcessVersion) -> list[Step]:
    """The user tasks in the order of the way from the start, to show what comes next."""
    return list(definition_of(version.pk).steps)


def _with_instance() -> QuerySet[OpenTask]:
    return OpenTask.objects.select_related("instance").defer("instance__state")
