"""The writes: queue a message, send what is due, forget what is long sent."""

import hashlib
from datetime import datetime, timedelta
from functools import cache

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from pendapa.kernel.statements import run_prepared
from pendapa.notices.models import Message
from pendapa.notices.rules import next_try_after

log = structlog.get_logger(__name__)

NOTIFICATION_CHANNEL = "pendapa_notices"
"""Told in the transaction that queues a message: the worker listens and sends once it has committed."""

KEPT_AFTER_SENDING = timedelta(days=30)


def queue_message(key: str, to: str, subject: str, body: str, at: datetime) -> bool:
    """Queue an e-mail in the caller's transaction; True when it is new, False when this key was queued before.

    `key` names the occasion ("application.received:<case id>"): whoever queues it again, after a crash or for a
    repeated journal entry, changes nothing. Line breaks are taken out of the subject.
    """
    message = Message(
        key=key, recipient=to.strip(), subject=" ".join(subject.split()), body=body, created_at=at, next_try=at
    )
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(message, field.attname), connection) for field in fields]
    return bool(run_prepared(_queueing_statement(), [*values, NOTIFICATION_CHANNEL]))


def send_next_message(at: datetime) -> Message | None:
    """Send the message that is due longest and that no other sender holds; None when there is none."""
    return next(iter(send_next_messages(at, 1)), None)


@transaction.atomic
def send_next_messages(at: datetime, most: int) -> list[Message]:
    """Send up to `most` messages that are due longest and that no other sender holds; empty when there are none.

    They are marked sent in the transaction that locked them. A crash between sending and commit sends them once more,
    under the same Message-IDs, by which mail programs drop the second copy; so `most` should be small.
    """
    due = Message.objects.select_for_update(skip_locked=True).filter(next_try__lte=at).order_by("next_try", "id")
    messages = list(due[:most])
    for message in messages:
        _try_to_send(message, at)
    Message.objects.bulk_update(messages, ["attempts", "last_error", "next_try", "sent_at"])
    return messages


def _try_to_send(message: Message, at: datetime) -> None:
    message.attempts += 1
    try:
        _send_email(message)
    except Exception as error:  # noqa: BLE001 - whatever the mail server says, the message waits and is tried again
        message.last_error = f"{type(error).__name__}: {error}"[:1000]
        message.next_try = next_try_after(message.attempts, at)
        log.warning("message_not_sent", key=message.key, attempts=message.attempts, dead=message.is_dead)
    else:
        message.sent_at, message.next_try, message.last_error = at, None, ""


def forget_sent_messages(at: datetime) -> int:
    """Delete what was sent more than 30 days ago; returns how many. Its key stays unneeded: the occasion is past."""
    deleted, _by_model = Message.objects.filter(sent_at__lt=at - KEPT_AFTER_SENDING).delete()
    return deleted


def _send_email(message: Message) -> None:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    digest = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        headers={"Message-ID": f"<{digest}@{domain}>", "Auto-Submitted": "auto-generated"},
    ).send()


@cache
def _queueing_statement() -> str:
    """Insert unless the key is there, and wake the sender if it was not: one way to the database instead of five."""
    columns = [field.column for field in Message._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    return (
        f"WITH queued AS (INSERT INTO {Message._meta.db_table} ({names}) VALUES ({places}) "  # noqa: S608 - no input
        "ON CONFLICT (key) DO NOTHING RETURNING id) SELECT id, pg_notify(%s, '') FROM queued"
    )
