"""Entries that tell of what was made, appended to the journal as the program itself would have written them."""

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
APPEND = f"COPY journal_entry ({', '.join(COLUMNS)}) FROM STDIN"


def append_entries(
    connection: "psycopg.Connection[Any]", happenings: Iterable[tuple[datetime, Subject, object]]
) -> int:
    """Append what happened, in this order and in the caller's transaction; returns how many entries that were."""
    written = 0
    with connection.cursor() as cursor, cursor.copy(APPEND) as copy:
        for at, subject, happened in happenings:
            copy.write_row(_row(at, subject, happened))
            written += 1
    return written


def _row(at: datetime, subject: Subject, happened: Any) -> tuple[Any, ...]:
    declared = declaration_of(happened.verb_name)
    payload = payload_of(happened)
    salt = secrets.token_bytes(32)
    return (
        at, "system", "", "", "", "", "system", declared.name, subject.type, subject.id, json.dumps(payload),
        declared.audience.value, salt, commitment_of(salt, payload),
    )  # fmt: skip
