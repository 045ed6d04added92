"""Reports to the independent overseer, and what was done with each (UU 37/2008)."""

import uuid

from django.conf import settings
from django.db import models

from pendapa.cases.models import Case
from pendapa.journal.actions import Subject
from pendapa.kernel.fields import EncryptedTextField
from pendapa.oversight.rules import ReportState
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class OverseerReport(models.Model):
    """A report that somebody brought before the overseer: typed in, or a complaint of this body that went further.

    Who reported is for the overseer alone; the unit reads `question` and `recommendation`, never `account_of`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="overseer_reports")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_matter = models.CharField(max_length=200)
    reporter = EncryptedTextField(context="oversight.report.reporter", blank=True, default="")
    contact = EncryptedTextField(context="oversight.report.contact", blank=True, default="")
    account_of = EncryptedTextField(context="oversight.report.words")
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    office_role = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.RECEIVED)
    received_at = models.DateTimeField()
    question = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-received_at", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Subject:
        return Subject("overseer_report", str(self.pk))

    @property
    def is_open(self) -> bool:
        return self.state not in (ReportState.CLOSED, ReportState.REFUSED)

    @property
    def office_code(self) -> str:
        """Needs `office` selected with the report."""
        return self.office.code

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the report."""
        return Scope(unit_path=self.unit.path)


class ReportStep(models.Model):
    """One step of a report: what was found, asked or answered. `is_for_unit`: the unit reads it too."""

    report = models.ForeignKey(OverseerReport, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=ReportState.choices)
    text = EncryptedTextField(context="oversight.report.step")
    is_for_unit = models.BooleanField(default=False)
    is_by_unit = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.report} {self.state}"
