"""Servers that answer oddly do not hold the sender up."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pendapa.notices.transports import posting
from pendapa.notices.transports.failing import CannotSend
from pendapa.notices.transports.posting import MOST_ANSWER, post

Write = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def address_answering() -> Iterator[Callable[[Write], str]]:
    servers = []

    def serve(write: Write) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                write(self)

            def log_message(self, *_args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [201, 503])
def test_an_answer_letter_by_letter_is_read_for_its_time_and_no_longer(
    address_answering: Any, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.end_headers()
        try:
            for _letter in range(100):
                handler.wfile.write(b"a")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    began = time.monotonic()
    assert post(address_answering(drip), b"{}", {}).status == status
    assert time.monotonic() - began < 8


def test_of_a_long_answer_the_beginning_is_read(address_answering: Any) -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            handler.wfile.write(b"a" * (MOST_ANSWER * 4))
        except OSError:
            return

    assert len(post(address_answering(flood), b"{}", {}).body) == MOST_ANSWER


def test_what_is_no_http_is_a_failure_to_be_tried_again(address_answering: Any) -> None:
    with pytest.raises(CannotSend) as refused:
        post(address_answering(lambda handler: handler.wfile.write(b"SSH-2.0-x\r\n\r\n") and None), b"{}", {})
    assert not refused.value.is_final
