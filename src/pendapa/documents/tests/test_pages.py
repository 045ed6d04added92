import io
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from pendapa.documents.actions import revoke_document
from pendapa.documents.models import SigningCertificate

pytestmark = pytest.mark.django_db
GENUINE = "This document is genuine and counts."
CHANGED = "This file was changed after it was signed."
REVOKED = "it was revoked and no longer counts"
UNKNOWN = "We do not know this document."
PERSONAL = ("Siti Rahmawati", "Salah nama")


@pytest.fixture(autouse=True)
def _fresh_limits():
    caches["process"].clear()


@pytest.fixture
def ask(client):
    client.cookies["bahasa"] = "en"

    def ask(content: bytes | None = None, **query: str) -> str:
        if content is None:
            response = client.get("/verifikasi/", query)
        else:
            response = client.post("/verifikasi/", {"berkas": SimpleUploadedFile("surat.pdf", content)})
        assert response.status_code in {200, 404, 422}
        text = response.content.decode()
        assert not any(word in text for word in PERSONAL)
        return text

    return ask


def test_the_original_file_is_genuine(office, ask):
    document = office.issue(at=timezone.now())
    text = ask(office.content_of(document))
    assert GENUINE in text
    for shown in (document.number, document.title, office.unit.name, "Drs. Hadi Pranoto", document.sha256):
        assert shown in text


def test_the_code_of_the_qr_shows_the_signer_and_a_number_alone_less(office, ask, client):
    document = office.issue(at=timezone.now())
    by_code = client.get(document.get_absolute_url(), headers={"Cookie": "bahasa=en"}).content.decode()
    assert GENUINE in by_code
    assert "Drs. Hadi Pranoto" in by_code
    for typed in (document.number, document.number.lower(), f" {document.number} "):
        by_number = ask(nomor=typed)
        assert GENUINE in by_number
        assert "Drs. Hadi Pranoto" not in by_number
        assert document.sha256 not in by_number
    assert "Drs. Hadi Pranoto" in ask(nomor=document.verification_code.lower())


def test_a_changed_file_is_told_and_so_is_one_without_its_signature(office, ask, signed):
    document = office.issue(at=timezone.now())
    content = bytearray(office.content_of(document))
    content[len(content) // 3] ^= 1
    assert CHANGED in ask(bytes(content))
    stripped = office.content_of(document)
    stripped = stripped[: stripped.index(b"%%EOF") + 6]
    text = ask(stripped)
    assert CHANGED in text
    assert "Drs. Hadi Pranoto" not in text


def test_a_revoked_document_is_told_three_ways(office, ask, client):
    document, later = office.issue(at=timezone.now()), office.issue(at=timezone.now())
    revoke_document(office.actor(), document, "Salah nama", replaced_by=later, at=timezone.now())
    for text in (
        ask(office.content_of(document)),
        ask(nomor=document.number),
        client.get(document.get_absolute_url()).content.decode(),
    ):
        assert REVOKED in text
        assert later.number in text
        assert "Salah nama" not in text


def test_what_is_not_ours_is_unknown(office, ask, signed, client):
    assert UNKNOWN in ask(signed.content)
    assert UNKNOWN in ask(b"hello")
    assert UNKNOWN in ask(nomor="0099/SKU/KEC-TRT/XI/2026")
    assert client.get("/verifikasi/AAAA2222BBBB3333/").status_code == 404


def test_an_expired_document_is_genuine_but_its_time_is_over(office, ask):
    document = office.issue(at=timezone.now(), valid_until=timezone.localdate() - timedelta(days=1))
    text = ask(office.content_of(document))
    assert "its time is over" in text
    assert GENUINE not in text


def test_a_file_signed_after_its_certificate_was_revoked_does_not_count(office, ask):
    document = office.issue(at=timezone.now())
    SigningCertificate.objects.update(revoked_at=timezone.now() - timedelta(days=1))
    assert GENUINE not in ask(office.content_of(document))


@pytest.mark.parametrize("typed", ["", " ", "x" * 5000, "'; --", "%", "🙂", "{{ 7 }}", "\u202e"])
def test_garbage_typed_gets_an_answer(ask, typed):
    text = ask(nomor=typed)
    assert GENUINE not in text
    assert "{{" not in text or typed in text


def test_a_form_without_file_or_with_an_empty_one_says_what_to_do(client, ask):
    client.cookies["bahasa"] = "en"
    assert client.post("/verifikasi/", {}).status_code == 422
    assert client.post("/verifikasi/", {"berkas": "text"}).status_code == 422
    assert "This file is empty" in ask(b"")


@given(st.binary(max_size=3000))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_files_get_an_answer(ask, body):
    caches["process"].clear()
    assert GENUINE not in ask(b"%PDF-1.7\n" + body)


def test_a_file_of_more_than_ten_megabytes_is_refused(ask):
    assert "larger than 10 MB" in ask(b"%PDF-1.7\n" + b"0" * 10_000_001)


def test_whoever_asks_without_end_must_wait(client):
    answers = [client.get("/verifikasi/", {"nomor": "x"}).status_code for _number in range(31)]
    assert answers[29] == 404
    assert answers[30] == 429
    assert client.get("/verifikasi/").status_code == 200


def test_the_page_speaks_indonesian_and_asks_the_database_little(office, client, django_assert_max_num_queries):
    document = office.issue(at=timezone.now())
    with django_assert_max_num_queries(8):
        text = client.get(document.get_absolute_url()).content.decode()
    assert "Dokumen ini asli dan berlaku." in text
    with django_assert_max_num_queries(8):
        assert "Apakah dokumen ini asli?" in client.get("/verifikasi/").content.decode()
    with django_assert_max_num_queries(8):
        client.post("/verifikasi/", {"berkas": SimpleUploadedFile("a.pdf", office.content_of(document))})


@pytest.mark.parametrize("number", ["\\ud800", "470\\u0000", "\\uffff"])
def test_a_number_that_is_no_text_in_a_file_is_unknown(ask, number):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("data.json", f'{{"number": "{number}"}}'.encode())
    content = io.BytesIO()
    writer.write(content)
    assert UNKNOWN in ask(content.getvalue())
