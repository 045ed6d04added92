"""GeoReport v2: every call in both formats, what is handed in, and what is refused."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4, uuid5

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import etree
from PIL import Image

from pendapa.cases.actions import attach_file
from pendapa.cases.models import Status
from pendapa.complaints.actions import answer_complaint, verify_complaint
from pendapa.complaints.models import Complaint, PublicPhoto
from pendapa.complaints.tests.factories import complain, make_body, make_public, make_topic, staff
from pendapa.exchange.georeport.submission import SPACE
from pendapa.exchange.models import ServiceRequest, TopicProfile
from pendapa.exchange.tests.factories import V2, WORDS, make_asking_topic, make_key, report
from pendapa.exchange.tests.schemas import validator_of
from pendapa.files.actions import store_file
from pendapa.files.rules import UploadRules

pytestmark = pytest.mark.django_db


def xml_of(answer: Any) -> Any:
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def hand_in(client: Client, key: str, form: str = "json", headers: Any = None, **given: Any) -> Any:
    return client.post(f"{V2}/requests.{form}", report(key, **given), headers=headers)


def number_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return str(answer.json()[0]["service_request_id"])


def published(**given: Any) -> Complaint:
    """A public report of today."""
    return make_public(complain(at=timezone.now(), **given).complaint, at=timezone.now())


def test_services_and_their_questions_are_the_same_in_both_formats(client: Client) -> None:
    make_asking_topic()
    rows = client.get(f"{V2}/services.json").json()
    assert [row["service_code"] for row in rows] == ["lampu-jalan", "lainnya"]
    validator_of("services").validate(rows)
    root = xml_of(client.get(f"{V2}/services.xml"))
    assert [one.findtext("service_code") for one in root.findall("service")] == ["lampu-jalan", "lainnya"]
    assert [one.findtext("metadata") for one in root] == ["true", "false"]
    asked = client.get(f"{V2}/services/lampu-jalan.json").json()
    validator_of("service-definition").validate(asked)
    assert [one["datatype"] for one in asked["attributes"]] == [
        "string", "number", "datetime", "text", "singlevaluelist", "multivaluelist",
    ]  # fmt: skip
    shown = xml_of(client.get(f"{V2}/services/lampu-jalan.xml?bahasa=en"))
    assert [one.text for one in shown.findall("attributes/attribute/values/value/name")] == ["Dark", "Flickers"] * 2
    assert client.get(f"{V2}/services/lainnya.json").json()["attributes"] == []


def test_a_report_gets_its_number_and_is_read_by_it_before_anyone_looked_at_it(client: Client) -> None:
    make_asking_topic()
    _key, secret = make_key()
    number = number_of(hand_in(client, secret, first_name="Siti", last_name="Rahayu", email="siti@example.org"))
    complaint = Complaint.objects.get(case__number=number)
    assert complaint.source == "open311"
    assert complaint.text == f"{WORDS}\nSoal tiang: 12"
    assert (complaint.case.applicant_name, complaint.case.contact_email) == ("Siti Rahayu", "siti@example.org")
    (row,) = client.get(f"{V2}/requests/{number}.json").json()
    validator_of("request").validate(row)
    told = {name for name, value in row.items() if value is not None}
    dates = {"requested_datetime", "updated_datetime", "expected_datetime"}
    assert told == {"service_request_id", "status", "service_code"} | dates
    assert client.get(f"{V2}/requests.json").json() == []
    root = xml_of(client.get(f"{V2}/request/{number}.xml"))
    assert root.findtext("request/status") == "open"
    assert root.find("request/description").text is None


def test_nobody_can_lie_in_wait_under_the_key_of_a_report_to_come(client: Client) -> None:
    """A draft of the website bears an id that its visitor chooses, and is the key of what is sent: were that of a
    client's report to be worked out from what it shows, a stranger would hold its receipt."""
    make_asking_topic()
    key, secret = make_key()
    guessed = uuid5(SPACE, f"{key.pk}:1")
    client.post("/lapor/", {"key": str(guessed), "text": "Saya menunggu laporan orang lain."})
    answer = client.post(f"{V2}/requests.json", report(secret), headers={"Idempotency-Key": "1"})
    assert answer.status_code == 200
    assert client.get(f"/lapor/{guessed}/terkirim/").status_code == 404


