"""What the bench asks before it measures the public log: whether the worker has come to the end of the journal."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from pendapa.cases.verbs import ClockStarted
from pendapa.cli.bench.log_writing import IS_AT_REST
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import SubscriberCursor
from pendapa.journal.subscriptions import Subscriber, run_subscriber
from pendapa.ledger.following import Follower, run_follower
from pendapa.ledger.sequencing import run_sequencer

pytestmark = pytest.mark.django_db(transaction=True)
TELLER = Subscriber("teller", lambda _entry: None)
FOLLOWER = Follower("counter", lambda _leaves: None)


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.PENDAPA_HOME = tmp_path


def _tell() -> None:
    told = ClockStarted(clock="standard", working_days=3, due=None, source="", until=timezone.now().date())
    with transaction.atomic():
        record(SYSTEM, told, Subject("case", "1"), at=timezone.now())


def _is_at_rest() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_AT_REST)
        return bool(cursor.fetchone()[0])


def _read_all() -> None:
    run_sequencer()
    run_follower(FOLLOWER)
    run_subscriber(TELLER)


def test_it_rests_where_only_the_reader_at_the_days_end_is_behind() -> None:
    _tell()
    _read_all()
    newest = SubscriberCursor.objects.get(name="ledger").low
    assert SubscriberCursor.objects.get(name="ledger-daily").low < newest
    assert _is_at_rest()


@pytest.mark.parametrize("behind", ["teller", "ledger", "counter"])
def test_it_does_not_rest_while_another_reader_is_behind(behind: str) -> None:
    _tell()
    _read_all()
    _tell()
    assert not _is_at_rest()
    if behind != "ledger":
        run_sequencer()
    if behind != "teller":
        run_subscriber(TELLER)
    if behind != "counter":
        run_follower(FOLLOWER)
    assert not _is_at_rest()
    _read_all()
    assert _is_at_rest()
