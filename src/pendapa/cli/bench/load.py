"""Clients that load a server on this machine: keep-alive connections, a bounded time, one thread each."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One request to send: method, path, body and headers."""

    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: answers as expected, others, seconds, and milliseconds at the middle and the 95th."""

    good: int
    bad: int
    seconds: float
    median_ms: float
    p95_ms: float

    @property
    def per_second(self) -> float:
        return self.good / self.seconds if self.seconds else 0.0


def put_under_load(
    address: str, make_request: Callable[[], Request], *, clients: int, seconds: float, expected: frozenset[int]
) -> Load:
    """Send requests from `clients` connections for `seconds`; `address` must be on the loopback interface."""
    parts = urlsplit(address)
    if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError(f"A load goes to this machine only, not to {parts.hostname}.")
    results: list[list[tuple[bool, float]]] = [[] for _client in range(clients)]
    start = time.perf_counter()
    threads = [
        threading.Thread(
            target=_send_until,
            args=(parts.hostname, parts.port or 80, make_request, start + seconds, expected, results[client]),
        )
        for client in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - start
    answers = [answer for client in results for answer in client]
    times = sorted(took for is_good, took in answers if is_good) or [0.0]
    good = sum(is_good for is_good, _took in answers)
    return Load(
        good=good,
        bad=len(answers) - good,
        seconds=spent,
        median_ms=times[len(times) // 2] * 1000,
        p95_ms=times[min(len(times) - 1, int(len(times) * 0.95))] * 1000,
    )


def _send_until(
    host: str,
    port: int,
    make_request: Callable[[], Request],
    end: float,
    expected: frozenset[int],
    results: list[tuple[bool, float]],
) -> None:
    connection = http.client.HTTPConnection(host, port, timeout=30)
    while (begun := time.perf_counter()) < end:
        request = make_request()
        try:
            connection.request(request.method, request.path, request.body, dict(request.headers))
            response = connection.getresponse()
            response.read()
            results.append((response.status in expected, time.perf_counter() - begun))
        except (OSError, http.client.HTTPException):
            connection.close()
            results.append((False, time.perf_counter() - begun))
    connection.close()
