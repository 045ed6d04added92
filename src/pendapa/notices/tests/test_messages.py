from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core import mail
from django.db import connection, transaction

from pendapa.notices.actions import (
    NOTIFICATION_CHANNEL,
    forget_sent_messages,
    queue_message,
    send_next_message,
    send_next_messages,
)
from pendapa.notices.models import Message
from pendapa.notices.rules import MAX_ATTEMPTS, next_try_after
from pendapa.notices.tasks import wake_sender

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def queue(key="application.received:1", at=NOW):
    return queue_message(key, "siti@contoh.id", "Permohonan\nditerima", "Nomor Anda SKU-7Q2M-48KX.", at)


def listening_parameters():
    names = ("dbname", "user", "password", "host", "port")
    given = connection.get_connection_params()
    return {name: given[name] for name in names if given.get(name)}


@pytest.fixture
def broken_mail(monkeypatch):
    def refuse(self, fail_silently=False):
        raise OSError("mail server is away")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


@pytest.mark.django_db
def test_an_occasion_is_told_once_however_often_it_is_queued():
    assert queue() is True
    assert queue() is False
    assert send_next_message(NOW).sent_at == NOW
    assert send_next_message(NOW) is None
    assert [m.subject for m in mail.outbox] == ["Permohonan diterima"]
    assert mail.outbox[0].to == ["siti@contoh.id"]


@pytest.mark.django_db
def test_a_message_queued_in_a_failed_transaction_was_never_queued():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_message_that_cannot_be_sent_waits_longer_each_time_and_is_given_up_after_eight(broken_mail):
    queue()
    at = NOW
    pauses = []
    for _attempt in range(MAX_ATTEMPTS):
        message = send_next_message(at)
        assert send_next_message(at) is None
        if message.next_try:
            pauses.append(message.next_try - at)
            at = message.next_try
    assert [pause // timedelta(minutes=1) for pause in pauses] == [1, 2, 4, 8, 16, 32, 64]
    assert message.is_dead
    assert "mail server is away" in message.last_error
    assert send_next_message(at + timedelta(days=1)) is None


@pytest.mark.django_db
def test_words_of_the_other_side_that_are_no_text_are_noted_as_far_as_they_are(monkeypatch):
    def refuse(self, fail_silently=False):
        raise OSError("552 \x00full\ud800")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    queue()
    message = send_next_message(NOW)
    message.refresh_from_db()
    assert "552 full" in message.last_error
    assert message.next_try > NOW


@pytest.mark.django_db
def test_a_message_of_which_every_sender_dies_comes_to_an_end_and_holds_up_no_other():
    queue("deadly")
    Message.objects.update(attempts=MAX_ATTEMPTS)
    queue("other", NOW + timedelta(seconds=1))
    sent = send_next_messages(NOW + timedelta(minutes=1), 10)
    assert [one.key for one in sent] == ["other"]
    assert Message.objects.get(key="deadly").is_dead


@pytest.mark.django_db
def test_one_bad_message_does_not_hold_up_the_others(monkeypatch):
    queue("a")
    queue("b", NOW + timedelta(seconds=1))
    sent = []

    def refuse_first(self, fail_silently=False):
        if not sent:
            sent.append("refused")
            raise OSError("no such address")
        sent.append(self.subject)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse_first)
    later = NOW + timedelta(seconds=2)
    assert send_next_message(later).key == "a"
    assert send_next_message(later).sent_at == later


@pytest.mark.django_db
def test_sent_messages_are_forgotten_after_a_month_and_waiting_ones_are_not():
    queue("sent")
    send_next_message(NOW)
    queue("waiting")
    assert forget_sent_messages(NOW + timedelta(days=31)) == 1
    assert [m.key for m in Message.objects.all()] == ["waiting"]


@pytest.mark.django_db
def test_recipient_and_text_are_not_readable_in_the_table():
    from django.db import connection

    queue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, subject, body FROM notices_message")
        row = b"".join(bytes(column) for column in cursor.fetchone())
    assert b"siti" not in row
    assert b"SKU" not in row


@pytest.mark.django_db(transaction=True)
def test_queueing_tells_the_worker_once_committed():
    with psycopg.connect(**listening_parameters(), autocommit=True) as listener:
        listener.execute(f"LISTEN {NOTIFICATION_CHANNEL}")
        with transaction.atomic():
            queue("a")
            queue("b")
            assert list(listener.notifies(timeout=0.2)) == []
        assert len(list(listener.notifies(timeout=5, stop_after=1))) == 1


@pytest.mark.django_db(transaction=True)
def test_waking_the_sender_often_leaves_one_run_waiting():
    from procrastinate.contrib.django.models import ProcrastinateJob

    wake_sender()
    wake_sender()
    assert ProcrastinateJob.objects.filter(task_name="notices.send_due_messages", status="todo").count() == 1


def test_the_pause_ends_with_the_last_attempt():
    assert next_try_after(1, NOW) == NOW + timedelta(minutes=1)
    assert next_try_after(MAX_ATTEMPTS, NOW) is None


@pytest.mark.django_db
def test_several_are_sent_together_and_one_that_fails_holds_back_none(monkeypatch):
    for number in range(3):
        queue(key=f"a:{number}")
    sent = []

    def send_all_but_the_second(self, fail_silently=False):
        sent.append(self)
        if len(sent) == 2:
            raise OSError("mail server is away")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send_all_but_the_second)
    assert [m.key for m in send_next_messages(NOW, 10)] == ["a:0", "a:1", "a:2"]
    assert [m.key for m in Message.objects.filter(sent_at=NOW).order_by("key")] == ["a:0", "a:2"]
    assert Message.objects.get(key="a:1").next_try > NOW
    assert send_next_messages(NOW, 10) == []
