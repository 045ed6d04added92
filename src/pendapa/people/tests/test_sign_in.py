import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from pendapa.journal.models import Entry
from pendapa.people.models import Account, Membership
from pendapa.people.roles import Role
from pendapa.people.sign_in.second_factor import SecondFactorAdapter
from pendapa.people.tests.factories import make_account, make_member, make_organization

pytestmark = pytest.mark.django_db
PASSWORD = "batu-kali-jernih"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def code_in(mail) -> str:
    return re.search(r"^(\d{6})$", mail.body, re.MULTILINE)[1]


def current_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_an_address_and_a_code_by_mail_are_enough(client, mailoutbox):
    account = make_account(email="sari@example.org")
    asked = client.post("/masuk/", {"login": "Sari@Example.org"})
    assert asked.headers["Location"].startswith("/masuk/kode/periksa/")
    page = client.get("/masuk/kode/periksa/")
    assert "sari@example.org" in page.content.decode()
    answer = client.post("/masuk/kode/periksa/", {"code": code_in(mailoutbox[0])})
    assert answer.headers["Location"] == "/akun/"
    assert is_signed_in(client)
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id, entry.payload, entry.audience) == (
        "account.signed_in",
        str(account.pk),
        {"method": "code"},
        "parties",
    )


def test_a_wrong_code_says_so_and_three_of_them_end_it(client, mailoutbox):
    make_account(email="sari@example.org")
    client.post("/masuk/", {"login": "sari@example.org"})
    right = code_in(mailoutbox[0])
    wrong = "000000" if right != "000000" else "111111"
    refused = client.post("/masuk/kode/periksa/", {"code": wrong})
    assert "error-summary" in refused.content.decode()
    for _turn in range(3):
        client.post("/masuk/kode/periksa/", {"code": wrong})
    client.post("/masuk/kode/periksa/", {"code": right})
    assert not is_signed_in(client)


def test_one_comes_back_to_where_one_wanted_to_go(client, mailoutbox):
    make_account(email="sari@example.org")
    sent = client.get("/akun/profil/")
    assert sent.headers["Location"] == "/masuk/?next=/akun/profil/"
    assert 'name="next" value="/akun/profil/"' in client.get(sent.headers["Location"]).content.decode()
    client.post("/masuk/", {"login": "sari@example.org", "next": "/akun/profil/"})
    answer = client.post("/masuk/kode/periksa/", {"code": code_in(mailoutbox[0]), "next": "/akun/profil/"})
    assert answer.headers["Location"] == "/akun/profil/"


def test_nobody_is_led_away_to_another_site(client, mailoutbox):
    make_account(email="sari@example.org")
    client.post("/masuk/", {"login": "sari@example.org", "next": "https://evil.example/"})
    answer = client.post("/masuk/kode/periksa/", {"code": code_in(mailoutbox[0]), "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/akun/"


def test_an_unknown_address_gets_the_same_answer_and_an_honest_mail(client, mailoutbox):
    make_account(email="sari@example.org")
    known = client.post("/masuk/", {"login": "sari@example.org"})
    client.cookies.clear()
    unknown = client.post("/masuk/", {"login": "nobody@example.org"})
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])
    assert mailoutbox[1].to == ["nobody@example.org"]
    assert "/daftar/" in mailoutbox[1].body
    assert client.get("/masuk/kode/periksa/").status_code == 200


def test_a_password_signs_in_at_once(client):
    account = make_account(email="sari@example.org", password=PASSWORD)
    answer = client.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/akun/"
    assert client.session.get_expiry_age() == 14 * 24 * 3600
    assert Entry.objects.get(subject_id=str(account.pk)).payload == {"method": "password"}


def test_a_wrong_password_is_refused_and_the_address_is_kept(client):
    make_account(email="sari@example.org", password=PASSWORD)
    answer = client.post("/masuk/", {"login": "sari@example.org", "password": "no"})
    text = answer.content.decode()
    assert "error-summary" in text
    assert 'value="sari@example.org"' in text
    assert not is_signed_in(client)


def test_guessing_passwords_is_stopped(client):
    make_account(email="sari@example.org", password=PASSWORD)
    for _turn in range(12):
        client.post("/masuk/", {"login": "sari@example.org", "password": "wrong"})
    client.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})
    assert not is_signed_in(client)


def test_the_session_key_changes_when_somebody_signs_in(client):
    make_account(email="sari@example.org", password=PASSWORD)
    client.get("/masuk/")
    session = client.session
    session["opened_secrets"] = ["case-1"]
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})
    assert client.session.session_key != before


def test_an_account_is_made_with_a_name_and_a_confirmed_address(client, mailoutbox):
    answer = client.post("/daftar/", {"name": "Budi  Santoso", "email": "Budi@example.org"})
    assert answer.headers["Location"] == "/daftar/periksa/"
    account = Account.objects.get(email="budi@example.org")
    assert (account.name, account.has_usable_password(), account.language) == ("Budi Santoso", False, "id")
    done = client.post("/daftar/periksa/", {"code": code_in(mailoutbox[0])})
    assert done.headers["Location"] == "/akun/"
    assert EmailAddress.objects.get(user=account).verified
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == [
        "account.registered",
        "account.signed_in",
    ]


