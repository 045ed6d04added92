"""The denominator of submissions: pgbench from the embedded server's own programs, against the same server."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from pendapa.cli.bench.row_counts import Writes, pgbench_script, prepare_table
from pendapa.cli.postgres.account import server_account
from pendapa.cli.postgres.binaries import programs_for
from pendapa.cli.postgres.cluster import ROLE

DATABASE = "pendapa_bench"
RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Pgbench:
    """A database of its own beside the installation's, on the same durable server, and the script for it."""

    url: str
    script: Path

    def rate(self, *, clients: int, seconds: float) -> float:
        """Transactions in a second."""
        programs = programs_for(server_account(None))
        parts = urlsplit(self.url)
        options = dict(pair.split("=", 1) for pair in parts.query.split("&"))
        command = [
            str(programs / "pgbench"), "--no-vacuum", f"--client={clients}", f"--jobs={PROCESSES}",
            f"--time={max(round(seconds), 1)}", f"--file={self.script}", f"--username={ROLE}",
            f"--host={unquote(options['host'])}", f"--port={options['port']}", DATABASE,
        ]  # fmt: skip
        environment = {**os.environ, "PGPASSWORD": unquote(parts.password or "")}
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
        return rate_in(done.stdout)


def rate_in(printed: str) -> float:
    """Transactions in a second, from what pgbench prints; raises ValueError without a rate."""
    found = RATE.search(printed)
    if found is None:
        raise ValueError(f"pgbench gave no rate: {printed[-500:]}")
    return float(found.group(1))


def prepare_pgbench(url: str, writes: list[Writes], folder: Path) -> Pgbench:
    """Make the database and the script; `url` is the installation's."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
    with psycopg.connect(url, dbname=DATABASE, autocommit=True) as connection:
        prepare_table(connection, writes)
        connection.execute("VACUUM ANALYZE bench_row")
    script = folder / "submission.sql"
    script.write_text(pgbench_script(writes), encoding="utf-8")
    return Pgbench(url, script)


def is_durable(url: str) -> bool:
    """Whether a commit waits for the disk, on this server and for this role."""
    with psycopg.connect(url, autocommit=True) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    return all(row is not None and row[0] == "on" for row in shown)
