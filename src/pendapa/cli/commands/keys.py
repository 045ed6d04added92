"""`pendapa keys rotate`"""

import argparse
import base64
import secrets
import sys

from pendapa.cli.installation import database_at_hand, set_up_django
from pendapa.config.environment import environment
from pendapa.config.secret_store import change_secret

HELP = "Work with the encryption keys."
ROWS_AT_ONCE = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with them."""
    actions = parser.add_subparsers(dest="action", required=True)
    rotate = actions.add_parser("rotate", help="Make a new key and encrypt everything with it.")
    rotate.add_argument("--only-encrypt", action="store_true", help="make no new key; use the newest of the ring")


def run(options: argparse.Namespace) -> int:
    """A new newest key (unless PENDAPA_KEY_RING is set by hand), then every stored value under it."""
    import os

    if os.environ.get("PENDAPA_KEY_RING") and not options.only_encrypt:
        print(
            "pendapa: PENDAPA_KEY_RING is set in the environment. Put a new id:key pair before the others there, "
            "restart, and run `pendapa keys rotate --only-encrypt`.",
            file=sys.stderr,
        )
        return 1
    if not options.only_encrypt:
        change_secret(environment().home, "key_ring", _with_new_key)
        environment.cache_clear()
    with database_at_hand():
        set_up_django()
        print(f"{encrypt_everything_anew()} values encrypted with the newest key. Restart the other processes.")
    return 0


def _with_new_key(ring: list[str]) -> list[str]:
    taken = {entry.partition(":")[0] for entry in ring}
    number = next(number for number in range(1, len(ring) + 2) if f"k{number}" not in taken)
    return [f"k{number}:{base64.b64encode(secrets.token_bytes(32)).decode()}", *ring]


def encrypt_everything_anew() -> int:
    """Every encrypted column of every table, a few rows at a time; safe to stop and start again."""
    from django.apps import apps

    from pendapa.kernel.fields import EncryptedJSONField, EncryptedTextField

    count = 0
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField | EncryptedJSONField):
                count += _encrypt_column(model._meta.db_table, str(model._meta.pk.column), field.column, field.context)
    return count


def _encrypt_column(table: str, key: str, column: str, context: str) -> int:
    from django.db import connection, transaction

    from pendapa.kernel.encryption import is_current, reencrypt

    quote = connection.ops.quote_name
    read = f"SELECT {quote(key)}, {quote(column)} FROM {quote(table)} WHERE {quote(column)} IS NOT NULL"  # noqa: S608
    write = f"UPDATE {quote(table)} SET {quote(column)} = %s WHERE {quote(key)} = %s"  # noqa: S608
    count, last = 0, None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            where = f" AND {quote(key)} > %s" if last is not None else ""
            end = f" ORDER BY {quote(key)} LIMIT {ROWS_AT_ONCE} FOR UPDATE"
            cursor.execute(read + where + end, [last] if last is not None else [])
            rows = cursor.fetchall()
            for identity, token in rows:
                if not is_current(bytes(token)):
                    cursor.execute(write, [reencrypt(bytes(token), context=context), identity])
                    count += 1
        if not rows:
            return count
        last = rows[-1][0]
