"""How fast the public log is written, and how soon an entry stands in it.

    python -m pendapa.cli.bench.log_writing

sequences what the journal holds (DATABASE_URL, PENDAPA_HOME) and prints how many entries that were and the seconds.
"""

import os
import statistics
import subprocess
import sys
import time
from typing import Any, Final, LiteralString

import psycopg

from pendapa.cli.bench.figures import Figure
from pendapa.cli.bench.load import Refused
from pendapa.cli.bench.scratch import Installation, worker_at_rest

ENTRIES: Final = 12_000
A_SECOND: Final = 3_000
SECONDS: Final = 2.0
BATCH: Final = 1_000
LEAF_BYTES: Final = 330
SAMPLES: Final = 10
REST_SECONDS: Final = 2.0
PATIENCE_SECONDS: Final = 120.0
FILL: Final = """
    INSERT INTO journal_entry (at, actor_kind, actor_id, actor_name, actor_role, actor_organisation, channel, verb,
        subject_type, subject_id, payload, audience, salt, commitment)
    SELECT now(), 'system', 'pendapa', 'Pendapa', '', '', 'system', 'clock.started', 'case', gen_random_uuid()::text,
        jsonb_build_object('clock', 'standard', 'working_days', 3, 'due', '2027-01-08', 'until', '2027-01-08',
            'source', 'PermenPANRB 15/2014'),
        'parties', sha256(n::text::bytea), sha256(('commitment' || n)::bytea)
    FROM generate_series(1, %s) AS n"""
IS_AT_REST: Final = """
    SELECT NOT EXISTS (
            SELECT 1 FROM journal_subscribercursor
            WHERE name <> 'ledger-daily' AND low <= (SELECT max(transaction_id) FROM journal_entry))
        AND NOT EXISTS (SELECT 1 FROM ledger_followercursor WHERE next_index <= (SELECT max(index) FROM ledger_leaf))"""
"""But for the log's reader at the day's end, which always stays behind (`ledger/holding.py`)."""
IS_LOGGED: Final = "SELECT EXISTS (SELECT 1 FROM ledger_leaf WHERE entry = %s)"


def measure_log(installation: Installation, root: int) -> list[Figure]:
    """Entries logged in a second by the sequencer alone, beside plain inserts of equal rows; and how soon the worker
    logs a single one."""
    with psycopg.connect(installation.database_url, autocommit=True) as connection:
        _wait_until(connection, IS_AT_REST)
        plain = _insert_plainly(connection)
        time.sleep(REST_SECONDS)
        with worker_at_rest(root):
            connection.execute(FILL, [ENTRIES])
            logged, seconds = _sequence(installation)
        if logged < ENTRIES:
            raise Refused(f"only {logged} of {ENTRIES} entries were logged")
        _wait_until(connection, IS_AT_REST)
        delays = [_delay(connection) for _ in range(SAMPLES)]
    rate = logged / seconds
    return [
        Figure("public log, log entries/s", rate, "/s", target=A_SECOND),
        Figure("  the same against plain inserts", rate, "/s", plain, "/s inserted, 1,000 a transaction"),
        Figure("  an entry stands in the log, slowest of ten", max(delays), "s", target=SECONDS, bound="at most"),
        Figure("  an entry stands in the log, median", statistics.median(delays), "s"),
    ]


def _sequence(installation: Installation) -> tuple[int, float]:
    done = subprocess.run(  # noqa: S603 - this very module
        [sys.executable, "-m", "pendapa.cli.bench.log_writing"],
        env={**installation.environment, "DATABASE_URL": installation.database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(done.stderr[-2000:])
    logged, seconds = done.stdout.split()[-2:]
    return int(logged), float(seconds)


def _insert_plainly(connection: "psycopg.Connection[Any]") -> float:
    """Rows of the size of a leaf a second, each thousand committed durably."""
    connection.execute("CREATE TABLE bench_plain (index bigint PRIMARY KEY, entry bigint UNIQUE, data bytea)")
    data = os.urandom(LEAF_BYTES)
    begun = time.perf_counter()
    for first in range(0, ENTRIES, BATCH):
        with connection.transaction():
            connection.execute(
                "INSERT INTO bench_plain SELECT n, n, %s FROM generate_series(%s::bigint, %s::bigint) AS n",
                [data, first, first + BATCH - 1],
            )
    rate = ENTRIES / (time.perf_counter() - begun)
    connection.execute("DROP TABLE bench_plain")
    return rate


def _delay(connection: "psycopg.Connection[Any]") -> float:
    (entry,) = connection.execute(f"{FILL} RETURNING id", [1]).fetchone() or (0,)
    begun = time.perf_counter()
    _wait_until(connection, IS_LOGGED, entry)
    return time.perf_counter() - begun


def _wait_until(connection: "psycopg.Connection[Any]", question: LiteralString, *values: object) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if (connection.execute(question, values).fetchone() or (False,))[0]:
            return
        time.sleep(0.01)
    raise Refused("the worker does not come to the end of the journal")


def main() -> None:
    """Sequence once; see the module."""
    from pendapa.cli.installation import set_up_django

    set_up_django()
    from pendapa.ledger.sequencing import run_sequencer, sequencer

    sequencer()
    begun = time.perf_counter()
    logged = run_sequencer()
    print(logged, time.perf_counter() - begun)


if __name__ == "__main__":
    main()
