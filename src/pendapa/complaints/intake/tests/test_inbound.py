from datetime import timedelta
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from django.conf import settings as project

from pendapa.cases.notifying import tell_of
from pendapa.complaints.actions import correct_complaint
from pendapa.complaints.actions.joining import join_complaint
from pendapa.complaints.intake.inbound import take_report
from pendapa.complaints.models import Complaint
from pendapa.complaints.tests.factories import (
    A_MONDAY,
    WORDS,
    complain,
    make_body,
    make_public,
    make_topic,
    make_unit,
    staff,
)
from pendapa.complaints.verbs import ComplaintForwarded
from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry
from pendapa.notices.actions import receive_text
from pendapa.notices.inbound import InboundText, declared_commands
from pendapa.notices.models import Message, Notice
from pendapa.people.tests.factories import actor_of, make_account

pytestmark = pytest.mark.django_db
SENDER = "+6281234567890"
LATER = A_MONDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def body():
    declared_commands.cache_clear()
    return make_body()


def write(text, id="m1"):
    return receive_text(InboundText("sms", id, SENDER, text), at=A_MONDAY)


def tell_all():
    for entry in Entry.objects.order_by("id"):
        tell_of(entry)


def test_a_report_by_sms_is_a_complaint_once_and_the_reply_has_number_and_link():
    reply = write(f"LAPOR {WORDS}")
    assert write(f"LAPOR {WORDS}") == reply
    complaint = Complaint.objects.get()
    assert (complaint.text, complaint.source) == (WORDS, "sms")
    assert complaint.case.contact_phone == SENDER
    assert complaint.case.number in reply
    assert f"{project.PENDAPA_PUBLIC_URL}/lacak/{complaint.case.number}/" in reply
    entry = Entry.objects.get(verb="complaint.received")
    assert entry.channel == "message"


def test_nobody_can_lie_in_wait_under_the_key_of_a_message_to_come(client):
    """A draft of the website bears an id that its visitor chooses: were the key of a message to be worked out from what
    gateways count up, a stranger would hold the receipt of somebody else, or their words would be lost."""
    guessed = uuid5(NAMESPACE_URL, "pendapa:inbound:sms:m1")
    client.post("/lapor/", {"key": str(guessed), "text": "Saya menunggu laporan orang lain."})
    write(f"LAPOR {WORDS}")
    assert Complaint.objects.get().text == WORDS
    assert client.get(f"/lapor/{guessed}/terkirim/").status_code == 404


def test_a_name_in_the_chat_that_looks_like_a_number_is_nobodys_telephone():
    receive_text(InboundText("chat", "m1", SENDER, f"LAPOR {WORDS}"), at=A_MONDAY)
    assert Complaint.objects.get().case.contact_phone == ""


def test_the_sender_can_ask_where_their_report_stands():
    write(f"lapor {WORDS}")
    number = Complaint.objects.get().case.number
    assert write(f"CEK {number}", "m2").startswith(number)


def test_the_reply_is_all_that_is_sent_about_its_arrival(settings):
    settings.PENDAPA_GATEWAY_URL, settings.PENDAPA_GATEWAY_SECRET = "https://gateway.example.org", "s" * 32
    write(f"LAPOR {WORDS}")
    tell_all()
    assert not Message.objects.exists()


def test_too_few_words_are_answered_with_what_to_do():
    reply = write("LAPOR")
    assert "LAPOR" not in reply
    assert len(reply) > 10
    assert not Complaint.objects.exists()


def test_a_sender_without_a_number_can_report_but_is_not_written_to():
    take_report(InboundText("chat", "m9", "nama-di-chat", f"LAPOR {WORDS}"), A_MONDAY)
    assert Complaint.objects.get().case.contact_phone == ""


def forwarded():
    return ComplaintForwarded(
        unit="dinas-pu", due=A_MONDAY.date(), is_outside=False, is_handed_on=False, unit_name="Dinas PU",
        unit_name_en="Public works", until=A_MONDAY.date(), reason="",
    )  # fmt: skip


def test_followers_are_told_what_happens_and_are_led_to_the_public_page():
    make_topic(unit=make_unit())
    complaint = make_public(complain(email="pelapor@example.org").complaint)
    follower = make_account(email="pengikut@example.org")
    join_complaint(actor_of(follower), complaint.case.number, key=uuid4(), at=A_MONDAY)
    join_complaint(SYSTEM, complaint.case.number, key=uuid4(), email="lain@example.org", at=A_MONDAY)
    record(SYSTEM, forwarded(), complaint.case.subject, at=LATER)
    tell_all()
    told = Notice.objects.filter(occasion="case.news")
    assert told.count() == 3
    assert told.get(account=follower).link == f"/laporan/{complaint.case.number}/"
    mails = set(Message.objects.filter(notice__occasion="case.news").values_list("notice__link", flat=True))
    assert mails == {f"/laporan/{complaint.case.number}/", f"/lacak/{complaint.case.number}/"}


def test_a_report_that_is_secret_has_no_followers_to_tell():
    complaint = make_public(complain().complaint)
    join_complaint(actor_of(make_account()), complaint.case.number, key=uuid4(), at=A_MONDAY)
    Complaint.objects.update(publication="withheld", is_secret=True)
    record(SYSTEM, forwarded(), complaint.case.subject, at=LATER)
    tell_all()
    assert not Notice.objects.filter(account__isnull=False).exists()


def test_a_report_that_came_to_be_about_misconduct_tells_its_followers_nothing_more():
    complaint = make_public(complain().complaint)
    join_complaint(actor_of(make_account()), complaint.case.number, key=uuid4(), at=A_MONDAY)
    correct_complaint(staff(make_body()), complaint.pk, "supervision", None, at=A_MONDAY)
    record(SYSTEM, forwarded(), complaint.case.subject, at=LATER)
    tell_all()
    assert not Notice.objects.filter(account__isnull=False).exists()
