"""Locks by name keep transactions apart."""

import psycopg
import pytest
from django.db import connection, transaction

from pendapa.kernel.locks import hold_name

pytestmark = pytest.mark.django_db(transaction=True)


def is_free(name: str) -> bool:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as elsewhere:
        row = elsewhere.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name]).fetchone()
        return bool(row and row[0])


def test_a_name_is_held_by_one_transaction_until_it_ends() -> None:
    with transaction.atomic():
        hold_name("this")
        assert not is_free("this")
        assert is_free("that")
    assert is_free("this")
