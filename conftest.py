"""What every test of the program shares."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

APPEND_ONLY_TABLES = ("journal_entry", "journal_erasure")


@pytest.fixture(autouse=True, scope="session")
def _test_database_can_be_emptied() -> Iterator[None]:
    """The journal refuses TRUNCATE, by which Django empties the test database after a transactional test.

    The refusal is lifted for that one statement list only; tests themselves meet the real triggers.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_without_refusal(self: DatabaseOperations, sql_list: list[str]) -> Any:
        tables = [table for table in APPEND_ONLY_TABLES if any(f'"{table}"' in sql for sql in sql_list)]
        lift = [f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate" for table in tables]
        restore = [f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate" for table in tables]
        return flush(self, [*lift, *sql_list, *restore])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_refusal)
        yield
