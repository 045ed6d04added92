"""A survey as a unit holds it: its period, services and ways to answer; its result, and what is done about it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.models import PublicService
from pendapa.journal.actions import Subject
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class SatisfactionSurvey(models.Model):
    """A survey of a unit's users about its services in a period (days inclusive), at least once a year
    (PermenPANRB 14/2017).

    `code` opens its public page; `population` is the number of users in the period where the body knows it better than
    by the cases closed here. `result` is frozen at publication: what a report says never changes afterwards.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Takes answers")
        CLOSED = "closed", _("Takes no more answers")
        PUBLISHED = "published", _("Published")

    class Channel(models.TextChoices):
        CASE = "case", _("After a case")
        LINK = "link", _("Link")
        COUNTER = "counter", _("QR code at the counter")
        KIOSK = "kiosk", _("Kiosk")
        SLIP = "slip", _("Slips that count once")
        PAPER = "paper", _("Paper forms")
        FILE = "file", _("CSV file")

    code = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="surveys")
    services = models.ManyToManyField(PublicService, related_name="surveys")
    starts = models.DateField()
    ends = models.DateField()
    channels = ArrayField(models.CharField(max_length=8, choices=Channel.choices), default=list)
    population = models.PositiveIntegerField(null=True, blank=True)
    weight = models.CharField(max_length=8, default="1/9")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    result = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(name="evaluation_survey_period", condition=Q(ends__gte=F("starts"))),
            models.CheckConstraint(
                name="evaluation_survey_published_with_result",
                condition=~Q(status="published") | Q(result__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> Subject:
        return Subject("survey", str(self.pk))

    @property
    def local_title(self) -> str:
        """The title in the language now active."""
        return self.title_en if (get_language() or "").startswith("en") and self.title_en else self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the survey."""
        return Scope(unit_path=self.unit.path)


class ImprovementItem(models.Model):
    """What is done about one element: planned before publication, told as realised afterwards."""

    survey = models.ForeignKey(SatisfactionSurvey, on_delete=models.CASCADE, related_name="improvements")
    element = models.CharField(max_length=2)
    plan = models.TextField()
    responsible = models.CharField(max_length=120)
    due_on = models.DateField()
    realisation = models.TextField(blank=True)
    realised_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["element"]
        constraints = [models.UniqueConstraint(fields=["survey", "element"], name="evaluation_one_plan_of_an_element")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.element}"

    @property
    def name(self) -> str:
        """The element as reports write it: "U3"."""
        return self.element.upper()


class BulkEntry(models.Model):
    """Answers entered many at a time, from paper or a file; `key` is the page's, so that sending twice enters once."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(SatisfactionSurvey, on_delete=models.PROTECT, related_name="entries")
    channel = models.CharField(max_length=8, choices=SatisfactionSurvey.Channel.choices)
    respondents = models.PositiveIntegerField()
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-entered_at"]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.channel} {self.respondents}"
