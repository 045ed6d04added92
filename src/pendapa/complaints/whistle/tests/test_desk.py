"""The mailbox at the desk."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pendapa.complaints.whistle import desk_opening
from pendapa.complaints.whistle.letters import read_letters
from pendapa.complaints.whistle.models import Letter, Mailbox, Thread
from pendapa.complaints.whistle.queries import letters_for_unit
from pendapa.complaints.whistle.tests.factories import PASSPHRASE, TEXT, make_report
from pendapa.complaints.whistle.tests.test_reporting import BOX, picture, send_report, words_in
from pendapa.journal.models import Entry
from pendapa.kernel.calendar import local_date
from pendapa.people.models import Membership
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization

DESK = "/meja/kotak-rahasia/"
OTHER = "ikan lele berenang ke langit senja"


def client_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def keeper(kept) -> Client:
    return client_of(kept.keeper)


@pytest.fixture
def opened(keeper) -> Client:
    assert keeper.post(DESK, {"passphrase": PASSPHRASE}).status_code == 302
    return keeper


def test_the_mailbox_asks_for_the_passphrase_and_then_lists_reports(kept, keeper):
    make_report()
    assert "Suap" not in keeper.get(DESK).content.decode()
    assert keeper.post(DESK, {"passphrase": "salah"}).status_code == 422
    keeper.post(DESK, {"passphrase": PASSPHRASE})
    shown = keeper.get(DESK).content.decode()
    assert "Suap atau pemerasan" in shown
    assert TEXT not in shown


def test_a_keeper_reads_answers_notes_closes_and_takes_up_again(kept, opened):
    thread, phrase = make_report()
    here = f"{DESK}{thread.pk}/"
    assert TEXT in opened.get(here).content.decode()
    opened.post(here, {"tindakan": "jawab", "text": "Kami periksa."})
    opened.post(here, {"tindakan": "catat", "text": "Tanya bendahara."})
    shown = opened.get(here).content.decode()
    assert "Tanya bendahara." in shown
    assert "menjawab" in shown
    opened.post(here, {"tindakan": "tutup"})
    thread.refresh_from_db()
    assert thread.status == "closed"
    opened.post(here, {"tindakan": "lanjut"})
    thread.refresh_from_db()
    assert (thread.status, thread.closed_on) == ("open", None)
    reporter = Client().post(BOX, {"phrase": phrase}).content.decode()
    assert "Kami periksa." in reporter
    assert "bendahara" not in reporter


def test_each_reading_is_recorded_inside_the_thread_once_a_day_and_not_in_the_journal(kept, opened):
    thread, _phrase = make_report()
    before = Entry.objects.count()
    for _ in range(3):
        opened.get(f"{DESK}{thread.pk}/")
    records = Letter.objects.filter(author="record")
    (told,) = read_letters(records, kept.private_key, as_reporter=False)
    assert (told.words.by, told.words.account) == (kept.keeper.name, str(kept.keeper.pk))
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "rubbish", [{}, {"tindakan": "x"}, {"tindakan": "jawab", "text": ""}, {"tindakan": "jawab", "text": "x" * 20_001}]
)
def test_rubbish_is_refused_and_what_was_typed_stays(kept, opened, rubbish):
    thread, _phrase = make_report()
    response = opened.post(f"{DESK}{thread.pk}/", rubbish)
    assert response.status_code == 422
    assert rubbish.get("text", "") in response.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.INTERNAL_AUDITOR, Role.OVERSEER)])
def test_other_roles_of_the_unit_are_shut_out_of_every_page(kept, role):
    thread, _phrase = make_report()
    other = client_of(make_member(kept.unit, role))
    for address in ("", f"{thread.pk}/", "kunci/", "sandi/", "pemulihan/"):
        allowed = {302} if role == Role.ADMINISTRATOR and address == "" else {403}
        for response in (other.get(DESK + address), other.post(DESK + address, {"passphrase": PASSPHRASE})):
            assert response.status_code in allowed, (role, address)


def test_an_auditor_of_another_unit_and_an_administrator_are_shut_out(kept):
    thread, _phrase = make_report()
    elsewhere = make_member(make_organization("lain", kept.body), Role.INTERNAL_AUDITOR)
    for account in (elsewhere, kept.administrator):
        assert client_of(account).get(f"{DESK}{thread.pk}/").status_code == 403


def test_only_an_administrator_opens_the_settings(kept, keeper):
    assert keeper.get(DESK + "pengaturan/").status_code == 403
    administrator = client_of(kept.administrator)
    assert administrator.get(DESK + "pengaturan/").status_code == 200
    saved = administrator.post(DESK + "pengaturan/", {"unit": kept.unit.pk, "retention_days": 90})
    assert saved.status_code == 302
    kept.mailbox.refresh_from_db()
    assert kept.mailbox.retention_days == 90
    for wrong in ({}, {"unit": "x", "retention_days": "x"}, {"unit": kept.unit.pk, "retention_days": "1"}):
        assert administrator.post(DESK + "pengaturan/", wrong).status_code == 422


def test_locking_signing_out_and_half_an_hour_end_the_opening(kept, opened, monkeypatch):
    thread, _phrase = make_report()
    here, cookie = f"{DESK}{thread.pk}/", opened.cookies["kotak"].value
    assert opened.cookies["kotak"]["httponly"]
    assert opened.cookies["kotak"]["samesite"] == "Strict"
    assert opened.cookies["kotak"]["path"] == DESK
    opened.post(DESK + "kunci-kotak/")
    opened.cookies["kotak"] = cookie
    assert opened.get(here).status_code == 302
    opened.post(DESK, {"passphrase": PASSPHRASE})
    assert opened.get(here).status_code == 200
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("pendapa.complaints.whistle.desk_views.timezone.now", lambda: later)
    assert opened.get(here).status_code == 302


def test_a_stolen_cookie_opens_nothing_in_another_session_or_for_another_keeper(kept, opened):
    thread, _phrase = make_report()
    other = client_of(make_member(kept.unit, Role.OVERSEER))
    other.cookies["kotak"] = opened.cookies["kotak"].value
    assert other.get(f"{DESK}{thread.pk}/").status_code == 302
    again = client_of(kept.keeper)
    again.cookies["kotak"] = opened.cookies["kotak"].value
    assert again.get(f"{DESK}{thread.pk}/").status_code == 302
    session = again.session
    session[desk_opening.SESSION_KEY] = opened.session[desk_opening.SESSION_KEY]
    session.save()
    assert again.get(f"{DESK}{thread.pk}/").status_code == 200
    again.cookies["kotak"] = "A" * 3000
    assert again.get(f"{DESK}{thread.pk}/").status_code == 302


def test_the_first_key_is_made_by_a_keeper_and_its_recovery_key_shown_once(kept):
    Thread.objects.all().delete()
    Mailbox.objects.update(public_key=None, wrapped_by_passphrase=None, wrapped_by_recovery=None)
    keeper = client_of(kept.keeper)
    assert keeper.get(DESK)["Location"].endswith("kunci/")
    assert keeper.post(DESK + "kunci/", {"passphrase": OTHER, "again": OTHER + "x"}).status_code == 422
    assert keeper.post(DESK + "kunci/", {"passphrase": "pendek", "again": "pendek"}).status_code == 422
    shown = keeper.post(DESK + "kunci/", {"passphrase": OTHER, "again": OTHER})
    assert shown.status_code == 200
    assert 'translate="no">' in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert keeper.get(DESK).status_code == 200
    assert 'name="passphrase"' not in keeper.get(DESK).content.decode()


def test_a_new_key_by_the_desk_keeps_every_letter_readable(kept, opened):
    thread, phrase = make_report()
    opened.post(DESK + "kunci/", {"passphrase": OTHER, "again": OTHER})
    assert TEXT in opened.get(f"{DESK}{thread.pk}/").content.decode()
    fresh = client_of(kept.keeper)
    assert fresh.post(DESK, {"passphrase": PASSPHRASE}).status_code == 422
    assert fresh.post(DESK, {"passphrase": OTHER}).status_code == 302
    assert TEXT in Client().post(BOX, {"phrase": phrase}).content.decode()


def test_passphrase_and_recovery_pages_work(kept, opened):
    assert opened.post(DESK + "sandi/", {"passphrase": OTHER, "again": OTHER}).status_code == 302
    fresh = client_of(kept.keeper)
    given = {"recovery_key": kept.recovery_key, "passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert fresh.post(DESK + "pemulihan/", {**given, "recovery_key": "2222"}).status_code == 422
    assert fresh.post(DESK + "pemulihan/", given).status_code == 200
    assert fresh.post(DESK, {"passphrase": PASSPHRASE}).status_code == 302


def test_too_many_passphrases_are_stopped(kept, keeper):
    statuses = [keeper.post(DESK, {"passphrase": "salah"}).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_a_file_is_shown_to_a_keeper_and_hidden_from_others(kept, opened):
    sent, _note = send_report(Client(), attachments=[picture()])
    thread = Thread.objects.get()
    (letter,) = letters_for_unit(thread, kept.private_key)
    address = f"{DESK}{thread.pk}/berkas/{letter.enclosures[0].id}/"
    file = opened.get(address)
    assert file["Content-Type"] == "image/jpeg"
    assert "no-store" in file["Cache-Control"]
    other_thread, _phrase = make_report()
    assert opened.get(f"{DESK}{other_thread.pk}/berkas/{letter.enclosures[0].id}/").status_code == 404
    assert client_of(kept.administrator).get(address).status_code == 403
    assert words_in(sent)


def test_desk_pages_ask_little(kept, opened, django_assert_max_num_queries):
    threads = [make_report()[0] for _ in range(3)]
    with django_assert_max_num_queries(8):
        opened.get(DESK)
    opened.get(f"{DESK}{threads[0].pk}/")
    with django_assert_max_num_queries(8):
        opened.get(f"{DESK}{threads[0].pk}/")


def test_pages_of_the_list(kept, opened):
    for _ in range(26):
        make_report()
    assert "halaman=2" in opened.get(DESK).content.decode()
    assert "Suap" in opened.get(DESK + "?halaman=2").content.decode()
    for rubbish in ("x", "-1", "9" * 30, "1e9", "²"):
        assert opened.get(DESK, {"halaman": rubbish}).status_code == 200


def test_a_keeper_who_left_since_the_key_was_made_is_named_until_there_is_a_new_one(kept, opened):
    left = make_member(kept.unit, Role.OVERSEER, name="Budi Pergi")
    today = local_date(timezone.now())
    Mailbox.objects.update(key_made_on=today - timedelta(days=9))
    assert "Budi Pergi" not in opened.get(DESK).content.decode()
    Membership.objects.filter(account=left).update(ends=today - timedelta(days=1))
    assert "Budi Pergi" in opened.get(DESK).content.decode()
    opened.post(f"{DESK}kunci/", {"passphrase": OTHER, "again": OTHER})
    assert "Budi Pergi" not in opened.get(DESK).content.decode()
