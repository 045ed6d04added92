"""The JSON API: the catalogue, sending once, and problem details for every refusal."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pendapa.applications.tests.factories import make_answers, make_service, make_village
from pendapa.cases.models import Case

pytestmark = pytest.mark.django_db
SEND = "/api/v1/applications"


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(SEND, json.dumps(body), content_type="application/json", headers=headers)


def test_the_services_are_listed_and_one_shows_its_standard(client: Client) -> None:
    make_service()
    assert [row["slug"] for row in client.get("/api/v1/services").json()] == ["domisili"]
    one = client.get("/api/v1/services/domisili").json()
    assert one["standard"]["working_days"] == 2


def test_an_application_is_sent_once_under_its_key_and_can_be_followed(client: Client) -> None:
    make_service()
    make_village()
    key, body = str(uuid4()), {"service": "domisili", "answers": make_answers()}
    first, second = (post(client, body, **{"Idempotency-Key": key}) for _try in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Case.objects.count() == 1
    number, secret = first.json()["number"], first.json()["secret"]
    assert client.get(f"{SEND}/{number}", headers={"X-Case-Secret": secret}).json()["status"] == "open"
    wrong = client.get(f"{SEND}/{number}", headers={"X-Case-Secret": "AAAA-AAAA"})
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"service": "domisili", "answers": {}}, 422),
        ({"service": "domisili", "answers": {"photo_ktp": [{"id": ["x"]}], "nik": {"a": 1}}}, 422),
        ({"service": "tidak-ada", "answers": {}}, 404),
        ({"service": 5}, 422),
        ([], 422),
        ("\x00", 422),
    ],
)
def test_what_does_not_fit_is_a_problem_with_its_fields(client: Client, body: Any, status: int) -> None:
    make_service()
    answer = post(client, body, **{"Idempotency-Key": str(uuid4())})
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == status


def test_a_missing_or_broken_key_is_refused(client: Client) -> None:
    make_service()
    assert post(client, {"service": "domisili", "answers": {}}).status_code == 422
    assert post(client, {"service": "domisili", "answers": {}}, **{"Idempotency-Key": "no"}).status_code == 422


def test_the_openapi_document_is_served(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Pendapa"
