"""What has to be evaluated when: instruments as the body configures them, what falls due, and what was found."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.languages import localised
from pendapa.evaluation.models.surveys import SatisfactionSurvey
from pendapa.journal.actions import Subject
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Instrument(models.Model):
    """A way to evaluate, from the installation's file: a survey, a consultation forum, a self-assessment.

    `definition` holds what a self-assessment asks: `{"scale": 5, "aspects": [{"key", "name", "weight", "items":
    [{"key", "name", "evidence"}]}], "grades": [{"letter", "from"}]}`, names by language. `is_confirmed` is false while
    its numbers were not checked against the text of the regulation.
    """

    class Kind(models.TextChoices):
        SURVEY = "survey", _("Satisfaction survey")
        FORUM = "forum", _("Public consultation forum")
        SELF_ASSESSMENT = "self_assessment", _("Self-assessment")

    key = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.JSONField(default=dict)
    source = models.CharField(max_length=200)
    every_months = models.PositiveSmallIntegerField(default=12)
    is_confirmed = models.BooleanField(default=True)
    definition = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    @property
    def local_name(self) -> str:
        """The name in the language now active."""
        return localised(self.name)

    @property
    def items(self) -> list[dict[str, Any]]:
        """All that is asked, in its order."""
        return [item for aspect in self.definition.get("aspects", []) for item in aspect["items"]]


class EvaluationTask(models.Model):
    """One evaluation of one unit that falls due on a day; done once, and the next is planned from it.

    `answers` holds, by the key of each item, `{"score", "note", "evidence"}`; `result` what came of it, for a
    self-assessment `{"score", "grade", "aspects"}`.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="evaluation_tasks")
    due_on = models.DateField()
    answers = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    survey = models.ForeignKey(SatisfactionSurvey, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField(default=dict, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "unit", "due_on"], name="evaluation_one_task_of_a_day")
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="evaluation_task_open")]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.unit_id} {self.due_on}"

    @property
    def subject(self) -> Subject:
        return Subject("evaluation", str(self.pk))

    def is_late_on(self, day: date) -> bool:
        """Whether it is still to be done on a day after its due date."""
        return self.done_on is None and self.due_on < day

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the task."""
        return Scope(unit_path=self.unit.path)
