"""Asking another server over HTTP: bounded in time and size, connections kept, no redirects, polite when told to wait.

For logs that are audited and witnesses that are asked: addresses that a person named.
"""

import io
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from functools import cache, partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

TIMEOUT_SECONDS: Final = 10.0
WHOLE_SECONDS: Final = 60.0
PIECE: Final = 64 * 1024
BUSY: Final = frozenset({429, 503})
TRIES: Final = 4
LONGEST_WAIT: Final = 30.0


class Unreachable(Exception):
    """No answer, or not the one that was needed; says from where and why."""


class Missing(Unreachable):
    """The server says that there is nothing at this address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    kind: str
    body: bytes
    wait: str = ""


class Fetcher:
    """A server below one address. Several threads may use it; each keeps a connection of its own."""

    def __init__(self, base: str) -> None:
        """Raises Unreachable for what is no address."""
        try:
            parts = urlsplit(base.rstrip("/"))
            self._port = parts.port
        except ValueError as error:
            raise Unreachable(f"{base!r} is no address") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise Unreachable(f"{base!r} is no address such as https://layanan.example.go.id")
        self.base = base.rstrip("/")
        self._host, self._prefix = parts.hostname, parts.path
        self._is_secure = parts.scheme == "https"
        self._local = threading.local()

    def get(self, path: str, most: int) -> bytes:
        """The content at this path, at most `most` bytes; raises Missing or Unreachable. Waits when asked to."""
        for attempt in range(TRIES):
            answer = self.ask("GET", path, most=most)
            if answer.status not in BUSY or attempt == TRIES - 1:
                break
            time.sleep(_seconds(answer.wait, otherwise=2.0**attempt))
        if answer.status in (404, 410):
            raise Missing(f"{self.base}{path} is not there")
        if answer.status != 200:
            raise Unreachable(f"{self.base}{path} answers with status {answer.status}")
        return answer.body

    def ask(self, method: str, path: str, body: bytes | None = None, *, most: int) -> Answer:
        """One request and its answer, whatever its status; raises Unreachable."""
        try:
            try:
                return self._once(method, path, body, most)
            except (ConnectionError, HTTPException):
                # A connection kept open may have been closed over there meanwhile: once more, on a new one.
                self.close()
                return self._once(method, path, body, most)
        except (OSError, HTTPException, ValueError, zlib.error) as error:
            self.close()
            raise Unreachable(f"{self.base}{path}: {error or type(error).__name__}") from error

    def close(self) -> None:
        """Let go of this thread's connection."""
        connection: HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _once(self, method: str, path: str, body: bytes | None, most: int) -> Answer:
        until = time.monotonic() + WHOLE_SECONDS
        connection = self._connection()
        connection.response_class = partial(_BoundedResponse, until=until)  # type: ignore[assignment]
        headers = {"Accept-Encoding": "gzip", "User-Agent": "pendapa"}
        connection.request(method, self._prefix + path, body, headers)
        response = connection.getresponse()
        content = _content(response, most, until)
        return Answer(
            response.status, response.headers.get("Content-Type", ""), content, response.headers.get("Retry-After", "")
        )

    def _connection(self) -> HTTPConnection:
        connection: HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            if self._is_secure:
                connection = HTTPSConnection(self._host, self._port, timeout=TIMEOUT_SECONDS, context=_trust())
            else:
                connection = HTTPConnection(self._host, self._port, timeout=TIMEOUT_SECONDS)
            self._local.connection = connection
        return connection


class _BoundedResponse(HTTPResponse):
    """An answer that is there by `until`, headers included: a server may not keep us by sending them sign by sign."""

    def __init__(self, sock: socket.socket, *given: Any, until: float, **named: Any) -> None:
        super().__init__(sock, *given, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_BoundedReading(sock, until))


class _BoundedReading(io.RawIOBase):
    """What comes from a socket, as long as there is time."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until
        self._incoming = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("it takes too long")
        self._sock.settimeout(min(left, TIMEOUT_SECONDS))
        return self._incoming.readinto(buffer)

    def close(self) -> None:
        self._incoming.close()
        super().close()


def _content(response: HTTPResponse, most: int, until: float) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding not in ("identity", "gzip"):
        raise ValueError(f"an encoding that was not asked for: {encoding[:20]}")
    unpacker = zlib.decompressobj(31) if encoding == "gzip" else None
    content = bytearray()
    while piece := response.read1(PIECE):
        content += unpacker.decompress(piece, most + 1 - len(content)) if unpacker else piece
        if len(content) > most:
            raise ValueError(f"more than {most} bytes")
        if time.monotonic() > until:
            raise ValueError("it takes too long")
    if response.length:
        raise ValueError("the answer is cut off")
    response.close()  # read to its end: the connection can take the next request
    if unpacker is not None and not unpacker.eof:
        raise ValueError("the answer is cut off")
    return bytes(content)


def _seconds(text: str, *, otherwise: float) -> float:
    return min(float(text), LONGEST_WAIT) if text.isascii() and text.isdigit() else otherwise


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
