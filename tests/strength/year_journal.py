"""The made year written into a journal, as the program itself would have written it, in one COPY."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg

from pendapa.journal.actions import Subject, commitment_of
from pendapa.journal.verbs import declaration_of, payload_of

COLUMNS = (
    "at", "actor_kind", "actor_id", "actor_name", "actor_role", "actor_organisation", "channel", "verb",
    "subject_type", "subject_id", "payload", "audience", "salt", "commitment",
)  # fmt: skip
PASS_OVER = """INSERT INTO journal_subscribercursor (name, low, high, last_id, handled, failures, last_error)
    SELECT name, %(after)s, %(after)s, 0, 0, 0, '' FROM unnest(%(names)s::text[]) AS name
    ON CONFLICT (name) DO UPDATE SET low = excluded.low, high = excluded.high, last_id = 0"""
APPEND = f"COPY journal_entry ({', '.join(COLUMNS)}) FROM STDIN"
READ_LAST = "SELECT max(transaction_id) FROM journal_entry"


def write_year(
    connection: "psycopg.Connection[Any]", happenings: Iterable[tuple[datetime, Subject, object]], others: list[str]
) -> int:
    """Append what happened; returns how many entries that were. The readers named in `others` are told nothing of it:
    they would look for cases that are not there."""
    written = 0
    with connection.transaction():
        with (
            connection.cursor() as cursor,
            cursor.copy(APPEND) as copy,
        ):
            for at, subject, happened in happenings:
                copy.write_row(_row(at, subject, happened))
                written += 1
        [(last,)] = connection.execute(READ_LAST)
        connection.execute(PASS_OVER, {"names": others, "after": last + 1})
    return written


def _row(at: datetime, subject: Subject, happened: Any) -> tuple[Any, ...]:
    declared = declaration_of(happened.verb_name)
    payload = payload_of(happened)
    salt = secrets.token_bytes(32)
    return (
        at, "system", "", "", "", "", "system", declared.name, subject.type, subject.id, json.dumps(payload),
        declared.audience.value, salt, commitment_of(salt, payload),
    )  # fmt: skip
