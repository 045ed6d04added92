"""Runs the sequencer of the public log, on a thread of its own: no other reader of the journal holds it up."""

import threading
import time

import structlog
from django.db import close_old_connections

from pendapa.config.listening import heard, keep_up, listening_to
from pendapa.journal.channel import CHANNEL as JOURNAL
from pendapa.journal.subscriptions import is_complete
from pendapa.ledger.sequencing import run_sequencer, sequencer

log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0


def keep_log(stopping: threading.Event) -> None:
    """Until `stopping` is set: log each entry at once when told, and see now and then in any case."""
    keep_up(lambda: _listen(stopping), stopping, name="log_loop")


def _listen(stopping: threading.Event) -> None:
    with listening_to(JOURNAL) as listener:
        log.info("log_loop_started")
        due = 0.0
        while not stopping.is_set():
            if time.monotonic() >= due:
                close_old_connections()
                due = time.monotonic() + (POLL_SECONDS if _log_once() else 0.0)
            if heard(listener, stopping):
                due = 0.0


def _log_once() -> bool:
    """Whether nothing waits: what was committed while an older transaction still ran is seen when that has ended, of
    which nobody tells; it is looked for again in a moment."""
    try:
        run_sequencer()
        return is_complete(sequencer())
    except Exception:  # noqa: BLE001 - the loop must not end for it; it is tried again
        log.exception("log_not_written")
        return True
