"""Audits: the plan, the sample drawn from the record, and the working papers."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models

from pendapa.cases.models import Case
from pendapa.catalogue.models import PublicService
from pendapa.files.models import StoredFile
from pendapa.journal.actions import Subject
from pendapa.kernel.fields import EncryptedTextField
from pendapa.oversight.rules import AuditState
from pendapa.oversight.sampling import Rule
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Audit(models.Model):
    """An audit of one unit and those below it, over cases received in a period that was over when it was planned.

    `plan_units` are the codes of the units then, `plan_entry` is the journal entry of the plan, `checkpoint_…` the
    signed state of the public log whose root hash is the seed. The plan never changes: another plan is another audit,
    and both are in the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="audits")
    service = models.ForeignKey(PublicService, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_until = models.DateField()
    rule = models.CharField(max_length=12, choices=Rule.choices)
    wanted = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    office_role = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=AuditState.choices, default=AuditState.PLANNED)
    planned_at = models.DateTimeField()
    plan_units = models.JSONField(default=list)
    plan_entry = models.BigIntegerField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    checkpoint_size = models.PositiveBigIntegerField(null=True, blank=True)
    checkpoint_root = models.CharField(max_length=64, blank=True)
    sampled_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-planned_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="oversight_audit_period", condition=models.Q(period_until__gte=models.F("period_from"))
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Subject:
        return Subject("audit", str(self.pk))

    @property
    def office_code(self) -> str:
        """Needs `office` selected with the audit."""
        return self.office.code

    @property
    def judged_since(self) -> date:
        """The first day of the audited period."""
        return self.period_from

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the audit."""
        return Scope(unit_path=self.unit.path)


class AuditMember(models.Model):
    """Somebody of the audit's team: only they read its working papers."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="team")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "account"], name="oversight_one_seat_in_a_team")]

    def __str__(self) -> str:
        return f"{self.audit} {self.account}"


class SampledCase(models.Model):
    """A case of the sample, in the order of its rank; when the team opened it first."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="sample")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    handle = models.CharField(max_length=64)
    stratum = models.CharField(max_length=60, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["audit", "case"], name="oversight_one_draw_of_a_case")]

    def __str__(self) -> str:
        return f"{self.audit} {self.position}"


class WorkingPaper(models.Model):
    """A note of the team, with or without a file, on the audit or one of its cases."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="papers")
    sampled = models.ForeignKey(SampledCase, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    body = EncryptedTextField(context="oversight.working_paper")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.audit} {self.at:%Y-%m-%d}"
