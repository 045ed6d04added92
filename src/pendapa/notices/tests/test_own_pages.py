import json

import pytest
from django.test import Client
from django.utils.html import escape

from pendapa.journal.models import Entry
from pendapa.notices.actions import notify
from pendapa.notices.models import Message, Notice, NoticePreference, PushSubscription, Refusal
from pendapa.notices.recipients import Recipient
from pendapa.notices.tests.factories import BROWSER_AUTH, NOW, browser_point, make_device
from pendapa.notices.unsubscribing import token_for
from pendapa.notices.webpush.encoding import to_base64url
from pendapa.people.tests.factories import make_account

pytestmark = pytest.mark.django_db
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def person():
    return make_account("Siti")


@pytest.fixture
def client(person):
    made = Client()
    made.force_login(person)
    return made


@pytest.fixture
def english(client):
    client.cookies["bahasa"] = "en"
    return client


def tell(account, key="k", what="SKU-7Q2M-48KX"):
    notify(Recipient.of_account(account), "test.arrived", key, {"name": "Siti", "what": what}, at=NOW, link="/akun/")
    return Notice.objects.get(key=key)


def subscription(**changes):
    keys = {"p256dh": browser_point(), "auth": to_base64url(BROWSER_AUTH), **changes.pop("keys", {})}
    return {"endpoint": ENDPOINT, "keys": keys, "device": "Chrome · Android", **changes}


def send(client, method, content):
    return client.generic(
        method,
        "/akun/kabar/perangkat/",
        json.dumps(content),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def test_the_list_shows_what_i_was_told_and_nothing_of_others(client, person):
    tell(person, "mine", "kabar-saya")
    tell(make_account("Budi"), "theirs", "kabar-orang")
    page = client.get("/akun/kabar/").content.decode()
    assert "kabar-saya" in page
    assert "kabar-orang" not in page
    assert "1 kabar belum Anda baca" in page


def test_opening_a_notice_leads_to_its_matter_and_it_is_read(client, person):
    notice = tell(person)
    assert client.get(f"/akun/kabar/{notice.pk}/")["Location"] == "/akun/"
    read_at = Notice.objects.get().read_at
    assert read_at is not None
    client.get(f"/akun/kabar/{notice.pk}/")
    assert Notice.objects.get().read_at == read_at


def test_a_notice_of_somebody_else_does_not_exist(client):
    notice = tell(make_account("Budi"))
    assert client.get(f"/akun/kabar/{notice.pk}/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_all_that_was_shown_is_marked_read_and_what_came_since_is_not(client, person):
    shown = tell(person, "shown")
    tell(person, "later")
    assert client.post("/akun/kabar/dibaca/", {"up_to": shown.pk}).status_code == 302
    assert [one.key for one in Notice.objects.filter(read_at=None)] == ["later"]
    for garbage in ("", "x", "9" * 30, "-1", "²"):
        assert client.post("/akun/kabar/dibaca/", {"up_to": garbage}).status_code == 302


def test_many_notices_come_in_pages(client, person):
    for number in range(25):
        tell(person, f"k{number}", f"kabar-{number}-")
    first = client.get("/akun/kabar/")
    assert "kabar-24-" in first.content.decode()
    assert "kabar-4-" not in first.content.decode()
    following = client.get("/akun/kabar/", {"lanjut": first.context["next_cursor"]}).content.decode()
    assert "kabar-4-" in following
    assert client.get("/akun/kabar/", {"lanjut": "x"}).status_code == 422


@pytest.mark.parametrize("path", ["/akun/kabar/", "/akun/kabar/pengaturan/"])
def test_the_pages_need_few_queries(client, person, path, django_assert_max_num_queries):
    for number in range(5):
        tell(person, f"k{number}")
        make_device(person, f"https://fcm.googleapis.com/send/{number}")
    with django_assert_max_num_queries(8):
        assert client.get(path).status_code == 200


def test_a_person_chooses_channels_digest_quiet_hours_and_language(english, person):
    answer = english.post(
        "/akun/kabar/pengaturan/",
        {
            "to-test-arrived": ["push"],
            "to-test-to_do": ["email", "push"],
            "digest": "daily",
            "quiet_from": "21:00",
            "quiet_until": "05:30",
            "language": "en",
        },
    )
    assert answer.status_code == 302
    kept = NoticePreference.objects.get()
    assert kept.channels == {"test.arrived": ["push"], "test.to_do": ["email", "push"], "test.step": []}
    assert (kept.digest, kept.quiet_from.hour, kept.quiet_until.minute) == ("daily", 21, 30)
    person.refresh_from_db()
    assert person.language == "en"
    assert Entry.objects.filter(verb="account.notices_changed", subject_id=str(person.pk)).count() == 1
    page = english.get("/akun/kabar/pengaturan/").content.decode()
    assert 'value="21:00"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_until": ""},
        {"quiet_until": "21:00"},
        {"quiet_from": "99:00"},
        {"digest": "hourly"},
        {"to-test-step": "fax"},
    ],
)
def test_what_cannot_be_chosen_is_refused_and_what_was_chosen_stays(english, wrong):
    given = {"digest": "daily", "quiet_from": "21:00", "quiet_until": "05:00", "language": "en", **wrong}
    answer = english.post("/akun/kabar/pengaturan/", given)
    assert answer.status_code == 422
    assert not NoticePreference.objects.exists()
    assert escape(given["quiet_from"]) in answer.content.decode()


def test_channels_without_a_gateway_are_not_offered(client, settings):
    assert "SMS" not in client.get("/akun/kabar/pengaturan/").content.decode()
    settings.PENDAPA_GATEWAY_URL, settings.PENDAPA_GATEWAY_SECRET = "https://gateway.example.org", "s" * 32
    assert "SMS" in client.get("/akun/kabar/pengaturan/").content.decode()


