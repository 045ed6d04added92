"""Applications that machines send: their files first, then the answers that name them."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendapa.applications.tests.factories import make_answers, make_photo, make_service, make_village, submit
from pendapa.cases.models import CaseFile

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/applications"


def hand_in(client: Client, field: str, content: bytes | None = None, service: str = "domisili") -> Any:
    file = SimpleUploadedFile("foto.jpg", content or make_photo(), "image/jpeg")
    return client.post(f"{ADDRESS}/files", {"service": service, "field": field, "file": file})


def test_a_file_handed_in_belongs_to_the_application_that_names_it(client: Client) -> None:
    make_village()
    make_service()
    letter, card = hand_in(client, "letter_rt_rw"), hand_in(client, "photo_ktp")
    assert letter.status_code == 201
    answers = make_answers(letter_rt_rw=[letter.json()], photo_ktp=[card.json()])

    sent = client.post(
        ADDRESS,
        json.dumps({"service": "domisili", "answers": answers}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )

    assert sent.status_code == 201, sent.content
    kept = CaseFile.objects.filter(case__number=sent.json()["number"])
    assert {str(file.file_id) for file in kept} == {letter.json()["id"], card.json()["id"]}


def test_a_file_that_the_field_does_not_take_is_refused_with_its_reason(client: Client) -> None:
    make_service()
    refused = hand_in(client, "photo_ktp", b"%PDF-1.7 not a photo")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "photo_ktp"


def test_a_field_without_files_and_an_unknown_service_are_refused(client: Client) -> None:
    make_service()
    assert hand_in(client, "full_name").status_code == 422
    assert hand_in(client, "photo_ktp", service="none").status_code == 404


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_village()
    standard = make_service()
    draws = iter(["DOM-AAAA-AAAA", "DOM-AAAA-AAAA", "DOM-CCCC-CCCC"])
    monkeypatch.setattr("pendapa.cases.actions.opening.new_number", lambda _prefix: next(draws))

    first, second = submit(standard), submit(standard)

    assert [first.case.number, second.case.number] == ["DOM-AAAA-AAAA", "DOM-CCCC-CCCC"]
