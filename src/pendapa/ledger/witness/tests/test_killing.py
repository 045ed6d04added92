"""A witness killed with no warning at every step it takes: what it once signed, it never signs otherwise."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from pendapa.ledger.tests.logs import ORIGIN, MemoryLog, log_key
from pendapa.ledger.witness.configuration import WitnessFolder
from pendapa.ledger.witness.cosigning import Witness
from pendapa.ledger.witness.state import WitnessState

LEAVES = [f"leaf {number}".encode() for number in range(400)]

# Counts every call that the witness makes of the system, before and after, and ends the process at the one asked for.
KILLED = """
import os, signal, sys, tempfile
from pathlib import Path
from pendapa.ledger.tests.logs import MemoryLog, log_key
from pendapa.ledger.witness import cosigning, state
from pendapa.ledger.witness.configuration import WitnessFolder
from pendapa.ledger.witness.protocol import write_submission

folder, last, old, size = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
taken = 0
def step():
    global taken
    taken += 1
    if taken == last:
        os.kill(os.getpid(), signal.SIGKILL)
def counted(call):
    def counting(*given, **named):
        step()
        answer = call(*given, **named)
        step()
        return answer
    return counting

log = MemoryLog([f"leaf {number}".encode() for number in range(400)])
body = write_submission(old, log.proof(old, size), log.checkpoint(size))
witness = cosigning.Witness(WitnessFolder(folder).key(), [log_key().verifier], state.WitnessState(folder))
for name in ("open", "fdopen", "fsync", "replace", "close"):
    setattr(os, name, counted(getattr(os, name)))
tempfile.mkstemp = counted(tempfile.mkstemp)
line = witness.add_checkpoint(body, at=1)
step()
sys.stdout.write(line)
"""


def _run(folder: Path, last: int, old: int, size: int) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(last), str(old), str(size)],
        capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, done.stdout


def test_killed_at_every_step_it_remembers_all_that_it_signed(tmp_path):
    log = MemoryLog(LEAVES)
    remembered = set()
    for last in range(1, 60):
        folder = tmp_path / str(last)
        WitnessFolder(folder).make_key("saksi.example/w1")
        witness = Witness(WitnessFolder(folder).key(), [log_key().verifier], WitnessState(folder))
        assert _run(folder, 0, 0, 100)[1].startswith("\u2014")
        status, line = _run(folder, last, 100, 300)
        size = witness.seen()[ORIGIN].size
        assert size in (100, 300)
        assert not line or size == 300
        remembered.add((status, size))
        # Whatever it knows, it goes on from there, and not from anywhere before.
        assert _run(folder, 0, size, 400)[1].startswith("\u2014")
        assert witness.seen()[ORIGIN].root == log.root(400)
        if status == 0:
            break
    assert remembered == {(-signal.SIGKILL, 100), (-signal.SIGKILL, 300), (0, 300)}
