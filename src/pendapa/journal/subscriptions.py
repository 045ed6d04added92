"""Readers of the journal: each handles every entry once, in order, whatever dies in between.

A transaction that drew a lower id may commit later than one with a higher id. Reading stays below the oldest
transaction still running (`journal_horizon()`), and takes what is finished there as one band, ordered by id.
Two entries about one matter are written under its row lock; while the earlier-numbered transaction of the two
runs, neither is below the horizon, so both fall into one band (or in the right order into two) and id order is
the order in which they happened.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from pendapa.journal.models import Entry, SubscriberCursor

log = structlog.get_logger(__name__)

BATCH = 200
LONGEST_HOLD = 0.5
"""Seconds after which one transaction takes no further entry: while it runs, no reader sees what came after it."""
LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A named reader. `verbs` narrows what it is handed (empty: all), and so does `heeds`, asked of each entry without
    the database. `handle` writes in the same transaction as the cursor's move, last, and not for long: from its first
    write to the commit no reader gets beyond it. Whatever it does outside the database must be queued there."""

    name: str
    handle: Callable[[Entry], None]
    verbs: frozenset[str] = frozenset()
    heeds: Callable[[Entry], bool] = lambda _entry: True

    @property
    def at_most(self) -> int:
        """How many entries one transaction takes."""
        return BATCH

    def hand_over(self, entries: Sequence[Entry], cursor: SubscriberCursor) -> int:
        """Handle them one by one and move the cursor after each; returns how many it handled before one failed or the
        time was up."""
        begun = time.monotonic()
        for done, entry in enumerate(entries):
            if done and time.monotonic() - begun > LONGEST_HOLD:
                return done
            try:
                if self.heeds(entry):
                    with transaction.atomic():
                        self.handle(entry)
            except Exception as error:  # whatever fails in a reader waits and is tried again, none is skipped
                _note_failure(cursor, entry, error)
                return done
            cursor.last_id = entry.pk
            cursor.handled += 1
        return len(entries)


@dataclass(frozen=True, slots=True)
class BatchSubscriber:
    """A named reader that is handed entries many at a time, in their order: `handle` writes what it makes of them all
    in the one transaction of the cursor's move, or fails for them all. `among` narrows what it is handed. `until`
    gives, for the transaction number up to which it has read, the one it may read up to now; without it all that is
    finished. What it gives must be finished."""

    name: str
    handle: Callable[[Sequence[Entry]], None]
    verbs: frozenset[str] = frozenset()
    at_most: int = 1000
    among: Q = field(default_factory=Q)
    until: Callable[[int], int] | None = None

    def hand_over(self, entries: Sequence[Entry], cursor: SubscriberCursor) -> int:
        """Handle them together; returns their number, or 0 when that failed."""
        if not entries:
            return 0
        try:
            with transaction.atomic():
                self.handle(entries)
        except Exception as error:  # as above; the whole batch waits
            _note_failure(cursor, entries[0], error)
            return 0
        cursor.last_id = entries[-1].pk
        cursor.handled += len(entries)
        return len(entries)


Reader = Subscriber | BatchSubscriber


def run_subscriber(subscriber: Reader) -> int:
    """Handle all that is finished and not yet handled; returns how many entries were handed over.

    Returns at once while another process runs the same subscriber, or while it waits after a failure.
    """
    handled = 0
    while True:
        step = _handle_batch(subscriber)
        handled += step.handled
        if not step.goes_on:
            return handled


@dataclass(frozen=True, slots=True)
class _Step:
    handled: int
    goes_on: bool


_NOTHING = _Step(0, False)


def _handle_batch(subscriber: Reader) -> _Step:
    if not _has_news(subscriber.name):
        return _NOTHING
    with transaction.atomic():
        cursor = _held_cursor(subscriber)
        if cursor is None or is_pausing(cursor.retry_at) or not _open_band(cursor, subscriber):
            return _NOTHING
        entries = _entries_in_band(cursor, subscriber)
        failures = cursor.failures
        done = subscriber.hand_over(entries, cursor)
        has_failed = cursor.failures > failures
        if not has_failed:
            cursor.failures, cursor.last_error, cursor.retry_at = 0, "", None
        if done == len(entries) < subscriber.at_most:
            cursor.low, cursor.last_id = cursor.high, 0
        cursor.save()
    return _Step(done, goes_on=not has_failed)


