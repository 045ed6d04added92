"""One request to the endpoint of another body: to public addresses only, no redirects, bounded in time and size.

The address is looked up once and the connection goes to what was looked up: a name that later points inside leads
nowhere. The operator names hosts that may be inside or without TLS (PENDAPA_OPEN311_HOSTS).
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings

from pendapa.notices.transports.failing import CannotSend
from pendapa.notices.transports.posting import Answer

TIMEOUT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
MOST_ANSWER = 2 * 1024 * 1024
PIECE = 64 * 1024
_HIDING_OTHERS = [ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
"""Ranges in which an address of the older kind may hide."""


def fetch(method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """The answer, whatever its status; raises CannotSend when there is none, finally so for a forbidden address."""
    host, port, is_named = checked_host(url)
    parts = urlsplit(url)
    until = time.monotonic() + WHOLE_SECONDS
    connection: HTTPConnection | None = None
    end: Timer | None = None
    try:
        connection = _connect(parts.scheme, host, port, is_named=is_named)
        end = _end_after(WHOLE_SECONDS, connection.sock)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, target, body or None, {**(headers or {}), "Connection": "close"})
        response = connection.getresponse()
        content = b""
        while piece := response.read1(PIECE):
            content += piece
            if len(content) > MOST_ANSWER:
                raise CannotSend("the answer is too large")
            if time.monotonic() > until:
                raise CannotSend("the answer takes too long")
        if time.monotonic() > until:
            raise CannotSend("the answer takes too long")
        return Answer(response.status, content, {"Retry-After": response.headers.get("Retry-After") or ""})
    except (OSError, HTTPException, ValueError) as error:
        raise CannotSend(f"{type(error).__name__}: {error}") from error
    finally:
        if end is not None:
            end.cancel()
        if connection is not None:
            connection.close()


def checked_host(url: str) -> tuple[str, int, bool]:
    """Host, port, and whether the operator has named them; raises CannotSend for an address that is none of ours."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise CannotSend("not an address to send to", is_final=True) from error
    is_named = parts.netloc.lower() in {name.lower() for name in settings.PENDAPA_OPEN311_HOSTS}
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise CannotSend("not an address to send to", is_final=True)
    if parts.scheme == "http" and not is_named:
        raise CannotSend("only by https, unless PENDAPA_OPEN311_HOSTS names the host", is_final=True)
    return host, port, is_named


def is_public_address(text: str) -> bool:
    """Whether an address lies in the open internet."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in _HIDING_OTHERS):
            return False
    return address.is_global and not address.is_multicast


def _connect(scheme: str, host: str, port: int, *, is_named: bool) -> HTTPConnection:
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    addresses = [str(one) for one in found if is_named or is_public_address(str(one))]
    if not addresses or (len(addresses) != len(found)):
        raise CannotSend("the host is not in the open internet (PENDAPA_OPEN311_HOSTS)", is_final=True)
    plain = socket.create_connection((addresses[0], port), timeout=TIMEOUT_SECONDS)
    connection = HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    if scheme == "https":
        connection = HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS)
        try:
            plain = _trust().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    connection.sock = plain
    return connection


def _end_after(seconds: float, connected: socket.socket) -> Timer:
    """End the connection when the whole time is over: one that drips letters never meets the limit of a single wait."""

    def end() -> None:
        with suppress(OSError):
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    return timer


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
