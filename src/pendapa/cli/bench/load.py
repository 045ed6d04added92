"""Clients that load a server on this machine, made to cost little themselves: raw sockets, one process each.

A request is bytes made beforehand; of an answer only its status line and its length are read.
"""

import multiprocessing
import socket
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
WAIT_SECONDS = 30.0
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"
Answer = tuple[int, bytes]


class Refused(RuntimeError):
    """A server answered otherwise than it should; what it said is the text."""


@dataclass(slots=True)
class Load:
    """What came of a load: good answers, others, seconds, and the milliseconds that each good one took."""

    good: int = 0
    bad: int = 0
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    first_bad: bytes = b""

    @property
    def per_second(self) -> float:
        return self.good / self.seconds if self.seconds else 0.0

    @property
    def median_ms(self) -> float:
        return statistics.median(self.milliseconds) if self.milliseconds else 0.0

    @property
    def p95_ms(self) -> float:
        times = sorted(self.milliseconds)
        return times[min(len(times) - 1, int(len(times) * 0.95))] if times else 0.0


def raw_request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A whole HTTP/1.1 request as bytes; `Host` is 127.0.0.1 unless given."""
    named = {"Host": "127.0.0.1", **headers}
    if body or method == "POST":
        named["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def load_for(address: str, request: bytes, *, clients: int, seconds: float, expected: int = 200) -> Load:
    """Send one request again and again from every client, for some seconds."""
    return _run(address, [lambda: cycle([request])] * clients, seconds, expected)


def load_with(address: str, requests: Sequence[Sequence[bytes]], *, expected: int, seconds: float = 3600.0) -> Load:
    """Each client sends its own requests once, in order; the load lasts until the last client is done."""
    return _run(address, [lambda own=own: iter(own) for own in requests], seconds, expected)  # type: ignore[misc]


def answers_to(address: str, requests: Sequence[bytes]) -> list[Answer]:
    """Send requests one after the other and return each answer's status and body."""
    with _Client(address) as client:
        return [client.ask(request) for request in requests]


def _run(address: str, requests: Sequence[Callable[[], Iterator[bytes]]], seconds: float, expected: int) -> Load:
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(requests) + 1)
    ends, processes = [], []
    for own in requests:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_client, args=(address, own(), start, seconds, expected, theirs), daemon=True)
        process.start()
        theirs.close()
        ends.append(ours)
        processes.append(process)
    start.wait()
    begun = time.perf_counter()
    parts: list[Load] = [end.recv() for end in ends]
    spent = time.perf_counter() - begun
    for process in processes:
        process.join()
    return Load(
        good=sum(part.good for part in parts),
        bad=sum(part.bad for part in parts),
        seconds=spent,
        milliseconds=[one for part in parts for one in part.milliseconds],
        first_bad=next((part.first_bad for part in parts if part.first_bad), b""),
    )


def _client(
    address: str, requests: Iterator[bytes], start: "multiprocessing.synchronize.Barrier",
    seconds: float, expected: int, results: "Connection[Load, Load]",
) -> None:  # fmt: skip
    own = Load()
    with _Client(address) as client:
        start.wait()
        end = time.perf_counter() + seconds
        for request in requests:
            begun = time.perf_counter()
            if begun >= end:
                break
            status, body = client.ask(request)
            if status == expected:
                own.good += 1
                own.milliseconds.append((time.perf_counter() - begun) * 1000)
            else:
                own.bad += 1
                own.first_bad = own.first_bad or f"{status} ".encode() + body[:500]
    results.send(own)
    results.close()


class _Client:
    """One keep-alive connection; opened again when the server closes it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.hostname not in LOOPBACK:
            raise ValueError(f"A load goes to this machine only, not to {parts.hostname}.")
        self._place = (parts.hostname, parts.port or 80)
        self._socket: socket.socket | None = None

    def __enter__(self) -> "_Client":
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def ask(self, request: bytes) -> Answer:
        """Status and body; status 0 when there was no answer."""
        try:
            connection = self._socket or self._open()
            connection.sendall(request)
            return self._answer(connection)
        except OSError as error:
            self._close()
            return 0, str(error).encode()

    def _open(self) -> socket.socket:
        self._socket = socket.create_connection(self._place, timeout=WAIT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _close(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
            self._socket = None

    def _answer(self, connection: socket.socket) -> Answer:
        received = bytearray()
        while (end := received.find(END_OF_HEAD)) < 0:
            _read_more(connection, received)
        whole = end + len(END_OF_HEAD) + _length_of(bytes(received[:end]))
        while len(received) < whole:
            _read_more(connection, received)
        if len(received) > whole:
            raise ConnectionError("the answer was longer than it said")
        return int(received[9:12]), bytes(received[end + len(END_OF_HEAD) : whole])


def _read_more(connection: socket.socket, received: bytearray) -> None:
    part = connection.recv(262_144)
    if not part:
        raise ConnectionError("the server closed the connection")
    received += part


def _length_of(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(LENGTH):
            return int(line[len(LENGTH) :])
    raise ConnectionError("an answer without its length is not understood here")
