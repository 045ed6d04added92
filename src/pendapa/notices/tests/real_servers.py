"""The other side, as processes of their own: a mail server, and what takes pushes and texts. Each writes what it was
handed as JSON lines. `python -m pendapa.notices.tests.real_servers smtp|http <file>` prints its port and serves.
"""

import asyncio
import base64
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Server:
    """A running server: its port, and what it was handed so far."""

    port: int
    file: Path

    @property
    def received(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()]

    @contextlib.contextmanager
    def holding_answers(self) -> Iterator[None]:
        """For a block, take what comes by HTTP and leave whoever sent it without an answer."""
        hold = Path(f"{self.file}.hold")
        hold.touch()
        try:
            yield
        finally:
            hold.unlink()


@contextlib.contextmanager
def running(kind: str, folder: Path) -> Iterator[Server]:
    """One such process, ended afterwards."""
    file = folder / f"{kind}.jsonl"
    file.touch()
    command = [sys.executable, "-m", "pendapa.notices.tests.real_servers", kind, str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Server(int(process.stdout.readline()), file)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _note(file: str, what: dict[str, Any]) -> None:
    with open(file, "a") as stream:
        stream.write(json.dumps(what) + "\n")


def _serve_mail(file: str) -> None:
    from aiosmtpd.smtp import SMTP

    class Sink:
        """Refuses addresses at `full.example.org`, takes all others."""

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            if any(address.endswith("@full.example.org") for address in envelope.rcpt_tos):
                return "552 the mailbox is full"
            _note(file, {"to": envelope.rcpt_tos, "mail": envelope.content.decode()})
            return "250 taken"

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Sink()), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    threading.Thread(target=_end_with_parent, daemon=True).start()
    asyncio.run(serve())


def _serve_http(file: str) -> None:
    class Taker(BaseHTTPRequestHandler):
        """Answers by the last part of the path: gone 410, busy 503, redirect 302, wrong 400, else 201."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status = {"gone": 410, "busy": 503, "redirect": 302, "wrong": 400}.get(self.path.rpartition("/")[2], 201)
            headers = {name.lower(): value for name, value in self.headers.items()}
            _note(file, {"path": self.path, "headers": headers, "body": base64.b64encode(body).decode()})
            while os.path.exists(f"{file}.hold"):
                time.sleep(0.05)
            self.send_response(status)
            if status == 503:
                self.send_header("Retry-After", "1800")
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    print(server.server_address[1], flush=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.serve_forever()


def _end_with_parent() -> None:
    while os.getppid() > 1:
        threading.Event().wait(1)
    os._exit(0)


if __name__ == "__main__":
    {"smtp": _serve_mail, "http": _serve_http}[sys.argv[1]](sys.argv[2])