def _held_cursor(subscriber: Reader) -> SubscriberCursor | None:
    """The reader's place, held until the transaction ends; None while somebody else holds it.

    A lock on its row would draw a transaction number, and the horizon would stop at it while entries are still being
    looked at; who reads one by one holds an advisory lock instead, which draws none.
    """
    cursors = SubscriberCursor.objects.filter(name=subscriber.name)
    if isinstance(subscriber, BatchSubscriber):
        return cursors.select_for_update(skip_locked=True).first()
    with connection.cursor() as lock:
        lock.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"reader:{subscriber.name}"])
        is_ours = bool(lock.fetchone()[0])
    return cursors.first() if is_ours else None


def is_pausing(retry_at: datetime | None) -> bool:
    """Whether a reader still pauses after a failure; not by a time that was written before the clock was set back."""
    now = timezone.now()
    return retry_at is not None and now < retry_at <= now + LONGEST_PAUSE


def _has_news(name: str) -> bool:
    cursor, _created = SubscriberCursor.objects.get_or_create(name=name)
    return cursor.low < cursor.high or Entry.objects.filter(transaction_id__gte=cursor.low).exists()


def _open_band(cursor: SubscriberCursor, subscriber: Reader) -> bool:
    """Take up what is finished beyond the last band, unless a band is still open; False when there is nothing."""
    if cursor.low < cursor.high:
        return True
    until = subscriber.until if isinstance(subscriber, BatchSubscriber) else None
    horizon = until(cursor.low) if until else _horizon()
    if not Entry.objects.filter(transaction_id__gte=cursor.low, transaction_id__lt=horizon).exists():
        return False
    cursor.high, cursor.last_id = horizon, 0
    return True


def _entries_in_band(cursor: SubscriberCursor, subscriber: Reader) -> list[Entry]:
    band = Entry.objects.filter(
        transaction_id__gte=cursor.low, transaction_id__lt=cursor.high, id__gt=cursor.last_id
    ).order_by("id")
    if subscriber.verbs:
        band = band.filter(verb__in=subscriber.verbs)
    if isinstance(subscriber, BatchSubscriber):
        band = band.filter(subscriber.among)
    return list(band[: subscriber.at_most])


def _horizon() -> int:
    """The oldest transaction of this database still running: everything below it is committed or rolled back.

    What committed while this was asked is seen by the next statement, which reads the entries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_horizon()")
        return int(cursor.fetchone()[0])


def _note_failure(cursor: SubscriberCursor, entry: Entry, error: Exception) -> None:
    cursor.failures += 1
    cursor.last_error = f"{type(error).__name__} at entry {entry.pk}: {error}"[:2000]
    cursor.retry_at = timezone.now() + pause_after(cursor.failures)
    log.error("subscriber_failed", subscriber=cursor.name, entry=entry.pk, error=cursor.last_error)


def pause_after(failures: int) -> timedelta:
    """How long a reader waits after so many failures in a row: 2, 4, 8 … seconds, at most 15 minutes."""
    return min(timedelta(seconds=2 ** min(failures, 12)), LONGEST_PAUSE)


def is_complete(subscriber: Reader) -> bool:
    """Whether the subscriber has handled every entry that is committed now."""
    cursor = SubscriberCursor.objects.filter(name=subscriber.name).first()
    pending = Entry.objects.filter(verb__in=subscriber.verbs) if subscriber.verbs else Entry.objects.all()
    if cursor is None:
        return not pending.exists()
    in_band = pending.filter(transaction_id__gte=cursor.low, transaction_id__lt=cursor.high, id__gt=cursor.last_id)
    beyond = pending.filter(transaction_id__gte=cursor.high)
    return not in_band.exists() and not beyond.exists()
