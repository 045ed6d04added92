"""Messages on their way to a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendapa.kernel.fields import EncryptedTextField


class Message(models.Model):
    """One message, sent once: `key` names its occasion. A message with neither `sent_at` nor `next_try` is dead."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    recipient = EncryptedTextField(context="notices.message.recipient")
    subject = EncryptedTextField(context="notices.message.subject")
    body = EncryptedTextField(context="notices.message.body", blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    next_try = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try"], condition=models.Q(next_try__isnull=False), name="notices_message_due")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(next_try__isnull=True),
                name="notices_sent_is_not_due",
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_dead(self) -> bool:
        return self.sent_at is None and self.next_try is None
