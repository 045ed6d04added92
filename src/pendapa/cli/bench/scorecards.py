"""How fast scorecards are over a long history: the tables of the measures filled as millions of entries would have."""

import json
import random
from collections.abc import Iterator
from typing import Any, Final

import psycopg

from pendapa.cli.bench.figures import Figure
from pendapa.cli.bench.load import Refused, load_with, raw_request
from pendapa.cli.bench.scratch import Installation

MILLISECONDS: Final = 100
ENTRIES_OF_CASE: Final = 6.9
"""Of a made year of a regency (`tests/strength/year.py`)."""
MONTHS: Final = 36
UNITS: Final = 100
SERVICES: Final = 250
AT_WORK_MONTHS: Final = 12
DUE_DAYS: Final = 3
"""Of each unit and service and each of the last twelve months, the due dates on which something waits."""
LONGEST: Final = 60
HEADERS: Final = {"Accept": "text/html", "Accept-Encoding": "gzip"}
EMPTY: Final = "TRUNCATE measures_measuredcase, measures_casesatwork, measures_monthlycount"
FILL_CASES: Final = """
    INSERT INTO measures_measuredcase (about, unit, service, accepted_on, is_complaint, clocks, is_kept, is_decided,
        is_ended, corrections, reopenings, step_on)
    SELECT 'case:' || lpad(to_hex(n), 32, '0'), (%(units)s::text[])[n %% %(services)s %% cardinality(%(units)s) + 1],
        (%(names)s::text[])[n %% %(services)s + 1], current_date - (n %% 1000)::int, false, '{}'::jsonb,
        n %% 10 > 1, true, true, 0, 0, current_date - (n %% 1000)::int
    FROM generate_series(1::bigint, %(cases)s) AS n"""
FILL_WORK: Final = """
    INSERT INTO measures_casesatwork (unit, service, month, due_on, waiting, running)
    SELECT (%(units)s::text[])[s %% cardinality(%(units)s) + 1], (%(names)s::text[])[s + 1], month,
        (current_date + days)::text, 5, 5
    FROM generate_series(0, %(services)s - 1) AS s, unnest(%(months)s::text[]) AS month,
        generate_series(-1, %(days)s - 2) AS days"""
COPY_COUNTS: Final = """
    COPY measures_monthlycount (unit, service, month, accepted, decided, on_time, late, reopened, complaints,
        complaints_decided, corrections, first_right, respondents, ratings, days, steps, abandoned) FROM STDIN"""


def measure_scorecards(installation: Installation, entries: int) -> list[Figure]:
    """Every kind of scorecard, each for twelve months, over the tables that so many entries would have left.

    The slowest of all pages counts; each is asked once, so that none is remembered. The tables are emptied first.
    """
    with psycopg.connect(installation.database_url, autocommit=True) as connection:
        units, services = _names(connection)
        top = connection.execute("SELECT code FROM people_organization ORDER BY parent_id IS NOT NULL, path").fetchone()
        cases = int(entries / ENTRIES_OF_CASE)
        connection.execute(EMPTY)
        months = _months(connection)
        names = {"units": units, "names": services, "services": SERVICES, "days": DUE_DAYS}
        connection.execute(FILL_CASES, {**names, "cases": cases})
        connection.execute(FILL_WORK, {**names, "months": months[-AT_WORK_MONTHS:]})
        with connection.cursor() as cursor, cursor.copy(COPY_COUNTS) as copy:
            for row in _counts(units, services, months, cases):
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE measures_measuredcase, measures_casesatwork, measures_monthlycount")
    pages = [f"/kinerja/?bulan={month}" for month in months[-12:]]
    # A unit by itself, and the one that all others are below.
    for code in {units[0], top[0] if top else units[0]}:
        pages += [f"/kinerja/unit/{code}/?bulan={month}" for month in months[-12:]]
    pages += [f"/kinerja/layanan/{services[0]}/?bulan={month}" for month in months[-12:]]
    pages += [f"/kinerja/layanan/?bulan={month}" for month in months[-12:]]
    _ask(installation.address, [f"{page}&lagi=1" for page in pages])
    load = _ask(installation.address, pages)
    return [
        Figure(
            f"scorecards over {entries:,} entries, slowest of {len(pages)}", max(load), "ms",
            target=MILLISECONDS, bound="at most",
        ),
        Figure("  a scorecard, median", sorted(load)[len(load) // 2], "ms"),
    ]  # fmt: skip


def _ask(address: str, pages: list[str]) -> list[float]:
    load = load_with(address, [[raw_request("GET", page, HEADERS) for page in pages]], expected=200)
    if load.bad:
        raise Refused(f"A scorecard was refused: {load.first_bad[:300].decode(errors='replace')}")
    return load.milliseconds


def _names(connection: "psycopg.Connection[Any]") -> tuple[list[str], list[str]]:
    """The units and services that are there, and as many made-up ones as a large body has."""
    units = [code for (code,) in connection.execute("SELECT code FROM people_organization ORDER BY code")]
    services = [slug for (slug,) in connection.execute("SELECT slug FROM catalogue_publicservice ORDER BY slug")]
    units += [f"unit-{number}" for number in range(UNITS - len(units))]
    services += [f"layanan-{number}" for number in range(SERVICES - len(services))]
    return units[:UNITS], services[:SERVICES]


def _months(connection: "psycopg.Connection[Any]") -> list[str]:
    rows = connection.execute(
        "SELECT to_char(current_date - make_interval(months => n), 'YYYY-MM') FROM generate_series(0, %s) AS n",
        [MONTHS - 1],
    )
    return sorted(month for (month,) in rows)


def _counts(units: list[str], services: list[str], months: list[str], cases: int) -> Iterator[tuple[Any, ...]]:
    """One row for each unit, service and month, and their sums, as the measures keep them."""
    chance = random.Random(1)  # noqa: S311 - the same figures each time
    each = max(cases // (len(services) * len(months)), 1)
    pairs = [(units[place % len(units)], service) for place, service in enumerate(services)]
    keys = [*pairs, *((unit, "") for unit in units), *(("", service) for service in services), ("", "")]
    for unit, service in keys:
        shared = 1 if unit and service else (len(services) / len(units) if unit else 1 if service else len(services))
        for month in (*months, ""):
            count = int(each * shared * (1 if month else len(months))) or 1
            late = int(count * chance.random() * 0.3)
            days: dict[int, int] = {}
            for _draw in range(LONGEST * 2):
                day = min(int(chance.expovariate(0.2)), LONGEST)
                days[day] = days.get(day, 0) + max(count // (LONGEST * 2), 1)
            steps = {f"langkah-{number}": [count, count * number] for number in range(6)}
            pages = {f"halaman-{number}": count // 20 + 1 for number in range(6)}
            ratings = [int(count * chance.uniform(2.5, 3.9)) for _element in range(9)]
            yield (
                unit, service, month, count, count, count - late, late, count // 100, count // 20, count // 20,
                count // 10, count * 8 // 10, count, *map(json.dumps, (ratings, days, steps, pages)),
            )  # fmt: skip
