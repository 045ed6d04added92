"""What the office does with a report at the desk, and what its person sees of it."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from pendapa.cases.models import Case, Status
from pendapa.complaints.models import AnswerTemplate, Complaint, DeadlineRule, Stage
from pendapa.complaints.queries import deadline_for
from pendapa.complaints.rules import Step
from pendapa.complaints.tests.factories import SECRET_WORDS, WORDS, complain, make_body, make_topic, make_unit
from pendapa.journal.models import Entry
from pendapa.kernel.calendar import local_date
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_account, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True


def signed_in(unit: Organization, role: Role = Role.OFFICER, account: Account | None = None) -> Client:
    client = Client()
    client.force_login(account or make_member(unit, role))
    return client


def do(client: Client, number: str, step: str, **data: Any) -> Any:
    revision = Complaint.objects.get(case__number=number).case.revision
    given = {"revision": revision, "key": str(uuid4()), **data}
    return client.post(f"/meja/perkara/{number}/laporan/{step}/", given)


def received(**given: Any) -> str:
    return str(complain(at=timezone.now(), **given).case.number)


def opened(number: str, secret: str) -> Client:
    client = Client()
    assert client.get(f"/lacak/{number}/{secret}/").status_code == 302
    return client


def test_what_was_typed_to_a_report_that_moved_away_is_shown_for_copying_and_nothing_of_the_report() -> None:
    unit, other = make_unit(), make_unit("dinas-lh")
    number = received()
    assert do(signed_in(make_body()), number, "periksa", kind="complaint", unit=unit.code).status_code == 302
    officer = signed_in(unit)
    assert officer.get(f"/meja/perkara/{number}/laporan/jawab/").status_code == 200
    Case.objects.filter(number=number).update(unit=other)
    refused = do(officer, number, "jawab", body="Sudah <b>diganti</b>\nkemarin.", audience="public")
    page = refused.content.decode()
    assert refused.status_code == 404
    assert "Sudah &lt;b&gt;diganti&lt;/b&gt;" in page
    assert 'data-copy="Sudah' in page
    assert not [told for told in (WORDS, number, other.name, unit.name) if told in page.partition("<main")[2]]
    assert Complaint.objects.get().stage == Stage.FORWARDED
    nowhere = officer.post("/meja/perkara/LPR-2222-2222/laporan/jawab/", {"body": "Sudah."})
    assert (nowhere.status_code, "Sudah." in nowhere.content.decode()) == (404, True)
    assert officer.post(f"/meja/perkara/{number}/laporan/jawab/", {}).status_code == 404
    assert officer.get(f"/meja/perkara/{number}/laporan/jawab/").status_code == 404
    assert officer.post(f"/meja/perkara/{number}/laporan/tidak-ada/", {"body": "Sudah."}).status_code == 404


def test_a_report_goes_from_the_queue_to_solved() -> None:
    topic, unit = make_topic(), make_unit()
    receipt = complain(at=timezone.now())
    number = receipt.case.number
    desk = signed_in(make_body())
    assert number in desk.get("/meja/?jenis=complaint").content.decode()
    assert number not in desk.get("/meja/?jenis=application").content.decode()
    form = desk.get(f"/meja/perkara/{number}/laporan/periksa/")
    assert form.status_code == 200
    checked = do(desk, number, "periksa", kind="complaint", topic=topic.slug, unit=unit.code)
    assert checked.url == f"/meja/perkara/{number}/"

    officer = signed_in(unit)
    photo = SimpleUploadedFile("hasil.png", _png(), "image/png")
    answered = do(officer, number, "jawab", body="Sudah diganti.", audience="public", photos=photo)
    assert answered.status_code == 302, answered.context["form"].errors
    complaint = Complaint.objects.get()
    assert complaint.loaded_answers[0].is_public
    assert complaint.loaded_answers[0].message.files.count() == 1

    person = opened(number, receipt.secret)
    page = person.get(f"/lacak/{number}/").content.decode()
    assert "Sudah diganti." in page
    key = str(uuid4())
    judged = person.post(f"/lacak/{number}/tanggapan/", {"key": key, "is_solved": "yes", "rating": "4"})
    assert judged.url == f"/lacak/{number}/"
    assert Complaint.objects.get().case.status == Status.RESOLVED
    assert person.get(f"/lacak/{number}/").status_code == 200
    assert officer.get(f"/meja/perkara/{number}/").status_code == 200


def test_not_solved_needs_words_and_opens_it_again() -> None:
    receipt = complain(at=timezone.now())
    desk = signed_in(make_body())
    do(desk, receipt.case.number, "periksa", kind="information", topic="")
    do(desk, receipt.case.number, "jawab", body="Begini.", audience="private")
    person, address = opened(receipt.case.number, receipt.secret), f"/lacak/{receipt.case.number}/tanggapan/"
    assert person.post(address, {"key": str(uuid4()), "is_solved": "no"}).status_code == 422
    assert person.post(address, {"key": str(uuid4()), "is_solved": "no", "comment": "Belum."}).status_code == 302
    assert Complaint.objects.get().stage == Stage.FORWARDED


def test_what_is_typed_to_an_answer_that_was_judged_is_not_lost_and_a_double_click_is_no_fault() -> None:
    receipt = complain(at=timezone.now())
    desk = signed_in(make_body())
    do(desk, receipt.case.number, "periksa", kind="information", topic="")
    do(desk, receipt.case.number, "jawab", body="Begini.", audience="private")
    person, address = opened(receipt.case.number, receipt.secret), f"/lacak/{receipt.case.number}/tanggapan/"
    given = {"key": str(uuid4()), "is_solved": "no", "comment": "Belum."}
    assert [person.post(address, given).status_code for _click in range(2)] == [302, 302]
    later = person.post(address, {**given, "key": str(uuid4()), "comment": "Sekarang malah lebih gelap."})
    assert later.status_code == 409
    assert "Sekarang malah lebih gelap." in later.content.decode()


def test_an_answer_beyond_the_messages_of_a_day_keeps_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    number = received()
    desk = signed_in(make_body())
    do(desk, number, "periksa", kind="information", topic="")
    monkeypatch.setattr("pendapa.cases.actions.messages.MOST_IN_A_DAY", 0)
    refused = do(desk, number, "jawab", body="Sudah kami periksa di tempat.", audience="private")
    assert refused.status_code == 429
    assert "Sudah kami periksa di tempat." in refused.content.decode()


@pytest.mark.parametrize(
    "step", ["periksa", "teruskan", "alihkan", "jawab", "tanya", "ubah-jenis", "gabung", "pecah", "tutup"]
)
def test_every_step_has_a_page_at_its_time_and_leads_back_at_others(step: str) -> None:
    number = received()
    head = signed_in(make_body(), Role.HEAD)
    assert head.get(f"/meja/perkara/{number}/laporan/{step}/").status_code in (200, 302)
    do(head, number, "periksa", kind="complaint", topic="", unit=make_unit().code)
    assert head.get(f"/meja/perkara/{number}/laporan/{step}/").status_code in (200, 302)
    assert head.get(f"/meja/perkara/{number}/laporan/tidak-ada/").status_code == 404


def test_what_changed_meanwhile_is_said_and_what_was_typed_is_kept() -> None:
    number = received()
    desk = signed_in(make_body())
    do(desk, number, "periksa", kind="complaint", topic="")
    late = do(desk, number, "tutup", reason="x")
    assert late.status_code == 403
    stale = desk.post(
        f"/meja/perkara/{number}/laporan/teruskan/",
        {"revision": 1, "key": str(uuid4()), "unit": make_unit().code, "reason": "Lampu milik dinas"},
    )
    assert stale.status_code == 409
    assert "Lampu milik dinas" in stale.content.decode()


def test_officers_of_another_unit_find_nothing() -> None:
    number = received()
    elsewhere = signed_in(make_unit("dinas-lain"))
    assert elsewhere.get(f"/meja/perkara/{number}/").status_code == 404
    assert do(elsewhere, number, "periksa", kind="complaint").status_code == 404
    assert signed_in(make_body()).post(f"/meja/perkara/{number}/laporan/periksa/", {}).status_code == 422


def test_the_desk_never_shows_who_reported_anonymously() -> None:
    account = make_account("Siti Rahasia")
    receipt = complain(
        at=timezone.now(), actor=_actor(account), is_anonymous=True, name="Siti Rahasia", email="siti@example.org"
    )
    number = receipt.case.number
    person = opened(number, receipt.secret)
    person.force_login(account)
    person.get(f"/lacak/{number}/{receipt.secret}/")
    person.post(f"/lacak/{number}/pesan/", {"body": "Masih gelap.", "key": str(uuid4())})
    desk = signed_in(make_body())
    for path in (f"/meja/perkara/{number}/", "/meja/", f"/meja/perkara/{number}/laporan/periksa/"):
        page = desk.get(path).content.decode()
        assert "Siti" not in page
        assert "siti@" not in page
    assert "Masih gelap." in desk.get(f"/meja/perkara/{number}/").content.decode()


def test_an_officer_who_reported_anonymously_writes_as_its_person() -> None:
    officer = make_member(make_body(), name="Petugas Rahasia")
    receipt = complain(at=timezone.now(), actor=_actor(officer), is_anonymous=True)
    number = receipt.case.number
    client = signed_in(make_body(), account=officer)
    client.get(f"/lacak/{number}/{receipt.secret}/")
    client.post(f"/lacak/{number}/pesan/", {"body": "Tolong cepat.", "key": str(uuid4())})
    message = receipt.case.messages.get()
    assert (message.side, message.author_id, message.author_name) == ("party", None, "")


def test_pages_outside_the_desk_do_not_know_the_number_of_a_secret_report() -> None:
    number = received(text=SECRET_WORDS, is_secret=True)
    for path in (f"/lacak/{number}/", f"/lacak/{number}/tanggapan/", f"/lacak/?nomor={number}", f"/cari/?q={number}"):
        page = Client().get(path, follow=True).content.decode()
        assert "Zainuddin" not in page
        assert "ungu" not in page


def test_ready_answers_are_written_by_heads_and_taken_by_officers() -> None:
    head, unit = signed_in(make_body(), Role.HEAD), make_unit()
    saved = head.post("/meja/templat/baru/", {"unit": "tirtamaya", "title": "Lampu", "body": "Kami ganti."})
    assert saved.status_code == 302
    kept = AnswerTemplate.objects.get()
    number = received()
    desk = signed_in(make_body())
    do(desk, number, "periksa", kind="complaint", topic="", unit=unit.code)
    officer = signed_in(unit)
    page = officer.get(f"/meja/perkara/{number}/laporan/jawab/?templat={kept.pk}").content.decode()
    assert "Kami ganti." in page
    assert officer.get("/meja/templat/").status_code == 200
    assert officer.get("/meja/templat/baru/").status_code == 403
    assert head.post(f"/meja/templat/{kept.pk}/", {"drop": "1"}).status_code == 302
    assert not AnswerTemplate.objects.exists()


def test_an_administrator_sets_a_deadline_from_a_day_on() -> None:
    admin, today = signed_in(make_body(), Role.ADMINISTRATOR), local_date(timezone.now())
    given = {"step": "answer", "kind": "complaint", "working_days": "7", "source": "Perbup 1/2026"}
    assert admin.post("/meja/tenggat/", {**given, "valid_from": "2020-01-01"}).status_code == 422
    assert admin.post("/meja/tenggat/", {**given, "valid_from": today.isoformat()}).status_code == 302
    assert deadline_for(Step.ANSWER, "complaint", today).working_days == 7
    assert admin.get("/meja/tenggat/").status_code == 200
    officer = signed_in(make_body())
    assert officer.get("/meja/tenggat/").status_code == 200
    assert officer.post("/meja/tenggat/", given).status_code == 403
    assert DeadlineRule.objects.filter(source="Perbup 1/2026").count() == 1


def test_the_case_pages_ask_few_questions(django_assert_max_num_queries: Any) -> None:
    topic = make_topic()
    receipt = complain(at=timezone.now(), topic=topic.slug)
    number = receipt.case.number
    desk, person = signed_in(make_body()), opened(number, receipt.secret)
    desk.get(f"/meja/perkara/{number}/")
    for client, path in [
        (desk, f"/meja/perkara/{number}/"),
        (desk, f"/meja/perkara/{number}/laporan/periksa/"),
        (desk, "/meja/"),
        (desk, "/meja/tenggat/"),
        (person, f"/lacak/{number}/"),
        (person, f"/lacak/{number}/tanggapan/"),
    ]:
        with django_assert_max_num_queries(8):
            assert client.get(path).status_code == 200


def test_looking_at_a_report_on_the_way_to_a_step_is_recorded() -> None:
    number = received()
    signed_in(make_body()).get(f"/meja/perkara/{number}/laporan/periksa/")
    assert Entry.objects.filter(verb="case.opened").count() == 1


def _actor(account: Account) -> Any:
    from pendapa.people.actors import actor_for

    return actor_for(account, on=local_date(timezone.now()))


def _png() -> bytes:
    import io

    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (20, 20), "#123456").save(kept, "PNG")
    return kept.getvalue()


def test_an_outside_body_stands_in_the_list_of_those_a_report_can_go_to() -> None:
    number = complain().case.number
    administrator = signed_in(make_body(), Role.ADMINISTRATOR)
    administrator.post("/meja/lembaga-luar/baru/", {"name": "Dinas PU Provinsi", "phone": "031-123456"})
    officer = signed_in(make_body())
    do(officer, number, "periksa", kind="complaint")
    assert "Dinas PU Provinsi" in officer.get(f"/meja/perkara/{number}/laporan/teruskan/").content.decode()
    assert do(officer, number, "teruskan", unit="dinas-pu-provinsi").status_code == 302
    assert "031-123456" in officer.get(f"/meja/perkara/{number}/").content.decode()
