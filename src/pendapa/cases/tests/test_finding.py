import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pendapa.cases.actions import forget_old_attempts
from pendapa.cases.actions.attempts import MOST_BY_ADDRESS, MOST_FOR_NUMBER
from pendapa.cases.models import AttemptCount
from pendapa.cases.tests.factories import SECRET, make_account, make_case

pytestmark = pytest.mark.django_db
FIND = "/lacak/"


def try_pair(client, number, secret, **meta):
    return client.post(FIND, {"number": number, "secret": secret}, **meta)


def test_number_and_secret_open_the_case_and_leave_the_secret_out_of_the_address(client):
    case = make_case()
    response = try_pair(client, case.number.lower().replace("-", " "), SECRET.lower())
    assert response.url == f"/lacak/{case.number}/"
    assert client.get(response.url).status_code == 200


def test_the_link_of_a_receipt_opens_the_case(client):
    case = make_case()
    response = client.get(reverse("cases:open", args=[case.number, SECRET]))
    assert response.url == f"/lacak/{case.number}/"
    assert SECRET not in client.get(response.url).content.decode()


def test_a_wrong_pair_says_the_same_whatever_was_wrong(client):
    case = make_case()
    answers = {
        try_pair(client, number, secret).content.decode().split("data-error-summary")[1].split("</div>")[0]
        for number, secret in ((case.number, "salah"), ("SKU-2222-2222", SECRET), ("bukan nomor", SECRET))
    }
    assert len(answers) == 1
    assert "tidak cocok" in answers.pop()


def test_what_was_typed_stays_after_a_wrong_pair(client):
    response = try_pair(client, "SKU 1234", "abc")
    assert response.status_code == 422
    assert 'value="SKU 1234"' in response.content.decode()


def test_guessing_the_secret_of_a_number_ends_and_begins_anew_after_a_while(client):
    case = make_case()
    for number in range(MOST_FOR_NUMBER):
        assert try_pair(client, case.number, "salah", REMOTE_ADDR=f"10.0.0.{number}").status_code == 422
    assert try_pair(client, case.number, "salah", REMOTE_ADDR="10.0.1.1").status_code == 429
    assert client.get(reverse("cases:open", args=[case.number, "SALAH"])).status_code == 429
    AttemptCount.objects.update(window_started_at=timezone.now() - timedelta(minutes=16))
    assert try_pair(client, case.number, "salah", REMOTE_ADDR="10.0.1.1").status_code == 422


def test_guessing_at_a_number_does_not_shut_out_whoever_has_its_secret(client):
    case = make_case()
    for number in range(MOST_FOR_NUMBER + 1):
        try_pair(client, case.number, "salah", REMOTE_ADDR=f"10.0.0.{number}")
    assert try_pair(client, case.number, SECRET, REMOTE_ADDR="10.0.1.1").status_code == 302


def test_guessing_numbers_from_one_address_ends(client):
    for number in range(MOST_BY_ADDRESS):
        assert try_pair(client, f"SKU-{number}", "salah").status_code == 422
    assert try_pair(client, "SKU-x", "salah").status_code == 429
    assert try_pair(client, "SKU-x", "salah", REMOTE_ADDR="10.9.9.9").status_code == 422


def test_behind_a_local_proxy_the_visitors_own_address_counts(client):
    for number in range(MOST_BY_ADDRESS):
        try_pair(client, f"SKU-{number}", "salah", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    assert try_pair(client, "SKU-x", "salah", HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429
    assert try_pair(client, "SKU-x", "salah", HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 422


def test_neither_addresses_nor_numbers_are_kept_and_counts_are_forgotten(client):
    try_pair(client, "SKU-7777", "salah", REMOTE_ADDR="10.0.0.7")
    assert not any("10.0.0.7" in row.key or "7777" in row.key for row in AttemptCount.objects.all())
    assert forget_old_attempts(at=timezone.now() + timedelta(hours=1)) == 2


def test_the_secret_is_never_logged(client, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    case = make_case()
    client.get(reverse("cases:open", args=[case.number, SECRET]))
    client.get(reverse("cases:open", args=[case.number, "SALAHSALAH"]))
    try_pair(client, case.number, SECRET)
    printed = capsys.readouterr()
    for text in (caplog.text, printed.out, printed.err):
        assert SECRET not in text
        assert "SALAHSALAH" not in text


def test_who_may_not_see_a_case_is_asked_for_the_code_whether_or_not_it_exists(client):
    for number in (make_case().number, "SKU-2222-2222"):
        response = client.get(f"/lacak/{number}/")
        assert response.url == f"/lacak/?nomor={number}"
    assert f'value="{number}"' in client.get(response.url).content.decode()


def test_account_holders_see_their_cases_without_a_code(client):
    person = make_account()
    case, other = make_case(applicant=person), make_case(applicant=make_account())
    client.force_login(person)
    page = client.get(FIND).content.decode()
    assert case.number in page
    assert other.number not in page
    assert client.get(f"/lacak/{case.number}/").status_code == 200
    assert client.get(f"/lacak/{other.number}/").status_code == 302


def test_a_number_typed_otherwise_leads_to_the_written_one(client):
    person = make_account()
    case = make_case(applicant=person)
    client.force_login(person)
    assert client.get(f"/lacak/{case.number.lower()}/").url == f"/lacak/{case.number}/"


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", ["Lacak urusan", "Kode rahasia"]), ("en", ["Track your matter", "Secret code"])],
)
def test_the_form_in_both_languages(client, language, words):
    page = client.get(f"{FIND}?bahasa={language}").content.decode()
    assert all(word in page for word in words)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"number": "\x00", "secret": "\x00"},
        {"number": "x" * 9000, "secret": "y" * 9000},
        {"number": "ＳＫＵ", "secret": "😀"},
    ],
)
def test_garbage_is_answered_without_an_error_of_ours(client, fields):
    assert 400 <= client.post(FIND, fields).status_code < 500


@pytest.mark.parametrize("tail", ["", "terkini/", "cetak/", "jejak/", "tarik/", "keberatan/", "pesan/", "aaaa/"])
@pytest.mark.parametrize("number", ["x", "SKU-2222-2222", "%F0%9F%98%80", "a" * 300])
def test_addresses_of_nothing_are_answered_without_an_error_of_ours(client, number, tail):
    for response in (client.get(f"/lacak/{number}/{tail}"), client.post(f"/lacak/{number}/{tail}")):
        assert 300 <= response.status_code < 500
