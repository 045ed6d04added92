"""Fixed statements behave as the ORM's do, whether they have been prepared already or not."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pendapa.kernel.statements import insert_row, insert_rows, run_prepared

pytestmark = pytest.mark.django_db
MORE_THAN_BEFORE_IT_IS_PREPARED = 5


def test_new_rows_get_the_keys_that_the_database_gives() -> None:
    rows = [ContentType(app_label="kernel", model=f"made{number}") for number in range(3)]
    insert_rows(rows)
    kept = dict(ContentType.objects.filter(app_label="kernel").values_list("model", "id"))
    assert {row.model: row.pk for row in rows} == kept
    assert not any(row._state.adding for row in rows)


def test_a_row_that_may_not_be_is_refused_as_the_orm_refuses_it() -> None:
    insert_row(ContentType(app_label="kernel", model="once"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(ContentType(app_label="kernel", model="once"))


def test_a_statement_gives_the_same_again_and_again() -> None:
    given = [run_prepared("SELECT %(a)s::int + 1", {"a": number}) for number in range(MORE_THAN_BEFORE_IT_IS_PREPARED)]
    assert given == [[(number + 1,)] for number in range(MORE_THAN_BEFORE_IT_IS_PREPARED)]


def test_it_is_prepared_once_it_has_been_run_a_few_times() -> None:
    for _time in range(MORE_THAN_BEFORE_IT_IS_PREPARED):
        run_prepared("SELECT 'prepared here'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%prepared here%"])
        assert cursor.fetchone() == (1,)


def test_it_counts_as_a_query_of_the_page() -> None:
    with CaptureQueriesContext(connection) as queries:
        run_prepared("SELECT 1")
    assert len(queries) == 1


def test_nothing_to_write_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        insert_rows([])
    assert len(queries) == 0
