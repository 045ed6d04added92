"""Reporting in four pages, without script: saved at each step, sent once, never lost to an error."""

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.ExifTags import GPS, IFD

from pendapa.complaints.guarding.puzzles import is_solved, new_puzzle, solve
from pendapa.complaints.models import Complaint, Draft, KnowledgeAnswer
from pendapa.complaints.tests.factories import A_MONDAY, WORDS, complain, make_body, make_public, make_topic, make_unit
from pendapa.files.models import StoredFile
from pendapa.people.tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def body() -> None:
    make_body()


def photo(place: bool = False) -> SimpleUploadedFile:
    picture, kept = Image.new("RGB", (40, 30), (uuid4().int % 255, 60, 90)), io.BytesIO()
    exif = Image.Exif()
    if place:
        gps = exif.get_ifd(IFD.GPSInfo)
        gps.update({GPS.GPSLatitudeRef: "S", GPS.GPSLatitude: (7.0, 58.0, 48.0)})
        gps.update({GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (112.0, 37.0, 48.0)})
    picture.save(kept, "JPEG", exif=exif)
    return SimpleUploadedFile("foto.jpg", kept.getvalue(), "image/jpeg")


def begin(client: Client, **data: Any) -> Draft:
    key = str(uuid4())
    answer = client.post("/lapor/", {"key": key, "text": WORDS, **data})
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url == f"/lapor/{key}/di-mana/"
    return Draft.objects.get(pk=key)


def send(client: Client, draft: Draft, **data: Any) -> Any:
    return client.post(f"/lapor/{draft.pk}/siapa/", {"who": "anonymous", "secrecy": "public", **data})


def test_four_pages_make_one_report_however_often_the_last_is_sent(client: Client) -> None:
    topic = make_topic()
    draft = begin(client, photos=photo())
    where = client.post(
        f"/lapor/{draft.pk}/di-mana/", {"place.street": "Depan balai desa", "latitude": "-7,98", "longitude": "112.63"}
    )
    assert where.url == f"/lapor/{draft.pk}/tujuan/"
    purpose = client.post(where.url, {"kind": "complaint", "topic": topic.slug})
    assert purpose.url == f"/lapor/{draft.pk}/siapa/"
    name = {"who": "contact", "name": "Siti Rahayu", "email": "siti@example.org"}
    assert [send(client, draft, **name).url for _try in range(2)] == [f"/lapor/{draft.pk}/terkirim/"] * 2

    complaint = Complaint.objects.get()
    assert (complaint.text, complaint.topic, complaint.latitude) == (WORDS, topic, -7.98)
    assert (complaint.case.applicant_name, complaint.case.files.count()) == ("Siti Rahayu", 1)
    receipt = client.get(f"/lapor/{draft.pk}/terkirim/").content.decode()
    assert complaint.case.number in receipt
    assert not Draft.objects.exists()
    assert client.get(f"/lacak/{complaint.case.number}/").status_code == 200
    assert Client().get(f"/lapor/{draft.pk}/terkirim/").status_code == 403


def test_what_was_typed_comes_back_with_the_error(client: Client) -> None:
    answer = client.post("/lapor/", {"key": str(uuid4()), "text": "aduh", "photos": photo()})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "aduh" in page
    assert "foto.jpg" in page


def test_the_same_first_page_sent_twice_is_one_draft_with_its_photo_once(client: Client) -> None:
    file, key = photo(), str(uuid4())
    for _try in range(2):
        file.seek(0)
        client.post("/lapor/", {"key": key, "text": WORDS, "photos": file})
    assert len(Draft.objects.get(pk=key).answers["photos"]) == 1
    assert StoredFile.objects.count() == 1


def test_the_first_page_sent_again_after_its_answer_was_lost_is_taken_and_opens_nothing(client: Client) -> None:
    lost = begin(Client())
    answer = client.post("/lapor/", {"key": str(lost.pk), "text": f"{WORDS} Juga di depan masjid."})
    assert answer.status_code == 302
    assert str(lost.pk) not in answer.url
    assert client.get(answer.url).status_code == 200
    assert client.get(f"/lapor/{lost.pk}/apa/").status_code == 404
    assert Draft.objects.get(pk=lost.pk).answers["text"] == WORDS


