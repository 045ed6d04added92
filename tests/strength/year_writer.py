"""Writes a made year into the journal of the installation that the environment names, in a process of its own."""

import sys
from datetime import date

import django


def main(cases: int) -> None:
    """Print how many entries were written."""
    django.setup()
    from django.db import connection

    from pendapa.config.subscribers import SUBSCRIBERS
    from tests.strength.year import year_of
    from tests.strength.year_journal import write_year

    connection.ensure_connection()
    others = [reader.name for reader in SUBSCRIBERS if reader.name != "ledger"]
    print(write_year(connection.connection, year_of(cases, date.today()), others))


if __name__ == "__main__":
    main(int(sys.argv[1]))
