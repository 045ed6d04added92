import threading
from uuid import uuid4

import pytest
from django.db import connection

from pendapa.cases.actions import claim_case, note_wrong_attempt, open_as_staff, send_message
from pendapa.cases.models import AttemptCount, Message
from pendapa.cases.tests.factories import A_MONDAY, make_actor, make_case, make_visitor
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_same_time(*works):
    """Run each in a thread with a connection of its own; gives what they returned or raised."""
    results, barrier = [None] * len(works), threading.Barrier(len(works))

    def run(place, work):
        try:
            barrier.wait()
            results[place] = work()
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_officers_who_take_a_case_at_once_one_is_told():
    case = make_case()
    officers = [make_actor(Role.OFFICER), make_actor(Role.OFFICER)]
    results = at_the_same_time(
        *[lambda o=o: claim_case(o, case.pk, expected_revision=case.revision, at=A_MONDAY) for o in officers]
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Entry.objects.filter(verb="case.claimed").count() == 1


def test_a_message_sent_from_two_tabs_at_once_is_one():
    case, key = make_case(), uuid4()
    person = make_visitor(case)
    results = at_the_same_time(*[lambda: send_message(person, case.pk, "Halo", key=key, at=A_MONDAY)] * 4)
    assert len({result.pk for result in results}) == 1
    assert Message.objects.count() == 1


def test_a_case_opened_in_two_tabs_at_once_is_one_reading():
    case, officer = make_case(), make_actor(Role.OFFICER)
    at_the_same_time(*[lambda: open_as_staff(officer, case, at=A_MONDAY)] * 4)
    assert Entry.objects.filter(verb="case.opened").count() == 1


def test_no_wrong_attempt_is_lost_between_processes():
    at_the_same_time(*[lambda: note_wrong_attempt("10.0.0.1", "SKU-2222-2222", at=A_MONDAY)] * 8)
    assert sorted(AttemptCount.objects.values_list("count", flat=True)) == [8, 8]
