"""The desk: what is due first, a case with all that belongs to it, and who may do what."""

from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendapa.applications.tests.factories import NIK, make_service, make_staff, submit
from pendapa.cases.models import Case
from pendapa.journal.models import Entry
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_account, make_member, make_organization
from pendapa.workflow.models import OpenTask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True


@pytest.fixture
def case() -> Case:
    return submit(make_service()).case


@pytest.fixture
def staff(case: Case) -> dict[Role, Account]:
    return make_staff(case.unit)


@pytest.fixture
def officer(client: Client, staff: dict[Role, Account]) -> Client:
    client.force_login(staff[Role.OFFICER])
    return client


def test_the_queue_shows_the_cases_of_ones_unit_with_their_next_step(officer: Client, case: Case) -> None:
    text = officer.get("/meja/").content.decode()
    assert case.number in text
    assert "Siti Rahmawati" in text
    assert "Periksa keterangan domisili" in text


def test_an_empty_queue_says_so(client: Client) -> None:
    client.force_login(make_member(make_organization("kec-sepi", make_organization("sepi"))))
    assert "Tidak ada yang menunggu di sini" in client.get("/meja/").content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [("tampil=zzz", 200), ("tenggat=9", 200), ("q=%00", 400), ("sesudah=zzz~1", 422), ("q=" + "9" * 900, 200)],
)
def test_any_filter_is_taken_or_refused_plainly(officer: Client, query: str, status: int) -> None:
    assert officer.get(f"/meja/?{query}").status_code == status


def test_a_case_of_another_unit_is_not_there(client: Client, case: Case) -> None:
    client.force_login(make_member(make_organization("kec-lain", make_organization("lain"))))
    assert client.get(f"/meja/perkara/{case.number}/").status_code == 404


def test_a_resident_has_no_business_at_the_desk(client: Client, case: Case) -> None:
    client.force_login(make_account())
    for address in ("/meja/", f"/meja/perkara/{case.number}/"):
        assert client.get(address).status_code == 403


def test_staff_without_a_second_factor_are_sent_to_set_it_up(
    client: Client, staff: dict[Role, Account], settings: LazySettings
) -> None:
    settings.PENDAPA_DEMO = False
    client.force_login(staff[Role.OFFICER])
    assert client.get("/meja/").status_code == 302


def test_opening_a_case_is_recorded_for_its_person(officer: Client, case: Case) -> None:
    assert officer.get(f"/meja/perkara/{case.number}/").status_code == 200
    entry = Entry.objects.get(verb="case.opened", subject_id=str(case.pk))
    assert entry.actor_role == Role.OFFICER


def test_every_file_that_is_opened_is_told_by_its_name_once_a_day(officer: Client, case: Case) -> None:
    held = case.files.order_by("id").first()
    assert held is not None
    for _time in range(2):
        assert officer.get(f"/meja/perkara/{case.number}/berkas/{held.file_id}/").status_code == 200
    entry = Entry.objects.get(verb="case.file_opened", subject_id=str(case.pk))
    assert entry.payload is not None
    assert entry.payload["label"] == held.label


def test_the_identity_number_is_masked_until_a_reason_is_given(officer: Client, case: Case) -> None:
    address = f"/meja/perkara/{case.number}/"
    assert NIK not in officer.get(address).content.decode()
    assert officer.post(f"{address}identitas/", {"why": ""}).status_code == 422
    assert NIK in officer.post(f"{address}identitas/", {"why": "Mencocokkan dengan KTP"}).content.decode()
    assert Entry.objects.filter(verb="identity.unmasked", subject_id=str(case.pk)).count() == 1
    assert NIK not in officer.get(address).content.decode()


def test_a_step_is_finished_and_the_second_click_is_told(officer: Client, case: Case) -> None:
    task = OpenTask.objects.get()
    address = f"/meja/perkara/{case.number}/langkah/{task.task_uuid}/"
    assert officer.get(f"{address}?outcome=complete").status_code == 200
    data = {"outcome": "complete", "revision": case.revision}
    assert officer.post(address, data).status_code == 302
    again = officer.post(address, data, follow=True)
    assert "Langkah ini sudah dikerjakan" in again.content.decode()


def test_a_return_needs_words_and_keeps_what_was_typed(officer: Client, case: Case) -> None:
    task = OpenTask.objects.get()
    address = f"/meja/perkara/{case.number}/langkah/{task.task_uuid}/"
    page = officer.post(address, {"outcome": "incomplete", "revision": case.revision, "reason": "Foto kabur"})
    assert page.status_code == 422
    assert "Foto kabur" in page.content.decode()


def test_a_change_by_somebody_else_is_told_and_the_words_are_kept(officer: Client, case: Case) -> None:
    task = OpenTask.objects.get()
    address = f"/meja/perkara/{case.number}/langkah/{task.task_uuid}/"
    Case.objects.filter(pk=case.pk).update(revision=case.revision + 1)
    page = officer.post(
        address,
        {"outcome": "incomplete", "revision": case.revision, "reason": "Foto kabur", "fields_to_correct": "photo_ktp"},
    )
    assert page.status_code == 409
    assert "Foto kabur" in page.content.decode()


