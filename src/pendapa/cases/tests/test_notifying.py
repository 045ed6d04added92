from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from pendapa.cases.actions import decide_case, lock_case, send_message, withdraw_case, write_note
from pendapa.cases.models import Decision
from pendapa.cases.notifying import MAILED_BY_THE_STEP, OCCASION_OF_VERB, OCCASIONS, Listener, tell_of
from pendapa.cases.tests.factories import A_MONDAY, make_account, make_actor, make_case, make_visitor
from pendapa.cases.verbs import CaseOpened, ClockOverdue, ClockResumed, ClockStopped
from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry
from pendapa.journal.verbs import declared_verbs
from pendapa.notices.models import Message, Notice
from pendapa.notices.recipients import Recipient
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
LATER = A_MONDAY + timedelta(hours=1)


def happened(case, *verbs, at=LATER, actor=SYSTEM):
    with transaction.atomic():
        return [record(actor, one, case.subject, at=at) for one in verbs]


def tell_all():
    for entry in Entry.objects.order_by("id"):
        tell_of(entry)


def news_mails():
    return Message.objects.filter(notice__isnull=False, channel="email")


def overdue():
    return ClockOverdue(clock="standard", due=A_MONDAY.date(), until=A_MONDAY.date())


def resumed():
    return ClockResumed(clock="standard", due=A_MONDAY.date(), working_days_paused=2, until=A_MONDAY.date())


def test_the_person_of_a_case_is_told_in_the_sentence_of_the_journal_once():
    account = make_account(language="en")
    case = make_case(applicant=account, contact_email="")
    happened(case, overdue())
    tell_all()
    tell_all()
    notice = Notice.objects.get(account=account)
    assert notice.title == f"We are late with {case.number}"
    assert notice.body.startswith("Business certificate. We did not keep the deadline")
    assert notice.link == f"/lacak/{case.number}/"
    assert news_mails().get().recipient == account.email


def test_a_person_without_account_is_told_at_the_contact_of_the_case():
    case = make_case(contact_email="siti@contoh.id", language="id")
    happened(case, overdue())
    tell_all()
    assert Notice.objects.get().account is None
    assert news_mails().get().recipient == "siti@contoh.id"


def test_what_is_only_for_staff_or_about_reading_is_told_to_nobody():
    case = make_case(applicant=make_account())
    officer = make_actor(Role.OFFICER)
    write_note(officer, case.pk, "Cek ulang.", at=LATER)
    happened(case, CaseOpened(unit="u", role="officer", purpose="p"), actor=officer)
    happened(case, ClockStopped(clock="standard", due=A_MONDAY.date(), is_kept=True), actor=officer)
    tell_all()
    assert not Notice.objects.exists()


def test_of_one_step_the_most_telling_entry_speaks():
    case = make_case(applicant=make_account(), contact_email="")
    happened(case, resumed(), overdue())
    tell_all()
    assert [one.occasion for one in Notice.objects.all()] == ["case.late"]
    happened(case, resumed(), at=LATER + timedelta(hours=1))
    tell_all()
    assert [one.occasion for one in Notice.objects.order_by("id")] == ["case.late", "case.progress"]
    assert news_mails().count() == 1


def test_a_message_of_the_office_is_told_but_not_mailed_a_second_time():
    account = make_account()
    case = make_case(applicant=account, contact_email=account.email)
    send_message(make_actor(Role.OFFICER), case.pk, "Mohon dilengkapi.", key=uuid4(), at=LATER)
    tell_all()
    assert Notice.objects.get().occasion == "case.message"
    assert "dilengkapi" not in Notice.objects.get().body
    assert not news_mails().exists()
    assert Message.objects.filter(channel="email").count() == 1


def test_what_the_person_does_themselves_is_not_told_to_them():
    account = make_account()
    case = make_case(applicant=account)
    send_message(make_actor(account=account), case.pk, "Terima kasih.", key=uuid4(), at=LATER)
    withdraw_case(make_actor(account=account), case.pk, at=LATER)
    bare = make_case()
    withdraw_case(make_visitor(bare), bare.pk, at=LATER)
    tell_all()
    assert not Notice.objects.exists()


def test_a_decision_is_told():
    account = make_account()
    case = make_case(applicant=account, contact_email="")
    with transaction.atomic():
        decide_case(make_actor(Role.HEAD), lock_case(case.pk), Decision.Outcome.GRANTED, "Lengkap.", "", at=LATER)
    tell_all()
    assert Notice.objects.get().occasion == "case.decided"


def test_followers_whom_a_kind_of_case_knows_are_told_as_well(monkeypatch):
    follower = make_account()
    found = [Listener(Recipient.of_account(follower), key="follower-1", link="/laporan/X/")]
    monkeypatch.setattr("pendapa.cases.notifying.listener_finders", lambda: (lambda case, entry: found,))
    happened(make_case(applicant=make_account()), overdue())
    tell_all()
    assert Notice.objects.count() == 2
    assert Notice.objects.get(account=follower).link == "/laporan/X/"


def test_old_news_is_told_to_nobody():
    case = make_case(applicant=make_account())
    (entry,) = happened(case, overdue())
    entry.refresh_from_db()
    entry.recorded_at -= timedelta(days=4)
    tell_of(entry)
    assert not Notice.objects.exists()


def test_an_entry_about_nothing_that_is_there_is_passed_over():
    case = make_case()
    (entry,) = happened(case, overdue())
    entry.refresh_from_db()
    for about in (("case", "00000000-0000-0000-0000-000000000000"), ("service", "sku")):
        entry.subject_type, entry.subject_id = about
        tell_of(entry)
    assert not Notice.objects.exists()


def test_every_verb_that_is_named_exists_and_has_an_occasion():
    known = {one.name for one in declared_verbs()}
    assert set(OCCASION_OF_VERB) <= known
    assert all(one in OCCASIONS for one in OCCASION_OF_VERB.values())
    assert known >= MAILED_BY_THE_STEP
