"""A complaint without reply goes upwards, one head after the other, and each is told once."""

from datetime import timedelta

import pytest

from pendapa.cases.actions import watch_clock
from pendapa.cases.tasks import DEADLINE_TELLER
from pendapa.complaints.actions import escalate_if_overdue, forward_complaint
from pendapa.complaints.models import Complaint
from pendapa.complaints.queries import overdue_cases
from pendapa.complaints.rules import is_next_step_due
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_body, make_unit, staff
from pendapa.complaints.tests.test_work import checked, forwarded
from pendapa.journal.models import Entry
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.notices.models import Message
from pendapa.people.models import Membership
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member

pytestmark = pytest.mark.django_db


def test_a_complaint_without_reply_escalates_after_its_deadline() -> None:
    receipt = forwarded()
    head = make_member(make_unit(), Role.HEAD)
    regent = make_member(make_body(), Role.HEAD)
    due = receipt.case.clocks.get(name="answer").due_on
    on_time = A_MONDAY.replace(month=due.month, day=due.day)
    late, later = on_time + timedelta(days=3), on_time + timedelta(days=7)

    assert not escalate_if_overdue(receipt.case.pk, at=on_time)
    assert [escalate_if_overdue(receipt.case.pk, at=late) for _try in range(3)] == [True, False, False]
    assert Complaint.objects.get(pk=receipt.case.pk).told_up_to == make_unit()
    assert escalate_if_overdue(receipt.case.pk, at=later)
    assert not escalate_if_overdue(receipt.case.pk, at=later + timedelta(days=30))

    told = [message.recipient for message in Message.objects.filter(key__startswith="late:").order_by("pk")]
    assert told == [head.email, regent.email]
    assert Entry.objects.filter(verb="complaint.escalated").count() == 2
    assert overdue_cases(local_date(late)) == [receipt.case.pk]


def test_of_one_lateness_a_head_gets_one_mail_whoever_tells_of_it() -> None:
    receipt = forwarded()
    head, second = make_member(make_unit(), Role.HEAD), make_member(make_unit(), Role.HEAD)
    late = A_MONDAY + timedelta(days=60)
    clock = receipt.case.clocks.get(name="answer")
    Message.objects.all().delete()
    watch_clock(clock.pk, at=late)
    DEADLINE_TELLER.handle(Entry.objects.get(verb="clock.overdue"))
    assert escalate_if_overdue(receipt.case.pk, at=late)
    assert sorted(Message.objects.values_list("recipient", flat=True)) == sorted([head.email, second.email])


def test_a_head_of_the_unit_and_of_the_one_above_is_told_once_and_the_next_person_after_them() -> None:
    section = make_unit("seksi-lampu", make_unit())
    head = make_member(section, Role.HEAD)
    Membership.objects.create(
        account=head, organization=make_unit(), role=Role.HEAD, starts=A_MONDAY.date() - timedelta(days=1)
    )
    regent = make_member(make_body(), Role.HEAD)
    receipt = checked()
    forward_complaint(staff(make_body()), receipt.case.pk, section, at=A_MONDAY)
    for days in (60, 90, 120):
        escalate_if_overdue(receipt.case.pk, at=A_MONDAY + timedelta(days=days))
    told = [message.recipient for message in Message.objects.filter(key__startswith="late:").order_by("pk")]
    assert told == [head.email, regent.email]
    assert Complaint.objects.get(pk=receipt.case.pk).told_up_to == make_body()


def test_a_unit_without_a_head_is_passed_over() -> None:
    section = make_unit("seksi-lampu", make_unit())
    make_member(make_unit(), Role.HEAD)
    receipt = checked()
    forward_complaint(staff(make_body()), receipt.case.pk, section, at=A_MONDAY)
    escalate_if_overdue(receipt.case.pk, at=A_MONDAY + timedelta(days=60))
    assert Complaint.objects.get(pk=receipt.case.pk).told_up_to == make_unit()


def test_a_report_that_nobody_checks_goes_upwards_too() -> None:
    receipt = complain()
    assert escalate_if_overdue(receipt.case.pk, at=A_MONDAY + timedelta(days=7))


def test_each_further_step_waits_for_its_working_days() -> None:
    calendar, due = body_calendar(), A_MONDAY.date()
    friday = due + timedelta(days=4)
    assert not is_next_step_due(calendar, due, None, due, 3)
    assert is_next_step_due(calendar, due, None, due + timedelta(days=1), 3)
    assert not is_next_step_due(calendar, due, friday, friday + timedelta(days=4), 3)
    assert is_next_step_due(calendar, due, friday, friday + timedelta(days=5), 3)
