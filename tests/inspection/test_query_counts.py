"""No page asks the database more than eight times, also after a month of work."""

import pytest
from django.conf import LazySettings

from tests.inspection.counting import CEILING, count
from tests.inspection.month import Month
from tests.inspection.reporting import table


@pytest.mark.django_db
def test_no_page_asks_the_database_more_than_eight_times(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True
    rows = [
        (who, address, count(client, address)) for who, client, addresses in Month().visits() for address in addresses
    ]
    rows.sort(key=lambda row: -row[2])
    print("\n" + table(("visitor", "address", "queries"), rows))
    assert [row for row in rows if row[2] > CEILING] == []
