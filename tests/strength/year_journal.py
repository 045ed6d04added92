"""The made year written into a journal, as the program itself would have written it, in one COPY."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg

from pendapa.cli.demo.writing import append_entries
from pendapa.journal.actions import Subject

PASS_OVER = """INSERT INTO journal_subscribercursor (name, low, high, last_id, handled, failures, last_error)
    SELECT name, %(after)s, %(after)s, 0, 0, 0, '' FROM unnest(%(names)s::text[]) AS name
    ON CONFLICT (name) DO UPDATE SET low = excluded.low, high = excluded.high, last_id = 0"""
READ_LAST = "SELECT max(transaction_id) FROM journal_entry"


def write_year(
    connection: "psycopg.Connection[Any]", happenings: Iterable[tuple[datetime, Subject, object]], others: list[str]
) -> int:
    """Append what happened; returns how many entries that were. The readers named in `others` are told nothing of it:
    they would look for cases that are not there."""
    with connection.transaction():
        written = append_entries(connection, happenings)
        [(last,)] = connection.execute(READ_LAST)
        connection.execute(PASS_OVER, {"names": others, "after": last + 1})
    return written
