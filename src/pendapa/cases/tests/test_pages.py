from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pendapa.cases.actions import (
    answer_objection,
    attach_file,
    decide_case,
    file_objection,
    lock_case,
    open_as_staff,
    pause_clocks,
    send_message,
)
from pendapa.cases.models import CaseFile, Message, Objection, Status
from pendapa.cases.tests.factories import (
    A_MONDAY,
    SECRET,
    make_account,
    make_actor,
    make_case,
    make_file,
    make_unit,
    make_visitor,
)
from pendapa.files.models import StoredFile
from pendapa.journal.models import Entry
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
QUERY_CEILING = 8
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def person():
    return make_account()


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def decided(case, outcome="refused"):
    with transaction.atomic():
        decide_case(
            make_actor(Role.HEAD),
            lock_case(case.pk),
            outcome,
            "Alamat di luar wilayah.",
            "Perda 4/2019",
            at=timezone.now(),
        )


def page_of(client, case, tail="", **query):
    return client.get(f"/lacak/{case.number}/{tail}", query)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "id",
            [
                "Kami sedang menangani urusan Anda",
                "Perjalanan urusan Anda",
                "Pesan dengan petugas",
                "Kami memberi kabar",
            ],
        ),
        (
            "en",
            ["We are handling your matter", "What has happened", "Messages with the officer", "You hear from us by"],
        ),
    ],
)
def test_the_page_says_what_happens_and_by_when_in_both_languages(signed_in, person, language, words):
    case = make_case(applicant=person, at=timezone.now())
    page = page_of(signed_in, case, bahasa=language).content.decode()
    for word in words:
        assert word in page
    assert "S\u00a0K\u00a0U, " in page