def test_somebody_elses_draft_is_not_there(client: Client) -> None:
    draft = begin(client)
    for path in ("apa/", "siapa/", "nanti/", "buang/"):
        assert Client().get(f"/lapor/{draft.pk}/{path}").status_code == 404


def test_a_draft_goes_on_elsewhere_by_its_link(client: Client) -> None:
    draft = begin(client)
    link = re.search(
        r'href="[^"]*(/lapor/[^"]+/lanjut/[^"]+)"', client.get(f"/lapor/{draft.pk}/nanti/").content.decode()
    )
    assert link is not None
    other = Client()
    assert other.get(link[1]).status_code == 302
    assert other.get(f"/lapor/{draft.pk}/apa/").status_code == 200
    assert Client().get(f"/lapor/{draft.pk}/lanjut/AAAA-BBBB/").status_code == 404


def test_the_place_in_a_photo_is_used_only_when_allowed_and_never_stored_in_the_photo(client: Client) -> None:
    assert begin(client, photos=photo(place=True)).answers.get("latitude") is None
    draft = begin(client, photos=photo(place=True), photo_place="on")
    assert (draft.answers["latitude"], draft.answers["longitude"]) == (-7.98, 112.63)
    shown = client.get(f"/lapor/{draft.pk}/foto/{draft.answers['photos'][0]['id']}/")
    with Image.open(io.BytesIO(shown.content)) as kept:
        assert not kept.getexif().get_ifd(IFD.GPSInfo)


def test_a_photo_taken_out_is_gone(client: Client) -> None:
    draft = begin(client, photos=photo())
    client.post(f"/lapor/{draft.pk}/apa/", {"text": WORDS, "remove": draft.answers["photos"][0]["id"]})
    assert Draft.objects.get(pk=draft.pk).answers["photos"] == []
    assert not StoredFile.objects.exists()


def test_an_anonymous_report_of_somebody_signed_in_is_tied_to_no_account(client: Client) -> None:
    account = make_account("Siti Rahayu")
    client.force_login(account)
    draft = begin(client)
    assert send(client, draft).status_code == 302
    case = Complaint.objects.get().case
    assert (case.applicant_id, case.applicant_name) == (None, "")
    own = send(client, begin(client), who="account")
    assert own.status_code == 302
    assert account.cases.get().applicant_name == "Siti Rahayu"