def test_by_xml_too_and_a_batch_topic_gives_a_token_first(client: Client) -> None:
    topic = make_asking_topic()
    _key, secret = make_key()
    root = xml_of(hand_in(client, secret, "xml", account_id="a1"))
    assert root.findtext("request/service_request_id").startswith("LPR-")
    assert root.findtext("request/account_id") == "a1"
    TopicProfile.objects.create(topic=topic, delivery="batch", notice="Kami periksa.")
    (row,) = hand_in(client, secret).json()
    assert set(row) == {"token", "service_notice", "account_id"}
    (found,) = client.get(f"{V2}/tokens/{row['token']}.json").json()
    assert found["token"] == row["token"]
    assert client.get(f"{V2}/requests/{found['service_request_id']}.json").status_code == 200
    assert xml_of(client.get(f"{V2}/tokens/{row['token']}.xml")).findtext("request/token") == row["token"]
    assert client.get(f"{V2}/tokens/none.json").status_code == 404


def test_a_published_report_is_listed_whole_and_valid(client: Client) -> None:
    make_topic()
    complaint = published(topic="lampu-jalan", latitude=-7.98765, longitude=112.63219)
    rows = client.get(f"{V2}/requests.json").json()
    validator_of("requests").validate(rows)
    (row,) = rows
    assert (row["description"], row["lat"], row["service_code"]) == ("Lampu jalan mati.", -7.988, "lampu-jalan")
    assert row["requested_datetime"].endswith("+07:00")
    assert row == client.get(f"{V2}/requests/{complaint.case.number}.json").json()[0]
    root = xml_of(client.get(f"{V2}/requests.xml"))
    assert [child.tag for child in root.find("request")] == list(row)


def test_what_is_hidden_is_hidden_by_list_and_by_number(client: Client) -> None:
    shown = published()
    hidden = [
        complain(at=timezone.now()).complaint,
        complain(at=timezone.now(), is_secret=True, source="open311").complaint,
        published(kind="supervision"),
        published(),
    ]
    Complaint.objects.filter(pk=hidden[3].pk).update(publication="withheld")
    numbers = [one.case.number for one in hidden]
    listed = client.get(f"{V2}/requests.json", {"service_request_id": ",".join([shown.case.number, *numbers])}).json()
    assert [row["service_request_id"] for row in listed] == [shown.case.number]
    never = client.get(f"{V2}/requests/LPR-2222-2222.json")
    for number in numbers:
        refused = client.get(f"{V2}/requests/{number}.json")
        assert refused.status_code == 404
        assert refused.content.replace(number.encode(), b"") == never.content.replace(b"LPR-2222-2222", b"")


def test_a_report_that_was_withheld_is_read_by_the_key_that_sent_it_alone(client: Client) -> None:
    make_asking_topic()
    (_mine, secret), (_other, other) = make_key(), make_key()
    number = number_of(hand_in(client, secret))
    Complaint.objects.update(publication="withheld")
    address = f"{V2}/requests/{number}.json"
    assert client.get(address).status_code == 404
    assert client.get(address, {"api_key": other}).status_code == 404
    (row,) = client.get(address, {"api_key": secret}).json()
    assert row["description"] is None


def test_what_the_public_sees_of_answers_and_photos_is_what_the_house_shows(client: Client, settings: Any) -> None:
    complaint = published()
    officer = staff(make_body())
    verify_complaint(officer, complaint.pk, "complaint", None, at=timezone.now())
    words = "Sudah diganti. Hubungi 081234567890."
    answer_complaint(officer, complaint.pk, words, is_public=True, key=uuid4(), at=timezone.now())
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    stored = store_file(picture.getvalue(), "a.jpg", UploadRules())
    held = attach_file(complaint.case, stored, "form", "Foto", "a", at=timezone.now())
    photo = {"complaint": complaint, "case_file": held, "decided_at": timezone.now(), "copy": stored}
    shown = PublicPhoto.objects.create(**photo, preview=stored, place=1)
    (row,) = client.get(f"{V2}/requests/{complaint.case.number}.json").json()
    assert row["media_url"] is None
    assert row["status_notes"].startswith("Sudah diganti.")
    assert "081234567890" not in row["status_notes"]
    PublicPhoto.objects.filter(pk=shown.pk).update(is_shown=True)
    (row,) = client.get(f"{V2}/requests/{complaint.case.number}.json").json()
    assert row["media_url"].startswith(settings.PENDAPA_PUBLIC_URL)
    assert client.get(row["media_url"].removeprefix(settings.PENDAPA_PUBLIC_URL)).status_code == 200


