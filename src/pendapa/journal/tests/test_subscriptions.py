import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import time_machine
from django.db import connection, connections, transaction
from django.utils import timezone

from pendapa.journal import subscriptions
from pendapa.journal.actions import Subject, record, renumber_after_restore
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry, Numbering, SubscriberCursor
from pendapa.journal.subscriptions import BatchSubscriber, Subscriber, is_complete, run_subscriber
from pendapa.journal.tests.verbs_for_tests import Noted

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2027, 1, 4, 2, tzinfo=UTC)


def note(text: str) -> Entry:
    with transaction.atomic():
        return record(SYSTEM, Noted(text=text), Subject("case", "7"), at=AT)


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


class Reader:
    """A subscriber that remembers what it was handed."""

    def __init__(self, verbs: frozenset[str] = frozenset()) -> None:
        self.seen: list[str] = []
        self.subscriber = Subscriber("reader", self.handle, verbs)

    def handle(self, entry: Entry) -> None:
        self.seen.append(entry.payload["text"])


def test_each_entry_is_handed_over_once_and_in_order():
    reader = Reader()
    for text in "abc":
        note(text)
    assert run_subscriber(reader.subscriber) == 3
    assert run_subscriber(reader.subscriber) == 0
    note("d")
    assert run_subscriber(reader.subscriber) == 1
    assert reader.seen == ["a", "b", "c", "d"]
    assert is_complete(reader.subscriber)


def test_more_than_one_batch_is_handled_in_one_run(monkeypatch):
    monkeypatch.setattr(subscriptions, "BATCH", 2)
    reader = Reader()
    for text in "abcdefg":
        note(text)
    assert run_subscriber(reader.subscriber) == 7
    assert reader.seen == list("abcdefg")


def test_a_subscriber_is_handed_only_its_verbs():
    reader = Reader(verbs=frozenset({"test.forwarded"}))
    note("a")
    assert is_complete(reader.subscriber)
    assert run_subscriber(reader.subscriber) == 0
    assert reader.seen == []


def test_transactions_that_commit_out_of_order_are_each_seen_once_in_the_order_of_their_entries():
    reader = Reader()
    first_is_written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record(SYSTEM, Noted(text="first"), Subject("case", "7"), at=AT)
            first_is_written.set()
            may_commit.wait(10)

    thread = in_thread(slow)
    assert first_is_written.wait(10)
    note("second")
    assert run_subscriber(reader.subscriber) == 0, "the second must wait: the first may still commit"
    assert not is_complete(reader.subscriber)
    may_commit.set()
    thread.join(10)
    assert run_subscriber(reader.subscriber) == 2
    assert reader.seen == ["first", "second"]


def test_an_older_transaction_that_writes_last_is_handed_over_last():
    reader = Reader()
    has_number, may_write = threading.Event(), threading.Event()

    def older() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
            has_number.set()
            may_write.wait(10)
            record(SYSTEM, Noted(text="written last"), Subject("case", "7"), at=AT)

    thread = in_thread(older)
    assert has_number.wait(10)
    note("written first")
    run_subscriber(reader.subscriber)
    may_write.set()
    thread.join(10)
    run_subscriber(reader.subscriber)
    assert reader.seen == ["written first", "written last"]


def test_a_transaction_rolled_back_leaves_no_gap_to_wait_for():
    reader = Reader()
    with transaction.atomic():
        record(SYSTEM, Noted(text="never"), Subject("case", "7"), at=AT)
        transaction.set_rollback(True)
    note("after")
    run_subscriber(reader.subscriber)
    assert reader.seen == ["after"]


def test_a_failing_reader_waits_tries_again_and_skips_nothing():
    seen, broken = [], {"b"}

    def handle(entry: Entry) -> None:
        if entry.payload["text"] in broken:
            raise ValueError("no paper")
        seen.append(entry.payload["text"])

    subscriber = Subscriber("printer", handle)
    for text in "abc":
        note(text)
    assert run_subscriber(subscriber) == 1
    cursor = SubscriberCursor.objects.get(name="printer")
    assert cursor.failures == 1
    assert "no paper" in cursor.last_error
    assert run_subscriber(subscriber) == 0, "it waits before it tries again"
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        assert run_subscriber(subscriber) == 0
    assert SubscriberCursor.objects.get(name="printer").failures == 2
    broken.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        assert run_subscriber(subscriber) == 2
    assert seen == ["a", "b", "c"]
    cursor.refresh_from_db()
    assert (cursor.failures, cursor.last_error, cursor.retry_at) == (0, "", None)


def test_what_a_failing_handler_wrote_is_undone():
    def handle(entry: Entry) -> None:
        SubscriberCursor.objects.create(name="written by the handler")
        raise ValueError

    note("a")
    run_subscriber(Subscriber("writer", handle))
    assert not SubscriberCursor.objects.filter(name="written by the handler").exists()


def test_dying_between_handling_and_commit_repeats_nothing():
    class Killed(BaseException):
        pass

    deaths = [Killed]

    def handle(entry: Entry) -> None:
        SubscriberCursor.objects.create(name=f"effect of {entry.payload['text']}")
        if entry.payload["text"] == "b" and deaths:
            raise deaths.pop()

    for text in "abc":
        note(text)
    subscriber = Subscriber("mortal", handle)
    with pytest.raises(Killed):
        run_subscriber(subscriber)
    assert SubscriberCursor.objects.filter(name__startswith="effect").count() == 0
    assert run_subscriber(subscriber) == 3
    assert SubscriberCursor.objects.filter(name__startswith="effect").count() == 3


