"""The whole measurement, in one run on one machine: a figure and its denominator meet the same conditions."""

import os
import platform
import shutil
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from pendapa.cli.bench.applications import FILE_FIELDS, hand_in_files, make_photo, submit_request, upload_request
from pendapa.cli.bench.figures import Figure
from pendapa.cli.bench.load import Load, Refused, answers_to, load_for, load_with, raw_request
from pendapa.cli.bench.log_writing import measure_log
from pendapa.cli.bench.memory import megabytes_of, tree_of
from pendapa.cli.bench.pgbench import is_durable, prepare_pgbench
from pendapa.cli.bench.public_log import measure_audit
from pendapa.cli.bench.row_counts import Writes, count_writes
from pendapa.cli.bench.scorecards import measure_scorecards
from pendapa.cli.bench.scratch import Installation, free_port, running, serving_hello, worker_at_rest

CLIENTS = 8
ROUNDS = 3
REST_SECONDS = 8.0
WARM_UP_SECONDS = 2.0
PAGE = "/layanan/sku/"
KEEP_ALIVE = {"Accept": "text/html", "Accept-Encoding": "gzip"}
MEMORY_MB = 700
WARM_START_SECONDS = 6
SUBMISSION_SHARE = 0.06
PAGE_SHARE = 0.5
LOG_SHOWN = 3000
Say = Callable[[str], None]


