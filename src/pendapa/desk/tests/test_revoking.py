"""A document that turns out to be wrong: revoked by the head, told to its person and to whoever checks it."""

from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pendapa.applications.actions import complete_task
from pendapa.applications.actions.work import Step
from pendapa.applications.tests.factories import make_service, make_staff, submit
from pendapa.cases.actions import revoke_case_document
from pendapa.cases.models import Case
from pendapa.documents.models import IssuedDocument
from pendapa.kernel.problems import Forbidden, NotFound
from pendapa.notices.models import Message
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account
from pendapa.workflow.models import OpenTask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True


@pytest.fixture
def person() -> Account:
    return make_account()


@pytest.fixture
def case(person: Account) -> Case:
    return submit(make_service(), actor_of(person)).case


@pytest.fixture
def staff(case: Case) -> dict[Role, Account]:
    return make_staff(case.unit)


@pytest.fixture
def document(case: Case, staff: dict[Role, Account]) -> IssuedDocument:
    for role, step in ((Role.OFFICER, Step("complete")), (Role.HEAD, Step("sign", is_confirmed=True))):
        case.refresh_from_db()
        task = OpenTask.objects.get().task_uuid
        complete_task(actor_of(staff[role]), case.pk, task, step, expected_revision=case.revision, at=timezone.now())
    return IssuedDocument.objects.get()


@pytest.fixture
def address(case: Case, document: IssuedDocument) -> str:
    return f"/meja/perkara/{case.number}/dokumen/{document.pk}/cabut/"


def test_the_head_revokes_and_everyone_is_told(
    client: Client, case: Case, person: Account, staff: dict[Role, Account], document: IssuedDocument, address: str
) -> None:
    client.force_login(staff[Role.HEAD])
    assert address in client.get(f"/meja/perkara/{case.number}/").content.decode()
    assert document.number in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Alamat keliru."}).status_code == 302
    desk = client.get(f"/meja/perkara/{case.number}/").content.decode()
    assert "Alamat keliru." in desk
    assert address not in desk
    assert client.post(address, {"reason": "Lagi."}).status_code == 409
    assert "Alamat keliru." in Message.objects.get(key=f"document-revoked:{document.pk}").body
    client.force_login(person)
    page = client.get(f"/lacak/{case.number}/").content.decode()
    assert "Dicabut" in page
    assert "Alamat keliru." in page
    client.logout()
    found = client.get(document.get_absolute_url()).content.decode()
    assert "dicabut" in found
    assert "Alamat keliru." not in found


def test_only_the_head_revokes(client: Client, case: Case, staff: dict[Role, Account], address: str) -> None:
    client.force_login(staff[Role.OFFICER])
    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "Alamat keliru."}).status_code == 403
    assert address not in client.get(f"/meja/perkara/{case.number}/").content.decode()


def test_a_document_is_revoked_in_its_own_case_and_by_somebody_who_is_not_concerned(
    case: Case, staff: dict[Role, Account], document: IssuedDocument
) -> None:
    head = actor_of(staff[Role.HEAD])
    with pytest.raises(NotFound):
        revoke_case_document(head, case.pk, uuid4(), "Alamat keliru.", at=timezone.now())
    Case.objects.filter(pk=case.pk).update(applicant=staff[Role.HEAD])
    with pytest.raises(Forbidden):
        revoke_case_document(head, case.pk, document.pk, "Alamat keliru.", at=timezone.now())


def test_the_page_of_a_decided_case_asks_the_database_at_most_eight_times(
    client: Client,
    case: Case,
    staff: dict[Role, Account],
    document: IssuedDocument,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(staff[Role.HEAD])
    client.get(f"/meja/perkara/{case.number}/")
    with django_assert_max_num_queries(8):
        client.get(f"/meja/perkara/{case.number}/")
