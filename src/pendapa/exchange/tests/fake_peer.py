"""The Open311 endpoint of some other body, as a server of its own thread that remembers what it was told."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree


class FakePeer(ThreadingHTTPServer):
    """`requests` by number, as told to it; `refuse_with` answers every POST by that status; `raw` answers anything;
    a `dripping` one never comes to the end of its first header."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, str] = {}
        self.posts = 0
        self.refuse_with = 0
        self.by_token = False
        self.raw: bytes | None = None
        self.dripping = False

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/v2"


@contextmanager
def running_peer() -> Iterator[FakePeer]:
    peer = FakePeer()
    Thread(target=peer.serve_forever, daemon=True).start()
    try:
        yield peer
    finally:
        peer.shutdown()
        peer.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakePeer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        self.server.posts += 1
        if self.server.refuse_with:
            return self._answer([{"code": self.server.refuse_with, "description": "no"}], self.server.refuse_with)
        key = self.headers["Idempotency-Key"]
        number = self.server.by_key.setdefault(key, str(1000 + len(self.server.by_key)))
        told = {**given, "service_request_id": number, "status": "open", "status_notes": None}
        self.server.requests.setdefault(number, told)
        return self._answer([{"token": f"t{number}"} if self.server.by_token else {"service_request_id": number}], 201)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self.server.dripping:
            return self._drip()
        if "/tokens/" in parts.path:
            number = parts.path.rpartition("/t")[2].partition(".")[0]
            return self._answer([{"service_request_id": number}])
        asked = parse_qs(parts.query).get("service_request_id", [""])[0].split(",")
        return self._answer([self.server.requests[number] for number in asked if number in self.server.requests])

    def _answer(self, rows: list[dict[str, Any]], status: int = 200) -> None:
        content = self.server.raw or (_xml(rows) if ".xml" in self.path else json.dumps(rows).encode())
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _drip(self) -> None:
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _letter in range(60):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.1)

    def log_message(self, *_args: Any) -> None:
        pass


def _xml(rows: list[dict[str, Any]]) -> bytes:
    root = etree.Element("service_requests")
    for row in rows:
        element = etree.SubElement(root, "request")
        for name in ("service_request_id", "token", "status", "status_notes"):
            etree.SubElement(element, name).text = row.get(name)
    return bytes(etree.tostring(root))
