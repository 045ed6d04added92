"""Sending what is due: each message by one process at a time, its result written down at once.

No transaction is open while another server is talked to: it would hold up every reader of the journal. What keeps two
senders apart is an advisory lock of the database session, which ends with the process that holds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction

from pendapa.kernel.text import plain_text
from pendapa.notices.models import InboundMessage, Message, Notice
from pendapa.notices.rules import MAX_ATTEMPTS, next_try_after
from pendapa.notices.transports import CannotSend, transport_of

log = structlog.get_logger(__name__)

KEPT_AFTER_SENDING = timedelta(days=30)
KEPT_NOTICES = timedelta(days=730)
LOCK_SPACE = 0x6B61626172 << 24
"""Above all other advisory locks of the program; a message's number is added."""


def send_next_message(at: datetime) -> Message | None:
    """Send the message that is due longest and that no other sender holds; None when there is none."""
    return next(iter(send_next_messages(at, 1)), None)


def send_next_messages(at: datetime, most: int) -> list[Message]:
    """Send up to `most` messages that are due longest and that no other sender holds; empty when there are none.

    Each is noted as sent right after the other server took it. A crash in that moment sends it once more, under the
    same identity (Message-ID, Idempotency-Key, Topic), by which the other side knows it for the same.
    """
    tried: list[Message] = []
    due = Message.objects.select_related("subscription", "notice").filter(next_try__lte=at).order_by("next_try", "id")
    with _without_waiting_for_the_disk():
        for message in due[: most * 2]:
            if len(tried) == most:
                break
            with _held(message) as is_held:
                if is_held and _begin(message):
                    _send(message, at)
                    tried.append(message)
    return tried


@contextmanager
def _held(message: Message) -> Iterator[bool]:
    """Whether this session alone holds the message, until the block ends or the process does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_SPACE + message.pk])
        is_held = bool(cursor.fetchone()[0])
        try:
            yield is_held
        finally:
            if is_held:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_SPACE + message.pk])


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Should the machine lose power now, a message is sent a second time at worst."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
        try:
            yield
        finally:
            cursor.execute("SET synchronous_commit TO DEFAULT")


def _begin(message: Message) -> bool:
    """Count the attempt before it is made: a message that kills its sender comes to an end as well.

    False for one that another sender has handled since it was read, and for one whose attempts are all used up: its
    last sender died of it before it could write that down.
    """
    unchanged = Message.objects.filter(pk=message.pk, next_try=message.next_try, attempts=message.attempts)
    if message.attempts >= MAX_ATTEMPTS:
        if unchanged.update(next_try=None, last_error="no sender came back from this message"):
            log.warning("message_not_sent", key=message.key, attempts=message.attempts, dead=True)
        return False
    message.attempts += 1
    return unchanged.update(attempts=message.attempts) == 1


def _send(message: Message, at: datetime) -> None:
    try:
        transport_of(message.channel)(message, at)
    except Exception as error:  # noqa: BLE001 - whatever the other server says, the message waits and is tried again
        _note_failure(message, error, at)
    else:
        message.sent_at, message.next_try, message.last_error = at, None, ""
        _write_down(message, ["sent_at", "next_try", "last_error"])


def _note_failure(message: Message, error: Exception, at: datetime) -> None:
    refusal = error if isinstance(error, CannotSend) else CannotSend(f"{type(error).__name__}: {error}")
    message.last_error = _without_address(plain_text(str(refusal)), message)[:1000]
    message.next_try = None if refusal.is_final else next_try_after(message.attempts, at, refusal.asked_pause)
    fields = ["last_error", "next_try"]
    if refusal.is_gone:
        message.next_try, message.dropped_at = None, at
        fields.append("dropped_at")
    _write_down(message, fields)
    if refusal.is_gone and message.subscription is not None:
        message.subscription.delete()
    log.warning("message_not_sent", key=message.key, attempts=message.attempts, dead=message.is_dead)


def _without_address(text: str, message: Message) -> str:
    return text.replace(message.recipient, "…") if message.recipient else text


def _write_down(message: Message, fields: list[str]) -> None:
    Message.objects.filter(pk=message.pk).update(**{name: getattr(message, name) for name in fields})


@transaction.atomic
def note_delivery(message_id: int, sending: int, *, is_delivered: bool, reason: str, at: datetime) -> bool:
    """What the gateway says became of a message that it took: it arrived, or it did not and is tried again.

    `sending` is which of them is told of: 0 until one was told to have failed, then 1. False for a message that is
    not known. Told twice, even after it was sent again, a report changes nothing.
    """
    message = Message.objects.select_for_update(no_key=True).filter(pk=message_id).first()
    if message is None:
        return False
    if is_delivered:
        message.delivered_at = message.delivered_at or at
    elif sending == message.failed_reports and message.sent_at is not None and message.delivered_at is None:
        message.failed_reports += 1
        message.sent_at, message.last_error = None, _without_address(reason, message)[:1000]
        message.next_try = next_try_after(message.attempts, at)
    message.save(update_fields=["delivered_at", "sent_at", "last_error", "next_try", "failed_reports"])
    return True


def forget_sent_messages(at: datetime) -> int:
    """Delete what was sent or dropped more than 30 days ago, and what came in before; returns how many were sent.

    Their keys stay unneeded: the occasions are past.
    """
    since = at - KEPT_AFTER_SENDING
    Message.objects.filter(dropped_at__lt=since).delete()
    InboundMessage.objects.filter(received_at__lt=since).delete()
    deleted, _by_model = Message.objects.filter(sent_at__lt=since).delete()
    return deleted


def forget_old_notices(at: datetime) -> int:
    """Delete notices of more than two years ago, and of bare contacts once their messages are gone."""
    deleted, _by_model = Notice.objects.filter(created_at__lt=at - KEPT_NOTICES).delete()
    bare = Notice.objects.filter(account=None, messages=None, created_at__lt=at - KEPT_AFTER_SENDING)
    return deleted + bare.delete()[0]
