from datetime import timedelta

import pytest
from django.test import Client

from pendapa.journal.models import Entry
from pendapa.notices.actions import notify, queue_message, send_next_message
from pendapa.notices.models import Message, NoticeText
from pendapa.notices.recipients import Recipient
from pendapa.notices.rules import MAX_ATTEMPTS
from pendapa.notices.tests.factories import NOW
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_account, make_member, make_organization

pytestmark = pytest.mark.django_db
PAGES = ["/meja/kabar/", "/meja/kabar/teks/", "/meja/kabar/teks/test.arrived/id/"]


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.PENDAPA_DEMO = True


@pytest.fixture
def office():
    return make_organization("dpmptsp", make_organization("tirtamaya"))


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def administrator(office):
    return signed_in(make_member(office, Role.ADMINISTRATOR, name="Ani"))


@pytest.fixture
def dead(monkeypatch):
    def refuse(self, fail_silently=False):
        raise OSError(f"550 no such mailbox {self.to[0]}")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        notify(Recipient.contact(email="siti@contoh.id"), "test.arrived", "k", {"name": "Siti"}, at=NOW)
        for number in range(MAX_ATTEMPTS):
            send_next_message(NOW + timedelta(days=number))
    message = Message.objects.get()
    assert message.is_dead
    return message


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_of_this_body_enter(office, administrator, path):
    assert administrator.get(path).status_code == 200
    elsewhere = make_organization("lain")
    others = [make_member(office, role) for role in Role if role not in {Role.ADMINISTRATOR, Role.PARTNER}]
    others.append(make_member(elsewhere, Role.ADMINISTRATOR))
    for account in others:
        assert signed_in(account).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_need_few_queries(administrator, dead, path, django_assert_max_num_queries):
    for number in range(5):
        queue_message(f"k{number}", "a@example.org", "x", "y", NOW)
    Message.objects.filter(key__startswith="k").update(next_try=None)
    with django_assert_max_num_queries(8):
        administrator.get(path)


def test_what_was_given_up_is_listed_without_its_address(administrator, dead):
    page = administrator.get("/meja/kabar/").content.decode()
    assert "si••@contoh.id" in page
    assert "siti@contoh.id" not in page
    assert "550 no such mailbox" in page
    assert "Arrived" in page


def test_a_dead_message_is_sent_again_once_and_the_journal_tells(administrator, dead, mailoutbox):
    for _twice in range(2):
        assert administrator.post(f"/meja/kabar/{dead.pk}/kirim-lagi/").status_code == 302
    entry = Entry.objects.get(verb="notice.sent_again")
    assert (entry.subject_id, entry.actor_role) == (str(dead.pk), "administrator")
    dead.refresh_from_db()
    sent = send_next_message(dead.next_try)
    assert sent.sent_at is not None
    assert len(mailoutbox) == 1


def test_a_dead_message_is_put_aside(administrator, dead):
    administrator.post(f"/meja/kabar/{dead.pk}/kesampingkan/")
    assert "siti" not in administrator.get("/meja/kabar/").content.decode()
    assert send_next_message(NOW + timedelta(days=99)) is None
    assert Entry.objects.filter(verb="notice.dropped").count() == 1


def test_nothing_happens_by_looking(administrator, dead):
    assert administrator.get(f"/meja/kabar/{dead.pk}/kirim-lagi/").status_code == 302
    dead.refresh_from_db()
    assert dead.is_dead
    assert administrator.post("/meja/kabar/999999/kirim-lagi/").status_code == 404


def test_no_other_role_sends_again(office, dead):
    head = signed_in(make_member(office, Role.HEAD))
    assert head.post(f"/meja/kabar/{dead.pk}/kirim-lagi/").status_code == 403


TEXT = "/meja/kabar/teks/test.arrived/id/"


def test_a_text_is_seen_filled_in_before_it_counts(administrator):
    page = administrator.post(TEXT, {"title": "Halo {name}", "body": "Ada {what}.", "preview": "1"})
    assert page.status_code == 200
    assert "Halo Siti" in page.content.decode()
    assert not NoticeText.objects.exists()


def test_a_text_is_changed_with_its_history_and_given_back(administrator):
    assert administrator.post(TEXT, {"title": "Halo {name}", "body": "Ada {what}."}).status_code == 302
    notify(Recipient.of_account(make_account()), "test.arrived", "k", {"name": "Budi", "what": "x"}, at=NOW)
    assert Message.objects.get().subject == "Halo Budi"
    page = administrator.get(TEXT).content.decode()
    assert "Ani" in page
    assert administrator.post(TEXT, {"title": "", "body": ""}).status_code == 302
    assert not NoticeText.objects.exists()
    assert Entry.objects.filter(verb="notice_text.changed").count() == 2
    assert "Kembali ke kata-kata bawaan" in administrator.get(TEXT).content.decode()


def test_the_usual_words_saved_as_they_are_change_nothing(administrator):
    page = administrator.get(TEXT)
    administrator.post(TEXT, page.context["form"].initial)
    assert not NoticeText.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "Halo {nama}", "body": "x"},
        {"title": "Halo", "body": "{name.__class__}"},
        {"title": "Halo", "body": ""},
        {"title": "", "body": "x"},
        {"title": "x" * 121, "body": "x"},
        {"title": "x {", "body": "x"},
    ],
)
def test_a_text_that_could_not_be_filled_in_is_refused_with_all_of_its_words_kept(administrator, wrong):
    page = administrator.post(TEXT, wrong)
    assert page.status_code == 422
    assert (wrong["title"] or wrong["body"])[:100] in page.content.decode()
    assert not NoticeText.objects.exists()


@pytest.mark.parametrize("path", ["/meja/kabar/teks/no.such/id/", "/meja/kabar/teks/test.arrived/fr/"])
def test_there_is_no_other_text(administrator, path):
    assert administrator.get(path).status_code == 404
