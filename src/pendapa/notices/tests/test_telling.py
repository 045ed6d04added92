from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from pendapa.notices.actions import notify, send_due_digests
from pendapa.notices.channels import Channel
from pendapa.notices.models import Message, Notice, NoticePreference, NoticeText, Refusal
from pendapa.notices.recipients import Recipient, address_index
from pendapa.notices.tests.factories import NOW, make_device
from pendapa.people.tests.factories import make_account

pytestmark = pytest.mark.django_db


def tell(who, occasion="test.arrived", key="k1", at=NOW, **more):
    given = {"context": {"name": "Siti", "what": "SKU-7Q2M-48KX"}, "link": "/lacak/SKU-7Q2M-48KX/", **more}
    return notify(who, occasion, key, given.pop("context"), at=at, **given)


def sent_by():
    return sorted(Message.objects.values_list("channel", flat=True))


def prefer(account, **chosen):
    NoticePreference.objects.update_or_create(pk=account.pk, defaults=chosen)


def test_the_same_event_makes_one_notice_and_one_message_by_each_channel_however_often_it_is_told():
    account = make_account()
    make_device(account)
    assert tell(Recipient.of_account(account)) is True
    assert tell(Recipient.of_account(account)) is False
    assert Notice.objects.get().body == "Siti: SKU-7Q2M-48KX"
    assert sent_by() == ["email", "push"]


def test_a_notice_of_a_failed_transaction_was_never_told():
    account = make_account()
    with transaction.atomic():
        tell(Recipient.of_account(account))
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Message.objects.exists()


def test_it_is_told_in_the_language_of_the_person_lazy_words_too():
    english, indonesian = make_account(language="en"), make_account(language="id")
    words = gettext_lazy("Notices")
    tell(Recipient.of_account(english), key="e", context={"name": words})
    tell(Recipient.of_account(indonesian), key="i", context={"name": words})
    assert Notice.objects.get(account=english).title == "Notices"
    assert Notice.objects.get(account=indonesian).title == "Kabar"
    assert Notice.objects.get(account=indonesian).body == "Kabar:"


def test_the_body_s_own_words_are_said_where_it_wrote_some():
    NoticeText.objects.create(
        occasion="test.arrived", language="id", title="Halo {name}", body="{what}", changed_at=NOW
    )
    tell(Recipient.of_account(make_account()))
    assert (Notice.objects.get().title, Notice.objects.get().body) == ("Halo Siti", "SKU-7Q2M-48KX")


def test_a_title_never_breaks_the_line_and_a_place_that_is_not_filled_is_left_out():
    tell(Recipient.of_account(make_account()), context={"what": "a\nb"})
    assert Notice.objects.get().body == ": a\nb"
    assert "\n" not in Message.objects.get().subject


def test_a_channel_by_which_the_news_goes_already_is_left_out():
    account = make_account()
    make_device(account)
    tell(Recipient.of_account(account), without=frozenset({Channel.EMAIL}))
    assert sent_by() == ["push"]


def test_channels_are_those_the_person_chose_for_the_occasion(gateway):
    account = make_account(phone="0812 3456 7890")
    make_device(account)
    prefer(account, channels={"test.arrived": ["sms"], "test.to_do": []})
    who = Recipient.of_account(account)
    tell(who, key="a")
    tell(who, "test.to_do", key="b")
    assert [(m.channel, m.recipient) for m in Message.objects.all()] == [("sms", "+6281234567890")]
    assert Notice.objects.count() == 2


def test_a_channel_that_is_not_configured_is_never_used():
    account = make_account(phone="0812 3456 7890")
    prefer(account, channels={"test.arrived": ["sms", "email"]})
    tell(Recipient.of_account(account))
    assert sent_by() == ["email"]


def test_a_bare_contact_hears_by_mail_else_by_sms_and_only_what_matters(gateway):
    tell(Recipient.contact(email="a@example.org", phone="081234567890"), key="mail")
    tell(Recipient.contact(phone="081234567890"), key="sms")
    tell(Recipient.contact(email="a@example.org"), "test.step", key="step")
    assert [(m.channel, m.recipient) for m in Message.objects.order_by("id")] == [
        ("email", "a@example.org"),
        ("sms", "+6281234567890"),
    ]


def test_an_address_that_wants_no_news_hears_none():
    Refusal.objects.create(pk=address_index("A@example.org"), at=NOW)
    tell(Recipient.contact(email="a@example.org"))
    assert not Message.objects.exists()


def test_nobody_is_told_who_cannot_be_reached():
    assert tell(Recipient.contact()) is False
    assert not Notice.objects.exists()


def test_in_quiet_hours_the_message_waits_for_their_end():
    account = make_account()
    prefer(account, quiet_from=time(21), quiet_until=time(6))
    late = NOW.replace(hour=15)  # 22.00 WIB
    tell(Recipient.of_account(account), at=late)
    assert Message.objects.get().next_try == late + timedelta(hours=8)
    assert Notice.objects.get().created_at == late


def test_quiet_hours_have_two_ends():
    with pytest.raises(IntegrityError):
        prefer(make_account(), quiet_from=time(21))


def test_a_digest_tells_together_in_the_morning_what_was_not_read_meanwhile():
    account = make_account(email="siti@example.org", language="en")
    make_device(account)
    prefer(account, digest="daily")
    who = Recipient.of_account(account)
    for key in ("a", "b", "read"):
        tell(who, key=key, context={"name": key, "what": "x"})
    Notice.objects.filter(key="read").update(read_at=NOW)
    assert not Message.objects.exists()
    morning = NOW.replace(day=3, hour=0)  # Tuesday, 7.00 WIB
    assert send_due_digests(morning - timedelta(minutes=1)) == 0
    assert send_due_digests(morning) == 1
    assert send_due_digests(morning) == 0
    mail, push = Message.objects.get(channel="email"), Message.objects.get(channel="push")
    assert mail.subject == push.subject == "2 pieces of news for you"
    assert "a: x" in mail.body
    assert "b: x" in mail.body
    assert "read: x" not in mail.body
    assert "a: x" not in push.body


def test_what_is_urgent_waits_for_no_digest():
    account = make_account()
    prefer(account, digest="weekly")
    tell(Recipient.of_account(account), "test.to_do")
    assert Message.objects.get().next_try == NOW


def test_a_digest_of_somebody_without_channels_waits_for_nothing():
    account = make_account()
    prefer(account, digest="weekly", channels={"test.arrived": []})
    tell(Recipient.of_account(account))
    assert Notice.objects.get().digest_at is None


def test_an_occasion_that_nobody_declares_is_an_error():
    with pytest.raises(KeyError):
        tell(Recipient.of_account(make_account()), "no.such")


def test_nothing_readable_of_a_notice_lies_in_the_table():
    from django.db import connection

    tell(Recipient.of_account(make_account()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, body FROM notices_notice")
        row = b"".join(bytes(column) for column in cursor.fetchone())
    assert b"Siti" not in row
