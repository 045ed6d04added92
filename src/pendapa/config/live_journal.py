"""What the live process asks of the journal: ids and the topics they belong to, never content."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import psycopg
from django.db import connections

from pendapa.journal.positions import POSITION, Position, position_from

# Narrow questions put to the tables themselves: no model is loaded into this process.
_UNIT_OF_CASE = """LEFT JOIN cases_case AS matter ON matter.id = CASE
        WHEN entry.subject_type = 'case' AND entry.subject_id ~ '^[0-9a-f-]{36}$' THEN entry.subject_id::uuid END
    LEFT JOIN people_organization AS unit ON unit.id = matter.unit_id"""
_COLUMNS = "entry.id, entry.transaction_id, entry.subject_type, entry.subject_id, entry.audience, unit.path"
_ENTRIES = "SELECT id, transaction_id, subject_type, subject_id, audience FROM journal_entry"
_AFTER = f"""SELECT here.*, {_COLUMNS} FROM ({POSITION}) AS here (high, running)
    LEFT JOIN ({_ENTRIES} WHERE transaction_id >= %s UNION ALL {_ENTRIES} WHERE transaction_id = ANY(%s)) AS entry
    ON true {_UNIT_OF_CASE} ORDER BY entry.id"""  # noqa: S608 - put together from constants
_EARLIER = f"""SELECT {_COLUMNS} FROM (
        {_ENTRIES} WHERE transaction_id >= %s AND transaction_id < %s ORDER BY transaction_id DESC LIMIT %s
    ) AS entry {_UNIT_OF_CASE}"""  # noqa: S608 - put together from constants


class Told(NamedTuple):
    """An entry as streams know it."""

    entry: int
    transaction_id: int
    topics: tuple[str, ...]


async def connect() -> psycopg.AsyncConnection[Any]:
    """A connection to the database that Django uses; raises psycopg.Error."""
    given = connections["default"].get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey")
    parameters = {name: given[name] for name in wanted if given.get(name)}
    return await psycopg.AsyncConnection.connect(**parameters, autocommit=True, connect_timeout=5)


async def read_position(connection: psycopg.AsyncConnection[Any]) -> Position:
    """The present moment."""
    return position_from(await (await connection.execute(POSITION)).fetchone())


async def read_after(connection: psycopg.AsyncConnection[Any], position: Position) -> tuple[Position, list[Told]]:
    """The present moment, and what it holds that `position` does not, by id."""
    # Planned anew each time: a plan for any position would take all of the journal into account.
    found = await connection.execute(_AFTER, [position.high, sorted(position.running)], prepare=False)
    rows = await found.fetchall()
    return position_from(rows[0]), _told(row[2:] for row in rows if row[2] is not None)


async def read_earlier(low: int, high: int, at_most: int) -> list[Told]:
    """Entries of the transactions from `low` to below `high`; those of the highest numbers when there are too many."""
    async with await connect() as connection:
        return _told(await (await connection.execute(_EARLIER, [low, high, at_most])).fetchall())


def _told(rows: Iterable[Any]) -> list[Told]:
    return [
        Told(entry, number, topics_of(kind, name, audience, path)) for entry, number, kind, name, audience, path in rows
    ]


def topics_of(kind: str, name: str, audience: str, path: str | None) -> tuple[str, ...]:
    """Where an entry is told: to its subject's followers unless it is for staff alone; to its unit and all above it."""
    own = () if audience == "staff" else (f"{kind}:{name}",)
    parts = path.split("/") if path else []
    return (*own, *(f"unit:{'/'.join(parts[: end + 1])}" for end in range(len(parts))))
