"""A complaint arrives once, with its number, its secret and its first deadline."""

from uuid import uuid4

import pytest

from pendapa.complaints.models import Complaint, DeadlineRule, Stage
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.tests.factories import complain, make_body, make_public, make_topic, make_unit
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Invalid
from pendapa.notices.models import Message
from pendapa.people.tests.factories import actor_of, make_account

pytestmark = pytest.mark.django_db


def test_what_was_sent_twice_is_one_complaint_with_one_receipt() -> None:
    key = uuid4()
    first, second = complain(key=key), complain("Kata-kata lain sama sekali.", key=key)
    assert (first.case.number, first.secret) == (second.case.number, second.secret)
    assert (first.is_new, second.is_new) == (True, False)
    assert Complaint.objects.count() == 1


def test_it_arrives_at_the_public_body_with_three_working_days_to_check_it() -> None:
    receipt = complain()
    assert receipt.case.unit == make_body()
    assert (receipt.clock.working_days, receipt.clock.due_on.isoformat()) == (3, "2026-03-05")
    assert receipt.complaint.stage == Stage.RECEIVED


def test_topic_and_unit_are_wishes_that_the_body_may_change() -> None:
    topic = make_topic()
    receipt = complain(topic=topic.slug)
    assert receipt.complaint.suggested_unit == make_unit()
    assert receipt.case.title.endswith(": Lampu Jalan")
    assert complain(topic="tidak-ada").complaint.topic is None


def test_the_days_are_those_of_the_table_on_that_day() -> None:
    DeadlineRule.objects.create(step="verify", kind="", working_days=1, source="Perbup", valid_from="2026-03-01")
    assert complain().clock.due_on.isoformat() == "2026-03-03"


def test_too_few_words_are_refused_and_name_their_field() -> None:
    with pytest.raises(Invalid) as refused:
        complain("aduh")
    assert [error.field for error in refused.value.errors] == ["text"]


def test_a_person_with_an_account_finds_it_there_and_an_anonymous_one_leaves_no_trace() -> None:
    actor = actor_of(make_account("Siti Rahayu"))
    assert str(complain(actor=actor).case.applicant_id) == actor.id
    hidden = complain(actor=actor, is_anonymous=True, email="siti@example.org", name="Siti Rahayu")
    assert (hidden.case.applicant_id, hidden.case.applicant_name) == (None, "")
    entries = Entry.objects.filter(subject_id=str(hidden.case.pk))
    assert not entries.exclude(actor_id__in=["", "pendapa"]).exists()
    assert not entries.filter(actor_name__contains="Siti").exists()
    assert Message.objects.get(key=f"complaint-receipt:{hidden.case.pk}").recipient == "siti@example.org"


def test_nothing_is_public_before_somebody_looked_at_it() -> None:
    complaint = complain().complaint
    assert not public_complaints().exists()
    make_public(complaint)
    assert list(public_complaints()) == [complaint]


def test_half_a_place_is_no_place_and_a_whole_one_is_rounded_for_the_public() -> None:
    assert complain(latitude=-7.1).complaint.latitude is None
    complaint = Complaint.objects.get(pk=complain(latitude=-7.98765, longitude=112.63219).case.pk)
    assert (complaint.latitude, complaint.longitude) == (-7.98765, 112.63219)
    assert (complaint.public_latitude, complaint.public_longitude) == (-7.988, 112.632)
    secret = complain(latitude=-7.98765, longitude=112.63219, is_secret=True).complaint
    assert secret.public_latitude is None
