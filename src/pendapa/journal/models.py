"""The record: append-only in the database itself, and the places up to which its readers have read."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from pendapa.journal.verbs import Audience, sentence_for


class CurrentTransactionId(models.Func):
    """`pg_current_xact_id()` as a bigint: PostgreSQL gives it on the writing transaction's behalf."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field: "ClassVar[models.Field[Any, Any]]" = models.BigIntegerField()
    arity = 0


class Entry(models.Model):
    """One thing that happened. `commitment` is SHA-256(salt ‖ canonical payload) and outlives an erasure."""

    id = models.BigAutoField(primary_key=True)
    transaction_id = models.BigIntegerField(db_default=CurrentTransactionId(), editable=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_role = models.CharField(max_length=32, blank=True)
    actor_organisation = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=12)
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    payload = models.JSONField(null=True)
    audience = models.CharField(max_length=8, choices=[(a.value, a.value) for a in Audience])
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="journal_entry_subject"),
            models.Index(fields=["transaction_id", "id"], name="journal_entry_order"),
            models.Index(fields=["verb", "at"], name="journal_entry_verb"),
        ]
        constraints = [
            models.CheckConstraint(
                name="journal_entry_whole_or_erased",
                condition=models.Q(payload__isnull=False, salt__isnull=False, erased_at__isnull=True)
                | models.Q(payload__isnull=True, salt__isnull=True, erased_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.subject_type}:{self.subject_id}"

    @property
    def sentence(self) -> str:
        return sentence_for(self.verb, self.payload or {})


class Erasure(models.Model):
    """Who had the personal content of an entry cleared, when and why; written by the erasing function itself."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="erasure")
    at = models.DateTimeField(db_default=Now())
    actor_id = models.CharField(max_length=64)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="journal_erasure_has_reason", condition=models.Q(reason__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.reason}"


class Numbering(models.Model):
    """What is added to this database server's own transaction numbers (one row).

    A dump read into another server meets smaller transaction numbers than those of the entries it brings; the
    offset puts every new entry after them. `server` is the identifier that PostgreSQL gives a cluster.
    """

    server = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="journal_numbering_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"+{self.offset}"


class SubscriberCursor(models.Model):
    """How far one subscriber has handled the journal.

    Entries are taken in whole bands of finished transactions, `low <= transaction_id < high`, and inside a
    band by id. `last_id` is the last one handled in the open band; no band is open where `low == high`.
    """

    name = models.CharField(max_length=64, primary_key=True)
    low = models.BigIntegerField(default=0)
    high = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    handled = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
