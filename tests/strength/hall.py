"""The power is cut: kill -9 of the whole hall at once (supervisor, web, live, worker, database) while applications are
sent and surveys answered, several times; each time it comes back, it is audited from outside.

    python -m tests.strength.hall --cuts 3 --pieces 60

What the log had shown to anybody before a cut is remembered as the auditor's last visit: the audit after it refuses a
log that is shorter, or another.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pendapa.cli.audit.visits import Visit, remember_visit
from pendapa.cli.bench.load import Refused
from pendapa.cli.bench.memory import tree_of
from pendapa.cli.bench.scratch import Installation, free_port, running
from pendapa.cli.postgres.folders import server_folders
from pendapa.cli.postgres.postmaster import running_postmaster
from pendapa.ledger.fetching import Fetcher, Unreachable
from pendapa.ledger.notes import LARGEST_NOTE, Verifier, open_checkpoint
from tests.strength.clients import Outcome, send_application, send_from_clients
from tests.strength.reporters import Visitor

CLIENTS = 4
LOOK_SECONDS = 0.1
KEPT_SECONDS = 12.0
"""Pages and checkpoints are remembered for ten seconds."""
LONGEST_SHARE = 120.0
VERDICT = "tests.strength.verdict_on_cuts"


@dataclass
class Trial:
    """What was done and seen; `faults` is empty if all held. `sizes`: of the log, before and after each cut."""

    pieces: int
    sizes: list[tuple[int, int]] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)
    sent_again: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


class Rater(Visitor):
    """Someone who rates a service after an invitation."""

    def rate(self, token: str) -> None:
        """The nine answers, handed in until they are thanked for."""
        page = self._see(f"/nilai/{token}/")
        found = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        self._hand_in({f"u{number}": str(1 + number % 4) for number in range(1, 10)}, found)


@dataclass
class Work:
    """What the clients do: applications and answers in turn. `done` counts, `begun` is how many may be begun."""

    tokens: list[str]
    allowed: int = 0
    done: int = 0

    def send(self, address: str, number: int, outcome: Outcome) -> None:
        if number % 2:
            with suppress(Refused):  # which is noted
                Rater(address, outcome).rate(self.tokens[number // 2])
        else:
            send_application(address, number, outcome)
        with outcome.lock:
            self.done += 1


class Watcher(threading.Thread):
    """Looks at the log's checkpoint all the time, as anybody may, and keeps the newest."""

    def __init__(self, address: str, log: Verifier) -> None:
        super().__init__(name="watcher", daemon=True)
        self._address, self._log, self._stopping = address, log, threading.Event()
        self.size, self.note = 0, ""

    def run(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            with suppress(Unreachable):
                note = Fetcher(self._address).get("/log/checkpoint", LARGEST_NOTE)
                size = open_checkpoint(note, self._log).size
                if size >= self.size:
                    self.size, self.note = size, note.decode()

    def stop(self) -> None:
        self._stopping.set()
        self.join()


def try_cuts(cuts: int, pieces: int, *, log_to: Path | None = None) -> Trial:
    """Send so many pieces, half applications, half answers, while everything dies so often; then look."""
    folder = Path(tempfile.mkdtemp(prefix="pendapa-cuts-"))
    folder.chmod(0o755)
    installation, trial = Installation(folder / "home", free_port()), Trial(pieces)
    begun = time.monotonic()
    try:
        _cut_and_look(installation, folder, log_to or folder / "log", trial, cuts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    trial.seconds = time.monotonic() - begun
    return trial


def _cut_and_look(installation: Installation, folder: Path, log: Path, trial: Trial, cuts: int) -> None:
    visits, before, outcomes = folder / "visits", folder / "before.json", list[Outcome]()
    work = Work([uuid.uuid4().hex for _answer in range(trial.pieces // 2)])
    before.write_text(json.dumps({"tokens": work.tokens}), encoding="utf-8")
    clients = threading.Thread(
        target=lambda: outcomes.append(
            send_from_clients(installation.address, work.send, trial.pieces, CLIENTS, lambda: work.allowed)
        )
    )
    for cut in range(cuts):
        with running(installation, log) as (process, _seconds):
            if cut == 0:
                _ask_inside(installation, "begin", before)
                clients.start()
            size = _audit(installation, visits, trial)
            if trial.sizes:
                trial.sizes[-1] = (trial.sizes[-1][0], size)
            with _watching(installation, visits) as watcher:
                _do_a_share(work, trial.pieces * (cut + 1) // (cuts + 1), watcher, size)
                trial.processes.append(cut_the_power(installation, process.pid))
            trial.sizes.append((watcher.size, 0))
    with running(installation, log):
        work.allowed = trial.pieces
        clients.join()
        wrong = _ask_inside(installation, "judge", before, json.dumps(outcomes[0].numbers))
        time.sleep(KEPT_SECONDS)
        trial.sizes[-1] = (trial.sizes[-1][0], _audit(installation, visits, trial))
    trial.sent_again = outcomes[0].sent_again
    trial.faults += [*wrong, *(f"refused: {one}" for one in outcomes[0].refusals)]
    trial.faults += [f"the log had {had} entries, then {has}" for had, has in trial.sizes if has < had]


def cut_the_power(installation: Installation, root: int) -> int:
    """Kill every process of the installation, first who would start them again; returns how many there were."""
    postmaster = running_postmaster(server_folders(installation.home.resolve()).data)
    everything = dict.fromkeys([*tree_of(root), *(tree_of(postmaster) if postmaster else ())])
    for pid in everything:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(everything)


def _do_a_share(work: Work, until: int, watcher: "Watcher", size: int) -> None:
    """Let the clients begin work up to this piece and return when some of it is done and told, and the next is in
    the midst of being done."""
    already, work.allowed = work.done, until
    deadline = time.monotonic() + LONGEST_SHARE
    while time.monotonic() < deadline:
        if work.done > already + (until - already) // 2 and watcher.size > size:
            break
        time.sleep(0.02)
    work.allowed = until + CLIENTS
    time.sleep(random.uniform(0.1, 0.7))  # noqa: S311 - any moment will do


@contextmanager
def _watching(installation: Installation, visits: Path) -> Iterator[Watcher]:
    """Keep looking for a block; what was seen last is then what the auditor remembers."""
    log = Verifier.of(Fetcher(installation.address).get("/log/key", LARGEST_NOTE).decode())
    watcher = Watcher(installation.address, log)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()
        if watcher.note:
            remember_visit(visits, installation.address, Visit(log, watcher.note))


def _audit(installation: Installation, visits: Path, trial: Trial) -> int:
    """Audit from outside, with what was seen before; the size of the log."""
    ran = _run(installation, "pendapa.cli.main", "audit", installation.address, "--state", str(visits), "--json")
    try:
        said = json.loads(ran.stdout)
    except ValueError:
        said = {"verdict": "none", "reason": ran.stderr[-500:]}
    if ran.returncode:
        trial.faults.append(f"audit: {said['verdict']}; {said.get('reason') or said.get('differences')}")
    return int(said.get("log", {}).get("size", 0))


def _ask_inside(installation: Installation, what: str, *given: object) -> list[str]:
    """What the verdict says, one fault a line."""
    ran = _run(installation, VERDICT, what, *map(str, given), DATABASE_URL=installation.database_url)
    told = [line for line in ran.stdout.splitlines() if line]
    return told if told or not ran.returncode else [ran.stderr[-2000:]]


def _run(installation: Installation, module: str, *given: str, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**installation.environment, "PENDAPA_DEMO": "yes", **more}
    command = [sys.executable, "-m", module, *given]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.strength.hall", description=__doc__)
    parser.add_argument("--cuts", type=int, default=3)
    parser.add_argument("--pieces", type=int, default=60, help="half applications, half answers (default 60)")
    parser.add_argument("--log", type=Path, help="keep what the installation logged in this file")
    options = parser.parse_args()
    trial = try_cuts(options.cuts, options.pieces, log_to=options.log)
    print(f"{trial.pieces} pieces in {trial.seconds:.0f} s; processes killed at once: {trial.processes}")
    print(f"entries of the log seen before each cut, and after it: {trial.sizes}; sent again: {trial.sent_again}")
    print("\n".join(trial.faults) or "Nothing lost, nothing twice; the log is as long or longer, and audits right.")
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main())