@pytest.mark.parametrize("path", ["ambil/", "lepas/", "pesan/", "catatan/", "identitas/", "keberatan/", "tugaskan/"])
def test_garbage_is_refused_and_never_an_accident(officer: Client, case: Case, path: str) -> None:
    answer = officer.post(f"/meja/perkara/{case.number}/{path}", {"revision": "x", "key": "y", "body": "\x00"})
    assert answer.status_code < 500
    assert officer.get(f"/meja/perkara/{case.number}/{path}").status_code in {403, 404, 405}


def test_messages_go_once_and_notes_stay_inside(officer: Client, case: Case) -> None:
    key = uuid4()
    for _try in range(2):
        officer.post(f"/meja/perkara/{case.number}/pesan/", {"key": key, "body": "Mohon tunggu"})
    officer.post(f"/meja/perkara/{case.number}/catatan/", {"note": "Cek lapangan"})
    assert sorted(case.messages.values_list("side", flat=True)) == ["internal", "office"]


def test_only_the_head_assigns(officer: Client, case: Case, staff: dict[Role, Account]) -> None:
    data = {"account": staff[Role.OFFICER].pk, "revision": case.revision}
    assert officer.post(f"/meja/perkara/{case.number}/tugaskan/", data).status_code == 403
    officer.force_login(staff[Role.HEAD])
    assert officer.post(f"/meja/perkara/{case.number}/tugaskan/", data).status_code == 302
    case.refresh_from_db()
    assert case.assignee == staff[Role.OFFICER]


def test_an_auditor_reads_and_changes_nothing(client: Client, case: Case) -> None:
    auditor = make_member(case.unit.parent, Role.INTERNAL_AUDITOR)
    client.force_login(auditor)
    assert client.get(f"/meja/perkara/{case.number}/").status_code == 200
    assert client.post(f"/meja/perkara/{case.number}/ambil/", {"revision": case.revision}).status_code == 403
    task = OpenTask.objects.get()
    assert client.get(f"/meja/perkara/{case.number}/langkah/{task.task_uuid}/?outcome=complete").status_code == 403


@pytest.mark.parametrize("address", ["/meja/", "/meja/perkara/{number}/"])
def test_a_desk_page_asks_the_database_at_most_eight_times(
    officer: Client, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    officer.get(address.format(number=case.number))
    with django_assert_max_num_queries(8):
        officer.get(address.format(number=case.number))


def test_the_head_sees_the_document_before_signing(officer: Client, case: Case, staff: dict[Role, Account]) -> None:
    task = OpenTask.objects.get()
    address = f"/meja/perkara/{case.number}/langkah/"
    officer.post(f"{address}{task.task_uuid}/", {"outcome": "complete", "revision": case.revision})
    officer.force_login(staff[Role.HEAD])
    preview = officer.get(f"/meja/perkara/{case.number}/pratinjau.pdf")
    assert preview.content.startswith(b"%PDF")
    case.refresh_from_db()
    task = OpenTask.objects.get()
    page = officer.post(f"{address}{task.task_uuid}/", {"outcome": "sign", "revision": case.revision})
    assert page.status_code == 422
    signed = {"outcome": "sign", "revision": case.revision, "is_confirmed": "on"}
    assert officer.post(f"{address}{task.task_uuid}/", signed).status_code == 302
    case.refresh_from_db()
    assert case.status == "granted"


@pytest.mark.parametrize("form", ["pesan", "catatan", "identitas", "tugaskan", "keberatan"])
def test_a_form_filled_in_wrongly_shows_the_case_and_is_recorded_as_reading_it(
    client: Client, case: Case, staff: dict[Role, Account], form: str
) -> None:
    client.force_login(staff[Role.HEAD])
    answer = client.post(f"/meja/perkara/{case.number}/{form}/", {})
    assert answer.status_code == 422
    assert "Siti Rahmawati" in answer.content.decode()
    assert Entry.objects.filter(verb="case.opened", actor_id=str(staff[Role.HEAD].pk)).count() == 1


def test_the_preview_of_the_document_is_recorded_as_reading_the_case(
    client: Client, case: Case, staff: dict[Role, Account]
) -> None:
    client.force_login(staff[Role.HEAD])
    assert client.get(f"/meja/perkara/{case.number}/pratinjau.pdf").status_code == 200
    assert Entry.objects.filter(verb="case.opened", actor_id=str(staff[Role.HEAD].pk)).count() == 1


@pytest.mark.parametrize("revision", ["9" * 5000, "²", "-1", "x", ""])
def test_a_revision_that_is_no_number_is_no_fault(officer: Client, case: Case, revision: str) -> None:
    assert officer.post(f"/meja/perkara/{case.number}/ambil/", {"revision": revision}).status_code == 302
