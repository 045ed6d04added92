"""The reporter's pages, from the first visit to erasing everything."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader, PdfWriter

from pendapa.complaints.whistle import open_pages
from pendapa.complaints.whistle.actions import answer_thread, close_thread, note_thread
from pendapa.complaints.whistle.letters import read_enclosure
from pendapa.complaints.whistle.models import Enclosure, Letter, Thread
from pendapa.complaints.whistle.phrases import new_phrase
from pendapa.complaints.whistle.queries import letters_for_unit
from pendapa.complaints.whistle.tests.factories import AT, TEXT, make_report

BOX, WRITE = "/lapor/rahasia/kotak/", "/lapor/rahasia/tulis/"


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def note_in(response) -> str:
    return re.search(r'name="catatan" value="([^"]+)"', response.content.decode())[1]


def words_in(response) -> str:
    return " ".join(re.findall(r'translate="no">(\w+)<', response.content.decode()))


def send_report(visitor: Client, **more):
    note = note_in(visitor.get(WRITE))
    return visitor.post(WRITE, {"catatan": note, "subject": "bribery", "text": TEXT, **more}), note


def picture(colour: str = "teal") -> SimpleUploadedFile:
    image, out = Image.new("RGB", (640, 480), colour), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Milik Budi"
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_budi.jpg", out.getvalue(), "image/jpeg")


def test_a_report_is_written_opened_answered_and_written_to_again(kept, visitor):
    explained = visitor.get("/lapor/rahasia/").content.decode()
    assert "Inspektorat" in explained
    assert kept.mailbox.fingerprint in explained
    sent, _note = send_report(visitor)
    phrase = words_in(sent)
    assert len(phrase.split()) == 7
    answer_thread(kept.actor, Thread.objects.get(), "Terima kasih. Kapan itu terjadi?", at=AT)
    opened = visitor.post(BOX, {"phrase": phrase.upper()})
    assert TEXT in opened.content.decode()
    assert "Kapan itu terjadi?" in opened.content.decode()
    again = visitor.post(BOX + "tulis/", {"catatan": note_in(opened), "text": "Hari Senin."})
    assert "Hari Senin." in again.content.decode()
    texts = [letter.words.text for letter in letters_for_unit(Thread.objects.get(), kept.private_key)]
    assert texts == [TEXT, "Terima kasih. Kapan itu terjadi?", "answered", "Hari Senin."]


def test_a_form_sent_twice_makes_one_thread_and_shows_the_same_words(kept, visitor):
    first, note = send_report(visitor)
    second = visitor.post(WRITE, {"catatan": note, "subject": "bribery", "text": TEXT})
    assert words_in(first) == words_in(second)
    assert Letter.objects.count() == 1
    visitor.post(WRITE, {"catatan": note, "subject": "bribery", "text": TEXT + " Ada saksi."})
    assert (Thread.objects.count(), Letter.objects.count()) == (1, 2)


def test_notes_and_records_never_reach_the_reporter(kept, visitor):
    thread, phrase = make_report()
    note_thread(kept.actor, thread, "Curigai bendahara.", at=AT)
    answer_thread(kept.actor, thread, "Kami periksa.", at=AT)
    shown = unescape(visitor.post(BOX, {"phrase": phrase}).content.decode())
    assert "Kami periksa." in shown
    assert "Curigai" not in shown
    assert kept.keeper.name not in shown


@pytest.mark.parametrize("typed", ["", "satu dua", "x" * 5000, "\x00", "abad acak ahli alam angin asam awan"])
def test_wrong_words_open_nothing_and_say_so(kept, visitor, typed):
    make_report()
    response = visitor.post(BOX, {"phrase": typed})
    assert response.status_code == 422
    assert TEXT not in response.content.decode()


def test_pictures_and_pdfs_lose_what_they_tell_of_their_maker(kept, visitor):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Budi Santoso", "/Producer": "Laptop Kantor"})
    writer.write(out)
    pdf = SimpleUploadedFile("budi.pdf", out.getvalue(), "application/pdf")
    sent, _note = send_report(visitor, attachments=[picture(), pdf])
    assert sent.status_code == 200
    first, second = (read_enclosure(e, kept.private_key, as_reporter=False) for e in Enclosure.objects.all())
    assert first.media_type == "image/jpeg"
    assert not Image.open(io.BytesIO(first.content)).getexif()
    assert b"Budi" not in second.content
    assert b"Laptop" not in second.content
    assert len(PdfReader(io.BytesIO(second.content)).pages) == 1
    opened = visitor.post(BOX, {"phrase": words_in(sent)})
    wanted = str(Enclosure.objects.get(position=0).pk)
    saved = visitor.post(BOX + "berkas/", {"catatan": note_in(opened), "berkas": wanted})
    assert saved.content == first.content
    assert "budi" not in saved["Content-Disposition"]
    assert visitor.post(BOX + "berkas/", {"catatan": note_in(opened), "berkas": "x"}).status_code == 404


def test_the_same_words_with_another_picture_are_another_letter_and_a_reload_is_none(kept, visitor):
    sent, _note = send_report(visitor)
    opened = visitor.post(BOX, {"phrase": words_in(sent)})
    for colour, letters in (("teal", 2), ("teal", 2), ("maroon", 3), ("maroon", 3)):
        given = {"catatan": note_in(opened), "text": "Lihat gambar.", "attachments": [picture(colour)]}
        opened = visitor.post(BOX + "tulis/", given)
        assert opened.status_code == 200
        assert Letter.objects.count() == letters
    assert Enclosure.objects.count() == 2


def test_what_is_no_picture_too_large_or_too_many_is_refused_and_the_text_stays(kept, visitor):
    for files in (
        [SimpleUploadedFile("a.exe", b"MZ" * 50)],
        [SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + bytes(8_000_001))],
        [picture(), picture(), picture(), picture()],
        [SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken")],
    ):
        response, _note = send_report(visitor, attachments=files)
        assert response.status_code == 422
        assert TEXT in response.content.decode()
    assert not Thread.objects.exists()


def test_a_request_larger_than_a_report_may_be_is_refused_before_it_is_read(kept, visitor):
    huge = SimpleUploadedFile("a.jpg", bytes(26_000_000))
    assert 400 <= visitor.post(WRITE, {"text": TEXT, "attachments": huge}).status_code < 500


def test_a_large_upload_never_becomes_a_temporary_file(kept, visitor, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    made = []
    from django.core.files import uploadedfile

    original = uploadedfile.TemporaryUploadedFile.__init__
    uploadedfile.TemporaryUploadedFile.__init__ = lambda *a, **k: made.append(a)
    try:
        response, _note = send_report(visitor, attachments=[picture()])
    finally:
        uploadedfile.TemporaryUploadedFile.__init__ = original
    assert response.status_code == 200
    assert not made


def test_erasing_asks_once_and_leaves_nothing(kept, visitor):
    thread, phrase = make_report()
    note_thread(kept.actor, thread, "Catatan.", at=AT)
    opened = visitor.post(BOX, {"phrase": phrase})
    asked = visitor.post(BOX + "hapus/", {"catatan": note_in(opened)})
    assert Thread.objects.exists()
    visitor.post(BOX + "hapus/", {"catatan": note_in(asked), "yakin": "ya"})
    assert not Thread.objects.exists()
    assert not Letter.objects.exists()
    assert visitor.post(BOX, {"phrase": phrase}).status_code == 422
    late = visitor.post(BOX + "tulis/", {"catatan": note_in(opened), "text": "Masih ada?"})
    assert late.status_code == 409


def test_after_half_an_hour_the_page_is_locked_and_what_was_written_stays(kept, visitor, monkeypatch):
    _thread, phrase = make_report()
    note = note_in(visitor.post(BOX, {"phrase": phrase}))
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("pendapa.complaints.whistle.views.timezone.now", lambda: later)
    locked = visitor.post(BOX + "tulis/", {"catatan": note, "text": "Panjang sekali ceritanya."})
    assert locked.status_code == 409
    assert "Panjang sekali ceritanya." in locked.content.decode()
    opened = visitor.post(BOX, {"phrase": phrase, "text": "Panjang sekali ceritanya."})
    assert "Panjang sekali ceritanya.</textarea>" in opened.content.decode()


@pytest.mark.parametrize("note", ["", "x", "A" * 9000, "ā", "AAAA", "=" * 8])
def test_rubbish_in_place_of_a_page_note_is_refused(kept, visitor, note):
    for way in ("tulis/", "berkas/", "hapus/"):
        response = visitor.post(BOX + way, {"catatan": note, "text": "x", "yakin": "ya"})
        assert response.status_code == 409
    assert visitor.post(WRITE, {"catatan": note, "subject": "bribery", "text": TEXT}).status_code == 200


def test_the_note_of_a_form_opens_no_thread_and_the_other_way_round(kept, visitor):
    writing = open_pages.note_for_writing(timezone.now())
    assert open_pages.thread_of_note(writing, timezone.now()) is None
    assert visitor.post(BOX + "hapus/", {"catatan": writing, "yakin": "ya"}).status_code == 409


def test_a_closed_thread_says_when_it_is_erased_and_opens_again_by_a_letter(kept, visitor):
    thread, phrase = make_report()
    close_thread(kept.actor, thread, at=AT)
    opened = visitor.post(BOX, {"phrase": phrase})
    assert "24 November 2027" in opened.content.decode()
    visitor.post(BOX + "tulis/", {"catatan": note_in(opened), "text": "Terjadi lagi."})
    thread.refresh_from_db()
    assert (thread.status, thread.closed_on, thread.is_unread) == ("open", None, True)


def test_without_a_unit_nothing_can_be_written_and_the_page_names_others(db, visitor):
    assert "Ombudsman" in visitor.get("/lapor/rahasia/").content.decode()
    assert visitor.get(WRITE).status_code == 409
    assert visitor.post(BOX, {"phrase": new_phrase()}).status_code == 422


def test_a_form_of_another_site_is_refused(kept, visitor):
    data = {"subject": "bribery", "text": TEXT}
    assert visitor.post(WRITE, data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Thread.objects.exists()


def test_whoever_tries_too_often_waits(kept, visitor):
    statuses = [visitor.post(BOX, {"phrase": "satu"}).status_code for _ in range(61)]
    assert statuses[:60] == [422] * 60
    assert statuses[60] == 429


def test_the_pages_speak_english_too(kept, visitor):
    _thread, phrase = make_report()
    for page in (visitor.get("/lapor/rahasia/?bahasa=en"), visitor.post(BOX + "?bahasa=en", {"phrase": phrase})):
        assert "mailbox" in page.content.decode()
