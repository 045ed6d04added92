"""What other servers are handed, and that it is one message however a sender dies: at real processes."""

import base64
import email
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from pendapa.notices.actions import notify, queue_message, send_next_message, send_next_messages
from pendapa.notices.models import Message, NoticePreference, PushSubscription
from pendapa.notices.recipients import Recipient
from pendapa.notices.signatures import is_signed
from pendapa.notices.tests.factories import BROWSER_AUTH, BROWSER_KEY, NOW, SECRET, make_device
from pendapa.notices.tests.real_servers import running
from pendapa.notices.transports.push import own_public_key
from pendapa.notices.webpush.encryption import decrypt_message
from pendapa.notices.webpush.vapid import claims_of
from pendapa.people.tests.factories import make_account

WORDS = {"name": "Siti", "what": "SKU-7Q2M-48KX"}


@pytest.fixture
def smtp(tmp_path, settings):
    with running("smtp", tmp_path) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "layanan@contoh.go.id"
        yield server


@pytest.fixture
def http(tmp_path, settings):
    with running("http", tmp_path) as server:
        address = f"http://127.0.0.1:{server.port}"
        settings.PENDAPA_PUSH_HOSTS = [address]
        settings.PENDAPA_GATEWAY_URL = f"{address}/gateway"
        settings.PENDAPA_GATEWAY_SECRET = SECRET
        settings.PENDAPA_GATEWAY_CHANNELS = ["sms", "chat"]
        yield server


def tell(account, key="k", occasion="test.arrived", at=NOW):
    notify(Recipient.of_account(account), occasion, key, WORDS, at=at, link="/lacak/SKU-7Q2M-48KX/")


def body_of(received):
    return base64.b64decode(received["body"])


@pytest.mark.django_db
def test_a_real_mail_server_is_handed_the_mail_with_the_link_that_stops_it(smtp, settings, client):
    settings.PENDAPA_PUBLIC_URL = "https://layanan.contoh.go.id"
    tell(make_account(email="siti@example.org", language="en"))
    assert send_next_message(NOW).sent_at == NOW
    (received,) = smtp.received
    mail = email.message_from_string(received["mail"])
    assert received["to"] == ["siti@example.org"]
    assert mail["Message-ID"].endswith("@contoh.go.id>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip("\r\n <>")
    text = mail.get_payload(decode=True).decode()
    assert "Siti: SKU-7Q2M-48KX" in text
    assert "https://layanan.contoh.go.id/lacak/SKU-7Q2M-48KX/" in text
    assert link in text
    assert "Stop them here" in text
    assert client.post(urlsplit(link).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticePreference.objects.get().channels["test.arrived"] == ["push"]


@pytest.mark.django_db
def test_a_letter_of_a_matter_has_no_link_that_stops_it(smtp):
    queue_message("receipt:1", "siti@example.org", "Diterima", "Nomor Anda …", NOW)
    send_next_message(NOW)
    assert "List-Unsubscribe" not in email.message_from_string(smtp.received[0]["mail"])


@pytest.mark.django_db
def test_what_a_mail_server_refuses_waits_and_its_words_are_kept_without_the_address(smtp):
    queue_message("a", "siti@full.example.org", "x", "y", NOW)
    message = send_next_message(NOW)
    assert message.next_try == NOW + timedelta(minutes=1)
    assert "552" in message.last_error
    assert "siti" not in message.last_error


@pytest.mark.django_db
def test_a_push_service_is_handed_what_only_the_browser_can_read(http, settings):
    settings.PENDAPA_PUBLIC_URL = "https://layanan.contoh.go.id"
    account = make_account()
    make_device(account, f"http://127.0.0.1:{http.port}/push/1")
    tell(account, occasion="test.step")
    assert send_next_message(NOW).sent_at == NOW
    (received,) = http.received
    headers = received["headers"]
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["ttl"] == "259200"
    assert len(headers["topic"]) == 32
    scheme, token, key = headers["authorization"].replace(",", "").split()
    assert (scheme, key) == ("vapid", f"k={own_public_key()}")
    claims = claims_of(token.removeprefix("t="), own_public_key())
    assert claims["aud"] == f"http://127.0.0.1:{http.port}"
    assert claims["sub"] == "https://layanan.contoh.go.id"
    content = json.loads(decrypt_message(body_of(received), BROWSER_KEY, BROWSER_AUTH))
    assert content["title"] == "One step"
    assert content["body"] == "SKU-7Q2M-48KX"
    assert content["url"] == "https://layanan.contoh.go.id/lacak/SKU-7Q2M-48KX/"
    assert content["unread"] == 1
    assert content["tag"] == headers["topic"]


@pytest.mark.django_db
def test_a_browser_that_is_gone_is_forgotten_and_the_others_are_told(http):
    account = make_account()
    make_device(account, f"http://127.0.0.1:{http.port}/gone")
    make_device(account, f"http://127.0.0.1:{http.port}/push/2")
    tell(account, occasion="test.step")
    send_next_messages(NOW, 10)
    assert [one.endpoint.rpartition("/")[2] for one in PushSubscription.objects.all()] == ["2"]
    assert Message.objects.get().sent_at == NOW


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "waits"), [("busy", timedelta(minutes=30)), ("redirect", None), ("wrong", None)])
def test_a_push_service_that_refuses_is_asked_again_only_where_that_helps(http, path, waits):
    account = make_account()
    make_device(account, f"http://127.0.0.1:{http.port}/{path}")
    tell(account, occasion="test.step")
    message = send_next_message(NOW)
    assert message.next_try == (waits and NOW + waits)
    assert message.is_dead == (waits is None)
    assert [one["path"] for one in http.received] == [f"/{path}"]


