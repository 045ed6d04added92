"""Readers of the log: each is handed every leaf once, in the order of the tree, many at a time.

What they make of them and the move of their cursor are one transaction. They know nothing that an outsider with the
published log could not know.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from pendapa.journal.subscriptions import is_pausing, pause_after
from pendapa.ledger.models import FollowerCursor
from pendapa.ledger.queries import leaves_from, log_size

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LoggedLeaf:
    """A leaf and where it stands; `data` is its JSON, read."""

    index: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Follower:
    """A named reader of the log. `take` writes in the transaction of the cursor's move."""

    name: str
    take: Callable[[Sequence[LoggedLeaf]], None]
    at_most: int = 1000


def run_follower(follower: Follower) -> int:
    """Hand over all that is signed and not yet handed over; returns how many leaves that were.

    Returns at once while another process runs the same follower, or while it waits after a failure.
    """
    FollowerCursor.objects.get_or_create(name=follower.name)
    taken = 0
    while step := _take_batch(follower):
        taken += step
        if step < follower.at_most:
            break
    return taken


def _take_batch(follower: Follower) -> int:
    with transaction.atomic():
        cursor = FollowerCursor.objects.select_for_update(skip_locked=True).filter(name=follower.name).first()
        if cursor is None or is_pausing(cursor.retry_at):
            return 0
        limit = min(follower.at_most, log_size() - cursor.next_index)
        leaves = [LoggedLeaf(index, json.loads(data)) for index, data in leaves_from(cursor.next_index, limit)]
        if not leaves:
            return 0
        taken = _hand_over(follower, leaves, cursor)
        cursor.save()
    return taken


def _hand_over(follower: Follower, leaves: Sequence[LoggedLeaf], cursor: FollowerCursor) -> int:
    try:
        with transaction.atomic():
            follower.take(leaves)
    except Exception as error:  # whatever fails in a follower waits and is tried again, no leaf is skipped
        cursor.failures += 1
        cursor.last_error = f"{type(error).__name__} at leaf {leaves[0].index} or after: {error}"[:2000]
        cursor.retry_at = timezone.now() + pause_after(cursor.failures)
        log.error("log_follower_failed", follower=follower.name, leaf=leaves[0].index, error=cursor.last_error)
        return 0
    cursor.next_index = leaves[-1].index + 1
    cursor.failures, cursor.last_error, cursor.retry_at = 0, "", None
    return len(leaves)
