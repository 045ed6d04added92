"""Alarms that were raised, and how each measure is watched where somebody has set it otherwise."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendapa.evaluation.watching.rules import MEASURES, Sensitivity
from pendapa.journal.actions import Subject
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Alarm(models.Model):
    """A measure that got worse, or complaints that gathered, of a unit and service ("" for all of them).

    `since` is the first day of what was worse, `until` the day after the last that was known when it was raised.
    `organization` is the unit, or the body where the alarm is of no single unit. `entry` is the number of the journal
    entry, by which others refer to it. `evidence` is what was known when it was raised.
    """

    measure = models.CharField(max_length=24)
    unit = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=13, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    value = models.FloatField()
    expected = models.FloatField()
    evidence = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    entry = models.BigIntegerField(null=True, unique=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dismissal = models.TextField(blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "unit", "service", "place", "topic", "since"], name="watching_alarm_once"
            ),
            models.CheckConstraint(
                name="watching_dismissed_with_reason", condition=Q(dismissed_at__isnull=True) | ~Q(dismissal="")
            ),
        ]
        indexes = [models.Index(fields=["organization", "-raised_at"], name="watching_alarm_unit")]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit or '*'}/{self.service or '*'} {self.since}"

    @property
    def subject(self) -> Subject:
        return Subject("alarm", str(self.pk))

    @property
    def is_dismissed(self) -> bool:
        return self.dismissed_at is not None

    def permission_scope(self) -> Scope:
        """Needs `organization` selected with the alarm."""
        return Scope(unit_path=self.organization.path)


SMALLEST = 5
"""Periods of fewer answers or cases are not told."""


class WatchRule(models.Model):
    """How one measure is watched, set by an overseer in place of what `rules.Sensitivity` begins with."""

    measure = models.CharField(max_length=24, unique=True)
    is_watched = models.BooleanField(default=True)
    least_count = models.PositiveSmallIntegerField()
    baseline = models.PositiveSmallIntegerField(default=8)
    allowance = models.FloatField(default=0.75)
    limit = models.FloatField(default=4.0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="watching_rule_in_reach",
                condition=Q(
                    least_count__gte=5, baseline__gte=4, allowance__gte=0, allowance__lte=2, limit__gte=1, limit__lte=20
                ),
            )
        ]

    def __str__(self) -> str:
        return self.measure

    @property
    def sensitivity(self) -> Sensitivity:
        return Sensitivity(self.baseline, self.allowance, self.limit, self.least_count)

    @classmethod
    def to_begin_with(cls, measure: str) -> "WatchRule":
        """How a measure is watched that nobody has set."""
        known = MEASURES.get(measure)
        return cls(measure=measure, least_count=known.least_count if known else SMALLEST)
