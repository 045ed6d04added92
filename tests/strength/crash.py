"""The whole trial: applications sent and worked on while web, worker and database are killed in turn."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pendapa.cli.bench.scratch import Installation, free_port, running
from pendapa.cli.processes import MARK
from tests.strength.clients import send_applications
from tests.strength.killing import TARGETS, Killer, answers_again

CLIENTS = 8
READY_SECONDS = 120.0


@dataclass(frozen=True)
class Trial:
    """What happened, and what is wrong afterwards (nothing, if it held)."""

    killed: dict[str, int]
    sent_again: int
    told_twice: int
    seconds: float
    faults: list[str]


def try_crashes(applications: int, pause: float, *, log_to: Path | None = None) -> Trial:
    """Send applications while a process dies every `pause` seconds, each kind at least once; then look."""
    folder = Path(tempfile.mkdtemp(prefix="pendapa-crash-"))
    folder.chmod(0o755)
    installation = Installation(folder / "home", free_port())
    log = log_to or folder / "log"
    try:
        with running(installation, log) as (process, _seconds):
            trial = _kill_and_look(installation, process.pid, folder, applications, pause)
        left = _left_over(installation.home)
        return Trial(**{**vars(trial), "faults": [*trial.faults, *(f"left running: {one}" for one in left)]})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kill_and_look(installation: Installation, root: int, folder: Path, applications: int, pause: float) -> Trial:
    environment = {**installation.environment, "DATABASE_URL": installation.database_url, "PENDAPA_DEMO": "yes"}
    officer = subprocess.Popen([sys.executable, "-m", "tests.strength.officer"], env=environment, stdin=subprocess.PIPE)
    killer = Killer(installation, root, pause)
    begun = time.monotonic()
    try:
        killer.start()
        outcome = send_applications(installation.address, applications, CLIENTS)
        killer.stop()
        for target in TARGETS:
            if not killer.killed[target]:
                killer.kill(target)
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
    look = [sys.executable, "-m", "tests.strength.verdict", str(numbers)]
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