def test_the_page_keeps_below_its_ceiling_of_queries(signed_in, person):
    case = make_case(applicant=person, at=timezone.now())
    send_message(make_visitor(case), case.pk, "Halo", files=[make_file()], key=uuid4(), at=timezone.now())
    decided(case)
    file_objection(make_visitor(case), case.pk, "Tidak setuju", at=timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert page_of(signed_in, case).status_code == 200
    assert len(queries) <= QUERY_CEILING, "\n".join(q["sql"][:120] for q in queries)


def test_an_ordinary_page_costs_six_queries(signed_in, person):
    case = make_case(applicant=person, at=timezone.now())
    page_of(signed_in, case)
    with CaptureQueriesContext(connection) as queries:
        page_of(signed_in, case)
    assert len(queries) <= 6, "\n".join(q["sql"][:120] for q in queries)


def test_a_late_matter_says_so_honestly(signed_in, person):
    case = make_case(applicant=person, at=timezone.now() - timedelta(days=30), working_days=3)
    page = page_of(signed_in, case).content.decode()
    assert "Kami mohon maaf" in page
    assert "deadline-late" in page


def test_a_waiting_matter_says_that_the_clock_stands_still(signed_in, person):
    case = make_case(applicant=person, at=timezone.now() - timedelta(days=4))
    with transaction.atomic():
        locked = lock_case(case.pk)
        pause_clocks(locked, "applicant_must_act", at=timezone.now() - timedelta(days=2))
        locked.status = Status.WAITING
        locked.save()
    page = page_of(signed_in, case).content.decode()
    assert "Kami memerlukan sesuatu dari Anda" in page


def test_a_decision_shows_its_reason_and_the_way_to_object(signed_in, person):
    case = make_case(applicant=person, at=timezone.now())
    decided(case)
    page = page_of(signed_in, case).content.decode()
    assert "Alamat di luar wilayah." in page
    assert f"/lacak/{case.number}/keberatan/" in page
    assert f"/lacak/{case.number}/tarik/" not in page


def test_documents_are_there_to_download_and_each_opening_is_recorded(signed_in, person):
    case = make_case(applicant=person)
    attach_file(case, make_file("sku.pdf", b"%PDF-1.7 signed"), CaseFile.Origin.ISSUED, "Surat", at=timezone.now())
    held = case.files.get()
    address = f"/lacak/{case.number}/berkas/{held.file_id}/"
    assert address in page_of(signed_in, case).content.decode()
    response = signed_in.get(address, {"simpan": "1"})
    assert response.content == b"%PDF-1.7 signed"
    assert response["Content-Disposition"].startswith("attachment")
    assert Entry.objects.get(verb="case.file_opened").actor_id == str(person.pk)


def test_a_file_is_not_given_to_strangers_nor_to_another_unit(client, settings):
    settings.PENDAPA_DEMO = True
    case = make_case()
    attach_file(case, make_file(), CaseFile.Origin.FORM, "KTP", at=timezone.now())
    address = f"/lacak/{case.number}/berkas/{case.files.get().file_id}/"
    assert client.get(address).status_code == 404
    for account, status in (
        (make_account(), 404),
        (make_account(Role.OFFICER, make_unit("kec-lain")), 404),
        (make_account(Role.OFFICER), 200),
        (make_account(Role.OVERSEER), 200),
    ):
        client.force_login(account)
        assert client.get(address).status_code == status
    assert client.get(f"/lacak/{case.number}/berkas/{uuid4()}/").status_code == 404


def test_staff_without_a_second_factor_open_no_file(client, settings):
    settings.PENDAPA_DEMO = False
    case = make_case()
    attach_file(case, make_file(), CaseFile.Origin.FORM, "KTP", at=timezone.now())
    client.force_login(make_account(Role.OFFICER))
    assert client.get(f"/lacak/{case.number}/berkas/{case.files.get().file_id}/").status_code == 403


def test_staff_who_open_the_page_by_its_secret_are_recorded(client):
    case, officer = make_case(), make_account(Role.OFFICER)
    client.force_login(officer)
    client.get(f"/lacak/{case.number}/{SECRET}/")
    assert page_of(client, case).status_code == 200
    assert Entry.objects.get(verb="case.opened").actor_id == str(officer.pk)


def test_a_message_is_sent_once_with_its_files(signed_in, person):
    case, key = make_case(applicant=person), str(uuid4())
    for _time in range(2):
        response = signed_in.post(
            f"/lacak/{case.number}/pesan/",
            {"body": "Apakah KTP lama boleh?", "key": key, "files": SimpleUploadedFile("ktp.png", PNG)},
        )
        assert response.url == f"/lacak/{case.number}/#messages"
    message = Message.objects.get()
    assert message.files.count() == 1
    assert "Apakah KTP lama boleh?" in page_of(signed_in, case).content.decode()


def test_an_error_loses_neither_words_nor_files(signed_in, person):
    case, key = make_case(applicant=person), str(uuid4())
    address = f"/lacak/{case.number}/pesan/"
    response = signed_in.post(address, {"body": "", "key": key, "files": SimpleUploadedFile("ktp.png", PNG)})
    assert response.status_code == 422
    page = response.content.decode()
    assert "ktp.png" in page or "ktp.jpg" in page
    kept = response.context["sealed_files"]
    response = signed_in.post(
        address, {"body": "Ini KTP saya", "key": key, "kept": kept, "files": SimpleUploadedFile("x.exe", b"MZ\x00")}
    )
    assert response.status_code == 422
    assert "Ini KTP saya" in response.content.decode()
    assert 'href="#id_files"' in response.content.decode()
    assert not Message.objects.exists()
    response = signed_in.post(address, {"body": "Ini KTP saya", "key": key, "kept": response.context["sealed_files"]})
    assert response.status_code == 302
    assert Message.objects.get().files.count() == 1


def test_a_kept_file_can_be_taken_away_and_the_words_stay(signed_in, person):
    case, key = make_case(applicant=person), str(uuid4())
    address = f"/lacak/{case.number}/pesan/"
    response = signed_in.post(address, {"body": "", "key": key, "files": SimpleUploadedFile("ktp.png", PNG)})
    kept = StoredFile.objects.get()
    response = signed_in.post(
        address,
        {"body": "Tunggu", "key": key, "kept": response.context["sealed_files"], "remove": str(kept.pk)},
    )
    assert response.status_code == 200
    assert response.context["kept_files"] == []
    assert "Tunggu" in response.content.decode()


def test_files_of_another_case_cannot_be_smuggled_in(signed_in, person):
    case = make_case(applicant=person)
    foreign = signing.dumps([str(uuid4()), [str(make_file().pk)]], salt="pendapa.cases.kept_files")
    for kept in (foreign, "garbage", foreign + "x"):
        signed_in.post(f"/lacak/{case.number}/pesan/", {"body": "Halo", "key": str(uuid4()), "kept": kept})
    assert not CaseFile.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"body": "x", "key": "no uuid"}, {"body": "\x00", "key": str(uuid4())}])
