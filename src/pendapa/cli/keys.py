"""Bringing everything that is encrypted at rest to the newest key of the ring."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from pendapa.files.actions import rotate_file_keys
from pendapa.kernel.encryption import is_current, reencrypt
from pendapa.kernel.fields import EncryptedJSONField, EncryptedTextField
from pendapa.people.sign_in.second_factor import reencrypt_second_factors

BATCH = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted column: its table, primary key, name and the context of its tokens."""

    table: str
    key: str
    name: str
    context: str


def encrypted_columns() -> Iterator[Column]:
    """Every encrypted column of every installed model."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField | EncryptedJSONField):
                yield Column(model._meta.db_table, _key_column(model), str(field.column), field.context)


def rotate_keys(report: Callable[[str, int], None] = lambda _column, _count: None) -> int:
    """Re-encrypt what an older key holds; returns how many values were rewritten.

    Works in batches of `BATCH` rows, each its own transaction, so it can be stopped and started again at any time
    beside the running program; what is current already is left alone. `report` hears each column and its count.
    """
    total = 0
    for column in encrypted_columns():
        rewritten = _rotate(column)
        report(f"{column.table}.{column.name}", rewritten)
        total += rewritten
    second_factors = reencrypt_second_factors()
    report("mfa_authenticator.data", second_factors)
    file_keys = rotate_file_keys()
    report("files_storedfile.wrapped_key", file_keys)
    return total + second_factors + file_keys


def _rotate(column: Column) -> int:
    rewritten, after = 0, None
    while True:
        with transaction.atomic():
            rows = _next_rows(column, after)
            if not rows:
                return rewritten
            for key, token in rows:
                if not is_current(bytes(token)):
                    _store(column, key, reencrypt(bytes(token), context=column.context))
                    rewritten += 1
            after = rows[-1][0]


def _next_rows(column: Column, after: Any) -> list[tuple[Any, bytes]]:
    beyond = sql.SQL("true") if after is None else sql.SQL("{key} > %s").format(key=sql.Identifier(column.key))
    query = sql.SQL(
        "SELECT {key}, {name} FROM {table} WHERE {name} IS NOT NULL AND {beyond} "
        "ORDER BY {key} LIMIT {batch} FOR UPDATE"
    ).format(**_names(column), beyond=beyond, batch=sql.Literal(BATCH))
    with connection.cursor() as cursor:
        cursor.execute(query, [] if after is None else [after])
        return list(cursor.fetchall())


def _store(column: Column, key: Any, token: bytes) -> None:
    query = sql.SQL("UPDATE {table} SET {name} = %s WHERE {key} = %s").format(**_names(column))
    with connection.cursor() as cursor:
        cursor.execute(query, [token, key])


def _names(column: Column) -> dict[str, sql.Identifier]:
    return {
        "table": sql.Identifier(column.table),
        "key": sql.Identifier(column.key),
        "name": sql.Identifier(column.name),
    }


def _key_column(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)
