"""Sending an application: once, whole, with everything that follows from it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from pendapa.applications.actions import save_page, start_draft, submit_draft
from pendapa.applications.models import Application, Draft
from pendapa.applications.queries import form_of
from pendapa.applications.rules import DRAFT_DAYS
from pendapa.applications.tests.factories import (
    A_MONDAY,
    RESIDENT,
    make_answers,
    make_file_answer,
    make_photo,
    make_service,
    make_village,
    submit,
)
from pendapa.cases.models import Case
from pendapa.cases.queries import case_opened_with
from pendapa.files.actions import store_file, sweep_orphan_files
from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Forbidden, Invalid, NotFound
from pendapa.notices.models import Message
from pendapa.people.tests.factories import actor_of, make_account
from pendapa.workflow.models import OpenTask

pytestmark = pytest.mark.django_db


def test_a_sent_application_is_a_case_with_a_number_a_clock_a_process_and_an_entry() -> None:
    receipt = submit(make_service())
    assert receipt.case.number.startswith("DOM-")
    assert receipt.clock.due_on.isoformat() == "2026-11-25"
    assert [task.key for task in OpenTask.objects.all()] == ["check"]
    assert Entry.objects.filter(verb="application.submitted", subject_id=str(receipt.case.pk)).count() == 1
    assert case_opened_with(receipt.case.number, receipt.secret) == receipt.case


def test_sending_twice_under_one_key_makes_one_case_and_tells_the_same_secret() -> None:
    standard, key = make_service(), uuid4()
    first, second = submit(standard, key=key), submit(standard, key=key)
    assert (first.case, first.secret) == (second.case, second.secret)
    assert (first.is_new, second.is_new) == (True, False)
    assert Case.objects.count() == 1


def test_wrong_answers_are_refused_by_field_and_leave_nothing_behind() -> None:
    standard = make_service()
    with pytest.raises(Invalid) as refused:
        submit(standard, nik="123", birth_date=None)
    assert {error.field for error in refused.value.errors} == {"nik", "birth_date"}
    assert not Case.objects.exists()
    assert not Entry.objects.filter(verb="application.submitted").exists()


def test_a_file_of_another_case_cannot_be_handed_in() -> None:
    standard, answer = make_service(), make_file_answer()
    submit(standard, photo_ktp=[answer])
    with pytest.raises(Invalid) as refused:
        submit(standard, photo_ktp=[answer])
    assert [error.field for error in refused.value.errors] == ["photo_ktp"]


def test_size_and_type_of_a_file_are_told_by_what_is_stored() -> None:
    answer = make_file_answer()
    receipt = submit(make_service(), photo_ktp=[{**answer, "size": 1, "name": "lain.exe"}])
    stored = Application.objects.get(case=receipt.case).answers["photo_ktp"][0]
    assert stored == answer


def test_the_place_is_named_by_its_code_whatever_name_came_along() -> None:
    receipt = submit(make_service(), address={"code": "33.98.01.1001", "name": "Jakarta", "street": "Jalan A 1"})
    name = Application.objects.get(case=receipt.case).answers["address"]["name"]
    assert name.startswith("Banyubiru")


def test_a_draft_begun_under_an_account_and_sent_by_its_link_is_a_case_of_that_account() -> None:
    make_village()
    account = make_account()
    draft = start_draft(actor_of(account), make_service(), at=A_MONDAY)
    Draft.objects.filter(pk=draft.pk).update(answers=make_answers())
    assert submit_draft(RESIDENT.holding(str(draft.pk)), draft.pk, at=A_MONDAY).case.applicant_id == account.pk


def test_a_draft_sent_goes_and_its_receipt_can_be_told_again() -> None:
    make_village()
    draft = start_draft(RESIDENT, make_service(), at=A_MONDAY)
    holder = RESIDENT.holding(str(draft.pk))
    Draft.objects.filter(pk=draft.pk).update(answers=make_answers())
    first = submit_draft(holder, draft.pk, at=A_MONDAY)
    assert not Draft.objects.exists()
    assert submit_draft(holder, draft.pk, at=A_MONDAY).secret == first.secret
    with pytest.raises(Forbidden):
        submit_draft(RESIDENT, draft.pk, at=A_MONDAY)


def test_a_draft_is_found_by_nobody_else() -> None:
    draft = start_draft(RESIDENT, make_service(), at=A_MONDAY)
    with pytest.raises(NotFound):
        save_page(RESIDENT, draft.pk, "identitas", {"full_name": "Orang Lain"}, {}, at=A_MONDAY)


def test_what_does_not_pass_its_checks_is_kept_as_typed() -> None:
    draft = start_draft(RESIDENT, make_service(), at=A_MONDAY)
    holder = RESIDENT.holding(str(draft.pk))
    saved = save_page(holder, draft.pk, "identitas", {"full_name": "S", "nik": "abc"}, {}, at=A_MONDAY)
    assert saved.answers == {"full_name": "S", "nik": "abc"}


def test_the_receipt_goes_by_mail_once_and_carries_the_link() -> None:
    standard, key = make_service(), uuid4()
    receipt = submit(standard, key=key)
    submit(standard, key=key)
    message = Message.objects.get()
    assert message.recipient == "siti@example.org"
    assert f"/lacak/{receipt.case.number}/{receipt.secret}/" in message.body


def test_personal_answers_are_not_readable_in_the_table() -> None:
    submit(make_service())
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT answers FROM applications_application")
        assert b"Siti" not in bytes(cursor.fetchone()[0])


def test_files_of_a_draft_are_kept_for_as_long_as_the_draft_can_be_sent() -> None:
    standard = make_service()
    draft = start_draft(RESIDENT, standard, at=A_MONDAY)
    actor, photo = RESIDENT.holding(str(draft.pk)), store_file(make_photo(), "foto.jpg", UploadRules())
    page = next(page.key for page in form_of(standard).pages if any(one.name == "photo_ktp" for one in page.fields))
    save_page(actor, draft.pk, page, {}, {"photo_ktp": [photo]}, at=A_MONDAY)
    StoredFile.objects.update(created_at=A_MONDAY)
    sweep_orphan_files(A_MONDAY + timedelta(days=DRAFT_DAYS))
    assert StoredFile.objects.filter(pk=photo.pk).exists()
    sweep_orphan_files(A_MONDAY + timedelta(days=DRAFT_DAYS + 2))
    assert not StoredFile.objects.filter(pk=photo.pk).exists()


def test_a_file_that_arrives_late_does_not_take_back_what_was_typed_meanwhile() -> None:
    standard = make_service()
    draft = start_draft(RESIDENT, standard, at=A_MONDAY)
    actor = RESIDENT.holding(str(draft.pk))
    first = form_of(standard).pages[0]
    save_page(actor, draft.pk, first.key, {first.fields[0].name: "Siti"}, {}, at=A_MONDAY)
    saved = save_page(actor, draft.pk, first.key, None, {}, at=A_MONDAY)
    assert saved.answers[first.fields[0].name] == "Siti"


def test_what_another_window_saved_meanwhile_is_shown_and_not_lost(client: Client) -> None:
    make_village()
    standard = make_service()
    first = form_of(standard).pages[0]
    client.post(f"/layanan/{standard.service.slug}/ajukan/")
    draft = Draft.objects.get()
    address = f"/layanan/{standard.service.slug}/ajukan/{draft.pk}/{first.key}/"

    def seen() -> str:
        return str(client.get(address).context["seen"])

    mark = seen()
    client.post(address, {"full_name": "Siti di jendela satu", "_seen": mark, "_later": "1"})
    second = client.post(address, {"full_name": "Siti di jendela dua", "_seen": mark})
    assert second.status_code == 409
    page = second.content.decode()
    assert "Siti di jendela satu" in page
    assert 'value="Siti di jendela dua"' in page

    assert "Siti di jendela satu" in client.get(address).content.decode()
    checked = client.get(f"/layanan/{standard.service.slug}/ajukan/{draft.pk}/periksa/")
    assert address in str(checked.context["doubled"])

    assert client.post(address, {"full_name": "Siti", "_seen": seen(), "_later": "1"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.answers["full_name"], draft.set_aside) == ("Siti", {})


def test_a_page_sent_twice_by_one_window_is_no_change_of_another(client: Client) -> None:
    make_village()
    standard = make_service()
    first = form_of(standard).pages[0]
    client.post(f"/layanan/{standard.service.slug}/ajukan/")
    address = f"/layanan/{standard.service.slug}/ajukan/{Draft.objects.get().pk}/{first.key}/"
    given = {"full_name": "Siti", "_seen": client.get(address).context["seen"], "_later": "1"}
    assert [client.post(address, given).status_code for _try in range(2)] == [302, 302]
