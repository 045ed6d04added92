"""What is sealed changes no checkpoint before midnight; afterwards all of it stands there, once and in its order."""

import json
from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as installed
from django.db import transaction
from django.utils import timezone

from pendapa.journal.actions import Subject, erase_content, record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry, SubscriberCursor
from pendapa.kernel.calendar import local_date
from pendapa.ledger import holding
from pendapa.ledger.keeping import keep_checkpoint, kept_path
from pendapa.ledger.models import Checkpoint, Leaf
from pendapa.ledger.sequencing import prepare_log, run_sequencer, sequencer
from pendapa.ledger.signing import sign_checkpoint
from pendapa.ledger.tests.test_sequencing import assert_sound
from pendapa.ledger.tests.verbs_of_tests import AT, KeptBack, Told, sealed_among, tell

pytestmark = pytest.mark.django_db(transaction=True)
SEALED: set[str] = set()
"""Matters that are sealed beside those whose name says so."""


def sealed_now(matters: Collection[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    return {matter: is_sealed or matter[1] in SEALED for matter, is_sealed in sealed_among(matters).items()}


@pytest.fixture(autouse=True)
def _knows_the_verbs_of_these_tests(settings):
    settings.PENDAPA_SEALED_MATTERS = [f"{__name__}.sealed_now"]
    SEALED.clear()
    sequencer.cache_clear()
    prepare_log()
    yield
    sequencer.cache_clear()


def days_later(days: int = 1) -> datetime:
    """So many midnights later, a moment after that day is over."""
    day = local_date(timezone.now()) + timedelta(days=days)
    return datetime.combine(day, time(0, 10, 5), ZoneInfo(installed.TIME_ZONE))


def run_tomorrow(days: int = 1) -> int:
    return run_sequencer(days_later(days))


def logged() -> list[int]:
    return list(Leaf.objects.order_by("index").values_list("entry", flat=True))


def signed() -> list[tuple[int, str]]:
    return list(Checkpoint.objects.order_by("id").values_list("id", "note"))


def test_a_sealed_matter_changes_no_checkpoint_before_midnight():
    before, kept = signed(), kept_path().read_bytes()
    for _ in range(3):
        tell("secret-1")
        assert run_sequencer() == 0
        assert run_sequencer(days_later() - timedelta(seconds=6)) == 0
    assert (signed(), kept_path().read_bytes()) == (before, kept)


def test_after_midnight_all_of_it_stands_there_at_once_and_once():
    entries = [tell("secret-1").pk, tell("secret-2").pk, tell("secret-1").pk]
    clear = tell("7")
    assert run_sequencer() == 1
    assert logged() == [clear.pk]
    count = Checkpoint.objects.count()
    assert run_tomorrow() == 3
    assert Checkpoint.objects.count() == count + 1
    assert sorted(logged()[1:]) == sorted(entries)
    assert run_tomorrow() == run_tomorrow(2) == 0
    assert_sound()


def test_a_worker_that_was_down_for_days_writes_both_kinds_when_it_comes_back():
    entries = [tell("secret-1").pk, tell("7").pk, tell("secret-2").pk]
    assert run_tomorrow(5) == 3
    assert logged()[0] == entries[1]
    assert set(logged()) == set(entries)
    assert_sound()


def test_what_arrives_after_midnight_waits_for_the_next_one():
    first = tell("secret-1")
    run_sequencer()
    clear, second = arrived("7", days_later()), arrived("secret-2", days_later())
    assert run_tomorrow() == 2
    assert logged() == [clear.pk, first.pk]
    third = arrived("secret-1", days_later(2))
    assert run_tomorrow() == 0
    assert run_tomorrow(2) == 1
    assert run_tomorrow(3) == 1
    assert logged()[2:] == [second.pk, third.pk]


def arrived(subject: str, at: datetime) -> Entry:
    """An entry that the database takes in at that moment."""
    columns = ("payload", "salt", "commitment", "verb", "audience", "at", "actor_kind", "channel", "subject_type")
    alike = Entry.objects.values(*columns).first()
    return Entry.objects.create(**alike, subject_id=subject, recorded_at=at)


def test_what_was_begun_before_midnight_and_committed_after_it_is_not_written_by_itself():
    first = tell("secret-1")
    midnight = datetime.combine(local_date(days_later()), time.min, ZoneInfo(installed.TIME_ZONE))
    assert run_sequencer(midnight + timedelta(seconds=1)) == 0
    late = arrived("secret-2", midnight - timedelta(seconds=1))
    early = arrived("secret-3", midnight + timedelta(seconds=2))
    assert run_sequencer(midnight + timedelta(seconds=3)) == 0
    assert run_tomorrow() == 2
    assert set(logged()) == {first.pk, late.pk}
    assert run_tomorrow(2) == 1
    assert logged()[-1] == early.pk


def test_a_matter_unsealed_stays_in_its_order():
    SEALED.add("opened-1")
    first = tell("opened-1")
    run_sequencer()
    SEALED.clear()
    second, other, third = tell("opened-1"), tell("opened-2"), tell("opened-1")
    assert run_sequencer() == 1
    assert logged() == [other.pk]
    assert run_tomorrow() == 3
    assert logged() == [other.pk, first.pk, second.pk, third.pk]
    fourth = tell("opened-1")
    assert run_tomorrow() == 1
    assert logged()[-1] == fourth.pk


def test_a_matter_sealed_later_keeps_what_was_told_of_it():
    first = tell("opened-1")
    run_sequencer()
    SEALED.add("opened-1")
    second = tell("opened-1")
    assert run_sequencer() == 0
    run_tomorrow()
    assert logged() == [first.pk, second.pk]


def test_a_matter_with_something_waiting_waits_within_one_long_band_too(monkeypatch):
    SEALED.add("opened-1")
    first = tell("opened-1")
    run_sequencer()
    SEALED.clear()
    monkeypatch.setattr("pendapa.ledger.sequencing.AT_MOST", 2)
    sequencer.cache_clear()
    with transaction.atomic():
        told = [record(SYSTEM, Told("a", AT.date(), ""), Subject("case", f"opened-{n % 2}"), at=AT) for n in range(7)]
    assert run_sequencer() == 4
    assert run_tomorrow() == 4
    mine = [entry.pk for entry in (first, *told) if entry.subject_id == "opened-1"]
    assert [pk for pk in logged() if pk in mine] == mine


def test_the_order_of_matters_is_of_chance_and_of_each_its_own(monkeypatch):
    monkeypatch.setattr(holding.secrets, "SystemRandom", lambda: Reversing())
    entries = [tell(f"secret-{number % 3}") for number in range(9)]
    run_tomorrow()
    wanted = [entry.pk for key in ("secret-2", "secret-1", "secret-0") for entry in entries if entry.subject_id == key]
    assert logged() == wanted


class Reversing:
    def shuffle(self, groups: list[list[Entry]]) -> None:
        groups.reverse()


def test_what_is_erased_while_it_waits_tells_its_commitment_alone():
    entry = tell("secret-1")
    run_sequencer()
    erase_content(SYSTEM, entry, "asked for")
    assert run_sequencer() == 0
    assert run_tomorrow() == 1
    leaf = json.loads(bytes(Leaf.objects.get().data))
    assert (leaf["fields"], leaf["commitment"]) == ({}, bytes(entry.commitment).hex())


def test_verbs_that_are_not_told_do_not_wait_either():
    tell("secret-1", happened=KeptBack(unit="dinsos"))
    assert run_sequencer() == run_tomorrow() == 0


def test_nothing_of_a_day_is_written_before_what_was_told_at_once_before_it():
    tell("7")
    run_sequencer()
    clear, sealed = tell("7"), tell("secret-1")
    good = kept_path().read_text()
    kept_path().unlink()
    keep_checkpoint(sign_checkpoint("tirtamaya.test/log", 9, b"\1" * 32))
    assert run_tomorrow() == 0
    assert SubscriberCursor.objects.get(name="ledger-daily").failures == 0
    kept_path().write_text(good)
    SubscriberCursor.objects.update(retry_at=None)
    assert run_tomorrow() == 2
    assert logged()[1:] == [clear.pk, sealed.pk]
