"""The tables of the measures: counts by month, and what must be kept of a matter to count its next leaf.

They hold what `evaluation.cells` holds, no more: all of it can be made anew from the public log.
"""

from django.db import models
from django.db.models import Q

BY_CODE = "C"
"""Codes are compared sign by sign: they belong to no language, and it is several times faster."""


class Progress(models.Model):
    """How many leaves of the log are counted (one row)."""

    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="measures_progress_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.size)


class MeasuredCase(models.Model):
    """Where a case stands by its leaves."""

    about = models.TextField(primary_key=True, db_collation=BY_CODE)
    unit = models.TextField(db_collation=BY_CODE)
    service = models.TextField(db_collation=BY_CODE)
    accepted_on = models.DateField(null=True)
    is_complaint = models.BooleanField()
    is_part = models.BooleanField(db_default=False)
    clocks = models.JSONField()
    is_kept = models.BooleanField(null=True)
    is_decided = models.BooleanField()
    is_ended = models.BooleanField()
    corrections = models.IntegerField()
    reopenings = models.IntegerField()
    step_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.about


class CasesAtWork(models.Model):
    """Cases that wait (not ended), and cases with a clock that runs, of a unit, a service and a month of acceptance,
    by the earliest due date of such a clock: an ISO date, or "" where none runs."""

    unit = models.TextField(db_collation=BY_CODE)
    service = models.TextField(db_collation=BY_CODE)
    month = models.CharField(max_length=7, db_collation=BY_CODE)
    due_on = models.CharField(max_length=10, db_collation=BY_CODE)
    waiting = models.IntegerField()
    running = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "service", "month", "due_on"], name="measures_at_work_one_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.unit or '*'}/{self.service or '*'}/{self.month} {self.due_on}"


class MeasuredFinding(models.Model):
    """Where a finding stands by its leaves."""

    about = models.TextField(primary_key=True, db_collation=BY_CODE)
    unit = models.TextField(db_collation=BY_CODE)
    service = models.TextField(db_collation=BY_CODE)
    opened_on = models.DateField()
    is_open = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["unit", "service"], name="measures_finding_open", condition=Q(is_open=True))]

    def __str__(self) -> str:
        return self.about


class MonthlyCount(models.Model):
    """One cell, or the sum of several: "" as unit, service or month stands for all of them."""

    unit = models.TextField(db_collation=BY_CODE)
    service = models.TextField(db_collation=BY_CODE)
    month = models.CharField(max_length=7, db_collation=BY_CODE)
    accepted = models.IntegerField(default=0)
    decided = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    split = models.IntegerField(default=0, db_default=0)
    complaints = models.IntegerField(default=0)
    complaints_decided = models.IntegerField(default=0)
    corrections = models.IntegerField(default=0)
    first_right = models.IntegerField(default=0)
    respondents = models.IntegerField(default=0)
    ratings = models.JSONField(default=list)
    days = models.JSONField(default=dict)
    steps = models.JSONField(default=dict)
    abandoned = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "service", "month"], name="measures_count_one_a_key")]
        indexes = [models.Index(fields=["service", "month"], name="measures_count_service")]

    def __str__(self) -> str:
        return f"{self.unit or '*'}/{self.service or '*'}/{self.month or '*'}"
