"""Locks by name, kept by the database for as long as a transaction lasts."""

from django.db import connection


def hold_name(name: str) -> None:
    """Wait until no other transaction holds this name, and hold it until the one we are in ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
