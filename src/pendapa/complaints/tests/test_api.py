"""What other programs may hand in and read."""

import base64
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4, uuid5

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendapa.complaints.actions import answer_complaint, verify_complaint
from pendapa.complaints.api import API_KEYS
from pendapa.complaints.models import Complaint
from pendapa.complaints.tests.factories import (
    A_MONDAY,
    SECRET_WORDS,
    WORDS,
    complain,
    make_body,
    make_public,
    make_topic,
    staff,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/complaints"


def send(client: Client, key: str = "", **given: Any) -> Any:
    make_body()
    return client.post(
        ADDRESS,
        json.dumps({"text": WORDS, **given}),
        content_type="application/json",
        headers={"Idempotency-Key": key or str(uuid4())},
    )


def test_the_same_key_gives_the_same_receipt(client: Client) -> None:
    key = str(uuid4())
    first, second = send(client, key), send(client, key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Complaint.objects.count() == 1


def test_nobody_can_lie_in_wait_under_the_key_of_a_machine(client: Client) -> None:
    """A draft of the website bears an id that its visitor chooses, and is the key of what is sent."""
    guessed = uuid5(API_KEYS, key := str(uuid4()))
    client.post("/lapor/", {"key": str(guessed), "text": "Saya menunggu laporan orang lain."})
    assert send(client, key).status_code == 201
    assert Complaint.objects.get().text == WORDS
    assert client.get(f"/lapor/{guessed}/terkirim/").status_code == 404


def test_a_photo_is_handed_in_first_and_belongs_to_one_report(client: Client) -> None:
    import io

    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (20, 20), "#654321").save(kept, "PNG")
    photo = client.post(f"{ADDRESS}/photos", {"file": SimpleUploadedFile("a.png", kept.getvalue(), "image/png")})
    assert photo.status_code == 201
    key = str(uuid4())
    assert [send(client, key, photos=[photo.json()["id"]]).status_code for _try in range(2)] == [201, 200]
    assert Complaint.objects.get().case.files.count() == 1
    assert send(client, photos=[photo.json()["id"]]).status_code == 422
    assert client.post(f"{ADDRESS}/photos", {"file": SimpleUploadedFile("a.png", b"x")}).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"text": "x"}, {"kind": "nothing"}, {"latitude": 100}, {"email": "x"}, {"language": "xx"}, {"photos": 1}]
)
def test_what_does_not_fit_is_a_problem_not_an_accident(client: Client, wrong: dict[str, Any]) -> None:
    refused = send(client, **wrong)
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"


def test_only_what_is_public_is_read_and_nothing_of_who(client: Client) -> None:
    topic = make_topic()
    shown = complain(topic=topic.slug, name="Siti Rahayu", email="siti@example.org", latitude=-7.98765, longitude=112.6)
    make_public(shown.complaint)
    officer = staff(make_body())
    verify_complaint(officer, shown.case.pk, "complaint", topic, at=A_MONDAY)
    answer_complaint(officer, shown.case.pk, "Sudah.", is_public=True, key=uuid4(), at=A_MONDAY)
    answer_complaint(officer, shown.case.pk, "Untuk Anda saja.", is_public=False, key=uuid4(), at=A_MONDAY)
    hidden = [complain(SECRET_WORDS, is_secret=True), complain(SECRET_WORDS, kind="supervision"), complain()]

    answer = client.get(ADDRESS)
    assert [one["number"] for one in answer.json()["complaints"]] == [shown.case.number]
    assert client.get(f"{ADDRESS}?topic=lampu-jalan&unit=tirtamaya").json()["complaints"]
    assert client.get(f"{ADDRESS}?topic=lain").json()["complaints"] == []
    one = client.get(f"{ADDRESS}/{shown.case.number}")
    assert [told["text"] for told in one.json()["answers"]] == ["Sudah."]
    for text in (answer.content.decode(), one.content.decode()):
        for private in ("Siti", "siti@", WORDS, "98765", "Untuk Anda saja"):
            assert private not in text
    missing = client.get(f"{ADDRESS}/LPR-2222-2222")
    for receipt in hidden:
        refused = client.get(f"{ADDRESS}/{receipt.case.number}")
        assert (refused.status_code, refused.json()["detail"]) == (404, missing.json()["detail"])


def test_when_is_told_in_days(client: Client) -> None:
    shown = complain().complaint
    make_public(shown, at=A_MONDAY + timedelta(days=1, hours=3))
    verify_complaint(staff(make_body()), shown.pk, "complaint", None, at=A_MONDAY)
    answer_complaint(staff(make_body()), shown.pk, "Sudah.", is_public=True, key=uuid4(), at=A_MONDAY)
    for told in (client.get(ADDRESS).json()["complaints"][0], client.get(f"{ADDRESS}/{shown.case.number}").json()):
        days = [told["received_on"], told["answered_on"], *(one["on"] for one in told["answers"])]
        assert days == [A_MONDAY.date().isoformat()] * 3
        assert re.findall(r"\d\d:\d\d", json.dumps(told)) == []


def test_the_mark_of_the_next_page_tells_when_a_report_was_published_not_when_it_came(client: Client) -> None:
    for _one in range(2):
        make_public(complain().complaint, at=A_MONDAY + timedelta(days=1))
    mark = client.get(f"{ADDRESS}?size=1").json()["next"]
    assert A_MONDAY.date().isoformat() not in base64.urlsafe_b64decode(mark + "==").decode()


def test_pages_follow_each_other(client: Client) -> None:
    numbers = {make_public(complain().complaint).case.number for _one in range(3)}
    first = client.get(f"{ADDRESS}?size=2").json()
    second = client.get(f"{ADDRESS}?size=2&cursor={first['next']}").json()
    assert {one["number"] for one in [*first["complaints"], *second["complaints"]]} == numbers
    assert second["next"] == ""
    assert client.get(f"{ADDRESS}?cursor=x").status_code == 422
    assert client.get(f"{ADDRESS}?size=1000").status_code == 422


def test_ones_own_is_read_with_the_secret_even_when_it_is_hidden(client: Client) -> None:
    receipt = complain(is_secret=True)
    address = f"{ADDRESS}/{receipt.case.number}"
    own = client.get(address, headers={"X-Case-Secret": receipt.secret})
    assert (own.json()["stage"], own.json()["due_on"]) == ("received", "2026-03-05")
    assert client.get(address, headers={"X-Case-Secret": "wrong"}).status_code == 404


def test_an_address_hands_in_so_many_an_hour(client: Client, settings: LazySettings) -> None:
    settings.PENDAPA_API_HOURLY = 1
    assert [send(client).status_code for _try in range(2)] == [201, 429]
