"""The trial of the live process: thousands of streams, entries that commit in any order, kill -9 in between."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from pendapa.cli.bench.memory import megabytes_of
from pendapa.cli.bench.scratch import Installation, free_port, running
from tests.strength.killing import processes_of

TO_ALL = "board:trial"
OPEN_SECONDS = 120.0
WRITERS = 4
PAUSE_MILLISECONDS = 50
WRITE = """INSERT INTO journal_entry (at, actor_kind, actor_id, actor_name, actor_role, actor_organisation, channel,
    verb, subject_type, subject_id, payload, audience, salt, commitment)
    VALUES (now(), 'system', '', '', '', '', 'system', 'trial.word', %s, %s, '{}', 'public', 'x', 'x') RETURNING id"""


@dataclass(frozen=True)
class LiveTrial:
    """What was measured (MB as the proportional share, seconds), and what is wrong (nothing, if it held)."""

    streams: int
    entries: int
    told: int
    empty_megabytes: float
    full_megabytes: float
    opened_seconds: float
    latencies: list[float]
    latencies_to_all: list[float]
    cuts: int
    killed: dict[str, int]
    back_seconds: list[float]
    faults: list[str]

    def percentile(self, percent: int, *, to_all: bool = False) -> float:
        """Milliseconds from the commit to the page."""
        measured = self.latencies_to_all if to_all else self.latencies
        return statistics.quantiles(measured, n=100)[percent - 1] * 1000 if len(measured) > 1 else 0.0


def try_streams(streams: int, entries: int, kills: int, *, rest: float = 5.0, log_to: Path | None = None) -> LiveTrial:
    """Open the streams, write while all is well, then write on while live and the worker are killed; then look."""
    folder = Path(tempfile.mkdtemp(prefix="pendapa-live-"))
    folder.chmod(0o755)
    installation = Installation(folder / "home", free_port())
    try:
        with running(installation, log_to or folder / "log") as (process, _seconds):
            return _try(installation, process.pid, folder, streams, entries, kills, rest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _try(
    installation: Installation, root: int, folder: Path, streams: int, entries: int, kills: int, rest: float
) -> LiveTrial:
    cases = [str(uuid.uuid4()) for _case in range(max(streams // 10, 1))]
    pages: list[tuple[str, ...]] = [(f"case:{cases[number % len(cases)]}", TO_ALL) for number in range(streams)]
    order = folder / "order.json"
    order.write_text(json.dumps({"port": installation.port + 1, "pages": pages, "heard": str(folder / "heard.json")}))
    empty = megabytes_of(processes_of(root, "live"))
    writing = Writing(installation.database_url, cases)
    begun = time.monotonic()
    with _listeners(installation, order) as listeners:
        _wait_until_open(listeners)
        opened = time.monotonic() - begun
        time.sleep(rest)
        full = megabytes_of(processes_of(root, "live"))
        writing.write(entries)
        for _word in range(5):
            writing.write_to_all()
        time.sleep(1)
        quiet = len(writing.written)
        killed, back = _write_while_killing(writing, entries, kills, root, listeners)
        time.sleep(1)
        full = max(full, megabytes_of(processes_of(root, "live")))
        listeners.communicate(b"end\n", timeout=OPEN_SECONDS)
    seen = json.loads((folder / "heard.json").read_text(encoding="utf-8"))
    undisturbed = {entry for entry, _topic, _at in writing.written[:quiet]}
    to_all = {entry for entry, topic, _at in writing.written if topic == TO_ALL}
    committed = {entry: at for entry, _topic, at in writing.written}
    took = [(entry, max(at - committed[entry], 0.0)) for _page, entry, at in seen["heard"] if entry in undisturbed]
    return LiveTrial(
        streams, len(writing.written), len(seen["heard"]), empty, full, opened,
        [seconds for entry, seconds in took if entry not in to_all],
        [seconds for entry, seconds in took if entry in to_all],
        seen["cuts"], dict(killed), back, _faults(pages, writing.written, seen),
    )  # fmt: skip


def _faults(pages: list[tuple[str, ...]], written: list[tuple[int, str, float]], seen: dict[str, object]) -> list[str]:
    heard = Counter((page, entry) for page, entry, _at in seen["heard"])  # type: ignore[attr-defined]
    due = {(number, entry) for entry, topic, _at in written for number, topics in enumerate(pages) if topic in topics}
    missed, doubled, stray = due - set(heard), [one for one in heard if heard[one] > 1], set(heard) - due
    found = {"missed": len(missed), "doubled": len(doubled), "not meant for it": len(stray)}
    found["told to look afresh"] = int(str(seen["looked_afresh"]))
    return [f"{what}: {count}" for what, count in found.items() if count]


class Writing:
    """Entries written by several connections at once, each committed a random moment after its id was drawn."""

    def __init__(self, database_url: str, cases: list[str]) -> None:
        self._url, self._cases = database_url, cases
        self._lock = threading.Lock()
        self.written: list[tuple[int, str, float]] = []

    def write(self, count: int) -> None:
        """So many entries, each about one case."""
        threads = [threading.Thread(target=self._write, args=(count // WRITERS,)) for _writer in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def write_to_all(self) -> None:
        """One entry that every page hears of."""
        with psycopg.connect(self._url) as connection:
            self._write_one(connection, "board", "trial")
        time.sleep(1)

    def _write(self, count: int) -> None:
        with psycopg.connect(self._url) as connection:
            for _entry in range(count):
                self._write_one(connection, "case", secrets.choice(self._cases))
                time.sleep(secrets.randbelow(PAUSE_MILLISECONDS) / 1000)

    def _write_one(self, connection: "psycopg.Connection[tuple[int]]", kind: str, name: str) -> None:
        row = connection.execute(WRITE, [kind, name]).fetchone()
        assert row is not None
        time.sleep(secrets.randbelow(PAUSE_MILLISECONDS) / 1000)
        connection.commit()
        at = time.monotonic()
        with self._lock:
            self.written.append((row[0], f"{kind}:{name}", at))


def _write_while_killing(
    writing: Writing, entries: int, kills: int, root: int, listeners: "subprocess.Popen[bytes]"
) -> tuple[Counter[str], list[float]]:
    """Kill any process of live, and of the worker, while entries are written; how long until all pages were back."""
    killed: Counter[str] = Counter()
    back = []
    for _kill in range(kills):
        writer = threading.Thread(target=writing.write, args=(entries,))
        writer.start()
        time.sleep(0.3)
        for target in ("live", "worker"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(secrets.choice(processes_of(root, target)), signal.SIGKILL)
                killed[target] += 1
        begun = time.monotonic()
        time.sleep(0.5)
        assert listeners.stdin is not None
        listeners.stdin.write(b"again\n")
        listeners.stdin.flush()
        _wait_until_open(listeners)
        back.append(time.monotonic() - begun)
        writer.join()
        time.sleep(1)
    return killed, back


@contextlib.contextmanager
def _listeners(installation: Installation, order: Path) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**installation.environment, "DATABASE_URL": installation.database_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.strength.listeners", str(order)],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _wait_until_open(listeners: "subprocess.Popen[bytes]") -> None:
    watchdog = threading.Timer(OPEN_SECONDS, listeners.kill)
    watchdog.start()
    assert listeners.stdout is not None
    if listeners.stdout.readline().strip() != b"open":
        raise TimeoutError("the streams did not open")
    watchdog.cancel()
