"""A finding with its five elements, what the unit answered, and whether residents notice the change."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from pendapa.catalogue.models import PublicService
from pendapa.journal.actions import Subject
from pendapa.kernel.calendar import local_date
from pendapa.oversight.rules import OPEN_FINDINGS, FindingState, Noticed, Source, measure_named
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Finding(models.Model):
    """What an overseer found: condition, criterion, cause, effect and recommendation.

    `office` and `office_role` are who wrote it; none while an alarm's finding waits for an office to take it.
    `measure…` say which measure raised it, as values: nothing here depends on how it is computed. `alarm` is the number
    of the journal entry of the alarm. `issued_at` is empty for what the unit has never seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="findings")
    service = models.ForeignKey(PublicService, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.MANUAL)
    condition = models.TextField(blank=True)
    criterion = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    measure = models.CharField(max_length=24, blank=True)
    measure_unit = models.CharField(max_length=40, blank=True)
    measure_service = models.CharField(max_length=60, blank=True)
    measured_value = models.FloatField(null=True, blank=True)
    measured_n = models.PositiveIntegerField(null=True, blank=True)
    expected_value = models.FloatField(null=True, blank=True)
    measured_since = models.DateField(null=True, blank=True)
    alarm = models.BigIntegerField(null=True, blank=True, unique=True)
    evidence = models.JSONField(default=dict, blank=True)
    audit = models.ForeignKey(
        "oversight.Audit", null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    report = models.ForeignKey(
        "oversight.OverseerReport", null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    office = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office_role = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.PROPOSED)
    proposed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.TextField(blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state"], name="oversight_finding_unit"),
            models.Index(fields=["-published_at", "id"], name="oversight_finding_published"),
        ]
        constraints = [
            models.CheckConstraint(
                name="oversight_published_was_issued",
                condition=models.Q(published_at__isnull=True) | models.Q(issued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="oversight_issued_has_deadline",
                condition=models.Q(issued_at__isnull=True) | models.Q(due_on__isnull=False, office__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Subject:
        return Subject("finding", str(self.pk))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_FINDINGS

    @property
    def is_draft(self) -> bool:
        return self.state == FindingState.PROPOSED

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def office_code(self) -> str:
        """Needs `office` selected with the finding."""
        return self.office.code if self.office else ""

    @property
    def judged_since(self) -> date:
        """From which day on the unit's work is judged: the audited period, the alarm's time, else the proposal."""
        if self.audit is not None:
            return self.audit.period_from
        return self.measured_since or local_date(self.proposed_at)

    @property
    def office_name(self) -> str:
        return self.office.local_name if self.office else _("the watch over the measures")

    @property
    def measure_label(self) -> str:
        return str(measure_named(self.measure).label) if self.measure else ""

    @property
    def service_code(self) -> str:
        return self.service.slug if self.service else ""

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the finding."""
        return Scope(unit_path=self.unit.path)


class FindingAnswer(models.Model):
    """What the head of the unit answered. Later answers stand beside the earlier ones; none is changed."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="answers")
    agrees = models.BooleanField()
    text = models.TextField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return f"{self.finding} {self.answered_at:%Y-%m-%d}"


class NoticedChange(models.Model):
    """One resident's word on a published finding. The day only; neither account nor browser. The key is random, so that
    the order of arrival cannot be read from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="noticed")
    answer = models.CharField(max_length=8, choices=Noticed.choices)
    comment = models.TextField(blank=True)
    answered_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.finding} {self.answer}"
