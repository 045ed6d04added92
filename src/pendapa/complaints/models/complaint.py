"""A complaint, its answers, and who follows it."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pendapa.cases.models import Case, Message
from pendapa.complaints.models.settings import Topic
from pendapa.complaints.rules import Kind, is_withheld
from pendapa.kernel.fields import EncryptedJSONField, EncryptedTextField
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Stage(models.TextChoices):
    """Where the work on a complaint stands; the case's own status says less."""

    RECEIVED = "received", _("To be checked")
    VERIFIED = "verified", _("Checked")
    FORWARDED = "forwarded", _("With the unit")
    ASKED = "asked", _("Asked back")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class Publication(models.TextChoices):
    """Whether the public may read a complaint."""

    PENDING = "pending", _("Not looked at yet")
    PUBLISHED = "published", _("Published")
    WITHHELD = "withheld", _("Withheld")


class Source(models.TextChoices):
    """Through which door a complaint came."""

    WEB = "web", _("Website")
    OPEN311 = "open311", "Open311"
    SMS = "sms", _("SMS or chat")
    IMPORT = "import", _("Imported")
    COUNTER = "counter", _("Counter")


class Complaint(models.Model):
    """What a person complains of, suggests or asks. The words and the exact place are encrypted.

    `public_text` and the rounded place are what the public may read once `publication` says so; never before, and
    never of a secret complaint (`queries.public_complaints`). Of an anonymous one no account is known at all.
    `outside_body` answers through the unit that handed the complaint over to it. `told_up_to` is the organisation that
    was told last in the chain of escalation, `escalation_level` how many were.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="complaint")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.COMPLAINT)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="complaints")
    text = EncryptedTextField(context="complaints.complaint.text")
    public_text = models.TextField(blank=True)
    region_code = models.CharField(max_length=13, blank=True, db_index=True)
    region_name = models.CharField(max_length=400, blank=True)
    place = EncryptedTextField(context="complaints.complaint.place", blank=True, default="")
    latitude = EncryptedJSONField(context="complaints.complaint.latitude", null=True, blank=True)
    longitude = EncryptedJSONField(context="complaints.complaint.longitude", null=True, blank=True)
    public_latitude = models.FloatField(null=True, blank=True)
    public_longitude = models.FloatField(null=True, blank=True)
    is_secret = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    publication = models.CharField(max_length=9, choices=Publication.choices, default=Publication.PENDING)
    published_at = models.DateTimeField(null=True, blank=True)
    joined_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    submission_key = models.UUIDField(unique=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.WEB)
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.RECEIVED)
    suggested_unit = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggested_complaints"
    )
    outside_body = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints_from_outside"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    respond_by = models.DateField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    is_solved = models.BooleanField(null=True, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    reopenings = models.PositiveSmallIntegerField(default=0)
    hand_ons = models.PositiveSmallIntegerField(default=0)
    escalation_level = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True, blank=True)
    told_up_to = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.SET_NULL, related_name="escalated_complaints"
    )
    follower_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["publication", "-published_at"], name="complaints_published"),
            models.Index(
                fields=["respond_by"], condition=models.Q(respond_by__isnull=False), name="complaints_respond_by"
            ),
            models.Index(
                fields=["public_latitude", "public_longitude"],
                condition=models.Q(public_latitude__isnull=False),
                name="complaints_place",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="complaints_rating", condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5))
            ),
            models.CheckConstraint(
                name="complaints_whole_place",
                condition=models.Q(public_latitude__isnull=True, public_longitude__isnull=True)
                | models.Q(public_latitude__isnull=False, public_longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="complaints_secret_is_not_published",
                condition=models.Q(is_secret=False) | ~models.Q(publication="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.case.number

    def permission_scope(self) -> Scope:
        """Needs `case__unit` selected with the complaint."""
        return self.case.permission_scope()

    @property
    def is_sealed(self) -> bool:
        """Whether the journal may tell nothing of it in clear."""
        return self.is_secret or self.is_anonymous or is_withheld(self.kind)

    @cached_property
    def loaded_answers(self) -> "list[Answer]":
        """The answers with their words, oldest first, read once per instance."""
        return list(self.answers.select_related("message", "unit").order_by("at", "pk"))


class Answer(models.Model):
    """A message of the office that counts as its answer; `is_public` answers are read by everyone who may read the
    complaint. `unit` is who answers, also where another body's answer is only handed on."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="answers")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="answer")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.complaint} {self.at:%Y-%m-%d}"


class Follower(models.Model):
    """Somebody who reported the same or wants to hear of it, by account or by a contact of their own."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="followers")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="followed_complaints"
    )
    contact_email = EncryptedTextField(context="complaints.follower.contact", blank=True, default="")
    contact_phone = EncryptedTextField(context="complaints.follower.contact", blank=True, default="")
    contact_index = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=5, default="id")
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "account"],
                condition=models.Q(account__isnull=False),
                name="complaints_follows_once",
            ),
            models.UniqueConstraint(
                fields=["complaint", "contact_index"],
                condition=~models.Q(contact_index=""),
                name="complaints_contact_follows_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.joined_at:%Y-%m-%d}"
