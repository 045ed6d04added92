"""What remains of a report outside its sealed letters: nothing that tells of it, or of who wrote it."""

import io
import json
import logging
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendapa.complaints.whistle import phrases
from pendapa.complaints.whistle.models import Enclosure, Letter, Mailbox, Thread
from pendapa.complaints.whistle.phrases import new_phrase
from pendapa.complaints.whistle.queries import thread_opened_with
from pendapa.complaints.whistle.tests.factories import PASSPHRASE, TEXT, make_report
from pendapa.complaints.whistle.tests.test_reporting import BOX, WRITE, note_in, send_report, words_in
from pendapa.journal.models import Entry
from pendapa.people.tests.factories import make_account

ADDRESS = "203.0.113.77"


def everything_in_the_database() -> str:
    """Every value of every table, as text (bytes in hex)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        values = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} AS t")  # noqa: S608 - names from the catalogue
            values += [row for (row,) in cursor.fetchall()]
    return "\n".join(values)


def test_the_database_holds_neither_words_nor_phrase_nor_key(kept):
    sent, _note = send_report(Client(REMOTE_ADDR=ADDRESS))
    phrase = words_in(sent)
    held = everything_in_the_database()
    private = [kept.private_key, thread_opened_with(phrase).private_key]
    secret = [TEXT, "jalan Melati", phrase, phrase.replace(" ", ""), PASSPHRASE, kept.recovery_key, "bribery", ADDRESS]
    secret += [text.encode().hex() for text in secret] + [key.private_bytes_raw().hex() for key in private]
    assert [text for text in secret if text in held] == []


def test_the_same_words_are_never_the_same_bytes(kept):
    for _ in range(2):
        make_report()
    first, second = Letter.objects.all()
    assert bytes(first.body) != bytes(second.body)
    assert len(bytes(first.body)) == len(bytes(second.body))


def test_times_are_days_everywhere():
    for model in (Mailbox, Thread, Letter, Enclosure):
        kinds = {field.get_internal_type() for field in model._meta.local_fields}
        assert not kinds & {"DateTimeField", "TimeField"}
        keys = {field.get_internal_type() for field in model._meta.local_fields if field.primary_key}
        assert model is Mailbox or keys == {"UUIDField"}


def test_a_report_writes_no_journal_entry_and_sets_no_cookie(kept):
    before, visitor = Entry.objects.count(), Client()
    sent, _note = send_report(visitor)
    opened = visitor.post(BOX, {"phrase": words_in(sent)})
    visitor.post(BOX + "tulis/", {"catatan": note_in(opened), "text": "Lagi."})
    visitor.post(BOX + "hapus/", {"catatan": note_in(opened), "yakin": "ya"})
    assert Entry.objects.count() == before
    assert not visitor.cookies
    assert opened["Cache-Control"] == "no-store"
    assert opened["Referrer-Policy"] == "no-referrer"


def test_a_signed_in_person_is_nobody_here(kept):
    person = make_account("Budi Santoso")
    visitor = Client()
    visitor.force_login(person)
    before = everything_in_the_database()
    session = Session.objects.values().get()
    with CaptureQueriesContext(connection) as asked:
        sent, _note = send_report(visitor)
        opened = visitor.post(BOX, {"phrase": words_in(sent)})
    assert not [query["sql"] for query in asked.captured_queries if "django_session" in query["sql"]]
    for trace in ("Budi", "data-person", "/akun/"):
        assert trace not in opened.content.decode()
    assert Session.objects.values().get() == session
    assert everything_in_the_database().count(str(person.pk)) == before.count(str(person.pk))


def test_no_log_line_and_no_measure_tells_of_a_visit(kept, caplog, capsys):
    from prometheus_client import REGISTRY, generate_latest

    caplog.set_level(logging.DEBUG)
    before = generate_latest(REGISTRY).decode()
    sent, _note = send_report(Client(REMOTE_ADDR=ADDRESS))
    Client(REMOTE_ADDR=ADDRESS).post(BOX, {"phrase": words_in(sent)})
    for typed in ("salah semua", "", new_phrase()):
        Client(REMOTE_ADDR=ADDRESS).post(BOX, {"phrase": typed})
    for address in ("/lapor/rahasia/", WRITE, BOX):
        Client(REMOTE_ADDR=ADDRESS).get(address)
    after = generate_latest(REGISTRY).decode()
    records = json.dumps([vars(record) for record in caplog.records], default=str)
    told = caplog.text + records + "".join(capsys.readouterr())
    for trace in (ADDRESS, "rahasia", TEXT, words_in(sent).split()[0] + " "):
        assert trace not in told
    assert "lapor/rahasia" not in after
    counted = [line for line in after.splitlines() if line.startswith("pendapa_requests_total")]
    assert counted == [line for line in before.splitlines() if line.startswith("pendapa_requests_total")]


def test_an_accident_of_the_program_logs_neither_words_nor_path(kept, caplog, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("accident")

    monkeypatch.setattr("pendapa.complaints.whistle.views.hand_in_report", fail)
    visitor = Client(raise_request_exception=False)
    note = note_in(visitor.get(WRITE))
    caplog.set_level(logging.DEBUG)
    response = visitor.post(WRITE, {"catatan": note, "subject": "bribery", "text": TEXT})
    assert response.status_code == 500
    formatted = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert TEXT not in formatted
    assert "rahasia" not in formatted


def test_no_other_public_page_knows_of_a_report(kept):
    thread, phrase = make_report()
    visitor = Client()
    for address in ("/", "/lacak/", "/layanan/", "/cari/?q=Melati", "/lapor/rahasia/"):
        shown = visitor.get(address).content.decode()
        assert TEXT not in shown
        assert str(thread.pk) not in shown
    assert visitor.get(f"/meja/kotak-rahasia/{thread.pk}/").status_code == 302


def test_right_and_wrong_words_take_the_same_derivation_and_one_look_up(kept, monkeypatch, django_assert_num_queries):
    _thread, phrase = make_report()
    derived = []
    original = phrases.Scrypt
    monkeypatch.setattr(phrases, "Scrypt", lambda **given: derived.append(given) or original(**given))
    for typed in (phrase, new_phrase(), "satu dua tiga", ""):
        derived.clear()
        with django_assert_num_queries(1):
            thread_opened_with(typed)
        assert len(derived) == 1


def test_the_days_of_a_thread_are_the_body_s_days(kept):
    thread, _phrase = make_report()
    assert thread.opened_on == date(2026, 11, 24)


@pytest.mark.parametrize("address", ["/lapor/rahasia/", WRITE, BOX])
def test_each_page_is_light_and_asks_little(kept, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert len(page.content) < 12_000
    assert "style=" not in io.TextIOWrapper(io.BytesIO(page.content), errors="replace").read()
