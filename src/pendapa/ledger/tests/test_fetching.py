import gzip
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from pendapa.ledger import fetching
from pendapa.ledger.fetching import Fetcher, Missing, Unreachable
from pendapa.ledger.tests.static_server import serving

CUT_OFF = gzip.compress(b"hello", mtime=0)[:20]


@contextmanager
def answering(*answers: bytes):
    """A server that gives one answer after the other, each on a connection of its own; counts the connections."""
    server = socket.create_server(("127.0.0.1", 0))
    taken = []

    def run():
        for answer in answers:
            connection, _ = server.accept()
            taken.append(connection.recv(65_536))
            connection.sendall(answer)
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", taken
    server.close()


@pytest.mark.parametrize("packed", [False, True])
def test_a_connection_is_kept_for_the_next_request(packed, monkeypatch):
    connections = []
    made = fetching.HTTPConnection

    def counted(*given, **named):
        connections.append(given)
        return made(*given, **named)

    monkeypatch.setattr(fetching, "HTTPConnection", counted)
    with serving({"/log/a": b"a" * 100_000, "/log/b": b""}, packed=packed) as url:
        fetcher = Fetcher(url + "/log/")
        for _ in range(3):
            assert fetcher.get("/a", 100_000) == b"a" * 100_000
            assert fetcher.get("/b", 10) == b""
            with pytest.raises(Missing):
                fetcher.get("/c", 10)
    assert len(connections) == 1


def test_what_is_larger_than_allowed_is_refused_packed_or_not():
    for packed in (False, True):
        with (
            serving({"/a": bytes(10_000_000)}, packed=packed) as url,
            pytest.raises(Unreachable, match="more than 1000"),
        ):
            Fetcher(url).get("/a", 1_000)


def test_a_server_that_asks_to_wait_is_asked_again(monkeypatch):
    waited = []
    monkeypatch.setattr(fetching.time, "sleep", waited.append)
    busy = b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with answering(busy, busy, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") as (url, _):
        assert Fetcher(url).get("/", 10) == b"ok"
    assert waited == [7.0, 7.0]


def test_a_connection_closed_meanwhile_is_opened_again():
    ok = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    with answering(ok, ok) as (url, taken):
        fetcher = Fetcher(url)
        assert fetcher.get("/1", 10) == fetcher.get("/2", 10) == b"ok"
    assert len(taken) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
        b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nxxxx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + CUT_OFF,
    ],
)  # fmt: skip
def test_what_is_no_whole_answer_is_told(answer):
    with answering(answer, answer) as (url, _), pytest.raises(Unreachable):
        Fetcher(url).get("/", 1_000)


@pytest.mark.parametrize(
    "address", ["", "nowhere", "ftp://a", "https://", "http://a:b", "https://u:p@a", "https://a/?b"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Unreachable, match="no address"):
        Fetcher(address)


@pytest.mark.parametrize("piece", [b"X-Slow: a\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"x"])
def test_headers_without_end_are_not_waited_for(piece, monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.4)
    server = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def trickle(connection):
        try:
            if piece.startswith(b"X"):
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stopped.wait(0.05):
                connection.sendall(piece)
        except OSError:
            connection.close()

    def run():
        while not stopped.is_set():
            try:
                threading.Thread(target=trickle, args=(server.accept()[0],), daemon=True).start()
            except OSError:
                return

    threading.Thread(target=run, daemon=True).start()
    began = time.monotonic()
    try:
        with pytest.raises(Unreachable):
            Fetcher(f"http://127.0.0.1:{server.getsockname()[1]}").get("/", 1_000)
    finally:
        stopped.set()
        server.close()
    assert time.monotonic() - began < 20
