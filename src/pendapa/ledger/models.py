"""The log as it is kept: its leaves, the hashes over them, what was signed, and who has read how far.

All but the cursors only grow; the database refuses to change or remove a leaf or a checkpoint.
"""

import uuid

from django.db import models


class Log(models.Model):
    """The log of this installation (one row): its name stands in every checkpoint and does not change with settings."""

    name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="ledger_log_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return self.name


class Handle(models.Model):
    """What the log calls a matter: random, unrelated to its number or identifier, the same in all its leaves."""

    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    handle = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="ledger_handle_one_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject_type}:{self.handle.hex}"


class Leaf(models.Model):
    """One entry of the log: its place in the tree, the journal entry it tells of, and its exact bytes."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.index}"


class HashTile(models.Model):
    """Up to 256 hashes of one level, as far as the tree has grown; a narrower tile is its beginning (tlog-tiles)."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """What was signed of the tree, and when. The newest is the one with the highest id."""

    id = models.BigAutoField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size}"


class FollowerCursor(models.Model):
    """The next leaf that a follower of the log will be handed."""

    name = models.CharField(max_length=64, primary_key=True)
    next_index = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
