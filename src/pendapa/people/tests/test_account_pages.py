import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from pendapa.journal.models import Entry
from pendapa.people.tests.factories import make_account

pytestmark = pytest.mark.django_db
NIK = "3578014107900001"
PUBLIC_PAGES = [
    "/masuk/",
    "/masuk/kode/",
    "/masuk/lupa-sandi/",
    "/masuk/lupa-sandi/selesai/",
    "/masuk/nonaktif/",
    "/daftar/",
]
OWN_PAGES = [
    "/keluar/",
    "/akun/profil/",
    "/akun/profil/nik/",
    "/akun/keamanan/",
    "/akun/keamanan/keluar-semua/",
    "/akun/keamanan/email/",
    "/akun/keamanan/sandi/buat/",
    "/akun/keamanan/faktor-kedua/",
    "/akun/keamanan/aplikasi/",
    "/akun/keamanan/kunci/",
    "/akun/keamanan/kunci/tambah/",
]


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def check_page(response) -> str:
    text = response.content.decode()
    assert response.status_code == 200, response.status_code
    assert text.count("<h1") == 1
    assert " style=" not in text
    for opening in re.findall(r"<script[^>]*>", text):
        assert "src=" in opening or "application/json" in opening, opening
    assert "<title>" in text
    assert re.search(r"<title>\s*–", text) is None, "the page has no title of its own"
    return text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_the_pages_of_signing_in_have_a_title_a_heading_and_no_inline_script(client, address, language):
    check_page(client.get(address, {"bahasa": language}))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", OWN_PAGES)
def test_the_pages_of_one_s_account_too(client, address, language):
    client.force_login(make_account())
    check_page(client.get(address, {"bahasa": language}))


@pytest.mark.parametrize("address", OWN_PAGES[1:])
def test_the_pages_of_one_s_account_are_for_its_owner(client, address):
    assert client.get(address).headers["Location"] == f"/masuk/?next={address}"


def test_the_pages_of_somebody_with_a_second_factor(client):
    account = make_account(password="batu-kali-jernih")
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)
    client.post("/masuk/", {"login": account.email, "password": "batu-kali-jernih"})
    check_page(client.get("/masuk/faktor-kedua/"))
    client.force_login(account)
    check_page(client.get("/masuk/ulang/", {"next": "/akun/keamanan/kode-cadangan/"}))
    check_page(client.get("/masuk/ulang/faktor-kedua/"))
    passkey = Authenticator.objects.create(
        user=account, type="webauthn", data={"name": "HP Sari", "credential": {"clientExtensionResults": {}}}
    )
    client.post("/masuk/ulang/", {"password": "batu-kali-jernih"})
    for address in (
        "/akun/keamanan/sandi/",
        "/akun/keamanan/faktor-kedua/",
        "/akun/keamanan/aplikasi/hapus/",
        "/akun/keamanan/kode-cadangan/",
        "/akun/keamanan/kode-cadangan/buat/",
        "/akun/keamanan/kunci/",
        f"/akun/keamanan/kunci/{passkey.pk}/ubah/",
        f"/akun/keamanan/kunci/{passkey.pk}/hapus/",
    ):
        check_page(client.get(address))
    assert client.get("/akun/keamanan/kode-cadangan/unduh/").headers["Content-Type"].startswith("text/plain")


def test_a_profile_is_saved_and_the_journal_names_the_fields_only(client):
    account = make_account()
    client.force_login(account)
    client.post("/akun/profil/", {"name": "Sari W.", "phone": "0812 3456 7890", "language": "en"})
    account.refresh_from_db()
    assert (account.name, account.phone, account.language) == ("Sari W.", "0812 3456 7890", "en")
    assert Entry.objects.get().payload == {"fields": ["name", "phone", "language"]}


def test_saving_an_unchanged_profile_records_nothing(client):
    account = make_account(phone="0812 3456 7890")
    client.force_login(account)
    client.post("/akun/profil/", {"name": account.name, "phone": account.phone, "language": account.language})
    assert not Entry.objects.exists()


def test_a_nik_is_changed_only_when_meant_and_shown_only_by_its_end(client):
    account = make_account()
    client.force_login(account)
    refused = client.post("/akun/profil/nik/", {"nik": NIK})
    assert refused.status_code == 422
    assert client.post("/akun/profil/nik/", {"nik": NIK, "confirmed": "on"}).status_code == 302
    account.refresh_from_db()
    assert account.nik == NIK
    page = client.get("/akun/profil/").content.decode()
    assert NIK not in page
    assert "0001" in page
    assert Entry.objects.get().payload == {"ending": "0001"}


def test_a_nik_that_cannot_be_is_refused_with_what_to_do(client):
    client.force_login(make_account())
    answer = client.post("/akun/profil/nik/", {"nik": "123", "confirmed": "on"})
    assert answer.status_code == 422
    assert 'value="123"' in answer.content.decode()
    assert "error-summary" in answer.content.decode()


def test_a_nik_can_be_taken_away_again(client):
    account = make_account(nik=NIK)
    client.force_login(account)
    client.post("/akun/profil/nik/", {"nik": "", "confirmed": "on"})
    account.refresh_from_db()
    assert (account.nik, account.nik_index) == ("", "")


def test_an_address_is_changed_with_a_code_to_the_new_one(client, mailoutbox):
    account = make_account(email="old@example.org")
    client.force_login(account)
    asked = client.post("/akun/keamanan/email/", {"email": "new@example.org", "action_add": "1"})
    assert asked.headers["Location"].startswith("/daftar/periksa/")
    assert mailoutbox[0].to == ["new@example.org"]
    code = re.search(r"^(\d{6})$", mailoutbox[0].body, re.MULTILINE)[1]
    check_page(client.get("/daftar/periksa/"))
    client.post("/daftar/periksa/", {"code": code})
    account.refresh_from_db()
    assert account.email == "new@example.org"


def test_a_bad_address_is_shown_with_its_error(client):
    client.force_login(make_account())
    answer = client.post("/akun/keamanan/email/", {"email": "nonsense", "action_add": "1"})
    assert "error-summary" in answer.content.decode()
    assert 'value="nonsense"' in answer.content.decode()
