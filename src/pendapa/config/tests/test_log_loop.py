"""The worker logs what may be told as soon as it is committed, and never ends for a fault."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from pendapa.cases.verbs import ClockStarted
from pendapa.config import log_loop
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.ledger.queries import log_size

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 2.0


@pytest.fixture
def keeping(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Thread]:
    """The loop at work, which would by itself look only once in a minute."""
    settings.PENDAPA_HOME = tmp_path
    monkeypatch.setattr(log_loop, "POLL_SECONDS", 60.0)
    stopping = threading.Event()

    def keep() -> None:
        log_loop.keep_log(stopping)
        connections.close_all()

    thread = threading.Thread(target=keep)
    thread.start()
    yield thread
    stopping.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def _tell() -> None:
    told = ClockStarted(clock="standard", working_days=3, due=None, source="", until=timezone.now().date())
    with transaction.atomic():
        record(SYSTEM, told, Subject("case", "1"), at=timezone.now())


def _logged_within(seconds: float, size: int) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if log_size() >= size:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.usefixtures("keeping")
def test_an_entry_stands_in_the_log_within_two_seconds_of_its_commit() -> None:
    _tell()
    assert _logged_within(20, 1)
    for size in (2, 3):
        _tell()
        assert _logged_within(SECONDS, size)


def test_a_fault_does_not_end_the_loop(monkeypatch: pytest.MonkeyPatch, keeping: threading.Thread) -> None:
    _tell()
    assert _logged_within(20, 1)
    failures = [RuntimeError("broken")]
    sound = log_loop.run_sequencer

    def run_sequencer() -> int:
        if failures:
            raise failures.pop()
        return sound()

    monkeypatch.setattr(log_loop, "run_sequencer", run_sequencer)
    _tell()
    time.sleep(1)
    assert not failures
    _tell()
    assert _logged_within(10, 3)
    assert keeping.is_alive()
