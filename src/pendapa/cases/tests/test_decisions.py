from datetime import timedelta

import pytest
from django.db import transaction

from pendapa.cases.actions import (
    answer_objection,
    decide_case,
    file_objection,
    lock_case,
    send_message,
    withdraw_case,
)
from pendapa.cases.models import Objection, Status
from pendapa.cases.queries import main_clock
from pendapa.cases.tests.factories import A_MONDAY, make_account, make_actor, make_case, make_visitor
from pendapa.journal.models import Entry
from pendapa.journal.verbs import Audience, declaration_of
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.notices.models import Message as Notice
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
LATER = A_MONDAY + timedelta(days=1)


def decide(case, outcome="refused", actor=None, reason="Alamat di luar kecamatan.", at=LATER):
    with transaction.atomic():
        return decide_case(actor or make_actor(Role.HEAD), lock_case(case.pk), outcome, reason, "Perda 4/2019", at=at)


def test_a_decision_closes_the_case_and_stops_its_clocks():
    case = make_case()
    decide(case, "granted")
    case.refresh_from_db()
    assert (case.status, case.closed_at) == (Status.GRANTED, LATER)
    assert main_clock(case).stopped_on == LATER.date()
    entry = Entry.objects.get(verb="case.decided")
    assert entry.payload["outcome_label"] == "Dikabulkan"
    assert "reason" not in declaration_of("case.decided").public_fields
    assert "outcome" in declaration_of("case.decided").public_fields


def test_a_case_is_decided_once():
    case = make_case()
    decide(case)
    with pytest.raises(Conflict):
        decide(case, "granted")


def test_a_decision_has_a_reason():
    with pytest.raises(Invalid):
        decide(make_case(), reason="  ")


def test_an_officer_may_refuse_but_not_grant():
    with pytest.raises(Forbidden):
        decide(make_case(), "granted", actor=make_actor(Role.OFFICER))
    decide(make_case(), "refused", actor=make_actor(Role.OFFICER))


def test_nobody_decides_a_matter_of_their_own():
    account = make_account(Role.HEAD)
    with pytest.raises(Forbidden):
        decide(make_case(applicant=account), actor=make_actor(account=account))


def test_a_person_takes_a_matter_back_and_again_changes_nothing():
    case = make_case()
    person = make_visitor(case)
    withdraw_case(person, case.pk, at=LATER)
    withdrawn = withdraw_case(person, case.pk, at=LATER)
    assert withdrawn.status == Status.WITHDRAWN
    assert Entry.objects.filter(verb="case.withdrawn").count() == 1
    assert main_clock(withdrawn).stopped_on is not None


def test_only_its_person_takes_a_matter_back():
    case = make_case()
    for actor in (make_actor(Role.HEAD), make_visitor(), make_visitor(make_case())):
        with pytest.raises(Forbidden):
            withdraw_case(actor, case.pk, at=LATER)


def test_a_decided_matter_is_not_withdrawn():
    case = make_case()
    decide(case)
    with pytest.raises(Conflict):
        withdraw_case(make_visitor(case), case.pk, at=LATER)


def test_an_objection_needs_a_decision():
    case = make_case()
    with pytest.raises(Conflict):
        file_objection(make_visitor(case), case.pk, "Alamat saya benar.", at=LATER)


def test_one_objection_waits_at_a_time():
    case = make_case()
    decide(case)
    person = make_visitor(case)
    first = file_objection(person, case.pk, "Alamat saya benar.", at=LATER)
    assert file_objection(person, case.pk, "Alamat saya benar.", at=LATER) == first
    with pytest.raises(Conflict):
        file_objection(person, case.pk, "Alasan lain.", at=LATER)
    assert Objection.objects.count() == 1
    assert main_clock(case).due_on == first.due_on


def test_the_head_answers_an_objection_and_its_person_is_told():
    case = make_case()
    decide(case)
    file_objection(make_visitor(case), case.pk, "Alamat saya benar.", at=LATER)
    with pytest.raises(Forbidden):
        answer_objection(make_actor(Role.OFFICER), case.pk, "Tidak.", False, at=LATER)
    head = make_actor(Role.HEAD)
    answered = answer_objection(head, case.pk, "Anda benar, kami periksa lagi.", True, at=LATER)
    assert answer_objection(head, case.pk, "Anda benar, kami periksa lagi.", True, at=LATER) == answered
    assert Entry.objects.get(verb="objection.answered").payload["is_upheld"] is True
    assert Notice.objects.filter(key__startswith="objection-answer").count() == 1


def test_after_an_answer_that_the_decision_stands_a_person_may_object_again():
    case = make_case()
    decide(case)
    file_objection(make_visitor(case), case.pk, "Alamat saya benar.", at=LATER)
    answer_objection(make_actor(Role.HEAD), case.pk, "Tetap.", False, at=LATER)
    case.refresh_from_db()
    assert (case.status, case.decision.outcome) == (Status.REFUSED, "refused")
    assert file_objection(make_visitor(case), case.pk, "Masih keliru.", at=LATER).answered_at is None


def test_an_objection_upheld_opens_the_case_to_be_decided_anew_and_keeps_the_old_decision():
    case = make_case()
    first = decide(case)
    file_objection(make_visitor(case), case.pk, "Alamat saya benar.", at=LATER)
    answer_objection(make_actor(Role.HEAD), case.pk, "Anda benar.", True, at=LATER)
    case.refresh_from_db()
    assert (case.status, case.closed_at, case.decision) == (Status.OPEN, None, None)
    with pytest.raises(Conflict):
        file_objection(make_visitor(case), case.pk, "Lagi.", at=LATER)
    second = decide(case, "granted")
    assert case.decision == second
    assert list(case.decisions.order_by("id")) == [first, second]
    assert declaration_of("case.reopened").audience is Audience.PUBLIC
    assert Entry.objects.filter(verb="case.reopened").count() == 1
    assert "kami buka lagi" in Notice.objects.get(key__startswith="objection-answer").body


def test_an_objection_comes_too_late_after_21_working_days():
    case = make_case()
    decide(case)
    with pytest.raises(Conflict):
        file_objection(make_visitor(case), case.pk, "Terlambat.", at=LATER + timedelta(days=90))


def test_no_messages_after_a_withdrawal():
    case = make_case()
    person = make_visitor(case)
    withdraw_case(person, case.pk, at=LATER)
    with pytest.raises(Conflict):
        send_message(person, case.pk, "Halo", key=case.pk, at=LATER)
