"""Revoking the certificate that somebody signs with."""

from datetime import timedelta

import pytest
from django.test import Client

from pendapa.documents.actions import revoke_certificate
from pendapa.documents.certificates import certificate_for
from pendapa.documents.models import SigningCertificate
from pendapa.documents.tests.conftest import AT, Office
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(office: Office) -> SigningCertificate:
    return certificate_for(office.head, at=AT)


def test_an_administrator_revokes_and_the_next_signature_makes_a_new_one(
    office: Office, made: SigningCertificate
) -> None:
    administrator = office.actor(office.member("Rina", Role.ADMINISTRATOR, "Admin"))
    with pytest.raises(Invalid):
        revoke_certificate(administrator, made, " ", at=AT)
    revoke_certificate(administrator, made, "Laptop hilang.", at=AT)
    with pytest.raises(Conflict):
        revoke_certificate(administrator, made, "Laptop hilang.", at=AT)
    entry = Entry.objects.get(verb="certificate.revoked")
    assert (entry.subject_id, entry.actor_role) == (made.serial, Role.ADMINISTRATOR)
    assert certificate_for(office.head, at=AT + timedelta(minutes=1)).serial != made.serial


def test_nobody_else_revokes_a_certificate(office: Office, made: SigningCertificate) -> None:
    with pytest.raises(Forbidden):
        revoke_certificate(office.actor(), made, "Laptop hilang.", at=AT)
    made.refresh_from_db()
    assert made.revoked_at is None


def test_the_page_asks_once_more_and_shows_what_was_revoked(
    office: Office, made: SigningCertificate, client: Client, settings: object
) -> None:
    settings.PENDAPA_DEMO = True  # type: ignore[attr-defined]
    account = office.member("Rina", Role.ADMINISTRATOR, "Admin").account
    account.is_demonstration = True
    account.save()
    client.force_login(account)
    address = f"/meja/organisasi/{office.unit.code}/sertifikat/"
    assert "Cabut" in client.get(address).content.decode()
    revoking = f"{address}{made.pk}/cabut/"
    assert "Cabut sertifikat ini?" in client.get(revoking).content.decode()
    assert client.post(revoking, {"reason": ""}).status_code == 422
    assert client.post(revoking, {"reason": "Laptop hilang."}).status_code == 302
    assert "Laptop hilang." in client.get(address).content.decode()
    assert client.post(revoking, {"reason": "Laptop hilang."}).status_code == 404
    assert client.get("/meja/organisasi/lain/sertifikat/").status_code == 404
