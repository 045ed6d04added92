"""`pendapa witness` asked by those who mean harm: garbage, endless requests, and clients that send nothing."""

import contextlib
import itertools
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pendapa.cli.main import main
from pendapa.cli.tests.test_witness_command import LOG, Running
from pendapa.ledger.fetching import Fetcher, Unreachable
from pendapa.ledger.witness.protocol import ADDRESS, write_submission

SILENT = 12
SOON = 3.0


@pytest.fixture(scope="module")
def witness(tmp_path_factory: Any) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("witness")
    assert main(["witness", "key", "--state", str(folder), "--name", "saksi.example/w"]) == 0
    (folder / "logs.txt").write_text(f"{LOG.signer.verifier.vkey}\n")
    running = Running(folder)
    yield running
    running.kill()


def posted(witness: Running, body: bytes) -> tuple[int, str]:
    answer = Fetcher(f"http://127.0.0.1:{witness.port}").ask("POST", ADDRESS, body, most=10_000)
    return answer.status, answer.body.decode()


NOTE = LOG.checkpoint(300).encode()
GARBAGE = {
    "nothing": b"", "too long": b"x" * 80_000, "zeros": bytes(1_000), "no UTF-8": b"old 0\n\n\xff\xff\n\n",
    "JSON": b'{"old": 0}', "deep": b"[" * 60_000, "negative": b"old -1\n\n" + NOTE, "a fraction": b"old 1.5\n\n" + NOTE,
    "NaN": b"old NaN\n\n" + NOTE, "beyond all": b"old " + b"9" * 60_000 + b"\n\n" + NOTE,
    "other digits": "old \u0661\n\n".encode() + NOTE, "blanks only": b"\n" * 60_000,
    "twice": b"old 0\nold 0\n\n" + NOTE, "no signature": b"old 0\n\ntirtamaya.example/log\n1\n" + b"A" * 43 + b"=\n",
    "many signatures": b"old 0\n\n" + NOTE + NOTE.splitlines(keepends=True)[-1] * 300,
    "a longer note": b"old 0\n\n" + b"x\n" * 30_000 + NOTE,
    "larger than its checkpoint": b"old 301\n\n" + NOTE,
}  # fmt: skip


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_answered_in_words(witness: Running, name: str) -> None:
    status, told = posted(witness, GARBAGE[name])
    assert status in (400, 403, 404)
    assert 0 < len(told) < 500


RAW = {
    "no request": b"\xff\x00\x01\r\n\r\n",
    "another method": b"DELETE /add-checkpoint HTTP/1.1\r\nHost: w\r\n\r\n",
    "a length that is none": b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\nx",
    "a chunk that is none": b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "an address beyond all": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: w\r\n\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_request_is_refused_and_the_next_one_answered(witness: Running, name: str) -> None:
    with socket.create_connection(("127.0.0.1", witness.port), timeout=SOON) as client, contextlib.suppress(OSError):
        client.sendall(RAW[name])
        answer = client.recv(1_000)
        assert not answer or answer.split()[1].startswith(b"4")
    _answers_soon(witness)


def test_a_request_without_end_is_not_read_to_its_end(witness: Running) -> None:
    with socket.create_connection(("127.0.0.1", witness.port), timeout=SOON) as client:
        client.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n")
        sent = 0
        with contextlib.suppress(OSError):
            for _piece in itertools.repeat(None, 2_000):
                client.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
                sent += 65_536
        assert sent < 2_000 * 65_536
    with contextlib.suppress(Unreachable):  # it may hang up before all is sent
        assert posted(witness, b"x" * 10_000_000)[0] == 400
    _answers_soon(witness)


def test_clients_that_send_nothing_keep_nobody_waiting(witness: Running) -> None:
    """More of them than the witness has threads: each said that a checkpoint follows, and falls silent."""
    with contextlib.ExitStack() as silent:
        for _client in range(SILENT):
            client = silent.enter_context(socket.create_connection(("127.0.0.1", witness.port), timeout=SOON))
            client.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 5000\r\n\r\nold 0\n")
        time.sleep(0.5)
        _answers_soon(witness)


def test_after_all_that_an_honest_log_is_signed(witness: Running) -> None:
    status, line = posted(witness, write_submission(0, [], LOG.checkpoint(300)))
    assert status == 200
    assert "saksi.example/w" in line


def _answers_soon(witness: Running) -> None:
    begun = time.monotonic()
    assert Fetcher(f"http://127.0.0.1:{witness.port}").get("/healthz", 10) == b"ok\n"
    assert time.monotonic() - begun < SOON
