"""`pendapa witness` as a process of its own: asked over the network, killed, started again.

The answers to a forged, a rolled-back and a forked log are printed (`pytest -s`).
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pendapa.cli.main import main
from pendapa.ledger.fetching import Fetcher, Unreachable
from pendapa.ledger.notes import Verifier, read_note
from pendapa.ledger.tests.logs import MemoryLog
from pendapa.ledger.witness.protocol import ADDRESS, write_submission

LEAVES = [f"leaf {number}".encode() for number in range(400)]
LOG = MemoryLog(LEAVES)
FORKED = MemoryLog([*LEAVES[:250], b"another", *LEAVES[251:]])


class Running:
    """The command, listening; killed and started again at will."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pendapa.cli.main", "witness", "--state", ".", "--port", str(self.port)],
            cwd=self.folder, start_new_session=True, stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[3])},
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                Fetcher(f"http://127.0.0.1:{self.port}").get("/healthz", 10)
                return
            except Unreachable:
                assert self.process.poll() is None
                time.sleep(0.1)
        raise AssertionError("the witness does not answer")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, log: MemoryLog, old: int, size: int) -> tuple[int, str]:
        proof = log.proof(old, size) if old <= size else []
        body = write_submission(old, proof, log.checkpoint(size))
        answer = Fetcher(f"http://127.0.0.1:{self.port}").ask("POST", ADDRESS, body, most=10_000)
        return answer.status, answer.body.decode()


@pytest.fixture
def witness(tmp_path: Path, capsys: Any) -> Iterator[Running]:
    assert main(["witness", "key", "--state", str(tmp_path), "--name", "saksi.example/w"]) == 0
    (tmp_path / "vkey").write_text(capsys.readouterr().out)
    (tmp_path / "logs.txt").write_text(f"# the regency\n{LOG.signer.verifier.vkey}\n")
    running = Running(tmp_path)
    yield running
    running.kill()


def test_forged_rolled_back_and_forked_logs_are_refused_also_after_a_kill(witness: Running, tmp_path: Path) -> None:
    status, line = witness.ask(LOG, 0, 300)
    key = Verifier.of((tmp_path / "vkey").read_text())
    assert status == 200
    assert read_note(LOG.checkpoint(300) + line).signed_by([key])
    witness.kill()
    witness.start()
    answers = {
        "forged (an entry before 300 was changed)": witness.ask(FORKED, 300, 400),
        "rolled back (signs 200 again)": witness.ask(LOG, 200, 200),
        "forked (another tree of 300)": witness.ask(FORKED, 300, 300),
        "honest (400 extends 300)": witness.ask(LOG, 300, 400),
    }
    print()
    for what, (status, text) in answers.items():
        print(f"{what}: {status} {text.strip()}")
    assert [status for status, _ in answers.values()] == [422, 409, 409, 200]


def test_it_does_not_start_without_key_or_log(tmp_path: Path, capsys: Any) -> None:
    assert main(["witness", "--state", str(tmp_path / "none")]) == 1
    assert "holds no key. Make one: pendapa witness key" in capsys.readouterr().err
    assert main(["witness", "--state", str(tmp_path / "none"), "--name", "saksi.example/w"]) == 1
    assert "No log to follow" in capsys.readouterr().err
