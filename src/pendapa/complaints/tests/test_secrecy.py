"""Neither a secret nor an anonymous report leaks: not by the public door, not by the journal's public fields."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from pendapa.cases.actions import open_as_staff, send_message, withdraw_case
from pendapa.complaints.actions import (
    answer_complaint,
    correct_complaint,
    forward_complaint,
    judge_answer,
    verify_complaint,
)
from pendapa.complaints.models import Complaint, Publication
from pendapa.complaints.moderating.actions import moderate_complaint
from pendapa.complaints.queries import public_complaint, public_complaints
from pendapa.complaints.tests.factories import (
    A_MONDAY,
    SECRET_WORDS,
    complain,
    make_body,
    make_public,
    make_topic,
    make_unit,
    person_of,
    staff,
)
from pendapa.journal.models import Entry
from pendapa.journal.verbs import declaration_of
from pendapa.kernel.problems import Invalid, NotFound
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account, make_member

pytestmark = pytest.mark.django_db
HARMLESS = {"", None, False, "party", "office"}


def handle(**given: Any) -> Any:
    """A report taken through everything that records something."""
    receipt = complain(SECRET_WORDS, **given)
    officer, unit = staff(make_body()), make_unit()
    topic = make_topic()
    make_member(unit, Role.HEAD)
    verify_complaint(officer, receipt.case.pk, receipt.complaint.kind, topic, at=A_MONDAY)
    forward_complaint(officer, receipt.case.pk, unit, at=A_MONDAY)
    correct_complaint(staff(unit), receipt.case.pk, receipt.complaint.kind, None, at=A_MONDAY)
    case = Complaint.objects.select_related("case__unit").get(pk=receipt.case.pk).case
    open_as_staff(staff(unit), case, at=A_MONDAY)
    answer_complaint(staff(unit), case.pk, "Kami periksa.", is_public=True, key=uuid4(), at=A_MONDAY)
    later = A_MONDAY + timedelta(days=1)
    judge_answer(person_of(receipt), case.pk, is_solved=False, rating=2, comment="Belum.", key=uuid4(), at=later)
    send_message(person_of(receipt), case.pk, "Tolong.", key=uuid4(), at=later)
    withdraw_case(person_of(receipt), case.pk, at=later)
    return receipt


@pytest.mark.parametrize("given", [{"is_secret": True}, {"is_anonymous": True}, {"kind": "supervision"}])
def test_the_public_fields_of_every_entry_tell_nothing(given: dict[str, Any]) -> None:
    receipt = handle(**given)
    entries = list(Entry.objects.filter(subject_id=str(receipt.case.pk)))
    assert {"complaint.received", "clock.started", "case.opened", "case.withdrawn"} <= {one.verb for one in entries}
    told = {
        (entry.verb, name, (entry.payload or {})[name])
        for entry in entries
        for name in declaration_of(entry.verb).public_fields
        if not (entry.verb == "message.sent" or name == "purpose")
    }
    assert {value for _verb, _name, value in told} <= HARMLESS, told


def test_an_ordinary_report_does_tell_its_unit() -> None:
    receipt = handle()
    forwarded = Entry.objects.get(subject_id=str(receipt.case.pk), verb="complaint.forwarded")
    assert (forwarded.payload or {})["unit"] == "dinas-pu"


def test_the_timeline_still_says_who_answers_and_until_when() -> None:
    receipt = handle(is_secret=True)
    forwarded = Entry.objects.get(subject_id=str(receipt.case.pk), verb="complaint.forwarded")
    assert "Dinas-Pu" in forwarded.sentence


@pytest.mark.parametrize("given", [{"is_secret": True}, {"kind": "supervision"}])
def test_what_is_never_public_passes_no_door(given: dict[str, Any]) -> None:
    complaint = complain(SECRET_WORDS, **given).complaint
    head = staff(make_body(), Role.HEAD)
    with pytest.raises(Invalid):
        moderate_complaint(head, complaint.pk, "Kata-kata", Publication.PUBLISHED, at=A_MONDAY)
    if not given.get("is_secret"):
        make_public(complaint)
    assert not public_complaints().exists()
    with pytest.raises(NotFound):
        public_complaint(complaint.case.number)


def test_the_database_itself_refuses_a_secret_report_that_is_published() -> None:
    complaint = complain(is_secret=True).complaint
    with pytest.raises(IntegrityError), transaction.atomic():
        make_public(complaint)


def test_a_report_that_turns_out_to_accuse_somebody_is_taken_from_the_public() -> None:
    complaint = make_public(complain().complaint)
    verify_complaint(staff(make_body()), complaint.pk, "supervision", None, at=A_MONDAY)
    assert Complaint.objects.get(pk=complaint.pk).publication == Publication.WITHHELD


def test_an_anonymous_officer_stays_unknown_in_the_record_of_their_own_report() -> None:
    officer = actor_of(make_account("Petugas Rahasia"))
    receipt = complain(actor=officer, is_anonymous=True)
    make_public(receipt.complaint)
    assert list(public_complaints()) == [receipt.complaint]
    entries = Entry.objects.filter(subject_id=str(receipt.case.pk))
    assert not entries.filter(actor_name__contains="Rahasia").exists()
