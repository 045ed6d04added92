"""Runs the journal's subscribers and the log's followers and wakes the sender of messages: at once when told, and now
and then in any case."""

import threading
import time
from collections.abc import Callable

import structlog
from django.db import close_old_connections

from pendapa.config.listening import heard, keep_up, listening_to
from pendapa.config.subscribers import LOG_FOLLOWERS, SUBSCRIBERS
from pendapa.journal.channel import CHANNEL as JOURNAL
from pendapa.journal.subscriptions import run_subscriber
from pendapa.ledger.channel import CHANNEL as LOG
from pendapa.ledger.following import run_follower
from pendapa.ledger.witnessing.tasks import wake_asker
from pendapa.notices.actions import NOTIFICATION_CHANNEL as NOTICES
from pendapa.notices.tasks import wake_sender

log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0


def run_subscribers(stopping: threading.Event) -> None:
    """Until `stopping` is set. A fault of one subscriber, or a lost database, never ends the loop."""
    keep_up(lambda: _listen(stopping), stopping, name="journal_loop")


def run_each_once() -> int:
    """Every subscriber up to the end of the journal; returns how many entries were handled."""
    return sum(_run(subscriber.name, lambda one=subscriber: run_subscriber(one)) for subscriber in SUBSCRIBERS)  # type: ignore[misc]


def follow_log_once() -> int:
    """Every follower up to the end of the log; returns how many leaves were handed over."""
    return sum(_run(follower.name, lambda one=follower: run_follower(one)) for follower in LOG_FOLLOWERS)  # type: ignore[misc]


def _run(name: str, read: Callable[[], int]) -> int:
    try:
        return read()
    except Exception:  # noqa: BLE001 - the others must not wait for it; it is tried again
        log.exception("subscriber_failed", subscriber=name)
        return 0


def _listen(stopping: threading.Event) -> None:
    with listening_to(JOURNAL, LOG, NOTICES) as listener:
        log.info("journal_loop_started", subscribers=len(SUBSCRIBERS), followers=len(LOG_FOLLOWERS))
        due, told = 0.0, {LOG, NOTICES}
        while not stopping.is_set():
            if NOTICES in told:
                close_old_connections()
                wake_sender()
            if JOURNAL in told or time.monotonic() >= due:
                close_old_connections()
                run_each_once()
                due = time.monotonic() + POLL_SECONDS
                told.add(LOG)
            if LOG in told:
                close_old_connections()
                follow_log_once()
                wake_asker()
            told = heard(listener, stopping)
