import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection

from pendapa.applications.models import Application
from pendapa.applications.tests.factories import make_service, submit
from pendapa.cli import keys
from pendapa.cli.keys import encrypted_columns, rotate_keys
from pendapa.files.models import StoredFile
from pendapa.files.queries import read_file
from pendapa.kernel.encryption import is_current
from pendapa.people.models import Account
from pendapa.people.tests.factories import make_account

OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)


@pytest.fixture(autouse=True)
def _with_an_old_key(settings):
    settings.PENDAPA_KEY_RING = [OLD]
    settings.PENDAPA_INDEX_KEY = b"i" * 32


def stored_tokens() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik, phone FROM people_account")
        return [bytes(token) for row in cursor.fetchall() for token in row]


@pytest.mark.django_db
def test_everything_moves_to_the_newest_key_and_stays_readable(settings, monkeypatch):
    monkeypatch.setattr(keys, "BATCH", 2)
    accounts = [make_account(nik=f"357801410790000{n}", phone="0812") for n in range(1, 6)]
    TOTP.activate(accounts[0], "JBSWY3DPEHPK3PXP")
    settings.PENDAPA_KEY_RING = [NEW, OLD]
    counts: dict[str, int] = {}
    assert rotate_keys(counts.__setitem__) == 11
    assert (counts["people_account.nik"], counts["people_account.phone"], counts["mfa_authenticator.data"]) == (5, 5, 1)
    settings.PENDAPA_KEY_RING = [NEW]
    assert all(is_current(token) for token in stored_tokens())
    assert sorted(Account.objects.values_list("nik", flat=True))[0] == "3578014107900001"
    assert list(Account.objects.with_nik("3578014107900003")) == [accounts[2]]


@pytest.mark.django_db
def test_files_and_the_answers_of_a_case_are_read_with_the_new_key_alone(settings):
    case = submit(make_service()).case
    settings.PENDAPA_KEY_RING = [NEW, OLD]
    counts: dict[str, int] = {}
    rotate_keys(counts.__setitem__)
    assert counts["files_storedfile.wrapped_key"] == StoredFile.objects.count() > 0
    settings.PENDAPA_KEY_RING = [NEW]
    assert Application.objects.get(case=case).answers["full_name"] == "Siti Rahmawati"
    assert all(read_file(held.file) for held in case.files.select_related("file"))


def test_every_package_has_its_encrypted_columns_turned():
    found = {f"{column.table}.{column.name}" for column in encrypted_columns()}
    assert found >= {
        "applications_application.answers",
        "applications_application.correction_request",
        "applications_draft.answers",
        "applications_draft.set_aside",
        "cases_case.applicant_name",
        "cases_decision.reason",
        "cases_message.body",
        "cases_objection.reason",
        "documents_certificateauthority.key",
        "documents_signingcertificate.key",
        "people_account.nik",
        "whistle_mailbox.wrapped_by_passphrase",
        "whistle_mailbox.wrapped_by_recovery",
    }


@pytest.mark.django_db
def test_a_rotation_that_was_stopped_goes_on_where_it_was(settings):
    make_account(nik="3578014107900001", phone="0812")
    settings.PENDAPA_KEY_RING = [NEW, OLD]
    make_account(nik="3578014107900002", phone="0812")
    assert rotate_keys() == 2
    assert rotate_keys() == 0
