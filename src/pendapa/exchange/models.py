"""Keys of machines, what Open311 adds to topics and complaints, and the other endpoints that we exchange with."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pendapa.complaints.models import Complaint, Topic
from pendapa.kernel.fields import EncryptedJSONField, EncryptedTextField
from pendapa.people.models import Organization


class ApiKey(models.Model):
    """What a program shows to be known. Only its digest is kept; `opening` is its first group, to tell keys apart.

    `hourly_limit`: requests handed in within an hour. `submission_key` is that of the form which issued it.
    """

    opening = models.CharField(max_length=4)
    key_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    organization = models.CharField(max_length=200)
    may_read = models.BooleanField(default=True)
    may_write = models.BooleanField(default=True)
    hourly_limit = models.PositiveIntegerField(default=60)
    submission_key = models.UUIDField(unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.organization})"


class TopicProfile(models.Model):
    """What a list of services says of a topic besides its name. A `batch` topic answers with a token first."""

    class Delivery(models.TextChoices):
        REALTIME = "realtime", _("The number at once")
        BATCH = "batch", _("A token first")

    topic = models.OneToOneField(Topic, primary_key=True, on_delete=models.CASCADE, related_name="open311")
    delivery = models.CharField(max_length=8, choices=Delivery.choices, default=Delivery.REALTIME)
    description = models.TextField(max_length=1000, blank=True)
    description_en = models.TextField(max_length=1000, blank=True)
    keywords = models.CharField(max_length=300, blank=True)
    group = models.CharField(max_length=120, blank=True)
    notice = models.TextField(max_length=1000, blank=True)
    notice_en = models.TextField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return str(self.topic)


class TopicAttribute(models.Model):
    """Something that is asked besides, for one topic (GeoReport v2, service definition).

    `is_asked` false: only told to the person. `choices` is a list of {"key", "name", "name_en"} for the two lists.
    """

    class Datatype(models.TextChoices):
        STRING = "string", _("A few words")
        NUMBER = "number", _("A number")
        DATETIME = "datetime", _("A day and time")
        TEXT = "text", _("A longer text")
        SINGLE = "singlevaluelist", _("One of a list")
        MULTI = "multivaluelist", _("Several of a list")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="attributes")
    code = models.SlugField(max_length=40)
    datatype = models.CharField(max_length=15, choices=Datatype.choices)
    is_asked = models.BooleanField(default=True)
    is_required = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=1)
    description = models.CharField(max_length=300)
    description_en = models.CharField(max_length=300, blank=True)
    hint = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    choices = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "code"], name="exchange_attribute_once"),
            models.CheckConstraint(
                name="exchange_lists_have_choices",
                condition=~Q(datatype__in=["singlevaluelist", "multivaluelist"]) | ~Q(choices=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.code}"

    @property
    def is_list(self) -> bool:
        return self.datatype in (self.Datatype.SINGLE, self.Datatype.MULTI)

    @property
    def local_description(self) -> str:
        return self.description_en if is_english() and self.description_en else self.description

    @property
    def local_hint(self) -> str:
        return self.hint_en if is_english() and self.hint_en else self.hint

    @property
    def local_choices(self) -> dict[str, str]:
        """Name by key, in the language now active."""
        return {
            str(one["key"]): str((is_english() and one.get("name_en")) or one["name"])
            for one in self.choices
            if isinstance(one, dict) and "key" in one and "name" in one
        }


class Direction(models.TextChoices):
    """Who tells whom of reports."""

    SEND = "send", _("We send to them")
    RECEIVE = "receive", _("They send to us")
    BOTH = "both", _("Both")


class Open311Peer(models.Model):
    """The Open311 endpoint of another body: `url` ends before "/requests.json".

    `service_codes` gives their code for the slug of our topic, `default_code` for all others. `received_with` is the
    key with which they send to us. Unless `sends_unpublished`, a report waits until it is published, for they may
    show to everyone what we send. `api_key` is theirs, given to us.
    """

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="open311_peer")
    url = models.URLField(max_length=300)
    jurisdiction_id = models.CharField(max_length=120, blank=True)
    api_key = EncryptedTextField(context="exchange.peer.api_key", blank=True, default="")
    direction = models.CharField(max_length=7, choices=Direction.choices, default=Direction.BOTH)
    service_codes = models.JSONField(default=dict, blank=True)
    default_code = models.CharField(max_length=80, blank=True)
    format = models.CharField(max_length=4, choices=[("json", "JSON"), ("xml", "XML")], default="json")
    received_with = models.OneToOneField(
        ApiKey, null=True, blank=True, on_delete=models.SET_NULL, related_name="open311_peer"
    )
    sends_unpublished = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["organization__name"]

    def __str__(self) -> str:
        return f"{self.organization} {self.url}"

    @property
    def host(self) -> str:
        """Host and port, by which an installation is named in a list of hops."""
        return urlsplit(self.url).netloc.lower()

    @property
    def sends(self) -> bool:
        return self.is_active and self.direction in (Direction.SEND, Direction.BOTH)

    def code_for(self, topic: str) -> str:
        """Their service code for a topic of ours; empty when there is none."""
        return str(self.service_codes.get(topic) or self.default_code)


class ServiceRequest(models.Model):
    """What Open311 knows of a complaint that came this way: with which key, under which token, over which hops."""

    complaint = models.OneToOneField(
        Complaint, primary_key=True, on_delete=models.CASCADE, related_name="service_request"
    )
    api_key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="requests")
    token = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64, blank=True)
    answers = EncryptedJSONField(context="exchange.service_request.answers", default=dict)
    account_id = models.CharField(max_length=120, blank=True)
    hops = models.JSONField(default=list)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["digest", "-received_at"], name="exchange_sent_again")]

    def __str__(self) -> str:
        return f"{self.complaint_id}"


class PeerRequest(models.Model):
    """A complaint that is sent to a peer, once; `key` is that of the one request which it makes there.

    `next_try` empty and `sent_at` empty: it waits for its publication, or was given up (`last_error`).
    `told` holds digests of the words that came back already.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="peer_requests")
    peer = models.ForeignKey(Open311Peer, on_delete=models.PROTECT, related_name="requests")
    key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=120, blank=True)
    remote_token = models.CharField(max_length=120, blank=True)
    remote_status = models.CharField(max_length=8, blank=True)
    remote_updated_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "peer"], name="exchange_sent_once")]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(next_try__isnull=False), name="exchange_peer_due"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.peer_id}"


def is_english() -> bool:
    """Whether English is the language now active."""
    return (get_language() or "").startswith("en")