def test_garbage_messages_are_refused(signed_in, person, fields):
    case = make_case(applicant=person)
    assert signed_in.post(f"/lacak/{case.number}/pesan/", fields).status_code == 422
    assert not Message.objects.exists()


def test_withdrawing_asks_first(signed_in, person):
    case = make_case(applicant=person)
    page = page_of(signed_in, case, "tarik/").content.decode()
    assert "Tarik urusan ini?" in page
    case.refresh_from_db()
    assert case.status == Status.OPEN
    for _time in range(2):
        assert signed_in.post(f"/lacak/{case.number}/tarik/").url == f"/lacak/{case.number}/"
    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
    assert "Anda menarik urusan ini" in page_of(signed_in, case).content.decode()
    assert page_of(signed_in, case, "tarik/").status_code == 302


def test_objecting_keeps_the_words_on_an_error_and_shows_the_answer(signed_in, person):
    case = make_case(applicant=person, at=timezone.now())
    assert page_of(signed_in, case, "keberatan/").status_code == 302
    decided(case)
    assert page_of(signed_in, case, "keberatan/").status_code == 200
    assert signed_in.post(f"/lacak/{case.number}/keberatan/", {"reason": ""}).status_code == 422
    assert signed_in.post(f"/lacak/{case.number}/keberatan/", {"reason": "Alamat benar"}).status_code == 302
    again = signed_in.post(f"/lacak/{case.number}/keberatan/", {"reason": "Alasan kedua"})
    assert again.status_code == 409
    assert "Alasan kedua" in again.content.decode()
    assert Objection.objects.count() == 1
    assert "Keberatan Anda sedang kami periksa" in page_of(signed_in, case).content.decode()
    answer_objection(make_actor(Role.HEAD), case.pk, "Keputusan sudah tepat.", False, at=timezone.now())
    page = page_of(signed_in, case).content.decode()
    assert "Keputusan sudah tepat." in page
    assert "Ombudsman" in page


def test_the_fragment_for_live_pages_holds_status_and_timeline_alone(signed_in, person, settings):
    settings.PENDAPA_LIVE_URL = "https://live.example.org"
    case = make_case(applicant=person)
    page = page_of(signed_in, case).content.decode()
    assert f'data-live="https://live.example.org/live/perkara/{case.pk}/?token=' in page
    fragment = page_of(signed_in, case, "terkini/").content.decode()
    assert "status-title" in fragment
    assert "<html" not in fragment


def test_the_print_view_needs_no_frame(signed_in, person):
    case = make_case(applicant=person)
    page = page_of(signed_in, case, "cetak/").content.decode()
    assert case.number in page
    assert "site-nav" not in page


def test_pages_are_not_kept_by_browsers_or_proxies(signed_in, person):
    case = make_case(applicant=person)
    assert "no-store" in page_of(signed_in, case)["Cache-Control"]


def test_every_heading_stands_in_order_and_no_style_is_written_inline(signed_in, person):
    case = make_case(applicant=person, at=timezone.now())
    page = page_of(signed_in, case).content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert "<style" not in page


@pytest.mark.parametrize(
    ("language", "nobody"), [("id", "Belum ada yang melihatnya"), ("en", "Nobody has looked at it")]
)
def test_everybody_who_holds_the_code_reads_who_has_looked(client, language, nobody):
    case = make_case()
    client.get(f"/lacak/{case.number}/{SECRET}/")
    assert nobody in page_of(client, case, "jejak/", bahasa=language).content.decode()
    open_as_staff(make_actor(Role.OFFICER, name="Budi Santoso"), case, at=timezone.now())
    assert "Budi Santoso" in page_of(client, case, "jejak/").content.decode()


def test_a_deadline_missed_by_a_weekend_is_a_day_late_not_none(signed_in, person, monkeypatch):
    thursday = A_MONDAY + timedelta(days=3)
    case = make_case(applicant=person, at=thursday, working_days=1)
    monkeypatch.setattr("pendapa.cases.views.tracking.timezone.now", lambda: thursday + timedelta(days=2))
    assert "Lewat 1 hari kerja" in page_of(signed_in, case).content.decode()
