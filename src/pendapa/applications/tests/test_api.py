"""What other programs may ask and send, and how often."""

import json
from typing import Any
from uuid import uuid4, uuid5

import jsonschema_rs
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendapa.applications.api import API_KEYS
from pendapa.applications.models import Application
from pendapa.applications.tests.factories import make_answers, make_photo, make_service, make_village, submit
from pendapa.cases.actions.attempts import MOST_FOR_NUMBER
from pendapa.cases.models import Case

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/applications"


def send(client: Client, answers: dict[str, Any], **headers: str) -> Any:
    return client.post(
        ADDRESS,
        json.dumps({"service": "domisili", "answers": answers}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4()), **headers},
    )


def test_the_state_is_read_with_number_and_secret(client: Client) -> None:
    receipt = submit(make_service())
    answer = client.get(f"{ADDRESS}/{receipt.case.number}", headers={"X-Case-Secret": receipt.secret})
    assert answer.json()["due_on"] == receipt.clock.due_on.isoformat()


def test_wrong_pairs_are_counted_and_end(client: Client) -> None:
    receipt = submit(make_service())
    address = f"{ADDRESS}/{receipt.case.number}"
    statuses = [client.get(address, headers={"X-Case-Secret": "wrong"}).status_code for _try in range(MOST_FOR_NUMBER)]
    assert set(statuses) == {404}
    refused = client.get(address, headers={"X-Case-Secret": "wrong again"})
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")


def test_an_address_sends_so_many_applications_an_hour_and_others_go_on(client: Client, settings: LazySettings) -> None:
    settings.PENDAPA_API_HOURLY = 2
    make_village()
    make_service()
    assert [send(client, make_answers()).status_code for _try in range(3)] == [201, 201, 429]
    assert send(client, make_answers(), **{"X-Forwarded-For": "203.0.113.9"}).status_code == 201
    settings.PENDAPA_API_HOURLY = 0
    assert send(client, make_answers()).status_code == 201
    assert Case.objects.count() == 4


def test_nobody_can_work_out_under_which_key_an_application_of_a_machine_is_kept(client: Client) -> None:
    """A draft of the website bears an id that its visitor may choose, and opens the receipt of what was sent."""
    make_village()
    make_service()
    key = str(uuid4())
    assert [send(client, make_answers(), **{"Idempotency-Key": key}).status_code for _try in range(2)] == [201, 200]
    assert Application.objects.get().submission_key not in {uuid5(API_KEYS, key), key}


def test_files_are_counted_apart_from_applications(client: Client, settings: LazySettings) -> None:
    settings.PENDAPA_API_HOURLY = 1
    make_service()

    def hand_in() -> int:
        file = SimpleUploadedFile("foto.jpg", make_photo(), "image/jpeg")
        data = {"service": "domisili", "field": "photo_ktp", "file": file}
        return int(client.post(f"{ADDRESS}/files", data).status_code)

    assert [hand_in() for _file in range(5)] == [201, 201, 201, 201, 429]


@pytest.mark.parametrize("service", ["domisili", "sku"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_form_is_told_as_a_schema_that_is_one(client: Client, service: str, language: str) -> None:
    make_service(service)
    schema = client.get(f"{ADDRESS}/forms/{service}?language={language}").json()
    jsonschema_rs.meta.validate(schema)
    assert all(field["title"] for field in schema["properties"].values())


def test_what_the_form_accepts_fits_its_schema_and_what_is_missing_does_not(client: Client) -> None:
    make_village()
    make_service()
    schema = client.get(f"{ADDRESS}/forms/domisili?language=en").json()
    answers = make_answers()
    assert send(client, answers).status_code == 201
    fits = jsonschema_rs.validator_for(schema).is_valid
    assert fits(answers)
    assert not fits({name: value for name, value in answers.items() if name != "purpose"})
    assert not fits({**answers, "nik": "123"})
    assert not fits({**answers, "photo_ktp": []})
    assert not fits({**answers, "unknown": 1})


def test_a_service_without_a_form_has_no_schema(client: Client) -> None:
    assert client.get(f"{ADDRESS}/forms/none").status_code == 404