@dataclass(slots=True)
class Measurement:
    """All figures, what one submission writes, and the machine they were taken on."""

    figures: list[Figure] = field(default_factory=list)
    writes: list[Writes] = field(default_factory=list)
    machine: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--json`."""
        return {
            "figures": [figure.as_json() for figure in self.figures],
            "rows_of_one_submission": [asdict(writes) for writes in self.writes],
            "machine": self.machine,
        }


def measure(result: Measurement, seconds: float, entries: int, say: Say) -> None:
    """Measure everything on a scratch installation: `seconds` for each rate, in three rounds; scorecards over a history
    of `entries`. What was measured before something could not be stands in `result` when it raises."""
    folder = Path(tempfile.mkdtemp(prefix="pendapa-bench-"))
    folder.chmod(0o755)
    try:
        _measure_in(result, folder, seconds, entries, say)
    except Refused as refused:
        logged = (folder / "log").read_text(encoding="utf-8", errors="replace")[-LOG_SHOWN:]
        raise Refused(f"{refused}\n{logged}") from refused
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure_in(result: Measurement, folder: Path, seconds: float, entries: int, say: Say) -> None:
    installation = Installation(folder / "home", free_port())
    log = folder / "log"
    say("First start: database, tables, demonstration …")
    with running(installation, log):
        pass
    say("Warm start, then memory at rest …")
    result.machine = _machine(installation)
    say("An audit of the public log …")
    result.figures.append(measure_audit())
    with running(installation, log) as (process, started):
        result.figures.append(_at_most("warm start to the ready line", started, "s", WARM_START_SECONDS))
        answers_to(installation.address, [raw_request("GET", PAGE, KEEP_ALIVE)])
        time.sleep(REST_SECONDS)
        result.figures.append(
            _at_most("memory at rest, all processes (PSS)", megabytes_of(tree_of(process.pid)), "MB", MEMORY_MB)
        )
        if not is_durable(installation.database_url):
            raise Refused("the database is not durable")
        result.writes, submissions = _measure_submissions(installation, process.pid, folder, seconds, say)
        result.figures += submissions
        result.figures.append(_measure_pages(installation, log, seconds, say))
        result.figures.append(Figure("memory after the load (PSS)", megabytes_of(tree_of(process.pid)), "MB"))
        say(f"Scorecards over {entries:,} entries …")
        result.figures += measure_scorecards(installation, entries)
        say("The public log …")
        result.figures += measure_log(installation, process.pid)


def _measure_submissions(
    installation: Installation, root: int, folder: Path, seconds: float, say: Say
) -> tuple[list[Writes], list[Figure]]:
    photo = make_photo()
    address = installation.address
    _send(address, _prepare(address, CLIENTS * 2, photo))
    say("Counting what one submission writes …")
    with psycopg.connect(installation.database_url, autocommit=True) as connection, worker_at_rest(root):
        prepared = _prepare(address, 1, photo)
        writes = count_writes(connection, lambda: _check(load_with(address, prepared, expected=201)))
    pgbench = prepare_pgbench(installation.database_url, writes, folder)
    turn = seconds / ROUNDS
    expected_rate = _send(address, _prepare(address, CLIENTS * 3, photo)).per_second
    submitted: list[Load] = []
    transactions: list[float] = []
    uploaded: list[float] = []
    for number in range(1, ROUNDS + 1):
        say(f"pgbench and submissions, round {number} of {ROUNDS} …")
        begun = time.perf_counter()
        count = max(round(expected_rate * turn), CLIENTS * 2)
        prepared = _prepare(address, count, photo)
        uploaded.append(len(FILE_FIELDS) * sum(map(len, prepared)) / (time.perf_counter() - begun))
        transactions.append(pgbench.rate(clients=CLIENTS, seconds=turn))
        submitted.append(_send(address, prepared))
        expected_rate = submitted[-1].per_second
    files = load_for(address, upload_request(FILE_FIELDS[0], photo), clients=CLIENTS, seconds=turn, expected=201)
    rows = sum(one.rows for one in writes)
    return writes, [
        Figure(
            "whole applications submitted, 8 clients",
            statistics.median(load.per_second for load in submitted), "/s",
            statistics.median(transactions), f"/s pgbench, {rows} rows each",
            SUBMISSION_SHARE,
        ),
        Figure("  one submission, median", statistics.median(load.median_ms for load in submitted), "ms"),
        Figure("  one submission, 95th in a hundred", max(load.p95_ms for load in submitted), "ms"),
        Figure("  files handed in beforehand, not in the above", _check(files).per_second, "/s"),
    ]  # fmt: skip


def _measure_pages(installation: Installation, log: Path, seconds: float, say: Say) -> Figure:
    page = raw_request("GET", PAGE, KEEP_ALIVE)
    plain = raw_request("GET", "/", KEEP_ALIVE)
    pages: list[float] = []
    hellos: list[float] = []
    with serving_hello(installation, log) as hello:
        for address, request in ((installation.address, page), (hello, plain)):
            load_for(address, request, clients=CLIENTS, seconds=WARM_UP_SECONDS)
        for number in range(1, ROUNDS + 1):
            say(f"service page and bare Django, round {number} of {ROUNDS} …")
            turn = seconds / ROUNDS
            hellos.append(_check(load_for(hello, plain, clients=CLIENTS, seconds=turn)).per_second)
            pages.append(_check(load_for(installation.address, page, clients=CLIENTS, seconds=turn)).per_second)
    return Figure(
        "anonymous service page, 8 clients", statistics.median(pages), "/s",
        statistics.median(hellos), "/s bare Django hello", PAGE_SHARE,
    )  # fmt: skip


def _prepare(address: str, count: int, photo: bytes) -> list[list[bytes]]:
    """Applications for each client, their files handed in already."""
    files = hand_in_files(address, count, photo)
    requests = [submit_request(own, uuid.uuid4()) for own in files]
    return [own for client in range(CLIENTS) if (own := requests[client::CLIENTS])]


def _send(address: str, prepared: list[list[bytes]]) -> Load:
    return _check(load_with(address, prepared, expected=201))


def _check(load: Load) -> Load:
    if load.bad:
        raise Refused(f"{load.bad} answers were not as expected: {load.first_bad.decode(errors='replace')}")
    return load


def _at_most(name: str, value: float, unit: str, target: float) -> Figure:
    return Figure(name, value, unit, target=target, bound="at most")


def _machine(installation: Installation) -> dict[str, Any]:
    return {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "clients": CLIENTS,
        "address": installation.address,
    }
