"""What an administrator sets for complaints: topics, deadlines, and ready answers."""

from datetime import date

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pendapa.complaints.rules import Kind, Step
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Topic(models.Model):
    """What complaints are about, and the unit that usually answers them."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.SET_NULL, related_name="complaint_topics"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the language now active."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


class DeadlineRuleQuerySet(models.QuerySet["DeadlineRule"]):
    """Rules by the day on which they count."""

    def on(self, day: date) -> "DeadlineRuleQuerySet":
        return self.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day), valid_from__lte=day)


class DeadlineRule(models.Model):
    """Working days allowed for one step, for one kind or (empty) for all, from a day on, and the rule that says so.

    `is_confirmed` is false where the text of the regulation was not at hand: the interface says so.
    """

    step = models.CharField(_("step"), max_length=10, choices=Step.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days"))
    source = models.CharField(_("source"), max_length=200)
    is_confirmed = models.BooleanField(default=True)
    valid_from = models.DateField(_("counts from"))
    valid_until = models.DateField(_("counts until"), null=True, blank=True)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        ordering = ["step", "kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["step", "kind", "valid_from"], name="complaints_one_rule_a_day"),
            models.CheckConstraint(
                name="complaints_rule_period",
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(name="complaints_rule_days", condition=models.Q(working_days__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.kind} {self.working_days}"


class AnswerTemplate(models.Model):
    """A ready answer of a unit, which its officers take and change; of use in the units below it too."""

    unit = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="answer_templates")
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=4000)
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="complaints_one_template_of_a_title")]

    def __str__(self) -> str:
        return self.title

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the template."""
        return Scope(unit_path=self.unit.path)
