"""The worker's reader of the journal never ends for a fault of one subscriber."""

import threading

import pytest

from pendapa.config import journal_loop
from pendapa.journal.subscriptions import Subscriber


def _nothing(_entry: object) -> None: ...


def test_a_fault_of_one_subscriber_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[str] = []

    def run_subscriber(subscriber: Subscriber) -> int:
        run.append(subscriber.name)
        if subscriber.name == "broken":
            raise RuntimeError("broken")
        return 1

    monkeypatch.setattr(journal_loop, "SUBSCRIBERS", [Subscriber("broken", _nothing), Subscriber("sound", _nothing)])
    monkeypatch.setattr(journal_loop, "run_subscriber", run_subscriber)
    assert journal_loop.run_each_once() == 1
    assert run == ["broken", "sound"]


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_handed_over_at_once_and_the_loop_ends_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    rounds = threading.Semaphore(0)
    monkeypatch.setattr(journal_loop, "run_each_once", lambda: rounds.release() or 0)
    monkeypatch.setattr(journal_loop, "follow_log_once", lambda: 0)
    monkeypatch.setattr(journal_loop, "POLL_SECONDS", 60.0)
    stopping = threading.Event()
    reader = threading.Thread(target=journal_loop.run_subscribers, args=(stopping,))
    reader.start()
    try:
        assert rounds.acquire(timeout=5)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('pendapa_journal', 'case x 1')")
        assert rounds.acquire(timeout=5)
    finally:
        stopping.set()
        reader.join(timeout=5)
    assert not reader.is_alive()
