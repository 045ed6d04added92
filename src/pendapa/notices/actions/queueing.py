"""Queueing messages: a plain mail in one statement, and those of a notice together."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.db import connection

from pendapa.kernel.statements import run_prepared
from pendapa.notices.models import Message
from pendapa.notices.rules import one_line

NOTIFICATION_CHANNEL = "pendapa_notices"
"""Told in the transaction that queues a message: the worker listens and sends once it has committed."""


def queue_message(key: str, to: str, subject: str, body: str, at: datetime) -> bool:
    """Queue an e-mail in the caller's transaction; True when it is new, False when this key was queued before.

    `key` names the occasion ("application.received:<case id>"): whoever queues it again, after a crash or for a
    repeated journal entry, changes nothing. Line breaks are taken out of the subject.
    """
    return queue(
        Message(key=key, recipient=to.strip(), subject=one_line(subject), body=body, created_at=at, next_try=at)
    )


def queue(message: Message) -> bool:
    """Queue a message in the caller's transaction, in one statement; False when its key was queued before."""
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(message, field.attname), connection) for field in fields]
    return bool(run_prepared(_queueing_statement(), [*values, NOTIFICATION_CHANNEL]))


def queue_all(messages: Sequence[Message]) -> int:
    """Queue several; returns how many were new."""
    return sum(queue(message) for message in messages)


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
