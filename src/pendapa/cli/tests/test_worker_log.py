"""The public log waits for no other reader of the journal: the worker's threads as they run beside one another."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from pendapa.cases.verbs import ClockStarted
from pendapa.config import journal_loop, log_loop
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import SubscriberCursor
from pendapa.journal.subscriptions import Subscriber
from pendapa.ledger.models import Leaf
from pendapa.ledger.queries import log_size

pytestmark = pytest.mark.django_db(transaction=True)
LOGGED_WITHIN = 2.0
SLEEP = 5.0
Start = Callable[[Subscriber], None]


@pytest.fixture
def start(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the worker's two readers, with this one subscriber; the log is begun, nothing waits."""
    settings.PENDAPA_HOME = tmp_path
    stopping = threading.Event()
    threads: list[threading.Thread] = []

    def closing(loop: Callable[[threading.Event], None]) -> Callable[[], None]:
        def run() -> None:
            loop(stopping)
            connections.close_all()

        return run

    def begin(subscriber: Subscriber) -> None:
        monkeypatch.setattr(journal_loop, "SUBSCRIBERS", [subscriber])
        monkeypatch.setattr(journal_loop, "LOG_FOLLOWERS", [])
        monkeypatch.setattr(journal_loop, "wake_sender", lambda: None)
        threads.extend(
            threading.Thread(target=closing(loop)) for loop in (journal_loop.run_subscribers, log_loop.keep_log)
        )
        for thread in threads:
            thread.start()
        time.sleep(1)

    yield begin
    stopping.set()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()


def _tell(number: int) -> None:
    told = ClockStarted(clock="standard", working_days=3, due=None, source="", until=timezone.now().date())
    with transaction.atomic():
        record(SYSTEM, told, Subject("case", str(number)), at=timezone.now())


def _seconds_until_logged(size: int, patience: float = 30.0) -> float:
    begun = time.monotonic()
    while log_size() < size and time.monotonic() < begun + patience:
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_subscriber_that_sleeps_does_not_delay_the_log(start: Start) -> None:
    asleep = threading.Event()

    def sleep(_entry: object) -> None:
        asleep.set()
        time.sleep(SLEEP)

    start(Subscriber("sleeper", sleep))
    _tell(1)
    assert asleep.wait(10)
    begun = time.monotonic()
    _tell(2)
    assert _seconds_until_logged(2) < LOGGED_WITHIN
    assert time.monotonic() < begun + SLEEP, "the subscriber had woken up meanwhile: nothing was shown"


def test_a_subscriber_with_much_to_write_delays_the_log_by_a_moment_only(start: Start) -> None:
    """Forty entries at a tenth of a second each, which all in one transaction would hold the log up for four."""
    handled = []

    def write_slowly(entry: Any) -> None:
        SubscriberCursor.objects.update_or_create(name=f"written-{entry.pk}")
        time.sleep(0.1)
        handled.append(entry.pk)

    start(Subscriber("writer", write_slowly))
    with transaction.atomic():
        for number in range(40):
            _tell(number)
    _seconds_until_logged(40)
    while len(handled) < 3:
        time.sleep(0.02)
    _tell(41)
    assert _seconds_until_logged(41) < LOGGED_WITHIN
    assert len(handled) < 40, "the subscriber had ended meanwhile: nothing was shown"
    until = time.monotonic() + 30
    while len(handled) < 41 and time.monotonic() < until:
        time.sleep(0.05)
    assert handled == sorted(set(handled))
    assert Leaf.objects.count() == 41


def test_what_is_committed_while_an_older_transaction_runs_is_logged_soon_after_it(start: Start) -> None:
    """The older one ends without a word in the journal, so nobody tells of it."""
    start(Subscriber("idle", lambda _entry: None))
    ready, end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            SubscriberCursor.objects.create(name="held")
            ready.set()
            end.wait(20)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert ready.wait(10)
    _tell(1)
    time.sleep(1.5)
    assert log_size() == 0
    end.set()
    holder.join()
    assert _seconds_until_logged(1) < LOGGED_WITHIN
