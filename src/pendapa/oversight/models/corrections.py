"""Corrective actions: who does what until when, what shows that it was done, and whether it worked."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pendapa.files.models import StoredFile
from pendapa.journal.actions import Subject
from pendapa.oversight.models.findings import Finding
from pendapa.oversight.rules import Effect, FollowUp
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class CorrectiveAction(models.Model):
    """One thing that the unit does about a finding.

    `claim` is what the unit says of it and waits to be accepted; `progress` is what counts. `change_…` name the version
    of a standard, process or form that the action changed, as values. `before_…` and `after_…` are the measure that
    raised the finding, taken twice; `is_from_record` when both were counted from the public log and not typed.
    """

    class Change(models.TextChoices):
        NONE = "", _("Nothing of these")
        STANDARD = "standard", _("Service standard")
        PROCESS = "process", _("Process")
        FORM = "form", _("Form")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner_unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_actions"
    )
    due_on = models.DateField()
    progress = models.CharField(max_length=16, choices=FollowUp.choices, default=FollowUp.NOT_FOLLOWED_UP)
    planned_at = models.DateTimeField()
    claim = models.CharField(max_length=16, choices=FollowUp.choices, blank=True)
    claim_text = models.TextField(blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    returned = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    change = models.CharField(max_length=8, choices=Change.choices, blank=True, default="")
    change_id = models.BigIntegerField(null=True, blank=True)
    change_label = models.CharField(max_length=200, blank=True)
    before_value = models.FloatField(null=True, blank=True)
    before_n = models.PositiveIntegerField(null=True, blank=True)
    after_value = models.FloatField(null=True, blank=True)
    after_n = models.PositiveIntegerField(null=True, blank=True)
    is_from_record = models.BooleanField(default=False)
    effect = models.CharField(max_length=8, choices=Effect.choices, blank=True)
    effect_due_on = models.DateField(null=True, blank=True)
    effect_checked_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "position"], name="oversight_one_action_of_a_number"),
            models.CheckConstraint(
                name="oversight_ended_action_was_accepted",
                condition=models.Q(progress__in=["not_followed_up", "in_process"], accepted_at__isnull=True)
                | models.Q(progress__in=["done", "impossible"], accepted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.number}/{self.position}"

    @property
    def subject(self) -> Subject:
        return Subject("corrective_action", str(self.pk))

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def waits_for_acceptance(self) -> bool:
        return bool(self.claim)

    @property
    def office_code(self) -> str:
        """Needs `finding__office` selected with the action."""
        return self.finding.office_code

    @property
    def office_role(self) -> str:
        return self.finding.office_role

    @property
    def judged_since(self) -> date:
        return self.finding.judged_since

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed without the unit saying that it is done."""
        return not self.is_accepted and not self.claim and today > self.due_on

    def permission_scope(self) -> Scope:
        """Needs `finding__unit` selected with the action."""
        parties = frozenset([str(self.owner_id)]) if self.owner_id else frozenset()
        return Scope(unit_path=self.finding.unit.path, parties=parties)


class Milestone(models.Model):
    """A step on the way, with its day."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """A file that shows what was done. It can be added, never taken away."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.label
