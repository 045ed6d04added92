"""Readers of the journal: each handles every entry once, in order, whatever dies in between.

A transaction that drew a lower id may commit later than one with a higher id. Reading stays below the oldest
transaction still running (`pg_snapshot_xmin`), and takes what is finished there as one band, ordered by id.
Two entries about one matter are written under its row lock; while the earlier-numbered transaction of the two
runs, neither is below the horizon, so both fall into one band (or in the right order into two) and id order is
the order in which they happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from pendapa.journal.models import Entry, SubscriberCursor

log = structlog.get_logger(__name__)

BATCH = 200
LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A named reader. `verbs` narrows what it is handed (empty: all). `handle` writes in the same transaction as
    the cursor's move; whatever it does outside the database must be queued there, not done there."""

    name: str
    handle: Callable[[Entry], None]
    verbs: frozenset[str] = frozenset()


def run_subscriber(subscriber: Subscriber) -> int:
    """Handle all that is finished and not yet handled; returns how many entries were handed over.

    Returns 0 at once while another process runs the same subscriber, or while it waits after a failure.
    """
    handled = 0
    while True:
        step = _handle_batch(subscriber)
        if step is None:
            return handled
        handled += step


def _handle_batch(subscriber: Subscriber) -> int | None:
    place, _created = SubscriberCursor.objects.get_or_create(name=subscriber.name)
    if not Entry.objects.filter(transaction_id__gte=place.low, id__gt=place.last_id).exists() and not (
        Entry.objects.filter(transaction_id__gte=place.high).exists()
    ):
        return None
    failed_on: Entry | None = None
    with transaction.atomic():
        cursor = SubscriberCursor.objects.select_for_update(skip_locked=True).filter(name=subscriber.name).first()
        if cursor is None or (cursor.retry_at and cursor.retry_at > timezone.now()):
            return None
        entries = _entries_in_band(cursor, subscriber)
        if not entries:
            horizon = _horizon()
            if not Entry.objects.filter(transaction_id__gte=cursor.high, transaction_id__lt=horizon).exists():
                return None
            cursor.low, cursor.high, cursor.last_id = cursor.high, horizon, 0
            cursor.save(update_fields=["low", "high", "last_id"])
            return 0
        done = 0
        for entry in entries:
            try:
                with transaction.atomic():
                    subscriber.handle(entry)
            except Exception as error:  # noqa: BLE001 - any fault of a reader waits and is tried again, none is skipped
                failed_on = entry
                _note_failure(cursor, entry, error)
                break
            cursor.last_id = entry.pk
            cursor.handled += 1
            done += 1
        if failed_on is None:
            cursor.failures, cursor.last_error, cursor.retry_at = 0, "", None
        cursor.save()
    return None if failed_on else done


def _entries_in_band(cursor: SubscriberCursor, subscriber: Subscriber) -> list[Entry]:
    band = Entry.objects.filter(
        transaction_id__gte=cursor.low, transaction_id__lt=cursor.high, id__gt=cursor.last_id
    ).order_by("id")
    if subscriber.verbs:
        band = band.filter(verb__in=subscriber.verbs)
    return list(band[:BATCH])


def _horizon() -> int:
    """The oldest transaction still running: everything below it is finished, seen or rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _note_failure(cursor: SubscriberCursor, entry: Entry, error: Exception) -> None:
    cursor.failures += 1
    cursor.last_error = f"{type(error).__name__} at entry {entry.pk}: {error}"[:2000]
    pause = min(timedelta(seconds=2 ** min(cursor.failures, 12)), LONGEST_PAUSE)
    cursor.retry_at = timezone.now() + pause
    log.error("subscriber_failed", subscriber=cursor.name, entry=entry.pk, error=cursor.last_error)


def is_complete(subscriber: Subscriber) -> bool:
    """Whether the subscriber has handled every entry that is committed now."""
    cursor = SubscriberCursor.objects.filter(name=subscriber.name).first()
    pending = Entry.objects.filter(verb__in=subscriber.verbs) if subscriber.verbs else Entry.objects.all()
    if cursor is None:
        return not pending.exists()
    in_band = pending.filter(transaction_id__gte=cursor.low, transaction_id__lt=cursor.high, id__gt=cursor.last_id)
    beyond = pending.filter(transaction_id__gte=cursor.high)
    return not in_band.exists() and not beyond.exists()