def test_filters_and_pages(client: Client) -> None:
    make_topic()
    now = timezone.now()
    old = make_public(complain(at=now - timedelta(days=100)).complaint, at=now)
    near = published(topic="lampu-jalan", latitude=-7.98, longitude=112.63)
    far = published(latitude=-6.2, longitude=106.8)

    def numbers(**given: Any) -> list[str]:
        return [row["service_request_id"] for row in client.get(f"{V2}/requests.json", given).json()]

    assert numbers() == [far.case.number, near.case.number]
    assert numbers(page_size=1, page=2) == [near.case.number]
    assert numbers(service_code="lampu-jalan") == [near.case.number]
    assert numbers(service_code="lainnya") == [far.case.number]
    assert numbers(lat="-7.98", long="112.63", radius="500") == [near.case.number]
    since = (now - timedelta(days=120)).isoformat()
    assert numbers(start_date=since) == [old.case.number]
    assert numbers(updated_after=(now - timedelta(hours=1)).isoformat()) == [
        far.case.number,
        near.case.number,
        old.case.number,
    ]
    assert numbers(status="closed") == []
    far.case.status, far.case.closed_at = Status.CLOSED, now
    far.case.save()
    assert numbers(status="closed") == [far.case.number]
    assert numbers(status="open,closed") == [far.case.number, near.case.number]


def test_a_page_of_many_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(5):
        published()
    with django_assert_max_num_queries(5):
        assert len(client.get(f"{V2}/requests.json").json()) == 5


def test_what_is_sent_again_is_the_same_report(client: Client) -> None:
    make_asking_topic()
    (_one, secret), (_two, other) = make_key(), make_key()
    once = {"Idempotency-Key": "k1"}
    first = number_of(hand_in(client, secret, headers=once))
    assert number_of(hand_in(client, secret, headers=once)) == first
    assert number_of(hand_in(client, other, headers=once)) != first
    by_device = number_of(hand_in(client, secret, device_id="d1"))
    assert number_of(hand_in(client, secret, device_id="d1")) == by_device
    assert number_of(hand_in(client, secret, device_id="d2")) != by_device
    assert number_of(hand_in(client, secret, device_id="d1", description="Kata-kata lain sama sekali.")) != by_device
    ServiceRequest.objects.update(received_at=timezone.now() - timedelta(minutes=11))
    Complaint.objects.filter(case__number=by_device).update(submission_key="00000000-0000-4000-8000-000000000001")
    assert number_of(hand_in(client, secret, device_id="d1")) != by_device


def test_a_photo_comes_along_and_what_is_none_is_refused(client: Client) -> None:
    make_asking_topic()
    _key, secret = make_key()
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    photo = SimpleUploadedFile("a.jpg", picture.getvalue())
    number = number_of(hand_in(client, secret, media=photo, media_url="https://example.org/a.jpg"))
    complaint = Complaint.objects.get(case__number=number)
    assert complaint.case.files.count() == 1
    assert "https://example.org/a.jpg" in complaint.text
    refused = hand_in(client, secret, media=SimpleUploadedFile("a.jpg", b"<svg/>"))
    assert (refused.status_code, refused.json()[0]["code"]) == (400, 400)
    assert hand_in(client, secret, media_url="javascript:alert(1)").status_code == 400


def test_answers_are_checked_by_their_types(client: Client) -> None:
    make_asking_topic()
    _key, secret = make_key()
    good = {
        "attribute[tinggi]": "7.5", "attribute[sejak]": "2026-03-01T10:00:00+07:00", "attribute[cerita]": "x" * 500,
        "attribute[rusak]": "1", "attribute[kapan]": ["1", "2"], "attribute[lain]": "?",
    }  # fmt: skip
    number = number_of(hand_in(client, secret, **good))
    kept = ServiceRequest.objects.get(complaint__case__number=number)
    assert kept.answers["kapan"] == ["1", "2"]
    assert "Soal kapan: Mati, Kedip" in kept.complaint.text
    wrong = {"tiang": "", "tinggi": "tinggi", "sejak": "kemarin", "rusak": "9", "kapan": "1,9", "cerita": "x" * 2001}
    refused = hand_in(client, secret, **{f"attribute[{code}]": value for code, value in wrong.items()})
    assert refused.status_code == 400
    assert {row["description"].split("]")[0] for row in refused.json()} == {f"attribute[{code}" for code in wrong}


