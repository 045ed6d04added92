"""A follower is handed every leaf once, in order, whatever fails."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pendapa.ledger.following import Follower, LoggedLeaf, run_follower
from pendapa.ledger.models import FollowerCursor
from pendapa.ledger.sequencing import run_sequencer, sequencer
from pendapa.ledger.tests.verbs_of_tests import tell, tell_many

pytestmark = pytest.mark.django_db(transaction=True)


class Reading:
    """A follower that remembers what it was handed, and fails as often as it is told to."""

    def __init__(self, at_most: int = 1000) -> None:
        self.batches: list[list[int]] = []
        self.failures = 0
        self.last: LoggedLeaf | None = None
        self.follower = Follower("reading", self.take, at_most)

    def take(self, leaves) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("not now")
        self.batches.append([leaf.index for leaf in leaves])
        self.last = leaves[-1]


@pytest.fixture(autouse=True)
def _knows_the_verbs_of_these_tests():
    sequencer.cache_clear()
    yield
    sequencer.cache_clear()


def test_each_leaf_is_handed_over_once_and_in_order():
    reading = Reading(at_most=4)
    tell_many(9)
    assert run_follower(reading.follower) == 0
    run_sequencer()
    assert run_follower(reading.follower) == 9
    tell(unit="dinsos")
    run_sequencer()
    assert run_follower(reading.follower) == 1
    assert run_follower(reading.follower) == 0
    assert reading.batches == [[0, 1, 2, 3], [4, 5, 6, 7], [8], [9]]
    assert reading.last.data["fields"]["unit"] == "dinsos"


def test_what_a_follower_could_not_take_is_handed_over_again():
    reading = Reading()
    reading.failures = 1
    tell_many(2)
    run_sequencer()
    assert run_follower(reading.follower) == 0
    cursor = FollowerCursor.objects.get()
    assert (cursor.next_index, cursor.failures) == (0, 1)
    assert "not now" in cursor.last_error
    assert run_follower(reading.follower) == 0
    FollowerCursor.objects.update(retry_at=None)
    assert run_follower(reading.follower) == 2
    assert reading.batches == [[0, 1]]


def test_a_clock_that_was_set_back_makes_no_follower_wait_for_it():
    reading = Reading()
    reading.failures = 1
    tell_many(2)
    run_sequencer()
    assert run_follower(reading.follower) == 0
    FollowerCursor.objects.update(retry_at=timezone.now() + timedelta(days=3000))
    assert run_follower(reading.follower) == 2