@pytest.mark.django_db
def test_a_subscription_that_is_no_longer_allowed_is_never_called(http, settings):
    account = make_account()
    make_device(account, f"http://127.0.0.1:{http.port}/push")
    tell(account, occasion="test.step")
    settings.PENDAPA_PUSH_HOSTS = []
    assert send_next_message(NOW).is_dead
    assert http.received == []


@pytest.mark.django_db
def test_the_gateway_is_handed_a_signed_text(http, settings):
    settings.PENDAPA_PUBLIC_URL = "https://layanan.contoh.go.id"
    account = make_account(phone="0812 3456 7890", language="en")
    NoticePreference.objects.create(pk=account.pk, channels={"test.arrived": ["sms", "chat"]})
    tell(account)
    assert len(send_next_messages(NOW, 10)) == 2
    texts = [json.loads(body_of(received)) for received in http.received]
    assert [one["channel"] for one in texts] == ["sms", "chat"]
    assert {one["to"] for one in texts} == {"+6281234567890"}
    assert texts[0]["text"] == "Kabupaten Tirtamaya: Notices\nhttps://layanan.contoh.go.id/lacak/SKU-7Q2M-48KX/"
    for received, text in zip(http.received, texts, strict=True):
        headers = received["headers"]
        assert headers["idempotency-key"] == text["id"]
        signature = headers["pendapa-signature"]
        assert is_signed(body_of(received), headers["pendapa-timestamp"], signature, SECRET, NOW)


def send_in_another_process(moment):
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    from django.conf import settings

    surroundings = {
        **os.environ,
        "DATABASE_URL": url,
        "PENDAPA_PUSH_HOSTS": ",".join(settings.PENDAPA_PUSH_HOSTS),
        "PENDAPA_GATEWAY_URL": settings.PENDAPA_GATEWAY_URL,
        "PENDAPA_GATEWAY_SECRET": settings.PENDAPA_GATEWAY_SECRET,
        "PENDAPA_EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
        "PENDAPA_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "pendapa.notices.tests.dying_sender", moment]
    return subprocess.run(command, env=surroundings, timeout=60, check=False).returncode


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "deaths"), [("before", 1), ("between", 3), ("after", 1)])
def test_one_message_arrives_by_each_channel_wherever_its_sender_is_killed(smtp, http, moment, deaths):
    account = make_account(phone="081234567890", email="siti@example.org")
    make_device(account, f"http://127.0.0.1:{http.port}/push/1")
    NoticePreference.objects.create(pk=account.pk, channels={"test.arrived": ["email", "push", "sms"]})
    tell(account, at=timezone.now())
    for _death in range(deaths):
        assert send_in_another_process(moment) == -signal.SIGKILL
    assert send_in_another_process("never") == 0
    assert [(one.channel, one.last_error) for one in Message.objects.filter(sent_at=None)] == []
    mails = Counter(email.message_from_string(one["mail"])["Message-ID"] for one in smtp.received)
    texts = Counter(one["headers"]["idempotency-key"] for one in http.received if one["path"] == "/gateway")
    topics = Counter(one["headers"]["topic"] for one in http.received if one["path"] == "/push/1")
    assert (len(mails), len(texts), len(topics)) == (1, 1, 1)
    # Killed in between, each was handed over twice, the second time as the same.
    assert sum((mails + texts + topics).values()) == (6 if moment == "between" else 3)


@pytest.mark.django_db(transaction=True)
def test_two_senders_never_hold_the_same_message(smtp):
    for number in range(30):
        queue_message(f"k{number}", f"a{number}@example.org", "x", "y", timezone.now())
    from concurrent.futures import ThreadPoolExecutor

    def send(_number):
        try:
            return len(send_next_messages(timezone.now(), 100))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 30
    assert len(smtp.received) == 30
    assert len({email.message_from_string(one["mail"])["Message-ID"] for one in smtp.received}) == 30
