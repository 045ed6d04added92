"""Reports about the same are counted once and handled together; what is secret is never joined."""

from uuid import uuid4

import pytest

from pendapa.cases.models import Status
from pendapa.complaints.actions import (
    join_complaint,
    merge_complaints,
    separate_complaint,
    split_complaint,
)
from pendapa.complaints.models import Complaint
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
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Invalid, NotFound
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
    assert person_of(receipt)
