"""No page asks the database more than eight times, also after a month of work."""

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.inspection.month import Month
from tests.inspection.reporting import table

CEILING = 8
NO_QUESTION = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")


@pytest.mark.django_db
def test_no_page_asks_the_database_more_than_eight_times(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True
    rows = [
        (who, address, count(client, address)) for who, client, addresses in Month().visits() for address in addresses
    ]
    rows.sort(key=lambda row: -row[2])
    print("\n" + table(("visitor", "address", "queries"), rows))
    assert [row for row in rows if row[2] > CEILING] == []


def count(client: Client, address: str) -> int:
    """Queries of a second visit: definitions are in memory by then, and reading is recorded once a day.

    The page itself is not: each visit has an address of its own.
    """
    join = "&" if "?" in address else "?"
    client.get(f"{address}{join}visit=1")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"{address}{join}visit=2")
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return sum(1 for one in captured.captured_queries if not one["sql"].startswith(NO_QUESTION))