def test_a_likely_duplicate_is_shown_and_joined_instead(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    public = make_public(complain().complaint)
    draft = begin(client)
    monkeypatch.setattr("pendapa.complaints.intake.views.likely_same", lambda _draft, at: [public])
    page = client.get(f"/lapor/{draft.pk}/tujuan/").content.decode()
    assert "Lampu jalan mati." in page
    joined = client.post(f"/lapor/{draft.pk}/gabung/{public.case.number}/", {"email": "budi@example.org"})
    assert joined.status_code == 200
    assert Complaint.objects.get().follower_count == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("address", ["siti@", "@", "siti@example.org\nBcc: a@b.id", "siti@" + "a" * 300 + ".id"])
def test_joining_with_a_wrong_address_keeps_the_draft_and_a_second_click_leads_to_the_report(
    client: Client, address: str
) -> None:
    public = make_public(complain().complaint)
    draft = begin(client)
    join = f"/lapor/{draft.pk}/gabung/{public.case.number}/"
    assert client.post(join, {"email": address}).url == f"/lapor/{draft.pk}/tujuan/"
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert client.post(join, {"email": "siti@example.org"}).status_code == 200
    assert client.post(join, {"email": "siti@example.org"}).url == f"/laporan/{public.case.number}/"
    assert Complaint.objects.get(pk=public.pk).follower_count == 1
    assert Client().post(join, {"email": "siti@example.org"}).status_code == 404


def test_the_device_forgets_what_was_thrown_away_and_what_the_server_holds(client: Client) -> None:
    def forgotten(page: Any) -> set[str]:
        return set(re.findall(r'data-draft-done="([^"]+)"', page.content.decode()))

    draft = begin(client)
    assert forgotten(client.get(f"/lapor/{draft.pk}/di-mana/")) == {"lapor-baru-apa"}
    thrown_away = client.post(f"/lapor/{draft.pk}/buang/")
    pages = {f"lapor-{draft.pk}-{page}" for page in ("apa", "di-mana", "tujuan", "siapa")}
    assert forgotten(client.get(thrown_away.url)) == {"lapor-baru-apa", *pages}
    for garbage in ("", "x", '"><b>', "\ud800"):
        assert forgotten(client.get("/lapor/", {"dibuang": garbage.encode("utf-8", "surrogatepass")})) == set()


def test_an_answer_that_is_known_is_shown_before_a_question_is_sent(client: Client) -> None:
    draft = begin(client)
    unit = make_unit()
    for question, is_published in (("Kapan lampu jalan yang mati diperbaiki?", True), ("Lampu jalan siapa?", False)):
        KnowledgeAnswer.objects.create(
            question=question, answer="Dalam dua hari kerja.", unit=unit, is_published=is_published,
            created_at=A_MONDAY, updated_at=A_MONDAY,
        )  # fmt: skip
    page = client.get(f"/lapor/{draft.pk}/tujuan/").content.decode()
    assert "Kapan lampu jalan yang mati diperbaiki?" in page
    assert "Lampu jalan siapa?" not in page


def test_a_machine_that_fills_the_trap_is_told_and_may_try_again(client: Client) -> None:
    draft = begin(client)
    assert send(client, draft, website="http://spam.example").status_code == 422
    assert send(client, draft).status_code == 302


def test_without_the_puzzle_the_limit_is_stricter_and_the_report_is_kept(client: Client, settings: Any) -> None:
    settings.PENDAPA_REPORTS_HOURLY_PLAIN = 1
    drafts = [begin(client) for _one in range(3)]
    assert send(client, drafts[0]).status_code == 302
    refused = send(client, drafts[1])
    assert refused.status_code == 422
    assert Draft.objects.filter(pk=drafts[1].pk).exists()
    puzzle = new_puzzle()
    solved = {"puzzle": puzzle, "puzzle_answer": solve(puzzle)}
    assert send(client, drafts[1], **solved).status_code == 302
    assert send(client, drafts[2], **solved).status_code == 422


def test_how_hard_the_puzzle_is_can_be_set(client: Client, settings: Any) -> None:
    settings.PENDAPA_PUZZLE_BITS = 3
    page = client.get(f"/lapor/{begin(client).pk}/siapa/").content.decode()
    assert 'data-puzzle-bits="3"' in page
    puzzle = new_puzzle()
    answer = solve(puzzle)
    assert is_solved(puzzle, answer)
    settings.PENDAPA_PUZZLE_BITS = 22
    assert not is_solved(puzzle, answer)


def test_a_puzzle_counts_only_when_it_is_ours_and_solved() -> None:
    puzzle = new_puzzle()
    answer = solve(puzzle)
    assert is_solved(puzzle, answer)
    for wrong in ("", "x", "-1", "9" * 40, "²"):
        assert not is_solved(puzzle, wrong)
    assert not is_solved("made up", solve("made up"))


@pytest.mark.parametrize(
    "garbage",
    [{"latitude": "nan", "longitude": "inf"}, {"place.code": "x" * 90}, {"latitude": "200"}, {"_search": "x"}],
)
def test_garbage_in_the_place_is_an_answer_to_put_right(client: Client, garbage: dict[str, str]) -> None:
    draft = begin(client)
    assert client.post(f"/lapor/{draft.pk}/di-mana/", garbage).status_code in (200, 302, 422)


def test_pages_ask_few_questions_of_the_database(client: Client, django_assert_max_num_queries: Any) -> None:
    make_topic()
    draft = begin(client, photos=photo())
    for path in ("apa", "di-mana", "tujuan", "siapa"):
        with django_assert_max_num_queries(8):
            assert client.get(f"/lapor/{draft.pk}/{path}/").status_code == 200
    with django_assert_max_num_queries(8):
        client.get("/lapor/")


def test_machines_get_no_500_from_a_key_that_is_none(client: Client) -> None:
    assert client.post("/lapor/", {"key": "x", "text": WORDS}).status_code == 302
    assert client.get(f"/lapor/{uuid4()}/apa/").status_code == 404
