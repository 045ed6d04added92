"""A moderator sees the words of the person beside those for the public, decides, and can take each step back."""

import io
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from pendapa.cases.models import CaseFile
from pendapa.complaints.models import Complaint, ModerationStep, Publication, PublicPhoto
from pendapa.complaints.moderating.photos import Area, parsed_areas, public_copy
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.tests.factories import complain, make_body, make_unit
from pendapa.files.actions import store_file
from pendapa.files.queries import read_file
from pendapa.files.rules import UploadRules
from pendapa.kernel.problems import Invalid
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
WORDS = "Pak Sumarno di Jl. Mawar No. 12 membuang sampah, mobilnya N 1234 ABC. Telepon saya 0812-3456-7890."


@pytest.fixture(autouse=True)
def _demonstration(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(make_member(make_body(), Role.OFFICER))
    return client


def _picture() -> bytes:
    """Left half a fine pattern, right half one colour."""
    picture = Image.new("RGB", (400, 200), "white")
    for x in range(0, 200, 4):
        for y in range(0, 200, 4):
            picture.putpixel((x, y), (0, 0, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _with_photo() -> tuple[Complaint, CaseFile]:
    stored = store_file(_picture(), "foto.png", UploadRules(kinds=frozenset({"image"})))
    complaint = complain(WORDS, files=(stored.pk,)).complaint
    return complaint, complaint.case.files.get()


def _address(complaint: Complaint, rest: str = "") -> str:
    return f"/meja/laporan/moderasi/{complaint.case.number}/{rest}"


def _decide(client: Client, complaint: Complaint, words: str, what: str, reason: str = "") -> int:
    case = Complaint.objects.select_related("case").get(pk=complaint.pk).case
    given = {"public_text": words, "keputusan": what, "reason": reason, "revision": case.revision}
    return client.post(_address(complaint), given).status_code


def test_the_desk_shows_what_waits_and_how_much_was_found(moderator: Client) -> None:
    complaint = complain(WORDS).complaint
    text = moderator.get("/meja/laporan/moderasi/").content.decode()
    assert complaint.case.number in text
    assert "Sumarno" not in text


def test_what_is_proposed_holds_no_personal_data_and_the_original_is_marked(moderator: Client) -> None:
    response = moderator.get(_address(complain(WORDS).complaint))
    proposed = response.context["form"].initial["public_text"]
    for told in ("Sumarno", "No. 12", "N 1234 ABC", "0812"):
        assert told not in proposed
        assert f"<mark>{told}" in response.content.decode()


def test_a_report_is_published_with_the_words_of_the_moderator(moderator: Client) -> None:
    complaint = complain(WORDS).complaint
    assert _decide(moderator, complaint, "Sampah dibuang di Jalan Mawar.", "terbitkan") == 302
    assert public_complaints().get().public_text == "Sampah dibuang di Jalan Mawar."
    page = Client().get(f"/laporan/{complaint.case.number}/").content.decode()
    assert "Sampah dibuang di Jalan Mawar." in page
    assert "Sumarno" not in page


def test_withholding_needs_a_reason_and_nothing_typed_is_lost(moderator: Client) -> None:
    complaint = complain(WORDS).complaint
    response = moderator.post(
        _address(complaint), {"public_text": "Kata baru.", "keputusan": "tahan", "revision": complaint.case.revision}
    )
    assert response.status_code == 422
    assert "Kata baru." in response.content.decode()
    assert _decide(moderator, complaint, "Kata baru.", "tahan", "Fitnah.") == 302
    assert not public_complaints().exists()


def test_somebody_elses_change_is_not_overwritten(moderator: Client) -> None:
    complaint = complain(WORDS).complaint
    old = {"public_text": "Lama.", "keputusan": "terbitkan", "revision": complaint.case.revision}
    _decide(moderator, complaint, "Baru.", "simpan")
    assert moderator.post(_address(complaint), old).status_code == 409


def test_each_step_is_kept_encrypted_and_can_be_taken_back_one_after_the_other(moderator: Client) -> None:
    complaint = complain(WORDS).complaint
    _decide(moderator, complaint, "Pertama.", "terbitkan")
    _decide(moderator, complaint, "Kedua.", "tahan", "Keliru.")
    first, second = ModerationStep.objects.order_by("id")
    moderator.post(_address(complaint, "urungkan/"), {"step": first.pk})
    assert Complaint.objects.get(pk=complaint.pk).public_text == "Kedua."
    moderator.post(_address(complaint, "urungkan/"), {"step": second.pk})
    restored = Complaint.objects.get(pk=complaint.pk)
    assert (restored.public_text, restored.publication) == ("Pertama.", Publication.PUBLISHED)
    moderator.post(_address(complaint, "urungkan/"), {"step": first.pk})
    restored.refresh_from_db()
    assert (restored.public_text, restored.publication) == ("", Publication.PENDING)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT before, after FROM complaints_moderationstep")
        assert not any(b"Pertama" in bytes(value) for row in cursor.fetchall() for value in row)


@pytest.mark.parametrize("hidden", [{"is_secret": True}, {"kind": "supervision"}])
def test_what_may_never_be_public_is_not_even_offered(moderator: Client, hidden: dict[str, object]) -> None:
    complaint = complain(WORDS, **hidden).complaint
    assert complaint.case.number not in moderator.get("/meja/laporan/moderasi/").content.decode()
    assert moderator.get(_address(complaint)).status_code == 404


def test_another_units_officer_does_not_moderate_it(client: Client) -> None:
    complaint = complain(WORDS).complaint
    client.force_login(make_member(make_unit("dinas-lain"), Role.OFFICER))
    assert client.get(_address(complaint)).status_code == 404
    assert complaint.case.number not in client.get("/meja/laporan/moderasi/").content.decode()


def test_an_area_is_a_rectangle_in_per_cent() -> None:
    assert parsed_areas("10 20 30 40\n\n 1,2;3 4.5") == [Area(10, 20, 30, 40), Area(1, 2, 3, 4.5)]
    for wrong in ("10 20 30", "a b c d", "100 0 10 10", "0 0 0 10", "nan 0 1 1", "1 1 1 1\n" * 41):
        with pytest.raises(Invalid):
            parsed_areas(wrong)


def test_what_lies_within_an_area_cannot_be_read_any_more() -> None:
    made = Image.open(io.BytesIO(public_copy(_picture(), [Area(0, 0, 50, 100)]))).convert("L")
    within = made.crop((10, 10, 190, 190)).getcolors(100_000) or []
    assert min(value for _count, value in within) > 150
    plain = Image.open(io.BytesIO(public_copy(_picture(), []))).convert("L").crop((0, 0, 200, 200))
    assert min(value for _count, value in plain.getcolors(100_000) or []) < 100


def test_a_photo_is_public_only_as_a_copy_and_only_when_the_report_is(moderator: Client) -> None:
    complaint, held = _with_photo()
    before = read_file(held.file)
    address = f"/laporan/{complaint.case.number}/foto/1/"
    photo = _address(complaint, f"foto/{held.file_id}/")
    assert moderator.get(photo).status_code == 200
    assert moderator.get(photo + "asli/").status_code == 200
    given = {"areas": "0 0 50 100", "description": "Tumpukan sampah", "keputusan": "tampilkan"}
    assert moderator.post(photo, {**given, "description": ""}).status_code == 422
    assert moderator.post(photo, {**given, "areas": "x"}).status_code == 422
    assert moderator.post(photo, given).status_code == 302
    assert Client().get(address).status_code == 404
    _decide(moderator, complaint, "Sampah.", "terbitkan")
    shown = Client().get(address)
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.content != before
    held.file.refresh_from_db()
    assert read_file(held.file) == before
    assert "Tumpukan sampah" in Client().get(f"/laporan/{complaint.case.number}/").content.decode()
    moderator.post(photo, {**given, "keputusan": "tahan"})
    assert Client().get(address).status_code == 404
    newest = ModerationStep.objects.latest("id")
    moderator.post(_address(complaint, "urungkan/"), {"step": newest.pk})
    assert Client().get(address).status_code == 200
    assert PublicPhoto.objects.get().areas == [{"left": 0.0, "top": 0.0, "width": 50.0, "height": 100.0}]


def test_no_page_of_the_desk_asks_much(
    moderator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    complaint, held = _with_photo()
    for _more in range(30):
        complain(WORDS, key=uuid4())
    _decide(moderator, complaint, "Sampah.", "terbitkan")
    for address in ("/meja/laporan/moderasi/", _address(complaint), _address(complaint, f"foto/{held.file_id}/")):
        moderator.get(address)
        with django_assert_max_num_queries(8):
            assert moderator.get(address).status_code == 200
