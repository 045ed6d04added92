import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from pendapa.notices.actions import notify, send_next_message
from pendapa.notices.actions.inbound import MOST_IN_AN_HOUR
from pendapa.notices.models import InboundMessage, Message, NoticePreference
from pendapa.notices.recipients import Recipient
from pendapa.notices.signatures import is_signed, sign
from pendapa.notices.tests.factories import NOW, SECRET
from pendapa.notices.transports.gateway import gateway_id
from pendapa.people.tests.factories import make_account

pytestmark = pytest.mark.django_db


def call(path, content, *, secret=SECRET, at=None, **headers):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    signed = {**sign(body, secret, at or timezone.now()), **headers}
    client = Client(enforce_csrf_checks=True, raise_request_exception=True)
    return client.post(path, body, content_type="application/json", headers=signed)


def message(text="GEMA halo", id="m1", **more):
    return {"channel": "sms", "id": id, "from": "0812 3456 7890", "text": text, **more}


def receive(content=None, **more):
    return call("/gerbang/masuk/", message() if content is None else content, **more)


def test_a_message_is_understood_by_its_first_word_and_answered(gateway):
    answer = receive()
    assert answer.status_code == 200
    assert answer.json() == {"reply": "+6281234567890 halo 1"}
    assert InboundMessage.objects.get().word == "GEMA"


@pytest.mark.parametrize("text", ["gema halo", "  Gema:  halo ", "ECHO halo", "echo\nhalo"])
def test_however_the_word_is_written(gateway, text):
    assert receive(message(text)).json()["reply"] == "+6281234567890 halo 1"


def test_the_same_message_again_gets_the_same_reply_and_does_nothing(gateway):
    first = receive().json()
    assert receive(message("GEMA something else")).json() == first
    assert InboundMessage.objects.count() == 1
    assert receive(message(channel="chat")).json() != first


def test_what_is_not_understood_is_answered_with_what_is(gateway):
    for number, text in enumerate(["halo", "", "   ", "💥", "CEK\x07"]):
        reply = receive(message(text, id=f"m{number}")).json()["reply"]
        assert "GEMA <words>" in reply
        assert "TOLAK" in reply


def test_a_refusal_is_the_reply_and_leaves_nothing_behind(gateway):
    assert receive(message("TOLAK")).json()["reply"] == "No, not this."
    assert InboundMessage.objects.get().word == "TOLAK"


def test_who_sends_very_much_is_told_to_wait(gateway):
    for number in range(MOST_IN_AN_HOUR):
        assert receive(message(id=f"m{number}")).status_code == 200
    assert receive(message(id="more")).status_code == 429
    assert receive(message(id="more", **{"from": "081300000000"})).status_code == 200
    assert receive(message(id="m0")).status_code == 200
    assert receive(message(channel="chat", id="more")).status_code == 200, "the same name elsewhere may be another's"


def test_without_a_gateway_there_is_no_door(settings):
    settings.PENDAPA_GATEWAY_URL = settings.PENDAPA_GATEWAY_SECRET = ""
    assert receive().status_code == 404
    settings.PENDAPA_GATEWAY_URL = "https://gateway.example.org"
    assert receive(secret="").status_code == 404


def test_only_what_was_signed_lately_with_our_secret_is_heard(gateway):
    assert receive(secret="x" * 32).status_code == 403
    assert receive(at=timezone.now() - timedelta(minutes=6)).status_code == 403
    assert receive(at=timezone.now() + timedelta(minutes=6)).status_code == 403
    assert receive(**{"Pendapa-Signature": ""}).status_code == 403
    assert receive(**{"Pendapa-Timestamp": "²"}).status_code == 403
    assert receive(**{"Pendapa-Timestamp": "9" * 400}).status_code == 403
    assert not InboundMessage.objects.exists()


