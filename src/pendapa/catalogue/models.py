"""Public services, the standard each of them promises, the ways to reach them, and the pledges of the units."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.languages import localised
from pendapa.journal.actions import Subject
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class LifeEvent(models.Model):
    """A moment in a person's life at which several services are needed together (CPSV-AP Life Event)."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    summary = models.CharField(max_length=200)
    summary_en = models.CharField(max_length=200)
    icon = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name


class PublicService(models.Model):
    """A service of one unit. What it promises stands in its published `ServiceStandard`."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    summary_en = models.CharField(max_length=300)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="services")
    life_events = models.ManyToManyField(LifeEvent, related_name="services", blank=True)
    synonyms = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    number_prefix = models.CharField(max_length=6, blank=True)
    is_online = models.BooleanField(default=False)
    website = models.URLField(blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    search_id = SearchVectorField(null=True, editable=False)
    search_en = SearchVectorField(null=True, editable=False)

    class Meta:
        ordering = ["order", "name"]
        indexes = [
            GinIndex(fields=["search_id"], name="catalogue_service_search_id"),
            GinIndex(fields=["search_en"], name="catalogue_service_search_en"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number_prefix"], condition=~Q(number_prefix=""), name="catalogue_one_number_prefix"
            ),
            models.CheckConstraint(
                condition=Q(is_online=False) | ~Q(number_prefix=""), name="catalogue_online_has_prefix"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the language now active."""
        return localised({"id": self.name, "en": self.name_en})

    @property
    def local_summary(self) -> str:
        """The summary in the language now active."""
        return localised({"id": self.summary, "en": self.summary_en})

    @property
    def subject(self) -> Subject:
        return Subject("service", self.slug)

    def permission_scope(self) -> Scope:
        """Needs `owner` selected with the service."""
        return Scope(unit_path=self.owner.path)


class ServiceStandard(models.Model):
    """One version of what a service promises: the 14 components of PermenPANRB 15/2014, in both languages.

    Words are JSON objects by language, `{"id": …, "en": …}`. `components` holds the words of each component by its
    key (see `rules.COMPONENTS`); `evidence`, `steps`, `output` and `legal_basis` are the structured part of the
    components 1, 2, 5 and 7. From publication on the row is frozen by the database.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "published", _("In force")
        SUPERSEDED = "superseded", _("Superseded")

    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, related_name="standards")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    components = models.JSONField(default=dict)
    working_days = models.PositiveSmallIntegerField()
    cost_rupiah = models.PositiveBigIntegerField(default=0)
    cost_note = models.JSONField(default=dict, blank=True)
    output = models.JSONField(default=dict)
    evidence = models.JSONField(default=list, blank=True)
    steps = models.JSONField(default=list, blank=True)
    legal_basis = models.JSONField(default=list, blank=True)
    form_version = models.ForeignKey(
        "forms.FormVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="standards"
    )
    process_version = models.ForeignKey(
        "workflow.ProcessVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="standards"
    )
    document_template = models.TextField(blank=True)
    document_title = models.JSONField(default=dict, blank=True)
    document_register = models.SlugField(max_length=40, blank=True)
    number_pattern = models.CharField(max_length=80, blank=True)
    validity_days = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    valid_from = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["service", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="catalogue_one_standard_of_a_version"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(status="published"), name="catalogue_one_published_standard"
            ),
            models.UniqueConstraint(
                fields=["service"], condition=Q(status__in=["draft", "review"]), name="catalogue_one_open_draft"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "review"], published_at__isnull=True)
                | Q(status__in=["published", "superseded"], published_at__isnull=False),
                name="catalogue_published_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.version}"

    @property
    def is_frozen(self) -> bool:
        return self.status in (self.Status.PUBLISHED, self.Status.SUPERSEDED)

    def permission_scope(self) -> Scope:
        """Needs `service__owner` selected with the standard."""
        return self.service.permission_scope()


class Channel(models.Model):
    """A way to reach a service, or all services of a unit: online, counter, telephone (CPSV-AP Channel).

    `hours` is a list of `{"day": 1–7, "opens": "08:00", "closes": "15:00"}` in the zone of the body, Monday first.
    """

    class Kind(models.TextChoices):
        ONLINE = "online", _("Online")
        COUNTER = "counter", _("At the counter")
        PHONE = "phone", _("By telephone")
        MESSAGE = "message", _("By message")
        EMAIL = "email", _("By e-mail")
        VISIT = "visit", _("At your home")

    service = models.ForeignKey(PublicService, null=True, blank=True, on_delete=models.CASCADE, related_name="channels")
    unit = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.JSONField(default=dict)
    note = models.JSONField(default=dict, blank=True)
    address = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    hours = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, unit__isnull=True) | Q(service__isnull=True, unit__isnull=False),
                name="catalogue_channel_of_service_or_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {localised(self.name)}"


class ServicePledge(models.Model):
    """A unit's signed promise to keep its standards and to accept a sanction (maklumat pelayanan, UU 25/2009)."""

    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="pledges")
    version = models.PositiveIntegerField()
    text = models.JSONField()
    sanction = models.JSONField()
    signed_by = models.CharField(max_length=120)
    position = models.JSONField(default=dict)
    signed_on = models.DateField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["unit", "-version"]
        constraints = [models.UniqueConstraint(fields=["unit", "version"], name="catalogue_one_pledge_of_a_version")]

    def __str__(self) -> str:
        return f"{self.unit_id} v{self.version}"


class CatalogueRevision(models.Model):
    """One row: a token that is new after every change, by which processes know that what they remember is old."""

    ONLY: ClassVar[int] = 1
    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="catalogue_one_revision")]

    def __str__(self) -> str:
        return str(self.token)
