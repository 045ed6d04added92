from datetime import timedelta
from uuid import uuid4

import pytest

from pendapa.cases.actions import send_message, write_note
from pendapa.cases.models import Message
from pendapa.cases.tests.factories import (
    A_MONDAY,
    make_account,
    make_actor,
    make_case,
    make_file,
    make_unit,
    make_visitor,
)
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid, TooMany
from pendapa.notices.models import Message as Notice
from pendapa.people.models import Account
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def test_a_message_sent_twice_under_one_key_is_one_message():
    case, key, file = make_case(), uuid4(), make_file()
    person = make_visitor(case)
    first = send_message(person, case.pk, "Apakah KTP lama boleh?", files=[file], key=key, at=A_MONDAY)
    again = send_message(person, case.pk, "Apakah KTP lama boleh?", files=[file], key=key, at=A_MONDAY)
    assert first == again
    assert Message.objects.count() == 1
    assert [one.file_id for one in first.files.all()] == [file.pk]
    file.refresh_from_db()
    assert file.attached_at == A_MONDAY


def test_the_words_of_a_message_are_not_in_the_journal_nor_in_the_mail():
    case = make_case()
    send_message(make_actor(Role.OFFICER), case.pk, "Rahasia keluarga", key=uuid4(), at=A_MONDAY)
    assert "Rahasia" not in str(Entry.objects.get(verb="message.sent").payload)
    notice = Notice.objects.get()
    assert "Rahasia" not in notice.subject + notice.body
    assert case.number in notice.body


def test_the_side_follows_from_who_writes():
    account = make_account(Role.OFFICER)
    case, own = make_case(), make_case(applicant=account)
    officer = make_actor(account=account)
    assert send_message(officer, case.pk, "Halo", key=uuid4(), at=A_MONDAY).side == "office"
    assert send_message(officer, own.pk, "Halo", key=uuid4(), at=A_MONDAY).side == "party"
    assert send_message(make_visitor(case), case.pk, "Halo", key=uuid4(), at=A_MONDAY).side == "party"


def test_strangers_and_other_units_do_not_write():
    case = make_case()
    for actor in (make_visitor(), make_actor(), make_actor(Role.OFFICER, make_unit("kec-lain"))):
        with pytest.raises(Forbidden):
            send_message(actor, case.pk, "Halo", key=uuid4(), at=A_MONDAY)


def test_a_key_belongs_to_one_case():
    case, other, key = make_case(), make_case(), uuid4()
    send_message(make_visitor(case), case.pk, "Halo", key=key, at=A_MONDAY)
    with pytest.raises(Conflict):
        send_message(make_visitor(other), other.pk, "Halo", key=key, at=A_MONDAY)


def test_words_are_needed_and_are_not_endless():
    case = make_case()
    for body in ("", "  \n", "x" * 4001):
        with pytest.raises(Invalid):
            send_message(make_visitor(case), case.pk, body, key=uuid4(), at=A_MONDAY)


def test_a_flood_of_messages_ends():
    case = make_case()
    for number in range(20):
        send_message(make_visitor(case), case.pk, f"Pesan {number}", key=uuid4(), at=A_MONDAY)
    with pytest.raises(TooMany):
        send_message(make_visitor(case), case.pk, "Lagi", key=uuid4(), at=A_MONDAY + timedelta(hours=1))


def test_a_note_is_for_staff_alone():
    case = make_case()
    note = write_note(make_actor(Role.OFFICER), case.pk, "Cek alamat", at=A_MONDAY)
    assert note.side == "internal"
    assert Entry.objects.get(verb="note.written").audience == "staff"
    with pytest.raises(Forbidden):
        write_note(make_visitor(case), case.pk, "Halo", at=A_MONDAY)


@pytest.mark.parametrize("began_in", ["id", "en"])
def test_a_mail_is_in_the_language_that_its_person_chooses_now(began_in):
    person = make_account()
    case = make_case(applicant=person, contact_email=person.email, language=began_in)
    Account.objects.filter(pk=person.pk).update(language="en" if began_in == "id" else "id")
    send_message(make_actor(Role.OFFICER), case.pk, "Halo", key=uuid4(), at=A_MONDAY)
    assert ("We have written to you" in Notice.objects.get().body) == (began_in == "id")


def test_who_has_no_account_is_written_to_in_the_language_of_the_case():
    case = make_case(language="en", contact_email="sari@example.org")
    send_message(make_actor(Role.OFFICER), case.pk, "Halo", key=uuid4(), at=A_MONDAY)
    assert "We have written to you" in Notice.objects.get().body
