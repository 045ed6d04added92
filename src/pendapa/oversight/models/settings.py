"""What overseers set: deadlines."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendapa.oversight.rules import DeadlineStep


class DeadlineRuleQuerySet(models.QuerySet["DeadlineRule"]):
    """Rules by the day on which they count."""

    def on(self, day: date) -> "DeadlineRuleQuerySet":
        """The one rule of each step that counts on a day."""
        return self.filter(valid_from__lte=day).order_by("step", "-valid_from").distinct("step")


class DeadlineRule(models.Model):
    """Calendar days allowed for one step, from a day on, and the rule that says so; as `complaints.DeadlineRule`.

    A row is never changed once its day has come: what began before keeps its promise. `is_confirmed` is false where the
    text of the regulation was not at hand, or the value is our own choice.
    """

    step = models.CharField(_("step"), max_length=16, choices=DeadlineStep.choices)
    days = models.PositiveSmallIntegerField(_("days"))
    source = models.CharField(_("source"), max_length=200)
    is_confirmed = models.BooleanField(default=True)
    valid_from = models.DateField(_("counts from"))

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        ordering = ["step", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["step", "valid_from"], name="oversight_one_rule_a_day"),
            models.CheckConstraint(name="oversight_rule_days", condition=models.Q(days__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.days}"
