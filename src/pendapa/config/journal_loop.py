"""Runs the journal's subscribers and wakes the sender of messages: at once when told, and now and then in any case."""

import threading
import time

import psycopg
import structlog
from django.db import Error, close_old_connections, connections

from pendapa.config.subscribers import SUBSCRIBERS
from pendapa.journal.channel import CHANNEL as JOURNAL
from pendapa.journal.subscriptions import run_subscriber
from pendapa.notices.actions import NOTIFICATION_CHANNEL as NOTICES
from pendapa.notices.tasks import wake_sender

log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0
LOOK_SECONDS = 0.5
# Of many entries in a short time the first is handled at once, the others together.
GATHER_SECONDS = 0.2


def run_subscribers(stopping: threading.Event) -> None:
    """Until `stopping` is set. A fault of one subscriber, or a lost database, never ends the loop."""
    while not stopping.is_set():
        try:
            _listen(stopping)
        except (psycopg.Error, Error) as error:
            log.warning("journal_loop_lost", error=type(error).__name__)
            stopping.wait(1)


def run_each_once() -> int:
    """Every subscriber up to the end of the journal; returns how many entries were handled."""
    handled = 0
    for subscriber in SUBSCRIBERS:
        try:
            handled += run_subscriber(subscriber)
        except Exception:  # noqa: BLE001 - the others must not wait for it; it is tried again
            log.exception("subscriber_failed", subscriber=subscriber.name)
    return handled


def _listen(stopping: threading.Event) -> None:
    parameters = connections["default"].get_connection_params()
    for name in ("pool", "cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters, autocommit=True) as listener:
        listener.execute(f"LISTEN {JOURNAL}")
        listener.execute(f"LISTEN {NOTICES}")
        log.info("journal_loop_started", subscribers=len(SUBSCRIBERS))
        due, is_mail_waiting = 0.0, True
        while not stopping.is_set():
            if is_mail_waiting:
                close_old_connections()
                wake_sender()
                is_mail_waiting = False
            if time.monotonic() >= due:
                close_old_connections()
                run_each_once()
                due = time.monotonic() + POLL_SECONDS
            heard = {notice.channel for notice in listener.notifies(timeout=LOOK_SECONDS, stop_after=1)}
            if heard:
                stopping.wait(GATHER_SECONDS)
                heard |= {notice.channel for notice in listener.notifies(timeout=0)}
            is_mail_waiting = NOTICES in heard
            if JOURNAL in heard:
                due = 0.0