def test_a_browser_is_added_once_and_removed(client, person):
    assert send(client, "POST", subscription()).status_code == 201
    assert send(client, "POST", subscription()).status_code == 201
    device = PushSubscription.objects.get()
    assert (device.account, device.endpoint) == (person, ENDPOINT)
    assert "Chrome · Android" in client.get("/akun/kabar/pengaturan/").content.decode()
    assert send(client, "DELETE", {"endpoint": ENDPOINT}).status_code == 204
    assert not PushSubscription.objects.exists()
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["account.device_added", "account.device_removed"]


def test_a_browser_that_somebody_else_signs_in_with_is_theirs_from_then_on(client, person):
    make_device(make_account("Budi"), ENDPOINT)
    send(client, "POST", subscription())
    assert PushSubscription.objects.get().account == person


def test_what_waits_for_one_person_is_not_sent_to_the_next_one_at_the_same_browser(client, person):
    before = make_account("Budi")
    make_device(before, ENDPOINT)
    NoticePreference.objects.create(pk=before.pk, channels={"test.arrived": ["push"]})
    tell(before)
    assert Message.objects.get().subscription is not None
    send(client, "POST", subscription())
    assert not Message.objects.exists()
    assert PushSubscription.objects.get().account == person
    assert Entry.objects.get(verb="account.device_added").subject_id == str(person.pk)


def test_a_device_of_somebody_else_cannot_be_removed(client):
    device = make_device(make_account("Budi"), ENDPOINT)
    assert send(client, "DELETE", {"endpoint": ENDPOINT}).status_code == 404
    assert client.post(f"/akun/kabar/perangkat/{device.pk}/hapus/").status_code == 404
    assert PushSubscription.objects.exists()


def test_a_device_is_removed_without_script(client, person):
    device = make_device(person)
    assert client.post(f"/akun/kabar/perangkat/{device.pk}/hapus/").status_code == 302
    assert not PushSubscription.objects.exists()


def test_beyond_ten_devices_the_oldest_is_forgotten(client, person):
    for number in range(10):
        make_device(person, f"https://fcm.googleapis.com/send/{number}")
    send(client, "POST", subscription())
    kept = [device.endpoint for device in PushSubscription.objects.order_by("pk")]
    assert len(kept) == 10
    assert kept[0].endswith("/1")
    assert kept[-1] == ENDPOINT


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/send/a",
        "https://169.254.169.254/latest",
        "https://localhost/a",
        "https://fcm.googleapis.com.evil.example/a",
        "https://fcm.googleapis.com:8443/a",
        "https://a@fcm.googleapis.com/a",
        "https://evil.example/?fcm.googleapis.com",
        "https://push.apple.com/a",
        "file:///etc/passwd",
        "https://[::1",
        "",
        "https://fcm.googleapis.com/" + "a" * 2000,
        "https://fcm.googleapis.com/\ud800",
        "https://fcm.googleapis.com/\x00",
        "https://fcm.googleapis.com/a\r\nHost: localhost",
        "https://fcm.googleapis.com/ä",
    ],
)
def test_we_send_to_known_push_services_only(client, endpoint):
    assert send(client, "POST", subscription(endpoint=endpoint)).status_code == 422
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        [],
        "x",
        None,
        {},
        {"endpoint": 3},
        subscription(keys={"p256dh": "AAAA"}),
        subscription(keys={"p256dh": to_base64url(b"\x04" + b"\x01" * 64)}),
        subscription(keys={"auth": "AAAA"}),
        subscription(keys={"auth": "ä"}),
        {**subscription(), "keys": []},
        {**subscription(), "device": {}},
    ],
)
def test_garbage_is_no_subscription(client, content):
    assert send(client, "POST", content).status_code == 422
    for raw in (b"{", b"[" * 100_000, b"\xff", b"1" * 5000):
        assert client.post("/akun/kabar/perangkat/", raw, content_type="application/json").status_code == 422
    assert not PushSubscription.objects.exists()


def test_one_click_in_the_mail_program_stops_the_mails_and_only_those(person):
    make_device(person)
    token = token_for(Recipient.of_account(person))
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.get(f"/kabar/berhenti/{token}/").status_code == 200
    assert not NoticePreference.objects.exists()
    for _twice in range(2):
        answer = visitor.post(f"/kabar/berhenti/{token}/", {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    tell(person)
    assert [one.channel for one in Message.objects.all()] == ["push"]
    assert Entry.objects.filter(verb="account.notices_changed").count() == 1


def test_a_bare_address_is_told_nothing_more_after_one_click():
    contact = Recipient.contact(email="a@example.org")
    Client().post(f"/kabar/berhenti/{token_for(contact)}/", {"List-Unsubscribe": "One-Click"})
    assert Refusal.objects.count() == 1
    notify(contact, "test.arrived", "k", {}, at=NOW)
    assert not Message.objects.exists()


@pytest.mark.parametrize("token", ["x", "WyJhIiwiMSJd:1:x", "a:b:c:d"])
def test_a_link_that_is_not_ours_stops_nothing(token):
    assert Client().post(f"/kabar/berhenti/{token}/").status_code == 404
    assert not Refusal.objects.exists()


def test_the_link_says_nothing_of_its_person(person):
    token = token_for(Recipient.of_account(person))
    assert person.email not in token


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999"])
def test_numbers_of_nothing_are_met_with_not_found(client, number):
    assert client.get(f"/akun/kabar/{number}/").status_code == 404
    assert client.post(f"/akun/kabar/perangkat/{number}/hapus/").status_code == 404
