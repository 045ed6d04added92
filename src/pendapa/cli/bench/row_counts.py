"""What one action writes, counted by the database itself, and the same writes as a script for pgbench."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

COUNTS = "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables"
WIDTH = "SELECT coalesce(avg(pg_column_size(t.*)), 0)::int FROM (SELECT * FROM {} ORDER BY ctid DESC LIMIT 200) t"
# A session tells what it counted once a second while it works, and after ten seconds when it rests.
TOLD_AFTER_SECONDS = 12.0
SMALLEST_ROW = 24
SEED_ROWS = 20_000
MAKE_TABLE = "CREATE TABLE bench_row (id bigserial PRIMARY KEY, body text NOT NULL)"
INSERT = "INSERT INTO bench_row (body) VALUES ('{body}');"
UPDATE = "UPDATE bench_row SET body = '{body}' WHERE id = :row;"
DELETE = "DELETE FROM bench_row WHERE id = :row;"
FILL_TABLE = "INSERT INTO bench_row (body) SELECT repeat('x', %s) FROM generate_series(1, %s)"

Counts = Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Writes:
    """Rows that one action wrote to one table; `width` is the mean size of its rows in bytes."""

    table: str
    inserts: int
    updates: int
    deletes: int
    width: int

    @property
    def rows(self) -> int:
        return self.inserts + self.updates + self.deletes


def read_counts(connection: psycopg.Connection[Any]) -> Counts:
    """Rows inserted, updated and deleted since the database began, by table."""
    return {name: (inserted, updated, deleted) for name, inserted, updated, deleted in connection.execute(COUNTS)}


def count_writes(connection: psycopg.Connection[Any], act: Callable[[], object]) -> list[Writes]:
    """What `act` writes. Nothing else may write meanwhile."""
    time.sleep(TOLD_AFTER_SECONDS)
    before = read_counts(connection)
    act()
    time.sleep(TOLD_AFTER_SECONDS)
    changed = difference(before, read_counts(connection))
    return [Writes(table, *counts, width=_width_of(connection, table)) for table, counts in changed.items()]


def difference(before: Counts, after: Counts) -> Counts:
    """The tables in which something changed, in alphabetical order, with how many rows did."""
    changed = {}
    for table in sorted(after):
        was = before.get(table, (0, 0, 0))
        counts = tuple(now - then for now, then in zip(after[table], was, strict=True))
        if any(counts):
            changed[table] = (counts[0], counts[1], counts[2])
    return changed


def pgbench_script(writes: list[Writes]) -> str:
    """One transaction that writes as many rows of like size: inserts as inserts, updates as updates."""
    statements = [statement for one in writes for statement in _statements(one)]
    draws = [f"\\set row{number} random(1, {SEED_ROWS})" for number in range(len(statements))]
    numbered = [statement.replace(":row", f":row{number}") for number, statement in enumerate(statements)]
    needed = [draw for draw, statement in zip(draws, statements, strict=True) if ":row" in statement]
    return "\n".join([*needed, "BEGIN;", *numbered, "END;"]) + "\n"


def _statements(one: Writes) -> list[str]:
    body = "x" * max(one.width - SMALLEST_ROW, 1)
    return [
        *[INSERT.format(body=body)] * one.inserts,
        *[UPDATE.format(body=body)] * one.updates,
        *[DELETE] * one.deletes,
    ]


def prepare_table(connection: psycopg.Connection[Any], writes: list[Writes]) -> None:
    """The table that the script writes to, with rows to update of the same mean size."""
    rows = sum(one.rows for one in writes) or 1
    mean = sum(one.width * one.rows for one in writes) // rows
    connection.execute(MAKE_TABLE)
    connection.execute(FILL_TABLE, [max(mean - SMALLEST_ROW, 1), SEED_ROWS])


def _width_of(connection: psycopg.Connection[Any], table: str) -> int:
    query = sql.SQL(WIDTH).format(sql.Identifier(table))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
