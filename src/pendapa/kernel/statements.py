"""Statements that never change: composed once, and prepared by the database once for each connection.

For what nearly every request or submission asks or writes. The ORM composes its statement anew each time, and the
database reads and plans it anew; for a row or two both cost more than the work itself.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model

if TYPE_CHECKING:
    AnyField = Field[Any, Any]


def run_prepared(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that a fixed statement gives; `values` stand for its `%s` or `%(name)s`. Raises what the ORM raises."""
    connection.ensure_connection()
    # Django's own cursor writes the values into the statement, and so it can never be prepared.
    plain: Any = psycopg.Cursor(connection.connection)
    told = connection.make_debug_cursor(plain) if connection.queries_logged else connection.make_cursor(plain)
    with told as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def insert_row(row: Model) -> None:
    """Write one new row; a key that the database gives is set on it. Raises IntegrityError as `save` does."""
    insert_rows([row])


def insert_rows(rows: Sequence[Model]) -> None:
    """Write new rows of one table in one statement; keys that the database gives are set on them.

    Columns with a default of the database get it, whatever the rows say.
    """
    if not rows:
        return
    fields = _written_fields(type(rows[0]))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    given = run_prepared(_insert_statement(type(rows[0]), len(rows)), values)
    for row, (key,) in zip(rows, given, strict=True):
        row.pk = key
        row._state.adding = False
        row._state.db = connection.alias


@cache
def _written_fields(model: type[Model]) -> "tuple[AnyField, ...]":
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field is not model._meta.auto_field and field.db_default is NOT_PROVIDED
    )


@cache
def _insert_statement(model: type[Model], rows: int) -> str:
    quote = connection.ops.quote_name
    fields = _written_fields(model)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) "  # noqa: S608 - the names of our own columns
        f"VALUES {', '.join([places] * rows)} RETURNING {quote(str(model._meta.pk.column))}"
    )
