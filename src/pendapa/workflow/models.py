"""Versions of processes, the instances that run on them, and the tasks that wait for a person."""

import uuid

from django.db import models
from django.db.models import Q

from pendapa.workflow.outline import Outcome, ProcessDefinition, Step


class ProcessVersion(models.Model):
    """One drawing of a process, kept for good: what began on it finishes on it. The database refuses changes.

    `digest` is the SHA-256 of the file in hexadecimal; `outline` and `spec` are what was read from it then, so that
    later rules of reading cannot change a running matter.
    """

    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    xml = models.BinaryField()
    outline = models.JSONField()
    spec = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "-created_at"], name="workflow_version_latest")]

    def __str__(self) -> str:
        return f"{self.key} {self.digest[:8]}"


class ProcessInstance(models.Model):
    """A process running for something else, which is named by value. `revision` rises with every step taken.

    `state` holds the engine's tasks and the small data that conditions ask for, never the spec and no personal data.
    `ending` is the id of the end event that was reached, or "withdrawn".
    """

    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="instances")
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    state = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="workflow_instance_subject")]
        constraints = [
            models.CheckConstraint(
                name="workflow_finished_with_ending",
                condition=Q(finished_at__isnull=True, ending="") | (Q(finished_at__isnull=False) & ~Q(ending="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def definition(self) -> ProcessDefinition:
        """The process of this instance's version, from memory where it has been used before."""
        from pendapa.workflow.versions import definition_of  # that module reads this one's tables

        return definition_of(self.version_id)


class OpenTask(models.Model):
    """A user task that waits for a person, so that queues can be asked in SQL. `due` is a date in working days."""

    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="open_tasks")
    task_uuid = models.UUIDField(default=uuid.uuid4)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    lane = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    since = models.DateTimeField()
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["instance", "task_uuid"], name="workflow_one_open_task")]
        indexes = [models.Index(fields=["role", "since"], name="workflow_open_task_queue")]

    def __str__(self) -> str:
        return self.name

    @property
    def step(self) -> Step:
        """The user task of the drawing; needs `instance` selected with it."""
        return self.instance.definition.step(self.key)

    @property
    def local_name(self) -> str:
        """The name in the language now active."""
        return self.step.local_name

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The ways to finish it."""
        return self.step.outcomes