def test_a_signature_covers_the_moment_and_the_body():
    signed = sign(b"{}", SECRET, NOW)
    moment, signature = signed["Pendapa-Timestamp"], signed["Pendapa-Signature"]
    assert is_signed(b"{}", moment, signature, SECRET, NOW)
    assert not is_signed(b"{ }", moment, signature, SECRET, NOW)
    assert not is_signed(b"{}", str(int(moment) + 1), signature, SECRET, NOW)
    assert not is_signed(b"{}", moment, signature, "", NOW)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff",
        [],
        "x",
        {},
        message(channel="email"),
        message(channel="fax"),
        message(id=""),
        message(id="x" * 101),
        message(id=3),
        message(text=None),
        message(text="a\x00b"),
        message(text="\ud800"),
        message(**{"from": ""}),
    ],
)
def test_garbage_is_refused_with_problem_details(gateway, content):
    answer = receive(content)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].startswith("urn:pendapa:problem:")


def test_other_methods_have_no_business_here(gateway):
    assert Client().get("/gerbang/masuk/").status_code == 405
    assert Client().get("/gerbang/laporan/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_processes_with_the_same_message_do_it_once(gateway):
    replies = []

    def go():
        replies.append(receive().json()["reply"])
        connection.close()

    threads = [threading.Thread(target=go) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(replies) == {"+6281234567890 halo 1"}
    assert InboundMessage.objects.count() == 1


@pytest.fixture
def sent_sms(gateway):
    account = make_account(phone="081234567890")
    NoticePreference.objects.create(pk=account.pk, channels={"test.arrived": ["sms"]})
    notify(Recipient.of_account(account), "test.arrived", "k", {"name": "Siti"}, at=NOW)
    Message.objects.update(sent_at=NOW, next_try=None, attempts=1)
    return Message.objects.get()


def report(message, state, id="", **more):
    return call("/gerbang/laporan/", {"id": id or gateway_id(message), "state": state, **more})


def test_a_message_that_arrived_is_noted(sent_sms):
    assert report(sent_sms, "delivered").status_code == 200
    sent_sms.refresh_from_db()
    assert sent_sms.delivered_at is not None
    assert report(sent_sms, "failed").status_code == 200
    sent_sms.refresh_from_db()
    assert sent_sms.sent_at is not None


def test_a_message_that_did_not_arrive_is_tried_again_once_for_each_report(sent_sms):
    report(sent_sms, "failed", reason="absent +6281234567890")
    sent_sms.refresh_from_db()
    assert (sent_sms.sent_at, sent_sms.last_error) == (None, "absent …")
    assert sent_sms.next_try is not None
    before = sent_sms.next_try
    report(sent_sms, "failed")
    sent_sms.refresh_from_db()
    assert sent_sms.next_try == before


def test_a_failure_told_again_after_the_message_was_sent_again_sends_nothing(sent_sms):
    told = gateway_id(sent_sms)
    report(sent_sms, "failed", told)
    Message.objects.update(sent_at=NOW, next_try=None, attempts=2)
    assert report(sent_sms, "failed", told).status_code == 200
    sent_sms.refresh_from_db()
    assert (sent_sms.sent_at, sent_sms.next_try) == (NOW, None)
    again = gateway_id(sent_sms)
    assert again != told, "a gateway must not take the second sending for the first"
    assert report(sent_sms, "failed", again).status_code == 200
    sent_sms.refresh_from_db()
    assert sent_sms.next_try is not None
    assert report(sent_sms, "failed", f"{told}-3").status_code == 404


@pytest.mark.parametrize("id", ["", "1", "0-0", "999999999999999999999-x", "²-x", "x"])
def test_a_report_about_nothing_of_ours_is_refused(gateway, id):
    assert call("/gerbang/laporan/", {"id": id, "state": "delivered"}).status_code == 404
    assert call("/gerbang/laporan/", {"id": id, "state": "?"}).status_code == 422


def test_a_text_for_a_gateway_that_was_taken_away_is_given_up(sent_sms, settings):
    Message.objects.update(sent_at=None, next_try=NOW)
    settings.PENDAPA_GATEWAY_URL = ""
    assert send_next_message(NOW).is_dead
