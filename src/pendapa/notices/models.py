"""What a person is told, by which ways, and in which words; messages on their way; what comes in by SMS and chat."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pendapa.kernel.fields import EncryptedTextField
from pendapa.notices.channels import Channel


class Notice(models.Model):
    """One piece of news for one person, in the words and the language in which they were told it.

    `key` names the event: the same key never makes a second notice. Without an account it is for a bare contact, and
    only its messages are ever seen. While `digest_at` is set it waits for the person's next digest by
    `digest_channels`.
    """

    key = models.CharField(max_length=200, unique=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    occasion = models.CharField(max_length=60)
    title = EncryptedTextField(context="notices.notice.title")
    body = EncryptedTextField(context="notices.notice.body", blank=True, default="")
    link = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)
    digest_channels = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-id"], name="notices_notice_of_account"),
            models.Index(fields=["account"], condition=Q(read_at__isnull=True), name="notices_notice_unread"),
            models.Index(fields=["digest_at"], condition=Q(digest_at__isnull=False), name="notices_notice_digest"),
        ]

    def __str__(self) -> str:
        return self.key


class PushSubscription(models.Model):
    """A browser that a person let us send to. Whoever knows these three values can be sent to by us alone."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = EncryptedTextField(context="notices.push.endpoint")
    endpoint_hash = models.CharField(max_length=64, unique=True)
    browser_key = models.CharField(max_length=90)
    auth = EncryptedTextField(context="notices.push.auth")
    device = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.device or self.endpoint_hash[:8]


class Message(models.Model):
    """One message by one channel, sent once: `key` names its occasion.

    It waits while `next_try` is set. Without one it is sent (`sent_at`), dropped by somebody (`dropped_at`), or dead.
    `link` is an address inside the site, for channels that cannot carry words.
    """

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    recipient = EncryptedTextField(context="notices.message.recipient")
    subject = EncryptedTextField(context="notices.message.subject")
    body = EncryptedTextField(context="notices.message.body", blank=True, default="")
    link = models.CharField(max_length=300, blank=True, default="")
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    subscription = models.ForeignKey(PushSubscription, null=True, blank=True, on_delete=models.CASCADE)
    unsubscribe = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    next_try = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_reports = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try"], condition=Q(next_try__isnull=False), name="notices_message_due"),
            models.Index(
                fields=["created_at"],
                condition=Q(next_try__isnull=True, sent_at__isnull=True, dropped_at__isnull=True),
                name="notices_message_dead",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_try__isnull=True) | Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="notices_sent_is_not_due",
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_dead(self) -> bool:
        return self.sent_at is None and self.next_try is None and self.dropped_at is None


class NoticePreference(models.Model):
    """How one person wants to be told. `channels` holds what they chose for an occasion, where they chose."""

    class Digest(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Together, every morning")
        WEEKLY = "weekly", _("Together, every Monday morning")

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="notice_preference"
    )
    channels = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=8, choices=Digest.choices, default=Digest.AT_ONCE)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notices_quiet_hours_whole",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
            )
        ]

    def __str__(self) -> str:
        return str(self.account_id)


class Refusal(models.Model):
    """An address or number without an account that wants to hear no news from us any more."""

    address_index = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address_index[:8]


class NoticeText(models.Model):
    """The body's own words for an occasion in one language; where there are none, those of the program are said."""

    occasion = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=120)
    body = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occasion", "language"], name="notices_one_text")]

    def __str__(self) -> str:
        return f"{self.occasion} {self.language}"


class InboundMessage(models.Model):
    """An SMS or chat message that came in, and what was answered: the same message is never handled twice."""

    channel = models.CharField(max_length=8, choices=Channel.choices)
    message_id = models.CharField(max_length=100)
    sender = EncryptedTextField(context="notices.inbound.sender")
    sender_index = models.CharField(max_length=64)
    text = EncryptedTextField(context="notices.inbound.text")
    reply = EncryptedTextField(context="notices.inbound.reply", blank=True, default="")
    word = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "message_id"], name="notices_inbound_once")]
        indexes = [models.Index(fields=["sender_index", "received_at"], name="notices_inbound_sender")]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"
