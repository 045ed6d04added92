"""The mailbox of a unit, the threads in it, and their sealed letters. Times are days, keys are random."""

import uuid

from django.db import models

from pendapa.complaints.whistle.rules import RETENTION_DAYS
from pendapa.complaints.whistle.unit_keys import fingerprint
from pendapa.journal.actions import Subject
from pendapa.kernel.fields import EncryptedTextField
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Mailbox(models.Model):
    """The mailbox of one oversight unit; at most one takes new reports. Without a key it takes none."""

    unit = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    is_accepting = models.BooleanField(default=True)
    public_key = models.BinaryField(null=True)
    wrapped_by_passphrase = EncryptedTextField(context="whistle.mailbox.passphrase", null=True)
    wrapped_by_recovery = EncryptedTextField(context="whistle.mailbox.recovery", null=True)
    key_made_on = models.DateField(null=True)
    retention_days = models.PositiveSmallIntegerField(default=RETENTION_DAYS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_accepting"], condition=models.Q(is_accepting=True), name="whistle_one_accepts"
            ),
            models.CheckConstraint(
                name="whistle_whole_key",
                condition=models.Q(
                    public_key__isnull=True, wrapped_by_passphrase__isnull=True, wrapped_by_recovery__isnull=True
                )
                | models.Q(
                    public_key__isnull=False, wrapped_by_passphrase__isnull=False, wrapped_by_recovery__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}"

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the mailbox."""
        return Scope(unit_path=self.unit.path)

    @property
    def subject(self) -> Subject:
        """What the journal's entries about this mailbox are about; never a thread."""
        return Subject("mailbox", str(self.pk))

    @property
    def fingerprint(self) -> str:
        return fingerprint(bytes(self.public_key)) if self.public_key else ""


class Thread(models.Model):
    """One reporter's correspondence. `index` is found by the phrase alone; `reporter_key` seals what they may read."""

    class Status(models.TextChoices):
        NEW = "new"
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="threads")
    index = models.CharField(max_length=64, unique=True)
    reporter_key = models.BinaryField()
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.NEW)
    is_unread = models.BooleanField(default=True)
    opened_on = models.DateField()
    changed_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mailbox", "-changed_on", "id"], name="whistle_thread_list")]
        constraints = [
            models.CheckConstraint(
                name="whistle_closed_on_a_day",
                condition=models.Q(status="closed", closed_on__isnull=False)
                | (~models.Q(status="closed") & models.Q(closed_on__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Letter(models.Model):
    """One sealed letter. Notes and records of the unit have no key for the reporter."""

    class Author(models.TextChoices):
        REPORTER = "reporter"
        UNIT = "unit"
        NOTE = "note"
        RECORD = "record"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="letters")
    position = models.PositiveSmallIntegerField()
    author = models.CharField(max_length=8, choices=Author.choices)
    day = models.DateField()
    body = models.BinaryField()
    key_for_unit = models.BinaryField()
    key_for_reporter = models.BinaryField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "position"], name="whistle_one_letter_a_position"),
            models.CheckConstraint(
                name="whistle_notes_stay_inside",
                condition=models.Q(author__in=["reporter", "unit"], key_for_reporter__isnull=False)
                | models.Q(author__in=["note", "record"], key_for_reporter__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Enclosure(models.Model):
    """A picture or PDF under its letter's key; type and name are inside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures")
    position = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["letter", "position"], name="whistle_one_enclosure_a_position")]

    def __str__(self) -> str:
        return str(self.pk)
