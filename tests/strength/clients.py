"""Clients on a bad line: each application is sent until it is answered, always under the same key."""

import json
import queue
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from pendapa.cli.bench.applications import FILE_FIELDS, make_photo, submit_request, upload_request
from pendapa.cli.bench.load import answers_to

PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 0.2
TAKEN, TAKEN_BEFORE = 201, 200


@dataclass
class Outcome:
    """What the clients were told: the number under each key, how often they asked again, and refusals."""

    numbers: dict[str, str] = field(default_factory=dict)
    sent_again: int = 0
    told_twice: int = 0
    refusals: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def send_applications(address: str, count: int, clients: int) -> Outcome:
    """Send `count` applications from `clients` threads, until each has its receipt."""
    keys: queue.SimpleQueue[uuid.UUID] = queue.SimpleQueue()
    for _application in range(count):
        keys.put(uuid.uuid4())
    outcome, photo = Outcome(), make_photo()
    threads = [threading.Thread(target=_send_from, args=(address, keys, photo, outcome)) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def _send_from(address: str, keys: "queue.SimpleQueue[uuid.UUID]", photo: bytes, outcome: Outcome) -> None:
    while True:
        try:
            key = keys.get_nowait()
        except queue.Empty:
            return
        files = {name: _until_answered(address, upload_request(name, photo), outcome)[1] for name in FILE_FIELDS}
        status, receipt = _until_answered(address, submit_request(files, key), outcome)
        with outcome.lock:
            outcome.told_twice += status == TAKEN_BEFORE
            outcome.numbers[str(key)] = receipt.get("number", "")


def _until_answered(address: str, request: bytes, outcome: Outcome) -> tuple[int, dict[str, Any]]:
    """The first answer that is no fault of the server; a refusal is noted, for none is expected."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        [(status, body)] = answers_to(address, [request])
        if status in (TAKEN, TAKEN_BEFORE):
            return status, json.loads(body)
        if 400 <= status < 500:
            break
        with outcome.lock:
            outcome.sent_again += 1
        time.sleep(PAUSE_SECONDS)
    with outcome.lock:
        outcome.refusals.append(f"{status} {body[:200].decode(errors='replace')}")
    return status, {}
