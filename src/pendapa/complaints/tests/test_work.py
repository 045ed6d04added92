"""The way of a complaint through the offices: checked, forwarded, answered, judged, opened again, closed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pendapa.cases.actions import answer_objection, file_objection, send_message
from pendapa.cases.models import Status
from pendapa.complaints.actions import (
    Receipt,
    answer_complaint,
    ask_back,
    close_by_silence,
    close_complaint,
    correct_complaint,
    forward_complaint,
    judge_answer,
    reopen_complaint,
    verify_complaint,
)
from pendapa.complaints.models import Complaint, Stage
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_body, make_unit, person_of, staff
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_organization

pytestmark = pytest.mark.django_db
LATER = A_MONDAY + timedelta(days=1)


def checked(**given: object) -> Receipt:
    receipt = complain(**given)  # type: ignore[arg-type]
    verify_complaint(staff(make_body()), receipt.case.pk, receipt.complaint.kind, None, at=A_MONDAY)
    return receipt


def forwarded(**given: object) -> Receipt:
    receipt = checked(**given)
    forward_complaint(staff(make_body()), receipt.case.pk, make_unit(), at=A_MONDAY)
    return receipt


def answered(**given: object) -> Receipt:
    receipt = forwarded(**given)
    answer_complaint(staff(make_unit()), receipt.case.pk, "Lampu sudah diganti.", is_public=True, key=uuid4(), at=LATER)
    return receipt


def now(receipt: Receipt) -> Complaint:
    return Complaint.objects.select_related("case__unit", "outside_body", "told_up_to").get(pk=receipt.case.pk)


def verbs(receipt: Receipt) -> list[str]:
    found = Entry.objects.filter(subject_id=str(receipt.case.pk), verb__startswith="complaint.").order_by("id")
    return [name.removeprefix("complaint.") for name in found.values_list("verb", flat=True)]


@pytest.mark.parametrize(
    ("kind", "due"), [("information", "2026-03-09"), ("complaint", "2026-03-27"), ("supervision", "2026-06-10")]
)
def test_the_unit_has_as_many_working_days_as_the_kind_allows(kind: str, due: str) -> None:
    receipt = forwarded(kind=kind)
    complaint = now(receipt)
    assert complaint.case.unit == make_unit()
    assert complaint.case.main_clock.due_on.isoformat() == due
    assert verbs(receipt) == ["received", "verified", "forwarded"]


def test_a_kind_put_right_moves_the_deadline_of_the_running_clock() -> None:
    receipt = forwarded()
    correct_complaint(staff(make_unit()), receipt.case.pk, "information", None, at=LATER)
    assert now(receipt).case.main_clock.due_on.isoformat() == "2026-03-09"


def test_a_report_that_was_not_checked_is_neither_forwarded_nor_answered() -> None:
    receipt = complain()
    with pytest.raises(Conflict):
        forward_complaint(staff(make_body()), receipt.case.pk, make_unit(), at=A_MONDAY)
    with pytest.raises(Conflict):
        answer_complaint(staff(make_body()), receipt.case.pk, "Baik.", is_public=True, key=uuid4(), at=A_MONDAY)


def test_handed_on_the_clock_goes_on_and_the_first_unit_has_it_no_more() -> None:
    receipt = forwarded()
    due = now(receipt).case.main_clock.due_on
    other = make_unit("dinas-perhubungan")
    forward_complaint(staff(make_unit()), receipt.case.pk, other, reason="Lampu lalu lintas", at=LATER)
    complaint = now(receipt)
    assert (complaint.case.unit, complaint.hand_ons, complaint.case.main_clock.due_on) == (other, 1, due)
    with pytest.raises(Forbidden):
        ask_back(staff(make_unit()), receipt.case.pk, "Di mana?", key=uuid4(), at=LATER)


def test_another_public_body_is_no_wrong_door() -> None:
    receipt = checked()
    province = make_organization("provinsi")
    forward_complaint(staff(make_body()), receipt.case.pk, province, at=A_MONDAY)
    complaint = now(receipt)
    assert (complaint.case.unit, complaint.outside_body) == (make_body(), province)
    answer = answer_complaint(
        staff(make_body()), receipt.case.pk, "Kata provinsi: sudah.", is_public=True, key=uuid4(), at=LATER
    )
    assert answer.unit == province


def test_an_answer_sent_twice_is_one_and_gives_ten_working_days_to_respond() -> None:
    receipt, key = forwarded(), uuid4()
    officer = staff(make_unit())
    first = answer_complaint(officer, receipt.case.pk, "Sudah.", is_public=True, key=key, at=LATER)
    assert answer_complaint(officer, receipt.case.pk, "Sudah.", is_public=True, key=key, at=LATER) == first
    complaint = now(receipt)
    assert (complaint.stage, complaint.case.status) == (Stage.ANSWERED, Status.WAITING)
    assert complaint.respond_by.isoformat() == "2026-03-17"
    assert all(clock.stopped_on for clock in complaint.case.clocks.all())


def test_the_clock_stands_still_while_the_person_is_asked_and_goes_on_with_the_answer() -> None:
    receipt = forwarded()
    ask_back(staff(make_unit()), receipt.case.pk, "Tiang nomor berapa?", key=uuid4(), at=A_MONDAY)
    assert now(receipt).case.main_clock.paused_on is not None
    send_message(person_of(receipt), receipt.case.pk, "Tiang 12.", key=uuid4(), at=A_MONDAY + timedelta(days=3))
    complaint = now(receipt)
    assert (complaint.stage, complaint.case.status) == (Stage.FORWARDED, Status.OPEN)
    assert complaint.case.main_clock.due_on.isoformat() == "2026-04-01"
    assert verbs(receipt)[-2:] == ["asked_back", "responded"]


def test_solved_closes_it_and_keeps_the_rating() -> None:
    receipt = answered()
    judge_answer(person_of(receipt), receipt.case.pk, is_solved=True, rating=5, key=uuid4(), at=LATER)
    complaint = now(receipt)
    assert (complaint.case.status, complaint.rating, complaint.is_solved) == (Status.RESOLVED, 5, True)
    assert verbs(receipt)[-2:] == ["rated", "closed"]
    judge_answer(person_of(receipt), receipt.case.pk, is_solved=True, rating=1, key=uuid4(), at=LATER)
    assert now(receipt).rating == 5


def test_unsolved_opens_it_again_and_brings_it_before_the_head() -> None:
    receipt = answered()
    with pytest.raises(Invalid):
        judge_answer(person_of(receipt), receipt.case.pk, is_solved=False, rating=1, key=uuid4(), at=LATER)
    judge_answer(
        person_of(receipt), receipt.case.pk, is_solved=False, rating=1, comment="Mati lagi.", key=uuid4(), at=LATER
    )
    complaint = now(receipt)
    assert (complaint.stage, complaint.case.status, complaint.reopenings) == (Stage.FORWARDED, Status.OPEN, 1)
    assert complaint.escalation_level == 1
    assert complaint.case.clocks.filter(name="answer-2", stopped_on__isnull=True).exists()
    assert verbs(receipt)[-3:] == ["rated", "reopened", "escalated"]
    assert complaint.case.messages.last().body == "Mati lagi."


def test_without_a_word_it_closes_as_answered_after_the_last_day_and_once() -> None:
    receipt = answered()
    last_day, day_after = A_MONDAY.replace(day=17), A_MONDAY.replace(day=18)
    assert not close_by_silence(receipt.case.pk, at=last_day)
    assert close_by_silence(receipt.case.pk, at=day_after)
    assert not close_by_silence(receipt.case.pk, at=day_after)
    complaint = now(receipt)
    assert complaint.case.status == Status.ANSWERED
    assert complaint.case.decision.reason == "Lampu sudah diganti."


def test_an_objection_that_is_upheld_opens_it_again() -> None:
    receipt = answered()
    close_by_silence(receipt.case.pk, at=A_MONDAY.replace(day=18))
    file_objection(person_of(receipt), receipt.case.pk, "Belum selesai.", at=A_MONDAY.replace(day=19))
    head = staff(make_unit(), Role.HEAD)
    answer_objection(head, receipt.case.pk, "Anda benar.", True, at=A_MONDAY.replace(day=20))
    complaint = now(receipt)
    assert (complaint.case.status, complaint.stage) == (Status.OPEN, Stage.FORWARDED)
    assert complaint.case.clocks.filter(name="answer-2", stopped_on__isnull=True).exists()


def test_only_the_head_closes_without_the_person_and_says_why() -> None:
    receipt = forwarded()
    with pytest.raises(Forbidden):
        close_complaint(staff(make_unit()), receipt.case.pk, "Bukan urusan kami.", at=LATER)
    close_complaint(staff(make_unit(), Role.HEAD), receipt.case.pk, "Sama dengan yang lalu.", at=LATER)
    assert now(receipt).case.status == Status.CLOSED
    reopen_complaint(staff(make_unit()), receipt.case.pk, at=LATER)
    assert now(receipt).case.status == Status.OPEN


def test_a_message_after_the_answer_lets_the_work_go_on() -> None:
    receipt = answered()
    send_message(person_of(receipt), receipt.case.pk, "Masih ada satu lagi.", key=uuid4(), at=LATER)
    complaint = now(receipt)
    assert (complaint.stage, complaint.respond_by, complaint.case.status) == (Stage.FORWARDED, None, Status.OPEN)
