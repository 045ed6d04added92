"""Reports about the same are counted once and handled together; what is secret is never joined."""

from uuid import uuid4

import pytest

from pendapa.cases.models import Status
from pendapa.complaints.actions import (
    correct_complaint,
    join_complaint,
    merge_complaints,
    separate_complaint,
    split_complaint,
    withdraw_complaint,
)
from pendapa.complaints.models import Complaint, Stage
from pendapa.complaints.queries import public_complaint, public_complaints
from pendapa.complaints.tests.factories import (
    A_MONDAY,
    RESIDENT,
    complain,
    make_body,
    make_public,
    person_of,
    staff,
)
from pendapa.complaints.verbs import SPLIT_OFF
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.people.tests.factories import actor_of, make_account

pytestmark = pytest.mark.django_db


def test_joining_counts_each_person_once_and_names_nobody() -> None:
    complaint = make_public(complain().complaint)
    number, siti = complaint.case.number, actor_of(make_account("Siti Rahayu"))
    for actor, email in [(siti, ""), (siti, ""), (RESIDENT, "Budi@example.org"), (RESIDENT, "budi@example.org")]:
        join_complaint(actor, number, key=uuid4(), email=email, at=A_MONDAY)
    key = uuid4()
    for _again in range(2):
        joined = join_complaint(RESIDENT, number, key=key, at=A_MONDAY)
    assert joined.follower_count == 3
    entries = Entry.objects.filter(verb="complaint.joined")
    assert entries.count() == 3
    assert not entries.exclude(actor_id="").exists()


def test_what_is_not_public_cannot_be_joined() -> None:
    for complaint in (complain().complaint, complain(is_secret=True).complaint):
        with pytest.raises(NotFound):
            join_complaint(RESIDENT, complaint.case.number, key=uuid4(), at=A_MONDAY)


def test_merged_reports_close_follow_and_lead_to_the_one_that_stands_for_them() -> None:
    first, second = complain(), complain(email="budi@example.org")
    make_public(first.complaint)
    make_public(second.complaint)
    merge_complaints(staff(make_body()), second.case.pk, first.case.pk, at=A_MONDAY)
    merged, target = (Complaint.objects.get(pk=one.case.pk) for one in (second, first))
    assert (merged.case.status, merged.joined_to, target.follower_count) == (Status.JOINED, target, 1)
    assert list(public_complaints()) == [target]
    assert public_complaint(second.case.number) == target

    separate_complaint(staff(make_body()), second.case.pk, at=A_MONDAY)
    assert Complaint.objects.get(pk=second.case.pk).case.status == Status.OPEN
    assert public_complaints().count() == 2


def test_what_was_joined_before_follows_to_the_report_that_stands_for_all() -> None:
    officer = staff(make_body())
    first, second, third = (complain() for _ in range(3))
    for one in (first, second, third):
        make_public(one.complaint)
    merge_complaints(officer, third.case.pk, second.case.pk, at=A_MONDAY)
    merge_complaints(officer, second.case.pk, first.case.pk, at=A_MONDAY)
    assert public_complaint(third.case.number) == first.complaint
    with pytest.raises(Conflict):
        merge_complaints(officer, first.case.pk, third.case.pk, at=A_MONDAY)


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.WITHDRAWN, Status.CLOSED])
def test_nothing_is_joined_with_a_report_where_nothing_happens_any_more(status: Status) -> None:
    first, second = complain(), complain()
    first.case.__class__.objects.filter(pk=first.case.pk).update(status=status, closed_at=A_MONDAY)
    with pytest.raises(Conflict):
        merge_complaints(staff(make_body()), second.case.pk, first.case.pk, at=A_MONDAY)
    assert Complaint.objects.get(pk=second.case.pk).case.status == Status.OPEN


def test_when_the_one_that_stood_for_it_is_withdrawn_a_report_goes_on() -> None:
    first, second = complain(), complain()
    merge_complaints(staff(make_body()), second.case.pk, first.case.pk, at=A_MONDAY)
    withdraw_complaint(person_of(first), first.case, A_MONDAY)
    alone = Complaint.objects.get(pk=second.case.pk)
    assert (alone.joined_to, alone.case.status, alone.stage) == (None, Status.OPEN, Stage.RECEIVED)
    assert alone.case.clocks.filter(stopped_on=None).count() == 1


def test_when_the_one_that_stood_for_it_is_about_misconduct_a_report_goes_on_and_stays_public() -> None:
    first, second = complain(), complain()
    make_public(second.complaint)
    officer = staff(make_body())
    merge_complaints(officer, second.case.pk, first.case.pk, at=A_MONDAY)
    correct_complaint(officer, first.case.pk, "supervision", None, at=A_MONDAY)
    assert list(public_complaints()) == [Complaint.objects.get(pk=second.case.pk)]


def test_a_secret_report_is_joined_with_none() -> None:
    first, secret = complain(), complain(is_secret=True)
    for pair in [(first, secret), (secret, first)]:
        with pytest.raises(Invalid):
            merge_complaints(staff(make_body()), pair[0].case.pk, pair[1].case.pk, at=A_MONDAY)


def test_two_matters_in_one_report_become_two_of_the_same_person() -> None:
    siti, key = actor_of(make_account("Siti Rahayu")), uuid4()
    receipt = complain(actor=siti, email="siti@example.org")
    officer = staff(make_body())
    parts = [
        split_complaint(officer, receipt.case.pk, "Got juga mampet.", "complaint", None, key=key, at=A_MONDAY)
        for _again in range(2)
    ]
    assert parts[0] == parts[1]
    assert str(parts[0].case.applicant_id) == siti.id
    assert parts[0].split_from == receipt.complaint
    assert Entry.objects.filter(verb="complaint.split", subject_id=str(receipt.case.pk)).count() == 1
    begun = Entry.objects.filter(verb="complaint.received").order_by("pk").values_list("payload__source", flat=True)
    assert list(begun) == ["web", SPLIT_OFF]
    assert parts[0].source == receipt.complaint.source
    assert person_of(receipt)