def test_entries_recorded_by_a_handler_are_handed_over_next():
    reader = Reader()

    def answer(entry: Entry) -> None:
        if entry.payload["text"] == "question":
            record(SYSTEM, Noted(text="answer"), Subject("case", "7"), at=AT)
        reader.handle(entry)

    note("question")
    run_subscriber(Subscriber("answering", answer))
    assert reader.seen == ["question", "answer"]


def test_two_workers_at_once_hand_over_each_entry_once():
    seen: list[int] = []

    def handle(entry: Entry) -> None:
        SubscriberCursor.objects.filter(name="nobody").exists()
        seen.append(entry.pk)

    subscriber = Subscriber("shared", handle)

    def work(_number: int) -> None:
        try:
            for _turn in range(10):
                run_subscriber(subscriber)
        finally:
            connections.close_all()

    def write(number: int) -> None:
        try:
            for turn in range(20):
                note(f"{number}/{turn}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda job: job[0](job[1]), [(write, 0), (work, 0), (write, 1), (work, 1), (write, 2)]))
    run_subscriber(subscriber)
    assert len(seen) == 60
    assert len(set(seen)) == 60
    assert is_complete(subscriber)


def test_a_database_restored_on_another_server_goes_on_after_its_last_entry():
    reader = Reader()
    note("before")
    run_subscriber(reader.subscriber)
    far_ahead = 10**9  # as if the old server had counted much further
    SubscriberCursor.objects.update(low=far_ahead, high=far_ahead)
    Numbering.objects.update_or_create(id=1, defaults={"server": 1, "offset": 0})
    assert renumber_after_restore() is True
    assert renumber_after_restore() is False
    note("after")
    assert Entry.objects.latest("id").transaction_id > far_ahead
    assert run_subscriber(reader.subscriber) == 1
    assert reader.seen == ["before", "after"]


def test_a_transaction_left_open_in_another_database_holds_nothing_up():
    reader = Reader()
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        note("a")
        run_subscriber(reader.subscriber)
        assert reader.seen == ["a"]


@pytest.mark.parametrize(("user", "is_held_up"), [("NULL::oid", False), ("10::oid", True)])
def test_what_the_server_does_for_itself_in_this_database_is_no_session_that_may_write(user, is_held_up):
    seen = f"""CREATE TEMPORARY VIEW pg_stat_activity AS SELECT current_database() AS datname, {user} AS usesysid,
        '<insufficient privilege>' AS query, NULL::xid AS backend_xid"""
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}) as elsewhere:
        [left_open] = elsewhere.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
        note("what came after it")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(seen)
            cursor.execute("SET LOCAL search_path = pg_temp, public, pg_catalog")
            cursor.execute("SELECT journal_horizon() - journal_offset() <= %s", [left_open])
            assert cursor.fetchone()[0] is is_held_up
            transaction.set_rollback(True)


def test_a_role_that_may_not_see_all_sessions_keeps_to_the_server_s_horizon():
    note("a")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("only a superuser can make the role that this needs")
        cursor.execute("CREATE ROLE journal_test_reader; GRANT SELECT ON journal_numbering TO journal_test_reader")
        cursor.execute("SET LOCAL ROLE journal_test_reader")
        cursor.execute("SELECT journal_horizon(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        horizon, oldest = cursor.fetchone()
        assert horizon <= oldest
        transaction.set_rollback(True)


def test_finding_the_horizon_and_asking_for_news_use_the_index_alone():
    for text in "abc":
        note(text)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM journal_entry WHERE transaction_id >= 5 AND transaction_id < 90 LIMIT 1")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "journal_entry_order" in plan


def test_an_idle_subscriber_asks_two_questions_and_locks_nothing(django_assert_num_queries):
    reader = Reader()
    note("a")
    run_subscriber(reader.subscriber)
    with django_assert_num_queries(2):
        run_subscriber(reader.subscriber)


class BatchReader:
    """A reader of many at a time that remembers each batch, and fails as often as it is told to."""

    def __init__(self, at_most: int, failures: int = 0) -> None:
        self.batches: list[str] = []
        self.failures = failures
        self.subscriber = BatchSubscriber("batches", self.handle, at_most=at_most)

    def handle(self, entries: Sequence[Entry]) -> None:
        note_handled = "".join(entry.payload["text"] for entry in entries)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("not now")
        self.batches.append(note_handled)


def test_a_batch_reader_is_handed_many_at_a_time_and_each_once():
    reader = BatchReader(at_most=3)
    for text in "abcdefg":
        note(text)
    assert run_subscriber(reader.subscriber) == 7
    assert run_subscriber(reader.subscriber) == 0
    assert reader.batches == ["abc", "def", "g"]
    assert is_complete(reader.subscriber)


def test_a_batch_that_fails_is_handed_over_again_as_a_whole():
    reader = BatchReader(at_most=10, failures=1)
    for text in "abc":
        note(text)
    assert run_subscriber(reader.subscriber) == 0
    cursor = SubscriberCursor.objects.get(name="batches")
    assert (cursor.failures, cursor.last_id, cursor.handled) == (1, 0, 0)
    assert "not now" in cursor.last_error
    SubscriberCursor.objects.update(retry_at=None)
    assert run_subscriber(reader.subscriber) == 3
    assert reader.batches == ["abc"]


def test_a_clock_that_was_set_back_makes_no_reader_wait_for_it():
    reader = BatchReader(at_most=10, failures=1)
    note("a")
    assert run_subscriber(reader.subscriber) == 0
    SubscriberCursor.objects.update(retry_at=timezone.now() + timedelta(days=3000))
    assert run_subscriber(reader.subscriber) == 1
