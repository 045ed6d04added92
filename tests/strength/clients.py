"""Clients on a bad line: each piece is sent until it is answered, always under the same key."""

import json
import queue
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pendapa.cli.bench.applications import FILE_FIELDS, make_photo, submit_request, upload_request
from pendapa.cli.bench.load import answers_to

PATIENCE_SECONDS = 300.0
PAUSE_SECONDS = 0.2
TAKEN_BEFORE = 200


@dataclass
class Outcome:
    """What the clients were told: the number under each key, how often they asked again, and refusals."""

    numbers: dict[str, str] = field(default_factory=dict)
    sent_again: int = 0
    told_twice: int = 0
    refusals: list[str] = field(default_factory=list)
    photo: bytes = field(default_factory=make_photo)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, key: uuid.UUID, status: int, receipt: dict[str, Any]) -> None:
        """The number that was told under a key, and whether it was told before."""
        with self.lock:
            self.told_twice += status == TAKEN_BEFORE
            self.numbers[str(key)] = receipt.get("number", "")


def send_from_clients(
    address: str, send: Callable[[str, int, Outcome], None], count: int, clients: int, allowed: Callable[[], int]
) -> Outcome:
    """Send `count` pieces from `clients` threads, until each has its receipt; never more than `allowed()` are begun."""
    numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(count):
        numbers.put(number)
    outcome = Outcome()

    def work() -> None:
        while True:
            try:
                number = numbers.get_nowait()
            except queue.Empty:
                return
            deadline = time.monotonic() + PATIENCE_SECONDS
            while number >= allowed() and time.monotonic() < deadline:
                time.sleep(PAUSE_SECONDS)
            send(address, number, outcome)

    threads = [threading.Thread(target=work) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def send_application(address: str, _number: int, outcome: Outcome) -> None:
    """An application with its files, by the API."""
    key = uuid.uuid4()
    files = {name: until_answered(address, upload_request(name, outcome.photo), outcome)[1] for name in FILE_FIELDS}
    outcome.note(key, *until_answered(address, submit_request(files, key), outcome))


def until_answered(address: str, request: bytes, outcome: Outcome) -> tuple[int, dict[str, Any]]:
    """The first answer that is no fault of the server, of the API; a refusal is noted, for none is expected."""
    answer = until_taken(lambda: answers_to(address, [request])[0], outcome)
    return (answer[0], json.loads(answer[1])) if answer else (0, {})


def until_taken(ask: Callable[[], tuple[int, bytes]], outcome: Outcome) -> tuple[int, bytes] | None:
    """Ask until the answer is no fault of the server; None, and a refusal noted, for one that is not as expected."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    status, body = 0, b""
    while time.monotonic() < deadline:
        status, body = ask()
        if 200 <= status < 400:
            return status, body
        if 400 <= status < 500:
            break
        with outcome.lock:
            outcome.sent_again += 1
        time.sleep(PAUSE_SECONDS)
    with outcome.lock:
        outcome.refusals.append(f"{status} {body[:200].decode(errors='replace')}")
    return None
