"""The whole trial: applications, or reports, sent and worked on while web, worker and database are killed in turn."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pendapa.cli.bench.scratch import Installation, free_port, running
from pendapa.cli.processes import MARK
from tests.strength.clients import Outcome, send_application, send_from_clients
from tests.strength.killing import TARGETS, Killer, answers_again
from tests.strength.reporters import send_report

CLIENTS = 8
READY_SECONDS = 120.0


@dataclass(frozen=True)
class Work:
    """What is sent: its name for the office that works on it and for the verdict, and how a client sends one of it,
    however often that must be tried (address, number of the piece, what came of it)."""

    name: str
    send: Callable[[str, int, Outcome], None]


APPLICATIONS = Work("applications", send_application)
COMPLAINTS = Work("complaints", send_report)


@dataclass(frozen=True)
class Trial:
    """What happened, and what is wrong afterwards (nothing, if it held)."""

    killed: dict[str, int]
    sent_again: int
    told_twice: int
    seconds: float
    faults: list[str]


def try_crashes(work: Work, count: int, pause: float, *, kills: int = 1, log_to: Path | None = None) -> Trial:
    """Send so many of the work while a process dies every `pause` seconds, each kind `kills` times; then look.

    With more than one kill each, the clients begin the next share of the work only when the next process was killed:
    so each dies in the midst of it, however fast or slow the machine is.
    """
    folder = Path(tempfile.mkdtemp(prefix="pendapa-crash-"))
    folder.chmod(0o755)
    installation = Installation(folder / "home", free_port())
    log = log_to or folder / "log"
    try:
        with running(installation, log) as (process, _seconds):
            trial = _kill_and_look(installation, folder, work, count, Killer(installation, process.pid, pause), kills)
        left = _left_over(installation.home)
        return Trial(**{**vars(trial), "faults": [*trial.faults, *(f"left running: {one}" for one in left)]})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kill_and_look(
    installation: Installation, folder: Path, work: Work, count: int, killer: Killer, kills: int
) -> Trial:
    environment = {**installation.environment, "DATABASE_URL": installation.database_url, "PENDAPA_DEMO": "yes"}
    officer = subprocess.Popen(
        [sys.executable, "-m", "tests.strength.officer", work.name], env=environment, stdin=subprocess.PIPE
    )
    begun = time.monotonic()
    try:
        killer.start()
        steps = len(TARGETS) * kills if kills > 1 else 0

        def allowed() -> int:
            return count * (killer.killed.total() + 1) // (steps + 1)

        outcome = send_from_clients(installation.address, work.send, count, CLIENTS, allowed)
        killer.stop()
        for target in TARGETS:
            while killer.killed[target] < kills:
                killer.kill(target)
                answers_again(installation, READY_SECONDS)
        if not answers_again(installation, READY_SECONDS):
            raise TimeoutError("the installation did not come back")
        officer.communicate(b"\n", timeout=READY_SECONDS)
    finally:
        if officer.poll() is None:
            officer.kill()
            officer.wait()
    seconds = time.monotonic() - begun
    numbers = folder / "numbers.json"
    numbers.write_text(json.dumps(outcome.numbers), encoding="utf-8")
    look = [sys.executable, "-m", "tests.strength.verdict", work.name, str(numbers)]
    seen = subprocess.run(look, env=environment, capture_output=True, text=True)
    faults = [line for line in seen.stdout.splitlines() if line] + [f"refused: {one}" for one in outcome.refusals]
    if officer.returncode:
        faults.append("the officer had to stop working")
    if seen.returncode and not faults:
        faults = [seen.stderr[-2000:]]
    return Trial(dict(killer.killed), outcome.sent_again, outcome.told_twice, seconds, faults)


def _left_over(home: Path) -> list[str]:
    """Processes that carry the home's mark, or its path in their command line, after all was stopped."""
    left = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            marked = f"{MARK}={home}".encode() in (folder / "environ").read_bytes().split(b"\0")
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if (marked or str(home) in command) and int(folder.name) != os.getpid():
            left.append(command[:120])
    return left
