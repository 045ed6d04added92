from datetime import timedelta

import pytest
from django.db import transaction

from pendapa.cases.actions import claim_case, decide_case, file_objection, lock_case, pause_clocks, withdraw_case
from pendapa.cases.queries import queue, services_in_queue
from pendapa.cases.tests.factories import A_MONDAY, make_account, make_actor, make_case, make_unit, make_visitor
from pendapa.kernel.problems import Invalid
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday(monkeypatch):
    monkeypatch.setattr("pendapa.cases.queries.work_queue.timezone.now", lambda: A_MONDAY + timedelta(days=2))


def numbers(page):
    return [row.number for row in page.rows]


def test_what_is_due_first_stands_first():
    late, soon, far = make_case(working_days=1), make_case(working_days=3), make_case(working_days=10)
    page = queue(make_actor(Role.OFFICER))
    assert numbers(page) == [late.number, soon.number, far.number]
    assert [row.days_left for row in page.rows] == [-1, 1, 8]
    assert page.rows[0].is_overdue
    assert page.rows[0].due_words == "Lewat 1 hari kerja"
    assert page.rows[1].is_due_soon


def test_the_queue_costs_two_queries(django_assert_num_queries):
    for _number in range(3):
        make_case()
    officer = make_actor(Role.OFFICER)
    with django_assert_num_queries(2):
        queue(officer)


def test_officers_see_the_queue_of_their_unit_alone():
    make_case(unit=make_unit("kec-lain"))
    own = make_case()
    officer = make_actor(Role.OFFICER).holding(str(make_case(unit=make_unit("kec-lain")).pk))
    assert numbers(queue(officer)) == [own.number]
    assert queue(make_actor()).total == 0


def test_filters_narrow_the_queue():
    officer = make_actor(Role.OFFICER)
    mine, free, paused = make_case(), make_case(), make_case()
    claim_case(officer, mine.pk, expected_revision=mine.revision, at=A_MONDAY)
    pause_clocks(paused, "applicant_must_act", at=A_MONDAY)
    withdrawn = make_case()
    withdraw_case(make_visitor(withdrawn), withdrawn.pk, at=A_MONDAY)
    assert numbers(queue(officer, assignee=officer.id)) == [mine.number]
    assert mine.number not in numbers(queue(officer, assignee="none"))
    assert numbers(queue(officer, status="closed")) == [withdrawn.number]
    assert set(numbers(queue(officer, due="soon"))) == {mine.number, free.number}
    assert queue(officer, due="overdue").total == 0
    assert numbers(queue(officer, text=free.number.lower())) == [free.number]
    assert queue(officer, text="keterangan usaha").total == 3
    assert queue(officer, assignee="nobody", unit="x", service="y", status="z", due="q").total == 0


def test_an_objection_brings_a_closed_case_back_into_the_queue():
    case, head = make_case(), make_actor(Role.HEAD)
    with transaction.atomic():
        decide_case(head, lock_case(case.pk), "refused", "Tidak lengkap", "", at=A_MONDAY)
    assert queue(head).total == 0
    file_objection(make_visitor(case), case.pk, "Lengkap", at=A_MONDAY)
    row = queue(head).rows[0]
    assert row.has_objection
    assert row.due_on is not None


def test_pages_follow_each_other_without_gap_or_repetition():
    cases = [make_case(working_days=days) for days in (2, 2, 2, 5, 0, 0)]
    officer, seen, after = make_actor(Role.OFFICER), [], ""
    while True:
        page = queue(officer, size=2, after=after)
        seen += numbers(page)
        after = page.next_cursor
        if not after:
            break
    assert sorted(seen) == sorted(case.number for case in cases)
    assert page.total == 6


@pytest.mark.parametrize("cursor", ["x", "~", "2026-13-01~x", "\x00~"])
def test_a_cursor_of_nobody_is_refused(cursor):
    with pytest.raises(Invalid):
        queue(make_actor(Role.OFFICER), after=cursor)


def test_services_in_the_queue_are_listed_once():
    from pendapa.catalogue.tests.factories import make_service

    service = make_service(owner=make_unit())
    make_case(service=service)
    make_case(service=service, applicant=make_account())
    assert services_in_queue(make_actor(Role.OFFICER)) == [("sku", "Surat Keterangan Usaha")]
