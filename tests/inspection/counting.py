"""How often pages of the hall of the matrix ask the database."""

from collections.abc import Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.addresses import all_addresses
from tests.authorisation import Hall
from tests.inspection.reporting import table

CEILING = 8
NO_QUESTION = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")
Row = tuple[str, str, int]


def count(client: Client, address: str) -> int:
    """Queries of a second visit: definitions are in memory by then, and reading is recorded once a day.

    The page itself is not: each visit has an address of its own.
    """
    join = "&" if "?" in address else "?"
    client.get(f"{address}{join}visit=1")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"{address}{join}visit=2")
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return sum(1 for one in captured.captured_queries if not str(one["sql"]).startswith(NO_QUESTION))


def paths_in(hall: Hall, rooms: tuple[str, ...]) -> list[str]:
    """The addresses of these parts of the program, filled with what the hall holds."""
    return [one.filled(hall.samples) for one in all_addresses() if one.name.startswith(rooms)]


def counted(hall: Hall, who: Iterable[str], paths: Iterable[str]) -> list[Row]:
    """Visitor, address and queries of each page that a visitor may see; those with most queries first."""
    rows: list[Row] = []
    for visitor in (one for one in hall.visitors if one.label in set(who)):
        client = Client()
        visitor.enter(client)
        rows += [(visitor.label, path, count(client, path)) for path in paths if client.get(path).status_code == 200]
    rows.sort(key=lambda row: -row[2])
    print("\n" + table(("visitor", "address", "queries"), rows[:20]))
    return rows
