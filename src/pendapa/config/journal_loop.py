"""Runs the journal's subscribers: at once when an entry is written, and every few seconds in any case."""

import threading
import time

import psycopg
import structlog
from django.db import close_old_connections, connections

from pendapa.config.subscribers import SUBSCRIBERS
from pendapa.journal.subscriptions import run_subscriber

log = structlog.get_logger(__name__)

CHANNEL = "pendapa_journal"
POLL_SECONDS = 5.0
LOOK_SECONDS = 0.5


def run_subscribers(stopping: threading.Event) -> None:
    """Until `stopping` is set. A fault of one subscriber, or a lost database, never ends the loop."""
    while not stopping.is_set():
        try:
            _listen(stopping)
        except psycopg.Error as error:
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
        listener.execute(f"LISTEN {CHANNEL}")
        log.info("journal_loop_started", subscribers=len(SUBSCRIBERS))
        due = 0.0
        while not stopping.is_set():
            if time.monotonic() >= due:
                close_old_connections()
                run_each_once()
                due = time.monotonic() + POLL_SECONDS
            if list(listener.notifies(timeout=LOOK_SECONDS, stop_after=1)):
                due = 0.0