def test_making_an_account_twice_tells_only_the_owner(client, mailoutbox):
    make_account(email="budi@example.org")
    answer = client.post("/daftar/", {"name": "Budi", "email": "budi@example.org"})
    assert answer.headers["Location"] == "/daftar/periksa/"
    assert Account.objects.count() == 1
    assert mailoutbox[0].to == ["budi@example.org"]


def test_mail_is_in_the_language_of_the_account(client, mailoutbox):
    make_account(email="sari@example.org", language="en")
    make_account(email="budi@example.org", language="id")
    client.post("/masuk/", {"login": "sari@example.org"})
    client.cookies.clear()
    client.post("/masuk/", {"login": "budi@example.org"})
    assert mailoutbox[0].subject == "Your code to sign in"
    assert mailoutbox[1].subject == "Kode masuk Anda"
    assert "telepon" in mailoutbox[1].body


def test_a_forgotten_password_is_replaced_with_a_code(client, mailoutbox):
    make_account(email="sari@example.org", password="old-and-forgotten")
    client.post("/masuk/lupa-sandi/", {"email": "sari@example.org"})
    step = client.post("/masuk/lupa-sandi/kode/", {"code": code_in(mailoutbox[0])})
    assert step.headers["Location"] == "/masuk/lupa-sandi/sandi-baru/"
    assert client.get("/masuk/lupa-sandi/sandi-baru/").status_code == 200
    done = client.post("/masuk/lupa-sandi/sandi-baru/", {"password1": PASSWORD, "password2": PASSWORD})
    assert done.status_code == 302
    client.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})
    assert is_signed_in(client)


def test_staff_without_a_second_factor_are_led_to_set_one_up(client, settings):
    settings.PENDAPA_DEMO = False
    administrator = make_member(make_organization("body"), Role.ADMINISTRATOR)
    client.force_login(administrator)
    answer = client.get("/meja/organisasi/")
    assert answer.headers["Location"] == "/akun/keamanan/faktor-kedua/"
    with override("id"):
        assert "faktor kedua" in client.get("/akun/keamanan/faktor-kedua/").content.decode()


def test_only_demonstration_accounts_of_a_demonstration_are_exempt(client, settings):
    settings.PENDAPA_DEMO = True
    body = make_organization("body")
    client.force_login(make_member(body, Role.ADMINISTRATOR))
    assert client.get("/meja/organisasi/").status_code == 200
    client.force_login(make_member(body, Role.ADMINISTRATOR, is_demonstration=False))
    assert client.get("/meja/organisasi/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_staff_set_up_an_app_and_sign_in_with_it(client, settings, mailoutbox):
    settings.PENDAPA_DEMO = False
    staff = make_member(make_organization("body"), Role.ADMINISTRATOR, email="staff@example.org", password=PASSWORD)
    client.post("/masuk/", {"login": "staff@example.org", "password": PASSWORD})
    page = client.get("/akun/keamanan/aplikasi/")
    if page.status_code == 302:
        client.post("/masuk/ulang/", {"password": PASSWORD, "next": "/akun/keamanan/aplikasi/"})
        page = client.get("/akun/keamanan/aplikasi/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post("/akun/keamanan/aplikasi/", {"code": current_code(secret)})
    assert client.get("/meja/organisasi/").status_code == 200
    stored = Authenticator.objects.get(user=staff, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert SecondFactorAdapter().decrypt(stored.data["secret"]) == secret
    changes = Entry.objects.filter(verb="account.security_changed").values_list("payload__what", flat=True)
    assert set(changes) >= {"totp_activated"}
    assert "Aplikasi autentikator dipasang" in [mail.subject for mail in mailoutbox]

    client.post("/keluar/")
    cache.clear()
    half = client.post("/masuk/", {"login": "staff@example.org", "password": PASSWORD})
    assert half.headers["Location"].startswith("/masuk/faktor-kedua/")
    assert not is_signed_in(client)
    whole = client.post("/masuk/faktor-kedua/", {"code": current_code(secret)})
    assert whole.headers["Location"] == "/meja/"
    assert client.session.get_expiry_age() == 12 * 3600


def test_a_recovery_code_opens_once(client):
    account = make_account(email="sari@example.org", password=PASSWORD)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(account).get_unused_codes()
    for expected in (True, False):
        client.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})
        client.post("/masuk/faktor-kedua/", {"code": codes[0]})
        assert is_signed_in(client) is expected
        client.post("/keluar/")
        client.cookies.clear()
        cache.clear()


def test_signing_out_everywhere_ends_the_other_sessions_only(client):
    account = make_account(email="sari@example.org")
    here, there = client, Client()
    here.force_login(account)
    there.force_login(account)
    assert here.get("/akun/keamanan/keluar-semua/").status_code == 200
    assert there.get("/akun/profil/").status_code == 200
    here.post("/akun/keamanan/keluar-semua/")
    assert here.get("/akun/profil/").status_code == 200
    assert there.get("/akun/profil/").status_code == 302
    assert Entry.objects.get().verb == "account.signed_out_everywhere"


def test_a_closed_account_cannot_sign_in(client):
    make_account(email="sari@example.org", password=PASSWORD, is_active=False)
    client.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})
    assert not is_signed_in(client)


def test_the_roles_of_yesterday_open_nothing_today(client, settings):
    settings.PENDAPA_DEMO = True
    officer = make_member(make_organization("body"), Role.ADMINISTRATOR)
    Membership.objects.update(ends=date(2020, 6, 1))
    client.force_login(officer)
    assert client.get("/meja/organisasi/").status_code == 403