def test_few_words_or_none_are_enough(client: Client) -> None:
    make_asking_topic()
    _key, secret = make_key()
    number_of(hand_in(client, secret, description=""))
    number_of(
        hand_in(client, secret, description="mati", service_code="lainnya", lat="", long="", address_string="Jl. A")
    )


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "tidak-ada"}, 404),
        ({"api_key": ""}, 403),
        ({"api_key": "wrong"}, 403),
        ({"jurisdiction_id": "elsewhere.example"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"long": ""}, 400),
        ({"lat": "91"}, 400),
        ({"lat": "nan"}, 400),
        ({"email": "nobody"}, 400),
        ({"description": "x" * 4001}, 400),
        ({"phone": "1" * 41}, 400),
        ({"description": "a\x00b and more"}, 400),
        ({"extended_attributes[hops]": "127.0.0.1:8000"}, 409),
    ],
)
def test_what_is_missing_or_wrong_is_refused_in_the_words_of_the_specification(
    client: Client, settings: Any, given: dict[str, str], status: int
) -> None:
    settings.PENDAPA_PUBLIC_URL = "http://127.0.0.1:8000"
    make_asking_topic()
    _key, secret = make_key()
    refused = hand_in(client, secret, **given)
    assert refused.status_code == status
    assert [row["code"] for row in refused.json()] == [status]
    by_xml = xml_of(hand_in(client, secret, "xml", **given))
    assert by_xml.tag == "errors"
    assert by_xml.findtext("error/code") == str(status)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["start_date=yesterday", "start_date=2026-01-01&end_date=2026-09-01", "start_date=2026-02-02&end_date=2026-02-01",
     "status=lost", "page=0", "page=-1", "page=x", "page_size=1001", "lat=1", "lat=1&long=2&radius=x",
     "service_request_id=" + ",".join(map(str, range(300))), "updated_after=9999-99-99", "page=" + "9" * 30,
     "start_date=0000-00-00T00:00:00Z", "end_date=9999-12-31T23:59:59-14:00"],
)  # fmt: skip
def test_a_query_of_garbage_is_refused(client: Client, query: str) -> None:
    refused = client.get(f"{V2}/requests.json?{query}")
    assert (refused.status_code, refused.json()[0]["code"]) == (400, 400)


def test_keys_open_what_they_are_for_and_no_more_than_their_limit(client: Client) -> None:
    make_asking_topic()
    _key, readonly = make_key(may_write=False)
    assert hand_in(client, readonly).status_code == 403
    _key, writeonly = make_key(may_read=False)
    assert client.get(f"{V2}/requests.json", {"api_key": writeonly}).status_code == 403
    _key, revoked = make_key(revoked_at=timezone.now())
    assert hand_in(client, revoked).status_code == 403
    _key, few = make_key(hourly_limit=2)
    answers = [hand_in(client, few).status_code for _try in range(3)]
    assert answers == [200, 200, 429]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("put", "requests.json", 405), ("post", "services.json", 405), ("get", "nothing.json", 404),
     ("get", "requests/%00.json", 400), ("get", "services/x.yaml", 404), ("get", "requests/..json", 404)],
)  # fmt: skip
def test_other_addresses_and_methods_are_refused(client: Client, method: str, address: str, status: int) -> None:
    assert getattr(client, method)(f"{V2}/{address}").status_code == status


@pytest.mark.parametrize(
    "kind", ["application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_no_form_is_refused(client: Client, kind: str) -> None:
    assert client.post(f"{V2}/requests.xml", b"\xff{<x", content_type=kind).status_code in {400, 403}


def test_discovery_names_the_endpoint_in_both_formats(client: Client) -> None:
    (endpoint,) = client.get(f"{V2}/discovery.json").json()["endpoints"]
    assert endpoint["url"].endswith("/open311/v2")
    assert xml_of(client.get("/open311/discovery.xml")).findtext("endpoints/endpoint/formats/format") == "text/xml"
