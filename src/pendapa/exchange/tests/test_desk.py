"""Keys, connections and topics at the desk: by administrators of the body alone."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pendapa.complaints.tests.factories import make_body, make_topic
from pendapa.exchange.models import ApiKey, Open311Peer, TopicAttribute
from pendapa.exchange.tests.factories import V2
from pendapa.journal.models import Entry
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization

pytestmark = pytest.mark.django_db
PAGES = ["/meja/kunci-api/", "/meja/kunci-api/baru/", "/meja/open311/", "/meja/open311/baru/", "/meja/open311/topik/"]


@pytest.fixture
def desk(client: Client, settings: Any) -> Client:
    settings.PENDAPA_DEMO = True
    client.force_login(make_member(make_body(), Role.ADMINISTRATOR))
    return client


def test_a_key_is_shown_once_opens_and_is_revoked(desk: Client) -> None:
    given = {"name": "Aplikasi", "organization": "Komunitas", "may_read": "on", "may_write": "on"}
    given |= {"hourly_limit": "5", "key": str(uuid4())}
    page = desk.post("/meja/kunci-api/baru/", given)
    secret = re.search(r'id="api-key">([^<]+)<', page.content.decode())[1]
    assert page["Cache-Control"] == "no-store"
    assert desk.post("/meja/kunci-api/baru/", given).status_code == 422
    assert secret not in desk.get("/meja/kunci-api/").content.decode()
    assert not Entry.objects.filter(payload__contains=secret).exists()
    assert desk.get(f"{V2}/requests.json", {"api_key": secret.lower()}).status_code == 200
    for _twice in range(2):
        desk.post(f"/meja/kunci-api/{ApiKey.objects.get().pk}/cabut/")
    assert desk.get(f"{V2}/requests.json", {"api_key": secret}).status_code == 403
    verbs = Entry.objects.filter(subject_type="api_key").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["api_key.issued", "api_key.revoked"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.INTERNAL_AUDITOR])
def test_others_find_no_door(client: Client, settings: Any, role: Role) -> None:
    settings.PENDAPA_DEMO = True
    client.force_login(make_member(make_body(), role))
    assert {client.get(page).status_code for page in PAGES} == {403}
    assert {client.post(page).status_code for page in PAGES} == {403}


def test_an_administrator_of_another_body_is_none_of_ours(client: Client, settings: Any) -> None:
    settings.PENDAPA_DEMO = True
    make_body()
    client.force_login(make_member(make_organization("lain"), Role.ADMINISTRATOR))
    assert {client.get(page).status_code for page in PAGES} == {403}


def test_a_connection_is_set_up_and_keeps_its_key(desk: Client) -> None:
    province = make_organization("provinsi")
    given = {"organization": province.pk, "url": "https://example.go.id/v2/", "format": "xml", "direction": "both",
             "api_key": "THEIRS", "service_codes": "lampu = 001\njalan = 002", "is_active": "on"}  # fmt: skip
    assert desk.post("/meja/open311/baru/", given).status_code == 302
    peer = Open311Peer.objects.get()
    assert (peer.url, peer.code_for("jalan"), peer.code_for("air")) == ("https://example.go.id/v2", "002", "")
    address = f"/meja/open311/{peer.pk}/"
    page = desk.get(address).content.decode()
    assert "THEIRS" not in page
    assert "lampu = 001" in page
    assert desk.post(address, {**given, "api_key": "", "default_code": "9"}).status_code == 302
    peer.refresh_from_db()
    assert (peer.api_key, peer.default_code) == ("THEIRS", "9")
    assert desk.post("/meja/open311/baru/", given).status_code == 422
    assert desk.post(address, {**given, "url": "http://10.0.0.1/"}).status_code == 422
    assert desk.post(address, {**given, "service_codes": "no sign"}).status_code == 422
    assert desk.get("/meja/open311/").status_code == 200


def test_questions_of_a_topic_are_added_changed_and_dropped(desk: Client) -> None:
    make_topic()
    address = "/meja/open311/topik/lampu-jalan/"
    given = {"code": "rusak", "description": "Apa yang rusak?", "datatype": "singlevaluelist", "order": "1",
             "choices": "1 = Mati | Dark\n2 = Kedip", "is_asked": "on"}  # fmt: skip
    assert desk.post(f"{address}tanya/baru/", {**given, "choices": ""}).status_code == 422
    assert desk.post(f"{address}tanya/baru/", given).status_code == 302
    assert desk.post(f"{address}tanya/baru/", given).status_code == 422
    assert "1 = Mati | Dark" in desk.get(f"{address}tanya/rusak/").content.decode()
    assert desk.post(f"{address}tanya/rusak/", {**given, "is_required": "on"}).status_code == 302
    (asked,) = desk.get(f"{V2}/services/lampu-jalan.json").json()["attributes"]
    assert (asked["required"], asked["values"][1]) == (True, {"key": "2", "name": "Kedip"})
    assert desk.post(address, {"description": "Lampu", "delivery": "batch"}).status_code == 302
    assert desk.get(f"{V2}/services.json").json()[0]["type"] == "batch"
    assert desk.get(address).status_code == 200
    assert desk.post(f"{address}tanya/rusak/", {"drop": "1"}).status_code == 302
    assert not TopicAttribute.objects.exists()
    assert desk.get(f"{address}tanya/rusak/").status_code == 404
