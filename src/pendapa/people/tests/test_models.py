import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from pendapa.people.models import Account, Organization
from pendapa.people.rules import is_plausible_nik, plain_nik
from pendapa.people.tests.factories import make_account, make_organization

pytestmark = pytest.mark.django_db
NIK = "3578014107900001"


def test_identity_data_is_not_readable_in_the_database():
    account = make_account(nik=NIK, phone="081234567890")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik, phone, nik_index FROM people_account")
        nik, phone, index = cursor.fetchone()
    assert NIK.encode() not in bytes(nik)
    assert b"0812" not in bytes(phone)
    assert NIK not in index
    account.refresh_from_db()
    assert (account.nik, account.phone) == (NIK, "081234567890")


def test_an_account_is_found_by_its_nik_without_reading_it():
    account = make_account(nik=NIK)
    make_account(nik="3578011204850002")
    assert list(Account.objects.with_nik(NIK)) == [account]


def test_the_index_follows_when_only_the_nik_is_saved():
    account = make_account()
    account.nik = NIK
    account.save(update_fields=["nik"])
    assert Account.objects.with_nik(NIK).get() == account
    account.nik = ""
    account.save(update_fields=["nik"])
    assert not Account.objects.with_nik(NIK).exists()


def test_an_address_is_one_account_in_whatever_letters():
    make_account(email="Budi@Example.org")
    assert Account.objects.get_by_natural_key("BUDI@example.org").email == "budi@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create_user("BUDI@EXAMPLE.ORG")


def test_the_path_joins_the_codes_from_the_root():
    body = make_organization("tirtamaya")
    office = make_organization("dpmptsp", body)
    assert make_organization("loket", office).path == "tirtamaya/dpmptsp/loket"


def test_an_organisation_is_named_in_the_language_of_the_reader():
    organization = Organization(name="Dinas Sosial", name_en="Social Office")
    with override("en"):
        assert organization.local_name == "Social Office"
    with override("id"):
        assert organization.local_name == "Dinas Sosial"


@pytest.mark.parametrize(
    ("nik", "plausible"),
    [
        (NIK, True),
        ("3578010107900001", True),
        ("357801410790000", False),
        ("3578013213900001", False),
        ("3578017207900001", False),
        ("0578014107900001", False),
        ("3578014107900000", False),
        ("abcdabcdabcdabcd", False),
        ("", False),
    ],
)
def test_a_nik_holds_a_day_of_birth(nik, plausible):
    assert is_plausible_nik(nik) is plausible


def test_a_nik_may_be_typed_in_groups():
    assert plain_nik("3578 0141-0790.0001") == NIK
